"""Profit: who earns it and who eats it, where the losses sit, the steps from revenue to profit, and what to do first with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.concentration import products
from kam_core.concentration.holders import GROUPINGS, OF_LINES
from kam_core.figures import figure_of, value_of
from kam_core.history import quarters
from kam_core.text import N_
from kam_core.value import statement
from kam_core.value.losses import finding
from pages.ui import about, frame, linked, overview, proof, state
from pages.ui.value import profit_grid, profit_losers, profit_pictures, profit_statement, profit_unknown
from pages.ui.view import View

CARD = 116

SUBJECTS = {
    "account": N_("accounts"), "group": N_("groups"), "owner": N_("owners"), "region": N_("regions"), "industry": N_("industries"),
    "category": N_("categories"), "product": N_("products"),
}  # fmt: skip
"""Plural nouns of what a profit is split by."""


@dataclass(frozen=True)
class Facts:
    """What the part shows."""

    by: str
    accounts: pd.DataFrame
    """The statement of every account."""
    rows: pd.DataFrame
    """The statement by what is chosen."""
    served: pd.DataFrame
    quarters: pd.DataFrame
    curve: Any
    """The whale of the accounts."""
    split: Any
    """The whale of what is chosen."""


def show(view: View) -> None:
    """The whole part."""
    if not view.scores["profit"].notna().any():
        profit_unknown.show(view)
        return
    found = facts(view, next((by for by in (state.link(state.SPLIT), state.get(state.SPLIT)) if by in offered(view)), "account"))
    frame.finding(finding(found.curve, view.t, view.symbol))
    _cards(view, found)
    _choose(view)
    left, right = st.columns([62, 38], gap="medium")
    with left:
        profit_pictures.whale(view, found)
    with right:
        profit_pictures.losses(view, found)
        profit_pictures.by_quarter(view, found)
    profit_losers.listed(view)
    left, right = st.columns([46, 54], gap="medium")
    with left:
        profit_statement.steps(view, found)
    with right:
        profit_statement.table(view, found)
    profit_grid.shown(view)
    _source(view)


def facts(view: View, by: str) -> Facts:
    """Everything the part shows, computed or remembered."""
    found: Facts = view.kept("profit", lambda: _facts(view, by), by)
    return found


def _facts(view: View, by: str) -> Facts:
    scores = view.scores
    served = statement.activities(view.book, view.as_of, view.window, view.params)
    accounts = statement.by_account(scores, served)
    if by in OF_LINES:
        rows = statement.by_line(view.book, by, view.as_of, view.window, view.params, view.accounts)  # type: ignore[arg-type]
    else:
        rows = statement.grouped(accounts, scores, by, view.every_score)
    past = quarters(view.book, view.as_of, view.params, view.accounts)
    return Facts(by, accounts, rows, served, past, kam.whale_curve(scores["profit"]), kam.whale_curve(rows["profit"]))


def offered(view: View) -> list[str]:
    """What a profit can be split by: attributes that tell accounts apart; lines tell of products."""

    def made() -> list[str]:
        scores = view.every_score
        column = {"account": "account_id", "group": "parent_id"}
        tells = {by: scores[column.get(by, by)].replace("", np.nan).nunique() for by in GROUPINGS if by not in OF_LINES}
        named = {by: (products.category_quarters(view.book, view.as_of, by)["name"] != "").any() for by in OF_LINES}
        return [by for by in GROUPINGS if by == "account" or named.get(by) or tells.get(by, 0) > (0 if by == "group" else 1)]

    found: list[str] = view.kept("profit_by", made)
    return found


def _choose(view: View) -> None:
    st.segmented_control(
        view.t("By"),
        offered(view),
        required=True,
        label_visibility="collapsed",
        wrap=True,
        format_func=lambda name: view.t(GROUPINGS[name]),
        **linked.choice(state.SPLIT, offered(view), "account", plain_default=True),
    )


def _cards(view: View, found: Facts) -> None:
    """Five figures, each with its proof."""
    t, scores, curve = view.t, view.scores, found.curve
    known, burden = int(scores["profit"].notna().sum()), value_of(figure_of("burden"), scores)
    losing = t("{share} of {all}", share=t.percent(curve.losers / max(known, 1)), all=t.count(known))
    covers, counted = about.window(view).lower(), t("nothing is counted") if np.isnan(burden) else t("service and credit")
    with st.container(horizontal=True, gap="small"):
        for name, label, value, below in (
            ("revenue", t("Revenue"), t.money(scores["revenue"].sum(min_count=1), view.symbol), covers),
            ("profit", t("Profit"), t.money(curve.total, view.symbol), covers),
            ("losing", t("Losing money"), t.count(curve.losers), losing),
            (
                "lost",
                t("Lost in them"),
                t.money(curve.lost, view.symbol),
                t("others earn {money}", money=t.money(curve.gained, view.symbol)),
            ),
            ("burden", t("Cost to serve"), t.money(burden, view.symbol), counted),
        ):
            with st.container(width="stretch"):
                proof.metric(view, name, label, value, below, None, "", height=CARD)


def _source(view: View) -> None:
    t = view.t
    frame.source(
        view,
        t("Profit = gross profit − cost to serve − cost of credit; a discount is in the revenue already"),
        t("Money covers: {window}", window=about.window(view)),
        *overview.left_out(view),
    )
