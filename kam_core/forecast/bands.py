"""
How far off a forecast may be: quantiles of what the rule was off in its back-test (split conformal, Vovk et al.; Lei et al. 2018).

Errors of all four quarters ahead are pooled after each is divided by the mean error at its distance, which never falls with the
distance. The half width is the error of rank ceil((n + 1) * level), so the band is symmetric; a larger rank than n gives none.
"""

from __future__ import annotations

import numpy as np

from kam_core.forecast.methods import AHEAD
from kam_core.value.spans import Floats

LEVELS = (0.5, 0.8)
"""Every second, and four in five, should fall inside."""

LEAST_ERRORS = 4
"""Fewer errors at a distance do not say how it widens: then it widens as the square root of the distance does."""


def widths(errors: Floats) -> Floats:
    """Half widths (levels, 4, series) from errors (origins, 4, series), NaN = not measured; NaN where too few are."""
    scale = _scale(errors)
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = np.where(scale > 0, np.abs(errors) / scale, np.where(np.isnan(errors), np.nan, 0.0))
    together = pooled.reshape(pooled.shape[0] * AHEAD, pooled.shape[-1])
    return np.stack([ranked(together, level) for level in LEVELS])[:, None] * scale


def ranked(errors: Floats, level: float) -> Floats:
    """
    The absolute error of rank ceil((n + 1) * level) of each column; missing when n is too small for the level.

    >>> ranked(np.array([[1.0], [-4.0], [2.0], [3.0], [np.nan]]), 0.8)
    array([4.])
    """
    if not len(errors):
        return np.full(errors.shape[-1], np.nan)
    size = np.sort(np.abs(errors), axis=0)
    n = (~np.isnan(size)).sum(axis=0)
    rank = np.ceil((n + 1) * level - 1e-9).astype("int64")
    found = np.take_along_axis(size, np.clip(rank - 1, 0, len(size) - 1)[None], axis=0)[0]
    return np.asarray(np.where((rank <= n) & (n > 0), found, np.nan))


def _scale(errors: Floats) -> Floats:
    """The mean absolute error at each distance (4, series), never below that of a shorter one."""
    n = (~np.isnan(errors)).sum(axis=0)
    mean = np.divide(np.nansum(np.abs(errors), axis=0), n, out=np.full(n.shape, np.nan), where=n > 0)
    scale = mean.copy()
    for ahead in range(1, AHEAD):
        before = scale[ahead - 1]
        widened = before * np.sqrt((ahead + 1) / ahead)
        scale[ahead] = np.where(n[ahead] >= LEAST_ERRORS, np.fmax(mean[ahead], before), widened)
    return np.asarray(scale)
