"""
The rules put to the test on the series' own past, from every origin a month apart.

An origin o months before the date knows the quarters that ended o, o + 3, ... months ago, foretells the next four and is measured
against those that have ended since. Neighbouring origins share quarters: n errors are not n independent trials.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kam_core.forecast.methods import AHEAD, METHODS, SEASONS, foretold, known_quarters
from kam_core.forecast.sums import QUARTER
from kam_core.value.spans import Floats

Bools = npt.NDArray[np.bool_]

LEAST_QUARTERS = 8
"""A shorter past is too short to tell: the seasons take a year, and the test of them another."""

LEAST_ACTIVE = 4
"""Quarters with an amount: a rule tested on zeros is not tested."""

ORIGINS = 24
"""At most so many origins, the latest ones."""

LEAST_COLUMNS = QUARTER * (LEAST_QUARTERS - 1) + 1


@dataclass(frozen=True)
class Backtest:
    """Errors (actual less forecast) by rule, origin, quarter ahead and series, and which are read for what."""

    errors: Floats
    """(5, origins, 4, series); NaN where there is nothing to measure."""
    year: Floats
    """(5, origins, series): the errors of the four quarters together."""
    earlier: Bools
    """(origins, 4, series): the quarter foretold had ended at the split, so a rule may be chosen by it."""
    later: Bools
    """(origins, 4, series): foretold at the split or after it, so a rule that was chosen is reported by it."""
    first: npt.NDArray[np.int64]
    """Months before the date of the oldest origin of each series; below ``QUARTER`` there is none."""
    split: npt.NDArray[np.int64]
    """Months before the date at which the choice is made, halfway through the origins."""


def backtest(quarters: Floats) -> Backtest:
    """Every origin of every series; ``quarters`` is (series, months) as ``QuarterSums`` has it."""
    first = np.minimum(known_quarters(quarters).astype("int64") - 1 - QUARTER * (SEASONS - 1), QUARTER + ORIGINS - 1)
    origins = np.arange(QUARTER, max([QUARTER - 1, *first.tolist()]) + 1)
    errors = np.full((len(METHODS), len(origins), AHEAD, len(quarters)), np.nan)
    for place, origin in enumerate(origins):
        made = foretold(quarters[:, origin::QUARTER])
        for ahead in range(1, min(AHEAD, origin // QUARTER) + 1):
            errors[:, place, ahead - 1] = quarters[:, origin - QUARTER * ahead] - made[:, :, ahead - 1]
    split = (QUARTER + first) // 2
    ago, ended = origins[:, None, None], (origins[:, None] - QUARTER * np.arange(1, AHEAD + 1))[:, :, None]
    known = np.broadcast_to(ago <= first, (len(origins), AHEAD, len(quarters)))
    errors = np.where(known, errors, np.nan)
    return Backtest(errors, errors.sum(axis=2), known & (ended >= split), known & (ago <= split), first, split)


def mean_error(errors: Floats, counted: Bools) -> Floats:
    """The mean absolute error of each rule and series over the errors that count; missing without any."""
    size = np.where(counted, np.abs(errors), np.nan)
    n = (~np.isnan(size)).sum(axis=(1, 2))
    return np.asarray(np.divide(np.nansum(size, axis=(1, 2)), n, out=np.full(n.shape, np.nan), where=n > 0))
