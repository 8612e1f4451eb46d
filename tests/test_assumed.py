"""Assumptions in words, and the code that states them."""

from __future__ import annotations

import pytest

import kam_core as kam
from kam_core import assumed
from kam_core.params import Params, fields_of

EN, ZH = kam.translator("en"), kam.translator("zh")
MOVED = Params.of(
    discount_rate=0.12, retention=0.8, freight_is_cost_to_serve=True, weights={"trust.intimacy": 0.5}, cuts={"loyalty.x": 55.0}
)


def test_what_differs_is_told_and_nothing_else() -> None:
    """Three scalars, a weight, a cut; the defaults need no words."""
    assert assumed.told(Params(), EN) == []
    assert assumed.told(MOVED, EN) == [
        "Discount rate: 12% a year", "Retention: 80% a year", "Count freight as cost to serve: yes", "weight of Openness 0.5",
        "cut of Repeat patronage 55",
    ]  # fmt: skip


def test_an_assumption_reads_as_it_stands() -> None:
    """Changed or not, empty ones too."""
    assert assumed.said(Params(), ("horizon", "assumed_margin", "half_life_days"), EN) == [
        "Horizon: 5 years", "Assumed margin: none", "Half-life of a rating: 180 days",
    ]  # fmt: skip
    assert assumed.said(Params(), ("horizon",), ZH)[0].partition("：")[2].startswith("5")


@pytest.mark.parametrize("names", [assumed.PROFIT, assumed.LIFETIME, assumed.EVIDENCE, assumed.CHANCES])
def test_the_lists_name_assumptions_that_exist(names: tuple[str, ...]) -> None:
    """And each can be said."""
    assert set(names) <= {item.name for item in fields_of()}
    assert len(assumed.said(MOVED, names, EN)) == len(names)


@pytest.mark.parametrize("params", [Params(), MOVED, Params.of(assumed_margin=0.0)])
def test_the_code_makes_the_same_assumptions(params: Params) -> None:
    """Read back, it is equal."""
    assert eval(assumed.code(params), {"kam": kam}) == params
