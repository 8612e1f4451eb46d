"""Choices that stand in the link, as the widgets need them: what the link says is chosen before the widget is drawn, and follows it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from typing import Any

from pages.ui import state

LOST, MEANT, MEANT_OWNERS, MEANT_REGIONS = "lost", "for", "for_owner", "for_region"
"""Of a scenario: who is lost, and whose prices and costs change."""


def choice(key: str, options: Sequence[str], default: str, *, plain_default: bool = False) -> dict[str, Any]:
    """
    Let the link set a choice before its widget is drawn, and return what the widget needs to keep the link right.

    A bound widget would put the words of one language in the link; this puts ids there. An unknown value falls back to the default,
    which leaves the link short with ``plain_default``.
    """
    told = state.link(key)
    if told in options:
        state.put(key, told)
    elif state.get(key) not in options:
        state.put(key, default)
    left_out = default if plain_default else None
    _follow(key, left_out)
    return {"key": key, "on_change": _follow, "args": (key, left_out), "persist_state": "session"}


def switch(key: str, then: Callable[..., None], *args: object) -> dict[str, Any]:
    """The same for a switch, which stands in the link while it is on; ``then`` is called when it is turned."""
    state.start(key, state.link(key) == "true")
    state.keep_in_link(key, "true" if state.get(key) else None)
    return {"key": key, "on_change": then, "args": args, "persist_state": "session"}


def several(key: str, options: Sequence[str]) -> dict[str, Any]:
    """The same for a choice of several: what the link names and the options do not hold is dropped."""
    told = state.get(key, state.links(key))
    state.put(key, [value for value in told if value in options])
    state.keep_in_link(key, state.get(key))
    return {"key": key, "on_change": _follow, "args": (key,), "persist_state": "session"}


def page(key: str, pages: int, among: object) -> dict[str, Any]:
    """The same for the page of a list; another choice of what is listed (``among``) begins at its first page."""
    own = f"{key}_{hashlib.sha256(repr(among).encode('utf-8', 'replace')).hexdigest()[:8]}"
    if state.get(key, own) != own:
        state.keep_in_link(key, None)
    state.put(key, own)
    told = state.link(key) or ""
    number = min(max(int(told), 1), pages) if told.isdecimal() and len(told) < 10 else 1
    return {"key": own, "default": number, "on_change": _follow_page, "args": (key, own)}


def number(key: str, low: float, high: float, plain: float | None) -> dict[str, Any]:
    """
    The same for a number within its bounds; ``plain`` (``None`` = empty) is the one that leaves the link short.

    A link that says no number, or one out of bounds, says nothing.
    """
    told = _number(state.link(key))
    chosen = told if low <= told <= high else state.get(key, plain)
    state.put(key, None if chosen is None else min(max(float(chosen), low), high))
    _follow_number(key, plain)
    return {"key": key, "on_change": _follow_number, "args": (key, plain), "persist_state": "session"}


def _number(text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        return math.nan


def _follow_number(key: str, plain: float | None) -> None:
    chosen = state.get(key)
    state.keep_in_link(key, None if chosen is None or chosen == plain else f"{chosen:g}")


def _follow(key: str, left_out: str | None = None) -> None:
    chosen = state.get(key)
    state.keep_in_link(key, None if chosen == left_out else chosen)


def _follow_page(key: str, own: str) -> None:
    state.keep_in_link(key, str(state.get(own)) if state.get(own) > 1 else None)
