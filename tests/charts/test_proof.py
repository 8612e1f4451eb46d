"""The build-up of an index: what each item gives, what it could give, and what nobody answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, build_up
from kam_core.text import Translator


@dataclass(frozen=True)
class Told:
    """An explanation as the chart needs it."""

    title: str
    value: float
    terms: pd.DataFrame


@pytest.fixture
def told() -> Told:
    """Trust of one account: four answers, one missing; 90% of the weight is answered."""
    weight, value = np.array([0.25, 0.30, 0.20, 0.15, 0.10]), np.array([72, 81, 38, 45, np.nan])
    answered = np.where(np.isnan(value), np.nan, weight / 0.9)
    terms = pd.DataFrame(
        {
            "title": ["Credibility", "Reliability of {what}", "Intimacy", "Low self-orientation", "Shared values"],
            "values": [{}, {"what": "delivery"}, {}, {}, {}], "weight": weight,
            "contribution": answered * value, "possible": answered * 100, "missing": np.isnan(value),
        }
    )  # fmt: skip
    return Told("Trust", float(np.nansum(answered * value)), terms)


def test_items_add_up_to_the_value(told: Told, t: Translator) -> None:
    """Each bar starts where the one before ended; the last one is the index."""
    rest, given, total = build_up(told, t=t).data

    assert np.allclose(np.array(given.base)[1:], np.cumsum(given.x)[:-1])
    assert np.sum(given.x) == pytest.approx(total.x[0]) == pytest.approx(told.value)
    assert np.allclose(np.array(rest.base), np.cumsum(given.x))


def test_the_grey_part_is_what_was_possible(told: Told, t: Translator) -> None:
    """Blue and grey together are the weight of the item among the answered ones."""
    rest, given, _ = build_up(told, t=t).data

    assert np.allclose(np.add(rest.x, given.x), told.terms["possible"].dropna())


def test_missing_is_a_dashed_empty_box(told: Told, t: Translator) -> None:
    """It has no bar, no zero, and words that say so; its width is its part of the weight."""
    figure = build_up(told, t=t)
    box = next(shape for shape in figure.layout.shapes if shape.name == "missing")

    assert (box.line.dash, box.fillcolor) == ("dot", "rgba(0,0,0,0)")
    assert box.x1 - box.x0 == pytest.approx(10)
    assert [trace for trace in figure.data if 4 in trace.y] == []
    assert figure.layout.annotations[4].text == "missing: not counted, not zero"


def test_words_at_the_bars(told: Told, t: Translator) -> None:
    """Points given of points possible, whole numbers; titles are filled and translated."""
    figure = build_up(told, t=t)

    assert figure.layout.annotations[0].text == "<b>+20</b>\u00a0 of 28"
    assert list(figure.layout.yaxis.ticktext)[1::4] == ["Reliability of delivery", "<b>Trust</b>"]
    assert alt_of(figure) == "Trust is 63: Credibility +20, Reliability of delivery +27, Intimacy +8, Low self-orientation +8."


def test_a_name_is_no_markup(told: Told, t: Translator) -> None:
    """Plotly draws tags, links among them: a title of the user's stays text, at the axis and in the hover."""
    terms = told.terms.assign(title='<a href="https://evil.example">press</a>')
    drawn = build_up(replace(told, terms=terms), t=t)

    assert "<a" not in str(drawn.layout.yaxis.ticktext) and "<a" not in str([trace.customdata for trace in drawn.data])


def test_the_cut_is_a_line_with_its_value(told: Told, t: Translator) -> None:
    """Only where there is a cut."""
    shapes = [shape.x0 for shape in build_up(told, t=t, cut=60).layout.shapes if shape.name == "cut"]

    assert shapes == [60]
    assert build_up(told, t=t, cut=60).layout.annotations[-1].text == "cut 60"
    assert [shape for shape in build_up(told, t=t).layout.shapes if shape.name == "cut"] == []


def test_nothing_answered(told: Told, t: Translator) -> None:
    """Dashed boxes only, and no total."""
    empty = replace(told, value=float("nan"), terms=told.terms.assign(missing=True, contribution=np.nan, possible=np.nan))
    figure = build_up(empty, t=t)

    assert len([shape for shape in figure.layout.shapes if shape.name == "missing"]) == 5
    assert figure.layout.annotations[-1].text == "<b>–</b>"
    assert np.isnan(figure.data[-1].x[0])
