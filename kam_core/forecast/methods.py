"""
Five rules that foretell the next four quarters of many series at once.

A history is (series, quarters), the newest first, NaN where the past ends; a rule gives (series, 4). Each is linear in the unit of
money, gives a constant back as it is, and works with zeros and losses.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kam_core.text import N_
from kam_core.value.spans import Floats

AHEAD = SEASONS = 4
"""Quarters foretold, and quarters of a year; a rule needs as many behind it."""

DAMPING, STEEPEST = 0.5, 2.0
"""A year's growth enters by its square root, and never as more than a doubling or halving."""

WEIGHT = 0.5
"""Of the newest quarter in exponential smoothing."""

METHODS: Mapping[str, str] = {
    "naive": N_("Last quarter repeated"),
    "seasonal": N_("Same quarter a year ago"),
    "mean": N_("Mean of the last four"),
    "drift": N_("A year ago, damped growth"),
    "smooth": N_("Smoothing with seasons"),
}
"""The rules from the plainest on (message ids); a tie goes to the plainer one."""

NAIVE = ("naive", "seasonal")
"""The two that a cleverer one has to beat."""


def known_quarters(history: Floats) -> Floats:
    """How many quarters of each series are known without a hole, from the newest back."""
    return np.asarray(np.logical_and.accumulate(~np.isnan(history), axis=1).sum(axis=1), dtype="float64")


def foretold(history: Floats) -> Floats:
    """Every rule on every series: (5, series, 4); missing with fewer than four quarters."""
    known = known_quarters(history)
    past = np.where(np.arange(history.shape[1]) < known[:, None], history, np.nan)
    if past.shape[1] < SEASONS:
        return np.full((len(METHODS), len(past), AHEAD), np.nan)
    season = past[:, SEASONS - 1 :: -1]
    made = [np.repeat(past[:, :1], AHEAD, axis=1), season, np.repeat(past[:, :SEASONS].mean(axis=1, keepdims=True), AHEAD, axis=1),
            season * _growth(past)[:, None], _smoothed(past, known)]  # fmt: skip
    return np.asarray(np.where((known >= SEASONS)[:, None], np.stack(made), np.nan))


def _growth(past: Floats) -> Floats:
    """
    The damped growth of a year: the last quarters (up to four) against the same ones a year before.

    Without any pair, or where one side is not above zero, nothing grows (1).
    """
    pairs = min(SEASONS, past.shape[1] - SEASONS)
    then = past[:, SEASONS : SEASONS + pairs]
    now = np.where(np.isnan(then), 0.0, past[:, :pairs]).sum(axis=1)
    before = np.nan_to_num(then).sum(axis=1)
    grows = (now > 0) & (before > 0)
    ratio = np.divide(now, before, out=np.ones(len(past)), where=grows)
    return np.asarray(np.clip(ratio, 1 / STEEPEST, STEEPEST) ** DAMPING)


def _smoothed(past: Floats, known: Floats) -> Floats:
    """
    The level by exponential smoothing, plus the season: what a quarter of the year lies above the mean of whole years.

    With a single year every quarter is its own season, and the rule repeats last year.
    """
    years = (known // SEASONS).astype("int64")
    whole = np.where(np.arange(past.shape[1]) < (SEASONS * years)[:, None], past, np.nan)
    count = np.maximum(years, 1)
    seasons = np.stack([np.nansum(whole[:, place::SEASONS], axis=1) / count for place in range(SEASONS)], axis=1)
    index = seasons - seasons.mean(axis=1, keepdims=True)
    level = np.full(len(past), np.nan)
    for place in range(past.shape[1] - 1, -1, -1):
        value = past[:, place] - index[:, place % SEASONS]
        level = np.where(np.isnan(level), value, level + WEIGHT * (value - level))
    return np.asarray(level[:, None] + index[:, ::-1])
