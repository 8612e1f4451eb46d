"""To be built."""

from __future__ import annotations

from pages.ui.view import View


def show(view: View) -> None:
    """To be built."""
