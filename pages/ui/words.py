"""Text of users on a screen: as text, never as Markdown."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$:!]|&(?=#?\w+;))")
_SIGNS_OF_BADGES = re.compile(_SIGNS.pattern.replace(r"\[\]", ""))
_ACTED_ON = re.compile(r"www\.|@|:(?=material/|streamlit:)|(?<!\S)[<>~-](?=(?:->|[->=])(?!\S))", re.IGNORECASE)
"""Where Streamlit reads an address, an icon or an arrow even in text that is escaped."""
_INDENTS = re.compile(r"^(?: {4}| *\t)[ \t]*", re.MULTILINE)
"""What Markdown makes code of."""
_LISTS = re.compile(r"^( *)(?:(?=[-+=])|(\d+)(?=[.)](?:\s|$)))", re.MULTILINE)
"""Where it begins a list, a rule or a heading."""
_JOINER = "\u2060"
"""An invisible sign that keeps what was typed apart."""


def plain(text: str, signs: re.Pattern[str] = _SIGNS) -> str:
    """
    Text that Markdown leaves alone: no link, picture, formula, list, arrow or icon comes of it.

    >>> plain("[x](http://a) $y$ :red[z] 1. R&amp;D")
    '\\\\[x\\\\](http\\\\://a) \\\\$y\\\\$ \\\\:red\\\\[z\\\\] 1. R\\\\&amp;D'
    """
    apart = _ACTED_ON.sub(lambda found: f"{found[0]}{_JOINER}", _INDENTS.sub("", text))
    return _LISTS.sub(r"\1\2\\", signs.sub(r"\\\1", apart))


def inside(title: str) -> str:
    """
    A title in the middle of a line: its first letter small, unless it begins with an abbreviation.

    >>> inside("Repeat patronage"), inside("NPS of all"), inside("信任")
    ('repeat patronage', 'NPS of all', '信任')
    """
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def on_badge(text: str) -> str:
    """The same for ``st.badge``, which escapes brackets itself; escaped twice they would make a link again."""
    return plain(text, _SIGNS_OF_BADGES)


def file_stem(text: str) -> str:
    """A name for a download: letters, digits and dashes of any script, at most 60."""
    return re.sub(r"[^\w-]+", "-", text).strip("-")[:60] or "table"
