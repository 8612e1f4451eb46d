"""To be written."""

from __future__ import annotations

from pages.ui import frame
from pages.ui.view import View


def show(view: View) -> None:
    """To be written."""
    frame.finding("portfolio")
