"""
Features made comparable: heavy tails by a signed logarithm, each by its own median and spread, extremes held back.

The unit of a logarithm is a tenth of the median amount, so that another currency (or a disguise) changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.segments.features import feature
from kam_core.text import N_

Floats = npt.NDArray[np.float64]

CAP = 3.5
"""No account lies further out than so many spreads: one giant must not make a segment of everybody else."""

MOST_MISSING = 0.4
"""A feature that more accounts lack is left out."""

LEAST_KNOWN = 0.5
"""An account that lacks more of the features belongs nowhere."""

NORMAL_IQR = 1.349
"""Interquartile range of a normal distribution, in standard deviations."""

DIGITS = 4

REASONS: Mapping[str, str] = {
    "unknown": N_("nothing known"),
    "missing": N_("unknown for more than 40% of the accounts"),
    "constant": N_("the same for all"),
}
"""Why a feature is left out."""


@dataclass(frozen=True)
class Scale:
    """How one feature is written as a number of spreads from its median; ``unit`` 0 = no logarithm."""

    name: str
    unit: float
    centre: float
    spread: float

    def of(self, values: Floats) -> Floats:
        """The values as spreads from the median, within the cap; what is missing stands at the median."""
        return np.clip(np.nan_to_num((_bent(values, self.unit) - self.centre) / self.spread), -CAP, CAP)

    def beyond(self, values: Floats) -> int:
        """How many values the cap held back."""
        return int((np.abs((_bent(values, self.unit) - self.centre) / self.spread) > CAP).sum())


@dataclass(frozen=True)
class Prepared:
    """Accounts (in the order of their ids) as points, and what had to be done for it."""

    accounts: pd.Index
    points: Floats
    """(accounts, features), in spreads."""
    scales: tuple[Scale, ...]
    left_out: Mapping[str, str]
    """Feature -> id of the reason."""
    filled: Mapping[str, int]
    """Feature -> accounts that stand at its median because it is unknown."""
    capped: Mapping[str, int]
    """Feature -> accounts the cap held back."""
    unplaced: int
    """Accounts of which too little is known."""

    @property
    def names(self) -> tuple[str, ...]:
        """The features that are used."""
        return tuple(scale.name for scale in self.scales)


def prepared(raw: pd.DataFrame, names: Sequence[str]) -> Prepared:
    """The accounts of which enough is known as points; features that say nothing are left out, with the reason."""
    values = raw.reindex(columns=list(dict.fromkeys(names))).astype(float).sort_index()
    values = values.replace([np.inf, -np.inf], np.nan)
    some = values[values.notna().any(axis=1)]
    left_out = {name: reason for name in values.columns if (reason := _reason(some[name]))}
    used = some.drop(columns=list(left_out))
    placed = used[used.notna().mean(axis=1) >= LEAST_KNOWN] if len(used.columns) else used.iloc[:0]
    scales = {name: scale for name in placed.columns if (scale := scale_of(name, placed[name].to_numpy()))}
    left_out |= {name: "constant" for name in placed.columns if name not in scales}
    columns = {name: placed[name].to_numpy(dtype=float) for name in scales}
    return Prepared(
        pd.Index(placed.index),
        scaled(placed, tuple(scales.values())),
        tuple(scales.values()),
        left_out,
        {name: n for name, column in columns.items() if (n := int(np.isnan(column).sum()))},
        {name: n for name, column in columns.items() if (n := scales[name].beyond(column))},
        len(values) - len(placed),
    )


def scaled(raw: pd.DataFrame, scales: Sequence[Scale]) -> Floats:
    """(accounts, features) the accounts as points under given scales; a feature that is gone is unknown for everybody."""
    nothing = np.full(len(raw), np.nan)
    columns = [scale.of(raw[scale.name].to_numpy(dtype=float) if scale.name in raw else nothing) for scale in scales]
    return np.column_stack(columns) if columns else np.empty((len(raw), 0))


def scale_of(name: str, values: Floats) -> Scale | None:
    """The scale of a feature; ``None`` when all accounts have the same."""
    values = values[np.isfinite(values)]
    if not len(values) or float(values.min()) == float(values.max()):
        return None
    unit = _unit(values) if feature(name).logged else 0.0
    bent = _bent(values, unit)
    low, first, centre, third, high = np.quantile(bent, [0.025, 0.25, 0.5, 0.75, 0.975])
    # The quartiles of a share that is 100% for most are one; the deviation without the extremes is not.
    spread = max((third - first) / NORMAL_IQR, float(np.clip(bent, low, high).std()), float(bent.std()) / 10)
    if not spread > 1e-9 * max(1.0, abs(centre)):
        return None
    return Scale(name, unit, shortened(centre), shortened(spread))


def shortened(value: float) -> float:
    """A number of a model with as many digits as it is kept with."""
    return float(f"{value:.{DIGITS}g}")


def _unit(values: Floats) -> float:
    some = np.abs(values[values != 0])
    return shortened(float(np.median(some)) / 10) if len(some) else 1.0


def _bent(values: Floats, unit: float) -> Floats:
    return np.asarray(np.sign(values) * np.log1p(np.abs(values) / unit) if unit else values, dtype=float)


def _reason(values: pd.Series) -> str:
    if values.isna().all():
        return "unknown"
    if values.isna().mean() > MOST_MISSING:
        return "missing"
    return "constant" if values.min() == values.max() else ""
