"""What if: figures by hand, nothing written, named scenarios kept, renamed and taken out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kam_core as kam
from kam_core import scenario as what_if
from kam_core.errors import BadArgument, OutOfBounds
from kam_core.params import Params
from kam_core.scenario.outcome import FIGURES
from tests.value.portfolio import add, book

RESELLERS = Path(__file__).parents[1] / "data" / "resellers" / "transactions.parquet"
DAY = date(2024, 6, 30)
LINES = [
    ("A", "2024-01-15", 100.0, 60.0), ("B", "2024-02-15", 200.0, 150.0), ("C", "2024-03-15", 50.0, 70.0), ("D", "2024-04-15", 40.0, None),
]  # fmt: skip
COSTS = [("A", "2024-01-20", "visits", 10.0), ("B", "2024-02-20", "visits", 20.0)]
PEOPLE = {"A": ("Ann", "North"), "B": ("Bob", "North"), "C": ("Ann", "South"), "D": ("Bob", "South")}
FIVE = sum((0.8 / 1.1) ** year for year in range(1, 6))
"""A unit of yearly profit over five years."""
STAY = Params.of(retention=0.8)


def small() -> kam.Workbook:
    """A earns 30 and B 30 after visits, C loses 20, of D no cost is known."""
    wb = book(LINES, COSTS)
    add(wb, "accounts", [{"account_id": id, "owner": owner, "region": region} for id, (owner, region) in PEOPLE.items()])
    return wb


@pytest.fixture
def wb() -> kam.Workbook:
    return small()


@pytest.fixture(scope="module")
def shared() -> Iterator[kam.Workbook]:
    """One that nothing may change."""
    made = small()
    yield made
    made.close()


def figures(wb: kam.Workbook, **changed: object) -> dict[str, float]:
    return dict(what_if.outcome(wb, kam.Scenario(**changed), DAY, STAY).figures)  # type: ignore[arg-type]


def test_today_by_hand(wb: kam.Workbook) -> None:
    """390 of revenue, 70 of it gross profit where the cost is known, 30 of visits: 40 are left."""
    found = figures(wb)
    share = np.array([100, 200, 50, 40]) / 390

    assert [found[name] for name in ("accounts", "revenue", "gross_profit", "cost_to_serve", "stranded", "profit", "losing", "peak")] == [
        4, 390, 70, 30, 0, 40, 1, 60,
    ]  # fmt: skip
    assert [found[name] for name in ("open_revenue", "cost_of_goods", "assumed_margin")] == [40, 280, 0]
    assert found["hhi"] == pytest.approx((share**2).sum())
    assert found["effective"] == pytest.approx(1 / (share**2).sum())
    assert (found["top1"], found["clv"]) == (pytest.approx(200 / 390), pytest.approx(40 * FIVE))


def test_losing_an_account_strands_cost(wb: kam.Workbook) -> None:
    """Without A, half of its 10 of visits stays and B, who alone is served, carries it: 30 − 20 − 5 are left."""
    found = figures(wb, lost=("A",), stranded=0.5)
    scores = kam.score(wb, DAY, params=STAY, scenario=kam.Scenario(lost=("A",), stranded=0.5)).set_index("account_id")

    assert [found[name] for name in ("accounts", "revenue", "gross_profit", "cost_to_serve", "stranded", "profit", "losing")] == [
        3, 290, 30, 20, 5, 5, 1,
    ]  # fmt: skip
    assert found["clv"] == pytest.approx(5 * FIVE)
    assert (scores["profit"]["B"], scores["cost_to_serve"]["B"], scores["profit"]["C"]) == (25, 25, -20)
    assert (scores["profit"].sum(), pd.isna(scores["profit"]["D"])) == (5, True)


def test_prices_of_some_accounts(wb: kam.Workbook) -> None:
    """10 % dearer for Ann's accounts and for B: 10 + 5 + 20; D without a cost earns nothing it did not."""
    assert figures(wb, price=0.1, owners=("Ann",), accounts=("B",))["profit"] == pytest.approx(40 + 10 + 5 + 20)
    assert figures(wb, price=0.1, regions=("South",))["profit"] == pytest.approx(40 + 5)
    assert figures(wb, price=0.1)["revenue"] == pytest.approx(429)


