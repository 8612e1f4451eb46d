"""Make a play a plan: whom, which actions, by when; the count is there before anything is written, and it is one batch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.plans import Plan, plan
from kam_core.plans.making import SPAN_DAYS
from kam_core.playbook.shapes import Play
from pages.ui import forms, state
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

SPANS = (30, 60, 90, 180)
MOST_LISTED = 200
"""Lines of the preview; the count says how many there are."""


def ask(view: View, play: str, title: str, told: Play, accounts: pd.DataFrame) -> None:
    """Open the form for the accounts (account_id, account_name, owner; the most urgent first)."""
    if not view.stage:
        st.dialog(view.t("Make it a plan"), width="large")(_body)(view, play, title, told, accounts)


def _body(view: View, play: str, title: str, told: Play, accounts: pd.DataFrame) -> None:
    t = view.t
    st.markdown(f"**{plain(title)}** · {plain(told.strategy)}")
    names = dict(zip(accounts["account_id"], accounts["account_name"], strict=True))
    chosen = st.multiselect(
        t("Accounts"), list(names), format_func=lambda id: str(names.get(id, id)), key=f"plan_accounts_{play}",
        placeholder=t.n("All {n} account of the list", "All {n} accounts of the list", len(names)),
    )  # fmt: skip
    actions = st.pills(
        t("Actions"), list(range(len(told.actions))), selection_mode="multi", default=list(range(len(told.actions))),
        format_func=lambda place: plain(told.actions[place]), key=f"plan_actions_{play}_{t.lang}",
    )  # fmt: skip
    span = st.segmented_control(
        t("Done within"), SPANS, default=SPAN_DAYS, required=True, key=f"plan_span_{play}",
        format_func=lambda days: t.n("{n} day", "{n} days", days),
    )  # fmt: skip
    asked = accounts[accounts["account_id"].isin(chosen)] if chosen else accounts
    wanted = replace(told, actions=tuple(told.actions[place] for place in sorted(actions)))
    made = plan(view.book, play, wanted, asked, view.as_of, int(span or SPAN_DAYS))
    _count(view, made)
    pressed = st.button(
        t("Create the actions"), type="primary", icon=":material/check:", disabled=made.lines.empty, key=f"plan_save_{play}"
    )
    if pressed:
        for key in ("accounts", "span"):
            state.drop(f"plan_{key}_{play}")
        forms.save(view, made.edits(), t.n("{n} action planned.", "{n} actions planned.", len(made.lines)))
    _preview(view, made)


def _count(view: View, made: Plan) -> None:
    """What a press will write, and who is left out and why."""
    t = view.t
    st.write(t.n(
        "{n} action for {accounts}, one batch; it can be undone.", "{n} actions for {accounts}, one batch; it can be undone.",
        len(made.lines), accounts=t.n("{n} account", "{n} accounts", made.accounts),
    ))  # fmt: skip
    if made.left_out:
        st.caption(t.n(
            "{n} account is left out: actions of this play are open there.",
            "{n} accounts are left out: actions of this play are open there.", len(made.left_out),
        ))  # fmt: skip
    nobody = int(made.lines.drop_duplicates("account_id")["owner"].isna().sum())
    if nobody:
        st.caption(t.n("{n} account has no owner: its actions have none either.",
                       "{n} accounts have no owner: their actions have none either.", nobody))  # fmt: skip


def _preview(view: View, made: Plan) -> None:
    t, rows = view.t, made.lines.head(MOST_LISTED)
    if rows.empty:
        return
    shown: dict[str, Any] = {
        "due": [t.day(day) for day in rows["due_on"]],
        "account": rows["account_name"],
        "action": rows["action"],
        "owner": rows["owner"].fillna(t.missing),
    }
    config = {
        "due": text_column(t("Due on"), 110),
        "account": text_column(t("Account"), 180),
        "action": text_column(t("Action"), 300),
        "owner": text_column(t("Owner"), 110),
    }
    table = pd.DataFrame(shown)
    st.dataframe(
        table,
        hide_index=True,
        row_height=32,
        height=min(36 + 32 * len(table), 280),
        alt=t("The actions"),
        placeholder=t.missing,
        column_config=config,
    )
    if len(made.lines) > MOST_LISTED:
        st.caption(t.n("and {n} more", "and {n} more", len(made.lines) - MOST_LISTED))
