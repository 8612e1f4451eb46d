"""What is known of one account beyond its money: people, needs, actions, contracts, visits, rivals, feedback."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.schema import CHOICE_TITLES
from kam_core.workbook import lookup
from pages.ui.frame import View
from pages.ui.tables import bar_column, chips, text_column

SUPPORT = {-2: "red", -1: "orange", 0: "gray", 1: "blue", 2: "blue"}


def people_and_plans(view: View, account_id: str) -> None:
    """Contacts, needs, contracts, actions and visits; one tab each, empty ones left out."""
    t = view.t
    tabs = {
        "contacts": (t("People"), _contacts),
        "needs": (t("Needs and our fit"), _needs),
        "actions": (t("Actions"), _actions),
        "contracts": (t("Contracts"), _plain),
        "interactions": (t("Visits and calls"), _plain),
        "competitors": (t("Competitors"), _plain),
        "feedback": (t("Feedback"), _plain),
    }
    rows = {name: _rows(view, name, account_id) for name in tabs}
    filled = [name for name in tabs if len(rows[name])]
    if not filled:
        st.caption(t("No contacts, needs or actions yet. Add them under Tables, or upload a list."))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            t("Details"),
            filled,
            default=filled[0],
            required=True,
            format_func=lambda name: f"{tabs[name][0]} {t.count(len(rows[name]))}",
            key="account_details",
            label_visibility="collapsed",
            persist_state="session",
        )
        name = chosen if chosen in filled else filled[0]
        if view.kept("invented", lambda: lookup.illustrative(view.book, name, account_id), name, account_id, view.book.revisions[name]):
            st.badge(t("Illustrative"), color="orange", icon=":material/theater_comedy:")
    tabs[name][1](view, name, rows[name])


def _rows(view: View, name: str, account_id: str) -> pd.DataFrame:
    return view.kept("rows", lambda: lookup.of_account(view.book, name, account_id), name, account_id, view.book.revisions[name])


def _contacts(view: View, _: str, rows: pd.DataFrame) -> None:
    t = view.t
    rows = rows.sort_values("influence", ascending=False)
    signs = {value: f"{value:+d}".replace("-", "−") if value else "0" for value in SUPPORT}
    table = pd.DataFrame(
        {
            "name": rows["contact_name"],
            "job": rows["job"].fillna(""),
            "role": [t(CHOICE_TITLES.get(role, role)) if isinstance(role, str) else "" for role in rows["role"]],
            "influence": rows["influence"],
            "support": [[signs[int(s)]] if pd.notna(s) else [] for s in rows["support"]],
            "touched": [t.day(day) for day in rows["last_touch"]],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        alt=t("People of the account"),
        column_config={
            "name": text_column(t("Full name"), 170),
            "job": text_column(t("Job"), 200),
            "role": text_column(t("Role"), 130),
            "influence": bar_column(t("Influence"), 120, "gray", 5),
            "support": chips(t("Support"), {signs[s]: c for s, c in SUPPORT.items()}),
            "touched": text_column(t("Last touched"), 130),
        },
    )


def _needs(view: View, _: str, rows: pd.DataFrame) -> None:
    t = view.t
    gap = rows["importance"] * (5 - rows["fit"])
    table = pd.DataFrame(
        {"need": rows["need"], "importance": rows["importance"], "fit": rows["fit"], "rival": rows["rival_fit"], "gap": gap}
    )
    st.caption(t("Gap = importance × (5 − our fit)"))
    st.dataframe(
        table.sort_values("gap", ascending=False),
        hide_index=True,
        row_height=34,
        alt=t("Needs and our fit"),
        column_config={
            "need": text_column(t("Need"), 300),
            "importance": bar_column(t("Importance"), 120, "gray", 5),
            "fit": bar_column(t("Our fit"), 120, "blue", 5),
            "rival": bar_column(t("Rival's fit"), 120, "gray", 5),
            "gap": bar_column(t("Gap"), 120, "orange", 20),
        },
    )


def _actions(view: View, _: str, rows: pd.DataFrame) -> None:
    t, today = view.t, pd.Timestamp(view.as_of)
    states = {
        "planned": (t("Planned"), "gray"),
        "doing": (t("Doing"), "blue"),
        "done": (t("Done"), "gray"),
        "dropped": (t("Dropped"), "gray"),
    }
    late = (pd.to_datetime(rows["due_on"]) < today) & ~rows["state"].isin(["done", "dropped"])
    labels = [[t("Overdue")] if is_late else [states[s][0]] if s in states else [] for s, is_late in zip(rows["state"], late, strict=True)]
    table = pd.DataFrame(
        {
            "objective": rows["objective"],
            "action": rows["action"],
            "owner": rows["owner"],
            "due": [t.day(day) for day in rows["due_on"]],
            "state": labels,
            "measure": rows["measure"],
        }
    )
    colours = {t("Overdue"): "red", **dict(states.values())}
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        alt=t("Actions"),
        column_config={
            "objective": text_column(t("Objective"), 170),
            "action": text_column(t("Action"), 300),
            "owner": text_column(t("Owner"), 110),
            "due": text_column(t("Due on"), 110),
            "state": chips(t("State"), colours, 100),
            "measure": text_column(t("Measure"), 170),
        },
    )


def _plain(view: View, name: str, rows: pd.DataFrame) -> None:
    """Any other table: its filled columns with their declared titles, the latest first."""
    t, declared = view.t, kam.TABLES[name]
    shown = [c for c in declared.columns if c.name != "account_id" and rows[c.name].notna().any() and c.kind != "id"]
    if declared.dated_by:
        rows = rows.sort_values(declared.dated_by, ascending=False)
    write = {
        "date": t.day,
        "share": t.percent,
        "money": lambda v: t.money(v, view.symbol),
        "choice": lambda v: t(CHOICE_TITLES.get(v, v)),
        "boolean": lambda v: t("yes") if v else t("no"),
    }
    table = pd.DataFrame({c.name: [t.missing if pd.isna(v) else write.get(c.kind, str)(v) for v in rows[c.name]] for c in shown})
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        alt=t(declared.title),
        column_config={c.name: st.column_config.Column(t(c.title)) for c in shown},
    )
