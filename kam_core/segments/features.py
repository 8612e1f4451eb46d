"""
What accounts are compared by: one row an account, one column a feature, in the units people read.

Money and rhythm come from the account state, the mix of categories and the needs from questions of their own. Missing stays missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kam_core.accounts import account_state
from kam_core.engine import WorkbookEngine
from kam_core.params import Params
from kam_core.text import N_, Translator

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

Kind = Literal["money", "share", "count", "days", "times", "growth", "index"]

MIX = "mix:"
"""Begins the name of a share of one category."""

MOST_MIXES = 5
"""The categories with the most revenue have a share of their own."""


@dataclass(frozen=True)
class Feature:
    """One thing accounts are compared by; texts are message ids."""

    name: str
    group: str
    title: str
    kind: Kind
    high: str
    """Of a segment that has much of it."""
    low: str
    about: str

    @property
    def logged(self) -> bool:
        """Whether its tail is heavy: compared by orders of magnitude."""
        return self.kind in ("money", "count", "days", "times")


def _f(name: str, group: str, title: str, kind: Kind, words: tuple[str, str], about: str) -> tuple[str, Feature]:
    return name, Feature(name, group, title, kind, words[0], words[1], about)


GROUPS: Mapping[str, str] = {
    "value": N_("Value"), "potential": N_("Potential"), "needs": N_("Needs"), "rhythm": N_("Rhythm"), "relationship": N_("Relationship"),
}  # fmt: skip

FEATURES: Mapping[str, Feature] = dict((
    _f("profit", "value", N_("Profit, 12 months"), "money", (N_("profitable"), N_("little profit")), N_("Profit of the last 12 months.")),
    _f("revenue", "value", N_("Revenue, 12 months"), "money", (N_("large"), N_("small")), N_("Revenue of the last 12 months.")),
    _f("margin", "value", N_("Margin, 12 months"), "share", (N_("high margin"), N_("low margin")),
       N_("Profit ÷ revenue of the last 12 months; none without revenue.")),
    _f("spend", "potential", N_("Addressable spend, 24 months"), "money", (N_("large potential"), N_("small potential")),
       N_("What the account will spend on our kind in 24 months, as entered.")),
    _f("importance", "potential", N_("Importance"), "index", (N_("important"), N_("less important")),
       N_("The importance index, 0 to 100.")),
    _f("growth", "potential", N_("Growth, 12 months"), "growth", (N_("growing"), N_("growing less")),
       N_("Revenue of 12 months against the 12 before; none for an account that is new.")),
    _f("categories", "needs", N_("Categories bought"), "count", (N_("broad range"), N_("narrow range")),
       N_("Different categories in 24 months; different products where no line names a category.")),
    _f("needs", "needs", N_("Needs written down"), "count", (N_("many needs"), N_("few needs")), N_("None written down = not asked yet.")),
    _f("gap", "rhythm", N_("Own rhythm"), "days", (N_("orders seldom"), N_("orders often")), N_("Median of the days between two orders.")),
    _f("silence", "rhythm", N_("Silence"), "times", (N_("silent"), N_("active")), N_("Days since the last order ÷ own rhythm.")),
    _f("order_size", "rhythm", N_("Order size"), "money", (N_("large orders"), N_("small orders")),
       N_("Revenue ÷ days with an order, over all years.")),
    _f("repeat", "rhythm", N_("Repeat rate"), "share", (N_("steady"), N_("irregular")),
       N_("Share of the possible quarters with a purchase.")),
    _f("trend", "rhythm", N_("Trend of volume"), "share", (N_("rising"), N_("rising less")),
       N_("Slope of the monthly revenue over 12 months, as a share of its mean.")),
    _f("level", "relationship", N_("Level reached"), "index", (N_("reached at the top"), N_("not reached at the top")),
       N_("Highest influence, 1 to 5, of the people we touched in the last 12 months.")),
))  # fmt: skip

_LOSS, _FALL = (N_("smaller losses"), N_("loses money")), (N_("shrinking less"), N_("shrinking"))

SIGNED: Mapping[str, tuple[str, str]] = {"profit": _LOSS, "margin": _LOSS, "growth": _FALL, "trend": _FALL}
"""What much, and little, of it is called when it lies below zero."""

_MIX = Feature(MIX, "needs", N_("Share of {category}"), "share", N_("much {category}"), N_("little {category}"),
               N_("Share of the category in the revenue of 24 months."))  # fmt: skip


def feature(name: str) -> Feature:
    """The declaration of a feature; every category has the same one."""
    return _MIX if name.startswith(MIX) else FEATURES[name]


def known(name: object) -> bool:
    """Whether there is a feature of that name."""
    return isinstance(name, str) and (name in FEATURES or (name.startswith(MIX) and len(name) > len(MIX)))


def title(t: Translator, name: str) -> str:
    """What people call a feature."""
    return _said(t, name, feature(name).title)


def word(t: Translator, name: str, high: bool, median: float) -> str:
    """What a segment is called that has more, or less, of it than the others; its median tells a loss from a small profit."""
    signed = SIGNED.get(name)
    if signed and high and median <= 0:
        return t(signed[0])
    if signed and not high and median < 0:
        return t(signed[1])
    return _said(t, name, feature(name).high if high else feature(name).low)


def _said(t: Translator, name: str, text: str) -> str:
    return t(text, category=name.removeprefix(MIX)) if name.startswith(MIX) else t(text)


def written(t: Translator, name: str, value: float, symbol: str) -> str:
    """A value of a feature in its unit; growth as people say it: 50 on 100 before is −50%."""
    kind = feature(name).kind
    if not np.isfinite(value):
        return t.missing
    if kind == "money":
        return t.money(value, symbol)
    if kind == "growth":
        return t("from nothing") if value >= 1 else t.percent(2 * value / (1 - value))
    if kind in ("share", "index"):
        return t.percent(value) if kind == "share" else t.index(value)
    if kind == "days":
        return t.n("{n} day", "{n} days", value)
    return t("{n} × own rhythm", n=f"{value:.1f}") if kind == "times" else t.count(value)


def features(
    book: Workbook, as_of: date, params: Params, scores: pd.DataFrame | None = None, categories: Iterable[str] = ()
) -> pd.DataFrame:
    """
    Every feature of every account on a day, indexed by ``account_id`` in its order.

    ``scores`` (of that day) add the importance; ``categories`` are those whose share is wanted besides the largest. Growth is
    (now − before) ÷ (now + before), −1 to 1.
    """
    state = account_state(book, as_of, None, params).set_index("account_id").sort_index()
    found = pd.DataFrame(_from_state(state), index=state.index)
    if scores is not None:
        found["importance"] = scores.set_index("account_id")["importance"].reindex(state.index)
    mixes = _mixes(book, as_of, categories).reindex(state.index)
    found["needs"] = _told(book, "account_needs", "needs").reindex(state.index)
    found["level"] = _told(book, "account_level", "level", as_of=as_of).reindex(state.index)
    return pd.concat([found, mixes], axis=1).dropna(axis="columns", how="all")


def _from_state(state: pd.DataFrame) -> dict[str, pd.Series]:
    now, before, profit = (state[name].astype(float) for name in ("revenue_12m", "revenue_prior_12m", "profit_12m"))
    gap = state["median_gap_days"].astype(float)
    both = now.clip(lower=0) + before
    spend = state.get("fact_addressable_spend_24m")
    return {
        "profit": profit,
        "revenue": now,
        "margin": (profit / now).where(now > 0),
        "spend": pd.Series(np.nan, index=state.index) if spend is None else spend.astype(float),
        "growth": ((now.clip(lower=0) - before) / both).where(before > 0),
        "gap": gap,
        "silence": state["days_since_last"].astype(float) / gap.clip(lower=1),
        "order_size": (state["revenue"].astype(float) / state["order_days"].astype(float)).where(state["order_days"] > 0),
        "repeat": state["repeat_rate"].astype(float),
        "trend": state["slope"].astype(float),
    }


def _mixes(book: Workbook, as_of: date, wanted: Iterable[str]) -> pd.DataFrame:
    """How many categories (or products) an account buys, and its shares of the largest ones."""
    key = ("segment_mixes", book.revisions["transactions"], as_of)
    kept: tuple[pd.DataFrame, pd.Series] | None = book.memo.get(key)
    shares, count = kept if kept is not None else book.memo.put(key, _bought(book, as_of))
    chosen = list(dict.fromkeys([*shares.columns[:MOST_MIXES], *(name for name in wanted if name in shares)]))
    return shares[chosen].add_prefix(MIX).assign(categories=count)


def _bought(book: Workbook, as_of: date) -> tuple[pd.DataFrame, pd.Series]:
    """Shares by account and category (the largest category first), and the count."""
    engine = WorkbookEngine(book)
    rows = engine.run("account_categories", as_of=as_of).to_pandas()
    if rows.empty:
        products = engine.run("account_products", as_of=as_of).to_pandas().set_index("account_id")["products"]
        return pd.DataFrame(index=products.index), products.astype(float)
    money = rows.assign(revenue=rows["revenue"].astype(float)).pivot_table("revenue", "account_id", "category", "sum")
    count = money.notna().sum(axis=1).astype(float)
    largest = money.sum().sort_values(ascending=False, kind="stable").index
    shares = money[largest].fillna(0.0)
    return shares.div(shares.sum(axis=1), axis=0), count


def _told(book: Workbook, name: str, column: str, **params: date) -> pd.Series:
    """A column of a question with one row an account."""
    rows: pd.DataFrame = WorkbookEngine(book).run(name, **params).to_pandas()
    return rows.set_index("account_id")[column].astype(float)


def label(t: Translator, name: str) -> str:
    """A feature with the group it belongs to."""
    return t("{group}: {name}", group=t(GROUPS[feature(name).group]), name=title(t, name))
