"""The ratings page: which index, whom, the anchors in words, how far it has come; the answers themselves are in ``answering``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.index import INDICES, Index, Item
from kam_core.index.rated import ASKABLE, progress, to_rate
from kam_core.text import N_
from pages.ui import frame, linked, state
from pages.ui.paging import paged
from pages.ui.view import View
from pages.ui.words import plain

PAGE = 25
WAYS = {"grid": N_("Grid"), "one": N_("One by one")}
SIDES = {"ours": N_("Our view"), "customer": N_("Customer's view")}
SUBJECTS = {"account": N_("Accounts"), "contact": N_("Contacts")}
ANCHORS_A_ROW = 4
ANCHORS_SHOWN = 8
"""Of more items than so many the anchors would push the grid off the first screen."""

NOBODY = {
    "account": N_("No account matches. Change the search or the filters."),
    "contact": N_("No contact matches. Change the search or the filters."),
}


@dataclass(frozen=True)
class Asked:
    """What the page asks: which index, of whom, from whose view, and whom it lists."""

    index: Index
    subject_type: Any
    side: Any
    way: str
    everyone: pd.DataFrame
    """The subjects to rate (``to_rate``) within the filters."""

    @property
    def items(self) -> tuple[Item, ...]:
        """What can be answered: the judged items, and the index as one answer."""
        return (*(item for item in self.index.items if item.judged), self.index.given)

    def first_of(self, item: Item) -> Item | None:
        """The item before, where both are answered together: ours before the rival's, how likely before how grave."""
        place = self.items.index(item)
        before = self.items[place - 1] if place else None
        return before if before is not None and item.id in (before.pair, before.times) else None

    @property
    def together(self) -> tuple[tuple[Item, ...], ...]:
        """The items in order, those that are answered together as one."""
        groups: list[tuple[Item, ...]] = []
        for item in self.items:
            if self.first_of(item):
                groups[-1] = (*groups[-1], item)
            else:
                groups.append((item,))
        return tuple(groups)


def choose(view: View) -> Asked:
    """Index, subject, side and way of entry; all four are in the link. Ends the page when there is nobody to rate."""
    t = view.t
    if view.every_score.empty:
        _invite(view)
    contacts = int(view.kept("contacts", lambda: view.book.count("contacts"), view.book.revisions["contacts"]))
    names = [index.id for index in sorted(ASKABLE, key=lambda index: "account" not in index.subjects)]
    with st.container(horizontal=True, gap="medium"):
        name = st.selectbox(
            t("Index"), names, format_func=lambda id: _named(view, INDICES[id]), label_visibility="collapsed", width=300,
            **linked.choice(state.INDEX, names, "trust", plain_default=True),
        )  # fmt: skip
        index = INDICES[str(name)]
        asked = [id for id in index.subjects if id in SUBJECTS and (contacts or id == "account" or len(index.subjects) == 1)]
        subjects = {id: title for id, title in SUBJECTS.items() if id in asked}
        subject_type = _choice(view, state.SUBJECT, t("Subject"), subjects, "account") if len(subjects) > 1 else next(iter(subjects))
        side = _choice(view, state.SIDE, t("Side"), SIDES, "ours")
        way = _choice(view, state.WAY, t("Way of entry"), WAYS, "one" if _on_a_phone() else "grid")
    everyone = view.kept(
        "to_rate", lambda: to_rate(view.book, view.scores, index, subject_type, view.as_of, view.params), name, subject_type
    )
    return Asked(index, subject_type, side, way, everyone)


def _named(view: View, index: Index) -> str:
    """An index with whom it is asked of; the list has those of accounts first."""
    t = view.t
    asked = t.listed([t(SUBJECTS[kind]) for kind in SUBJECTS if kind in index.subjects])
    return t("{index} ({subjects})", index=t(index.title), subjects=asked)


def _choice(view: View, key: str, label: str, options: dict[str, str], default: str) -> str:
    link = linked.choice(key, list(options), default, plain_default=True)
    chosen = st.segmented_control(
        label, list(options), required=True, format_func=lambda id: view.t(options[id]), label_visibility="collapsed", **link
    )
    return str(chosen)


def _on_a_phone() -> bool:
    """A grid is poor on a narrow screen, so there one account at a time is where one starts."""
    return "Mobi" in str(st.context.headers.get("User-Agent", ""))


def _invite(view: View) -> None:
    t = view.t
    frame.finding(t("No accounts yet. Ratings are about accounts: add those first."))
    st.page_link("pages/upload.py", label=t("Upload accounts or transactions"), icon=":material/upload:")
    st.page_link("pages/tables.py", label=t("Add accounts by hand"), icon=":material/edit:", query_params={state.TABLE: "accounts"})
    st.stop()