def test_cost_to_serve_of_some_accounts(wb: kam.Workbook) -> None:
    """Half the visits to Bob's accounts save 10."""
    assert figures(wb, cost_to_serve=-0.5, owners=("Bob",))["profit"] == pytest.approx(50)


def test_retention_and_discount(wb: kam.Workbook) -> None:
    """Ten points more stay: 90 %; one rate for all of 60 %; discounted at 5 %."""
    multiple = {(r, i): sum((r / (1 + i)) ** year for year in range(1, 6)) for r in (0.6, 0.8, 0.9) for i in (0.05, 0.1)}

    assert figures(wb, retention=0.1)["clv"] == pytest.approx(40 * multiple[0.9, 0.1])
    assert figures(wb, retention_set=0.6)["clv"] == pytest.approx(40 * multiple[0.6, 0.1])
    assert figures(wb, discount_rate=0.05)["clv"] == pytest.approx(40 * multiple[0.8, 0.05])
    assert figures(wb, retention=-1)["clv"] == 0


def test_losing_everybody_leaves_nothing_but_what_is_stranded(wb: kam.Workbook) -> None:
    """No revenue, no value, nobody who loses; 30 of visits, of which a third stays."""
    gone, left = figures(wb, lost=tuple("ABCD")), figures(wb, lost=tuple("ABCD"), stranded=1 / 3)

    assert [gone[name] for name in ("accounts", "revenue", "profit", "losing", "clv")] == [0, 0, 0, 0, 0]
    assert np.isnan(gone["effective"])
    assert (left["stranded"], left["profit"]) == (pytest.approx(10), pytest.approx(-10))


def test_what_somebody_assumes_is_no_evidence_of_retention() -> None:
    """Four of five stayed; without the one who left, the others still stay with 80 %, and four accounts still have a value."""
    wb = book([(id, "2023-01-15", 100.0, 60.0) for id in "ABCDE"] + [(id, "2024-01-15", 100.0, 60.0) for id in "ABCD"])
    found = kam.score(wb, DAY, scenario=kam.Scenario(lost=("E",)))

    assert found["retention"].tolist() == [0.8] * 4
    assert what_if.outcome(wb, kam.Scenario(lost=("E",)), DAY).figures["clv"] == pytest.approx(160 * FIVE)


def test_without_any_cost(wb: kam.Workbook) -> None:
    """Revenue, concentration and the number of accounts can be told; profit and value cannot."""
    bare = book([line[:3] for line in LINES])
    found = what_if.outcome(bare, kam.Scenario(lost=("B",)), DAY, STAY).figures

    assert (found["accounts"], found["revenue"]) == (3, 190)
    assert found["hhi"] == pytest.approx((100**2 + 50**2 + 40**2) / 190**2)
    assert all(np.isnan(found[name]) for name in ("profit", "clv", "losing", "gross_profit"))


def test_one_account_and_all_alike() -> None:
    """One account is the whole concentration; five alike count as five, and as four after the largest is gone."""
    one = what_if.outcome(book(LINES[:1]), None, DAY, STAY).figures
    alike = book([(id, "2024-01-15", 100.0, 60.0) for id in "ABCDE"])
    top = what_if.largest(kam.score(alike, DAY))

    assert (one["hhi"], one["profit"]) == (1, 40)
    assert what_if.outcome(alike, kam.Scenario(lost=(str(top),)), DAY, STAY).figures["effective"] == pytest.approx(4)


