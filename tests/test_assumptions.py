"""Assumptions that a workbook keeps: what was chosen comes back, in every score, and what makes no sense is named and left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kam_core as kam
from kam_core import assumptions
from kam_core.errors import KamError, OutOfBounds
from kam_core.params import Params, fields_of
from kam_core.workbook import Insert, Workbook

NUMBERS = [item for item in fields_of() if isinstance(item.default, float) and item.low is not None and item.high is not None]


def test_what_was_kept_counts_in_every_score() -> None:
    """Without parameters a notebook gets the figures the app shows; undoing the batch brings the defaults back."""
    wb = Workbook()
    kam.samples.fill(wb, "resellers")
    before = kam.score(wb)["clv"].sum()
    batch = wb.apply(assumptions.edits(wb, Params.of(horizon=3)))

    assert kam.score(wb)["clv"].sum() == kam.score(wb, params=Params.of(horizon=3))["clv"].sum() != before
    assert kam.score(wb, params=Params())["clv"].sum() == before
    wb.undo(batch)
    assert (Params(), before) == (assumptions.saved(wb), kam.score(wb)["clv"].sum())


def test_cuts_and_weights_are_kept_too() -> None:
    """A moved cut moves quadrants; what equals the declaration costs no row."""
    wb = Workbook()
    chosen = Params(weights=(("trust.reliability", 0.4),), cuts=(("loyalty.x", 55.0), ("loyalty.y", 40.0)))
    wb.apply(assumptions.edits(wb, chosen))

    assert chosen == assumptions.saved(wb)
    assert [] == assumptions.edits(wb, chosen)
    wb.apply(assumptions.edits(wb, Params()))
    assert 0 == wb.count("parameters")


@given(st.sampled_from(NUMBERS), st.floats(0, 1))
def test_any_number_within_its_bounds_comes_back_as_it_was(item, share) -> None:
    """To the last digit."""
    chosen = Params.of(**{item.name: item.low + share * (item.high - item.low)})

    assert (chosen, ()) == assumptions.understood(assumptions.written(chosen).items())


@pytest.mark.parametrize("cut", ["-1", "100.5", "150", "nan"])
def test_a_cut_outside_the_scale_of_an_index_is_left_out(cut: str) -> None:
    """Indices run from 0 to 100, both ends are cuts; a matrix of measures may be cut anywhere."""
    rows = [("cut:loyalty.x", cut), ("cut:selection.y", "100"), ("cut:needs.x", "0"), ("cut:profit_by_cost.x", "-12")]
    params, refused = assumptions.understood(rows)

    assert (refused, params.cuts) == (("cut:loyalty.x",), (("needs.x", 0.0), ("profit_by_cost.x", -12.0), ("selection.y", 100.0)))
    with pytest.raises(OutOfBounds):
        kam.matrix(Workbook(), "loyalty", params=Params.of(cuts={"loyalty.x": float(cut)}))


def test_what_makes_no_sense_is_named_and_left_out() -> None:
    """Unknown names, words for numbers, values out of bounds: the rest counts."""
    wb = Workbook()
    rows = {"horizon": "3", "horizont": "4", "discount_rate": "a lot", "margin_growth": "9", "cut:loyalty.z": "50", "weight:": "1"}
    wb.apply([Insert("parameters", {"name": name, "value": value}) for name, value in rows.items()])

    assert Params.of(horizon=3) == assumptions.saved(wb)
    assert {"horizont", "discount_rate", "margin_growth", "cut:loyalty.z", "weight:"} == set(assumptions.unreadable(wb))


def test_named_sets_are_kept_side_by_side() -> None:
    """A set of nothing but defaults has a name too; saving a set again replaces it; a set needs a name and sensible values."""
    wb = Workbook()
    careful = Params.of(discount_rate=0.2, horizon=3, freight_is_cost_to_serve=True)
    for name, chosen in (("Careful", Params.of(horizon=4)), ("Plain", Params()), ("Careful", careful)):
        wb.apply(assumptions.set_edits(wb, name, chosen))

    assert {"Careful": careful, "Plain": Params()} == assumptions.sets(wb)
    assert Params() == assumptions.saved(wb)
    with pytest.raises(KamError):
        assumptions.set_edits(wb, "  ", careful)
    with pytest.raises(OutOfBounds):
        assumptions.set_edits(wb, "Wild", Params(weights=(("trust.reliability", -1.0),)))


def test_a_set_can_be_deleted() -> None:
    """Its rows alone; one that is not there costs nothing."""
    wb = Workbook()
    for name in ("Careful", "Bold"):
        wb.apply(assumptions.set_edits(wb, name, Params.of(horizon=4)))
    wb.apply(assumptions.unset_edits(wb, "Careful"))

    assert ["Bold"] == list(assumptions.sets(wb))
    assert [] == assumptions.unset_edits(wb, "Careful")


@given(st.sampled_from(list(assumptions.defaults())))
def test_every_assumption_is_read_and_set_by_the_name_it_is_kept_under(name) -> None:
    """Setting the default changes nothing; another value is the one difference, and it comes back as it was."""
    default = assumptions.defaults()[name]
    item = {item.name: item for item in fields_of()}.get(name)
    other = default + 0.25 if item is None else not default if isinstance(default, bool) else item.low if default != item.low else item.high
    changed = assumptions.with_value(Params(), name, other)

    assert default == assumptions.value_of(Params(), name)
    assert Params() == assumptions.with_value(changed, name, default)
    assert {name: (other, default)} == assumptions.differences(changed, Params())
    assert (changed, ()) == assumptions.understood(assumptions.written(changed).items())


def test_what_is_out_of_bounds_is_not_set() -> None:
    """A form cannot draft what the workbook would refuse; half a year is no horizon."""
    for name, value in (("horizon", 99), ("horizon", 3.5), ("weight:trust.reliability", -1.0), ("discount_rate", float("nan"))):
        with pytest.raises(OutOfBounds):
            assumptions.with_value(Params(), name, value)
    assert ("horizon",) == assumptions.understood([("horizon", "3.5")])[1]
