"""Ranking and lifecycle on the screen: every lens in both languages, bad portfolios, a choice, and the policy of a class."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import kam_core as kam
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import charts, figures, finding, opened, texts
from tests.value.portfolio import transactions

LENSES = {
    "abc": ["127", "335", "635", "67", "97"], "double": ["112"], "orders": ["271"], "rfm": ["110"], "value": ["12", "29", "52", "542"],
}  # fmt: skip
"""Counts in the finding on the resellers; how they come about is worked out in tests/portfolio."""


@pytest.fixture(scope="module")
def data(books: dict[str, Path]) -> set[str]:
    """What people typed into the sample."""
    with kam.Workbook(books["resellers"]) as book:
        return typed(book)


@pytest.mark.parametrize("lens", LENSES)
def test_every_lens_in_chinese(books: dict[str, Path], data: set[str], lens: str) -> None:
    """The finding holds the counts of the data, the chart stands below, and the page holds no English."""
    session = opened(books["resellers"], "value", lang="zh", part="ranking", lens=lens)

    assert not session.exception
    assert set(LENSES[lens]) <= set(figures(finding(session)))
    assert any(name.startswith("lens_") for name in charts(session))
    assert (english_left(texts(session), data), half_width(texts(session), data)) == ([], [])


def test_the_lifecycle_and_its_moves(books: dict[str, Path], data: set[str]) -> None:
    """169 resellers slipped in a year; stages add up to 635; a stage in the link lists its accounts with their reason."""
    session = opened(books["resellers"], "segments", lang="en", part="lifecycle", **{"class": "churned"})
    stages = next(found.value for found in session.dataframe if list(found.value.columns[:2]) == ["class", "accounts"])
    listed = next(found.value for found in session.dataframe if "why" in found.value)

    assert not session.exception
    assert finding(session).startswith("169 accounts decline or are lost and were not on 29 Nov 2012; they brought $13.9m")
    assert dict(zip(stages["class"], stages["accounts"], strict=True)) == {
        "Prospect": 0, "Exploring": 199, "Forming": 99, "Stable": 54, "Declining": 170, "Churned": 113,
    }  # fmt: skip
    assert set(listed["class"]) == {"Churned"}
    assert listed["why"].str.contains("own gaps|two years").all()
    chinese = opened(books["resellers"], "segments", lang="zh", part="lifecycle", moved="3")
    assert (list(chinese.exception), english_left(texts(chinese), data)) == ([], [])


def bad(folder: Path, name: str) -> Path:
    """Twelve accounts that are alike, or lose, or send everything back, or never bought; or one account."""
    months, path = range(1, 6), folder / f"{name}.duckdb"
    each = {
        "one": [("a", "2024-01-05", 100, 60, "o1")],
        "alike": [(f"a{n}", f"2024-0{m}-05", 100, 60, f"o{n}{m}") for n in range(12) for m in months],
        "returned": [(f"a{n}", f"2024-0{m}-05", 50 if m == 1 else -60, None, f"o{n}{m}") for n in range(12) for m in months],
        "nobody": [],
    }[name]
    accounts = [{"account_id": f"a{n}", "account_name": f"a{n}"} for n in range(12)] if name == "nobody" else []
    with kam.Workbook(path) as wb:
        for table, rows in (("accounts", accounts), ("transactions", transactions(each))):
            if rows:
                wb.record("test", {table: pa.Table.from_pylist(rows)})
    return path


SAID = {
    ("one", "abc"): "1 account has figures: too few for classes, read the ranks.",
    ("alike", "rfm"): "All accounts bought as lately, as often and for as much: no fifth means anything.",
    ("returned", "abc"): "As much came back as was bought: no revenue is left to rank.",
    ("nobody", "lifecycle"): "Nobody has bought yet: 12 prospects.",
}


@pytest.mark.parametrize(("name", "lens"), SAID)
def test_bad_portfolios_say_what_can_be_told(tmp_path: Path, name: str, lens: str) -> None:
    """A clear statement, no exception, and everybody counted."""
    link = {"part": "lifecycle"} if lens == "lifecycle" else {"part": "ranking", "lens": lens}
    session = opened(bad(tmp_path, name), "segments" if lens == "lifecycle" else "value", lang="en", **link)

    assert not session.exception
    assert finding(session) == SAID[name, lens]


def test_a_policy_for_the_classes_of_value(own) -> None:  # type: ignore[no-untyped-def]
    """One button writes the proposed policies of the three classes as one batch; the table shows them, and the button is gone."""
    path = own("resellers")
    session = opened(path, "value", lang="en", part="ranking", lens="value")
    before = len(session.button)
    next(found for found in session.button if found.label == "Start with a proposed policy").click().run()
    shown: pd.DataFrame = next(found.value for found in session.dataframe if "service_level" in found.value)

    assert not session.exception
    assert shown["cadence_days"].tolist() == ["30", "60", "180", "–"]
    assert len(session.button) == before - 1
