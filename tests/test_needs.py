"""Needs: measures of the needs and of their accounts, gaps, kinds, the customer's own answers, and values off the scale."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.errors import BadEdit
from kam_core.gathered.needs import known_needs
from kam_core.needs import by_category, gaps
from tests.value.portfolio import add

DAY = pd.Timestamp("2024-06-30").date()
NEEDS: tuple[dict[str, Any], ...] = (
    {"need_id": "N1", "account_id": "A", "need": "Delivery in two days", "category": "delivery", "importance": 5, "fit": 2, "rival_fit": 4,
     "standing": "explicit", "value": 1000},
    {"need_id": "N2", "account_id": "A", "need": "Clear prices", "category": "price", "importance": 3, "fit": 4, "rival_fit": 2,
     "standing": "latent"},
    {"need_id": "N3", "account_id": "B", "need": "Training", "importance": 4, "fit": None, "rival_fit": 3},
    {"need_id": "N4", "account_id": "B", "need": "Advice", "category": "delivery", "importance": 2, "fit": 1, "value": 500},
)  # fmt: skip
ACCOUNTS = pd.DataFrame({"account_id": ["A", "B", "C"], "account_name": ["Nord", "Süd", "Ost"]})


@pytest.fixture
def book() -> kam.Workbook:
    """Three accounts, two of them with needs."""
    wb = kam.Workbook()
    wb.apply([kam.Insert("accounts", row) for row in ACCOUNTS.to_dict("records")])
    wb.apply([kam.Insert("needs", row) for row in NEEDS])
    return wb


def answer(need: str, item: str, value: float, **more: Any) -> kam.Insert:
    """What somebody answers about a need; a person of the customer unless said otherwise."""
    usual = {"subject_type": "need", "rater_side": "customer", "rater": "Wang", "valid_on": "2024-03-01"}
    return kam.Insert("ratings", {**usual, "subject_id": need, "item": item, "value": value, **more})


def test_gap_by_hand(book: kam.Workbook) -> None:
    """Importance x (5 - fit); what is unknown of both comes last; ahead is our fit less the rival's."""
    found = gaps(book, ACCOUNTS, DAY).set_index("need_id")

    assert found.index.tolist() == ["N1", "N4", "N2", "N3"]
    assert found["gap"].tolist() == pytest.approx([15, 8, 3, np.nan], nan_ok=True)
    assert found["ahead"].tolist() == pytest.approx([-2, np.nan, 2, np.nan], nan_ok=True)
    assert gaps(book, ACCOUNTS[1:], DAY)["need_id"].tolist() == ["N4", "N3"]


def test_by_kind(book: kam.Workbook) -> None:
    """Means over what is known, the largest mean gap first; a need without a kind is another one."""
    found = by_category(gaps(book, ACCOUNTS, DAY)).set_index("category")

    assert found.index.tolist() == ["delivery", "price", "other"]
    assert found.loc["delivery", ["importance", "fit", "rival_fit", "gap", "n", "behind", "value"]].tolist() == [
        3.5,
        1.5,
        4,
        11.5,
        2,
        1,
        1500,
    ]
    assert np.isnan(found.loc["price", "value"])


def test_needs_and_accounts_as_measures(book: kam.Workbook) -> None:
    """Of needs the matrix sees importance and fit as 0-100, of accounts the fit weighted by importance."""
    placed = kam.matrix(book, "needs", DAY).set_index("subject_id")
    fit = kam.explain(book, "A", "need_fit", DAY).value

    assert placed[["x", "y"]].loc["N1"].tolist() == [25, 100]
    assert placed["quadrant"].to_dict() == {"N1": "concentrate", "N2": "overkill", "N3": None, "N4": "low_priority"}
    assert fit == pytest.approx(((5 * 2 + 3 * 4) / 8 - 1) * 25)
    assert np.isnan(kam.explain(book, "C", "need_fit", DAY).value)


def test_the_customers_view_comes_first(book: kam.Workbook) -> None:
    """The mean of the latest answer of each person of the customer stands in place of ours; ours, later and odd ones do not."""
    book.apply(
        [
            answer("N1", "need_importance.stated", 1, valid_on="2024-01-01"),
            answer("N1", "need_importance.stated", 2),
            answer("N1", "need_importance.stated", 3, rater="Chen"),
            answer("N1", "need_importance.stated", 5, rater="Li Na", rater_side="ours"),
            answer("N1", "need_importance.stated", 5, rater="Zhou", valid_on="2024-07-01"),
            answer("N2", "need_performance.fit", 9),
        ]
    )
    found = known_needs(book, DAY).set_index("need_id")

    assert found["importance"].to_dict() == {"N1": 2.5, "N2": 3, "N3": 4, "N4": 2}
    assert found.loc["N2", "fit"] == 4
    assert found["by_customer"].tolist() == [True, False, False, False]


@pytest.mark.parametrize("value", [0, 6, -1])
def test_off_the_scale_is_refused_by_hand_and_unknown_from_a_file(book: kam.Workbook, value: float) -> None:
    """An edit is refused; what came otherwise counts as unknown, never as 0."""
    row = {"need_id": "N9", "account_id": "C", "need": "Speed", "importance": value, "fit": 3}
    with pytest.raises(BadEdit):
        book.apply([kam.Insert("needs", row)])
    with pytest.raises(BadEdit):
        book.apply([kam.Insert("needs", {**row, "importance": 3, "account_id": None})])
    add(book, "needs", [{**row, "importance": float(value)}])
    found = gaps(book, ACCOUNTS, DAY).set_index("need_id")

    assert found.loc["N9", ["importance", "gap"]].isna().all()


def test_a_need_of_an_unknown_account_is_left_out(book: kam.Workbook) -> None:
    """It belongs to nobody who is shown, and breaks nothing."""
    add(book, "needs", [{"need_id": "N8", "account_id": "GONE", "need": "Lost", "importance": 5.0, "fit": 1.0}])

    assert "N8" not in gaps(book, ACCOUNTS, DAY)["need_id"].tolist()
    assert len(kam.matrix(book, "needs", DAY)) == 5
