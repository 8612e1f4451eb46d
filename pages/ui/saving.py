"""What becomes of edits: one Save for all that waits, what was refused and why, whose value stands, and the last batch with its undo."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.errors import BadEdit, KamError, StaleEdit
from kam_core.schema import CHOICE_TITLES, Table
from kam_core.workbook import Edit
from pages.ui import batch, journal, refusal, state, titles, unsaved
from pages.ui.editor import rebased, refused, undisputed
from pages.ui.grid import CONFLICTS, Shown, start_anew
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

LISTED = 8
"""So many refused cells are told one by one."""


def save(view: View, declared: Table, shown: Shown) -> None:
    """One Save for everything that waits: one batch, or nothing and the reasons."""
    t, waiting = view.t, unsaved.of(view)
    pending = waiting.pending
    bad = refused(pending)
    _tell_refused(view, bad)
    with st.container(horizontal=True, vertical_alignment="center"):
        label = t.n("Save {n} change", "Save {n} changes", len(pending)) if pending else t("Save")
        pressed = st.button(label, type="primary", icon=":material/check:", disabled=not pending, shortcut="Ctrl+Enter")
        if pending and st.button(t("Discard"), type="tertiary"):
            start_anew(view)
            st.rerun()
        st.caption(_about(view, pending))
    _elsewhere(view, unsaved.elsewhere(waiting, declared.name, shown.rows.index.tolist()))
    key, conflicts = state.get(CONFLICTS, ("", []))
    if conflicts and key == shown.key:
        choice = _conflicts(view, conflicts)
        if choice:
            _apply(view, shown, rebased(pending, conflicts) if choice == "mine" else undisputed(pending, conflicts))
    elif pressed and not bad:
        _apply(view, shown, pending)


def _about(view: View, pending: list[Edit]) -> str:
    """What a press on Save will do."""
    t = view.t
    if not pending:
        return t("One batch. You can undo it below.")
    gone = sum(isinstance(edit, kam.Delete) for edit in pending)
    kept = t("Unsaved. It waits here while you page, search or leave.")
    return " ".join([t.n("{n} row will be deleted.", "{n} rows will be deleted.", gone), kept]) if gone else kept


def _tell_refused(view: View, bad: list[tuple[Edit, BadEdit]]) -> None:
    """Every cell that cannot be saved: its row, its column, and what would do."""
    t = view.t
    if not bad:
        return
    lines = [f"{plain(_name(view, edit))} · {_told(view, error)}" for edit, error in bad[:LISTED]]
    more = [t.n("and {n} more", "and {n} more", len(bad) - LISTED)] if len(bad) > LISTED else []
    st.error("  \n".join([*lines, *more]), icon=":material/error:")


def _told(view: View, error: BadEdit) -> str:
    """The sentence of a refused cell; choices by the words on the screen."""
    choices = error.facts.get("choices")
    if isinstance(choices, str):
        words = [view.t(CHOICE_TITLES.get(choice, choice)) for choice in choices.split(", ")]
        error = BadEdit.saying(error.template, **{**error.facts, "choices": view.t.listed(words)})
    return refusal.told(view.t, error)


def _elsewhere(view: View, hidden: list[Edit]) -> None:
    """What waits on rows that are not on the screen."""
    t = view.t
    if not hidden:
        return
    title = t.n("{n} unsaved change on a row not shown here", "{n} unsaved changes on rows not shown here", len(hidden))
    with st.expander(title, icon=":material/pending_actions:"):
        columns = [t(kam.TABLES[e.table].column(e.column).title) if isinstance(e, kam.Change) else t.missing for e in hidden]
        after = [_value(view, e) for e in hidden]
        st.dataframe(
            pd.DataFrame({"table": [t(kam.TABLES[e.table].title) for e in hidden], "row": [_name(view, e) for e in hidden],
                          "column": columns, "new": after}),
            hide_index=True,
            alt=title,
            column_config={"table": text_column(t("Table"), 140), "row": text_column(t("Row"), 240),
                           "column": text_column(t("Column"), 150), "new": text_column(t("After"), 240)},
        )  # fmt: skip


def _value(view: View, edit: Edit) -> str:
    if isinstance(edit, kam.Delete):
        return view.t("deleted")
    if isinstance(edit, kam.Insert):
        return view.t.listed([str(value) for value in edit.values.values()])
    return _written(view, edit.new)


def _written(view: View, value: Any) -> str:
    """A value of a cell as text; a choice by its word."""
    return view.t.missing if value is None or str(value) in ("", "nan", "NaT") else view.t(CHOICE_TITLES.get(str(value), str(value)))


def _apply(view: View, shown: Shown, pending: list[Edit]) -> None:
    t = view.t
    try:
        if pending:
            view.book.apply(pending, author=state.author())
    except StaleEdit as error:
        state.put(CONFLICTS, (shown.key, error.facts["conflicts"]))
    except BadEdit as error:
        st.error(_told(view, error), icon=":material/error:")
        return
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    else:
        state.put(state.NOTICE, t.n("{n} change saved.", "{n} changes saved.", len(pending)))
        start_anew(view)
    st.rerun()


def _conflicts(view: View, conflicts: list[dict[str, Any]]) -> str | None:
    """Both values of every cell that moved on; nothing was saved. Whose values shall stand, once that is said."""
    t, told = view.t, pd.DataFrame(conflicts)
    gone = int(told["gone"].sum())
    st.error(t(StaleEdit.template, count=t.count(len(told))), icon=":material/sync_problem:")
    if gone:
        one = t.n(
            "{n} of the rows was deleted meanwhile; the rest can still be saved.",
            "{n} of the rows were deleted meanwhile; the rest can still be saved.",
            told.loc[told["gone"], "row_id"].nunique(),
        )
        st.caption(one)
    cells = zip(told["table"], told["column"], strict=True)
    table = pd.DataFrame(
        {
            "row": [_named(view, name, row) for name, row in zip(told["table"], told["row_id"], strict=True)],
            "column": [t(kam.TABLES[name].column(column).title) if column else t.missing for name, column in cells],
            "yours": [_written(view, value) for value in told["yours"]],
            "theirs": [t("deleted") if lost else _written(view, v) for lost, v in zip(told["gone"], told["theirs"], strict=True)],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        alt=t("Cells changed by somebody else"),
        column_config={
            "row": text_column(t("Row"), 220),
            "column": text_column(t("Column"), 150),
            "yours": text_column(t("Yours"), 200),
            "theirs": text_column(t("Theirs"), 200),
        },
    )
    with st.container(horizontal=True):
        theirs = st.button(t("Save the rest") if gone == len(told) else t("Keep theirs"))
        mine = st.button(t("Use mine"), type="primary", disabled=gone == len(told))
    return "theirs" if theirs else "mine" if mine else None


def _name(view: View, edit: Edit) -> str:
    """What people call the row of an edit."""
    if isinstance(edit, kam.Insert):
        return view.t("New row in {table}", table=view.t(kam.TABLES[edit.table].title))
    return _named(view, edit.table, edit.row_id)


def _named(view: View, table: str, row_id: int) -> str:
    return unsaved.of(view).names.get((table, int(row_id)), str(row_id))


def _of_people(journal: pd.DataFrame) -> pd.DataFrame:
    """What somebody did; that the sample was put in invites nobody to undo it."""
    return journal[journal["kind"] != "sample"]


def last_batch(view: View) -> None:
    """The last change of this workbook, with its undo; all of them stand on the page of the journal."""
    t, lines = view.t, view.kept("last_batch", lambda: _of_people(view.book.journal()).head(1), view.book.revision)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for line in lines.to_dict("records"):
            what = titles.of_batch(t, line) if line["kind"] == "undo" else journal.what(t, line) or line["kind"]
            told = t("Last change: {what}, {day}", what=what, day=t.day(line["recorded_at"]))
            st.caption(plain(told), width="content")
            if line["live"] and st.button(t("Undo"), key=f"undo_{line['batch']}", type="tertiary", icon=":material/undo:"):
                batch.ask_undo(view, int(line["batch"]))
        st.page_link("pages/settings.py", label=t("All changes"), icon=":material/history:")
