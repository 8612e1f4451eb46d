"""The priority list: worked by hand, feasibility taken as the middle, and who cannot be ranked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.params import Params
from kam_core.priority import priorities

DAY = pd.Timestamp("2024-06-30").date()


def scores(*rows: tuple[str, float, float, float, float]) -> pd.DataFrame:
    """Scores of accounts: id, importance and its coverage, trust and its coverage."""
    names = ["account_id", "importance", "importance_coverage", "trust", "trust_coverage"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(account_name=table["account_id"], owner="Li Na", status="key", revenue_12m=range(len(rows)))


def ranked(table: pd.DataFrame, **feasible: float) -> pd.DataFrame:
    """The list where some accounts are judged."""
    wb = kam.Workbook()
    wb.apply([kam.Insert("accounts", {"account_id": name}) for name in table["account_id"]])
    given = {"subject_type": "account", "item": "feasibility.means", "valid_on": DAY, "rater": "Li Na"}
    wb.apply([kam.Insert("ratings", {**given, "subject_id": name, "value": value}) for name, value in feasible.items()])
    return priorities(wb, table, DAY, Params()).set_index("account_id")


def test_worked_by_hand() -> None:
    """(I/100)(1 - T/100) feasibility/5; nobody judged is 3, and said so."""
    found = ranked(scores(("A", 80, 1, 40, 1), ("B", 90, 1, 70, 1), ("C", 50, 1, 0, 1)), A=5, B=1)

    assert found["priority"].to_dict() == pytest.approx({"A": 0.8 * 0.6 * 1.0, "C": 0.5 * 1.0 * 0.6, "B": 0.9 * 0.3 * 0.2})
    assert found["feasibility"].to_dict() == {"A": 5, "C": 3, "B": 1}
    assert found["assumed"].to_dict() == {"A": False, "C": True, "B": False}
    assert found.index.tolist() == ["A", "C", "B"]
    assert found["rank"].tolist() == [1, 2, 3]


def test_who_cannot_be_ranked_stands_below() -> None:
    """Unknown or too thin importance or trust: no priority, and what is missing; the largest by revenue first."""
    found = ranked(scores(("A", np.nan, 0, 40, 1), ("B", 70, 1, 50, 0.29), ("C", np.nan, 0, np.nan, 0), ("D", 60, 1, 100, 1)))

    assert found.index.tolist() == ["D", "C", "B", "A"]
    assert found["missing"].to_dict() == {"D": "", "C": "importance|trust", "B": "trust", "A": "importance"}
    assert found["priority"].isna().to_dict() == {"D": False, "C": True, "B": True, "A": True}
    assert found.loc["D", "priority"] == 0


def test_equal_accounts_share_a_rank() -> None:
    """All equal: one rank for all, in the order of revenue; the order of the rows does not matter."""
    table = scores(("A", 60, 1, 50, 1), ("B", 60, 1, 50, 1), ("C", 60, 1, 50, 1))
    found = ranked(table)

    assert found["rank"].tolist() == [1, 1, 1]
    assert found.index.tolist() == ranked(table.iloc[::-1].reset_index(drop=True)).index.tolist() == ["C", "B", "A"]
