"""Where answers are typed: a grid of accounts and items, or one account item by item; what is typed waits here until it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.errors import OutOfBounds
from kam_core.index import Item
from kam_core.index.answers import Answer, answer_on, judged_item, ratings_of, standing_answers
from kam_core.schema import CHOICE_TITLES
from pages.ui import last_answers, linked, state
from pages.ui.ratings import Asked, anchor
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

Cell = tuple[str, str, str]
"""Type of subject, subject, item."""

NAME, ACCOUNT_OF, LAST = "name", "account", "last"
MANY = 6
"""From more items on than this the columns of the grid are narrow."""
SECOND = 108
"""Pixels of a column that belongs to the one before it."""
WHOLE_STEPS = 10
"""Up to so many steps a scale is a row of buttons."""


@dataclass(frozen=True)
class Drafted:
    """An answer that is not saved yet, whom it is about in words, and the revision of the ratings the person saw."""

    answer: Answer
    who: str
    revision: int

    @property
    def problem(self) -> OutOfBounds | None:
        """Why it cannot be saved."""
        try:
            if self.answer.value is not None:
                answer_on(judged_item(self.answer.item), self.answer.value)
        except OutOfBounds as error:
            return error
        return None


@dataclass(frozen=True)
class Seen:
    """The rows a person looks at while typing: what somebody else saves meanwhile must not change what was seen."""

    rows: pd.DataFrame
    revision: int


def enter(view: View, asked: Asked, page: pd.DataFrame, name: str) -> dict[Cell, Drafted]:
    """The chosen way of entry; every answer typed and not saved, on this page of the list and on others."""
    if page.empty:
        return _kept(view)["base"] | _kept(view)["now"]
    part = f"{view.book.id[:8]}_{asked.index.id}_{asked.subject_type}_{asked.side}_{name}_{state.turn('ratings')}"
    return _grid(view, asked, page, f"ratings_{part}") if asked.way == "grid" else _one(view, asked, page, part)


def forget() -> None:
    """Nothing is typed any more; the entry starts anew from what is stored."""
    state.drop(state.DRAFT)
    state.drop("seen_ratings")
    state.bump("ratings")


def _kept(view: View) -> dict[str, Any]:
    kept = state.get(state.DRAFT)
    if kept is None or kept["book"] != view.book.id:
        kept = state.put(state.DRAFT, {"book": view.book.id, "key": "", "base": {}, "now": {}})
    return dict(kept)


def _begun(view: View, key: str, drawn: bool) -> dict[Cell, Drafted]:
    """What was typed elsewhere, or here before the page was left and its widgets forgot."""
    kept = _kept(view)
    if kept["key"] != key or not drawn:
        kept = state.put(state.DRAFT, {**kept, "key": key, "base": kept["base"] | kept["now"], "now": {}})
    return dict(kept["base"])


def _now(view: View, typed: dict[Cell, Drafted]) -> dict[Cell, Drafted]:
    kept = state.put(state.DRAFT, {**_kept(view), "now": typed})
    return dict(kept["base"] | typed)


def _seen(view: View, asked: Asked, page: pd.DataFrame, key: str, typing: bool) -> Seen:
    kept = state.get("seen_ratings")
    if kept is not None and kept[0] == key and typing:
        return kept[1]
    revision, ids = view.book.revisions["ratings"], tuple(page["subject_id"])
    items = [item.id for item in asked.items]
    seen = Seen(view.kept("rating_rows", lambda: ratings_of(view.book, ids, items), asked.index.id, ids), revision)
    state.put("seen_ratings", (key, seen))
    return seen


def _drafted(asked: Asked, seen: Seen, who: Any, item: str, value: Any) -> tuple[Cell, Drafted]:
    subject = str(who["subject_id"])
    rows = seen.rows
    own = rows[(rows["subject_id"] == subject) & (rows["item"] == item) & (rows["subject_type"] == asked.subject_type)]
    answer = Answer(asked.subject_type, subject, item, value, tuple(_plain(row) for row in own.to_dict("records")))
    name = str(who["subject_name"]) if asked.subject_type == "account" else f"{who['subject_name']} · {who['account_name']}"
    return (asked.subject_type, subject, item), Drafted(answer, name, seen.revision)


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def _grid(view: View, asked: Asked, page: pd.DataFrame, key: str) -> dict[Cell, Drafted]:
    t, told = view.t, state.get(key)
    base = _begun(view, key, told is not None)
    seen = _seen(view, asked, page, key, bool(told and told.get("edited_rows")))
    st.data_editor(
        cells(view, asked, page, seen, base),
        key=key,
        hide_index=True,
        num_rows="fixed",
        row_height=34,
        height=min(37 + 34 * len(page), 420),
        placeholder=t.missing,
        disabled=[NAME, ACCOUNT_OF, LAST],
        alt=t("Answers on {index}", index=t(asked.index.title)),
        column_config=_columns(view, asked),
    )
    known = {item.id for item in asked.items}
    typed = [
        _drafted(asked, seen, page.iloc[int(row)], item, value)
        for row, cells in (state.get(key) or {}).get("edited_rows", {}).items()
        for item, value in cells.items()
        if item in known and int(row) < len(page)
    ]
    return _now(view, dict(typed))


def cells(view: View, asked: Asked, page: pd.DataFrame, seen: Seen, base: dict[Cell, Drafted]) -> pd.DataFrame:
    """One row a subject: what the side said last on every item, with what was typed over it, and who answered last."""
    ids = page["subject_id"]
    answers = standing_answers(seen.rows, asked.subject_type, asked.side, view.as_of)
    data = pd.DataFrame({NAME: page["subject_name"]})
    if asked.subject_type == "contact":
        data[ACCOUNT_OF] = page["account_name"]
    for item in asked.items:
        stands = answers[answers["item"] == item.id].set_index("subject_id")["value"]
        values = ids.map(stands).astype("float64")
        typed = [base.get((asked.subject_type, str(id), item.id)) for id in ids]
        told = [old if new is None else new.answer.value for old, new in zip(values, typed, strict=True)]
        data[item.id] = pd.Series(told, index=data.index, dtype="float64")
    data[LAST] = last_answers.told(view, asked, page, seen.rows, answers)
    return data


def _columns(view: View, asked: Asked) -> dict[str, Any]:
    t = view.t
    titles = {item.id: _title(view, asked, item) for item in asked.items}
    scales = {
        item.id: st.column_config.NumberColumn(
            titles[item.id],
            help=plain(f"{t(item.question)} {item.low:g}–{item.high:g}"),
            width=SECOND if asked.first_of(item) else _width(titles[item.id], len(asked.items)),
        )
        for item in asked.items
    }
    first = text_column(t("Contact") if asked.subject_type == "contact" else t("Account"), 172, pinned=True)
    return {NAME: first, ACCOUNT_OF: text_column(t("Account"), 150), **scales, LAST: text_column(t("Last answer"), 170)}


def _title(view: View, asked: Asked, item: Item) -> str:
    """What stands above a column; the second of two that are answered together is short, and stands beside the first."""
    t = view.t
    if item.id == asked.index.id:
        return t("Whole index")
    if not asked.first_of(item):
        return t(item.title)
    return t("… the rival") if item.pair else t("… how grave")


def _width(title: str, columns: int) -> int:
    """Wide enough for the title; of many columns narrower, so that all items stand on the screen."""
    wide = sum(13 if sign >= "\u2e80" else 7 for sign in title)
    return min(max(84, wide + 52), 150 if columns <= MANY else 124)


def _one(view: View, asked: Asked, page: pd.DataFrame, part: str) -> dict[Cell, Drafted]:
    t = view.t
    names = dict(zip(page["subject_id"], page["subject_name"], strict=True))
    link = linked.choice(state.ACCOUNT if asked.subject_type == "account" else state.CONTACT, list(names), next(iter(names)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = t("Account") if asked.subject_type == "account" else t("Contact")
        chosen = str(st.selectbox(title, list(names), format_func=lambda id: names[id], width=320, **link))
        after = list(names)[(list(names).index(chosen) + 1) % len(names)]
        st.button(t("Next"), icon=":material/arrow_forward:", on_click=state.keep_in_link, args=(link["key"], after), shortcut="Alt+N")
    who = page[page["subject_id"] == chosen].iloc[0]
    key = f"one_{part}_{chosen}"
    base = _begun(view, key, state.get(f"{key}_{asked.index.id}", key) != key)
    seen = _seen(view, asked, page, key, bool(_kept(view)["now"]))
    stands = standing_answers(seen.rows, asked.subject_type, asked.side, view.as_of)
    stands = stands[stands["subject_id"] == chosen].set_index("item")
    typed = {}
    for group in asked.together:
        for column, item in zip(st.columns(len(group)) if len(group) > 1 else [st.container()], group, strict=True):
            cell = (asked.subject_type, chosen, item.id)
            start = base[cell].answer.value if cell in base else None
            with column:
                value = _question(view, asked, item, stands.loc[item.id] if item.id in stands.index else None, start, f"{key}_{item.id}")
            if value is not None or cell in base:
                typed |= dict([_drafted(asked, seen, who, item.id, value)])
    return _now(view, typed)


def _question(view: View, asked: Asked, item: Item, stands: Any, start: Any, key: str) -> float | None:
    """One item with its anchors in words; what is chosen, or nothing."""
    t = view.t
    with st.container(border=True, gap="small"):
        st.caption(anchor(view, asked.index, item))
        about: dict[str, Any] = {"label": t(item.title), "key": key, "label_visibility": "collapsed"}
        if item.high - item.low <= WHOLE_STEPS:
            steps = list(range(int(item.low), int(item.high) + 1))
            value = st.segmented_control(options=steps, default=int(start) if start in steps else None, **about)
        else:
            begin = None if start is None else float(start)
            value = st.number_input(value=begin, min_value=item.low, max_value=item.high, step=1.0, format="%g", width=180,
                                    placeholder=t("No answer"), **about)  # fmt: skip
        if stands is not None:
            standing = t(CHOICE_TITLES["confirmed" if stands["status"] == "confirmed" else "assumed"])
            by = last_answers.by(view, stands["rater"], stands["valid_on"])
            told = t("Now {value} ({standing}): {by}", value=f"{stands['value']:g}", standing=standing, by=by)
            st.caption(plain(told))
    return None if value is None else float(value)


def all_answers(view: View, asked: Asked) -> pd.DataFrame:
    """What the side said last on every item, for everyone on the list: the table to download."""
    page = asked.everyone
    rows = ratings_of(view.book, page["subject_id"].tolist(), [item.id for item in asked.items])
    return cells(view, asked, page, Seen(rows, 0), {})
