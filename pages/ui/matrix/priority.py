"""To be built."""

from __future__ import annotations

from pages.ui.view import View


def show(view: View, name: str) -> None:
    """To be built."""
