"""Completeness by table."""

from __future__ import annotations

import pandas as pd

from kam_core.charts import alt_of, completeness
from kam_core.text import Translator

NAN = float("nan")


def test_the_least_complete_table_is_on_top_and_named(t: Translator) -> None:
    """Bars for filled cells, rings for accounts; a table with neither is left out."""
    frame = pd.DataFrame({"title": ["Sales", "Ratings", "Sets"], "completeness": [0.5, 1.0, NAN], "covered": [1.0, 0.09, NAN]})

    figure = completeness(frame, t=t)

    assert ["Ratings", "Sales"] == list(figure.layout.yaxis.ticktext)
    assert ([1.0, 0.5], [0.09, 1.0]) == (list(figure.data[1].x), list(figure.data[2].x))
    assert "Ratings knows the least: 9%." == alt_of(figure)


def test_nothing_known_is_an_empty_frame(t: Translator) -> None:
    """No bar, and words that say so."""
    figure = completeness(pd.DataFrame({"title": ["Sets"], "completeness": [NAN], "covered": [NAN]}), t=t)

    assert (0, "No rows yet.") == (len(figure.data), alt_of(figure))
