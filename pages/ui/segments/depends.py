"""On whom or what the money depends: what is asked, what can be answered, and what has to be said of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from kam_core.concentration import holders, products, trend
from kam_core.concentration.holders import BASES, GROUPINGS, OF_LINES, Holders
from pages.ui import linked, state
from pages.ui.view import View
from pages.ui.words import plain

CUSTOMERS = ("account", "group")
"""Holders to whom the limits of customers apply."""
NAMED = 5


@dataclass(frozen=True)
class Seen:
    """What is shown: who holds what (of the basis that can be used), and its course."""

    found: Holders
    course: pd.DataFrame
    asked: str
    """The basis somebody chose."""
    profit: float
    """The profit of all, missing where none is known."""


def choices(view: View) -> tuple[str, str]:
    t = view.t
    options = offered(view)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.selectbox(
            t("Depends on"),
            options,
            format_func=lambda name: t(GROUPINGS[name]),
            width=220,
            **linked.choice(state.DEPENDS, options, "account", plain_default=True),
        )
        basis = st.segmented_control(
            t("Share of"),
            list(BASES),
            required=True,
            format_func=lambda name: t(BASES[name]),
            **linked.choice(state.BASIS, list(BASES), "revenue", plain_default=True),
        )
    return str(by), str(basis)


def offered(view: View) -> list[str]:
    """Accounts and groups always; of the rest what some account, or some order line, states."""
    return view.kept("depends_on", lambda: _offered(view))  # type: ignore[return-value]


def _offered(view: View) -> list[str]:
    stated = [name for name in ("owner", "region", "industry") if view.every_score[name].replace("", pd.NA).notna().any()]
    lines = [by for by in OF_LINES if (products.category_quarters(view.book, view.as_of, by)["name"] != "").any()]
    return ["account", "group", *stated, *lines[:1]]


def seen(view: View, by: str, asked: str) -> Seen:
    """The holders of what was asked for, or of the revenue where no profit is left to share."""
    if by in OF_LINES:
        rows = products.category_quarters(view.book, view.as_of, by, view.accounts)
        profits = rows.loc[rows["quarters_ago"] < products.PER_YEAR, "profit"]
        basis = holders.usable_basis(profits, asked)
        return Seen(products.holders_of(rows, by, basis), products.trend_of(rows, view.as_of, basis), asked, _total(profits))
    profits = view.scores["profit_12m"]
    basis = holders.usable_basis(profits, asked)
    keys = holders.keys_of(view.scores, by, view.every_score)
    course = trend.trend(view.book, view.as_of, view.params, keys, basis)
    return Seen(holders.holders(view.scores, by, basis, view.every_score), course, asked, _total(profits))


def _total(profits: pd.Series) -> float:
    return float(profits.sum()) if profits.notna().any() else np.nan


def said(view: View, seen: Seen) -> None:
    """What is not as it was asked for, and what has no share."""
    t, found = view.t, seen.found
    told = [*_not_as_asked(view, seen), *_major(view, found), *_without(view, found)]
    if found.by == "group" and not view.every_score["parent_id"].notna().any():
        told.append(t("No account belongs to a group: each stands for itself. Data quality proposes groups by their names."))
    if found.by in OF_LINES and found.basis == "profit":
        told.append(t("Profit of lines: revenue less cost of goods, where the cost is known."))
    unstated = found.frame.loc[found.frame["holder"] == "", "share"].sum()
    if unstated:
        told.append(t("{share} is not stated and counts as one.", share=t.percent(unstated)))
    if told:
        st.caption(plain(" ".join(told)))


def _not_as_asked(view: View, seen: Seen) -> list[str]:
    if seen.asked == seen.found.basis:
        return []
    t = view.t
    if np.isnan(seen.profit):
        return [t("Profit is not known: shares of the revenue are shown.")]
    money = t.money(seen.profit, view.symbol)
    return [t("The profit of 12 months is {money} in all: nobody has a share of that. Shares of the revenue are shown.", money=money)]


def _major(view: View, found: Holders) -> list[str]:
    """Customers so large that accounting rules would have them named."""
    t, limit = view.t, view.params.concentration.disclosed_from
    major = found.frame[found.frame["share"] >= limit]
    if found.by not in CUSTOMERS or major.empty:
        return []
    names = t.listed([called(view, str(name)) for name in major["name"].head(NAMED)])
    return [t.n("{n} major customer with {share} or more: {names}.", "{n} major customers with {share} or more: {names}.", len(major),
                share=t.percent(limit), names=names)]  # fmt: skip


def _without(view: View, found: Holders) -> list[str]:
    t, told = view.t, []
    if found.negative:
        money = t.money(found.negative_amount, view.symbol)
        told.append(t.n("{n} is below zero ({money}) and has no share.", "{n} are below zero ({money}) and have no share.",
                        found.negative, money=money))  # fmt: skip
    if found.without and found.basis == "revenue":
        told.append(
            t.n("{n} without revenue in the 12 months has no share.", "{n} without revenue in the 12 months have no share.", found.without)
        )
    if found.without and found.basis == "profit":
        told.append(t.n("{n} without a known profit has no share.", "{n} without a known profit have no share.", found.without))
    return told


def called(view: View, name: str) -> str:
    """The name of a holder; what nobody stated is said."""
    return name or view.t("(not stated)")