def test_compared_side_by_side(wb: kam.Workbook) -> None:
    """A row a figure, today first, a column a scenario; those without a name are counted."""
    found = what_if.compare(wb, {"dearer": kam.Scenario(price=0.1)}, DAY, STAY)

    assert (found.columns.tolist(), found.index.tolist()) == (["today", "dearer"], list(FIGURES))
    assert found.loc["profit"].tolist() == pytest.approx([40, 40 + 35])
    assert what_if.compare(wb, [kam.Scenario()], DAY, STAY)["1"].tolist() == pytest.approx(found["today"].tolist(), nan_ok=True)
    with pytest.raises(BadArgument):
        what_if.compare(wb, {"today": kam.Scenario(price=0.1)}, DAY, STAY)


def test_some_accounts_are_a_portfolio_of_their_own(wb: kam.Workbook) -> None:
    """Narrowed to A and C: what A strands is carried by C, though it never was served: 50 − 70 − 10 are left."""
    found = what_if.outcome(wb, kam.Scenario(lost=("A",), stranded=1.0), DAY, STAY, accounts=["A", "C"])

    assert (found.figures["accounts"], found.figures["stranded"], found.figures["profit"]) == (1, 10, -30)


def test_losing_the_largest_reseller_recomputed_with_pandas() -> None:
    """From the shipped file alone: who is largest, and a year's money, concentration and losers without it."""
    lines = pd.read_parquet(RESELLERS)
    lines["date"] = pd.to_datetime(lines["date"])
    day = lines["date"].max()
    year = lines[lines["date"] > day - pd.DateOffset(months=12)].astype({"revenue": float, "cost": float})
    money = year.assign(profit=year["revenue"] - year["cost"]).groupby("account_id")[["revenue", "profit"]].sum()
    left = money.drop(money["revenue"].idxmax())
    positive = left["revenue"][left["revenue"] > 0]

    with kam.Workbook() as wb:
        kam.samples.fill(wb, "resellers")
        top = what_if.largest(kam.score(wb))
        before, after = (what_if.outcome(wb, kam.Scenario(lost=lost)).figures for lost in ((), (str(top),)))
        own = kam.score(wb).set_index("account_id")["clv"][top]

    assert top == money["revenue"].idxmax()
    for found, expected in ((before, money), (after, left)):
        assert found["revenue"] == pytest.approx(expected["revenue"].sum(), abs=0.005)
        assert found["profit"] == pytest.approx(expected["profit"].sum(), abs=0.005)
        assert found["losing"] == (expected["profit"] < 0).sum()
        assert found["peak"] == pytest.approx(expected["profit"].clip(lower=0).sum(), abs=0.005)
    assert after["hhi"] == pytest.approx(((positive / positive.sum()) ** 2).sum(), abs=1e-9)
    assert after["clv"] == pytest.approx(before["clv"] - own, abs=0.005)


CHANGES = st.fixed_dictionaries({
    "lost": st.lists(st.sampled_from("ABCDX"), max_size=4).map(tuple), "price": st.floats(-0.5, 0.5), "cost_to_serve": st.floats(-1, 2),
    "stranded": st.floats(0, 1), "retention": st.floats(-1, 1), "retention_set": st.none() | st.floats(0, 1),
    "discount_rate": st.none() | st.floats(0, 0.5), "owners": st.sampled_from([(), ("Ann",), ("Nobody",)]),
})  # fmt: skip


@settings(max_examples=15)
@given(CHANGES)
def test_the_steps_add_up_and_nothing_is_written(shared: kam.Workbook, changed: dict[str, object]) -> None:
    """Whatever changes: the steps of the year come to the profits of the accounts that are left, and the workbook stays."""
    revision, before = shared.revision, kam.score(shared, DAY, params=STAY)
    found = what_if.outcome(shared, kam.Scenario(**changed), DAY, STAY)  # type: ignore[arg-type]
    told = found.figures

    left = found.scores["profit_12m"].sum() if len(found.scores.dropna(subset="profit_12m")) else -told["stranded"]
    steps = told["gross_profit"] - told["cost_to_serve"] - told["credit"] - told["stranded"]
    head = told["revenue"] - told["open_revenue"] - told["cost_of_goods"] + told["assumed_margin"]
    if not np.isnan(told["profit"]):
        assert head == pytest.approx(told["gross_profit"], abs=1e-6)
        assert (told["profit"], steps) == (pytest.approx(left, abs=1e-6), pytest.approx(left, abs=1e-6))
    assert shared.revision == revision
    pd.testing.assert_frame_equal(before, kam.score(shared, DAY, params=STAY))


