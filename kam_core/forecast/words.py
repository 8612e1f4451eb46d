"""What a forecast says in one or two sentences: how much, how surely, and whether anything beats a plain repeat."""

from __future__ import annotations

import numpy as np

from kam_core.forecast.backtest import LEAST_QUARTERS
from kam_core.forecast.judge import TOO_SHORT, Forecasts
from kam_core.forecast.methods import METHODS, NAIVE
from kam_core.text import N_, Translator

RULES = tuple(METHODS)

NARROW = 0.6
"""Held fewer later quarters than this, the 80% band was too narrow."""

YEAR = {
    "revenue": N_("Revenue of the next four quarters: {middle}; {low} to {high} in 4 of 5 cases."),
    "profit": N_("Profit of the next four quarters: {middle}; {low} to {high} in 4 of 5 cases."),
}
QUARTER = {
    "revenue": N_("Revenue of the next quarter: {middle}; {low} to {high} in 4 of 5 cases."),
    "profit": N_("Profit of the next quarter: {middle}; {low} to {high} in 4 of 5 cases."),
}
BARE = {
    "revenue": N_("Revenue of the next four quarters: {middle}; too few errors are known for an interval."),
    "profit": N_("Profit of the next four quarters: {middle}; too few errors are known for an interval."),
}
EXACT = {
    "revenue": N_("Revenue of the next four quarters: {middle}. The past repeats itself exactly, so there is no interval."),
    "profit": N_("Profit of the next four quarters: {middle}. The past repeats itself exactly, so there is no interval."),
}
UNKNOWN = N_("Profit cannot be forecast: the cost is not known.")


def finding(found: Forecasts, place: int, measure: str, t: Translator, symbol: str) -> str:
    """The forecast of one series with its interval, of the year where that is known; and the verdict of the back-test."""
    if found.shown[place] == TOO_SHORT:
        return short(int(found.quarters[place]), int(found.active[place]), measure, t)
    year = (found.year[place], found.year_low[1, place], found.year_high[1, place])
    quarter = (found.middle[place, 0], found.low[1, place, 0], found.high[1, place, 0])
    exact = bool(found.exact[place])
    (middle, low, high), said = (year, EXACT) if exact else (year, YEAR) if np.isfinite(year).all() else (quarter, QUARTER)
    if not np.isfinite((low, high)).all() and not exact:
        said, middle = BARE, year[0]
    sentence = t(said[measure], **{name: t.money(value, symbol) for name, value in (("middle", middle), ("low", low), ("high", high))})
    return sentence if exact else _joined(t, sentence, verdict(found, place, t))


def short(quarters: int, active: int, measure: str, t: Translator) -> str:
    """Why there is no forecast."""
    if not quarters and measure == "profit":
        return t(UNKNOWN)
    if quarters >= LEAST_QUARTERS:
        return t("Only {n} of {all} whole quarters hold an amount: too little to tell.", n=t.count(active), all=t.count(quarters))
    least = t.count(LEAST_QUARTERS)
    return t.n("{n} whole quarter is known, a forecast needs {least}: too short to tell.",
               "{n} whole quarters are known, a forecast needs {least}: too short to tell.", quarters, least=least)  # fmt: skip


def verdict(found: Forecasts, place: int, t: Translator) -> str:
    """Whether the back-test prefers a plain repeat, and by how much a cleverer rule beats it."""
    shown, chosen = int(found.shown[place]), int(found.chosen[place])
    rule, mae = t(METHODS[RULES[shown]]), found.mae[:, place]
    if shown != chosen:
        return t("The rule that won the earlier test lost the later one; a plain one is shown: {rule}.", rule=rule)
    if shown < len(NAIVE):
        return t("A plain rule won the back-test: {rule}.", rule=rule)
    less = 1 - mae[shown] / mae[: len(NAIVE)].min()
    return t("Its rule misses by {share} less than a plain repeat in the back-test: {rule}.", share=t.percent(less, 0), rule=rule)


def caution(found: Forecasts, place: int, t: Translator) -> str:
    """What to know of the test: how many origins, that they overlap, and whether the bands of the past were too narrow."""
    if found.shown[place] == TOO_SHORT:
        return ""
    n = t.count(found.n[place])
    told = t.n("{n} origin, a month apart; chosen by {earlier} earlier errors, reported on {later} later ones, which overlap.",
               "{n} origins, a month apart; chosen by {earlier} earlier errors, reported on {later} later ones, which overlap.",
               int(found.origins[place]), earlier=t.count(found.n_earlier[place]), later=n)  # fmt: skip
    held = found.coverage[1, found.shown[place], place]
    if np.isfinite(held) and held < NARROW:
        warned = t(
            "The band of the earlier errors held only {share} of the later quarters: it may be too narrow.", share=t.percent(held, 0)
        )
        told = _joined(t, told, warned)
    best = int(np.argmin(found.mae[:, place]))
    if found.mae[best, place] < found.mae[found.shown[place], place] * (1 - 1e-9):
        better = t(
            "On the later origins another rule did better ({rule}); to take it now would be hindsight.", rule=t(METHODS[RULES[best]])
        )
        told = _joined(t, told, better)
    return told


def _joined(t: Translator, *sentences: str) -> str:
    """Chinese sentences stand without a space between them."""
    return ("" if t.lang == "zh" else " ").join(sentences)
