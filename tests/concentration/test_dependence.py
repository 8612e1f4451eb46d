"""Dependence both ways: four fields by the limits, and only where their purchases are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.concentration.dependence import dependence
from kam_core.params import ConcentrationParams

FACTS = [
    ("A", 500.0, 600.0, np.nan), ("B", 300.0, 3000.0, np.nan), ("C", 50.0, 80.0, np.nan), ("D", 50.0, 5000.0, np.nan),
    ("E", 100.0, np.nan, np.nan), ("F", 0.0, 400.0, np.nan), ("G", -20.0, 100.0, 0.5), ("H", 40.0, 20.0, np.nan),
]  # fmt: skip


def scores() -> pd.DataFrame:
    """Revenue of 12 months, what they spend a year, and a share somebody entered; 1,040 positive in all."""
    frame = pd.DataFrame(FACTS, columns=["account_id", "revenue_12m", "fact_wallet_spend", "fact_wallet_share"])
    return frame.assign(account_name=frame["account_id"], owner="Li", revenue=frame["revenue_12m"])


def test_the_four_fields() -> None:
    """From 10 % of our revenue and half of their purchases on; E is not placed: nobody knows what it spends."""
    found = dependence(scores(), ConcentrationParams()).set_index("account_id")

    assert found["dependence"].to_dict() == {
        "A": "mutual", "B": "we_depend", "C": "they_depend", "D": "neither", "H": "they_depend", "F": "neither", "G": "they_depend",
    }  # fmt: skip
    assert found.loc["A", ["their_share", "our_share"]].tolist() == pytest.approx([500 / 1040, 500 / 600])
    assert (found.loc["G", "their_share"], found.loc["G", "our_share"], found.loc["H", "our_share"]) == (0.0, 0.5, 2.0)


def test_limits_and_total_can_be_set() -> None:
    """With 5 % D is one we need; in a revenue ten times as large nobody is."""
    low = dependence(scores(), ConcentrationParams(disclosed_from=0.04)).set_index("account_id")
    large = dependence(scores(), ConcentrationParams(), total=10_400.0)

    assert low.loc["D", "dependence"] == "we_depend"
    assert set(large["dependence"]) == {"they_depend", "neither"}


def test_without_any_revenue_nobody_is_placed() -> None:
    """A share of nothing is no share."""
    assert dependence(scores().assign(revenue_12m=-1.0), ConcentrationParams()).empty
