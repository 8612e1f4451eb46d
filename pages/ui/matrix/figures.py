"""Figures that no score holds, beside one another; on a narrow screen two in a line."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.ui.words import plain

Told = tuple[str, str, str, str]
"""Title, figure, what stands below it (or nothing), what it means."""


def row(figures: Sequence[Told]) -> None:
    """The figures as cards, each with its meaning."""
    with st.container(horizontal=True, gap="small"):
        for title, value, below, about in figures:
            look = {"delta_color": "off", "delta_arrow": "off", "border": True, "height": 116}
            st.metric(title, value, plain(below) if below else None, help=about, **look)
