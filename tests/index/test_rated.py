"""Whom to rate, in which order, and how far it has come."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.index.declared import INDICES
from kam_core.index.rated import ASKABLE, progress, to_rate
from kam_core.params import Params
from kam_core.workbook import Workbook
from tests.index.ratings_in import DAY, RATING, add, workbook

TRUST, IMPORTANCE = INDICES["trust"], INDICES["importance"]


def book() -> Workbook:
    """A sells 10, B 500, C nothing and is a key account; p1 and p2 belong to A, p3 to B."""
    wb = workbook(
        "ABC",
        [
            ("A", "trust", 50.0),
            RATING | {"subject_id": "A", "item": "trust.intimacy", "value": 3, "valid_on": DAY - timedelta(40), "status": "assumed"},
            RATING | {"subject_id": "A", "item": "trust.intimacy", "value": 5, "valid_on": DAY - timedelta(20), "rater": "Zhao"},
            RATING | {"subject_id": "B", "item": "trust", "value": 5, "valid_on": DAY + timedelta(1)},
            RATING | {"subject_id": "p3", "subject_type": "contact", "item": "trust", "value": 70},
        ],
        [("p1", "A", 5.0), ("p2", "A", None), ("p3", "B", 2.0)],
        [("C", "addressable_spend_24m", 10.0)],
    )
    add(wb, "accounts", [{"account_id": "C", "account_name": "Account C", "status": "key"}])
    add(wb, "transactions", [{"account_id": id, "date": DAY, "revenue": money} for id, money in (("A", 10.0), ("B", 500.0))])
    return wb


def listed(index: str, subject_type: str = "account") -> pd.DataFrame:
    wb = book()
    return to_rate(wb, kam.score(wb, DAY), INDICES[index], subject_type, DAY, Params())


def test_key_accounts_and_the_largest_come_first() -> None:
    """C is key and sells nothing, B sells more than A."""
    assert listed("trust")["subject_id"].tolist() == ["C", "B", "A"]
    assert listed("trust", "contact")["subject_id"].tolist() == ["p3", "p1", "p2"]


def test_what_is_known_of_each() -> None:
    """Of each item the latest answer up to the date stands; those of contacts count for the account; measures are no answers."""
    found = listed("trust").set_index("subject_id")

    assert found["items"].to_dict() == {"C": 0, "B": 1, "A": 2}
    assert (found.loc["A", "confirmed"], found.loc["A", "rater"]) == (2, "Li Na")
    assert [pd.Timestamp(found.loc["A", name]).date() for name in ("oldest", "newest")] == [DAY - timedelta(20), DAY]
    assert found["coverage"].to_dict() == {"C": 0.0, "B": 1.0, "A": 0.25}
    assert listed("importance")["items"].tolist() == [0, 0, 0]
    assert listed("importance").set_index("subject_id").loc["C", "coverage"] == 0.24


def test_contacts_have_their_own_coverage() -> None:
    """p3 gave a direct answer, the others nothing."""
    found = listed("trust", "contact").set_index("subject_id")

    assert found["coverage"].to_dict() == {"p3": 1.0, "p1": 0.0, "p2": 0.0}
    assert found.loc["p3", ["subject_name", "account_name"]].tolist() == ["p3", "Account B"]


def test_contacts_stand_only_with_the_accounts_on_the_list() -> None:
    """The page is narrowed to B: only p3 is left."""
    wb = book()
    scores = kam.score(wb, DAY)

    assert to_rate(wb, scores[scores["account_id"] == "B"], TRUST, "contact", DAY, Params())["subject_id"].tolist() == ["p3"]


def test_progress_by_hand() -> None:
    """Two of three rated, coverage (1 + .25) / 2, all three standing answers confirmed, the oldest 20 days back."""
    done = progress(listed("trust"))

    assert (done.subjects, done.rated, done.lacking, done.coverage, done.confirmed) == (3, 2, 1, 0.625, 1.0)
    assert done.oldest == DAY - timedelta(20)


@pytest.mark.parametrize("empty", [True, False])
def test_progress_without_answers(empty: bool) -> None:
    """Nobody rated, or nobody there: unknown and not zero."""
    done = progress(listed("importance").head(0 if empty else 3))

    assert (done.rated, done.oldest) == (0, None)
    assert np.isnan(done.coverage)
    assert np.isnan(done.confirmed)


def test_only_indices_that_people_answer_are_asked() -> None:
    """Patronage, input, result and the needs are measured throughout."""
    assert set(INDICES) - {index.id for index in ASKABLE} == {
        "patronage", "input", "result", "need_fit", "need_importance", "need_performance",
    }  # fmt: skip
    assert "importance.spend" not in {item.id for item in IMPORTANCE.items if item.judged}
