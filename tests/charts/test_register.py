"""The load of each owner against the limit."""

from __future__ import annotations

import pandas as pd
import pytest

from kam_core.charts import alt_of, key_accounts_by_owner
from kam_core.text import Translator


@pytest.fixture
def load() -> pd.DataFrame:
    """One owner above the limit, one with room, one with none yet."""
    return pd.DataFrame({"owner": ["Li <b>", "Bo", "Wu"], "key": [7, 2, 0], "proposed": [1, 0, 3]})


def test_beyond_the_limit_is_a_part_of_its_own(load: pd.DataFrame, t: Translator) -> None:
    """Key accounts up to the limit, beyond it, and what is proposed add up to the bar."""
    within, beyond, proposed = key_accounts_by_owner(load, 5, t=t).data

    assert (list(within.x), list(beyond.x), list(proposed.x)) == ([5, 2, 0], [2, 0, 0], [1, 0, 3])
    assert len({within.marker.color, beyond.marker.color, proposed.marker.color}) == 3


def test_the_counts_stand_at_the_ends_and_the_limit_is_named(load: pd.DataFrame, t: Translator) -> None:
    """What is nothing is not said; names are text, never markup."""
    figure = key_accounts_by_owner(load, 5, t=t)

    assert [note.text for note in figure.layout.annotations] == ["7 + 1 proposed", "2", "3 proposed", "limit 5"]
    assert [shape.x0 for shape in figure.layout.shapes] == [5]
    assert list(figure.layout.yaxis.ticktext) == ["Li &lt;b>", "Bo", "Wu"]
    assert figure.layout.xaxis.range[1] > 8


def test_the_alt_names_the_busiest_and_who_is_above(load: pd.DataFrame, t: Translator) -> None:
    """Or says that nobody has any."""
    assert alt_of(key_accounts_by_owner(load, 5, t=t)) == "Li <b> has most key accounts: 7; 1 owner is above the limit of 5."
    assert alt_of(key_accounts_by_owner(load.iloc[:0], 5, t=t)) == "Nobody has a key account yet."
