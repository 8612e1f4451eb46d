"""The matrix page: axes that stay, a list in pages, the proof of a point by mouse and by keyboard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core import own
from pages.ui.words import plain
from tests.pages.session import charts, dialog, opened, read

NAMES = ("loyalty", "relationship")


def axes(path: Path, name: str, **link: str) -> tuple[list[float], list[float]]:
    """The ranges of both axes as the browser gets them."""
    (spec,) = charts(opened(path, "matrix", m=name, **link)).values()
    return spec["layout"]["xaxis"]["range"], spec["layout"]["yaxis"]["range"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "link", [{"region": "Ohio"}, {"owner": "Li Na"}, {"as_of": "2013-05-31"}, {"as_of": "2012-11-29"}, {"window": "3m"}]
)
def test_no_filter_and_no_date_rescales(books, name, link):
    """Few points or other days: the same axes, and every point that is placed lies within them."""
    with kam.Workbook(books["resellers"]) as book:
        placed = kam.matrix(book, name, as_of=link.get("as_of")).dropna(subset="quadrant")
    whole = axes(books["resellers"], name)

    assert axes(books["resellers"], name, **link) == whole
    for (low, high), axis in zip(whole, "xy", strict=True):
        assert placed[axis].between(low, high).all()


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Path:
    """130 rated accounts, all of them loyal: their orders differ in size alone."""
    path = tmp_path_factory.mktemp("crowd") / "crowd.duckdb"
    ids = [f"A{number:03d}" for number in range(130)]
    with kam.Workbook(path) as book:
        orders = [{"account_id": id, "date": day, "revenue": 100.0 + n, "cost": 50.0} for n, id in enumerate(ids)
                  for day in ("2024-01-05", "2024-04-05", "2024-07-05")]  # fmt: skip
        rated = [{"subject_type": "account", "subject_id": id, "item": item, "value": 90.0, "valid_on": "2024-07-01",
                  "rater": "Li Na", "status": "confirmed"} for id in ids for item in ("patronage", "attitude")]  # fmt: skip
        book.apply([*(kam.Insert("accounts", {"account_id": id, "account_name": f"Account {id}"}) for id in ids),
                    *(kam.Insert("transactions", row) for row in orders), *(kam.Insert("ratings", row) for row in rated)])  # fmt: skip
    return path


def test_a_long_list_comes_in_pages(crowd):
    """More than a hundred loyal accounts, 50 at a time, the largest first; together they are everybody once."""
    with kam.Workbook(crowd) as book:
        placed = kam.matrix(book, "loyalty")
    expected = placed[placed["quadrant"] == "true"].sort_values("revenue", ascending=False)["account_name"].tolist()
    session = opened(crowd, "matrix")
    next(group for group in session.button_group if group.key == "quadrant_loyalty").set_value("true").run()
    pages = session.get("pagination")[0]
    found = [session.dataframe[0].value["account"].tolist()]
    for number in (2, 3):
        pages.set_value(number).run()
        found.append(session.dataframe[0].value["account"].tolist())
        pages = session.get("pagination")[0]

    assert len(expected) == 130
    assert [name for part in found for name in part] == expected
    assert [len(part) for part in found] == [50, 50, len(expected) - 100]


def test_the_proof_of_a_point_by_keyboard(books):
    """Choose a point, press Proof: both indices, the quadrant with its probability, who answered when, and the way to the ratings."""
    with kam.Workbook(books["resellers"]) as book:
        placed = kam.matrix(book, "loyalty").set_index("account_id")
    session = opened(books["resellers"], "matrix")
    box = session.selectbox(key="one_loyalty")
    chosen = box.value
    session.button(key="prove_one_loyalty").click().run()
    shown, row = dialog(session), placed.loc[chosen]

    x, y = (f"{np.floor(row[axis] + 0.5):.0f}" for axis in "xy")

    assert [metric.value for metric in shown.metric] == [x, y, "Spurious loyalty"]
    assert row["account_name"] in read(shown.proto.dialog.title)
    # Patronage is measured: there is nothing to answer.
    assert ["Edit ratings: Relative attitude"] == [button.label for button in shown.button if button.label.startswith("Edit ratings")]
    assert len(shown.dataframe) == 4  # the items of both axes, and the rows behind them
    assert any("of the weight" in caption.value or "High is 60" in caption.value for caption in shown.caption)


def test_a_press_in_the_list_opens_the_proof(books):
    """The button of a row asks for the proof of its point."""
    session = opened(books["resellers"], "matrix")
    third = session.dataframe[0].value["account"].iloc[2]
    session.session_state["prove_loyalty"] = {"row": 2}
    session.run()

    assert third.rstrip("…") in read(dialog(session).proto.dialog.title).replace(" and ", " & ")


def test_the_list_shows_the_largest_first(books):
    """By revenue of the last 12 months, those without any last."""
    shown = opened(books["resellers"], "matrix").dataframe[0].value["revenue"]

    assert shown.dropna().is_monotonic_decreasing
    assert pd.isna(shown.tolist()[-1]) or shown.notna().all()


def test_names_of_an_own_matrix_are_text_on_its_switches(tmp_path: Path) -> None:
    """Title and quadrants are what somebody typed: a star or a formula in them is drawn as it stands on every switch."""
    path, name = tmp_path / "own.duckdb", "**Q** $x$ [a](b)"
    with kam.Workbook(path) as book:
        book.apply([
            kam.Insert("accounts", {"account_id": "A", "account_name": "Alpha"}),
            kam.Insert("transactions", {"account_id": "A", "date": "2024-05-01", "revenue": 100, "cost": 50}),
        ])  # fmt: skip
        book.apply(own.saving(book, own.Own("own-1", "profit_margin", "revenue_share", 0.2, 0.3, {"en": name}, {"hh": {"en": name}})))

    session = opened(path, "matrix", m="own-1", part="plays", lang="en")
    switches = [option.content for element in session.get("button_group") for option in element.proto.options]

    assert not session.exception
    assert switches.count(plain(name)) == 2 and name not in switches
