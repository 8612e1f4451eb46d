"""The people of the account: who decides, who is for us, when each was last touched, and what hangs on one thread."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from kam_core.engine import question
from kam_core.people import FORMULAS, NEEDED_ROLES, TOUCHED_DAYS, People, Thread, people
from kam_core.schema import CHOICE_TITLES
from pages.ui import cards, clicks, download, forms, links, plans
from pages.ui.tables import bar_column, chips, text_column
from pages.ui.view import View
from pages.ui.words import on_badge, plain

SUPPORT = {-2: "red", -1: "orange", 0: "gray", 1: "blue", 2: "blue"}
ASKED = ("contact_name", "job", "department", "seniority", "role", "influence", "support", "last_touch", "note")
MOST_ACCOUNTS = 2_000
"""A contact is moved to another account by choosing it, unless there are more than these; then in the table of contacts."""

SINGLE = 0.8
"""From this share on everything hangs on one person."""


def show(view: View, account_id: str) -> None:
    """Figures, the list, and the form for one of them."""
    t, revisions = view.t, view.book.revisions
    read = (revisions["interactions"], revisions["links"])
    found: People = view.kept("people", lambda: people(view.book, account_id, view.as_of), account_id, *read)
    if not view.stage and st.button(t("Add a contact"), key="add_contact", icon=":material/person_add:"):
        forms.ask(view, _form(t("Add a contact"), t("Contact added.")), {"account_id": account_id})
    if found.contacts.empty:
        st.write(t("Nobody is known here yet. Two or three names show who decides and who is for us."))
        return
    _figures(view, found, account_id)
    _table(view, account_id, found)
    st.caption(plain(" ".join(t(FORMULAS[name]) for name in ("net_support", "coverage", "thread"))))
    download.below(view, f"people-{account_id}", found.contacts.drop(columns="row_id"))
    links.show(view, account_id, found.contacts)


def _form(title: str, said: str, accounts: Mapping[str, str] | None = None) -> forms.Form:
    """The form of a contact; with ``accounts`` (name by id) it can be moved to another one, ratings and links come with it."""
    return (
        forms.Form("contacts", (*ASKED, "account_id"), title, said, {"account_id": accounts})
        if accounts
        else forms.Form("contacts", ASKED, title, said)
    )


def _elsewhere(view: View) -> dict[str, str]:
    """The accounts a contact can be moved to."""
    scores = view.every_score
    names = scores["account_name"].fillna(scores["account_id"])
    return dict(zip(scores["account_id"], names, strict=True)) if len(scores) <= MOST_ACCOUNTS else {}


def _figures(view: View, found: People, account_id: str) -> None:
    t, ask = view.t, partial(cards.call, view, account_id, "people", "people")
    support = t.missing if pd.isna(found.net_support) else f"{found.net_support:+.2f}".replace("-", "−")
    missing = t.listed([t(CHOICE_TITLES[role]) for role in found.gaps])
    held = f"{len(NEEDED_ROLES) - len(found.gaps)}/{len(NEEDED_ROLES)}"
    touched = t.n("touched within {n} day", "touched within {n} days", TOUCHED_DAYS)
    known, ties = partial(_known, view, found), partial(_ties, view, account_id)
    asked, tied = "account_people", "account_ties"
    made = (
        (
            "net_support",
            t("Net support"),
            support,
            t.n("from {n} person", "from {n} people", found.judged),
            ask(".net_support"),
            known,
            asked,
        ),
        ("coverage", t("Coverage"), t.percent(found.coverage, 0), touched, ask(".coverage"), known, asked),
        ("thread", t("Our top person"), _share(view, found.ours), _who(view, found.ours), ask(".ours"), ties, tied),
        ("thread", t("Their top contact"), _share(view, found.theirs), _who(view, found.theirs), ask(".theirs"), ties, tied),
        ("roles", t("Roles held"), held, t("missing: {roles}", roles=missing) if missing else t("all five"), ask(".gaps"), known, asked),
    )
    names = ("net_support", "coverage", "our_thread", "their_thread", "roles")
    row = [
        cards.Card(name, label, value, below, t(FORMULAS[formula]), code, rows, question)
        for name, (formula, label, value, below, code, rows, question) in zip(names, made, strict=True)
    ]
    cards.row(view, account_id, row)
    _warnings(view, found)


def _known(view: View, found: People) -> pd.DataFrame:
    """The people as the figures take them."""
    t, rows = view.t, found.contacts
    return pd.DataFrame(
        {
            t("Full name"): rows["contact_name"],
            t("Role"): [t(CHOICE_TITLES[role]) if isinstance(role, str) else t.missing for role in rows["role"]],
            t("Influence"): [t.count(value) for value in rows["influence"]],
            t("Support"): [t.change(value) for value in rows["support"]],
            t("Last touched"): [_touched(view, row) for row in rows.to_dict("records")],
        }
    )


def _ties(view: View, account_id: str) -> pd.DataFrame:
    """Who of us holds whom of them."""
    t, rows = view.t, view.book.frame(question("account_ties"), {"account_id": account_id, "as_of": view.as_of})
    people = plans.stored(view, "contacts", account_id).set_index("contact_id")["contact_name"]
    return pd.DataFrame(
        {
            t("Who of us"): rows["who"],
            t("With"): rows["contact_id"].map(people).fillna(rows["contact_id"]),
            t("Level now"): [t.count(level) for level in rows["level"]],
            t("Days met in twelve months"): [t.count(days) for days in rows["touches"]],
        }
    )


def _share(view: View, thread: Thread | None) -> str:
    return view.t.percent(thread.share, 0) if thread else view.t.missing


def _who(view: View, thread: Thread | None) -> str:
    t = view.t
    if thread is None:
        return t("no ties known")
    return plain(t("{name}, of {n}", name=thread.name, n=t.count(thread.among)))


def _warnings(view: View, found: People) -> None:
    """What stands against us, in words."""
    t = view.t
    with st.container(horizontal=True, gap="small"):
        for name in found.vetoes:
            st.badge(on_badge(t("Can block: {name}", name=name)), color="red", icon=":material/block:")
        for thread in (found.ours, found.theirs):
            if thread and thread.share >= SINGLE:
                words = t("Single thread: {share} through {name}", share=t.percent(thread.share, 0), name=thread.name)
                st.badge(on_badge(words), color="orange", icon=":material/linear_scale:")


def _table(view: View, account_id: str, found: People) -> None:
    t, rows = view.t, found.contacts
    signs = {value: f"{value:+d}".replace("-", "−") if value else "0" for value in SUPPORT}
    table = pd.DataFrame(
        {
            "name": rows["contact_name"],
            "job": rows["job"].fillna(""),
            "department": rows["department"].fillna(""),
            "seniority": rows["seniority"],
            "role": [t(CHOICE_TITLES.get(role, role)) if isinstance(role, str) else "" for role in rows["role"]],
            "influence": rows["influence"],
            "support": [[signs[round(s)]] if pd.notna(s) else [] for s in rows["support"]],
            "touched": [_touched(view, row) for row in rows.to_dict("records")],
        }
    )
    config = {
        "name": text_column(t("Full name"), 130),
        "job": text_column(t("Job"), 146),
        "department": text_column(t("Function"), 110),
        "seniority": bar_column(t("Level in the house"), 124, "gray", 4),
        "role": text_column(t("Role"), 92),
        "influence": bar_column(t("Influence"), 88, "gray", 5),
        "support": chips(t("Support"), {signs[s]: c for s, c in SUPPORT.items()}),
        "touched": text_column(t("Last touched"), 190),
    }
    if not view.stage:
        table["edit"] = t("Edit")
        config["edit"] = st.column_config.ButtonColumn("", width=70, type="tertiary", key="edit_contact")
    st.dataframe(
        table, hide_index=True, row_height=34, key="contacts", alt=t("People of the account"), placeholder=t.missing, column_config=config
    )
    row = None if view.stage else clicks.pressed_row("edit_contact", rows)
    if row is not None:
        stored = plans.stored(view, "contacts", account_id)
        forms.ask(view, _form(t("Edit a contact"), t("Contact changed."), _elsewhere(view)), {}, stored.loc[row["row_id"]])


def _touched(view: View, row: dict[str, object]) -> str:
    t = view.t
    if pd.isna(row["touched"]):  # type: ignore[call-overload]
        return t("never")
    return t.n("{n} day ago · {day}", "{n} days ago · {day}", row["days_ago"], day=t.day(row["touched"]))
