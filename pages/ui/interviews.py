"""Interviews and market research: what was heard, and the way from a note to a need or a rating."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.index import INDICES, Item
from kam_core.index.shapes import SubjectType
from kam_core.interviews import askable, person_of, proof_of, rating_of, talks
from kam_core.text import Translator
from kam_core.workbook import lookup
from pages.ui import download, forms, frame, state
from pages.ui.paging import paged
from pages.ui.view import View
from pages.ui.words import on_badge, plain

PAGE = 8
ASKED = ("account_id", "contact_id", "date", "kind", "author", "text")
NEED = ("need", "category", "importance", "fit", "rival_fit", "standing", "value")


def show(view: View) -> None:
    """The finding, the way to add a talk, the talks with the latest first, and the download."""
    t = view.t
    read = tuple(view.book.revisions[name] for name in ("notes", "needs"))
    every = view.kept("interviews", lambda: talks(view.book, view.as_of), *read)
    found = every[every["account_id"].isin(view.scores["account_id"])].reset_index(drop=True)
    frame.finding(finding(found, t))
    lost = int((~every["account_id"].isin(view.every_score["account_id"])).sum())
    if lost:
        told = t.n("{n} talk is about an unknown account and not shown.", "{n} talks are about unknown accounts and not shown.", lost)
        st.warning(told, icon=":material/link_off:")
    _add(view)
    forms.saved(view)
    if found.empty:
        st.write(t("Write down what a customer said in a talk. A sentence can become a need or an answer with one press."))
        return
    part, _ = paged(found, PAGE, "page_interviews")
    for talk in part.to_dict("records"):
        _talk(view, talk)
    download.below(view, "interviews", found.drop(columns="row_id"))
    frame.source(view, t("A rating made of a talk is the customer's, confirmed, and held on the day of the talk."))


def finding(found: pd.DataFrame, t: Translator) -> str:
    """How many talks there are, and of how many nothing has come yet."""
    if found.empty:
        return t("What did customers tell us?")
    idle = int(((found["ratings"] == 0) & (found["needs"] == 0)).sum())
    if not idle:
        return t.n("{n} talk, and it became a need or a rating.", "{n} talks, and each became a need or a rating.", len(found))
    return t.n("{n} of {all} talks has not become a need or a rating yet.", "{n} of {all} talks have not become a need or a rating yet.",
               idle, all=t.count(len(found)))  # fmt: skip


def _add(view: View) -> None:
    t = view.t
    if not view.stage and st.button(t("Add an interview"), key="add_interview", icon=":material/add:"):
        forms.ask(view, _form(view, t("Add an interview"), t("Interview kept.")), {}, usual={"date": view.as_of, "kind": "interview"})


def _form(view: View, title: str, said: str) -> forms.Form:
    """Account and person are chosen by name."""
    accounts = view.scores.sort_values("account_name")
    names = dict(zip(accounts["account_id"], accounts["account_name"].fillna(accounts["account_id"]).astype(str), strict=True))
    people = view.book.table("contacts")
    people = people[people["account_id"].isin(accounts["account_id"])]
    who = {
        str(id): f"{name} · {names.get(account, account)}"
        for id, name, account in zip(people["contact_id"], people["contact_name"], people["account_id"], strict=True)
    }
    return forms.Form(
        "notes", ASKED, title, said, {"account_id": names, "contact_id": who}, about=view.t("In their words, as far as you can.")
    )


def _talk(view: View, talk: Mapping[str, Any]) -> None:
    """One talk as a card: who, when, what, and what came of it."""
    t = view.t
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            name = talk["account_name"] if isinstance(talk["account_name"], str) else talk["account_id"]
            query = {state.ACCOUNT: talk["account_id"]}
            st.page_link("pages/account.py", label=plain(name), icon=":material/apartment:", query_params=query)
            st.caption(plain(" · ".join(_who(t, talk))), width="content")
            if talk["needs"]:
                st.badge(on_badge(t.n("{n} need", "{n} needs", int(talk["needs"]))), color="blue")
            if talk["ratings"]:
                st.badge(on_badge(t.n("{n} rating", "{n} ratings", int(talk["ratings"]))), color="blue")
        for line in str(talk["text"]).splitlines():
            st.markdown(plain(line) or " ")
        if not view.stage:
            _ways(view, talk)


def _who(t: Translator, talk: Mapping[str, Any]) -> list[str]:
    told = [t.day(talk["date"])] if pd.notna(talk["date"]) else []
    told += [who] if (who := person_of(talk)) else []
    return told + ([t("noted by {who}", who=talk["author"])] if isinstance(talk["author"], str) and talk["author"] else [])


def _ways(view: View, talk: Mapping[str, Any]) -> None:
    """What can be made of it."""
    t, row = view.t, int(talk["row_id"])
    with st.container(horizontal=True, gap="small"):
        need = st.button(t("Make a need"), key=f"need_{row}", type="tertiary", icon=":material/flag:", disabled=pd.isna(talk["date"]))
        rating = st.button(t("Make a rating"), key=f"rating_{row}", type="tertiary", icon=":material/star:", disabled=pd.isna(talk["date"]))
        change = st.button(t("Edit"), key=f"edit_talk_{row}", type="tertiary", icon=":material/edit:")
    if need:
        form = forms.Form("needs", NEED, t("Make a need"), t("Need added."), about=str(talk["text"]))
        forms.ask(view, form, {"account_id": talk["account_id"], "proof": proof_of(talk, t)}, usual={"standing": "explicit"})
    if rating:
        st.dialog(t("Make a rating"), width="medium")(_rate)(view, dict(talk))
    if change:
        stored = lookup.of_account(view.book, "notes", str(talk["account_id"]))
        forms.ask(view, _form(view, t("Edit"), t("Interview changed.")), {}, stored.loc[row])


def _rate(view: View, talk: Mapping[str, Any]) -> None:
    """The item, its scale in words, and the answer as it was heard."""
    t = view.t
    st.caption(plain(talk["text"]))
    kinds: tuple[SubjectType, ...] = ("account", "contact") if person_of(talk) else ("account",)
    items = {item.id: item for kind in kinds for item in askable(kind)}
    chosen = items[str(st.selectbox(t("Item"), list(items), format_func=lambda id: _titled(items[id], t), key="rate_item"))]
    st.caption(plain(t(chosen.question)))
    value = st.slider(t("Answer"), chosen.low, chosen.high, (chosen.low + chosen.high) // 2, 1.0, format="%g", key=f"rate_{chosen.id}")
    words = [
        f"{step:g} {t(name)}"
        for step, name in zip((chosen.low, (chosen.low + chosen.high) / 2, chosen.high), chosen.anchors, strict=True)
        if name
    ]
    st.caption(plain(" · ".join(words)))
    if st.button(t("Save"), type="primary", icon=":material/check:", key="rate_save"):
        forms.save(view, rating_of(talk, chosen, float(value), datetime.now(UTC).date()), t("Rating added."))


def _titled(item: Item, t: Translator) -> str:
    index = INDICES[item.id.partition(".")[0]].title if item.id.partition(".")[0] in INDICES else item.title
    return f"{t(index)} · {t(item.title)}"
