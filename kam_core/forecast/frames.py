"""Forecasts as tables: the past and the coming quarters of one series, the test of the rules, and a row a series."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kam_core.fiscal import months_before
from kam_core.forecast.judge import TOO_SHORT, Forecasts
from kam_core.forecast.methods import AHEAD, METHODS, SEASONS
from kam_core.forecast.sums import QUARTER
from kam_core.value.spans import Floats

RULES = tuple(METHODS)
SHOWN_QUARTERS = 16
"""Of the past in a picture."""


def past(quarters: Floats, as_of: date) -> pd.DataFrame:
    """The whole quarters of one series (months,), oldest first: period_end, value; a quarter nobody knows is left out."""
    values = quarters[::QUARTER][:SHOWN_QUARTERS]
    ends = [months_before(as_of, QUARTER * place) for place in range(len(values))]
    frame = pd.DataFrame({"period_end": pd.to_datetime(pd.Series(ends, dtype="datetime64[us]")), "value": values})
    return frame.dropna(subset="value")[::-1].reset_index(drop=True)


def ahead(found: Forecasts, place: int, as_of: date) -> pd.DataFrame:
    """
    The coming quarters of one series: period_end, middle, plain, low_50, high_50, low_80, high_80; none where the past is too short.

    ``plain`` is what the naive rule says that is not the one shown: last year again, or else the last quarter again.
    """
    columns = ["period_end", "middle", "plain", "low_50", "high_50", "low_80", "high_80"]
    if found.shown[place] == TOO_SHORT:
        return pd.DataFrame({"period_end": pd.Series(dtype="datetime64[us]"), **{name: np.empty(0) for name in columns[1:]}})
    plain = RULES.index("naive" if RULES[found.shown[place]] == "seasonal" else "seasonal")
    ends = [months_before(as_of, -QUARTER * quarter) for quarter in range(1, AHEAD + 1)]
    bands = {f"{side}_{level}": getattr(found, side)[at, place] for at, level in enumerate((50, 80)) for side in ("low", "high")}
    return pd.DataFrame({"period_end": ends, "middle": found.middle[place], "plain": found.every[plain, place], **bands})[columns]


def tested(found: Forecasts, place: int) -> pd.DataFrame:
    """
    How every rule did on the later origins: rule, shown, mae, mase, against_naive, against_seasonal, against_plain, coverage_50,
    coverage_80, errors (how many).

    ``against_*`` is the error as a multiple of that of a naive rule (``plain``: of the better one); missing where that made none.
    """
    mae = found.mae[:, place]
    with np.errstate(divide="ignore", invalid="ignore"):
        against = {
            f"against_{rule}": np.where(mae[RULES.index(rule)] > 0, mae / mae[RULES.index(rule)], np.nan) for rule in ("naive", "seasonal")
        }
    return pd.DataFrame({
        "rule": RULES, "shown": np.arange(len(RULES)) == found.shown[place], "mae": mae, "mase": found.mase[:, place], **against,
        "against_plain": np.fmax(against["against_naive"], against["against_seasonal"]),
        "coverage_50": found.coverage[0, :, place], "coverage_80": found.coverage[1, :, place], "errors": int(found.n[place]),
    })  # fmt: skip


def listed(found: Forecasts, quarters: Floats) -> pd.DataFrame:
    """
    A row a series, in their order: last_year (the last four quarters), next_year, next_year_low, next_year_high (80%), next_quarter,
    next_quarter_low, next_quarter_high (80%), rule, mase, coverage_80, errors, quarters; missing where the past is too short, the last
    year where it is not whole.
    """
    at, own = np.arange(len(found.shown)), np.maximum(found.shown, 0)
    years = quarters[:, : QUARTER * SEASONS : QUARTER]
    return pd.DataFrame({
        "last_year": years.sum(axis=1) if years.shape[1] == SEASONS else np.nan,
        "next_year": found.year, "next_year_low": found.year_low[1], "next_year_high": found.year_high[1],
        "next_quarter": found.middle[:, 0], "next_quarter_low": found.low[1, :, 0], "next_quarter_high": found.high[1, :, 0],
        "rule": pd.Series([None if rule == TOO_SHORT else RULES[rule] for rule in found.shown], dtype=object),
        "mase": found.mase[own, at], "coverage_80": found.coverage[1, own, at], "errors": found.n, "quarters": found.quarters,
    })  # fmt: skip
