"""Who an account is, as chips in one line: standing, renewal, quadrants, place, reviews, group; and the form that changes it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import findings
from kam_core.schema import CHOICE_TITLES
from kam_core.workbook import lookup
from pages.ui import forms, state
from pages.ui.tables import COLOURS
from pages.ui.view import View
from pages.ui.words import on_badge, plain

MEMBERS = 4
"""Accounts of a group that are linked by name; the rest is counted."""

ASKED = ("account_name", "parent_id", "industry", "owner", "region", "country", "city", "tier", "employees", "review_on", "note")


def standing(view: View, row: pd.Series, register: pd.DataFrame) -> None:
    """Status and tier; since when and by whom it was decided is in the help."""
    t = view.t
    words = [t(CHOICE_TITLES[row["status"]])] if _text(row["status"]) else []
    words += [t("tier {tier}", tier=row["tier"])] if _text(row["tier"]) else []
    if words:
        colour = "blue" if row["status"] == "key" else "gray"
        st.badge(on_badge(" · ".join(words)), icon=":material/stars:", color=colour, help=_decided(view, register))


def _decided(view: View, register: pd.DataFrame) -> str | None:
    """Since when, by whom and why."""
    t = view.t
    if register.empty:
        return None
    told = register.iloc[0]
    parts = [t("since {day}", day=t.day(told["key_since"]))] if pd.notna(told["key_since"]) else []
    parts += [t("decided by {who}", who=told["decided_by"])] if _text(told["decided_by"]) else []
    parts += [str(told["decided_why"])] if _text(told["decided_why"]) else []
    return plain(" · ".join(parts)) or None


def renewal(view: View, row: pd.Series) -> None:
    """When the contract is up for renewal; red within half a year."""
    t = view.t
    if pd.notna(row["renews_in_days"]):
        day = pd.Timestamp(view.as_of) + pd.Timedelta(days=float(row["renews_in_days"]))
        soon = row["renews_in_days"] <= findings.RENEWAL_DAYS
        st.badge(t("Renews {day}", day=t.day(day)), icon=":material/event_repeat:", color="red" if soon else "gray")


def quadrants(view: View, account_id: str, names: Iterable[str]) -> None:
    """The quadrant on each matrix, and how sure it is."""
    t = view.t
    for name in names:
        declared, placed = kam.MATRICES[name], view.matrix(name)
        own = placed[placed["account_id"] == account_id]
        if len(own) and isinstance(own["quadrant"].iloc[0], str):
            quadrant = declared.quadrant(own["quadrant"].iloc[0])
            words = f"{t(quadrant.title)} {t.percent(own['probability'].iloc[0], 0)}"
            st.badge(words, color=COLOURS[quadrant.place], help=t("{matrix}; how sure the quadrant is", matrix=t(declared.title)))


def place(view: View, row: pd.Series) -> None:
    """Industry, where it is, who owns it."""
    where = ", ".join(row[name] for name in ("city", "country") if _text(row[name]))
    owner = view.t("Owner {owner}", owner=row["owner"]) if _text(row["owner"]) else ""
    for text, icon in ((row["industry"], "category"), (where, "location_on"), (owner, "person")):
        if _text(text):
            st.badge(on_badge(text), icon=f":material/{icon}:", color="gray")


def reviews(view: View, last: pd.Series, register: pd.DataFrame) -> None:
    """When it was last rated, and when the decision about it is looked at again; red once that day has passed."""
    t, day = view.t, pd.Timestamp(view.as_of)
    if pd.notna(last["rated"]):
        ago = (day - pd.Timestamp(last["rated"])).days
        st.badge(t.n("Rated {n} day ago", "Rated {n} days ago", ago), icon=":material/history:", color="gray", help=t.day(last["rated"]))
    due = register["review_on"].iloc[0] if len(register) else None
    if due is not None and pd.notna(due):
        late = pd.Timestamp(due) < day
        st.badge(t("Next review {day}", day=t.day(due)), icon=":material/event:", color="red" if late else "gray")


def group(view: View, row: pd.Series, members: pd.DataFrame) -> None:
    """Links to the group it belongs to, and to the accounts that belong to it."""
    t, names = view.t, view.scores.set_index("account_id")["account_name"]
    parent = row["parent_id"]
    if _text(parent) and parent != row["account_id"]:
        if parent in names.index:
            _link(t("Group {name}", name=names[parent]), str(parent), "account_tree")
        else:
            st.badge(on_badge(t("Group {name}", name=parent)), icon=":material/account_tree:", color="gray")
    others = members[members["account_id"] != row["account_id"]]
    for account, name in others.head(MEMBERS).itertuples(index=False, name=None):
        _link(name, account, "subdirectory_arrow_right")
    if len(others) > MEMBERS:
        st.caption(t.n("and {n} more", "and {n} more", len(others) - MEMBERS), width="content")


def _link(label: str, account: str, icon: str) -> None:
    st.page_link("pages/account.py", label=plain(label), icon=f":material/{icon}:", query_params={state.ACCOUNT: account})


def change(view: View, account_id: str, name: str) -> None:
    """The form for what the register says; an account that only orders name is entered by it."""
    t, register = view.t, lookup.of_account(view.book, "accounts", account_id)
    form = forms.Form("accounts", ASKED, t("Edit {name}", name=plain(name)), t("Account changed."), to_delete=False)
    there = register.iloc[0] if len(register) else None
    forms.ask(view, form, {"account_id": account_id}, there, {"account_name": name})


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
