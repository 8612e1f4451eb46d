"""
The one module that spells session-state keys.

What a session holds: its language, which workbook it looks at, and (by widget keys) what it chose. Anything that matters lives in
the workbook.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from kam_core.text import LANGUAGES, Translator
from kam_core.text import translator as make_translator
from kam_core.workbook import home

LANGUAGE, BOOK, LINKED_BOOK, AS_OF, STAGED, NOTICE = "lang", "book", "wb", "as_of", "staged", "notice"
FREIGHT, ILLUSTRATIVE, MATRIX, ACCOUNT, TABLE = "freight", "illustrative", "m", "account", "table"
STAGE, WINDOW, SLIDE = "stage", "window", "slide"
LIST, DECIDING = "list", "deciding"
"""Which accounts the register shows, and what is being decided in a dialog."""
PART, LANES, SAVED, JUDGED = "part", "lanes", "saved", "judged"
"""Of the account room: the part that is open, the kinds of events shown, the batch last written there, the index taken apart."""

INDEX, SUBJECT, SIDE, WAY, CONTACT, DRAFT = "index", "subject", "side", "way", "contact", "draft"
SPOT, ORIGIN, BARE, SCREEN, REMOTE, ASKED = "spot", "from", "bare", "screen", "remote", "asked"
"""On the wall: whom the light is on, where the deck was called from, keys hidden, the screen's size, what was told and asked by key."""

TAB, GROUP, BATCH, ASSUMED, REFUSED = "tab", "group", "batch", "assumed", "refused"
LINES = {"kind": "kind", "author": "by", "table": "about", "text": "find", "since": "since", "until": "until"}
"""What the journal is narrowed to, and its name in the link."""

AMONG, LEDGER = "among", "lines"
"""Of value beyond purchases: whose ranking it is, and which lines of evidence are listed."""

LEVEL, MEASURE, WHO, ITEMS = "level", "measure", "who", "items"
"""Of a forecast: for whom together, what, and which owner; what stands in the baskets."""

LENS, CLASS, BY, SINCE = "lens", "class", "grouped", "moved"
"""Of a ranking: through which lens, the class that is listed, what is grouped by; of the lifecycle: since when moves are shown."""

DEPENDS, BASIS, BEGAN, LEFT = "depends", "basis", "began", "left"
"""On whom the money depends, and which money; of cohorts: the period they began in, and what is left of them."""

SPLIT, LOSERS, CUT, FROM, SPAN = "split", "losers", "cut", "from_step", "span"
"""Of a profit: by what it is split, which loss-makers are listed, what cuts the grid, where its steps start, what one account's covers."""

OF, CERTAIN, REVERSED, PLAY, CROSSED = "of", "certain", "reversed", "play", "crossed"
"""Of a matrix: whose places, only sure or unsure ones, an axis turned round; the quadrant whose play is open; what it is grouped by."""

MOVER, ADDED_BY, SURE_FROM, PLAYING, TICKED = "mover", "added_by", "sure_from", "playing", "ticked"
"""Of movements: whose cause is shown and how its steps are added up, from when on a place is sure; whether the quarters are playing."""

DELIVERED_TO, POINT_COSTS = "whose", "point_costs"
"""Of delivered value: whose parts are shown (empty = the mean of all), and what one point on each part would cost."""

SURVEY, GAUGE, TREND, INVITED = "survey", "gauge", "trend", "k"
"""Of satisfaction: which survey, which of its figures, over what it is followed; and the invitation a customer's link carries."""

PAGE = "page"
FILTERS = ("owner", "region", "industry", "tier")
"""Attributes of accounts by which every page can be narrowed; each is in the link under its own name."""

SHOWN_BOOK = "~"  # begins the mark that stands for a workbook in a link while names must not be seen


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
    """The saved workbook the link names (or stands for)."""
    told = st.query_params.get(LINKED_BOOK)
    return next((home.path_of(name) for name in home.names() if told in (name, _mark(name))), None)


def keep_book_in_link(path: Path, default: Path) -> None:
    """
    So that a reload, a bookmark and the back button find a saved workbook.

    The default, the sample, leaves the link short; a private upload is never named in a link, and no workbook is on a stage.
    """
    name = _mark(path.stem) if stage_safe() else path.stem
    if path.parent.name == "private" or path == default:
        st.query_params.pop(LINKED_BOOK, None)
    elif st.query_params.get(LINKED_BOOK) != name:
        st.query_params[LINKED_BOOK] = name


def _mark(name: str) -> str:
    return SHOWN_BOOK + hmac.new(home.secret(), name.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:12]


def stage_safe() -> bool:
    """Whether this session shows aliases and scaled money only."""
    chosen = st.session_state.get(STAGE)
    return bool(chosen) if chosen is not None else st.query_params.get(STAGE) == "true"


def chosen_filters() -> dict[str, tuple[str, ...]]:
    """What every page is narrowed to: the values chosen (or linked) by attribute, those without any left out."""
    found = {name: st.session_state.get(name, st.query_params.get_all(name)) for name in FILTERS}
    return {name: tuple(sorted(values)) for name, values in found.items() if values}


def clear_filters() -> None:
    """Show every account again."""
    for name in FILTERS:
        st.session_state[name] = []
        st.query_params.pop(name, None)


def keep_in_link(key: str, value: str | Sequence[str] | None) -> None:
    """Write a choice into the link; what is empty leaves it short. Nothing is written that stands there already."""
    there: object = st.query_params.get_all(key)
    wanted = [] if not value else [value] if isinstance(value, str) else list(value)
    if there != wanted:
        if wanted:
            st.query_params[key] = wanted
        else:
            st.query_params.pop(key, None)


def start_with(path: Path) -> None:
    """Look at a workbook for the first time; what the link says stands."""
    st.session_state[BOOK] = str(path)


def look_at(path: Path) -> None:
    """Look at another workbook; choices that belong to the old one (date, account, staged file) are dropped."""
    st.session_state[BOOK] = str(path)
    for key in (AS_OF, ACCOUNT, STAGED, *FILTERS):
        st.session_state.pop(key, None)
    for key in (AS_OF, ACCOUNT, *FILTERS):
        st.query_params.pop(key, None)


def turn_stage() -> None:
    """On a stage or off it, by a key."""
    st.session_state[STAGE] = not stage_safe()
    keep_in_link(STAGE, "true" if st.session_state[STAGE] else None)


def rename(accounts: Mapping[str, str], owners: Mapping[str, str]) -> None:
    """The account one looks at and the owners one filters by go by other names from now on; who has none is dropped."""
    account = st.session_state.get(ACCOUNT) or st.query_params.get(ACCOUNT)
    people = [owners[name] for name in st.session_state.get("owner", st.query_params.get_all("owner")) if name in owners]
    for key, chosen in ((ACCOUNT, accounts.get(account)), ("owner", people)):
        st.session_state.pop(key, None)
        if chosen:
            st.session_state[key] = chosen
        keep_in_link(key, chosen)


def forget_date() -> None:
    """Back to the day the figures reach."""
    st.session_state.pop(AS_OF, None)
    st.query_params.pop(AS_OF, None)


def link(key: str) -> str | None:
    """What the link says."""
    return st.query_params.get(key)


def links(key: str) -> list[str]:
    """All the link says of a choice of several."""
    return st.query_params.get_all(key)


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
