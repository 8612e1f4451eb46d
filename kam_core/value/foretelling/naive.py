"""What one expects without a model: that customers go on at their own pace, or do again what they did in the last period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam_core.value.customers import Floats

LIFT = 0.05
"""A twentieth of a purchase."""


def own_average(frame: pd.DataFrame, t: float) -> Floats:
    """Repeat purchases so far, at the same pace for ``t`` more units of time; who was won today is expected to make none."""
    x, watched = frame["frequency"].to_numpy("float64"), frame["T"].to_numpy("float64")
    return np.where(watched > 0, x / np.where(watched > 0, watched, 1.0), 0.0) * t


def pooled(*forecasts: Floats) -> Floats:
    """
    Geometric mean of several forecasts of counts, each raised by ``LIFT`` so that one zero does not silence the others.

    Forecasts of rare purchases err by factors rather than by differences: on the logarithm no single one carries the mean away.
    """
    return np.asarray(np.exp(np.mean([np.log(one + LIFT) for one in forecasts], axis=0)) - LIFT)
