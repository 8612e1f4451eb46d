"""Names, bars and values on a wall."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.charts import alt_of, ranking
from kam_core.charts.labels import LINE, text_width
from kam_core.charts.ranking import broken
from kam_core.charts.theme import palette, size_of
from kam_core.text import Translator, translator


@pytest.fixture
def rows() -> pd.DataFrame:
    """Four accounts; the third has no value, the last has a name that plotly would act upon."""
    return pd.DataFrame(
        {
            "id": ["a", "b", "c", "d"], "name": ["Nord AG", "上海骏驰车业有限公司", "Great Bikes", "<a href='x'>Evil</a>"],
            "value": [-200.0, 100.0, float("nan"), 50.0], "text": ["−$200", "$100", "–", "$50"],
            "note": ["loses", "", "", "keeps"], "tone": ["loss", "blue", "blue", "ochre"],
        }
    )  # fmt: skip


def read(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def test_bars_follow_the_size_of_the_value(rows: pd.DataFrame, t: Translator) -> None:
    """A loss is a bar too, in its colour; half the value is half the bar; without a value there is none."""
    (bars,) = ranking(rows, t=t, head="Who").data

    assert [round(x / bars.x[0], 6) for x in bars.x] == [1, 0.5, 0, 0.25]
    colours = palette("light")
    assert list(bars.marker.color) == [colours.loss, colours.blue, colours.blue, colours.ochre]
    assert [read(text) for text in bars.text] == ["−$200", "$100", "–", "$50"]


def test_the_value_of_the_longest_bar_stays_inside(rows: pd.DataFrame, t: Translator) -> None:
    """At the narrowest width there is room for the words at the end of the longest bar."""
    for size in ("stage", "hall", "mini"):
        (bars,) = ranking(rows, t=t, head="Who", size=size, width=320).data

        assert 320 * (1 - bars.x[0]) >= text_width("−$200", size_of(size).font)


def test_names_carry_their_rank_and_the_first_is_bold(rows: pd.DataFrame, t: Translator) -> None:
    """Rank, short name, note; markup of users is text."""
    names = [note.text for note in ranking(rows, t=t, head="Who", width=600).layout.annotations][1:]

    assert [read(text).replace("\u2002", " ") for text in names][:3] == ["1 Nord AG loses", "2 上海骏驰车业", "3 Great Bikes"]
    assert ["<b>Nord AG</b>" in names[0], "<b>" in names[1]] == [True, False]
    assert "&lt;a href" in names[3]
    assert "<a href" not in names[3]


def test_a_note_that_does_not_fit_is_left_out(rows: pd.DataFrame, t: Translator) -> None:
    """Rather than cut or written over the edge."""
    long = rows.assign(note="a reason that is far longer than the narrow column in which the ranking stands")

    assert not any("reason" in (note.text or "") for note in ranking(long, t=t, head="Who", width=340).layout.annotations)
    assert any("reason" in (note.text or "") for note in ranking(long, t=t, head="Who", width=1200).layout.annotations)


def test_the_others_step_back(rows: pd.DataFrame, t: Translator) -> None:
    """Who is called out stays full and bold, everybody else has .16."""
    figure = ranking(rows, t=t, head="Who", highlight=["b"])
    names = figure.layout.annotations[1:]

    assert list(figure.data[0].marker.opacity) == [0.16, 1.0, 0.16, 0.16]
    assert [note.opacity for note in names] == [0.16, 1.0, 0.16, 0.16]
    assert ["<b>" in note.text for note in names] == [False, True, False, False]
    assert [colour.endswith(",1)") for colour in figure.data[0].textfont.color] == [False, True, False, False]


def test_nobody_is_said(rows: pd.DataFrame, t: Translator) -> None:
    """An empty ranking keeps its head and draws no bar."""
    figure = ranking(rows.iloc[:0], t=t, head="Who")

    assert (len(figure.data), alt_of(figure), figure.layout.meta["rows"]) == (0, "Who: nobody.", 0)


def test_the_alt_reads_the_ranking(rows: pd.DataFrame, t: Translator) -> None:
    """Names and values in order."""
    assert alt_of(ranking(rows.iloc[:2], t=t, head="Who")) == "Who: Nord AG −$200, 上海骏驰车业有限公司 $100"


@given(count=st.integers(1, 12), height=st.integers(200, 1200), size=st.sampled_from(["stage", "hall", "mini"]), feet=st.integers(0, 4))
def test_nothing_lies_on_anything(count: int, height: int, size: str, feet: int) -> None:
    """Head, names, bars and foot keep off each other and inside the figure, whatever the height."""
    frame = pd.DataFrame({"id": range(count), "name": "Great Bikes", "value": range(1, count + 1), "text": "$1"})
    look = size_of(size)
    figure = ranking(
        frame, t=translator("en"), head="Who", subtitle="What", foot=["word " * 12] * feet, size=size, height=height, width=340
    )
    (bars,) = figure.data
    line, half = LINE * look.font, bars.width / 2
    tops = [note.y for note in figure.layout.annotations[2 + bool(feet) :]]

    assert len(tops) == len(bars.y) == figure.layout.meta["rows"] >= 1
    assert tops[0] >= LINE * (look.title + look.font)
    assert all(top + line <= middle - half for top, middle in zip(tops, bars.y, strict=True))
    assert all(middle + half <= top for middle, top in zip(bars.y, tops[1:], strict=False))
    if len(tops) > 1:
        assert bars.y[-1] + half <= height - feet * line


def test_the_foot_breaks_between_phrases() -> None:
    """As many phrases in a line as fit; none is cut."""
    assert broken(["aa", "bb", "cc" * 20], 10, 60) == ["aa · bb", "cc" * 20]
    assert broken([], 10, 60) == []
