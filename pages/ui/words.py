"""Text of users on a screen: as text, never as Markdown."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$:!])")
_LINKS = re.compile(r"(www\.|@)", re.IGNORECASE)
_LISTS = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")
_JOINER = "\u2060"
"""An invisible sign that keeps Markdown from seeing a link where somebody wrote an address."""


def plain(text: str) -> str:
    """
    Text that Markdown leaves alone: no link, picture, formula, list or icon comes of it.

    >>> plain("[x](http://a) $y$ :red[z]")
    '\\\\[x\\\\](http\\\\://a) \\\\$y\\\\$ \\\\:red\\\\[z\\\\]'
    """
    escaped = _SIGNS.sub(r"\\\1", text)
    return _LISTS.sub(r"\1\\\2", _LINKS.sub(lambda found: f"{found[0]}{_JOINER}", escaped))


def file_stem(text: str) -> str:
    """A name for a download: letters, digits and dashes of any script, at most 60."""
    return re.sub(r"[^\w-]+", "-", text).strip("-")[:60] or "table"
