"""Parameters: every declared one lies within its own bounds, and what does not is refused with its name."""

from __future__ import annotations

from typing import Any

import pytest

import kam_core as kam
from kam_core.errors import OutOfBounds, UnknownName
from kam_core.params import GROUPS, Params, changes, fields_of, validate
from kam_core.workbook import Workbook


def test_every_default_lies_within_its_bounds() -> None:
    """And no two groups declare one name, because ``Params.of`` goes by the name alone."""
    names = [item.name for item in fields_of()]

    assert validate(Params()) == Params()
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "value"),
    [("horizon", 2), ("horizon", 11), ("discount_rate", float("nan")), ("horizon", "3"), ("margin_growth", [0.1])],
)
def test_what_is_out_of_bounds_or_no_number_is_refused(name: str, value: Any) -> None:
    """With the name, the bounds and what was given."""
    with pytest.raises(OutOfBounds, match=name) as refused:
        Params.of(**{name: value})

    assert refused.value.facts["value"] is value


def test_a_weight_below_zero_is_refused() -> None:
    """A weight of zero leaves an item out; less than nothing has no meaning."""
    assert validate(Params(weights=(("trust.reliability", 0.0),))).weight("trust.reliability", 0.25) == 0.0
    with pytest.raises(OutOfBounds, match="reliability"):
        validate(Params(weights=(("trust.reliability", -0.1),)))


def test_an_unknown_parameter_comes_with_the_closest() -> None:
    """A slip of the pen changes nothing silently."""
    with pytest.raises(UnknownName, match="horizon"):
        Params.of(horizn=3)


def test_what_differs_from_the_defaults() -> None:
    """What a proof writes into its code, and what it leaves out."""
    assert changes(Params()) == {}
    assert changes(Params.of(horizon=3, half_life_days=90.0)) == {"horizon": 3, "half_life_days": 90.0}


@pytest.mark.parametrize("params", [Params(cuts=(("loyality.x", 55.0),)), Params(weights=(("trust.reliabilty", 0.4),))])
def test_a_slip_of_the_pen_in_a_cut_or_weight_is_refused(params: Params) -> None:
    """An unknown key would compute with the default and say nothing."""
    wb = Workbook()

    with pytest.raises(UnknownName, match="Did you mean"):
        kam.score(wb, params=params)
    with pytest.raises(UnknownName, match="Did you mean"):
        kam.matrix(wb, "loyalty", params=params)


def test_every_parameter_is_declared_as_a_form_needs_it() -> None:
    """Title and one sentence, a group with a title; a number has bounds and a step that stays within them."""
    declared = list(fields_of())

    assert [] == [item.name for item in declared if not item.title or not item.about.endswith(".") or item.group not in GROUPS]
    assert len(declared) == len({item.title for item in declared})
    for item in declared:
        if not isinstance(item.default, bool):
            assert item.low is not None, item.name
            assert item.high is not None, item.name
            assert item.step, item.name
            assert item.step <= item.high - item.low, item.name
