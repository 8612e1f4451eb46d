"""What if: changed facts for a calculation, never written to the workbook."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

_SPANS = ("", "_12m", "_prior_12m")


@dataclass(frozen=True)
class Scenario:
    """Accounts lost, prices changed, cost to serve changed. Hashable, so it is part of a cache key as it is."""

    lost: tuple[str, ...] = ()
    """Account ids that are gone."""
    price: float = 0.0
    """Relative change of all prices at unchanged volume and cost: 0.02 = 2 % dearer."""
    cost_to_serve: float = 0.0
    """Relative change of the cost to serve."""

    def applied(self, state: pd.DataFrame) -> pd.DataFrame:
        """The account state under the scenario: a new frame, lost accounts left out."""
        changed = state[~state["account_id"].isin(self.lost)].reset_index(drop=True)
        for span in _SPANS:
            more, dearer = changed[f"revenue{span}"] * self.price, changed[f"cost_to_serve{span}"] * self.cost_to_serve
            changed[f"revenue{span}"] += more
            changed[f"gross_profit{span}"] += more
            changed[f"cost_to_serve{span}"] += dearer
            changed[f"profit{span}"] += np.nan_to_num(more) - np.nan_to_num(dearer)
        return changed
