"""What accounts buy together, and the white space it opens: pairs, gaps in a grid, and the list of the largest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.portfolio.basket import BY, LEAST_BUYERS, MOST_ITEMS, Baskets, baskets, pairs, white_space
from pages.ui import frame, linked, pictures, state
from pages.ui.segments import basket_tables
from pages.ui.view import View

ROWS, COLUMNS = 12, 5
"""Accounts and items of the grid."""


@dataclass(frozen=True)
class Bought:
    """The baskets of the accounts of the page, what goes together in them, the gaps, and the picture of the largest."""

    by: str
    baskets: Baskets
    pairs: pd.DataFrame
    gaps: pd.DataFrame
    names: dict[str, str]
    grid: Any


def show(view: View) -> None:
    """The finding, the figures, pairs beside the grid, and the largest gaps."""
    t = view.t
    found = of(view, _by(view))
    frame.finding(sentence(view, found))
    if not len(found.baskets.accounts):
        st.caption(t("Orders that name a category or product show here what is bought together."))
        return
    _figures(view, found)
    left, right = st.columns([58, 42], gap="medium")
    with left:
        basket_tables.pairs(view, found.pairs, found.baskets.least)
    with right:
        _grid(view, found)
    basket_tables.gaps(view, found.gaps, found.names)
    frame.source(view, t("Bought = revenue of twelve months above zero; support, confidence and lift after Agrawal et al. 1993"))


def of(view: View, by: str) -> Bought:
    """Baskets by category or product, computed once."""
    made: Bought = view.kept("baskets", lambda: _made(view, by), by)
    return made


def _made(view: View, by: str) -> Bought:
    found = baskets(view.book, view.as_of, by=by, accounts=view.accounts)
    gaps = white_space(found)
    names = dict(zip(view.scores["account_id"], view.scores["account_name"], strict=True))
    return Bought(by, found, pairs(found), gaps, names, _picture(view, found, gaps, names))


def _picture(view: View, found: Baskets, gaps: pd.DataFrame, names: dict[str, str]) -> Any:
    """The accounts with the largest gaps by the items they lack most; ``None`` without a gap."""
    if gaps.empty:
        return None
    top = gaps.groupby("account_id")["weighted"].sum().sort_values(ascending=False, kind="stable").index[:ROWS]
    own = gaps[gaps["account_id"].isin(top)]
    lacked = own.groupby("item")["weighted"].sum().sort_values(ascending=False, kind="stable").index
    items = found.items if len(found.items) <= COLUMNS else lacked[:COLUMNS]
    expected = np.full((len(top), len(items)), np.nan)
    shown = own[own["item"].isin(items)]
    expected[top.get_indexer(pd.Index(shown["account_id"])), items.get_indexer(pd.Index(shown["item"]))] = shown["expected"]
    bought = found.revenue[np.ix_(found.accounts.get_indexer(top), found.items.get_indexer(items))]
    return charts.openings(
        bought, expected, [str(names.get(one, one)) for one in top], list(items), t=view.t, symbol=view.symbol, theme=view.theme
    )


def known(view: View) -> list[str]:
    """What the orders name: categories, products; categories where they name neither."""

    def made() -> list[str]:
        return [by for by in BY if len(baskets(view.book, view.as_of, by=by).items)] or [next(iter(BY))]

    options: list[str] = view.kept("basket_by", made)
    return options


def _by(view: View) -> str:
    """Categories where there are any, else products; the choice where there are both."""
    t = view.t

    options = known(view)
    if len(options) == 1:
        return str(options[0])
    return str(
        st.segmented_control(
            t("Baskets by"),
            options,
            required=True,
            format_func=lambda by: t(BY[by]),
            label_visibility="collapsed",
            **linked.choice(state.ITEMS, options, options[0], plain_default=True),
        )
    )


def sentence(view: View, found: Bought) -> str:
    """What goes together most, and what the gaps are worth; or why nothing can be said."""
    t, own = view.t, found.baskets
    if not len(own.accounts):
        return t("No order of twelve months names a category or product.")
    if len(own.items) == 1:
        return t("Only one thing is bought: {item}. Nothing can go together.", item=str(own.items[0]))
    if found.pairs.empty:
        return t.n(
            "Too little data: {n} account has a basket, and no pair is bought by {least}.",
            "Too little data: {n} accounts have a basket, and no pair is bought by {least}.", len(own.accounts), least=t.count(own.least),
        )  # fmt: skip
    first = found.pairs.iloc[0]
    if not first["lift"] > 1:
        return t("Nothing is bought together more often than by chance.")
    share = t.percent(first["confidence"], 0)
    names = {"first": str(first["first"]), "second": str(first["second"])}
    told = t("Of the buyers of {first}, {share} also buy {second}.", share=share, **names)
    return ("" if t.lang == "zh" else " ").join([told, _worth(view, found)] if len(found.gaps) else [told])


def _worth(view: View, found: Bought) -> str:
    """What the gaps add up to; of products, which take each other's place, what the largest is worth."""
    t, weighted = view.t, found.gaps["weighted"]
    if found.by == "product":
        money = t.money(weighted.max(), view.symbol)
        return t.n("{n} gap, the largest worth {money} a year.", "{n} gaps, the largest worth {money} a year.", len(weighted), money=money)
    return t.n(
        "{n} gap is worth {money} a year at the rate of accounts alike.",
        "{n} gaps are worth {money} a year at the rate of accounts alike.",
        len(weighted), money=t.money(weighted.sum(), view.symbol),
    )  # fmt: skip


def _figures(view: View, found: Bought) -> None:
    t, own = view.t, found.baskets
    accounts = found.gaps["account_id"].nunique()
    items = t("the most bought of {n}", n=t.count(own.every)) if own.every > MOST_ITEMS else None
    pair = t.n("bought by at least {n} account", "bought by at least {n} accounts", own.least)
    cards = (
        (t("Accounts with a basket"), t.count(len(own.accounts)), t("last twelve months")),
        (t("Items looked at"), t.count(len(own.items)), items),
        (t("Pairs"), t.count(len(found.pairs)), pair),
        (
            t("White space, a year"),
            t.money(found.gaps["weighted"].sum(), view.symbol),
            t("products replace one another") if found.by == "product" else t.n("{n} account", "{n} accounts", accounts),
        ),
    )
    helped = {3: t("Sum over all gaps of the expected revenue x the share of accounts alike that buy the item.")}
    for place, (column, (label, value, below)) in enumerate(zip(st.columns(4, gap="small"), cards, strict=True)):
        column.metric(label, value, below, delta_color="off", delta_arrow="off", border=True, height=116, help=helped.get(place))


def _grid(view: View, found: Bought) -> None:
    t = view.t
    key = t("Plain amount: bought in twelve months · with +: a gap, what accounts alike pay in the middle")
    frame.section(t("White space of the accounts with the most of it"), key)
    if found.grid is None:
        n = t.count(LEAST_BUYERS)
        st.caption(t("No gap: fewer than {n} accounts of the same size buy anything that another lacks.", n=n))
        return
    pictures.chart(view, lambda: found.grid, "openings", height=found.grid.layout.height)
