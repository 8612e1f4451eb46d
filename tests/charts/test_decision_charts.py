"""Fears, the shape of cooperation and the profile of trust: what is drawn is what the frames hold."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam_core.charts import alt_of, cooperation, fears, trust_profile
from kam_core.charts.theme import LIGHT
from kam_core.text import Translator

CATEGORIES = pd.DataFrame({"title": ["Delivery <b>", "Career"], "weight": [9.04, 6.0], "worst": [20.0, 12.0], "people": [3, 2]})
PAIRS = pd.DataFrame({"our_function": ["Sales", "IT"], "their_function": ["Buying", "Lab"], "people": [2, 1], "level": [4.0, 2.0]})


def test_bars_are_means_and_a_worst_answer_that_blocks_is_red(t: Translator) -> None:
    """The mean in words, the mark in the colour of loss from 20 on, names without tags; nobody asked is said."""
    figure = fears(CATEGORIES, t=t)
    bars, marks = figure.data

    assert (list(bars.x), list(bars.text)) == ([9.04, 6.0], ["9.0", "6.0"])
    assert (list(marks.x), list(marks.marker.color)) == ([20.0, 12.0], [LIGHT.loss, LIGHT.ink3])
    assert list(figure.layout.yaxis.ticktext) == ["Delivery &lt;b>", "Career"]
    assert alt_of(fears(CATEGORIES.head(0), t=t)) == "No risk is known."


def test_the_shape_opens_from_bow_tie_to_diamond(t: Translator) -> None:
    """At the middle the bow-tie has a point and the diamond its full height; at the outside it is the other way round."""
    heights = {}
    for broad in (0.0, 0.5, 1.0):
        ours = cooperation(PAIRS, ("IT", "Sales"), ("Buying", "Lab", "Tax"), broad, t=t).data[0]
        heights[broad] = (ours.y[0] - ours.y[3], ours.y[1] - ours.y[2])

    assert heights[0.0][0] > heights[0.5][0] > heights[1.0][0]
    assert heights[0.0][1] < heights[0.5][1] < heights[1.0][1]
    assert np.allclose(heights[0.5][0], heights[0.5][1])


def test_a_line_a_linked_pair_and_an_open_mark_for_nobody(t: Translator) -> None:
    """Two pairs, two lines, the better link thicker; the tax people are known but not linked."""
    figure = cooperation(PAIRS, ("IT", "Sales"), ("Buying", "Lab", "Tax"), 0.5, t=t)
    lines = [trace for trace in figure.data if trace.mode == "lines" and len(trace.x) == 2]
    theirs = figure.data[-1]

    assert [trace.line.width for trace in lines] == [4.5, 1.5]
    assert [colour == LIGHT.paper for colour in theirs.marker.color] == [False, False, True]
    assert len({*theirs.y}) == 3
    assert alt_of(figure) == "2 pairs of functions are linked."


def test_the_better_end_of_trust_is_to_the_right(t: Translator) -> None:
    """Self-orientation 3 stands at 8 but says 3; a missing answer has no mark; the largest difference is named."""
    items = ("trust.credibility", "trust.reliability", "trust.intimacy", "trust.self_orientation")
    sides = {"customer": dict(zip(items, (8, 7, np.nan, 3), strict=True)), "ours": dict(zip(items, (8, 9, 6, 9), strict=True))}
    line, ours, theirs = trust_profile(sides, t=t).data

    assert list(theirs.x) == [8, 7, None, 8] and list(theirs.text) == ["8", "7", "", "3"]
    assert list(ours.x) == [8, 9, 6, 2] and list(ours.text) == ["8", "9", "6", "9"]
    assert [x for x in line.x if x is not None] == [8, 8, 9, 7, 2, 8]
    assert alt_of(trust_profile(sides, t=t)) == "We and they differ most on Self-orientation."
