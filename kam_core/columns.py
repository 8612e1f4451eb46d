"""
What every column of a downloaded table is: its title, how it is written, what it means. Texts are message ids.

A column is looked up in the tables of the schema, the indices, the figures, then here; ``_12m``, ``_prior_12m`` and ``_coverage``
behind a known name say which span or what of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pandas as pd

from kam_core.alerts.rules import RISKS, RULES
from kam_core.figures import FIGURES
from kam_core.index.declared import INDICES
from kam_core.matrices import MATRICES
from kam_core.schema import CHOICE_TITLES, MONEY_DIGITS, TABLES, Kind
from kam_core.text import N_, Translator
from kam_core.value.retention import ORIGINS

Written = Kind | Literal["index", "count", "days", "years", "time"]


@dataclass(frozen=True)
class Described:
    """A column as people read it."""

    name: str
    title: str
    kind: Written = "text"
    about: str = ""
    unit: str = ""
    """Which span, or what of it (message id)."""


def _d(name: str, title: str, kind: Written, about: str = "") -> tuple[str, Described]:
    return name, Described(name, title, kind, about)


OWN: Mapping[str, Described] = dict((
    _d("revenue", N_("Revenue"), "money", FIGURES["revenue"].formula),
    _d("profit", N_("Profit"), "money", FIGURES["profit"].formula),
    _d("gross_profit", N_("Gross profit"), "money", N_("Revenue less cost of goods, on lines whose cost is known.")),
    _d("cost_to_serve", N_("Cost to serve"), "money", N_("Cost lines that count as cost to serve.")),
    _d("cost_of_goods", N_("Cost of goods"), "money"),
    _d("revenue_with_cost", N_("Revenue with a known cost"), "money"),
    _d("cost_coverage", N_("Cost known"), "share", N_("Share of the revenue whose cost is known.")),
    _d("discount", N_("Discount"), "money"),
    _d("lines", N_("Order lines"), "count"),
    _d("orders", N_("Orders"), "count"),
    _d("clv", N_("Lifetime value"), "money", FIGURES["clv"].formula),
    _d("lifetime_profit", N_("Earned to date"), "money", N_("Profit over all years up to the date.")),
    _d("retention", N_("Retention"), "share", N_("Share still a customer after a year.")),
    _d("retention_origin", N_("Retention from"), "choice", N_("Where the retention comes from.")),
    _d("slope", N_("Trend of volume"), "number", N_("Slope of the monthly revenue over 12 months, as a share of its mean.")),
    _d("repeat_rate", N_("Repeat rate"), "share", N_("Share of the possible quarters with a purchase.")),
    _d("first_day", N_("First order"), "date"),
    _d("last_day", N_("Last order"), "date"),
    _d("order_days", N_("Days with an order"), "count"),
    _d("median_gap_days", N_("Own rhythm, days"), "days", N_("Median of the days between orders.")),
    _d("days_since_last", N_("Days since last order"), "days", N_("Days from the last order to the date.")),
    _d("tenure_years", N_("Customer for, years"), "years", N_("Years from the first order to the date.")),
    _d("contract_live", N_("Contract runs"), "count", N_("1 = a contract runs on the date.")),
    _d("contract_years", N_("Contract left, years"), "years"),
    _d("renews_in_days", N_("Renews in, days"), "days", N_("Days from the date to the next renewal.")),
    _d("quadrant", N_("Quadrant"), "choice", N_("By the cuts of the matrix; empty = not placed.")),
    _d("probability", N_("Probability"), "share", N_("How sure the quadrant is, given the spread of the answers.")),
    _d("coverage", N_("Coverage"), "share", N_("Share of the weight that is answered, the smaller of both axes.")),
    _d("evidence", N_("Evidence"), "share", N_("Coverage, lowered by the age of the answers.")),
    _d("confidence", N_("Confidence"), "index"),
    _d("period_end", N_("Period to"), "date", N_("Last day of three months counted back from the date.")),
    _d("losing", N_("Accounts losing money"), "count", N_("Accounts whose profit in the period is below zero.")),
    _d("effective", N_("Effective accounts"), "number", FIGURES["effective"].formula),
    _d("risk", N_("Risk"), "choice"),
    _d("kind", N_("Kind"), "choice"),
    _d("at_stake", N_("At stake a year"), "money"),
    _d("more", N_("Further reasons"), "count"),
    _d("why", N_("Why"), "text"),
    _d("next_step", N_("Next step"), "text"),
    _d("months_ago", N_("Months ago"), "count"),
    _d("weight", N_("Weight"), "share", N_("Share in the value of its item; 0 = replaced by a later answer, or not counted.")),
    _d("row_id", N_("Row"), "count", N_("Number of the row in the workbook.")),
    _d("recorded_at", N_("Recorded at"), "time"),
    _d("fact_addressable_spend_24m", N_("Addressable spend, 24 months"), "money"),
    _d("fact_wallet_spend", N_("Spend of our kind"), "money"),
))  # fmt: skip

SUFFIXES: Mapping[str, tuple[str, Written | None]] = {
    "_prior_12m": (N_("12 months before"), None),
    "_12m": (N_("12 months"), None),
    "_coverage": (N_("coverage"), "share"),
}
"""What an ending of a name says, and how the column is written then."""


def described(name: str, table: str = "") -> Described:
    """The column of that name, of a table if one is named; one that nobody declared is called as it is named."""
    if table in TABLES and name in TABLES[table].names:
        return _of_schema(table, name)
    for ending, (unit, kind) in SUFFIXES.items():
        root = name.removesuffix(ending)
        if root != name and (root in OWN or root in INDICES):
            known = described(root)
            return Described(name, known.title, kind or known.kind, known.about, unit)
    if name in OWN:
        return OWN[name]
    if name in INDICES:
        return Described(name, INDICES[name].title, "index", INDICES[name].question)
    return next((_of_schema(found, name) for found in TABLES if name in TABLES[found].names), Described(name, name))


def _of_schema(table: str, name: str) -> Described:
    column = TABLES[table].column(name)
    return Described(name, column.title, column.kind)


@dataclass(frozen=True)
class Head:
    """A column of a file in one language: field, title with its unit, how it is written, what it means."""

    name: str
    title: str
    kind: Written
    about: str
    symbol: str = ""


def heads(frame: pd.DataFrame, t: Translator, symbol: str = "", table: str = "") -> list[Head]:
    """
    The columns of a frame, no two with the same title; ``symbol`` is the currency of its money.

    The rows of a ``table`` of the schema keep its field names, so that the file can be loaded again; the title is then the meaning.
    """
    if is_table(frame, table):
        return [Head(name, name, told.kind, t(told.title), symbol) for name in frame.columns for told in [_of_schema(table, name)]]
    found: list[Head] = []
    for name in map(str, frame.columns):
        told = described(name, table)
        title = t("{title}, {unit}", title=t(told.title), unit=t(told.unit)) if told.unit else t(told.title)
        if told.kind == "money" and symbol:
            title = t("{title}, {unit}", title=title, unit=symbol)
        if any(head.title == title for head in found):
            title = f"{title} ({name})"
        found.append(Head(name, title, _kind(told.kind, frame[name]), t(told.about) if told.about else "", symbol))
    return found


def is_table(frame: pd.DataFrame, table: str) -> bool:
    """Whether a frame holds rows of a table of the schema, and nothing else."""
    return table in TABLES and set(frame.columns) <= set(TABLES[table].names)


def _kind(kind: Written, values: pd.Series) -> Written:
    """A number that nobody declared is a number; a day is a day."""
    if kind == "text" and pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    if kind == "text" and pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return "number"
    return kind


def in_words(frame: pd.DataFrame, t: Translator, table: str = "") -> pd.DataFrame:
    """
    The frame with the ids of choices in words (quadrants, standings, sources, alerts), and money to the four decimals it is kept in.

    The rows of a ``table`` of the schema stay as they are.
    """
    if is_table(frame, table):
        return frame
    words, kinds = _words(), {name: described(str(name)).kind for name in frame.columns}
    changed = {name: _worded(frame[name], words, t) for name, kind in kinds.items() if kind == "choice"}
    money = [name for name, kind in kinds.items() if kind == "money" and pd.api.types.is_float_dtype(frame[name])]
    return frame.assign(**changed, **{name: frame[name].round(MONEY_DIGITS) for name in money})


def _worded(values: pd.Series, words: Mapping[str, str], t: Translator) -> pd.Series:
    write: Callable[[object], object] = lambda value: t(words[value]) if isinstance(value, str) and value in words else value  # noqa: E731
    return values.astype(object).map(write)


@cache
def _words() -> dict[str, str]:
    quadrants = {q.id: q.title for matrix in MATRICES.values() for q in matrix.quadrants}
    return {**CHOICE_TITLES, **quadrants, **ORIGINS, **RISKS, **{kind: rule.title for kind, rule in RULES.items()}}
