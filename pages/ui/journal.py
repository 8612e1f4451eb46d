"""The journal: who changed what and when, narrowed and paged; each line opens its batch."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.text import Translator
from kam_core.workbook import journal as lines
from pages.ui import batch, clicks, download, frame, linked, state, titles
from pages.ui.tables import text_column
from pages.ui.view import View

PAGE = 20
OPEN = "open_batch"
TOLD = 3
"""Tables of a batch named in a line."""


def listed(view: View) -> None:
    """The whole journal: finding, what it is narrowed to, a page of it, the file."""
    t = view.t
    if not view.book.revision:
        frame.finding(t("Nothing was changed in this workbook yet."))
        st.caption(t("Every load and every edit becomes a line here, with who, when and what, and each can be undone."))
        st.page_link("pages/upload.py", label=t("Upload a file"), icon=":material/upload:")
        return
    place = st.container()
    wanted = _wanted(view)
    every, some = view.book.revision, lines.how_many(view.book, wanted)
    with place:
        frame.finding(_finding(view, wanted, every, some))
    if some:
        pages = -(-some // PAGE)
        link = linked.page(state.PAGE, pages, wanted)
        _table(view, lines.lines(view.book, wanted, rows=PAGE, number=link["default"]))
        if pages > 1:
            st.pagination(pages, **link)
        download.below(view, "journal", lambda: _file(t, lines.lines(view.book, wanted)))
    batch.open_if_linked(view)


def what(t: Translator, line: Any, most: int | None = TOLD) -> str:
    """The tables it touched, with how many rows; beyond ``most`` only how many more."""
    counts = {name: rows for name, rows in json.loads(line["counts"]).items() if name in kam.TABLES}
    told = [f"{t(kam.TABLES[name].title)} {t.count(rows)}" for name, rows in counts.items()]
    more = len(told) - most if most else 0
    return t.listed([*told[:most], t.n("{n} more table", "{n} more tables", more)] if more > 0 else told)


def _wanted(view: View) -> lines.Wanted:
    """Text in sight, the rest in a popover; all of it in the link."""
    t, found = view.t, view.kept("journal_choices", lambda: lines.choices(view.book), view.book.revision)
    keys = state.LINES
    words = {
        "kind": (t("Kind"), lambda name: t(titles.KINDS.get(name, name))),
        "author": (t("Who"), str),
        "table": (t("Table"), lambda name: t(kam.TABLES[name].title)),
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        text = st.text_input(
            t("Find"), key=keys["text"], placeholder=t("File, person or number"), label_visibility="collapsed", icon=":material/search:",
            bind="query-params", persist_state="session", width=300,
        )  # fmt: skip
        on = sum(bool(state.get(key)) for name, key in keys.items() if name != "text")
        with st.popover(t("Narrow · {n} on", n=t.count(on)) if on else t("Narrow"), type="tertiary", icon=":material/filter_alt:"):
            told = {name: _choice(t, keys[name], title, found[name], word) for name, (title, word) in words.items()}
            since, until = (_day(title, keys[name]) for name, title in (("since", t("From")), ("until", t("Until"))))
    return lines.Wanted(**told, text=(text or "").strip(), since=_utc(since), until=_utc(until and until + timedelta(days=1)))


def _choice(t: Translator, key: str, title: str, options: list[str], word: Any) -> str:
    link = linked.choice(key, ["", *options], "", plain_default=True)
    return str(st.selectbox(title, ["", *options], format_func=lambda name: word(name) if name else t("All"), **link))


def _day(title: str, key: str) -> date | None:
    day: date | None = st.date_input(title, value=None, key=key, format="YYYY-MM-DD", bind="query-params", persist_state="session")
    return day


def _utc(day: date | None) -> datetime | None:
    """The moment a day begins where the reader is."""
    return None if day is None else pd.Timestamp(day).tz_localize(titles.zone()).tz_convert("UTC").tz_localize(None).to_pydatetime()


def _finding(view: View, wanted: lines.Wanted, every: int, some: int) -> str:
    t = view.t
    if wanted != lines.Wanted():
        return t.n("{some} of {n} batch matches.", "{some} of {n} batches match.", every, some=t.count(some))
    last = lines.lines(view.book, wanted, rows=1).iloc[0]
    return t.n(
        "{n} batch; the last on {when}: {what}.", "{n} batches; the last on {when}: {what}.",
        every, when=titles.moment(t, last["recorded_at"]), what=t.listed([titles.of_batch(t, last), what(t, last)]),
    )  # fmt: skip


def _table(view: View, page: pd.DataFrame) -> None:
    t, rows = view.t, page.to_dict("records")
    undone = [t("by {batch}", batch=int(row["undone_by"])) if pd.notna(row["undone_by"]) else "" for row in rows]
    table = pd.DataFrame(
        {
            "batch": page["batch"].astype(str),
            "when": [titles.moment(t, when) for when in page["recorded_at"]],
            "who": [row["author"] or t.missing for row in rows],
            "kind": [titles.of_batch(t, row) for row in rows],
            "what": [what(t, row) for row in rows],
            "source": [row["source"] or t.missing for row in rows],
            "undone": undone,
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=37 + 34 * len(table),
        key="journal",
        alt=t("Journal: one line per batch, the latest first"),
        column_config={
            "batch": st.column_config.ButtonColumn(t("Batch"), width=74, type="tertiary", alignment="left", key=OPEN),
            "when": text_column(t("When"), 158),
            "who": text_column(t("Who"), 110),
            "kind": text_column(t("Kind"), 150),
            "what": text_column(t("What"), 276),
            "source": text_column(t("File or source"), 200),
            "undone": text_column(t("Undone"), 86),
        },
    )
    number = clicks.pressed(OPEN, table["batch"].tolist())
    if number is not None:
        state.keep_in_link(state.BATCH, number)


def _file(t: Translator, page: pd.DataFrame) -> pd.DataFrame:
    """The lines wanted as a file: times where the reader is."""
    local = pd.to_datetime(page["recorded_at"]).dt.tz_localize("UTC").dt.tz_convert(titles.zone())
    rows = page.to_dict("records")
    return pd.DataFrame(
        {
            t("Batch"): page["batch"],
            t("When"): local.dt.strftime("%Y-%m-%d %H:%M:%S %z"),
            t("Who"): page["author"],
            t("Kind"): [titles.of_batch(t, row) for row in rows],
            t("What"): [what(t, row, None) for row in rows],
            t("File or source"): page["source"],
            t("SHA-256 of the file"): page["file_hash"],
            t("Undone"): page["undone_by"],
        }
    )
