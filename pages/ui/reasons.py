"""Why an account is on the list: each rule in words, what was measured against its limits, and the rows of the workbook behind it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.alerts import RISKS, RULES, Because, because, why
from kam_core.alerts.because import formula, in_words
from kam_core.index import INDICES
from kam_core.schema import CHOICE_TITLES, Column
from kam_core.text import N_
from pages.ui import again, behind, state
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

ASKED = "worry"
LATEST = 5
SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}

ROWS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "alert_contract_rows": (
        N_("Contracts"),
        "contracts",
        ("contract_id", "value", "start_on", "end_on", "renewal_on", "renewal_probability"),
    ),
    "evidence_rows": (N_("Ratings"), "ratings", ("valid_on", "item", "value", "rater", "source", "status")),
    "evidence_lines": (N_("Order lines"), "transactions", ("date", "order_id", "product", "quantity", "revenue", "cost")),
    "evidence_costs": (N_("Costs to serve"), "costs", ("date", "activity", "amount")),
    "evidence_facts": (N_("Account facts"), "account_facts", ("valid_on", "fact", "value", "source", "status")),
    "alert_overdue_rows": (N_("Actions"), "actions", ("due_on", "action", "owner", "state")),
    "account_ties": (N_("Ties"), "links", ("who", "contact_id", "level", "touches")),
}
"""By question: what to call its rows, the table they come from, and the columns that are shown."""

TIES = {"who": N_("Who of us"), "contact_id": N_("Contact id"), "touches": N_("Days met")}
"""Titles of columns that the table itself does not have."""


WIDE = ("item", "action", "product", "activity")


def want(what: str, account: str, kind: str) -> None:
    """Open the proof (or the form that snoozes) at the end of the run: a dialog lies over the finished page."""
    state.put(ASKED, (what, account, kind))


def show(view: View, account: str, kind: str) -> None:
    """The dialog: every reason of the account, the one that was pressed first."""
    own = view.every_alert[view.every_alert["account_id"] == account]
    if own.empty:
        return
    own = own.assign(asked=own["kind"] != kind).sort_values("asked", kind="stable")
    st.dialog(plain(str(own["account_name"].iloc[0])), width=860)(_body)(view, own)


def _body(view: View, own: pd.DataFrame) -> None:
    t = view.t
    if len(own) == 1:
        _reason(view, own.iloc[0])
        return
    tabs = st.tabs([t(RULES[kind].title) for kind in own["kind"]])
    for tab, (_, alert) in zip(tabs, own.iterrows(), strict=True):
        with tab:
            _reason(view, alert)


def _reason(view: View, alert: pd.Series) -> None:
    """One reason: its sentence, the rule, the measures, the rows, and how to get it again."""
    t, told = view.t, because(view.book, alert, view.as_of, view.params)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.markdown(f"**{plain(why(alert, t, view.symbol))}**" if t.lang == "en" else plain(why(alert, t, view.symbol)))
    with right, st.container(horizontal=True, gap="small", horizontal_alignment="right"):
        st.badge(t("{risk} risk", risk=t(RISKS[alert["risk"]])), color={"high": "red", "medium": "orange"}.get(alert["risk"], "gray"))
        st.badge(t("{money} a year at stake", money=t.money(alert["at_stake"], view.symbol)), color="gray")
        if pd.notna(alert["until"]):
            st.badge(t("snoozed until {day}", day=t.day(alert["until"])), color="gray", icon=":material/snooze:")
    st.caption(plain(formula(told.rule, view.params, t, view.symbol)))
    _tests(view, told)
    _onward(view, alert)
    for name, rows in told.rows.items():
        _rows(view, f"{alert['kind']}-{alert['account_id']}", name, rows)
    where = again.seen(view, str(alert["account_id"]))
    again.blocks(view, told.code, where, [(t(ROWS[name][0]), text) for name, text in told.sql.items()])


def _onward(view: View, alert: pd.Series) -> None:
    """To the account itself, or to put this reason off."""
    t, account, kind = view.t, str(alert["account_id"]), str(alert["kind"])
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        link = {state.ACCOUNT: account}
        st.page_link("pages/account.py", label=t("Open the account room"), icon=":material/apartment:", query_params=link, width="content")
        awake = pd.isna(alert["until"]) and not view.stage
        if awake and st.button(t("Snooze"), key=f"snooze_{kind}", icon=":material/snooze:", type="tertiary"):
            want("snooze", account, kind)
            st.rerun()


def _tests(view: View, told: Because) -> None:
    t, tests = view.t, told.tests
    table = pd.DataFrame(
        {
            "title": [t(title) for title in tests["title"]],
            "value": [in_words(v, u, t, view.symbol) for v, u in zip(tests["value"], tests["unit"], strict=True)],
            "limit": [
                f"{SIGNS[sign]} {in_words(limit, unit, t, view.symbol)}"
                for sign, limit, unit in zip(tests["sign"], tests["limit"], tests["unit"], strict=True)
            ],
            "decides": [t("High risk") if part == "high" else t("Alert") for part in tests["decides"]],
            "holds": [t("holds") if held else t("does not hold") for held in tests["holds"]],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=30,
        alt=t("Measures against their limits"),
        column_config={
            "title": text_column(t("Measure"), 300),
            "value": text_column(t("Measured"), 140, right=True),
            "limit": text_column(t("Limit"), 140, right=True),
            "decides": text_column(t("Decides"), 100),
            "holds": text_column("", 110),
        },
    )


def _rows(view: View, whose: str, name: str, rows: pd.DataFrame) -> None:
    """The latest rows behind a reason, and all of them to take along."""
    t = view.t
    title, table, columns = ROWS[name]
    if rows.empty:
        return
    latest = rows.head(LATEST)
    shown = pd.DataFrame({column: [_cell(view, _declared(table, column), v) for v in latest[column]] for column in columns})
    titles = {column: t(TIES.get(column) or _declared(table, column).title) for column in columns}
    if len(rows) > LATEST:
        st.caption(t("{rows}: the first {shown} of {all}", rows=t(title), shown=t.count(LATEST), all=t.count(len(rows))))
    else:
        st.caption(t("{rows}: {all}", rows=t(title), all=t.count(len(rows))))
    st.dataframe(
        shown,
        hide_index=True,
        row_height=30,
        alt=t(title),
        column_config={column: text_column(titles[column], _width(columns, column)) for column in columns},
    )
    behind.take(view, lambda: rows, f"{name}-{whose}", t("Download the rows"))


def _width(columns: tuple[str, ...], column: str) -> int:
    """What is written out gets twice the room."""
    return 810 * (1 + (column in WIDE)) // sum(1 + (name in WIDE) for name in columns)


def _declared(table: str, column: str) -> Column:
    known = {item.name: item for item in kam.TABLES[table].columns}
    return known.get(column) or Column(column, TIES.get(column, column), "text")


def _cell(view: View, declared: Column, value: object) -> str:
    """A cell as it is read."""
    t = view.t
    if value is None or pd.isna(value) or value == "":
        return t.missing
    if declared.kind == "date":
        return t.day(value)
    if declared.kind == "money":
        return t.amount(value, view.symbol)
    if declared.kind == "share":
        return t.percent(value)
    if declared.kind == "choice":
        return t(CHOICE_TITLES.get(str(value), str(value)))
    if declared.name == "item":
        return t(next((item.title for index in INDICES.values() for item in index.items if item.id == value), str(value)))
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)[:60]
