"""The picture of a cause and that of the probabilities: what is drawn adds up, and the text says it."""

from __future__ import annotations

import pandas as pd
import pytest

from kam_core.charts import alt_of, cause, chances
from kam_core.charts.cause import MOST
from kam_core.text import translator

T = translator("en")


def test_the_bars_lead_from_before_to_after():
    """75 less 20 less 30: bars from 55 to 75 and from 25 to 55, the ends marked at 75 and 25."""
    figure = cause([("B 2", -20.0), ("A 4 → 2", -30.0)], 75.0, 25.0, 60.0, title="Trust", t=T)
    bars, ends = figure.data

    assert list(bars.base) == [55.0, 25.0] and list(bars.x) == [20.0, 30.0]
    assert list(ends.x) == [75.0, 25.0]
    assert alt_of(figure) == "Trust from 75 to 25. B 2 −20, A 4 → 2 −30"


def test_small_steps_stand_together_and_nothing_is_lost():
    """The largest steps keep their order; the bars together are still the whole change."""
    steps = [(f"step {n}", float(n)) for n in range(1, MOST + 6)]
    figure = cause(steps, 0.0, sum(range(1, MOST + 6)), 60.0, title="Trust", t=T)
    bars = figure.data[0]

    assert figure.layout.meta["together"] == 5
    assert len(bars.x) == MOST + 1
    assert sum(bars.x) == pytest.approx(sum(range(1, MOST + 6)))
    assert bars.x[-1] == 1 + 2 + 3 + 4 + 5


def test_the_parts_of_a_bar_follow_the_order_and_add_up():
    """Four parts a subject, in the order asked; where it stands is full, the others pale."""
    frame = pd.DataFrame({"name": ["Nord"], "corner": ["hl"], "p_hh": [0.1], "p_lh": [0.2], "p_hl": [0.3], "p_ll": [0.4]})
    titles = {"hh": "Both", "lh": "Up", "hl": "Across", "ll": "None"}
    figure = chances(frame, titles, ["ll", "hl", "lh", "hh"], t=T)

    assert [part.name for part in figure.data] == ["None", "Across", "Up", "Both"]
    assert sum(part.x[0] for part in figure.data) == pytest.approx(1.0)
    assert [str(part.marker.color[0]).startswith("rgba") for part in figure.data] == [True, False, True, True]
    assert alt_of(figure) == "Nord: None 40%, Across 30%, Up 20%, Both 10%."
