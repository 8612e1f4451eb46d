"""The rule that is shown for each series, its forecast and its intervals, and how every rule did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kam_core.forecast.backtest import LEAST_ACTIVE, LEAST_COLUMNS, Backtest, backtest, mean_error
from kam_core.forecast.bands import LEVELS, ranked, widths
from kam_core.forecast.methods import METHODS, NAIVE, foretold, known_quarters
from kam_core.forecast.sums import QUARTER
from kam_core.value.spans import Floats

Ints = npt.NDArray[np.int64]

TOO_SHORT = -1
"""In place of a rule: the past is too short to tell."""

TINY = 1e-9
"""Of the forecast: a smaller error is one of adding up."""


@dataclass(frozen=True)
class Forecasts:
    """The next four quarters of many series; series with too short a past have no forecast at all (NaN)."""

    shown: Ints
    """Place in ``METHODS`` of the rule shown, or ``TOO_SHORT``."""
    chosen: Ints
    """The rule that did best on the earlier origins; another one is shown when a plain rule beat it on the later ones."""
    middle: Floats
    """(series, 4)"""
    low: Floats
    """(levels, series, 4); ``LEVELS``."""
    high: Floats
    year: Floats
    """(series,): the four quarters together."""
    year_low: Floats
    """(levels, series), from the errors of whole years; missing where there are too few of them."""
    year_high: Floats
    every: Floats
    """(5, series, 4): what each rule says."""
    mae: Floats
    """(5, series): mean absolute error on the later origins."""
    mase: Floats
    """The same as a multiple of the mean change from quarter to quarter before the split (Hyndman & Koehler 2006)."""
    coverage: Floats
    """(levels, 5, series): share of the later quarters inside the band that the earlier errors give."""
    n: Ints
    """Errors on the later origins."""
    n_earlier: Ints
    origins: Ints
    """How many origins there are, a month apart."""
    quarters: Ints
    """Whole quarters that are known."""
    active: Ints
    """Those of them that are not zero."""
    exact: npt.NDArray[np.bool_]
    """The rule shown made no error at any origin: there is nothing an interval could hold."""


def forecast(quarters: Floats) -> Forecasts:
    """
    Judge the rules on every series and foretell its next four quarters; ``quarters`` is (series, months), see ``QuarterSums``.

    The rule with the least mean absolute error on the earlier origins is chosen. One that is not naive is shown only if it beats both
    naive rules on the later origins too; else the better of those is shown.
    """
    known = known_quarters(quarters).astype("int64")
    active = (np.nan_to_num(np.where(np.arange(quarters.shape[1]) < known[:, None], quarters, 0.0))[:, ::QUARTER] != 0).sum(axis=1)
    long = (known >= LEAST_COLUMNS) & (active >= LEAST_ACTIVE)
    past = np.where(long[:, None], quarters, np.nan)
    tested, every = backtest(past), foretold(past[:, ::QUARTER])
    before, mae = mean_error(tested.errors, tested.earlier), mean_error(tested.errors, tested.later)
    chosen = np.where(long, _best(before), TOO_SHORT)
    shown = np.where(long, _shown(chosen, mae), TOO_SHORT)
    of = np.maximum(shown, 0)
    middle = np.take_along_axis(every, of[None, :, None], axis=0)[0]
    low, high = _around(middle, np.swapaxes(widths(_own(tested.errors, of)), 1, 2), past)
    year = middle.sum(axis=1)
    errors = _own(tested.year, of)
    year_low, year_high = _around(year, np.stack([ranked(errors, level) for level in LEVELS]), past)
    with np.errstate(divide="ignore", invalid="ignore"):
        mase = np.where(_step(past, tested) > 0, mae / _step(past, tested), np.nan)
    counted = ~np.isnan(tested.errors[0])
    return Forecasts(
        shown, chosen, middle, low, high, year, year_low, year_high, every, mae, mase, _coverage(tested),
        n=(counted & tested.later).sum(axis=(0, 1)), n_earlier=(counted & tested.earlier).sum(axis=(0, 1)),
        origins=np.where(long, np.maximum(tested.first - QUARTER + 1, 0), 0), quarters=(known + QUARTER - 1) // QUARTER,
        active=active, exact=long & _exact(_own(tested.errors, of), middle),
    )  # fmt: skip


def _exact(errors: Floats, middle: Floats) -> npt.NDArray[np.bool_]:
    """Whether no error is larger than one of adding up."""
    return np.asarray(np.nan_to_num(np.abs(errors)).max(axis=(0, 1), initial=0.0) <= TINY * np.abs(middle).max(axis=1))


def _own(errors: Floats, of: Ints) -> Floats:
    """The errors of the rule shown: the first axis taken by series, which are the last."""
    at = of.reshape((1,) * (errors.ndim - 1) + (-1,))
    return np.asarray(np.take_along_axis(errors, at, axis=0)[0])


def _best(errors: Floats) -> Ints:
    """The rule with the least error; the plainer one of two that do equally well."""
    least = np.nanmin(np.where(np.isnan(errors), np.inf, errors), axis=0)
    close = errors <= least * (1 + 1e-9)
    return np.asarray(np.argmax(close, axis=0), dtype="int64")


def _shown(chosen: Ints, later: Floats) -> Ints:
    """The rule chosen, unless a naive one did as well or better on the later origins."""
    naive = later[: len(NAIVE)]
    own = np.take_along_axis(later, np.maximum(chosen, 0)[None], axis=0)[0]
    keeps = (chosen < len(NAIVE)) | (own < naive.min(axis=0) * (1 - 1e-9))
    return np.where(keeps, chosen, _best(naive))


def _around(middle: Floats, half: Floats, past: Floats) -> tuple[Floats, Floats]:
    """The interval around a forecast; what never was below zero is not foretold below it."""
    low, high = middle - half, middle + half
    floor = np.nanmin(past, axis=1, initial=np.inf) >= 0 if past.shape[1] else np.zeros(len(past), bool)
    floor = floor[:, None] if middle.ndim > 1 else floor
    return np.where(floor, np.maximum(low, np.minimum(middle, 0.0)), low), high


def _step(past: Floats, tested: Backtest) -> Floats:
    """The mean absolute change between neighbouring quarters that ended by the split."""
    change = np.abs(past[:, :-QUARTER] - past[:, QUARTER:])
    change = np.where(np.arange(change.shape[1]) >= tested.split[:, None], change, np.nan)
    n = (~np.isnan(change)).sum(axis=1)
    return np.asarray(np.divide(np.nansum(change, axis=1), n, out=np.full(n.shape, np.nan), where=n > 0))


def _coverage(tested: Backtest) -> Floats:
    """Of every rule: how much of the later quarters lies within the band that its earlier errors alone give."""
    found = np.full((len(LEVELS), len(METHODS), tested.errors.shape[-1]), np.nan)
    for rule, errors in enumerate(tested.errors):
        size = np.abs(np.where(tested.later, errors, np.nan))
        n = (~np.isnan(size)).sum(axis=(0, 1))
        for place, half in enumerate(widths(np.where(tested.earlier, errors, np.nan))):
            inside = (size <= half * (1 + 1e-9)).sum(axis=(0, 1))
            found[place, rule] = np.where((n > 0) & ~np.isnan(half[0]), inside / np.maximum(n, 1), np.nan)
    return found
