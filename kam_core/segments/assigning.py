"""
Where accounts belong under a model: a pure function of the model and the features of a day.

So a new account has a segment at once, another day moves accounts, and nobody's membership is stored.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.segments.model import Model
from kam_core.segments.scaling import LEAST_KNOWN, Floats, scaled

COLUMNS = ("account_id", "segment", "certainty", "distance", "far", "known")


def assigned(model: Model, raw: pd.DataFrame) -> pd.DataFrame:
    """
    One row an account of ``raw`` (as ``features`` gives it), in the order of the ids.

    Columns: ``segment`` (its id; missing when less than half of the features are known); ``certainty`` 0-1 (mixture: the probability
    of the segment; k-means: 1 − distance ÷ distance to the next segment); ``distance`` to the centre in spreads, the mean over the
    features; ``far`` from every segment; ``known`` share of the features.
    """
    raw = raw.sort_index()
    turned = model.turned(scaled(raw, model.scales))
    place, sure = nearest(model, turned)
    away = distances(model, turned)
    known = raw.reindex(columns=list(model.names)).notna().mean(axis=1).to_numpy(dtype=float)
    placed = known >= LEAST_KNOWN
    names = np.array(model.segments, dtype=object)[place]
    return pd.DataFrame(
        {
            "account_id": raw.index.to_numpy(),
            "segment": np.where(placed, names, np.array(None)),
            "certainty": np.where(placed, sure, np.nan),
            "distance": np.where(placed, away[np.arange(len(place)), place], np.nan),
            "far": (away > np.array(model.reach)).all(axis=1) & placed,
            "known": known,
        }
    )


def distances(model: Model, turned: Floats) -> Floats:
    """(accounts, segments) the distance to every centre, in spreads, the root mean square over the features."""
    centres = np.asarray(model.centres)
    return np.asarray(np.sqrt(((turned[:, None, :] - centres[None]) ** 2).mean(axis=2)), dtype=float)


def nearest(model: Model, turned: Floats) -> tuple[npt.NDArray[np.intp], Floats]:
    """The place of each account's segment and how sure it is, 0-1."""
    if len(model.centres) == 1:
        return np.zeros(len(turned), dtype=np.intp), np.ones(len(turned))
    if model.method == "mixture":
        chance = probabilities(model, turned)
        place = np.argmax(chance, axis=1)
        return place, chance[np.arange(len(place)), place]
    away = distances(model, turned)
    place, two = np.argmin(away, axis=1), np.sort(away, axis=1)[:, :2]
    return place, 1 - two[:, 0] / np.maximum(two[:, 1], 1e-12)


def probabilities(model: Model, turned: Floats) -> Floats:
    """(accounts, segments) the probability of each normal cloud, given its share."""
    centres, spreads = np.asarray(model.centres), np.asarray(model.spreads)
    apart = (turned[:, None, :] - centres[None]) / spreads[None]
    logs = np.log(np.asarray(model.shares)) - np.log(spreads).sum(axis=1) - 0.5 * (apart**2).sum(axis=2)
    odds = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=float)


def moves(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Who is in another segment than before: account_id, ``before``, ``after``; accounts placed on both days only."""
    both = before[["account_id", "segment"]].merge(after[["account_id", "segment"]], on="account_id", suffixes=("_before", "_after"))
    both = both.rename(columns={"segment_before": "before", "segment_after": "after"}).dropna()
    return both[both["before"] != both["after"]].reset_index(drop=True)
