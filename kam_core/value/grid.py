"""The grid of net margin against cost to serve (Kaplan/Shapiro; methods 2): its own cuts, and where the money breaks even."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from kam_core.index.measured import measure
from kam_core.matrices import Matrix
from kam_core.text import Translator

Rule = Literal["average", "median"]

DIGITS = 1
"""Cuts stand at a tenth of a per cent."""


def own_cuts(state: pd.DataFrame, declared: Matrix, rule: Rule = "average") -> tuple[float, float]:
    """
    Cuts of x and y from the accounts themselves, in per cent of the revenue: the average weighted by revenue, or the median.

    Of the accounts of which both measures are known; without any, both are 0.
    """
    x, y = measure(declared.x.id, state), measure(declared.y.id, state)
    known = ~np.isnan(x) & ~np.isnan(y)
    if not known.any():
        return 0.0, 0.0
    weight = state["revenue"].to_numpy("float64")[known]
    found = [float(np.median(v[known]) if rule == "median" else np.average(v[known], weights=weight)) for v in (x, y)]
    return round(found[0], DIGITS), round(found[1], DIGITS)


def with_own_cuts(declared: Matrix, state: pd.DataFrame, rule: Rule = "average") -> Matrix:
    """The declaration with the portfolio's own cuts; those of the assumptions go before them."""
    x, y = own_cuts(state, declared, rule)
    return replace(declared, x=replace(declared.x, cut=x), y=replace(declared.y, cut=y))


def finding(placed: pd.DataFrame, t: Translator, symbol: str) -> str:
    """Who takes much and pays little, and what that comes to; else the question of the grid."""
    hard = placed[placed["quadrant"] == "aggressive"]
    if hard.empty:
        return t("Who pays for the service it takes?")
    money = t.money(abs(hard["profit"].sum()), symbol)
    if hard["profit"].sum() < 0:
        return t.n(
            "{n} account takes much service at a low margin and loses {money}.",
            "{n} accounts take much service at a low margin and lose {money}.", len(hard), money=money,
        )  # fmt: skip
    return t.n(
        "{n} account takes much service at a low margin and still earns {money}.",
        "{n} accounts take much service at a low margin and still earn {money}.", len(hard), money=money,
    )  # fmt: skip
