"""The whale curve: percent where the total allows it, money where it does not, never a false figure."""

from __future__ import annotations

import numpy as np
import pytest

from kam_core.charts import alt_of, whale
from kam_core.charts.theme import palette
from kam_core.text import Translator, translator
from kam_core.value.whale import whale_curve

BOOK = [50, 30, 20, 5, 0, -5, -15, -25]


def texts(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_the_book_example(t: Translator) -> None:
    """Peak 175% at half of the accounts, 75 points lost again."""
    figure = whale(whale_curve(BOOK), t=t)

    assert figure.layout.meta["unit"] == "percent"
    assert texts(figure) == [
        "<b>Peak 175%</b><br>4 accounts<br>earn $105",
        "<b>Erosion</b><br>75 points<br>3 accounts<br>lose $45",
        "100% = the profit that is left",
    ]
    assert alt_of(figure) == "Whale curve: peaks at 175% at 50% of accounts, ends at 100%."


def test_blue_to_the_peak_red_after_it(t: Translator) -> None:
    """The two parts meet in the peak; both ends are dots."""
    colours = palette("light")
    figure = whale(whale_curve(BOOK), t=t)
    rise, fall, dots = figure.data

    assert (rise.line.color, fall.line.color) == (colours.blue, colours.loss)
    assert (rise.x[-1], rise.y[-1]) == (fall.x[0], fall.y[0]) == (0.5, 175.0)
    assert list(zip(dots.x, dots.y, strict=True)) == [(0.5, 175.0), (1.0, 100.0)]


@pytest.mark.parametrize("profits", [[10, 5, -40], [5, -5], [-1, -2]])
def test_no_percentages_of_a_total_that_is_not_positive(profits: list[float], t: Translator) -> None:
    """The axis is money, the total is a dot with its amount, and no word holds a percent sign but the share of accounts."""
    curve = whale_curve(profits)
    figure = whale(curve, t=t)

    assert figure.layout.meta["unit"] == "money"
    assert f"<b>Total {t.money(curve.total)}</b>" in texts(figure)
    assert [text for text in [*texts(figure), *figure.layout.yaxis.ticktext] if "%" in text] == []
    assert (figure.data[-1].x[-1], figure.data[-1].y[-1]) == (1.0, curve.total)


def test_nobody_loses(t: Translator) -> None:
    """No red, no bracket, no erosion; not even behind accounts that earned nothing."""
    assert palette("light").loss not in [line.line.color for line in whale(whale_curve([50, 30, 0, 0]), t=t).data]
    figure = whale(whale_curve([50, 30, 20]), t=t)

    assert texts(figure) == ["<b>Peak 100%</b><br>3 accounts<br>earn $100"]
    assert [trace.line.color for trace in figure.data if trace.mode == "lines"] == [palette("light").blue]
    assert [shape.type for shape in figure.layout.shapes] == ["line"]


def test_everybody_loses(t: Translator) -> None:
    """No peak is claimed."""
    figure = whale(whale_curve([-1, -2, -3]), t=t)

    assert texts(figure) == ["<b>Erosion</b><br>3 accounts<br>lose $6", "<b>Total −$6</b>"]


def test_nothing_known(t: Translator) -> None:
    """An empty curve draws, says so and claims nothing."""
    figure = whale(whale_curve([]), t=t)

    assert (texts(figure), alt_of(figure)) == ([], "Whale curve: nothing is known.")


def test_a_long_tail_is_thinned_and_keeps_its_peak(t: Translator) -> None:
    """200,000 accounts travel as at most 400 points; peak and total are exact."""
    curve = whale_curve(np.random.default_rng(0).normal(10, 100, 200_000))
    figure = whale(curve, t=t)
    lines = [trace for trace in figure.data if trace.mode == "lines"]

    assert sum(len(trace.x) for trace in lines) <= 401
    assert lines[0].y[-1] == pytest.approx(curve.peak_percent, rel=1e-6)
    assert (lines[0].x[0], lines[0].y[0], lines[1].x[-1]) == (0, 0, 1)
    assert len(figure.to_json()) < 16_000


def test_ticks_are_words_of_the_reader() -> None:
    """Chinese axes break at 万; the words follow the language, the figure stays the same."""
    profits = [3_000_000, -9_000_000]
    figure = whale(whale_curve(profits), t=translator("zh"), symbol="¥")

    assert "¥200万" in figure.layout.yaxis.ticktext
    assert [text for text in texts(figure) if "¥300万" in text] != []


@pytest.mark.parametrize("size", ["desk", "mini", "stage"])
def test_words_have_their_room(size: str, t: Translator) -> None:
    """The margin holds the longest line beside the bracket, at every size."""
    from kam_core.charts.labels import text_width
    from kam_core.charts.theme import size_of

    figure = whale(whale_curve(np.random.default_rng(1).normal(400, 9000, 800)), t=t, size=size)
    longest = max(text_width(line, size_of(size).font) for line in texts(figure)[1].replace("<b>", "").replace("</b>", "").split("<br>"))

    assert figure.layout.margin.r >= longest + 10


def test_same_curve_same_figure(t: Translator) -> None:
    """No clock, no chance."""
    assert whale(whale_curve(BOOK), t=t).to_json() == whale(whale_curve(BOOK), t=t).to_json()


@pytest.mark.parametrize(("share", "height"), [(0.25, 80 / 60 * 100), (1.0, 100.0)])
def test_one_account_is_called_out(t: Translator, share: float, height: float) -> None:
    """Its name leads to its place on the curve, and stands on the side that has room."""
    name = whale(whale_curve(BOOK), t=t, spot=(share, "Nord AG")).layout.annotations[-1]

    assert (name.text, name.x, round(name.y, 6)) == ("<b>Nord AG</b>", share, round(height, 6))
    assert (name.ax < 0) == (share > 0.5)


def test_owners_are_not_called_accounts(t: Translator) -> None:
    """What the curve is of stands at its axis; the words at the peak and the bracket then count without naming."""
    figure = whale(whale_curve([50, 30, -20]), t=t, subject="owners")
    words = " ".join(note.text for note in figure.layout.annotations)

    assert "2 earn $80" in words
    assert "1 loses $20" in words
    assert "account" not in words
    assert figure.layout.xaxis.title.text == "Share of owners, most profitable first"


def test_the_words_over_the_peak_are_whole_when_the_total_lies_far_below(t: Translator) -> None:
    """A deep loss takes most of the height; the axis still ends where three lines over the peak have their place."""
    figure = whale(whale_curve([10, 5, -40, -45]), t=t, height=470)
    low, high = figure.layout.yaxis.range
    peak = 15.0

    assert (high - peak) / (high - low) * (470 - 60) >= 3 * figure.layout.template.layout.font.size
