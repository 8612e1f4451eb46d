"""A chart as a picture: drawn by plotly in the browser, so that no Chrome is needed on the server."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kam_core.charts import palette
from pages.ui import about
from pages.ui.view import View
from pages.ui.words import file_stem

_STYLE = """
:host, div { position: relative; height: 0; overflow: visible; }
button {
  position: absolute; right: 0; top: -2px; padding: 0 6px; border: 0; border-radius: 4px; background: none; cursor: pointer;
  font: 500 12px/20px var(--st-font, sans-serif); color: var(--st-text-color); opacity: 0.66;
}
button:hover { opacity: 1; color: var(--st-primary-color); }
button:focus-visible { opacity: 1; outline: 2px solid var(--st-primary-color); }
button:disabled { opacity: 0.3; cursor: progress; }
"""

_button = st.components.v2.component(
    "kam_png",
    html="<div><button type='button'></button></div>",
    css=_STYLE,
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
)


def button(view: View, name: str) -> None:
    """The button under a chart; it stands in the same container. The title above the chart and its date go into the picture."""
    t, colours = view.t, palette(view.theme)
    _button(
        data={
            "label": "PNG",
            "help": t("Save the chart as a picture"),
            "file": f"{file_stem(name)}-{view.as_of.isoformat()}.png",
            "source": about.line(view),
            "paper": colours.paper,
            "ink": colours.ink,
            "ink2": colours.ink2,
        },
        key=f"png_{name}_{t.lang}_{view.theme}",
        height="content",
    )