def test_an_empty_scenario_changes_nothing(shared: kam.Workbook) -> None:
    """The same score to the last bit, the same figures; stranding or naming accounts alone is nothing either."""
    idle = kam.Scenario(stranded=0.5, owners=("Ann",))

    assert (kam.Scenario().changes, idle.changes) == (False, False)
    pd.testing.assert_frame_equal(kam.score(shared, DAY), kam.score(shared, DAY, scenario=idle))


def test_slips_of_the_pen_are_refused() -> None:
    """200 % dearer, a retention of 80 for 80 %, more stranded than there was."""
    for wrong in ({"price": 2.0}, {"retention_set": 80.0}, {"stranded": 1.5}, {"discount_rate": float("nan")}):
        with pytest.raises(OutOfBounds):
            kam.Scenario(**wrong)  # type: ignore[arg-type]


KEPT = kam.Scenario(lost=("A", "B"), price=0.02, retention_set=0.9, owners=("Ann",), regions=("South",))


def test_a_named_scenario_is_one_batch(wb: kam.Workbook) -> None:
    """Saved, read back, changed, renamed, deleted: one batch each, and each can be undone."""
    wb.apply(what_if.save_edits(wb, " Both lost ", KEPT))
    assert what_if.saved(wb) == {"Both lost": KEPT}

    changed = kam.Scenario(lost=("A",), price=0.05)
    batch = wb.apply(what_if.save_edits(wb, "Both lost", changed))
    assert what_if.saved(wb) == {"Both lost": changed}
    wb.undo(batch)
    assert what_if.saved(wb) == {"Both lost": KEPT}
    assert what_if.save_edits(wb, "Both lost", KEPT) == []

    wb.apply(what_if.rename_edits(wb, "Both lost", "Gone"))
    assert what_if.saved(wb) == {"Gone": KEPT}
    batch = wb.apply(what_if.delete_edits(wb, "Gone"))
    assert what_if.saved(wb) == {}
    wb.undo(batch)
    assert what_if.saved(wb) == {"Gone": KEPT}


def test_names_that_are_refused(wb: kam.Workbook) -> None:
    """No name, nothing to keep, a name that is taken."""
    wb.apply(what_if.save_edits(wb, "one", KEPT))
    wb.apply(what_if.save_edits(wb, "two", KEPT))

    for attempt in (
        lambda: what_if.save_edits(wb, " ", KEPT),
        lambda: what_if.save_edits(wb, "three", kam.Scenario()),
        lambda: what_if.rename_edits(wb, "one", "two"),
    ):
        with pytest.raises(BadArgument):
            attempt()


def test_rows_without_sense_are_left_out_and_counted(wb: kam.Workbook) -> None:
    """Typed by hand: an unknown part, a price of 500, nobody lost; the rest holds."""
    rows = [("price", None, 0.03), ("prize", None, 0.1), ("price", None, 500.0), ("lost", None, None), ("lost", "B", None)]
    wb.apply([kam.Insert("scenarios", {"scenario": "mine", "part": p, "subject_id": s, "value": v}) for p, s, v in rows])

    assert what_if.saved(wb) == {"mine": kam.Scenario(price=0.03, lost=("B",))}
    assert what_if.unreadable(wb) == {"mine": 3}


def test_a_disguised_workbook_tells_no_scenario(wb: kam.Workbook) -> None:
    """Their names and subjects may be anybody's."""
    from kam_core.disguise import disguised

    wb.apply(what_if.save_edits(wb, "Lose Nord AG", KEPT))

    assert what_if.saved(disguised(wb)) == {}
