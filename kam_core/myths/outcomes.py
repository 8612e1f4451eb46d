"""What the user's own data say of each claim: figures with n and interval, and a verdict. Thin data give none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from kam_core.myths.claims import CLAIMS, CUT, FIFTH, FOUR_FIFTHS, LARGEST, NINE, PROMISED, WIDEST, Verdict
from kam_core.myths.evidence import Estimate, best_share, rank_correlation, rate, ratio_per_head, share_interval
from kam_core.myths.facts import Facts, new_and_retained
from kam_core.params import Params
from kam_core.text import N_
from kam_core.value.clv import multiple
from kam_core.value.retention import portfolio_retention, stayed

Kind = Literal["times", "gain", "share", "rank"]

NO_SPENDS = N_("Type what was spent on winning and on keeping customers.")
SHORT_HISTORY = N_("The data begin less than two years before the date: nobody can be told to be new.")
NOBODY_NEW = N_("No account was won, or none kept, in the last 12 months.")
NO_RETENTION = N_("Too few accounts bought in the 12 months before last to tell the retention.")
NO_ROOM = N_("Retention is too near to 100% to rise by five points.")
NO_REVENUE = N_("No revenue is known.")
NO_COSTS = N_("No cost is known, so there is no profit.")
FEW_ACCOUNTS = N_("With so few accounts a fifth says nothing.")
FEW_PAIRS = N_("Too few accounts have both figures.")
ALIKE = N_("All accounts are alike.")
NO_RATINGS = N_("Nobody was rated on it.")
NO_SATISFACTION = N_("No rating of satisfaction: load ratings whose item is called satisfaction.")
NO_TOTAL = N_("The total is not above zero, so there are no shares of it.")
WIDE = N_("The interval is too wide to tell.")
ORDINARY = ""


@dataclass(frozen=True)
class Statistic:
    """One figure: what it is (message id), its estimate, what it says of the claim, and why it says nothing (message id)."""

    title: str
    kind: Kind
    estimate: Estimate
    verdict: Verdict
    why: str = ORDINARY
    axes: tuple[str, str] = ("", "")
    """What the two sides of a rank correlation are (message ids)."""
    points: pd.DataFrame | None = None
    """account_id, x, y of a rank correlation."""
    judged: bool = True
    """Whether the verdict on the claim rests on it; otherwise it stands beside."""


@dataclass(frozen=True)
class Outcome:
    """A claim with its figures; ``facts`` are further figures for words and charts."""

    claim: str
    verdict: Verdict
    statistics: tuple[Statistic, ...]
    facts: Mapping[str, float] = field(default_factory=dict)


def outcomes(facts: Facts) -> dict[str, Outcome]:
    """
    Every claim of ``CLAIMS``, tested.

    >>> import kam_core as kam
    >>> from kam_core.myths.facts import gathered
    >>> {found.verdict for found in outcomes(gathered(kam.Workbook())).values()}
    {'untold'}
    """
    return {name: _TESTS[name](facts) for name in CLAIMS}


def above(estimate: Estimate, limit: float) -> Verdict:
    """Whether a figure reaches a limit: with its whole interval, not at all, or cannot be told."""
    if np.isnan(estimate.low) or np.isnan(estimate.high):
        return "untold"
    return "holds" if estimate.low >= limit else "fails" if estimate.high < limit else "untold"


def reached(estimate: Estimate) -> Verdict:
    """Whether a share may be four fifths or more; an interval that is wide or absent tells nothing."""
    if not estimate.high - estimate.low <= WIDEST:
        return "untold"
    return "holds" if estimate.high >= FOUR_FIFTHS else "fails"


def connected(estimate: Estimate, params: Params) -> tuple[Verdict, str]:
    """What a rank correlation says of a claimed connection, and why it says nothing."""
    if estimate.n < params.myths.fewest_pairs:
        return "untold", FEW_PAIRS
    if np.isnan(estimate.value):
        return "untold", ALIKE
    if estimate.high < params.myths.weakest_link:
        return "fails", ORDINARY
    return ("holds", ORDINARY) if estimate.low > 0 else ("untold", WIDE)


def _acquisition(facts: Facts) -> Outcome:
    given, counts = facts.params.myths, new_and_retained(facts)
    new, old = counts or (0, 0)
    won, kept = given.acquisition_spend, given.retention_spend
    why = SHORT_HISTORY if counts is None else NO_SPENDS if not won or not kept else NOBODY_NEW if not new or not old else ORDINARY
    found = ratio_per_head(won or 0.0, new, kept or 0.0, old) if not why else Estimate(np.nan, np.nan, np.nan, new + old)
    verdict = above(found, NINE)
    statistic = Statistic(N_("New against old"), "times", found, verdict, why or (WIDE if verdict == "untold" else ORDINARY))
    each = {"per_new": won / new if won and new else np.nan, "per_old": kept / old if kept and old else np.nan}
    return Outcome("acquisition", verdict, (statistic,), {"new": new, "old": old, "told": float(counts is not None), **each})


def _defections(facts: Facts) -> Outcome:
    """The gain from 5 points less defection; that of the retention's interval is the interval, since the gain rises with it or falls."""
    value = facts.params.value
    kept, asked = stayed(facts.now)
    told = rate(kept, asked) if portfolio_retention(facts.now) is not None else Estimate(np.nan, np.nan, np.nan, asked)
    if value.retention is not None:
        told = Estimate(value.retention, value.retention, value.retention, told.n)
    rows = []
    for title, years in ((N_("Over your horizon"), value.horizon), (N_("Without an end"), None)):
        found = _gain_of(told, value.discount_rate, years, value.margin_growth)
        full = told.value > 1 - CUT
        verdict = "untold" if full else above(found, PROMISED[0])
        why = NO_RETENTION if np.isnan(told.value) else NO_ROOM if full else WIDE if verdict == "untold" else ORDINARY
        rows.append(Statistic(title, "gain", found, verdict, why, judged=years is not None))
    profit = facts.now.loc[facts.now["revenue_12m"] > 0, "profit_12m"]
    return Outcome("defections", rows[0].verdict, tuple(rows), {"retention": told.value, "low": told.low, "high": told.high,
                                                                "yearly": float(profit.mean()) if len(profit) else np.nan})  # fmt: skip


