"""The chart and both rankings of total customer value: of accounts, or of groups, owners, regions, industries of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.concentration.holders import GROUPINGS
from kam_core.value.soft import PARTS
from kam_core.value.total import by_holder
from pages.ui import clicks, download, frame, pictures
from pages.ui.tables import money_column, number_column, scaled, text_column
from pages.ui.value import arithmetic
from pages.ui.value.beyond_found import Beyond, revisions
from pages.ui.view import View
from pages.ui.worries import short

DRAWN = 12
"""Bars in the chart: a screen of them."""
LISTED = 200
"""Places in the table; accounts with value beyond purchases stand there whatever their place."""


def offered(view: View) -> list[str]:
    """What can be ranked: accounts, and what tells them apart."""

    def made() -> list[str]:
        scores = view.every_score
        grouped = [by for by in ("owner", "region", "industry") if len(set(scores[by].dropna()) - {""}) > 1]
        return ["account", *(["group"] if scores["parent_id"].notna().any() else []), *grouped]

    found: list[str] = view.kept("beyond_by", made)  # type: ignore[assignment]
    return found


def show(view: View, found: Beyond, by: str) -> None:
    """The chart, and the table of both places."""

    def held() -> pd.DataFrame:
        return by_holder(found.table, found.lines, view.every_score, by)

    table: Any = found.table if by == "account" else view.kept("beyond_held", held, found.among, by, revisions(view))
    _chart(view, found, table, by)
    _ranking(view, found, table, by)


def _named(view: View, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(account_name=table["account_name"].replace("", view.t("(not stated)")))


def _figure(view: View, found: Beyond, table: pd.DataFrame, by: str) -> Any:
    """Those who bring most beyond purchases, in the order of the total."""

    def make() -> Any:
        known = table[table["total"].notna()]
        most = known.sort_values(["soft", "total"], ascending=False, na_position="last", kind="stable").head(DRAWN)
        drawn = _named(view, most.sort_index().reset_index(drop=True))
        return charts.stacked(drawn, t=view.t, symbol=view.symbol, theme=view.theme)

    return view.kept("stacked", make, found.among, by, revisions(view))


def _chart(view: View, found: Beyond, table: pd.DataFrame, by: str) -> None:
    t, figure = view.t, _figure(view, found, table, by)
    frame.section(
        t("What they are worth, by {what}", what=t(GROUPINGS[by]).lower()),
        t(
            "Most value beyond purchases, in order of the total · solid: lifetime value, red below zero · hatched: "
            "word of mouth (stripes), knowledge (crosses), transaction value (dots) · thin: earned to date · ▲ places gained"
        ),
    )
    pictures.chart(view, lambda: figure, f"beyond_{by}", height=figure.layout.height)


def _ranking(view: View, found: Beyond, ranks: pd.DataFrame, by: str) -> None:
    """Both rankings side by side; the total of an account opens its proof."""
    t, known = view.t, ranks[ranks["total"].notna()]
    table = _named(view, known[(known.index < LISTED) | known["soft"].notna()].head(2 * LISTED))
    more = t("{shown} of {all}; the file holds them all", shown=t.count(len(table)), all=t.count(len(known)))
    key = t("Place with and without value beyond purchases · lifetime value and total are of the years to come")
    frame.section(t("Ranked by total customer value"), key if len(table) == len(known) else f"{key} · {more}")
    names = ["earned", "future", "soft", "total"]
    money, unit = scaled(pd.concat([table[name] for name in names], keys=names), t.lang)
    shown = pd.DataFrame(
        {
            "place_total": table["place_total"],
            "place_hard": table["place_hard"],
            "climbed": [_moved(view, places) for places in table["climbed"]],
            "account": [short(str(name), 24) for name in table["account_name"]],
            **{name: money[name] for name in names},
        }
    )
    columns = _columns(view, unit, by)
    if by == "account":
        shown["proof"] = t("Proof")
    st.dataframe(
        shown,
        hide_index=True,
        row_height=34,
        height=min(36 + 34 * len(shown), 412),
        key=f"beyond_{found.among}_{by}_{t.lang}",
        placeholder=t.missing,
        alt=t("Ranked by total customer value"),
        column_config={name: columns[name] for name in shown.columns},
    )
    if by == "account":
        _opened(view, found, table["account_id"].tolist())
    download.below(view, f"total-customer-value-{by}", lambda: _file(ranks), lambda: _figure(view, found, ranks, by))


def _opened(view: View, found: Beyond, ids: list[str]) -> None:
    """A press on a name opens the account room, one on Proof the arithmetic."""
    clicks.open_row("open_beyond", ids)
    asked = clicks.pressed("beyond_proof", ids)
    if asked:
        arithmetic.ask_account(view, found, asked)


def _columns(view: View, unit: str, by: str) -> dict[str, Any]:
    t = view.t
    name = st.column_config.ButtonColumn(t("Account"), width=190, type="tertiary", key="open_beyond", alignment="left")
    return {
        "place_total": number_column(t("Place"), 64),
        "place_hard": number_column(t("Without"), 78),
        "climbed": text_column(t("Places gained"), 112, right=True),
        "account": name if by == "account" else text_column(t(GROUPINGS[by]), 190),
        "earned": money_column(t, t("Earned to date"), view.symbol, unit, 136),
        "future": money_column(t, t("Lifetime value"), view.symbol, unit, 132),
        "soft": money_column(t, t("Beyond purchases"), view.symbol, unit, 152),
        "total": money_column(t, t("Total"), view.symbol, unit, 100),
        "proof": st.column_config.ButtonColumn("", width=66, type="tertiary", key="beyond_proof"),
    }


def _moved(view: View, places: float) -> str:
    t = view.t
    if pd.isna(places):
        return t.missing
    return "0" if not places else f"{'▲' if places > 0 else '▼'} {t.count(abs(places))}"


def _file(ranks: pd.DataFrame) -> pd.DataFrame:
    """Both rankings with every part, under the names the columns have elsewhere."""
    named = {"earned": "lifetime_profit", "future": "clv", "soft": "soft_value", "total": "total_value"}
    order = ["place_total", "place_hard", "climbed", "account_id", "account_name", "owner", "earned", "future", *PARTS, "soft", "total"]
    return ranks[[name for name in order if name in ranks]].rename(columns=named)
