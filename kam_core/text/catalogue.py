"""The Chinese texts, read from ``zh.po`` when they are first needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

CATALOGUE = Path(__file__).with_name("zh.po")


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Message id (the English singular) -> text; empty for English, whose ids are the texts."""
    if lang == "en":
        return MappingProxyType({})
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as file:
        messages = read_po(file, locale=lang)
    return MappingProxyType({_first(m.id): _first(m.string) for m in messages if m.id and _first(m.string)})


def _first(text: str | list[str] | tuple[str, ...] | None) -> str:
    """Chinese has one plural form, so the first text is the only one."""
    return text if isinstance(text, str) else text[0] if text else ""
