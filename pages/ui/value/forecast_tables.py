"""The tables of the forecast: how every rule did, and a row a group or account."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.forecast import METHODS, Forecasts, frames
from kam_core.forecast.judge import TOO_SHORT
from kam_core.schema import TABLES
from kam_core.text import N_
from kam_core.value.spans import Floats
from pages.ui import clicks, download, frame
from pages.ui.paging import paged
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.worries import short

PAGE_ROWS, ROW = 10, 34

GROUP_TITLES = {"owner": N_("By owner"), "region": N_("By region"), "industry": N_("By industry")}


def rules(view: View, found: Forecasts, place: int) -> None:
    """The back-test of one series."""
    t = view.t
    frame.section(
        t("How the rules did"),
        t("Mean error on the later origins · MASE: ÷ the usual change of a quarter · ÷ plain: ÷ the better plain repeat"),
    )
    if found.shown[place] == TOO_SHORT:
        st.caption(t("Two years of whole quarters are needed: one for the season, one to test it."))
        return
    told = frames.tested(found, place)
    times = [("mase", t("MASE")), ("against_plain", t("÷ plain"))]
    table = pd.DataFrame({
        "rule": [("● " if row.shown else "") + t(METHODS[str(row.rule)]) for row in told.itertuples()],
        "mae": [t.money(value, view.symbol) for value in told["mae"]],
        **{name: [_times(view, value) for value in told[name]] for name, _ in times},
        "held": [t.percent(value, 0) for value in told["coverage_80"]],
    })  # fmt: skip
    st.dataframe(
        table,
        hide_index=True,
        row_height=ROW,
        alt=t("How every rule did in the back-test"),
        column_config={
            "rule": text_column(t("Rule (● shown)"), 198),
            "mae": text_column(t("Error"), 60, right=True),
            **{name: text_column(title, width, right=True) for (name, title), width in zip(times, (54, 62), strict=True)},
            "held": text_column(t("80% held"), 72, right=True),
        },
    )
    st.caption(t.n("From {n} quarter foretold.", "From {n} quarters foretold.", int(found.n[place])))
    download.below(view, "forecast-rules", told.assign(rule=[t(METHODS[rule]) for rule in told["rule"]]))


def everyone(view: View, ids: list[str], names: dict[str, str], found: Forecasts, quarters: Floats, kind: str) -> None:
    """The forecast of every group or account, the largest first; those without one at the end."""
    t = view.t
    told = frames.listed(found, quarters).assign(id=ids, name=[names[one] for one in ids])
    told = told.sort_values(["next_year", "last_year"], ascending=False, na_position="last", kind="stable").reset_index(drop=True)
    known = int(told["next_year"].notna().sum())
    title = t(GROUP_TITLES[kind]) if kind in GROUP_TITLES else t("By account")
    n = t.n("{n} has a forecast", "{n} have a forecast", known)
    frame.section(title, t("{n}, {rest} too short to tell · next four quarters, 80% interval", n=n, rest=t.count(len(told) - known)))
    rows, _ = paged(told, PAGE_ROWS, f"forecast_{kind}")
    _table(view, rows, kind)
    account = kind == "account"
    file = (
        told.rename(columns={"id": "account_id", "name": "account_name"})
        if account
        else told.drop(columns="id").rename(columns={"name": kind})
    )
    front = [column for column in ("account_id", "account_name", kind) if column in file]
    ruled = file.assign(rule=[t(METHODS[rule]) if isinstance(rule, str) else "" for rule in file["rule"]])
    download.below(view, f"forecast-{kind}", ruled[[*front, *(c for c in ruled.columns if c not in front)]])


def _table(view: View, rows: pd.DataFrame, kind: str) -> None:
    t, symbol = view.t, view.symbol
    money = {
        name: [t.money(value, symbol) for value in rows[name]] for name in ("last_year", "next_year", "next_year_low", "next_year_high")
    }
    table = pd.DataFrame({
        "name": [short(str(name), 26) for name in rows["name"]], **money,
        "rule": [t(METHODS[rule]) if isinstance(rule, str) else t("too short to tell") for rule in rows["rule"]],
        "mase": [_times(view, value) for value in rows["mase"]],
        "quarters": [t.count(value) for value in rows["quarters"]],
    })  # fmt: skip
    titles = {"last_year": t("Last four"), "next_year": t("Next four"), "next_year_low": t("80% low"), "next_year_high": t("80% high")}
    name = (
        st.column_config.ButtonColumn(t("Account"), width=204, type="tertiary", key="open_forecast", alignment="left")
        if kind == "account"
        else text_column(t(TABLES["accounts"].column(kind).title), 204)
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=ROW,
        height=36 + ROW * max(1, len(table)),
        key=f"forecast_rows_{kind}_{t.lang}",
        alt=t("Forecasts, the largest first"),
        column_config={
            "name": name,
            **{column: text_column(title, 106, right=True) for column, title in titles.items()},
            "rule": text_column(t("Rule"), 204),
            "mase": text_column(t("MASE"), 80, right=True),
            "quarters": text_column(t("Quarters known"), 118, right=True),
        },
    )
    if kind == "account":
        clicks.open_row("open_forecast", rows["id"].tolist())


def _times(view: View, value: float) -> str:
    """A multiple with two decimals, or a dash."""
    return view.t.missing if pd.isna(value) else f"{value:.2f}"
