"""The lifetime values as a table: by account with the origin of each retention, or added up by segment, owner or group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.identity.tops import tops
from kam_core.text import N_
from kam_core.value.lifetime import contract_steps
from kam_core.value.retention import ORIGINS
from pages.ui import clicks, download, frame, linked, paging
from pages.ui.tables import money_column, number_column, scaled, text_column
from pages.ui.view import View
from pages.ui.worries import short

BY = "life_by"
WAYS: Mapping[str, str] = {
    "account": N_("Account"), "industry": N_("Industry"), "region": N_("Region"), "country": N_("Country"), "owner": N_("Owner"),
    "group": N_("Group"),
}  # fmt: skip
SIZE = 15
"""Rows a page."""

FIELDS = ["account_id", "account_name", "retention", "retention_origin", "profit_12m", "contract_ends", "clv", "clv_low", "clv_high",
          "lifetime_profit"]  # fmt: skip
"""Columns of the file."""


def show(view: View, scores: pd.DataFrame, tried: kam.Params) -> None:
    """The choice of what is a row, the rows a page at a time, the file; ``scores`` are those under what is tried."""
    t = view.t
    frame.section(t("Lifetime value in numbers"), t("The highest first; earned to date stands beside what is to come"))
    with st.container(horizontal=True, vertical_alignment="center"):
        link = linked.choice(BY, list(WAYS), "account", plain_default=True)
        by = str(st.segmented_control(t("By"), list(WAYS), required=True, format_func=lambda way: t(WAYS[way]), wrap=True,
                                      label_visibility="collapsed", **link))  # fmt: skip
        worst = st.toggle(t("Lowest first"), key="life_worst", persist_state="session")
    rows = view.kept("life_rows", lambda: by_account(scores) if by == "account" else added_up(view, scores, by), by, tried)
    rows = rows.sort_values("clv", ascending=worst, na_position="last", kind="stable")
    page, _ = paging.paged(rows, SIZE, f"life_page_{by}", anew=True)
    (_accounts if by == "account" else _groups)(view, page, by)
    download.below(view, f"lifetime-{by}", rows)


def by_account(scores: pd.DataFrame) -> pd.DataFrame:
    """One row an account; ``contract_ends`` in years, where the retention is the chance of a renewal."""
    return scores.assign(contract_ends=contract_steps(scores))[FIELDS]


def added_up(view: View, scores: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row a segment: its accounts, their yearly profit, lifetime value, profit earned, and those worth less than nothing."""
    names = _groups_of(view, scores) if by == "group" else scores[by].where(scores[by].notna() & (scores[by] != ""), view.t("(not known)"))
    grouped = scores.assign(below=(scores["clv"] < 0).astype(float)).groupby(np.asarray(names, dtype=object), sort=True)
    money = grouped[["profit_12m", "clv", "lifetime_profit"]].sum(min_count=1)
    return pd.concat([grouped.size().rename("accounts"), money, grouped["below"].sum()], axis=1).rename_axis("group").reset_index()


def _groups_of(view: View, scores: pd.DataFrame) -> pd.Series:
    """The name of the group 集团 of each account; one without a group is its own."""
    every = view.every_score
    names = dict(zip(every["account_id"], every["account_name"], strict=True))
    top = tops(every).reindex(scores["account_id"])
    return top.map(lambda one: names.get(one, one))


def _accounts(view: View, page: pd.DataFrame, by: str) -> None:
    t = view.t
    money, unit = _scaled(view, page, ["profit_12m", "clv", "lifetime_profit"])
    table = pd.DataFrame({
        "name": [short(str(name), 23) for name in page["account_name"]],
        "rate": [t.percent(rate, 0) for rate in page["retention"]],
        "origin": [t(ORIGINS.get(origin, "")) if origin else t.missing for origin in page["retention_origin"]],
        "contract": [t("{n} y", n=f"{years:.1f}") if years == years else t.missing for years in page["contract_ends"]],
        "profit_12m": money["profit_12m"],
        "clv": money["clv"],
        "range": [_span(view, low, high) for low, high in zip(page["clv_low"], page["clv_high"], strict=True)],
        "lifetime_profit": money["lifetime_profit"],
    })  # fmt: skip
    _table(view, table, {
        "name": st.column_config.ButtonColumn(t("Account"), width=164, type="tertiary", key="open_lifetime", alignment="left"),
        "rate": text_column(t("Retention"), 80, right=True),
        "origin": text_column(t("Comes from"), 166),
        "contract": text_column(t("Contract ends in"), 110, right=True),
        "profit_12m": money_column(t, t("Profit, 12 months"), view.symbol, unit, 134),
        "clv": money_column(t, t("Lifetime value"), view.symbol, unit, 122),
        "range": text_column(t("80% range"), 128, right=True),
        "lifetime_profit": money_column(t, t("Earned to date"), view.symbol, unit, 130),
    }, f"life_{by}")  # fmt: skip
    clicks.open_row("open_lifetime", page["account_id"].tolist())


def _groups(view: View, page: pd.DataFrame, by: str) -> None:
    t = view.t
    money, unit = _scaled(view, page, ["profit_12m", "clv", "lifetime_profit"])
    table = pd.DataFrame({"group": page["group"].map(lambda name: short(str(name), 34)), "accounts": page["accounts"],
                          **money, "below": page["below"]})  # fmt: skip
    _table(view, table, {
        "group": text_column(t(WAYS[by]), 250),
        "accounts": number_column(t("Accounts"), 90),
        "profit_12m": money_column(t, t("Profit, 12 months"), view.symbol, unit, 150),
        "clv": money_column(t, t("Lifetime value"), view.symbol, unit, 150),
        "lifetime_profit": money_column(t, t("Earned to date"), view.symbol, unit, 150),
        "below": number_column(t("Worth less than nothing"), 190),
    }, f"life_{by}")  # fmt: skip


def _scaled(view: View, page: pd.DataFrame, names: list[str]) -> tuple[dict[str, Any], str]:
    """The columns in one unit."""
    together, unit = scaled(pd.concat([page[name] for name in names]), view.t.lang)
    return dict(zip(names, np.split(together.to_numpy("float64"), len(names)), strict=True)), unit


def _span(view: View, low: float, high: float) -> str:
    t: Callable[..., str] = view.t
    return t("{low} to {high}", low=view.t.money(low, ""), high=view.t.money(high, "")) if low == low else view.t.missing


def _table(view: View, table: pd.DataFrame, settings: dict[str, Any], key: str) -> None:
    st.dataframe(
        table, hide_index=True, row_height=34, height=36 + 34 * len(table), key=key, alt=view.t("Lifetime values, a row each"),
        column_config=settings,
    )  # fmt: skip
