"""Create, open, save a copy, rename, delete (to the trash), restore a workbook: the menu at the rail's foot, and the dialogs."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kam_core.errors import KamError
from kam_core.text import Translator
from kam_core.workbook import home, stamp
from kam_core.workbook.aside import Kept
from pages.ui import cache, refusal, state
from pages.ui.words import plain

REFUSED = "restore_refused"


def name_of(path: Path, t: Translator) -> str:
    """What people call that workbook."""
    return t("Private upload") if path.parent.name == "private" else path.stem


def switcher(t: Translator) -> None:
    """The menu: which workbook, and what can be done with it."""
    path = state.book_path()
    with st.popover(plain(name_of(path, t)), icon=":material/folder_open:", width="stretch"), st.container(gap="xxsmall"):
        choices(t, path, "menu")
        st.divider()
        actions(t, path, "menu")
        link = {state.TAB: "workbook"}
        st.page_link("pages/settings.py", label=t("Backups and trash"), icon=":material/settings_backup_restore:", query_params=link)


def choices(t: Translator, path: Path, where: str) -> None:
    """The other workbooks, and the samples; ``where`` tells the menu from the page."""
    others = [name for name in home.names() if name != path.stem]
    for name in others:
        if st.button(plain(name), key=f"open_{where}_{name}", type="tertiary", icon=":material/description:", wrap=True):
            state.look_at(home.path_of(name))
            st.rerun()
    for sample, title in cache.SAMPLE_NAMES.items():
        if title not in (*others, path.stem) and st.button(
            title, key=f"sample_{where}_{sample}", type="tertiary", icon=":material/explore:", wrap=True
        ):
            _open_sample(t, sample)


def actions(t: Translator, path: Path, where: str) -> None:
    """What can be done with the workbook one looks at."""
    if st.button(t("New workbook"), key=f"new_{where}", type="tertiary", icon=":material/add:"):
        _name_dialog(t, "new", path)
    if st.button(t("Save a copy"), key=f"copy_{where}", type="tertiary", icon=":material/content_copy:"):
        _name_dialog(t, "copy", path)
    if path.parent.name != "private" and st.button(t("Rename"), key=f"rename_{where}", type="tertiary", icon=":material/edit:"):
        _name_dialog(t, "rename", path)
    if st.button(t("Delete"), key=f"delete_{where}", type="tertiary", icon=":material/delete:"):
        _delete_dialog(t, path)


def _open_sample(t: Translator, sample: str) -> None:
    try:
        with st.spinner(t("Preparing the sample")):
            state.look_at(cache.sample_path(sample))
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    st.rerun()


def keep_private(t: Translator) -> None:
    """Under the menu of a private upload: who sees it, how long it lasts, and the way to keep it."""
    path = state.book_path()
    if path is None or path.parent.name != "private":
        return
    st.caption(t("Only this tab knows this upload. Save it before you reload or close the page."))
    if st.button(t("Save as a workbook"), type="primary", icon=":material/save:", width="stretch"):
        _name_dialog(t, "copy", path)


def _name_dialog(t: Translator, action: str, path: Path) -> None:
    titles = {"new": t("New workbook"), "copy": t("Save a copy"), "rename": t("Rename")}

    @st.dialog(titles[action])
    def ask() -> None:
        suggested = "" if action == "new" else _file_loaded(path) or name_of(path, t)
        name = st.text_input(t("Name"), suggested, key=f"name_{action}", max_chars=80)
        if st.button(titles[action], type="primary", disabled=not name.strip(), shortcut="Ctrl+Enter"):
            try:
                state.look_at(_ACTIONS[action](name.strip(), path))
            except KamError as error:
                st.error(refusal.told(t, error), icon=":material/error:")
                return
            st.rerun()

    ask()


def _file_loaded(path: Path) -> str:
    """What a private upload was loaded from: the name that people expect it to have."""
    return str(cache.book(path).meta.get("name", "")) if path.parent.name == "private" else ""


def _delete_dialog(t: Translator, path: Path) -> None:
    """What is deleted, in numbers; a workbook that does not open can be deleted too."""

    @st.dialog(t("Delete"))
    def ask() -> None:
        try:
            book = cache.book(path)
            counts = {"accounts": t.count(book.count("accounts")), "lines": t.count(book.count("transactions"))}
            st.write(plain(t("{name}: {accounts} accounts and {lines} order lines.", name=name_of(path, t), **counts)))
        except KamError as error:
            st.error(refusal.told(t, error), icon=":material/error:")
        private = path.parent.name == "private"
        st.caption(t("A private upload is erased for good.") if private else t("It goes to the trash folder; nothing is erased."))
        if st.button(t("Erase") if private else t("Move to the trash"), type="primary"):
            try:
                cache.shelf().delete(path)
                left = home.names()
                state.look_at(home.path_of(left[0]) if left else cache.sample_path())
            except KamError as error:
                st.error(refusal.told(t, error), icon=":material/error:")
                return
            st.rerun()

    ask()


def ask_restore(t: Translator, kept: Kept, path: Path) -> None:
    """Put a backup in the place of this workbook (which goes to the trash), after a look at what is lost."""

    @st.dialog(t("Restore"))
    def ask() -> None:
        when = f"{t.day(kept.when)} {kept.when:%H:%M}" if kept.when else kept.path.stem
        st.write(plain(t("{name} as it was on {when}.", name=name_of(path, t), when=when)))
        try:
            since = cache.book(path).revision - stamp.peek(kept.path).sequence
            st.write(t.n("{n} batch since then goes with it.", "{n} batches since then go with it.", max(since, 0)))
        except KamError as error:
            st.error(refusal.told(t, error), icon=":material/error:")
        st.caption(t("The workbook as it is now goes to the trash folder; nothing is erased."))
        if st.button(t("Restore this backup"), type="primary", on_click=_restore, args=(t, kept, path)):
            st.rerun()

    ask()


def _restore(t: Translator, kept: Kept, path: Path) -> None:
    try:
        cache.shelf().restore(kept.path, path)
    except KamError as error:
        state.put(REFUSED, refusal.told(t, error))
        return
    state.look_at(path)
    state.put(state.NOTICE, plain(t("{name} is back.", name=name_of(path, t))))


def _create(name: str, _: Path) -> Path:
    made = cache.shelf().create(name).path
    assert made is not None
    return made


def _copy(name: str, path: Path) -> Path:
    return cache.shelf().save_copy(cache.book(path), name)


def _rename(name: str, path: Path) -> Path:
    return cache.shelf().rename(path, name)


_ACTIONS = {"new": _create, "copy": _copy, "rename": _rename}
