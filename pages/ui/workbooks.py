"""Create, open, save a copy, rename, delete (to the trash) a workbook: a menu at the rail's foot and its dialogs."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kam_core.errors import KamError
from kam_core.text import Translator
from kam_core.workbook import home
from pages.ui import cache, state

PRIVATE_MARK = 32
"""A private upload's file name is 32 hexadecimal digits."""


def name_of(path: Path, t: Translator) -> str:
    """What people call that workbook."""
    return t("Private upload") if path.parent.name == "private" else path.stem


def switcher(t: Translator) -> None:
    """The menu: which workbook, and what can be done with it."""
    path = state.book_path()
    with st.popover(name_of(path, t), icon=":material/folder_open:", width="stretch"):
        others = [name for name in home.names() if name != path.stem]
        for name in others[:6]:
            if st.button(name, key=f"open_{name}", type="tertiary", icon=":material/description:", wrap=True):
                state.look_at(home.path_of(name))
                st.rerun()
        if cache.SAMPLE_NAME not in (*others, path.stem) and st.button(t("Open the sample"), type="tertiary", icon=":material/explore:"):
            state.look_at(cache.sample_path())
            st.rerun()
        st.divider()
        if st.button(t("New workbook"), type="tertiary", icon=":material/add:"):
            _name_dialog(t, "new", path)
        if st.button(t("Save a copy"), type="tertiary", icon=":material/content_copy:"):
            _name_dialog(t, "copy", path)
        if path.parent.name != "private" and st.button(t("Rename"), type="tertiary", icon=":material/edit:"):
            _name_dialog(t, "rename", path)
        if st.button(t("Delete"), type="tertiary", icon=":material/delete:"):
            _delete_dialog(t, path)


def _name_dialog(t: Translator, action: str, path: Path) -> None:
    titles = {"new": t("New workbook"), "copy": t("Save a copy"), "rename": t("Rename")}

    @st.dialog(titles[action])
    def ask() -> None:
        suggested = "" if action == "new" else name_of(path, t)
        name = st.text_input(t("Name"), suggested, key=f"name_{action}", max_chars=80)
        if st.button(titles[action], type="primary", disabled=not name.strip(), shortcut="Ctrl+Enter"):
            try:
                state.look_at(_ACTIONS[action](name.strip(), path))
            except KamError as error:
                st.error(t.error(error), icon=":material/error:")
                return
            st.rerun()

    ask()


def _delete_dialog(t: Translator, path: Path) -> None:
    book = cache.book(path)

    @st.dialog(t("Delete"))
    def ask() -> None:
        st.write(
            t(
                "{name}: {accounts} accounts and {lines} order lines.",
                name=name_of(path, t),
                accounts=t.count(book.count("accounts")),
                lines=t.count(book.count("transactions")),
            )
        )
        st.caption(t("It goes to the trash folder; nothing is erased."))
        if st.button(t("Move to the trash"), type="primary"):
            cache.shelf().delete(path)
            left = home.names()
            state.look_at(home.path_of(left[0]) if left else cache.sample_path())
            st.rerun()

    ask()


def _create(name: str, _: Path) -> Path:
    made = cache.shelf().create(name).path
    assert made is not None
    return made


def _copy(name: str, path: Path) -> Path:
    return cache.shelf().save_copy(cache.book(path), name)


def _rename(name: str, path: Path) -> Path:
    return cache.shelf().rename(path, name)


_ACTIONS = {"new": _create, "copy": _copy, "rename": _rename}
