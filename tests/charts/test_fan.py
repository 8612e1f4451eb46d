"""The fan: what was as a line, what may come as bands, and labels that keep apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, fan
from kam_core.text import Translator


def quarters(first: str, count: int) -> pd.Series:
    """The ends of some quarters."""
    return pd.Series(pd.date_range(first, periods=count, freq="QE"))


@pytest.fixture
def past() -> pd.DataFrame:
    """Two years."""
    return pd.DataFrame({"period_end": quarters("2022-03-31", 8), "value": [8e6, 6e6, 7e6, 9e6, 8e6, 6e6, 7e6, 10e6]})


@pytest.fixture
def ahead() -> pd.DataFrame:
    """The year after, with both bands."""
    middle = np.array([8e6, 6e6, 7e6, 10e6])
    return pd.DataFrame({"period_end": quarters("2024-03-31", 4), "middle": middle, "plain": middle - 1e6, "low_50": middle - 1e6,
                         "high_50": middle + 1e6, "low_80": middle - 2e6, "high_80": middle + 2e6})  # fmt: skip


def test_bands_start_at_what_is_known(past: pd.DataFrame, ahead: pd.DataFrame, t: Translator) -> None:
    """The wide band, the narrow one, what was, the plain repeat dotted, the middle: each leaves from the last actual quarter."""
    wide, narrow, was, plain, middle = fan(past, ahead, t=t, title="Revenue, $").data

    assert list(was.y) == past["value"].tolist() and [trace.y[0] for trace in (wide, narrow, plain, middle)] == [10e6] * 4
    assert (max(wide.y), max(narrow.y)) == (12e6, 11e6) and list(middle.y[1:]) == ahead["middle"].tolist()
    assert (plain.line.dash, wide.fill, narrow.fill) == ("dot", "toself", "toself")


def test_the_axis_starts_at_zero_and_names_years(past: pd.DataFrame, ahead: pd.DataFrame, t: Translator) -> None:
    """Revenue from zero; a year under its first quarter; a loss opens the axis below."""
    figure = fan(past, ahead, t=t, title="Revenue, $")
    lossy = fan(past.assign(value=-past["value"]), ahead, t=t, title="Profit, $")

    assert figure.layout.yaxis.range[0] == 0 and lossy.layout.yaxis.range[0] < -10e6 and lossy.layout.yaxis.zeroline
    assert (list(figure.layout.xaxis.tickvals), list(figure.layout.xaxis.ticktext)) == ([0, 4, 8], ["2022", "2023", "2024"])


def test_labels_at_the_end_keep_apart(past: pd.DataFrame, ahead: pd.DataFrame, t: Translator) -> None:
    """A band of no height still has three labels, a line apart, the middle one in bold."""
    close = ahead.assign(low_80=ahead["middle"], high_80=ahead["middle"])
    notes = [note for note in fan(past, close, t=t, title="Revenue, $").layout.annotations if note.xref == "paper" and note.x == 1]

    assert [note.text for note in notes] == ["80% high $10.0m", "<b>Middle $10.0m</b>", "80% low $10.0m"]
    shifts = [note.yshift for note in notes]
    assert min(np.diff(sorted(shifts))) >= 12.5


def test_no_forecast_is_drawn_of_a_short_past(past: pd.DataFrame, ahead: pd.DataFrame, t: Translator) -> None:
    """The line alone, and the words say so; of bands without errors only the middle is drawn."""
    short = fan(past, ahead[:0], t=t, title="Revenue, $")
    bare = fan(past, ahead.assign(low_80=np.nan, high_80=np.nan), t=t, title="Revenue, $")

    assert len(short.data) == 1 and alt_of(short) == "8 quarters, $10.0m in the last; no forecast."
    assert len(bare.data) == 4
