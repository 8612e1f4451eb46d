"""The playbook of a matrix: the play of each quadrant to read and to write, to make a plan of, and what became of who followed it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.index.shapes import SubjectType
from kam_core.matrices import Matrix
from kam_core.plans.making import standing, with_open
from kam_core.playbook.written import play_of
from pages.ui import download, forms, frame, linked, state
from pages.ui.matrix import members
from pages.ui.plays import became, beside, making, writing
from pages.ui.tables import chips, text_column
from pages.ui.view import View
from pages.ui.words import plain


def show(view: View, name: str) -> None:
    """What the plays stand at, the play of one quadrant with its plan, and what became of it."""
    t, declared = view.t, view.declared(name)
    table = _table(view, declared)
    frame.finding(_finding(view, table))
    _listed(view, table)
    download.below(view, f"playbook-{name}", table.drop(columns=["chip", "tone"]))
    quadrant = _choose(view, declared)
    frame.section(t(declared.quadrant(quadrant).title), t("Both languages; what you write goes before what is proposed, everywhere"))
    writing.form(view, f"{name}.{quadrant}")
    forms.saved(view)
    _to_plan(view, declared, quadrant)
    if "account" in declared.subject_types:
        became.show(view, declared, quadrant)
    frame.source(view, t("Proposed playbook"))


def _who(declared: Matrix) -> SubjectType:
    """Whose places count here: those of accounts, where the matrix has them."""
    return "account" if "account" in declared.subject_types else declared.subject_type


def _table(view: View, declared: Matrix) -> pd.DataFrame:
    """A line a quadrant: who stands there, and how far its play is."""
    t, order = view.t, members.every_standing(declared)
    counts = view.matrix(declared.id, subject_type=_who(declared))["quadrant"].value_counts()
    ids = [f"{declared.id}.{q.id}" for q in order]
    far: pd.DataFrame = view.kept("plays", lambda: standing(view.book, ids, view.as_of), declared.id, view.book.revisions["actions"])  # type: ignore[assignment]
    return pd.DataFrame(
        {
            "chip": [[t(q.title)] for q in order],
            "quadrant": [t(q.title) for q in order],
            "strategy": [play_of(view.book, f"{declared.id}.{q.id}", t).strategy for q in order],
            "subjects": [int(counts.get(q.id, 0)) for q in order],
            "accounts_planned": far["accounts"],
            "actions": far["actions"],
            "actions_done": far["done"],
            "overdue": far["overdue"],
            "tone": [members.tone(declared, q) for q in order],
        }
    )


def _finding(view: View, table: pd.DataFrame) -> str:
    t, actions, done, late = view.t, *(int(table[name].sum()) for name in ("actions", "actions_done", "overdue"))
    if not actions:
        return t("No play of this matrix is a plan yet.")
    facts = {"actions": t.n("{n} action", "{n} actions", actions), "done": t.count(done), "late": t.count(late)}
    accounts = int(table["accounts_planned"].sum())
    return t.n("{n} account has a plan from a play: {actions}, {done} done, {late} overdue.",
               "{n} accounts have a plan from a play: {actions}, {done} done, {late} overdue.", accounts, **facts)  # fmt: skip


def _listed(view: View, table: pd.DataFrame) -> None:
    t = view.t
    columns = ["chip", "strategy", "subjects", "accounts_planned", "actions", "actions_done", "overdue"]
    written = {name: [t.count(n) for n in table[name]] for name in columns[2:]}
    titles = (t("Stand there"), t("With a plan"), t("Actions"), t("Done"), t("Overdue"))
    st.dataframe(
        table[columns].assign(**written),
        hide_index=True,
        row_height=34,
        alt=t("Playbook"),
        placeholder=t.missing,
        column_config={
            "chip": chips(t("Quadrant"), dict(zip(table["quadrant"], table["tone"], strict=True)), 160),
            "strategy": text_column(t("Strategy"), 430),
            **{name: text_column(title, 90, right=True) for name, title in zip(columns[2:], titles, strict=True)},
        },
    )


def _choose(view: View, declared: Matrix) -> str:
    t, titles = view.t, {q.id: plain(view.t(q.title)) for q in members.every_standing(declared)}
    link = linked.choice(state.PLAY, list(titles), next(iter(titles)), plain_default=True)
    return str(
        st.segmented_control(
            t("Quadrant"), list(titles), required=True, format_func=titles.get, label_visibility="collapsed", wrap=True, **link
        )
    )


def _to_plan(view: View, declared: Matrix, quadrant: str) -> None:
    """The way to a plan for all who stand there."""
    t, placed = view.t, view.matrix(declared.id, subject_type=_who(declared))
    accounts = beside.accounts_of(view, placed[placed["quadrant"] == quadrant])
    told = play_of(view.book, f"{declared.id}.{quadrant}", t)
    if view.stage or accounts.empty or not told.actions:
        return
    busy = accounts["account_id"].isin(with_open(view.book, f"{declared.id}.{quadrant}"))
    if busy.any():
        st.caption(t.n("{n} of {all} has this play as an open plan; the actions are in its account room.",
                       "{n} of {all} have this play as an open plan; the actions are in their account rooms.",
                       int(busy.sum()), all=t.count(len(accounts))))  # fmt: skip
    accounts = accounts[~busy]
    if accounts.empty:
        return
    label = t.n("Make it a plan for {n} account", "Make it a plan for {n} accounts", len(accounts))
    if st.button(label, key=f"plan_{declared.id}", icon=":material/event_available:"):
        making.ask(view, f"{declared.id}.{quadrant}", t(declared.quadrant(quadrant).title), told, accounts)
