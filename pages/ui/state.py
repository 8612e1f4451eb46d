"""
The one module that spells session-state keys.

What a session holds: its language, which workbook it looks at, and (by widget keys) what it chose. Anything that matters lives in
the workbook.
"""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from kam_core.text import LANGUAGES, Translator
from kam_core.text import translator as make_translator
from kam_core.workbook import home

LANGUAGE, BOOK, LINKED_BOOK, AS_OF, STAGED, NOTICE = "lang", "book", "wb", "as_of", "staged", "notice"
FREIGHT, ILLUSTRATIVE, MATRIX, ACCOUNT, TABLE = "freight", "illustrative", "m", "account", "table"


def language() -> str:
    """The session's language: in the link (the switch writes it there), chosen before, or the browser's."""
    for chosen in (st.query_params.get(LANGUAGE), st.session_state.get(LANGUAGE)):
        if chosen in LANGUAGES:
            return str(chosen)
    return "zh" if str(st.context.locale or "").lower().startswith("zh") else "en"


def translator() -> Translator:
    """The texts of the session's language."""
    return make_translator(language())


def author() -> str:
    """Who changes things here: the name of the account on this computer (the app serves one person's laptop)."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def book_path() -> Path | None:
    """The workbook this session looks at; ``None`` before it chose one."""
    kept = st.session_state.get(BOOK)
    return Path(kept) if kept else None


def linked_book() -> Path | None:
    """The saved workbook the link names."""
    told = st.query_params.get(LINKED_BOOK)
    return home.path_of(told) if told in home.names() else None


def keep_book_in_link(path: Path, default: Path) -> None:
    """
    So that a reload, a bookmark and the back button find a saved workbook.

    The default, the sample, leaves the link short; a private upload is never named in a link.
    """
    if path.parent.name == "private" or path == default:
        st.query_params.pop(LINKED_BOOK, None)
    elif st.query_params.get(LINKED_BOOK) != path.stem:
        st.query_params[LINKED_BOOK] = path.stem


def start_with(path: Path) -> None:
    """Look at a workbook for the first time; what the link says stands."""
    st.session_state[BOOK] = str(path)


def look_at(path: Path) -> None:
    """Look at another workbook; choices that belong to the old one (date, account, staged file) are dropped."""
    st.session_state[BOOK] = str(path)
    for key in (AS_OF, ACCOUNT, STAGED):
        st.session_state.pop(key, None)
    for key in (AS_OF, ACCOUNT):
        st.query_params.pop(key, None)


def linked(key: str, options: Sequence[str], default: str) -> dict[str, Any]:
    """
    Let the link set a choice before its widget is drawn, and return what the widget needs to keep the link right.

    A bound widget would put the words of one language in the link; this puts ids there. An unknown value falls back to the default.
    """
    told = st.query_params.get(key)
    if told in options:
        st.session_state[key] = told
    elif st.session_state.get(key) not in options:
        st.session_state[key] = default
    st.query_params[key] = st.session_state[key]
    return {"key": key, "on_change": _follow, "args": (key,), "persist_state": "session"}


def _follow(key: str) -> None:
    st.query_params[key] = st.session_state[key]


def forget_date() -> None:
    """Back to the day the figures reach."""
    st.session_state.pop(AS_OF, None)
    st.query_params.pop(AS_OF, None)


def get(key: str, default: Any = None) -> Any:
    """A value of this session."""
    return st.session_state.get(key, default)


def start(key: str, value: Any) -> None:
    """What a choice is before the session makes one."""
    st.session_state.setdefault(key, value)


def put(key: str, value: Any) -> Any:
    """Keep a value for this session and return it."""
    st.session_state[key] = value
    return value


def drop(key: str) -> Any:
    """Forget a value of this session and return it."""
    return st.session_state.pop(key, None)


def bump(name: str) -> int:
    """A counter that makes a widget start anew (clears a selection, resets an editor)."""
    st.session_state[f"turn_{name}"] = st.session_state.get(f"turn_{name}", 0) + 1
    return int(st.session_state[f"turn_{name}"])


def turn(name: str) -> int:
    """The present value of that counter."""
    return int(st.session_state.get(f"turn_{name}", 0))
