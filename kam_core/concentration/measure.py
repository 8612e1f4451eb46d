"""The measures of concentration (methods 16): HHI, effective number, shares of the largest, and what to call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kam_core.params import ConcentrationParams
from kam_core.text import N_

LEVELS: Mapping[str, str] = {
    "diversified": N_("diversified"),
    "moderate": N_("moderately concentrated"),
    "concentrated": N_("concentrated"),
}
"""What an HHI is called, the safest first (message ids)."""


@dataclass(frozen=True)
class Concentration:
    """Shares are 0-1. ``effective`` = 1 / HHI: as many equal customers would be as concentrated."""

    hhi: float
    effective: float
    normalised: float
    top1: float
    top5: float
    top10: float
    excluded: int
    """Accounts without a positive amount, which have no share."""

    def level(self, limits: ConcentrationParams) -> str:
        """The id of ``LEVELS``: diversified below the first limit, concentrated above the second."""
        if self.hhi < limits.hhi_moderate:
            return "diversified"
        return "concentrated" if self.hhi > limits.hhi_concentrated else "moderate"


def concentration(amounts: npt.ArrayLike) -> Concentration | None:
    """
    Concentration of positive amounts (revenue, say); ``None`` when nothing is positive.

    >>> found = concentration([.4, .3, .2, .1])
    >>> round(found.hhi, 4), round(found.effective, 3), round(found.normalised, 4), found.top1
    (0.3, 3.333, 0.0667, 0.4)
    """
    values = np.asarray(amounts, dtype="float64")
    positive = np.sort(values[values > 0])[::-1]
    if not len(positive):
        return None
    share, n = positive / positive.sum(), len(positive)
    hhi = float((share**2).sum())
    top1, top5, top10 = (float(share[:k].sum()) for k in (1, 5, 10))
    return Concentration(hhi, 1 / hhi, (hhi - 1 / n) / (1 - 1 / n) if n > 1 else 1.0, top1, top5, top10, len(values) - n)
