"""The one answer that would move an account: given as an answer, it does move it."""

from __future__ import annotations

from datetime import date

import pytest

import kam_core as kam
from kam_core.index.declared import INDICES
from kam_core.params import Params
from kam_core.standing import nearest_moves
from kam_core.workbook import Insert, Workbook

DAY = date(2024, 6, 30)
ITEMS = {item.id: item for index in INDICES.values() for item in index.items}


def _rated(**answers: float) -> Workbook:
    """One account with these answers, all of the day, by one person."""
    wb = Workbook()
    given = {"account_id": "A", "account_name": "Nord"}
    rows = [Insert("accounts", given), Insert("transactions", {"account_id": "A", "date": "2024-06-01", "revenue": 1.0})]
    for item, value in answers.items():
        row = {
            "subject_type": "account",
            "subject_id": "A",
            "item": item.replace("__", "."),
            "value": value,
            "valid_on": DAY,
            "rater": "Li",
        }
        rows.append(Insert("ratings", row))
    wb.apply(rows)
    return wb


ANSWERS = {
    "trust__credibility": 7.0, "trust__reliability": 6.0, "trust__intimacy": 7.0, "trust__self_orientation": 5.0,
    "importance__fit": 4.0, "importance__reference": 4.0, "importance__voice": 4.0, "importance__pull": 4.0,
}  # fmt: skip


def test_the_answer_named_takes_the_account_across() -> None:
    """Whatever matrix and item are named: a workbook with that answer has the account in the quadrant that was promised."""
    known = {name: value for name, value in ANSWERS.items() if name.replace("__", ".") in ITEMS}
    wb = _rated(**known)
    moves = nearest_moves(wb, "A", DAY, Params())
    assert moves, "nothing to try: the items have other names"

    for matrix, flip in moves.items():
        here = kam.matrix(wb, matrix, DAY).iloc[0]["quadrant"]
        after = _rated(**{**known, flip.item.replace(".", "__"): flip.to_raw})
        assert (here, kam.matrix(after, matrix, DAY).iloc[0]["quadrant"]) == (flip.quadrant, flip.other)


def test_no_nearer_answer_does_it() -> None:
    """Every whole answer of the same item between the present one and the one named leaves the quadrant as it is."""
    known = {name: value for name, value in ANSWERS.items() if name.replace("__", ".") in ITEMS}
    for matrix, flip in nearest_moves(_rated(**known), "A", DAY, Params()).items():
        step = 1 if flip.to_raw > flip.from_raw else -1
        for between in range(round(flip.from_raw) + step, round(flip.to_raw), step):
            other = _rated(**{**known, flip.item.replace(".", "__"): float(between)})
            assert kam.matrix(other, matrix, DAY).iloc[0]["quadrant"] == flip.quadrant


@pytest.mark.parametrize("account", ["A", "nobody"])
def test_unrated_and_unknown_accounts_have_no_move(account: str) -> None:
    """Nothing answered, nothing to change."""
    assert nearest_moves(_rated(), account, DAY, Params()) == {}
