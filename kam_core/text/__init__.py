"""
The two languages: texts, numbers, money and dates.

The core returns message ids (the English sentences) and values; words and formats are made here, at the edge.
"""

from __future__ import annotations

from kam_core.text.formats import LANGUAGES
from kam_core.text.translator import Translator, render, translator

__all__ = ["LANGUAGES", "N_", "Translator", "render", "translator"]


def N_(message: str) -> str:
    """
    Mark a text for translation where it is declared; it is translated where it is shown.

    >>> N_("Share of wallet")
    'Share of wallet'
    """
    return message
