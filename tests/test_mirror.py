"""The mirror: only answers given by both sides for the same subject, weighted as the index is, and the direction of self-deception."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd
import pytest

import kam_core as kam
from kam_core.mirror import COMPARABLE, mirror, mirror_items

DAY = date(2024, 12, 31)


def rated(*rows: tuple[str, str, str, float, str, str], contacts: Sequence[tuple[str, str, int]] = ()) -> kam.Workbook:
    """A workbook with ratings (type, subject, item, value, rater, side) of one day and contacts (id, account, influence)."""
    wb = kam.Workbook()
    edits: list[kam.Insert] = [kam.Insert("accounts", {"account_id": id, "account_name": id}) for id in ("A", "B")]
    edits += [
        kam.Insert("contacts", {"contact_id": id, "account_id": account, "contact_name": id, "influence": weight})
        for id, account, weight in contacts
    ]
    edits += [
        kam.Insert("ratings", {"subject_type": kind, "subject_id": subject, "item": item, "value": value, "valid_on": DAY,
                               "rater": rater, "rater_side": side, "source": "judgement", "status": "confirmed"})
        for kind, subject, item, value, rater, side in rows
    ]  # fmt: skip
    wb.apply(edits)
    return wb


@pytest.fixture(scope="module")
def both() -> Iterator[kam.Workbook]:
    """Two items answered by both sides, one by us alone, and an account that only we judged."""
    with rated(
        ("account", "A", "attitude.preference", 5, "Li", "ours"), ("account", "A", "attitude.preference", 2, "Meyer", "customer"),
        ("account", "A", "attitude.comfort", 3, "Li", "ours"), ("account", "A", "attitude.comfort", 4, "Meyer", "customer"),
        ("account", "A", "attitude.again", 1, "Li", "ours"), ("account", "B", "attitude.preference", 5, "Li", "ours"),
    ) as wb:  # fmt: skip
        yield wb


def test_only_items_of_both_sides_count(both: kam.Workbook) -> None:
    """Preference weighs .2 and comfort .1: ours (.2·100 + .1·50)/.3 = 83.3, theirs (.2·25 + .1·75)/.3 = 41.7; account B has no mirror."""
    found = mirror(both, "attitude", DAY)

    assert found["account_id"].tolist() == ["A"]
    row = found.iloc[0]
    assert [round(row[name], 4) for name in ("ours", "customer", "gap", "items")] == [83.3333, 41.6667, 41.6667, 2.0]
    # 12.5 points an answer, two answers an item: sd = 12.5 sqrt(2) sqrt(.2² + .1²) / .3
    assert math.isclose(row["gap_sd"], 12.5 * math.sqrt(2) * math.hypot(0.2, 0.1) / 0.3)
    # 41.7 is more than 1.645 times 13.2, but rests on .3 of the weight: thin evidence is never sure.
    assert (round(row["coverage"], 9), bool(row["sure"])) == (0.3, False)


def test_thin_evidence_stands_last_and_is_never_sure() -> None:
    """B differs by 100 points on one item of six; A by 25 on every one of them: A leads, and is sure."""
    items = ("preference", "difference", "again", "comfort", "resistance")
    rows = [("account", "A", f"attitude.{item}", value, who, side)
            for item in items for value, who, side in ((5, "Li", "ours"), (4, "Meyer", "customer"))]  # fmt: skip
    one = [("account", "B", "attitude.comfort", 5, "Li", "ours"), ("account", "B", "attitude.comfort", 1, "Meyer", "customer")]
    with rated(*rows, *one) as wb:
        found = mirror(wb, "attitude", DAY)

    assert found[["account_id", "gap", "sure"]].to_numpy().tolist() == [["A", 25.0, True], ["B", 100.0, False]]


def test_items_are_told_on_their_own_scale(both: kam.Workbook) -> None:
    """Raw answers of both sides and the gap in points; an item of one side alone is missing."""
    items = mirror_items(both, "attitude", "A", DAY).set_index("item")

    assert items.loc["attitude.preference", ["ours", "customer", "gap"]].tolist() == [5.0, 2.0, 75.0]
    assert items.loc["attitude.comfort", "gap"] == -25.0
    assert pd.isna(items.loc["attitude.again", "gap"])


def test_people_are_held_against_themselves() -> None:
    """A contact that only we judged does not enter; of those judged by both, influence is the weight (4 and 1)."""
    people = [("c1", "A", 4), ("c2", "A", 1), ("c3", "A", 5)]
    rows = [("contact", id, "trust.credibility", value, who, side)
            for id, value, who, side in (("c1", 10, "Li", "ours"), ("c1", 1, "c1", "customer"), ("c2", 1, "Li", "ours"),
                                         ("c2", 10, "c2", "customer"), ("c3", 10, "Li", "ours"))]  # fmt: skip
    with rated(*rows, contacts=people) as wb:
        found = mirror(wb, "trust", DAY)

    assert [round(found[name].iloc[0], 6) for name in ("ours", "customer", "gap")] == [80.0, 20.0, 60.0]


def test_thinking_too_well_is_above_zero_where_less_is_better() -> None:
    """Self-orientation is reversed: that we do not feel pushy and they do is self-deception."""
    with rated(
        ("account", "A", "trust.self_orientation", 1, "Li", "ours"), ("account", "A", "trust.self_orientation", 10, "Meyer", "customer")
    ) as wb:
        assert mirror(wb, "trust", DAY)["gap"].tolist() == [100.0]


def test_nothing_answered_is_no_mirror() -> None:
    """Every comparable index gives an empty frame with its columns."""
    with rated() as wb:
        assert [len(mirror(wb, index, DAY)) for index in COMPARABLE] == [0] * len(COMPARABLE)
        assert mirror_items(wb, "trust", "nobody", DAY)["gap"].isna().all()
