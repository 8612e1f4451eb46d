"""Your own matrix: kept, reopened, placed by hand-made cuts; what cannot be placed says so and breaks nothing."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core import own
from kam_core.errors import BadArgument, UnknownName
from kam_core.moves import moves
from kam_core.own import Own
from kam_core.text import translator

MARGIN = Own(
    "own-1", "profit_margin", "revenue_share", 0.2, 0.3, {"en": "Margin and weight", "zh": "利润与份额"},
    {"hh": {"en": "Keep", "zh": "保留"}, "lh": {"en": "Mend"}},
)  # fmt: skip


def filled(book: kam.Workbook) -> kam.Workbook:
    """Four accounts: revenue of the last year 100, 300, 600, none; cost 50, 270, 300; the year before 50, 400, 600."""
    names = {"A": "Alpha", "B": "Beta", "C": "Gamma", "D": "Delta"}
    sold = [("A", "2024-05-01", 100, 50), ("B", "2024-05-01", 300, 270), ("C", "2024-05-01", 600, 300),
            ("A", "2023-05-01", 50, 25), ("B", "2023-05-01", 400, 300), ("C", "2023-05-01", 600, 300)]  # fmt: skip
    book.apply([
        *(kam.Insert("accounts", {"account_id": id, "account_name": name}) for id, name in names.items()),
        *(kam.Insert("transactions", {"account_id": id, "date": day, "revenue": r, "cost": c}) for id, day, r, c in sold),
    ])  # fmt: skip
    return book


@pytest.fixture
def book() -> kam.Workbook:
    return filled(kam.Workbook())


def test_it_is_saved_closed_and_reopened(tmp_path):
    """One batch keeps it; the file opened again has it, places by it, and the undo of the batch takes it out."""
    path = tmp_path / "own.duckdb"
    with kam.Workbook(path) as book:
        filled(book)
        batch = book.apply(own.saving(book, MARGIN), author="Li Na")
    with kam.Workbook(path) as book:
        again = own.kept(book)["own-1"]
        placed = kam.matrix(book, "own-1").set_index("account_id")
        told = own.declared(book, "zh")["own-1"], own.declared(book, "en")["own-1"]
        book.undo(batch)
        left = own.kept(book)

    assert again == MARGIN
    # margins 50/100, 30/300, 300/600; shares 100/1000, 300/1000, 600/1000; D sold nothing
    assert placed["x"].dropna().tolist() == pytest.approx([0.5, 0.1, 0.5])
    assert placed["y"].dropna().tolist() == pytest.approx([0.1, 0.3, 0.6])
    assert placed["quadrant"].dropna().to_dict() == {"A": "hl", "B": "lh", "C": "hh"}
    assert [matrix.title for matrix in told] == ["利润与份额", "Margin and weight"]
    assert [[q.title for q in matrix.quadrants] for matrix in told] == [
        ["保留", "Mend", "High / low", "Low / low"], ["Keep", "Mend", "High / low", "Low / low"],
    ]  # fmt: skip
    assert left == {}


def test_an_edit_is_a_change_of_those_cells_alone(book):
    """Another cut and a title that went: two cells; nothing changed: nothing to apply."""
    book.apply(own.saving(book, MARGIN))
    edits = own.saving(book, Own("own-1", MARGIN.x, MARGIN.y, 0.0, 0.3, {"en": "Margin and weight"}, MARGIN.names))

    assert [(e.column, e.old, e.new) for e in edits] == [("title_zh", "利润与份额", None), ("cut_x", 0.2, 0.0)]
    assert own.saving(book, MARGIN) == []
    book.apply(own.deleting(book, "own-1"))
    assert own.kept(book) == {}


@pytest.mark.parametrize(("bad", "said"), [
    (Own("own-2", "trust", "trust", titles={"en": "T"}), "different axes"),
    (Own("own-2", "trust", "clv", 101.0, 0.0, {"en": "T"}), "must lie between 0 and 100"),
    (Own("own-2", "clv", "trust", float("nan"), 60.0, {"en": "T"}), "must lie between"),
    (Own("own-2", "trust", "clv", titles={"en": "", "zh": ""}), "needs a title"),
    (Own("own-2", "trust", "clv", titles={"en": "x" * 300}), "at most 60"),
    (Own("own-2", "trust", "clv", titles={"en": "T"}, names={"hh": {"zh": "高" * 40}}), "at most 32"),
])  # fmt: skip
def test_what_cannot_be_kept_is_refused(book, bad, said):
    """One axis twice, a cut outside the scale, no title, a title of 300 characters: refused with the reason, nothing is written."""
    before = book.revision
    with pytest.raises(BadArgument, match=said):
        book.apply(own.saving(book, bad))
    assert book.revision == before


def test_rows_of_a_later_release_are_in_nobodys_way(book):
    """An unknown index, no title, names that are no names, one axis twice: listed, the good ones are still declared."""
    rows = [
        {"matrix_id": "own-9", "x": "karma", "y": "trust", "title_en": "Later"},
        {"matrix_id": "own-8", "x": "trust", "y": "clv", "names": "{no json"},
        {"matrix_id": "own-7", "x": "trust", "y": "trust", "title_zh": "同轴"},
        {"matrix_id": "loyalty", "x": "growth", "y": "clv", "title_en": "By hand"},
        {"matrix_id": "own-6", "x": "growth", "y": "trust", "cut_x": 0.1, "names": json.dumps({"hh": "text", "zz": {"en": "n"}})},
    ]
    book.apply([kam.Insert("own_matrices", row) for row in rows])
    found = own.kept(book)

    assert list(own.declared(book)) == ["own-8", "own-loyalty", "own-6"]
    assert kam.matrix(book, "loyalty").columns.tolist() == kam.matrix(book, "own-loyalty").columns.tolist()
    assert len(own.deleting(book, "own-loyalty")) == 1
    assert found["own-9"].unknown == ("karma",)
    assert (found["own-9"].title("zh"), found["own-8"].title("en")) == ("Later", "Matrix without a title")
    assert found["own-8"].declared().quadrant("hl").title == "High / low"
    assert (found["own-8"].cut_x, found["own-6"].cut_x) == (60.0, 0.1)
    with pytest.raises(UnknownName, match="karma"):
        kam.matrix(book, "own-9")
    with pytest.raises(UnknownName, match="own-0"):
        kam.matrix(book, "own-0")


def test_measures_by_hand(book):
    """Growth is revenue against the year before; what was not bought before has none; a share leaves returns out."""
    book.apply([kam.Insert("account_facts", {"account_id": "A", "fact": "retention", "value": 0.8, "valid_on": "2024-01-01"})])
    placed = kam.matrix(book, Own("own-3", "growth", "retention", 0.0, 0.0).declared()).set_index("account_id")
    book.apply([kam.Insert("transactions", {"account_id": "D", "date": "2024-05-01", "revenue": -200})])
    shares = kam.matrix(book, Own("own-4", "revenue_share", "growth", 0.5, 0.0).declared()).set_index("account_id")["x"]

    assert placed.loc[["A", "B", "C"], "x"].tolist() == pytest.approx([1.0, -0.25, 0.0])
    assert pd.isna(placed.loc["D", "x"])
    assert placed.loc["A", "y"] == pytest.approx(0.8)
    assert shares.to_dict() == pytest.approx({"A": 0.1, "B": 0.3, "C": 0.6, "D": float("nan")}, nan_ok=True)


def test_every_choice_can_be_an_axis_and_is_written(book):
    """No choice of the list breaks, and each measure is written in its unit in both languages."""
    choices = list(own.CHOICES)
    for across, up in zip(choices, [*choices[1:], choices[0]], strict=True):
        assert len(kam.matrix(book, Own("own-5", across, up).declared())) == 4
    for lang, wanted in (("en", ["$1.50m", "15%", "2.5 years"]), ("zh", ["$150万", "15%"])):
        t = kam.translator(lang)
        told = [own.format_of(axis, t, "$")(value) for axis, value in
                (("clv", 1_500_000), ("wallet_share", 0.15), ("net_margin", 15), ("tenure_years", 2.5))]  # type: ignore[misc]  # fmt: skip
        assert set(wanted) <= set(told)
    assert own.format_of("trust", t) is None


def test_far_outliers_do_not_make_the_frame():
    """An index is drawn as it is; of a ratio what lies three middle widths beyond the quartiles is not, of money only the farthest."""
    ratio = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 160.0, np.nan])
    low, high = own.frame_of("growth", ratio)

    # quartiles of the six: 0.125 and 0.375, a width of 0.25
    assert (low, high) == pytest.approx((0.125 - 0.75, 0.375 + 0.75))
    assert own.frame_of("trust", ratio) == (-math.inf, math.inf)
    assert own.frame_of("clv", np.arange(1001.0))[1] == pytest.approx(975 + 950)


def test_its_movements_are_told_by_its_id(book):
    """Alpha's margin was unknown before, Beta's fell from 25% to 10%: below the cut of 20% at both of the last ends of quarters."""
    book.apply(own.saving(book, MARGIN))

    found = moves(book, "own-1", "2024-12-31").set_index("subject_id")

    assert found.loc["B", ["from_quadrant", "to_quadrant", "crossed_x"]].tolist() == ["hh", "lh", -1]


def test_two_quadrants_of_one_name_are_told_apart():
    """Files have a column a quadrant, so the place stands behind a name that is there twice, in the language asked for."""
    twice = Own("own-2", "clv", "trust", titles={"en": "T"}, names={"hh": {"en": "Watch"}, "ll": {"en": "Watch"}})

    assert [q.title for q in twice.declared("en").quadrants] == ["Watch (High / high)", "Low / high", "High / low", "Watch (Low / low)"]
    assert twice.declared("zh").quadrants[0].title == f"Watch ({translator('zh')('High / high')})"
