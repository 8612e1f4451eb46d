"""What if: changed facts for a calculation, never written to the workbook."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam_core.params import Params

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

    def applied(self, state: pd.DataFrame, params: Params) -> pd.DataFrame:
        """
        The account state under the scenario: a new frame, lost accounts left out; the profit earned to date stays what it was.

        Lines without a cost stay out of the profit at any price, unless a margin is assumed for them.
        """
        changed = state[~state["account_id"].isin(self.lost)].reset_index(drop=True)
        judged = "revenue_with_cost" if params.value.assumed_margin is None else "revenue"
        for span in _SPANS:
            earned, dearer = changed[f"{judged}{span}"] * self.price, changed[f"cost_to_serve{span}"] * self.cost_to_serve
            changed[f"revenue{span}"] *= 1 + self.price
            changed[f"revenue_with_cost{span}"] *= 1 + self.price
            changed[f"gross_profit{span}"] += earned
            changed[f"cost_to_serve{span}"] += dearer
            changed[f"profit{span}"] += np.nan_to_num(earned) - np.nan_to_num(dearer)
        return changed
