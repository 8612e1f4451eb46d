"""The ladder for loss-makers: which step comes first and why, and when a release would destroy profit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kam_core as kam
from kam_core.params import Params
from kam_core.text import translator
from kam_core.value.losses import LADDER, RULES, finding, loss_makers, new_losers, reason, stranding

NAN = float("nan")
USUAL = {
    "account_name": "Usual", "status": "regular", "revenue": 1000.0, "revenue_with_cost": 1000.0, "gross_profit": 300.0,
    "cost_to_serve": 100.0,
    "cost_of_credit": NAN, "profit": 200.0, "profit_12m": 200.0, "profit_prior_12m": 200.0, "discount": 0.0, "orders": 10.0,
    "order_lines": 20.0, "return_lines": 0.0,
}  # fmt: skip

HOPELESS = {"revenue": 400.0, "revenue_with_cost": 400.0, "gross_profit": -100.0, "profit_12m": -60.0, "profit_prior_12m": -40.0}
"""Small, sold below cost, at a loss for two years."""


def scores(**accounts: dict[str, Any]) -> pd.DataFrame:
    """Three usual accounts (an order of 100 that costs 10 to serve), and those given by what is different about them."""
    rows = [{**USUAL, "account_id": f"usual {n}"} for n in range(3)]
    return pd.DataFrame([*rows, *({**USUAL, "account_id": name, "account_name": name, **row} for name, row in accounts.items())])


def first(params: Params | None = None, **row: Any) -> pd.Series:
    """The loss-maker with these figures; its profit follows from them."""
    merged = {**USUAL, **row}
    profit = merged["gross_profit"] - sum(merged[name] for name in ("cost_to_serve", "cost_of_credit") if merged[name] == merged[name])
    return loss_makers(scores(it={"profit": profit, **row}), params or Params()).iloc[0]


@pytest.mark.parametrize(("rung", "rule", "row"), [
    ("process", "returns", {"gross_profit": -50.0, "return_lines": 5.0}),
    ("process", "order_cost", {"cost_to_serve": 350.0}),
    ("order", "small_orders", {"cost_to_serve": 350.0, "orders": 25.0}),
    ("renegotiate", "credit", {"gross_profit": 50.0, "cost_to_serve": 40.0, "cost_of_credit": 60.0}),
    ("renegotiate", "discount", {"gross_profit": -20.0, "discount": 150.0}),
    ("renegotiate", "price", {"gross_profit": -200.0, "discount": 10.0}),
    ("menu", "menu", {"gross_profit": 50.0}),
    ("release", "hopeless", HOPELESS),
])  # fmt: skip
def test_the_first_step_and_its_reason(rung: str, rule: str, row: dict[str, Any]) -> None:
    """By the account's own figures, in the order of the ladder's rules."""
    found = first(**row)

    assert (found["rung"], found["rule"]) == (rung, rule)
    assert reason(found, translator("en"), "$")
    assert set(LADDER) >= {one.rung for one in RULES}


def test_the_reason_carries_the_figure() -> None:
    """And what is usual, where that is what it is held against."""
    assert reason(first(cost_to_serve=350.0, orders=25.0), translator("en"), "$") == "Orders of $40, usually $100"
    assert reason(first(gross_profit=-200.0), translator("en"), "$") == "Sold below cost: margin −20.0%"


@pytest.mark.parametrize("but", [
    {"status": "key"}, {"revenue": 5000.0, "revenue_with_cost": 5000.0}, {"profit_prior_12m": 10.0},
    {"discount": 120.0}, {"gross_profit": -1.0, "cost_to_serve": NAN},
])  # fmt: skip
def test_a_release_needs_every_reason(but: dict[str, Any]) -> None:
    """Not a key account, not a large one, not after one bad year, not for a discount, not for a light loss."""
    assert first(**HOPELESS)["rung"] == "release"
    assert first(**{**HOPELESS, **but})["rung"] != "release"


def test_fixed_costs_stay_when_an_account_goes() -> None:
    """Gross profit 100, service 150 of which half is fixed: it loses 50, and its release destroys 25."""
    found = first(gross_profit=100.0, cost_to_serve=150.0)

    assert (found["loss"], found["contribution"], bool(found["stranded"])) == (50.0, 25.0, True)
    assert "destroys $25 of profit" in stranding(found, translator("en"), "$")
    assert first(Params.of(fixed_cost_share=0.0), gross_profit=100.0, cost_to_serve=150.0)["contribution"] == -50.0
    assert first(gross_profit=100.0, cost_to_serve=150.0, cost_of_credit=30.0)["contribution"] == -5.0


@settings(max_examples=15, deadline=None)
@given(gross=st.floats(-500, 500), serve=st.none() | st.floats(0, 800), fixed=st.floats(0, 1), revenue=st.floats(1, 2000))
def test_release_is_never_proposed_where_it_destroys_profit(gross: float, serve: float | None, fixed: float, revenue: float) -> None:
    """Whatever the figures; and every loss-maker gets a step."""
    row = {
        **HOPELESS,
        "gross_profit": gross,
        "cost_to_serve": NAN if serve is None else serve,
        "revenue": revenue,
        "revenue_with_cost": revenue,
    }
    found = loss_makers(scores(it={**row, "profit": gross - (serve or 0)}), Params.of(fixed_cost_share=fixed))

    assert len(found) == int(gross - (serve or 0) < 0)
    assert not (found["stranded"] & found["rung"].eq("release")).any()
    assert found["rung"].isin(list(LADDER)).all()


def test_who_is_new_among_the_losers() -> None:
    """Who did not lose a quarter ago, or was not there yet."""
    then = pd.DataFrame({"account_id": ["A", "B"], "profit": [-1.0, 5.0]})
    now = pd.DataFrame({"account_id": ["A", "B", "C", "D"], "profit": [-2.0, -1.0, -3.0, 4.0]})

    assert new_losers(now, then) == {"B", "C"}


def test_the_sentence_of_the_page() -> None:
    """Who earns and who gives it back; when nothing is left, that is said; in both languages."""
    en, zh = translator("en"), translator("zh")

    assert finding(kam.whale_curve([50, 30, -20]), en, "$") == "2 accounts earn $80. 1 gives $20 of it back."
    assert finding(kam.whale_curve([50, -30, -40]), en, "$") == "1 account earns $50. 2 lose $70: more than all of it."
    assert finding(kam.whale_curve([50, 30, -20]), zh, "$") == "2 家客户赚得 $80。1 家又吐回 $20。"
