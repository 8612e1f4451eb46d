"""The ears of the wall: keys that no button can listen to (digits, a clicker's), and the size of the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from pages.ui import state

_ears = st.components.v2.component("kam_remote", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))


def listen(keys: Mapping[str, str], act: Callable[[str], None]) -> None:
    """Listen to ``keys`` (name in the browser -> what it means); ``act`` is called with the meaning before the page is drawn anew."""
    _ears(
        key=state.REMOTE,
        data={"keys": dict(keys), "screen": state.get(state.SCREEN)},
        on_screen_change=_measured,
        on_pressed_change=lambda: act(_said("pressed")),
        width=1,
        height=1,
    )


def _measured() -> None:
    state.put(state.SCREEN, [int(pixels) for pixels in _said("screen")])


def _said(what: str):  # noqa: ANN202
    return state.get(state.REMOTE)[what]
