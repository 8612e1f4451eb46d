"""The proof of a total customer value: its terms, and every line that counts with what it is multiplied by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.engine import question
from kam_core.value.soft import FORMULAS, FROM, PARTS
from pages.ui import again
from pages.ui.tables import text_column
from pages.ui.value.beyond_found import Beyond
from pages.ui.view import View
from pages.ui.words import plain

TALLEST = 336


def ask_portfolio(view: View, found: Beyond, what: str) -> None:
    """The proof of the soft value (``soft``) or the total of all accounts of the page."""
    t = view.t
    title = t("Beyond purchases") if what == "soft" else t("Total customer value")
    st.dialog(title, width=860)(_portfolio)(view, found, what)


def ask_account(view: View, found: Beyond, account_id: str) -> None:
    """The proof of the total of one account."""
    name = found.table.set_index("account_id")["account_name"].get(account_id, account_id)
    st.dialog(f"{view.t('Total customer value')} · {plain(str(name))}", width=860)(_account)(view, found, account_id)


def _portfolio(view: View, found: Beyond, what: str) -> None:
    t, table = view.t, found.table
    sums = table[["future", *PARTS]].sum(min_count=1)
    parts = [(t(title), sums[name]) for name, title in PARTS.items()]
    if what == "total":
        twice = [(t("of it already in the lifetime value of the accounts brought"), -found.twice)] if found.twice else []
        parts = [(t("Lifetime value"), sums["future"]), *parts, *twice]
    value = found.total if what == "total" else float(table["soft"].sum(min_count=1))
    st.metric(t("Total customer value") if what == "total" else t("Beyond purchases"), t.amount(value, view.symbol))
    _terms(view, parts)
    _lines(view, found.lines[found.lines["why"] == ""], named=True)
    _again(view, _call(view, found, what), None)


def _call(view: View, found: Beyond, what: str) -> str:
    """The lines that give the figure of the portfolio in a notebook."""
    key = ' & (table["status"] == "key")' if found.among == "key" else ""
    mine = f'mine = table[table["account_id"].isin(scores["account_id"]){key}]'
    call = ["table = kam.customer_value(wb, {of_account})", mine]
    if what == "soft":
        return "\n".join([*call, 'mine["soft"].sum()'])
    day = view.as_of
    assumed = "kam.assumptions.saved(wb)" if again.seen(view).kept else "params"
    rows = f"rows = soft_rows(wb, kam.score(wb, {{of_account}}), date({day.year}, {day.month}, {day.day}), {assumed})"
    needs = ["from datetime import date", "from kam_core.value.soft import soft_rows", "from kam_core.value.total import counted_twice"]
    return "\n".join([*needs, *call, rows, 'mine["total"].sum() - counted_twice(rows, mine["account_id"])'])


def _account(view: View, found: Beyond, account_id: str) -> None:
    t, row = view.t, found.table.set_index("account_id").loc[account_id]
    left, right = st.columns(2)
    left.metric(t("Total customer value"), t.amount(row["total"], view.symbol))
    right.metric(t("Earned to date, not part of it"), t.amount(row["earned"], view.symbol))
    years = kam.explain(view.book, account_id, "clv", as_of=view.as_of, params=view.params).terms
    told = [(t(title, **values), value) for title, values, value in zip(years["title"], years["values"], years["value"], strict=True)]
    hard = [(f"{t('Lifetime value')} · {name}", value) for name, value in told]
    _terms(view, [*hard, *((t(title), row[name]) for name, title in PARTS.items())])
    own = found.lines[(found.lines["account_id"] == account_id) & (found.lines["why"] == "")]
    _lines(view, own, named=False)
    call = f'table = kam.customer_value(wb, {{of_account}}).set_index("account_id")\ntable.loc[{account_id!r}, "total"]'
    _again(view, call, account_id)


def _terms(view: View, parts: Sequence[tuple[str, Any]]) -> None:
    """What adds up to the figure; what is not known is left out."""
    t = view.t
    known = [(title, value) for title, value in parts if pd.notna(value)]
    table = pd.DataFrame({"title": [title for title, _ in known], "amount": [t.amount(value, view.symbol) for _, value in known]})
    columns = {"title": text_column(t("Term"), 500), "amount": text_column(t("Amount"), 260, right=True)}
    st.dataframe(table, hide_index=True, row_height=30, alt=t("Terms"), column_config=columns)


def _lines(view: View, lines: pd.DataFrame, *, named: bool) -> None:
    """Each line that counts: what it starts from, times what, is what."""
    t = view.t
    if lines.empty:
        st.caption(t("No line of evidence counts."))
        return
    for part in lines["part"].unique():
        st.caption(plain(t(FORMULAS[part])))
    table = pd.DataFrame([_line(view, row) for row in lines.sort_values("value", ascending=False).to_dict("records")])
    settings = {
        "account": text_column(t("Account"), 104),
        "text": text_column(t("What"), 118),
        "base": text_column(t("Starts from"), 96, right=True),
        "chance": text_column(t("× chance"), 70, right=True),
        "factor": text_column(t("× present value"), 134, right=True),
        "share": text_column(t("× share due"), 94, right=True),
        "value": text_column(t("= counts"), 92, right=True),
        "from": text_column(t("Starts from the"), 108 if named else 212),
    }
    shown = table if named else table.drop(columns="account")
    height = min(36 + 30 * len(shown), TALLEST)
    columns = {name: settings[name] for name in shown.columns}
    st.dataframe(shown, hide_index=True, row_height=30, height=height, alt=t("The rows behind it"), column_config=columns)


def _line(view: View, row: Mapping[Any, Any]) -> dict[str, str]:
    t, told = view.t, row["attribution"]
    share = t.percent(row["share"])
    left, origin = row["years_left"], t(FROM[str(row["base_from"])])
    return {
        "account": str(row["account_name"])[:40],
        "text": str(row["text"]),
        "base": t.amount(row["base"], view.symbol),
        "chance": t.percent(row["chance"]),
        "factor": t.missing if pd.isna(left) else t("{factor} ({n} years)", factor=f"{row['factor']:.4f}", n=f"{left:.2f}"),
        "share": share if pd.isna(told) or told <= row["share"] else t("{share} (said {told})", share=share, told=t.percent(told)),
        "value": t.amount(row["value"], view.symbol),
        "from": t("{name}: {what}", name=row["other_name"], what=origin) if row["base_from"] == "own" else origin,
    }


def _again(view: View, call: str, account_id: str | None) -> None:
    where = again.seen(view, account_id)
    again.blocks(view, call, where, [(view.t("The rows it starts from"), question("soft_rows"))])
