"""
Judgements that break formulas: every matrix, every part of the ratings and of an account says what can be told and what not.

Two workbooks hold everything wrong at once. Each screen opens without an exception, a machine's word for missing, or English on a
Chinese page; disguised, no word of the workbook is on it. Languages alternate and half is left out; with ``KAM_SOAK=1`` each screen
is seen in both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import kam_core as kam
from pages.ui.judged_account import SHOWN
from pages.ui.matrix.choose import EVERY, OWN
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.judged_badly import ACCOUNTS, MARK, bad, weightless
from tests.pages.session import finding, messages, opened, read, texts
from tests.pages.test_bad_portfolios import empty_cells, slips
from tests.sampling import SOAK, every_other

Link = Mapping[str, str]


def of_matrices() -> list[Link]:
    """Every part of every matrix; others as its subjects; matrices of one's own that nobody can draw."""
    found: list[Link] = [{"m": name, "part": part} for name in kam.MATRICES for part in (*EVERY, *OWN.get(name, {}))]
    found += [{"m": "decision", "of": "account", "part": part} for part in ("place", "moves")]
    return [*found, {"m": "follow_up", "of": "owner"}, {"m": "own-0"}, {"m": "own-1"}, {"m": "own-2", "part": "moves"}, {"m": "own-3"}]


SCREENS: Mapping[str, list[Link]] = {
    "matrix": of_matrices(),
    "ratings": [{"part": part} for part in ("grid", "surveys", "satisfaction", "mirror", "interviews")],
    "account": [
        *({"account": f"{MARK}1", "part": "judged", "judged": name} for name in SHOWN),
        *({"account": id, "part": "people"} for id in (f"{MARK}2", ACCOUNTS[7])),
    ],
}
"""By page."""

WORDS: Mapping[str, str] = {
    "interviews": "1 talk is about an unknown account and not shown.",
    "efficiency": "targets are kept but not counted",
}
"""What a part has to say in English."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The two workbooks, made when first asked for."""
    folder = tmp_path_factory.mktemp("judged")

    def made(name: str) -> Path:
        path = folder / f"{MARK}{name}.duckdb"
        if not path.is_file():
            {"bad": bad, "weightless": weightless}[name](path)
        return path

    return made


@pytest.fixture(scope="module")
def written(files: Callable[[str], Path]) -> set[str]:
    """What people wrote into them, as it is stored and as it is read."""
    with kam.Workbook(files("bad")) as book:
        found = typed(book)
    return {*found, *(read(text) for text in found), MARK, f"{MARK}bad"}


@pytest.mark.parametrize("page", SCREENS)
def test_a_bad_judgement_is_shown_in_words(files, written, page) -> None:
    """No exception, a sentence above everything, nothing that reads like a machine's missing value, no English in Chinese."""
    for place, (link, lang) in enumerate(every_other(SCREENS[page], ("en", "zh"))):
        if place % 4 > 1 and link.get("part") not in WORDS and not SOAK:
            continue
        session = opened(files("bad"), page, lang=lang, **link)
        told, part = list(texts(session)), link.get("part", "")

        assert [] == list(session.exception), link
        assert len(session.subheader) == 0 or finding(session).strip(), link
        assert ([], []) == (slips(told), empty_cells(session)), link
        if lang == "zh":
            assert ([], []) == (english_left(told, written), half_width(told, written)), link
        else:
            assert WORDS.get(part, "") in " ".join(messages(session)), link


def test_no_weight_at_all_is_said(files) -> None:
    """With every weight at zero a matrix says so, not that answers are missing; a cut outside the range is left out."""
    for name, parts in OWN.items() if SOAK else [("decision", ["risks"])]:
        for part in parts:
            session = opened(files("weightless"), "matrix", lang="en", m=name, part=part)
            assert ([], []) == (list(session.exception), slips(texts(session)))
    session = opened(files("weightless"), "matrix", lang="en", m="loyalty")

    assert "Every weight of “Repeat patronage” is zero: it has no value, and nobody can be placed." in messages(session)
    assert [] == [text for text in texts(session) if "150" in text.text]


def test_on_a_stage_nothing_is_told(files) -> None:
    """Disguised, no text, cell or figure holds a word of the workbook, and nothing can be typed into it."""
    every = [(page, link) for page, links in SCREENS.items() for link in links]
    for page, link in every if SOAK else every[::16]:
        shown = {name: value for name, value in link.items() if name != "account"}
        session = opened(files("bad"), page, lang="en", stage="true", **shown)
        cells = [str(cell) for table in session.dataframe for column in table.value for cell in table.value[column]]
        drawn = [json.dumps(json.loads(chart.proto.spec), ensure_ascii=False) for chart in session.get("plotly_chart")]

        assert [] == list(session.exception), link
        assert [] == [text for text in [*(text.text for text in texts(session)), *cells, *drawn] if MARK in text], link
        assert [] == [element.label for element in (*session.text_input, *session.text_area) if not element.disabled], link
