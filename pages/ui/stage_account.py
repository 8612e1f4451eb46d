"""In the account room: the stage of the relationship, its target, and the bow-tie or diamond of who talks to whom."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import charts
from kam_core.index.declared.stage import STAGE
from kam_core.stage import BROAD, FORMS, LINKED_FROM, MODES, STAGES, TARGET, Stage, stage
from pages.ui import download, forms, frame, pictures, state
from pages.ui.matrix import figures
from pages.ui.tables import bar_column, text_column
from pages.ui.view import View
from pages.ui.words import on_badge, plain

HEIGHT = 300


def show(view: View, account_id: str) -> None:
    """Stage and target, the shape of the contact, what was answered beside what the links show."""
    t, found = view.t, facts(view, account_id)
    frame.section(t("Relationship stage"), t(MODES[found.now - 1]))
    if found.now == 1 and found.structure.links.empty:
        st.write(t("Not known yet: nobody answered the six questions, and no link of ours reaches level {n}.", n=t.count(LINKED_FROM)))
        _target(view, account_id, found)
        return
    _figures(view, found)
    _warnings(view, found)
    left, right = st.columns([52, 48], gap="medium")
    with left:
        _shape(view, account_id, found)
    with right:
        _items(view, account_id, found)
        _target(view, account_id, found)
    st.caption(plain(t("Proposed definition: six items of 1–4; their sum makes 6–10 basic, 11–16 cooperative, 17–22 interdependent, 23–24 "
                       "integrated. One pair of people is a bow-tie, three linked pairs of functions or more a diamond.")))  # fmt: skip


def facts(view: View, account_id: str) -> Stage:
    """The stage of the account; kept until an answer, a person, a link or the target changes."""
    read = [view.book.revisions[name] for name in ("links", "team")]
    return cast("Stage", view.kept("stage", lambda: stage(view.book, account_id, view.as_of, view.params), account_id, *read))


def _figures(view: View, found: Stage) -> None:
    t, seen = view.t, found.structure
    answered = sum(pd.notna(value) for value in found.answers.values())
    total = t("sum {n}", n=t.answer(found.total)) if answered == len(STAGE.items) else t("{n} of 6 answered", n=t.count(answered))
    pairs = len(seen.pairs)
    unknown = t.n("{n} link without a function", "{n} links without a function", seen.unknown) if seen.unknown else ""
    figures.row([
        (t("Stage now"), t(STAGES[found.now - 1]), total, t("By the sum of six answers, 1–4 each.")),
        (t("Target"), t(STAGES[found.target - 1]) if found.target else t.missing, "", t("The stage it shall reach; set below.")),
        (t("Shape of contact"), t(FORMS[seen.form]), "", t("Read from the links of level {n} or more.", n=t.count(LINKED_FROM))),
        (t("Linked pairs of functions"), t.count(pairs), unknown, t("One of ours and one of theirs, joined by a link.")),
    ])  # fmt: skip


def _warnings(view: View, found: Stage) -> None:
    """More than the target asks for, and where answers and links differ."""
    t, titles = view.t, {item.id: t_title for item in STAGE.items for t_title in [view.t(item.title)]}
    with st.container(horizontal=True, gap="small"):
        if found.over:
            st.badge(t("Above its target: more may be invested than it returns"), color="orange", icon=":material/trending_up:")
        for item, answered, seen in found.differing:
            words = t(
                "{item}: answered {answered}, the links show {seen}", item=titles[item], answered=t.answer(answered), seen=t.answer(seen)
            )
            st.badge(on_badge(words), color="orange", icon=":material/difference:")


def _shape(view: View, account_id: str, found: Stage) -> None:
    t, seen = view.t, found.structure
    if seen.pairs.empty:
        st.write(t("No pair of functions is known. Give contacts and our team their functions, and link them."))
        return

    def figure() -> Any:
        broad = BROAD[seen.form]
        make = lambda: charts.cooperation(seen.pairs, seen.ours, seen.theirs, broad, t=t, theme=view.theme)  # noqa: E731
        return view.kept("cooperation", make, account_id, view.book.revisions["links"], view.book.revisions["team"])

    pictures.chart(view, figure, "cooperation", height=figure().layout.height)
    download.below(view, f"functions-{account_id}", seen.pairs.rename(columns={"people": "pair_people"}), figure)


def _items(view: View, account_id: str, found: Stage) -> None:
    """The six answers, and what the links show where they can."""
    t = view.t
    shown = {"stage.breadth": found.structure.breadth, "stage.height": found.structure.height}
    table = pd.DataFrame(
        {
            "item": [t(item.title) for item in STAGE.items],
            "answered": [found.answers[item.id] for item in STAGE.items],
            "seen": [t.answer(shown[item.id]) if item.id in shown else "" for item in STAGE.items],
        }
    )
    config = {
        "item": text_column(t("Item"), 190),
        "answered": bar_column(t("Answered, 1–4"), 120, "blue", 4),
        "seen": text_column(t("Links show"), 90, right=True),
    }
    st.dataframe(
        table, hide_index=True, row_height=34, height=38 + 34 * len(table), key=f"stage_{account_id}", alt=t("Items of the stage"),
        placeholder=t.missing,
        column_config=config,
    )  # fmt: skip


def _target(view: View, account_id: str, found: Stage) -> None:
    """Choose the stage it shall reach; written as a fact of the account from the date on."""
    t = view.t
    if view.stage:
        return
    with st.form(f"stage_target_{account_id}", border=False), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        options = list(range(1, len(STAGES) + 1))
        at = None if found.target is None else found.target - 1
        chosen = st.selectbox(t("Target stage"), options, at, format_func=lambda n: t(STAGES[n - 1]), placeholder=t("not set"), width=220)
        sent = st.form_submit_button(t("Keep the target"), icon=":material/flag:")
    if sent and chosen and chosen != found.target:
        values = {"account_id": account_id, "fact": TARGET, "value": chosen, "valid_on": view.as_of, "source": "judgement",
                  "author": state.author()}  # fmt: skip
        forms.save(view, [kam.Insert("account_facts", values)], t("Target kept."))
