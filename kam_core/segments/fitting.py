"""
Segments found by k-means or a Gaussian mixture (scikit-learn), the same on every run and in every order of the accounts.

k-means parts the accounts around centres (Lloyd 1982; the best of several seeded starts). The mixture takes each segment for a
normal cloud along the principal axes of all accounts (EM; Fraley & Raftery 2002), so that segments may be wide and narrow.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kam_core.segments.assigning import distances, nearest
from kam_core.segments.model import Model, axes_of, rows
from kam_core.segments.scaling import Floats, Prepared, shortened

SEED = 20130
STARTS = {"kmeans": 8, "mixture": 3}
"""Starts of which the best counts."""

NARROWEST = 0.03
"""Variance no segment of a mixture falls below, in squared spreads: accounts that are exactly alike must not make a spike."""

REACH, REACHED = 1.5, 0.95
"""An account is far from a segment beyond 1.5 times the distance that 95% of its accounts keep."""

Places = npt.NDArray[np.intp]


def estimator(method: str, k: int, seed: int = SEED, starts: int | None = None) -> Any:
    """The estimator of scikit-learn for ``k`` segments."""
    starts = starts or STARTS[method]
    if method == "kmeans":
        from sklearn.cluster import KMeans

        return KMeans(k, n_init=starts, random_state=seed)
    from sklearn.mixture import GaussianMixture

    return GaussianMixture(
        k, covariance_type="diag", init_params="k-means++", n_init=starts, max_iter=300, reg_covar=NARROWEST, random_state=seed
    )


def fitted(method: str, turned: Floats, k: int, seed: int = SEED, starts: int | None = None) -> tuple[Any, Places]:
    """The estimator fitted to turned points, and the place of each point's segment."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Too few different points, or no convergence: what comes out is judged afterwards.
        made = estimator(method, k, seed, starts).fit(turned)
    return made, np.asarray(made.predict(turned), dtype=np.intp)


def alone() -> Any:
    """One thread for what is fitted within: on so few accounts more of them only wait for each other, and sums would vary."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(limits=1)


def turned_points(data: Prepared) -> tuple[Floats, tuple[tuple[float, ...], ...]]:
    """The points along their principal axes, and the axes."""
    axes = axes_of(data.points)
    return np.asarray(data.points @ np.asarray(axes), dtype=float), axes


def model(data: Prepared, method: str, k: int, made_on: str) -> Model:
    """
    ``k`` segments of prepared accounts; the one that is highest on the first feature is called 1. Segments nobody lies in are dropped.
    """
    turned, axes = turned_points(data)
    made, places = fitted(method, turned, k)
    first = [float(data.points[places == place, 0].mean()) if (places == place).any() else -np.inf for place in range(k)]
    order = [place for place in np.argsort(-np.array(first), kind="stable") if first[place] > -np.inf]
    centres, spreads = _clouds(method, made, turned, places)
    shares = np.array([(places == place).mean() for place in order])
    if method == "mixture":
        shares = np.asarray(made.weights_)[order]
    found = Model(
        method, made_on, data.scales, axes, rows(centres[order]), rows(spreads[order]),
        tuple(shortened(share) for share in shares), (1.0,) * len(order),
    )  # fmt: skip
    return _with_reach(found, turned)


def _clouds(method: str, made: Any, turned: Floats, places: Places) -> tuple[Floats, Floats]:
    """Centre and standard deviations of every segment."""
    if method == "mixture":
        return np.asarray(made.means_), np.sqrt(np.asarray(made.covariances_))
    centres = np.asarray(made.cluster_centers_)
    own = [turned[places == place].std(axis=0) if (places == place).any() else np.ones(turned.shape[1]) for place in range(len(centres))]
    return centres, np.maximum(np.array(own), np.sqrt(NARROWEST))


def _with_reach(found: Model, turned: Floats) -> Model:
    """The model that knows how far its own accounts lie from their centres."""
    away, own = distances(found, turned), nearest(found, turned)[0]
    usual = [np.quantile(away[own == place, place], REACHED) if (own == place).any() else 1.0 for place in range(len(found.centres))]
    return replace(found, reach=tuple(shortened(max(REACH * float(value), NARROWEST)) for value in usual))
