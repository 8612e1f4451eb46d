"""How the chance that one customer is still alive went since its first purchase: it falls with silence and jumps back with a purchase."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from kam_core.value.purchases import PurchaseModel


def alive_path(model: PurchaseModel, purchases: Sequence[date], until: date, step: int = 7) -> pd.DataFrame:
    """
    Columns day and probability_alive, every ``step`` days and on every purchase from the first to ``until``; model in weeks.

    ``purchases`` are days, sorted, each once; those after ``until`` are not looked at.
    """
    days = np.array([day.toordinal() for day in purchases if day <= until])
    if not len(days):
        return pd.DataFrame({"day": pd.Series(dtype="datetime64[s]"), "probability_alive": pd.Series(dtype="float64")})
    grid = np.unique(np.concatenate([np.arange(days[0], until.toordinal(), step), days, [until.toordinal()]]))
    made = np.searchsorted(days, grid, side="right")
    last = days[made - 1]
    known = pd.DataFrame({"frequency": made - 1.0, "recency": (last - days[0]) / 7, "T": (grid - days[0]) / 7})
    when = pd.to_datetime([date.fromordinal(int(day)) for day in grid])
    return pd.DataFrame({"day": when, "probability_alive": model.expected_probability_alive(known).to_numpy()})
