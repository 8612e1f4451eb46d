"""The tables of the buyers to come: what every method says, how each did, a row a customer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.value.foretelling.backtest import METHODS
from kam_core.value.foretelling.others import totals
from pages.ui import clicks, download, frame
from pages.ui.paging import paged
from pages.ui.tables import text_column, whole
from pages.ui.value.buyers_found import Buyers
from pages.ui.view import View
from pages.ui.worries import short

PAGE_ROWS, ROW = 10, 34
MARK = "● "


def others(view: View, found: Buyers, rows: pd.DataFrame) -> None:
    """Purchases and value of the year to come by each method."""
    t = view.t
    told = view.kept("others", lambda: totals(found.future, found.said.loc[rows["account_id"]]))
    table = pd.DataFrame({
        "method": _methods(view, found.future.method, told.index),
        "purchases": [t.count(value) for value in told["purchases"]],
        "value": [t.money(value, view.symbol) for value in told["value"]],
    })  # fmt: skip
    whole(
        table,
        t("What each method expects of the coming 12 months"),
        {
            "method": text_column(t("Method (● shown)"), 250),
            "purchases": text_column(t("Purchases"), 110, right=True),
            "value": text_column(t("Profit") if found.future.on_margin else t("Revenue"), 130, right=True),
        },
    )
    file = told.rename(columns={"purchases": "next_purchases", "value": "next_value"}).reset_index(names="method")
    download.below(view, "methods", file.assign(method=[t(METHODS[name]) for name in told.index]))


def tested(view: View, found: Buyers) -> None:
    """How every method did on the last origin, and on the earlier one where the choice was made."""
    t, test = view.t, found.future.test
    frame.section(t("How the methods did"), _key(view, found))
    told = test.table
    table = pd.DataFrame({
        "method": _methods(view, test.chosen, told.index),
        "earlier": [_figure(view, value) for value in told["mae_earlier"]],
        "error": [_between(view, *row) for row in told[["mae", "mae_low", "mae_high"]].to_numpy()],
        "rmse": [_figure(view, value) for value in told["rmse"]],
        "bias": [_total(view, *row) for row in told[["bias", "bias_low", "bias_high"]].to_numpy()],
        "capture": [t.percent(value, 0) for value in told["capture"]],
    })  # fmt: skip
    whole(
        table,
        t("How every method did in the back-test"),
        {
            "method": text_column(t("Method (● chosen)"), 196),
            "earlier": text_column(t("Earlier"), 60, right=True),
            "error": text_column(t("Error (95%)"), 134, right=True),
            "rmse": text_column(t("RMSE"), 56, right=True),
            "bias": text_column(t("Total (95%)"), 122, right=True),
            "capture": text_column(t("Top tenth"), 76, right=True),
        },
    )
    st.caption(t("Error: mean distance, purchases a customer · total: above or below what came · top tenth: how much of it was found"))
    names = {"mae_earlier": "error_earlier", "mae": "error_last", "mae_low": "error_low", "mae_high": "error_high"}
    file = told.rename(columns=names).reset_index(names="method")
    download.below(view, "purchase-methods", file.assign(method=[t(METHODS[name]) for name in told.index]))


def customers(view: View, found: Buyers, rows: pd.DataFrame) -> None:
    """A row a customer, the most value to come first; a press on the name opens the room."""
    t = view.t
    frame.section(t("By account"), t("{n} customers · coming 12 months, 80% of chance in brackets", n=t.count(len(rows))))
    shown, _ = paged(rows, PAGE_ROWS, "buyers")
    st.dataframe(
        _written(view, shown),
        hide_index=True,
        row_height=ROW,
        height=36 + ROW * max(1, len(shown)),
        key=f"buyers_rows_{t.lang}",
        alt=t("Customers by the value to come"),
        column_config={
            "name": st.column_config.ButtonColumn(t("Account"), width=224, type="tertiary", key="open_buyer", alignment="left"),
            "frequency": text_column(t("Came back"), 90, right=True),
            "since": text_column(t("Days since"), 90, right=True),
            "alive": text_column(t("Still a customer"), 116, right=True),
            "purchases": text_column(t("Purchases"), 130, right=True),
            "spend": text_column(t("Of one purchase"), 128, right=True),
            "value": text_column(t("Profit to come") if found.future.on_margin else t("Revenue to come"), 250, right=True),
        },
    )
    clicks.open_row("open_buyer", shown["account_id"].tolist())
    download.below(view, "buyers", _file(rows))


def _written(view: View, shown: pd.DataFrame) -> pd.DataFrame:
    t, symbol = view.t, view.symbol
    return pd.DataFrame({
        "name": [short(str(name), 28) for name in shown["account_name"]],
        "frequency": [t.count(value) for value in shown["frequency"]],
        "since": [t.count(value * 7) for value in shown["silent"]],
        "alive": [t.percent(value, 0) for value in shown["alive"]],
        "purchases": [t("{middle} ({low} to {high})", middle=f"{row.purchases:.1f}", low=f"{row.purchases_low:.0f}",
                        high=f"{row.purchases_high:.0f}") for row in shown.itertuples()],
        "spend": [t.money(value, symbol) for value in shown["spend"]],
        "value": [t("{middle} ({low} to {high})", middle=t.money(row.value, symbol), low=t.money(row.value_low, symbol),
                    high=t.money(row.value_high, symbol)) for row in shown.itertuples()],
    })  # fmt: skip


def _file(rows: pd.DataFrame) -> pd.DataFrame:
    """The customers as they are downloaded."""
    told = {
        "frequency": "repeat_purchases", "recency": "active_weeks", "T": "known_weeks", "alive": "alive", "purchases": "next_purchases",
        "purchases_low": "next_purchases_low", "purchases_high": "next_purchases_high", "spend": "next_spend", "earned": "earned_share",
        "value": "next_value", "value_low": "next_value_low", "value_high": "next_value_high",
    }  # fmt: skip
    days = (rows["silent"] * 7).round()
    return rows[["account_id", "account_name", *told]].rename(columns=told).assign(days_since_last=days)


def _methods(view: View, marked: str, ids: pd.Index) -> list[str]:
    return [(MARK if name == marked else "") + view.t(METHODS[name]) for name in ids]


def _key(view: View, found: Buyers) -> str:
    t, test = view.t, found.future.test
    last = t("{origin} to {until}", origin=t.day(test.last.origin), until=t.day(test.last.until))
    if test.earlier is None:
        return t("Foretold {last}; no earlier origin to choose on", last=last)
    earlier = t("{origin} to {until}", origin=t.day(test.earlier.origin), until=t.day(test.earlier.until))
    return t("Chosen on {earlier}, reported on {last}", earlier=earlier, last=last)


def _figure(view: View, value: float) -> str:
    return view.t.missing if pd.isna(value) else f"{value:.2f}"


def _between(view: View, middle: float, low: float, high: float) -> str:
    if pd.isna(low):
        return _figure(view, middle)
    return view.t("{middle} ({low} to {high})", middle=f"{middle:.2f}", low=f"{low:.2f}", high=f"{high:.2f}")


def _total(view: View, value: float, low: float, high: float) -> str:
    """How far the total is off, and its interval: points of per cent."""
    if pd.isna(low):
        return _signed(view, value)
    return view.t("{middle} ({low} to {high})", middle=_signed(view, value), low=_signed(view, low), high=_signed(view, high))


def _signed(view: View, value: float) -> str:
    return view.t.missing if pd.isna(value) else f"{view.t.change(100 * value)}%"
