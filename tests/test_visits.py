"""The memory of visits: what changed since the last one, when a visit ends, and that a damaged memory is no obstacle."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.visits import HOURS, Changes, Look, changes, look, only, remembers, visit

MONDAY = datetime(2024, 7, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SEEN = Look(
    "", 3, "2024-06-30", {"horizon": "3"}, (("A", "loss"), ("B", "quiet")), {"loyalty": {"A": ("true", 70.0, 65.0)}},
    {"revenue_12m": 1000.0, "profit_12m": None},
)  # fmt: skip
LATER = replace(
    SEEN, revision=5, alerts=(("A", "loss"), ("C", "quiet")), places={"loyalty": {"A": ("spurious", 70.0, 55.0)}},
    totals={"revenue_12m": 1200.0, "profit_12m": 5.0},
)  # fmt: skip
BOOK = "0" * 32


def journal(*lines: tuple[int, str, dict[str, int]]) -> pd.DataFrame:
    """Batches as the workbook tells them: number, author, rows by table."""
    return pd.DataFrame(
        [{"batch": batch, "author": author, "counts": json.dumps(counts)} for batch, author, counts in lines],
        columns=["batch", "author", "counts"],
    )


def kept(home: Path) -> list[Path]:
    """What lies in the folder of visits."""
    return sorted((home / "visits").glob("*"))


def test_the_first_visit_is_compared_with_itself(kam_home: Path) -> None:
    """Nothing changed at the first look; later in the same visit the first look stays the one to compare with."""
    first = visit(BOOK, SEEN, MONDAY)
    assert replace(first, at="") == SEEN
    assert changes(first, SEEN, journal(), 5.0).nothing

    assert visit(BOOK, LATER, MONDAY + HOUR) == first
    assert len(kept(kam_home)) == 1


def test_a_visit_ends_hours_after_the_last_look() -> None:
    """A look within four hours belongs to the visit, however long it lasts; after that the last look is the one to compare with."""
    visit(BOOK, SEEN, MONDAY)
    late = MONDAY + (HOURS - 1) * HOUR
    visit(BOOK, LATER, late)
    still = late + HOURS * HOUR - timedelta(seconds=1)
    assert visit(BOOK, LATER, still).revision == SEEN.revision

    new = visit(BOOK, replace(LATER, revision=9), still + HOURS * HOUR)
    assert (new.revision, new.at) == (LATER.revision, still.isoformat(timespec="seconds"))
    assert visit(BOOK, replace(LATER, revision=9), still + HOURS * HOUR + HOUR) == new


def test_a_reload_writes_nothing_new(kam_home: Path) -> None:
    """The same figures within minutes leave the file alone."""
    visit(BOOK, SEEN, MONDAY)
    before = kept(kam_home)[0].read_bytes()
    visit(BOOK, SEEN, MONDAY + timedelta(minutes=9))
    assert kept(kam_home)[0].read_bytes() == before
    visit(BOOK, SEEN, MONDAY + timedelta(minutes=10))
    assert kept(kam_home)[0].read_bytes() != before


def test_each_workbook_has_its_own_memory(kam_home: Path) -> None:
    """Another workbook is at its first visit."""
    visit(BOOK, SEEN, MONDAY)
    other = visit("1" * 32, LATER, MONDAY + 10 * HOUR)

    assert replace(other, at="") == LATER
    assert len(kept(kam_home)) == 2


@pytest.mark.parametrize(
    "damage",
    ["", "not json", "[]", "{}", '{"since": null, "last": null}', '{"since": {}, "last": {}}', b"\xff\xfe\x00", "nested", "no zone"],
)
def test_a_damaged_memory_counts_as_none(kam_home: Path, damage: str | bytes) -> None:
    """It is a first visit again, and the file is whole afterwards."""
    visit(BOOK, SEEN, MONDAY)
    (file,) = kept(kam_home)
    told = json.loads(file.read_text(encoding="utf-8"))
    if damage == "nested":
        told["last"]["places"] = {"loyalty": {"A": ["true"]}}
        damage = json.dumps(told)
    elif damage == "no zone":
        told["last"]["at"] = "2024-07-01T09:00:00"
        damage = json.dumps(told)
    file.write_bytes(damage if isinstance(damage, bytes) else damage.encode())

    found = visit(BOOK, LATER, MONDAY + 10 * HOUR)

    assert replace(found, at="") == LATER
    assert visit(BOOK, SEEN, MONDAY + 20 * HOUR).revision == LATER.revision


def test_a_memory_that_cannot_be_written_is_left_out(kam_home: Path) -> None:
    """The page still opens."""
    (kam_home / "visits").write_text("a file in the way")

    assert replace(visit(BOOK, SEEN, MONDAY), at="") == SEEN


def test_nothing_is_left_half_written(kam_home: Path) -> None:
    """No draft stays behind."""
    for hour in range(5):
        visit(BOOK, replace(SEEN, revision=hour), MONDAY + hour * HOUR)

    assert [file.name for file in kept(kam_home)] == [f"{BOOK}.json"]
    assert not [*(kam_home / "temp").glob("visit-*")]


def test_what_lies_between_two_looks() -> None:
    """Batches after the first with authors and tables; alerts that came and went; who moved; totals that are known in both."""
    lines = journal((5, "Li", {"ratings": 2}), (4, "", {"ratings": 1, "actions": 1}), (3, "old", {"costs": 9}))

    found = changes(SEEN, LATER, lines, 5.0)

    assert found == Changes(
        SEEN, (4, 5), ("Li",), {"ratings": 3, "actions": 1}, (("C", "quiet"),), (("B", "quiet"),),
        (("loyalty", "A", "true", "spurious"),), {"revenue_12m": (1000.0, 1200.0)}, False,
    )  # fmt: skip
    assert not found.nothing


@pytest.mark.parametrize(("y", "moved"), [(60.0, False), (59.9, True)])
def test_what_trembles_about_a_cut_is_no_move(y: float, moved: bool) -> None:
    """Another quadrant and more than five points elsewhere; 65 to 60 is five."""
    now = replace(SEEN, places={"loyalty": {"A": ("spurious", 70.0, y)}})

    assert bool(changes(SEEN, now, journal(), 5.0).moves) == moved


def test_an_account_rated_since_or_no_more_did_not_move() -> None:
    """It has no place in one of the two looks."""
    for one, other in ((SEEN, replace(SEEN, places={})), (replace(SEEN, places={"loyalty": {}}), SEEN)):
        assert changes(one, other, journal(), 5.0).moves == ()


def test_other_assumptions_are_said() -> None:
    """Figures are not like for like then."""
    assert changes(SEEN, replace(SEEN, assumptions={}), journal(), 5.0).assumed_otherwise
    assert not changes(SEEN, SEEN, journal(), 5.0).assumed_otherwise


def test_changes_of_some_accounts() -> None:
    """Alerts and moves of those; totals, which are of all, are left out."""
    found = changes(SEEN, LATER, journal((4, "Li", {"ratings": 1})), 5.0)

    assert (only(found, {"C"}).new, only(found, {"C"}).resolved, only(found, {"C"}).moves) == ((("C", "quiet"),), (), ())
    assert only(found, {"A"}).moves == found.moves
    assert only(found, set()).money == {}
    assert only(found, set()).batches == (4,)


def test_a_look_holds_ids_and_figures_and_no_name(kam_home: Path) -> None:
    """What is written: ids, kinds, places, totals; missing totals stay missing."""
    money = {"revenue_12m": [10.0], "profit_12m": [np.nan], "clv": [np.nan]}
    scores = pd.DataFrame({"account_id": ["A"], "account_name": ["Nord AG"], **money})
    reasons = pd.DataFrame({"account_id": ["A"], "account_name": ["Nord AG"], "kind": ["quiet"]})
    placed = pd.DataFrame({"account_id": ["A", "B"], "quadrant": ["true", None], "x": [70.04, 1.0], "y": [60.0, 1.0]})
    book = kam.Workbook()

    seen = look(book, "2024-06-30", {}, scores, reasons, {"loyalty": placed}, {"profit_at_risk": np.nan})
    visit(BOOK, seen, MONDAY)

    assert seen.totals == {"revenue_12m": 10.0, "profit_12m": None, "clv": None, "profit_at_risk": None}
    assert seen.places == {"loyalty": {"A": ("true", 70.0, 60.0)}}
    assert "Nord" not in kept(kam_home)[0].read_text(encoding="utf-8")


def test_private_uploads_are_not_remembered(tmp_path: Path) -> None:
    """Neither in memory nor private; a saved file is."""
    assert not remembers(kam.Workbook())
    for folder, expected in (("private", False), ("workbooks", True)):
        (tmp_path / folder).mkdir()
        with kam.Workbook(tmp_path / folder / "a.duckdb") as book:
            assert remembers(book) == expected
