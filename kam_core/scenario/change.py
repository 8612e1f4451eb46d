"""What a scenario changes, and the account state under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.errors import OutOfBounds
from kam_core.params import Params

_SPANS = ("", "_12m", "_prior_12m")

BOUNDS: Mapping[str, tuple[float, float]] = MappingProxyType({
    "price": (-0.9, 1.0), "cost_to_serve": (-1.0, 2.0), "stranded": (0.0, 1.0), "retention": (-1.0, 1.0), "retention_set": (0.0, 1.0),
    "discount_rate": (0.0, 0.5),
})  # fmt: skip
"""How far each number of a scenario may go; farther is a slip of the pen."""


@dataclass(frozen=True)
class Scenario:
    """
    Accounts lost, prices, cost to serve, retention and discount rate changed. Hashable, so it is part of a cache key as it is.

    ``accounts``, ``owners`` and ``regions`` say whose prices and cost to serve change: who is in one of them; all when all are empty.
    """

    lost: tuple[str, ...] = ()
    """Account ids that are gone."""
    price: float = 0.0
    """Relative change of prices at unchanged volume and cost: 0.02 = 2 % dearer."""
    cost_to_serve: float = 0.0
    """Relative change of the cost to serve."""
    stranded: float = 0.0
    """Share of the cost to serve of a lost account that stays with us; the others carry it, by what they cost to serve."""
    retention: float = 0.0
    """Change of every retention in points: 0.05 = five points more stay each year."""
    retention_set: float | None = None
    """One retention for all accounts in place of their own."""
    discount_rate: float | None = None
    """A discount rate in place of the workbook's."""
    accounts: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, (low, high) in BOUNDS.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise OutOfBounds(name=name, low=low, high=high, value=value)

    @property
    def changes(self) -> bool:
        """Whether it changes anything at all."""
        numbers = (self.price, self.cost_to_serve, self.retention)
        return bool(self.lost) or any(numbers) or self.retention_set is not None or self.discount_rate is not None

    def assumed(self, params: Params) -> Params:
        """The assumptions under the scenario."""
        value = params.value
        if self.retention_set is not None:
            value = replace(value, retention=self.retention_set)
        if self.discount_rate is not None:
            value = replace(value, discount_rate=self.discount_rate)
        return replace(params, value=value)

    def rated(self, rates: pd.DataFrame) -> pd.DataFrame:
        """The retentions (columns ``retention``, ``retention_origin``) under the scenario, within 0 and 1."""
        return rates.assign(retention=(rates["retention"] + self.retention).clip(0, 1)) if self.retention else rates

    def applied(self, state: pd.DataFrame, params: Params) -> pd.DataFrame:
        """
        The account state under the scenario: a new frame, lost accounts left out; the profit earned to date stays what it was.

        Lines without a cost stay out of the profit at any price, unless a margin is assumed for them.
        """
        changed = state[~state["account_id"].isin(self.lost)].reset_index(drop=True)
        judged = "revenue_with_cost" if params.value.assumed_margin is None else "revenue"
        whose = self._meant(changed)
        price, serving = np.where(whose, self.price, 0.0), np.where(whose, self.cost_to_serve, 0.0)
        for span in _SPANS:
            earned, dearer = changed[f"{judged}{span}"] * price, changed[f"cost_to_serve{span}"] * serving
            changed[f"revenue{span}"] *= 1 + price
            changed[f"revenue_with_cost{span}"] *= 1 + price
            changed[f"gross_profit{span}"] += earned
            changed[f"cost_to_serve{span}"] += dearer
            changed[f"profit{span}"] += np.nan_to_num(earned) - np.nan_to_num(dearer)
            self._carried(changed, self.left_behind(state, span), span)
        return changed

    def left_behind(self, state: pd.DataFrame, span: str = "") -> float:
        """What the lost accounts of a state cost to serve and what stays of it, as far as it is part of a known profit."""
        gone = state["account_id"].isin(self.lost) & state[f"profit{span}"].notna()
        return self.stranded * float(state.loc[gone, f"cost_to_serve{span}"].sum())

    def _meant(self, state: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Whose prices and cost to serve change."""
        if not (self.accounts or self.owners or self.regions):
            return np.ones(len(state), dtype=bool)
        named = state["account_id"].isin(self.accounts) | state["owner"].isin(self.owners) | state["region"].isin(self.regions)
        return np.asarray(named, dtype=bool)

    def _carried(self, changed: pd.DataFrame, amount: float, span: str) -> None:
        """Spread a cost over the accounts whose profit is known: by cost to serve, else by revenue, else evenly."""
        known = changed[f"profit{span}"].notna().to_numpy()
        if not amount or not known.any():
            return
        weights = [np.where(known, np.nan_to_num(changed[f"{name}{span}"]).clip(min=0), 0.0) for name in ("cost_to_serve", "revenue")]
        weight = next((weight for weight in weights if weight.sum() > 0), known.astype("float64"))
        share = amount * weight / weight.sum()
        own = changed[f"cost_to_serve{span}"]
        changed[f"cost_to_serve{span}"] = np.where(share > 0, np.nan_to_num(own) + share, own)
        changed[f"profit{span}"] -= share
