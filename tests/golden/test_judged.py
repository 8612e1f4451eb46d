"""Every judged index and its matrices on the resellers against plain pandas, on two days."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.matrices import Axis, Matrix, Quadrant
from tests.golden import judged
from tests.golden.further import invented

DAYS = ("2013-06-30", "2013-11-29")
FOUR = (Quadrant("hh", "", "hh"), Quadrant("lh", "", "lh"), Quadrant("hl", "", "hl"), Quadrant("ll", "", "ll"))

ACCOUNTS: dict[str, Callable[[str], pd.Series]] = {
    "attractiveness": lambda day: judged.plain("attractiveness", judged.ATTRACTIVENESS, day),
    "stage": lambda day: judged.plain("stage", dict.fromkeys(judged.STAGE, 1.0), day),
    "strength": lambda day: judged.ahead("strength", judged.STRENGTH, day),
    "benefits": lambda day: judged.ahead("delivered", judged.BENEFITS, day),
    "savings": lambda day: judged.ahead("delivered", judged.COSTS, day, -1),
    "confidence": judged.confidence,
}


@pytest.fixture(scope="module")
def wb() -> kam.Workbook:
    book = kam.Workbook()
    kam.samples.fill(book, "resellers")
    return book


def placed(wb: kam.Workbook, x: str, y: str, day: str, subject: str = "account") -> pd.DataFrame:
    """Two indices of the workbench by subject."""
    return kam.matrix(wb, Matrix("two", "", Axis(x), Axis(y), FOUR, (subject,)), day).set_index("subject_id")  # type: ignore[arg-type]


def agree(ours: pd.Series, theirs: pd.Series) -> None:
    """The same subjects are known, with the same values."""
    known = theirs.dropna().sort_index()
    assert len(known) >= 12
    assert sorted(ours.dropna().index) == list(known.index)
    np.testing.assert_allclose(ours[known.index].to_numpy(), known.to_numpy(), rtol=0, atol=1e-6)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("x", "y"), [("attractiveness", "strength"), ("savings", "benefits"), ("confidence", "stage")])
def test_indices_of_accounts(wb: kam.Workbook, x: str, y: str, day: str) -> None:
    """Items, pairs against the rival and measured items, of every account."""
    found = placed(wb, x, y, day)

    agree(found["x"], ACCOUNTS[x](day))
    agree(found["y"], ACCOUNTS[y](day))


@pytest.mark.parametrize("day", DAYS)
def test_the_decision_unit(wb: kam.Workbook, day: str) -> None:
    """Willingness and risk of every contact, and of every account by influence."""
    people, accounts = placed(wb, "willingness", "risk", day, "contact"), placed(wb, "willingness", "risk", day)
    wish, fear = judged.willingness(day), judged.risk(day)["risk"]

    agree(people["x"], wish)
    agree(people["y"], fear)
    agree(accounts["x"], judged.by_account(wish))
    agree(accounts["y"], judged.by_account(fear))


def test_the_quadrants_of_the_decision_matrix(wb: kam.Workbook) -> None:
    """Cut at 60 and 40; a decider or approver against us, or a product of 20, stands above the cut and blocks the account."""
    day = DAYS[1]
    people = invented("contacts").set_index("contact_id")
    found = kam.matrix(wb, "decision", day).set_index("subject_id")
    risk = judged.risk(day)
    veto = (people["role"].isin(["decider", "approver"]) & (people["support"] <= -1)) | (risk["worst"].reindex(people.index) >= 20)
    shown = found[found["quadrant"].notna()]
    right = judged.willingness(day)[shown.index] >= 60
    upper = (risk["risk"][shown.index] >= 40) | veto[shown.index]
    expected = np.select([right & upper, ~right & upper, right & ~upper], ["derisk", "nurture", "close"], "stimulate")

    assert shown["quadrant"].tolist() == expected.tolist()
    blocked = kam.matrix(wb, "decision", day, subject_type="account").set_index("account_id")
    stopped = set(people.loc[veto, "account_id"])
    assert {account for account in blocked.index if blocked["blocked"][account]} == stopped
    assert set(blocked.index[blocked["quadrant"] == "blocked"]) <= stopped


def test_needs_are_placed_by_their_columns(wb: kam.Workbook) -> None:
    """Importance and fit of 1-5 as 0-100; cut at 60."""
    needs = invented("needs").set_index("need_id")
    found = kam.matrix(wb, "needs", DAYS[1]).set_index("subject_id")

    np.testing.assert_allclose(found["x"].sort_index(), 25 * (needs["fit"].sort_index() - 1), atol=1e-9)
    np.testing.assert_allclose(found["y"].sort_index(), 25 * (needs["importance"].sort_index() - 1), atol=1e-9)
    counts = ((needs["fit"] >= 3.4) & (needs["importance"] >= 3.4)).sum()
    assert (found["quadrant"] == "keep_up").sum() == counts
