"""Named sets of assumptions: kept beside those that count, to load, compare and delete."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import assumptions
from kam_core.errors import KamError
from kam_core.params import Params, fields_of
from kam_core.workbook import Edit
from pages.ui import draft, frame, preview, refusal, state, titles
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

NAME, CHOSEN, REFUSED = "set_name", "set_chosen", "set_refused"


def shown(view: View) -> None:
    """Save what is on the form as a set; load or delete one."""
    t, known = view.t, _known(view)
    frame.section(t("Named sets"), t("A set is kept beside what counts; loading one is a draft until you save it."))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("Name"), key=NAME, max_chars=60, placeholder=t("Careful, Board 2025, …"), width=220)
        st.button(
            t("Save as a set"), icon=":material/bookmark_add:", disabled=not (state.get(NAME) or "").strip(), on_click=_save, args=(view,)
        )
    refused = state.drop(REFUSED)
    if refused:
        st.error(refused, icon=":material/error:")
    if not known:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if state.get(CHOSEN) not in known:
            state.put(CHOSEN, next(iter(known)))
        chosen = st.selectbox(t("Set"), list(known), key=CHOSEN, width=220)
        st.button(t("Load"), icon=":material/file_open:", on_click=draft.try_on, args=(view, known[chosen]))
        if st.button(t("Delete"), key="delete_set", type="tertiary", icon=":material/delete:"):
            _ask_delete(view, chosen)


def compare(view: View) -> None:
    """Two sets side by side: what they do not share, and what each comes to."""
    t = view.t
    options = {
        "kept": draft.saved(view),
        "tried": draft.drafted(view),
        "default": Params(),
        **{f"set:{n}": p for n, p in _known(view).items()},
    }
    words = {"kept": t("What the workbook keeps"), "tried": t("What is tried now"), "default": t("Defaults")}
    if not st.toggle(t("Compare two sets side by side"), key="compare_sets", persist_state="session"):
        return
    chosen = []
    for place, key, title in zip(st.columns(2), ("compare_left", "compare_right"), (t("Left"), t("Right")), strict=True):
        if state.get(key) not in options:
            state.put(key, "default" if key == "compare_left" else list(options)[-1] if _known(view) else "kept")
        chosen.append(place.selectbox(title, list(options), key=key, format_func=lambda name: words.get(name, name.removeprefix("set:"))))
    left, right = (options[name] for name in chosen)
    names = tuple(words.get(name, name.removeprefix("set:")) for name in chosen)
    values, figures = st.columns(2, gap="medium")
    with values:
        _values(view, left, right, (names[0], names[1]))
    with figures:
        frame.section(t("What they come to"))
        preview.table(view, draft.effect_of(view, left), draft.effect_of(view, right), (names[0], names[1]))


def _values(view: View, left: Params, right: Params, names: tuple[str, str]) -> None:
    t, pairs = view.t, assumptions.differences(left, right)
    frame.section(t("What they do not share"))
    if not pairs:
        st.caption(t("Both are the same."))
        return
    declared = {item.name: item for item in fields_of()}
    for index in kam.MATRICES, assumptions.INDICES:
        for name in index:
            declared |= {item.name: item for item in (assumptions.cuts_of if index is kam.MATRICES else assumptions.weights_of)(name)}
    rows = [(titles.of_assumption(t, name), *(draft.written(t, declared[name], value) for value in pair)) for name, pair in pairs.items()]
    st.dataframe(
        pd.DataFrame(rows, columns=["what", "left", "right"]),
        hide_index=True,
        row_height=30,
        alt=t("Assumptions that differ"),
        column_config={
            "what": text_column(t("Assumption"), 270),
            "left": text_column(names[0], 110, right=True),
            "right": text_column(names[1], 110, right=True),
        },
    )


def _known(view: View) -> dict[str, Params]:
    return view.kept("sets", lambda: assumptions.sets(view.book), view.book.revisions["parameter_sets"])


def _save(view: View) -> None:
    t, name = view.t, str(state.get(NAME)).strip()
    if _apply(view, assumptions.set_edits(view.book, name, draft.drafted(view)), t("Saved as the set {name}.", name=plain(name))):
        state.put(NAME, "")
        state.put(CHOSEN, name)


def _ask_delete(view: View, name: str) -> None:
    t = view.t

    @st.dialog(t("Delete"))
    def ask() -> None:
        rows = len(assumptions.unset_edits(view.book, name))
        st.write(plain(t.n("{name}: {n} row of the table of sets.", "{name}: {n} rows of the table of sets.", rows, name=name)))
        st.caption(t("One batch. You can undo it in the journal."))
        if st.button(t("Delete the set"), type="primary", on_click=_delete, args=(view, name)):
            st.rerun()

    ask()


def _delete(view: View, name: str) -> None:
    _apply(view, assumptions.unset_edits(view.book, name), view.t("The set {name} is deleted.", name=plain(name)))


def _apply(view: View, pending: list[Edit], done: str) -> bool:
    """Write, and say so; whether it was written."""
    try:
        if pending:
            view.book.apply(pending, author=state.author())
    except KamError as error:
        state.put(REFUSED, refusal.told(view.t, error))
        return False
    state.put(state.NOTICE, done)
    return True
