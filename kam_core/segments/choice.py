"""
How many segments there are, and whether there are any.

k-means: the number with the highest mean silhouette (Rousseeuw 1987); mixture: the one with the lowest BIC (Schwarz 1978), one among
them. Whatever is found is held against points without any groups of the same width and slant (a uniform cloud, as in the gap
statistic of Tibshirani, Walther & Hastie 2001): a silhouette that such a cloud reaches too is no structure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam_core.segments.fitting import SEED, Places, fitted, turned_points
from kam_core.segments.model import MOST
from kam_core.segments.scaling import Floats, Prepared
from kam_core.text import N_

FEWEST = 20
"""Below so many accounts there are no segments, only accounts."""

NUMBERS = range(2, MOST + 1)
EACH = 5
"""Accounts in a segment that is proposed."""

SAMPLE = 1_500
"""Accounts between which distances are taken for the silhouette; drawn with a seed beyond."""

WEAK, CLEAR = 0.25, 0.5
"""Kaufman & Rousseeuw 1990: up to .25 no substantial structure, up to .50 a weak one."""

CLOUDS, MARGIN, CHANCE = 3, 0.03, 0.8
"""Clouds without groups that are drawn, and how much further apart segments must lie than theirs: more where few accounts (n) leave
much to chance, which falls with the root of n."""

VERDICTS: Mapping[str, str] = {
    "clear": N_("clear groups"),
    "weak": N_("groups that run into each other"),
    "none": N_("no groups"),
    "few": N_("too few accounts"),
}

Progress = Callable[[str, float], None]
"""Told which step is at work and how much of all is done, 0-1."""


@dataclass(frozen=True)
class Choice:
    """How many segments, how well they stand apart, and what that is worth."""

    method: str
    table: pd.DataFrame
    """A row for each number: ``k``, ``silhouette``, ``bic`` (mixture only), ``smallest`` (accounts in its smallest segment)."""
    best: int | None
    """``None`` when no number can be proposed."""
    cloud: float
    """The silhouette a cloud without groups reaches with the best number."""
    verdict: str
    """A key of ``VERDICTS``."""

    def verdict_of(self, k: int) -> str:
        """What a number is worth that somebody chose by hand: nothing is clearer than the best."""
        if k == self.best or self.verdict not in ("clear", "weak"):
            return self.verdict
        reached = self.silhouette(k)
        return "none" if not reached >= WEAK else "weak" if reached < CLEAR else self.verdict

    def silhouette(self, k: int) -> float:
        """The mean silhouette of a number; missing when it was not tried."""
        found = self.table.loc[self.table["k"] == k, "silhouette"]
        return float(found.iloc[0]) if len(found) else float("nan")


def choose(data: Prepared, method: str, progress: Progress | None = None) -> Choice:
    """Try every number of segments and judge what is found; ``progress`` is told before each."""
    numbers = numbers_for(data)
    if not numbers:
        nothing = pd.DataFrame(columns=["k", "silhouette", "bic", "smallest"])
        return Choice(method, nothing, None, float("nan"), "few" if few(data) else "none")
    turned, _ = turned_points(data)
    some = sampled(len(turned))
    apart = _distances(turned[some])
    tried = []
    for place, k in enumerate([1, *numbers] if method == "mixture" else numbers):
        if progress:
            progress("number", place / (len(numbers) + 1))
        made, own = fitted(method, turned, k)
        tried.append(
            {
                "k": k,
                "silhouette": silhouette(apart, own[some]) if k > 1 else np.nan,
                "bic": float(made.bic(turned)) if method == "mixture" else np.nan,
                "smallest": int(np.bincount(own, minlength=k).min()),
            }
        )
    table = pd.DataFrame(tried)
    best = _best(table, method)
    if progress:
        progress("cloud", len(numbers) / (len(numbers) + 1))
    cloud = _cloud(turned, best) if best else float("nan")
    return Choice(method, table, best, cloud, _verdict(table, best, cloud + MARGIN + CHANCE / np.sqrt(len(some))))


def few(data: Prepared) -> bool:
    """Whether there are too few accounts."""
    return len(data.accounts) < FEWEST


def numbers_for(data: Prepared) -> list[int]:
    """The numbers of segments that can be tried: as many accounts in each as it takes, and enough accounts that differ."""
    if few(data) or not data.scales:
        return []
    different = len(np.unique(data.points, axis=0))
    return [k for k in NUMBERS if k * EACH <= len(data.accounts) and k < different]


def sampled(n: int, size: int = SAMPLE) -> Places:
    """The places of the accounts that stand for all: every one, or so many drawn with a seed."""
    return np.arange(n) if n <= size else np.sort(np.random.default_rng(SEED).choice(n, size, replace=False))


def silhouette(apart: Floats, own: Places) -> float:
    """The mean silhouette of segments, from the distances between accounts; missing when all lie in one."""
    from sklearn.metrics import silhouette_score

    if not 1 < len(np.unique(own)) < len(own):
        return float("nan")
    return float(silhouette_score(apart, own, metric="precomputed"))


def _distances(points: Floats) -> Floats:
    from sklearn.metrics import pairwise_distances

    apart = pairwise_distances(points)
    np.fill_diagonal(apart, 0.0)
    return np.asarray(apart, dtype=float)


def _best(table: pd.DataFrame, method: str) -> int | None:
    """By the criterion of the method, among those without a splinter; the smaller number when two are equal."""
    whole = table[(table["smallest"] >= EACH) & (table["silhouette"].notna() | (table["k"] == 1))]
    if whole.empty:
        return None
    at = int(whole["bic"].argmin() if method == "mixture" else whole["silhouette"].argmax())
    k = int(whole["k"].iloc[at])
    return k if k > 1 else None


def _cloud(turned: Floats, k: int) -> float:
    """The silhouette that k-means finds in points without groups: uniform along the same axes, as wide."""
    draw, width = np.random.default_rng(SEED), np.sqrt(12) * turned.std(axis=0)
    n = min(len(turned), SAMPLE)
    found = []
    for _ in range(CLOUDS):
        points = draw.uniform(-0.5, 0.5, (n, turned.shape[1])) * width
        found.append(silhouette(_distances(points), fitted("kmeans", points, k, starts=2)[1]))
    return float(np.mean(found))


def _verdict(table: pd.DataFrame, best: int | None, least: float) -> str:
    if best is None:
        return "none"
    reached = float(table.loc[table["k"] == best, "silhouette"].iloc[0])
    if not reached >= max(WEAK, least):
        return "none"
    return "clear" if reached >= CLEAR else "weak"