def finding(view: View, asked: Asked) -> str:
    """Who still lacks answers."""
    t, done, people = view.t, progress(asked.everyone), asked.subject_type == "contact"
    n, told = done.subjects, {"index": t(asked.index.short or asked.index.title), "k": t.count(done.lacking), "day": t.day(done.oldest)}
    if done.rated and done.lacking and people:
        return t("{index}: {k} of {n} contacts still lack answers; start with those of the largest accounts.", n=t.count(n), **told)
    if done.rated and done.lacking:
        return t("{index}: {k} of {n} accounts still lack answers; start with the largest.", n=t.count(n), **told)
    if done.rated and people:
        return t.n(
            "{index}: {n} contact has answers, the oldest of {day}.",
            "{index}: all {n} contacts have answers, the oldest of {day}.",
            n,
            **told,
        )
    if done.rated:
        return t.n(
            "{index}: {n} account has answers, the oldest of {day}.",
            "{index}: all {n} accounts have answers, the oldest of {day}.",
            n,
            **told,
        )
    if people:
        return t.n("{index}: {n} contact, without an answer.", "{index}: none of {n} contacts has an answer yet.", n, **told)
    return t.n(
        "{index}: {n} account, without an answer.", "{index}: none of {n} accounts has an answer yet; start with the largest.", n, **told
    )


def figures(view: View, asked: Asked) -> None:
    """How many are rated, how fully, how sure, how old: one line, so that the grid stays on the first screen."""
    t, done = view.t, progress(asked.everyone)
    told = [t("{some} of {all} rated", some=t.count(done.rated), all=t.count(done.subjects))]
    if done.oldest:
        age = t.n("{n} day old", "{n} days old", (view.as_of - done.oldest).days)
        told += [
            t("coverage of the rated {share}", share=t.percent(done.coverage, 0)),
            t("{share} of the answers confirmed", share=t.percent(done.confirmed, 0)),
            t("oldest answer {day}, {age}", day=t.day(done.oldest), age=age),
        ]
    st.markdown(plain(" · ".join(told)))


def anchors(view: View, asked: Asked) -> None:
    """Every item in words: its question, its scale, what low, middle and high mean; one by one they stand at the items."""
    if asked.way == "one":
        return
    items = [item for item in asked.items if not (item.pair and asked.first_of(item))]  # a rival's have the anchors of ours
    a_row = ANCHORS_A_ROW if len(items) != 5 else 5
    many = len(asked.items) > ANCHORS_SHOWN
    with st.expander(view.t("What the answers mean"), icon=":material/menu_book:") if many else st.container():
        for start in range(0, len(items), a_row):
            columns = st.columns(a_row, gap="medium")
            for column, item in zip(columns, items[start : start + a_row], strict=False):
                with column:
                    st.caption(anchor(view, asked.index, item))


def anchor(view: View, index: Index, item: Item) -> str:
    """An item in words, as Markdown."""
    t = view.t
    if item.id == index.id:
        title = t("Whole index")
        steps = [(low, name) for low, name in index.bands]
        more = t("Counts only while no item is answered.")
        question = t("One direct answer instead of the items.")
    else:
        title = t(item.title)
        steps = list(zip((item.low, (item.low + item.high) / 2, item.high), item.anchors, strict=True))
        more = t("Reversed: high counts against the index.") if item.reverse else ""
        question = t(item.question)
    head = f"**{plain(title)}** {item.low:g}–{item.high:g}"
    scale = " · ".join(f"**{low:g}** {plain(t(name))}" for low, name in steps if name)
    return "  \n".join(part for part in (head, plain(question), scale, f"**{plain(more)}**" if item.reverse else plain(more)) if part)


def narrowed(view: View, asked: Asked) -> tuple[pd.DataFrame, str]:
    """One page of those to rate that match the search; and a name for this page of this list."""
    t = view.t
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        asks = t("Find a contact") if asked.subject_type == "contact" else t("Find an account")
        icon = ":material/search:"
        text = st.text_input(t("Find"), key="find_ratings", placeholder=asks, label_visibility="collapsed", icon=icon, width=300)
        lacking = st.toggle(t("Only those without answers"), key="lacking_ratings", persist_state="session")
        found = _matching(asked.everyone, text, lacking)
        part, number = paged(found, PAGE, f"page_ratings_{text}_{lacking}_{asked.subject_type}")
    if found.empty:
        st.info(t(NOBODY[asked.subject_type]), icon=":material/search_off:")
    return part.reset_index(drop=True), f"{text}_{lacking}_{number}"


def _matching(everyone: pd.DataFrame, text: str, lacking: bool) -> pd.DataFrame:
    found = everyone[everyone["items"] == 0] if lacking else everyone
    if not text:
        return found
    hit = pd.Series(False, index=found.index)
    for column in ("subject_name", "subject_id", "account_name"):
        hit |= found[column].astype(str).str.contains(text, case=False, regex=False)
    return found[hit]