def gain(retention: float, discount_rate: float, horizon: int | None, growth: float = 0.0) -> float:
    """
    How much more a customer is worth with ``CUT`` more retention (at most 1), as a share.

    >>> [round(gain(r, .1, None), 3) for r in (.70, .80, .85, .90)], [round(gain(r, .1, 5), 3) for r in (.70, .80, .90)]
    ([0.224, 0.275, 0.324, 0.407], [0.166, 0.16, 0.155])
    """
    now = multiple(retention, discount_rate, horizon, growth)
    then = multiple(min(retention + CUT, 1.0), discount_rate, horizon, growth)
    return then / now - 1 if now > 0 and np.isfinite(then) else float("nan")


def _gain_of(told: Estimate, discount_rate: float, horizon: int | None, growth: float) -> Estimate:
    if np.isnan(told.value):
        return told
    points = np.linspace(told.low, told.high, 41) if told.high > told.low else np.array([told.value])
    gains = [gain(float(r), discount_rate, horizon, growth) for r in points]
    if np.isnan(gains).any():
        return Estimate(gain(told.value, discount_rate, horizon, growth), np.nan, np.nan, told.n)
    # The gain is capped where retention cannot rise by the full cut, so that its extremes may lie inside.
    return Estimate(gain(told.value, discount_rate, horizon, growth), min(gains), max(gains), told.n)


