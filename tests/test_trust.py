"""Trust in three displays: the worked number of the methods, each side by itself, and the index the matrices use."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import kam_core as kam
from kam_core.trust import profiles
from kam_core.workbook import Insert, Workbook

DAY = date(2024, 6, 30)
ITEMS = ("credibility", "reliability", "intimacy", "self_orientation")


def rated(subject: str, side: str, values: tuple[float | None, ...], kind: str = "account") -> list[Insert]:
    """The answers of one side, in the order of ITEMS."""
    row = {"subject_type": kind, "subject_id": subject, "valid_on": "2024-06-30", "rater": side, "rater_side": side}
    return [Insert("ratings", {**row, "item": f"trust.{i}", "value": v}) for i, v in zip(ITEMS, values, strict=True) if v is not None]


def book(*rows: Insert) -> Workbook:
    """A workbook with one account."""
    wb = Workbook()
    wb.apply([Insert("accounts", {"account_id": "A", "account_name": "Alpha"}), *rows])
    return wb


def test_the_worked_number_of_the_methods() -> None:
    """C 8, R 7, I 6, S 3: classic 7.0; linear 100 (8 + 7 + 6 + 8 - 4) / 36 = 69.4, trusted."""
    found = profiles(book(*rated("A", "customer", (8, 7, 6, 3))), "A", DAY, kam.Params())["customer"]

    assert found.classic == pytest.approx(7.0)
    assert found.linear == pytest.approx(100 * (8 + 7 + 6 + (11 - 3) - 4) / 36)
    assert round(found.linear, 1) == 69.4
    assert found.band == "Trusted"


def test_each_side_is_heard_alone_and_everybody_makes_the_index() -> None:
    """Today's answers: ours weigh half of theirs, so everybody is (2·theirs + ours) / 3, as the score has it."""
    wb = book(*rated("A", "customer", (8, 7, 6, 3)), *rated("A", "ours", (2, 4, 9, 6)))
    found = profiles(wb, "A", DAY, kam.Params())

    assert list(found["ours"].parts.values()) == [2, 4, 9, 6]
    assert list(found["customer"].parts.values()) == [8, 7, 6, 3]
    assert list(found["all"].parts.values()) == pytest.approx([6, 6, 7, 4])
    assert found["all"].linear == pytest.approx(kam.score(wb, as_of=DAY)["trust"].iloc[0])


def test_people_weigh_by_influence_and_a_moved_one_counts_where_it_is() -> None:
    """Influence 5 and 1: (5·9 + 1·3) / 6 = 8; one who belongs to another account does not count."""
    people = [Insert("contacts", {"contact_id": id, "account_id": a, "contact_name": id, "influence": w})
              for id, a, w in (("1", "A", 5), ("2", "A", 1), ("3", "B", 5))]  # fmt: skip
    answers = [*rated("1", "customer", (9, 9, 9, 2), "contact"), *rated("2", "customer", (3, 3, 3, 8), "contact")]
    found = profiles(book(*people, *answers, *rated("3", "customer", (1, 1, 1, 10), "contact")), "A", DAY, kam.Params())["customer"]

    assert found.parts["trust.credibility"] == pytest.approx(8)
    assert found.parts["trust.self_orientation"] == pytest.approx(3)


def test_what_is_missing_stays_missing() -> None:
    """Three answers have no classic figure but a linear one over those three; none at all has nothing."""
    found = profiles(book(*rated("A", "ours", (10, 10, None, 1))), "A", DAY, kam.Params())

    assert found["ours"].linear == pytest.approx(100)
    assert np.isnan(found["ours"].classic)
    assert np.isnan(found["customer"].linear) and found["customer"].raters == 0 and found["customer"].band is None
