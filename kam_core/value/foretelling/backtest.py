"""
Which way of foretelling purchases is to be believed here: each is fitted to what was known on a day and held against what came after.

The method is chosen on an earlier day and reported on the last one, so that the report is of a choice made without knowing it. Beside
the models stand the naive rules; where a naive rule wins, it is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.text import N_
from kam_core.value.beta_geo import BetaGeoModel
from kam_core.value.customers import Floats
from kam_core.value.foretelling.naive import own_average, pooled
from kam_core.value.modified_beta_geo import ModifiedBetaGeoModel
from kam_core.value.pareto_nbd import ParetoNBDModel
from kam_core.value.purchases import PurchaseModel
from kam_core.value.rfm_summary import purchases_between, rfm_summary

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

MODELS: Mapping[str, Callable[[], PurchaseModel]] = {"bg": BetaGeoModel, "mbg": ModifiedBetaGeoModel, "pareto": ParetoNBDModel}
NAIVE = ("last", "own")

METHODS: Mapping[str, str] = {
    "bg": N_("BG/NBD"),
    "mbg": N_("MBG/NBD"),
    "pareto": N_("Pareto/NBD"),
    "last": N_("As in the last period"),
    "own": N_("At the own average pace"),
    "pool": N_("Pool of BG/NBD and naive"),
}
"""What foretells purchases: id and name (message ids)."""

VERDICTS: Mapping[str, str] = {
    "better": N_("The chosen method beats both naive rules here."),
    "alike": N_("The chosen method and the better naive rule cannot be told apart here."),
    "naive": N_("A naive rule is better here: models of purchases are not to be believed on these data."),
    "short": N_("Too short to tell: fewer than {fewest} customers, or less than {weeks} weeks before the first origin."),
}
"""What a back-test says (message ids)."""

FEWEST, WEEKS = 100, 13
"""Fewer customers, or fewer weeks of history before the earlier origin, tell nothing."""

DRAWS, SEED, AT_ONCE = 400, 7, 2_000_000
"""Resamples of the customers for the intervals, and how many customers are resampled at once: 16 MB."""

SHARE = 0.7
"""The earlier origin lies a whole horizon before the last one if that leaves at least 30 % of the history, else in its middle."""


@dataclass(frozen=True)
class Trial:
    """One origin: what was known, what each method said, what came."""

    origin: date
    until: date
    frame: pd.DataFrame
    """One row a customer known at the origin, as ``rfm_summary`` gives it, in weeks."""
    said: pd.DataFrame
    """Expected purchases, a column a method."""
    came: pd.Series
    models: Mapping[str, PurchaseModel]

    @property
    def weeks(self) -> float:
        """Length of the time foretold."""
        return (self.until - self.origin).days / 7

    def errors(self) -> pd.DataFrame:
        """By method: MAE (purchases a customer), RMSE, bias (share of the total), capture (of the purchases of the true top tenth)."""
        y = self.came.to_numpy()
        rows = {name: _errors(self.said[name].to_numpy(), y) for name in self.said}
        return pd.DataFrame.from_dict(rows, orient="index", columns=["mae", "rmse", "bias", "capture"])


@dataclass(frozen=True)
class BackTest:
    """The method chosen on the earlier origin, and how it did on the last one."""

    chosen: str
    rival: str
    """What is held against the naive rules: the chosen method, or the best model where a naive rule was chosen."""
    verdict: str
    """Id of ``VERDICTS``."""
    earlier: Trial | None
    last: Trial
    table: pd.DataFrame
    """A row a method: mae_earlier, mae, mae_low, mae_high (95 %), rmse, bias, bias_low, bias_high, capture."""
    gain: tuple[float, float, float]
    """MAE of the better naive rule less that of the rival: middle and 95 % interval over customers."""


def trial(source: Workbook | pd.DataFrame, origin: date, until: date, *, free_orders: bool = False) -> Trial:
    """Fit everything to what was known on the evening of ``origin``, foretell up to ``until``, and look."""
    frame = rfm_summary(source, origin, free_orders=free_orders)
    weeks = (until - origin).days / 7

    def counted(since: date, day: date) -> Floats:
        found = purchases_between(source, since, day, free_orders=free_orders)["purchases"]
        return found.reindex(frame.index).fillna(0.0).to_numpy()

    models = {name: kind().fit(frame) for name, kind in MODELS.items()}
    said = {name: model.expected_purchases(frame, weeks).to_numpy() for name, model in models.items()}
    said["last"] = counted(origin - (until - origin), origin)
    said["own"] = own_average(frame, weeks)
    said["pool"] = pooled(said["bg"], said["last"], said["own"])
    came = pd.Series(counted(origin, until), index=frame.index, name="purchases")
    return Trial(origin, until, frame, pd.DataFrame(said, index=frame.index), came, models)


def back_test(source: Workbook | pd.DataFrame, origin: date, until: date, first: date, *, free_orders: bool = False) -> BackTest:
    """
    Choose on an earlier origin by MAE, report on the last: ``origin`` to ``until``; ``first`` is the day the data begin.

    Between methods whose error is the same to the third digit the earlier in ``METHODS`` is taken.
    """
    earlier_origin, earlier_until = _earlier(first, origin, until)
    last = trial(source, origin, until, free_orders=free_orders)
    if len(last.frame) < FEWEST or (earlier_origin - first).days < 7 * WEEKS:
        table = _table(None, last)
        return BackTest("own", best_model(table), "short", None, last, table, (np.nan, np.nan, np.nan))
    earlier = trial(source, earlier_origin, earlier_until, free_orders=free_orders)
    table = _table(earlier, last)
    chosen = str(table["mae_earlier"].round(3).idxmin())
    rival = best_model(table) if chosen in NAIVE else chosen
    gain = gain_on_naive(last, rival)
    verdict = "naive" if gain[2] < 0 else "better" if gain[1] > 0 and chosen not in NAIVE else "alike"
    return BackTest(chosen, rival, verdict, earlier, last, table, gain)


def best_model(table: pd.DataFrame) -> str:
    """The model that erred least in a table of errors: on the earlier origin, or on the last where no earlier one was tried."""
    column = "mae_earlier" if table["mae_earlier"].notna().any() else "mae"
    return str(table.loc[list(MODELS), column].fillna(np.inf).idxmin())


def calibration(found: Trial, method: str, groups: int = 10) -> pd.DataFrame:
    """Customers in groups of equal size by what was expected: expected and came (means a customer) and n, the least expected first."""
    said = found.said[method]
    group = np.minimum((said.rank(method="first").to_numpy() - 1) * groups // max(len(said), 1), groups - 1).astype(int)
    table = pd.DataFrame({"expected": said, "came": found.came}).groupby(group).agg(["mean", "size"])
    return pd.DataFrame({"expected": table["expected", "mean"], "came": table["came", "mean"], "n": table["came", "size"]})


def _earlier(first: date, origin: date, until: date) -> tuple[date, date]:
    history, horizon = origin - first, until - origin
    start = origin - horizon if horizon <= history * SHARE else first + timedelta(days=history.days // 2)
    return start, min(origin, start + horizon)


def _errors(said: Floats, came: Floats) -> tuple[float, float, float, float]:
    if not len(came):
        return (np.nan,) * 4
    total, top = came.sum(), max(len(came) // 10, 1)
    best = np.sort(came)[::-1][:top].sum()
    found = came[np.argsort(-said, kind="stable")[:top]].sum()
    return (
        float(np.abs(said - came).mean()),
        float(np.sqrt(((said - came) ** 2).mean())),
        float(said.sum() / total - 1) if total else np.nan,
        float(found / best) if best else np.nan,
    )


def better_naive(last: Trial) -> str:
    """The naive rule that erred less on an origin."""
    return str(last.errors().loc[list(NAIVE), "mae"].idxmin())


def gain_on_naive(last: Trial, method: str) -> tuple[float, float, float]:
    """MAE of the better naive rule less that of a method: middle and 95 % interval over customers; missing without customers."""
    if last.frame.empty:
        return (np.nan, np.nan, np.nan)
    naive = better_naive(last)
    y = last.came.to_numpy()
    better = np.abs(last.said[naive].to_numpy() - y) - np.abs(last.said[method].to_numpy() - y)
    low, high = np.quantile(_resampled(better[:, None]), (0.025, 0.975))
    return float(better.mean()), float(low), float(high)


def _resampled(values: Floats) -> Floats:
    """
    Means over resampled customers of every column, shape (draws, columns); missing without customers.

    Each customer counts a Poisson(1) number of times (Hanley & MacGibbon 2006), so that the columns share one draw and no draw has to
    hold all customers at once.
    """
    n = len(values)
    if not n:
        return np.full((DRAWS, values.shape[1]), np.nan)
    rng, at_once = np.random.default_rng(SEED), max(AT_ONCE // n, 1)
    found = []
    for start in range(0, DRAWS, at_once):
        times = rng.poisson(1.0, (min(at_once, DRAWS - start), n)).astype("float64")
        found.append(times @ values / np.maximum(times.sum(axis=1, keepdims=True), 1.0))
    return np.vstack(found)


def _table(earlier: Trial | None, last: Trial) -> pd.DataFrame:
    y, said = last.came.to_numpy(), last.said.to_numpy()
    table = last.errors()
    table.insert(0, "mae_earlier", earlier.errors()["mae"] if earlier else np.nan)
    means, k = _resampled(np.column_stack([np.abs(said - y[:, None]), said, y])), said.shape[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        bias = np.where(means[:, -1:] > 0, means[:, k : 2 * k] / means[:, -1:] - 1, np.nan)
    for name, drawn in (("mae", means[:, :k]), ("bias", bias)):
        table[f"{name}_low"], table[f"{name}_high"] = np.quantile(drawn, (0.025, 0.975), axis=0)
    return table
