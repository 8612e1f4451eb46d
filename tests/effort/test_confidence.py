"""Effectiveness of what was invested, and the reading with trust."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kam_core.effort import READINGS, confidence_path, effectiveness
from kam_core.effort.confidence import reading
from kam_core.params import Params
from tests.effort.ledger_in import DAY, workbook
from tests.index.ratings_in import rate


def answered(who: str, item: str, value: float, day: str) -> dict[str, object]:
    """One answer of the customer."""
    return {"subject_id": who, "item": item, "value": value, "valid_on": date.fromisoformat(day)}


def test_change_of_confidence_by_what_was_invested_since() -> None:
    """A: fit 2 (25) in 2012, 4 (75) in 2013: 50 points for 5 hours at 100 and 300 of travel: 62.5 a thousand. B: first known in May."""
    wb = workbook(
        lines=[("A", "2012-01-01", 1, 1, "a"), ("B", "2012-01-01", 1, 1, "b"), ("C", "2012-01-01", 1, 1, "c")],
        visits=[("A", "2013-03-01", 5.0), ("B", "2013-03-01", 50.0), ("B", "2013-10-01", 2.0)],
        costs=[("A", "2013-04-01", "travel", 300.0)],
    )
    names = ("fit", "proof")
    rate(
        wb,
        [answered("A", f"confidence.{n}", 2, "2012-11-01") for n in names]
        + [answered("A", f"confidence.{n}", 4, "2013-11-01") for n in names],
    )
    rate(
        wb,
        [answered("B", f"confidence.{n}", 4, "2013-05-20") for n in names]
        + [answered("B", f"confidence.{n}", 3, "2013-12-01") for n in names],
    )
    rate(wb, [answered("C", "confidence.intention", 5, "2013-05-20")])

    found = effectiveness(wb, DAY, Params()).set_index("account_id")

    assert found.loc["A", ["confidence_before", "confidence", "confidence_change", "invested"]].tolist() == [25.0, 75.0, 50.0, 800.0]
    assert found.loc["A", "effectiveness"] == pytest.approx(62.5)
    assert found.loc["B", ["confidence_before", "confidence_change", "invested"]].tolist() == [75.0, -25.0, 200.0]
    assert found.loc["B", "since"].date() == date(2013, 6, 30)
    assert "C" not in found.index
    assert confidence_path(wb, "A", DAY, Params())["confidence"].tolist() == [25.0, 25.0, 25.0, 25.0, 75.0]


def test_trust_and_confidence_read_together() -> None:
    """The four readings of methods 8, each with its advice; at the cut is high, unknown is no reading."""
    pairs = [(72, 41), (41, 72), (60, 60), (10, 10)]

    assert [reading(*pair) for pair in pairs] == ["product", "relation", "both", "neither"]
    assert reading(np.nan, 80.0) is None
    assert "hospitality" in READINGS["product"][1]
    assert "rival" in READINGS["relation"][1]
