"""The selection matrix as a proposal to the register: the rules at their cuts, the limits, and many decisions as one batch."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.params import Params
from kam_core.proposals import why
from kam_core.register import register
from kam_core.selection import becoming, limits, proposed, selected, taken_over
from kam_core.text import translator
from tests.test_proposals import CALM

EN = translator("en")
DAY = date(2024, 6, 30)


def placed(*rows: tuple[str, float, float, str | None]) -> pd.DataFrame:
    """Where accounts stand: id, strength, attractiveness, quadrant."""
    return pd.DataFrame(rows, columns=["account_id", "x", "y", "quadrant"]).assign(probability=0.8)


def rules(strength: float, attractive: float, **changed: Any) -> list[str]:
    """The rules that speak for one account in that place."""
    table = pd.DataFrame([{**CALM, "account_id": "A", **changed}])
    return proposed(selected(table, placed(("A", strength, attractive, "somewhere"))), Params())["rules"].tolist()


@pytest.mark.parametrize(
    ("strength", "attractive", "changed", "expected"),
    [
        (50.0, 60.0, {}, ["strategic"]),
        (49.9, 60.0, {}, ["star"]),
        (50.0, 59.9, {}, []),
        (49.9, 59.9, {}, []),
        (80.0, 80.0, {"status": "prospect"}, ["strategic_prospect"]),
        (40.0, 80.0, {"status": "prospect"}, ["star_prospect"]),
        (80.0, 80.0, {"status": "key"}, []),
        (80.0, 80.0, {"status": "former"}, []),
        (49.9, 59.9, {"status": "key"}, ["streamline"]),
        (49.9, 59.9, {"status": "key", "profit_12m": -1.0}, ["streamline_losing"]),
        (50.0, 59.9, {"status": "key", "profit_12m": -1.0}, []),
        (80.0, 80.0, {"decided_why": "Too far away", "review_in_days": 30.0}, []),
    ],
)
def test_a_rule_at_its_cut(strength: float, attractive: float, changed: dict[str, Any], expected: list[str]) -> None:
    """Attractive accounts are proposed, key accounts to streamline are reviewed, at a loss released; what is decided rests."""
    assert rules(strength, attractive, **changed) == expected


def test_who_is_not_placed_is_not_proposed() -> None:
    """Too thin an answer places nobody, so it proposes nobody; and a register without places works as before."""
    table = pd.DataFrame([{**CALM, "account_id": "A"}, {**CALM, "account_id": "B"}])

    assert proposed(selected(table, placed(("A", 90.0, 90.0, None))), Params()).empty
    assert proposed(table, Params()).empty


def test_moved_cuts_move_the_proposal() -> None:
    """The rules follow the cuts of the workbook."""
    table = selected(pd.DataFrame([{**CALM, "account_id": "A"}]), placed(("A", 55.0, 65.0, "strategic")))

    assert proposed(table, Params.of(cuts={"selection.y": 66.0})).empty
    assert proposed(table, Params.of(cuts={"selection.x": 56.0}))["rules"].tolist() == ["star"]


def test_the_reason_in_words() -> None:
    """Quadrant, how sure, and both figures; beside other reasons."""
    important = {"importance": 70.0, "importance_coverage": 1.0}
    table = selected(pd.DataFrame([{**CALM, "account_id": "A", **important}]), placed(("A", 44.0, 72.0, "star")))

    row = proposed(table, Params()).iloc[0].to_dict()
    assert why(row, EN, "$") == "Importance 70, answered to 100%; Star account, 80% sure: attractiveness 72, strength 44"


def test_too_many_after_the_decision() -> None:
    """35 key accounts and 5 with one owner are within the limits, one more is not."""
    owners = [f"Owner {n // 5}" for n in range(35)] + ["Owner 0", "New"]
    table = pd.DataFrame({"account_id": [f"A{n}" for n in range(37)], "owner": owners, "status": ["key"] * 35 + ["regular"] * 2})

    assert limits(table, {}, Params(), EN) == []
    assert limits(table, {"A36": "candidate"}, Params(), EN) == []
    assert limits(table, {"A0": "regular", "A36": "key"}, Params(), EN) == []
    assert limits(table, {"A35": "key"}, Params(), EN) == [
        "36 key accounts: more than 35 cannot be looked after.", "Owner 0 has 6 key accounts: more than 5.",
    ]  # fmt: skip


def test_many_decisions_are_one_batch() -> None:
    """Status, reason, who, since when and the next review of every account, written at once and undone at once."""
    with kam.Workbook() as wb:
        wb.apply(
            [
                kam.Insert("accounts", {"account_id": "A", "account_name": "Nord", "status": "candidate"}),
                kam.Insert("accounts", {"account_id": "B", "account_name": "Süd", "status": "key", "key_since": date(2020, 1, 1)}),
            ]
        )
        seen = register(wb, kam.score(wb, DAY), DAY)
        found = proposed(selected(seen, placed(("A", 70.0, 70.0, "strategic"), ("B", 30.0, 30.0, "streamline"))), Params())
        status = becoming(found, {"key": "key", "review": "regular"})
        before = wb.revision
        reasons = {"A": "Grows with us", "B": "Too small"}
        wb.apply(taken_over(found, status, reasons, date(2025, 1, 31), author="Ann", day=DAY, params=Params()), author="Ann")
        written = wb.table("accounts").set_index("account_id")

        assert wb.revision == before + 1
        assert written["status"].to_dict() == {"A": "key", "B": "regular"}
        assert written["decided_why"].to_dict() == reasons
        assert written["decided_by"].tolist() == ["Ann", "Ann"]
        assert pd.to_datetime(written["review_on"]).tolist() == [pd.Timestamp("2025-01-31")] * 2
        assert pd.to_datetime(written["key_since"]).tolist() == [pd.Timestamp(DAY), pd.NaT]

        wb.undo(wb.revision)
        again = wb.table("accounts").set_index("account_id")
        assert again["status"].to_dict() == {"A": "candidate", "B": "key"}
        assert again["decided_why"].isna().all()


def test_places_of_all_accounts() -> None:
    """Attractiveness and strength of the matrix stand beside the account; who is not on it has none."""
    table = selected(pd.DataFrame({"account_id": ["B", "A", "C"]}), placed(("A", 10.0, 20.0, "streamline"), ("B", 30.0, 40.0, None)))

    assert table["strength"].tolist() == pytest.approx([np.nan, 10.0, np.nan], nan_ok=True)
    assert table["attractiveness"].tolist() == pytest.approx([np.nan, 20.0, np.nan], nan_ok=True)