def _pareto(facts: Facts) -> Outcome:
    rows = []
    for title, column, missing in ((N_("Of the revenue"), "revenue", NO_REVENUE), (N_("Of the profit"), "profit", NO_COSTS)):
        amounts = facts.now[column]
        found = share_interval(amounts, FIFTH)
        verdict = reached(found)
        why = missing if not found.n else NO_TOTAL if np.isnan(found.value) else ORDINARY
        if not why and found.n < facts.params.myths.fewest_pairs:
            verdict, why = "untold", FEW_ACCOUNTS
        if not why and verdict == "untold":
            why = WIDE
        rows.append(Statistic(title, "share", found, verdict, why, judged=column == "revenue"))
    gains = facts.now["profit"].clip(lower=0)
    return Outcome("pareto", rows[0].verdict, tuple(rows), {"of_gains": best_share(gains), "losers": int((facts.now["profit"] < 0).sum())})


LOYALTY = {"patronage": N_("Repeat patronage"), "tenure_years": N_("Tenure"), "repeat_rate": N_("Repeat rate")}
PROFIT, MARGIN = N_("Profit, 12 months"), N_("Profit margin, 12 months")


def margin(scores: pd.DataFrame) -> pd.Series:
    """Profit of 12 months by revenue, where there was some."""
    return scores["profit_12m"] / scores["revenue_12m"].where(scores["revenue_12m"] > 0)


def _loyal(facts: Facts) -> Outcome:
    now = facts.now
    earned = {PROFIT: now["profit_12m"], MARGIN: margin(now)}
    pairs = [(LOYALTY[x], y) for y in earned for x in LOYALTY]
    column = {title: name for name, title in LOYALTY.items()}
    rows = [_ranked(facts, (x, y), now[column[x]], earned[y], len(pairs), (NO_REVENUE, NO_COSTS)) for x, y in pairs]
    said = [row.verdict for row in rows if row.verdict != "untold"]
    yes = said.count("holds")
    return Outcome("loyal", "untold" if not said else "holds" if 2 * yes > len(said) else "fails", tuple(rows))


def _big(facts: Facts) -> Outcome:
    now = facts.now
    row = _ranked(
        facts, (N_("Revenue, 12 months"), MARGIN), now["revenue_12m"].where(now["revenue_12m"] > 0), margin(now), 1, (NO_REVENUE, NO_COSTS)
    )
    largest = now[now["revenue_12m"] > 0].nlargest(LARGEST, "revenue_12m")
    known = largest["profit_12m"].notna()
    return Outcome("big", row.verdict, (row,), {"largest": int(known.sum()), "losing": int((largest["profit_12m"] < 0).sum())})


CHAIN = (("satisfaction", N_("Satisfaction")), ("trust", N_("Trust")), ("loyalty", N_("Loyalty")), ("profit", N_("Profit, half a year")))

_ABSENT = {"satisfaction": NO_SATISFACTION, "trust": NO_RATINGS, "loyalty": NO_RATINGS, "profit": NO_COSTS}


def _chain(facts: Facts) -> Outcome:
    links = [
        _ranked(facts, (first, second), facts.nodes[f"{x}_before"], facts.nodes[y], len(CHAIN) - 1, (_ABSENT[x], _ABSENT[y]))
        for (x, first), (y, second) in pairwise(CHAIN)
    ]
    said = {link.verdict for link in links}
    return Outcome("chain", "fails" if "fails" in said else "untold" if "untold" in said else "holds", tuple(links))


def _ranked(facts: Facts, axes: tuple[str, str], x: pd.Series, y: pd.Series, comparisons: int, absent: tuple[str, str]) -> Statistic:
    """One rank correlation; where one side is not known at all, that (``absent``) is why it says nothing."""
    found = rank_correlation(x, y, comparisons)
    verdict, why = connected(found, facts.params)
    if why:
        why = next((said for side, said in zip((x, y), absent, strict=True) if not side.notna().any()), why)
    points = pd.DataFrame({"account_id": facts.now["account_id"], "x": x.to_numpy("float64"), "y": y.to_numpy("float64")})
    known = points.replace([np.inf, -np.inf], np.nan).dropna().reset_index(drop=True)
    return Statistic("", "rank", found, verdict, why, axes, known)


_TESTS: Mapping[str, Callable[[Facts], Outcome]] = {
    "acquisition": _acquisition,
    "defections": _defections,
    "pareto": _pareto,
    "loyal": _loyal,
    "big": _big,
    "chain": _chain,
}
