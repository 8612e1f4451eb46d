"""
What customers without a contract are expected to buy and to be worth in the year to come, with the method that the back-test believes.

Purchases by the chosen method; spend by Gamma-Gamma; what is earned of it by the account's own profit on what it spent (returns and
all costs that are known are in there), of the portfolio's where it has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import account_state
from kam_core.assumptions import saved
from kam_core.params import Params
from kam_core.value.customers import Floats
from kam_core.value.foretelling.backtest import MODELS, NAIVE, BackTest, back_test, best_model, better_naive
from kam_core.value.foretelling.drawn import purchase_draws
from kam_core.value.foretelling.naive import own_average, pooled
from kam_core.value.gamma_gamma import GammaGammaModel
from kam_core.value.purchases import MONTH, PurchaseModel
from kam_core.value.rfm_summary import purchases_between, rfm_summary

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

MONTHS, YEAR = 12, timedelta(weeks=52)
WEEKS = MONTHS * MONTH["week"]
"""The year to come, in weeks, as its months are counted."""

LOW, HIGH, DRAWS = 0.1, 0.9, 200
Z80 = 1.2815515655446004
"""Four fifths of a normal law lie within so many standard deviations."""


@dataclass(frozen=True)
class Future:
    """What is expected of every customer, by which method, and how far that is to be believed."""

    customers: pd.DataFrame
    """
    A row an account: frequency, recency, T (weeks), spent, alive, purchases with purchases_low and purchases_high (80 %), spend, earned
    (of one unit spent), worth (of a purchase to come, now: spend x earned, discounted), value with value_low and value_high (80 %),
    value_sd (of chance alone).
    """
    method: str
    """Id of ``backtest.METHODS`` that foretells the purchases: the chosen one, or the better naive rule where the verdict is for it."""
    model_id: str
    """The best of the models on the earlier origin: alive and the intervals are its."""
    model: PurchaseModel
    spend: GammaGammaModel | None
    test: BackTest
    on_margin: bool
    """Whether a cost is known somewhere; else values are revenue."""

    def total(self, ids: Sequence[str] | None = None) -> tuple[float, float, float]:
        """Value of all (of some) customers: expected, and 80 % of what chance makes of it; the error of the method is not in there."""
        rows = self.customers if ids is None else self.customers.loc[self.customers.index.intersection(list(ids))]
        value, spread = float(rows["value"].sum()), Z80 * float(np.sqrt((rows["value_sd"] ** 2).sum()))
        return value, value - spread, value + spread


def horizon_of(first: date, as_of: date) -> timedelta:
    """What the back-test holds out: a year if the history is three or longer, else a third of it, in whole weeks."""
    return min(YEAR, timedelta(weeks=max((as_of - first).days // 21, 1)))


def future(wb: Workbook, as_of: date, params: Params | None = None) -> Future | None:
    """The year to come from a date, under the assumptions given or kept in the workbook; ``None`` when nobody has bought yet."""
    params = saved(wb) if params is None else params
    frame = rfm_summary(wb, as_of)
    if frame.empty:
        return None
    first = as_of - timedelta(days=round(float(frame["T"].max()) * 7))
    hold = horizon_of(first, as_of)
    test = back_test(wb, as_of - hold, as_of, first)
    model_id = test.chosen if test.chosen in MODELS else best_model(test.table)
    model = MODELS[model_id]().fit(frame)
    method = _believed(test)
    purchases = purchases_by(wb, method, frame, model, as_of)
    earned, on_margin = _earned(frame, account_state(wb, as_of, None, params))
    spend_model, spend = _spend(frame)
    worth = spend * earned * _discounted(params.value.discount_rate)
    return _put_together(frame, purchases, worth, (test, method, model_id, model, spend_model, on_margin), spend, earned)


def _put_together(
    frame: pd.DataFrame, purchases: Floats, worth: Floats, found: tuple[BackTest, str, str, PurchaseModel, GammaGammaModel | None, bool],
    spend: Floats, earned: Floats,
) -> Future:  # fmt: skip
    test, method, model_id, model, spend_model, on_margin = found
    draws = purchase_draws(model, frame, WEEKS, DRAWS)
    expected = model.expected_purchases(frame, WEEKS).to_numpy()
    # A naive rule that says none is no certainty: what the model holds possible stays.
    both = (expected > 0) & (purchases > 0)
    draws *= np.where(both, purchases / np.where(both, expected, 1.0), 1.0)[:, None]
    low, high = np.quantile(draws, (LOW, HIGH), axis=1)
    edges = np.sort([low * worth, high * worth], axis=0)
    table = frame.assign(
        alive=model.expected_probability_alive(frame), purchases=purchases, purchases_low=low, purchases_high=high, spend=spend,
        earned=earned, worth=worth, value=purchases * worth, value_low=edges[0], value_high=edges[1],
        value_sd=draws.std(axis=1) * np.abs(worth),
    )  # fmt: skip
    return Future(table, method, model_id, model, spend_model, test, on_margin)


def _believed(test: BackTest) -> str:
    """For the time after the last origin the last origin may be learnt from: the naive rule that won there, else the choice."""
    if test.verdict != "naive" or test.chosen in NAIVE:
        return test.chosen
    return better_naive(test.last)


def purchases_by(wb: Workbook, method: str, frame: pd.DataFrame, model: PurchaseModel, as_of: date) -> Floats:
    """Expected purchases of the year to come by a method; the model is the one that was fitted, and counts where the method is one."""
    if method in MODELS:
        return model.expected_purchases(frame, WEEKS).to_numpy()
    own = own_average(frame, WEEKS)
    found = purchases_between(wb, as_of - timedelta(days=round(WEEKS * 7)), as_of)["purchases"].reindex(frame.index).fillna(0.0)
    by: Mapping[str, Floats] = {"own": own, "last": found.to_numpy()}
    if method in NAIVE:
        return by[method]
    return pooled(MODELS["bg"]().fit(frame).expected_purchases(frame, WEEKS).to_numpy(), by["last"], own)


def _spend(frame: pd.DataFrame) -> tuple[GammaGammaModel | None, Floats]:
    """Mean spend of a purchase to come; the plain mean where too few came back for a model, or its mean does not exist."""
    mean = float(frame["spent"].sum() / (frame["frequency"] + 1).sum())
    repeat = frame["frequency"] > 0
    if repeat.sum() < 2 or frame.loc[repeat, "monetary_value"].nunique() < 2:
        return None, np.full(len(frame), mean)
    model = GammaGammaModel().fit(frame)
    return model, model.expected_customer_spend(frame).fillna(mean).to_numpy()


def _earned(frame: pd.DataFrame, state: pd.DataFrame) -> tuple[Floats, bool]:
    """Profit (revenue while no cost is known) of one unit spent, by account; that of all where an account has none."""
    known = state.set_index("account_id").reindex(frame.index)
    on_margin = bool(known["profit"].notna().any())
    amount = known["profit" if on_margin else "revenue"]
    rows = amount.notna()
    mean = float(amount[rows].sum() / frame.loc[rows, "spent"].sum()) if rows.any() else 1.0
    return (amount / frame["spent"]).fillna(mean).to_numpy(), on_margin


def _discounted(yearly: float) -> float:
    """What a purchase is worth now that comes some time in the next twelve months, each month at its end."""
    return float(((1 + yearly) ** (-np.arange(1, MONTHS + 1) / MONTHS)).mean())
