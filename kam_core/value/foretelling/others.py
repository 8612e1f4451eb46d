"""What every method says of the year to come, beside the one that was chosen; and the fitted model as a map."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.value.foretelling.backtest import METHODS, MODELS
from kam_core.value.foretelling.future import Future, purchases_by
from kam_core.value.purchases import PurchaseModel

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

CELLS = 60
"""Steps of the map along either axis, at most."""

REACH = 0.98
"""The map shows the purchases of so many customers; the few that buy far more would leave all others in one row."""


def said_by_all(wb: Workbook, found: Future, as_of: date) -> pd.DataFrame:
    """Expected purchases of the year to come, a row a customer, a column a method of ``METHODS``."""
    frame = found.customers
    models = {name: found.model if name == found.model_id else kind().fit(frame) for name, kind in MODELS.items()}
    said = {name: purchases_by(wb, name, frame, models.get(name, found.model), as_of) for name in METHODS if name != found.method}
    return pd.DataFrame({**said, found.method: frame["purchases"].to_numpy()}, index=frame.index)[list(METHODS)]


def totals(found: Future, said: pd.DataFrame) -> pd.DataFrame:
    """A row a method: purchases and value of the customers in ``said``, all spend and margins alike."""
    worth = found.customers["worth"].reindex(said.index)
    return pd.DataFrame({"purchases": said.sum(), "value": said.mul(worth, axis=0).sum()})


def alive_map(model: PurchaseModel, customers: pd.DataFrame) -> pd.DataFrame:
    """
    Probability alive of customers watched as long as the oldest one, by silence (rows, weeks since the last purchase) and repeat
    purchases (columns, from 1). Missing where so many purchases need more days than lie before the silence.
    """
    oldest = float(customers["T"].max())
    repeats = customers.loc[customers["frequency"] > 0, "frequency"]
    most = max(int(np.ceil(repeats.quantile(REACH))) if len(repeats) else 1, 4)
    bought = np.unique(np.linspace(1, most, min(most, CELLS)).round())
    silent = np.linspace(0.0, oldest, CELLS)
    weeks, times = (grid.ravel() for grid in np.meshgrid(silent, bought, indexing="ij"))
    known = pd.DataFrame({"frequency": times, "recency": oldest - weeks, "T": oldest})
    alive = model.expected_probability_alive(known).to_numpy()
    alive = np.where(times > known["recency"].to_numpy() * 7, np.nan, alive)
    return pd.DataFrame(alive.reshape(len(silent), len(bought)), index=silent, columns=bought)
