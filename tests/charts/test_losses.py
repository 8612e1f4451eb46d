"""Gains and losses side by side, never netted."""

from __future__ import annotations

import pandas as pd
import pytest

from kam_core.charts import alt_of, losses_by_group
from kam_core.text import Translator


@pytest.fixture
def groups() -> pd.DataFrame:
    """Three groups; the last loses nothing."""
    return pd.DataFrame({"group": ["Warehouse", "Reseller", "Shop"], "gained": [1.2e6, 1.25e6, 236e3], "lost": [-1.2e6, -726e3, 0.0]})


def test_losses_left_gains_right(groups: pd.DataFrame, t: Translator) -> None:
    """Both are drawn, with their amounts at the ends; a loss keeps its minus, nothing has no words."""
    lost, gained = losses_by_group(groups, t=t).data

    assert (lost.x.tolist(), gained.x.tolist()) == ([-1.2e6, -726e3, 0.0], [1.2e6, 1.25e6, 236e3])
    assert list(lost.text) == ["−$1.20m", "−$726k", ""]
    assert list(gained.text) == ["$1.20m", "$1.25m", "$236k"]


def test_the_order_is_the_frames(groups: pd.DataFrame, t: Translator) -> None:
    """First row on top; the page decides what comes first."""
    figure = losses_by_group(groups, t=t)

    assert list(figure.layout.yaxis.ticktext) == ["Warehouse", "Reseller", "Shop"]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_amounts_have_room(groups: pd.DataFrame, t: Translator) -> None:
    """The axis reaches beyond the longest bars on both sides, so that no amount is cut off."""
    low, high = losses_by_group(groups, t=t).layout.xaxis.range

    assert (low < -1.5e6, high > 1.5e6) == (True, True)


def test_the_alt_names_the_worst(groups: pd.DataFrame, t: Translator) -> None:
    """Or says that there is none."""
    assert alt_of(losses_by_group(groups, t=t)) == "Warehouse loses most: −$1.20m."
    assert alt_of(losses_by_group(groups.assign(lost=0.0), t=t)) == "No losses in any group."
