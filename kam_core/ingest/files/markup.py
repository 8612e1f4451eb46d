"""
Tags and texts of HTML and XML, one after the other, in time that grows with the text alone.

The parser of the standard library needs quadratic time for some broken pages (CVE-2025-6069), and the XML ones follow
entities; here a tag that does not end within 16,000 characters is text, and only the names that HTML knows are replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

_LONGEST_TAG = 16_000
_MOST_BROKEN = 1_000
_TAG = re.compile(r"""<(/?)([A-Za-z_][\w:.-]{0,99}+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUTE = re.compile(r"""([\w:.-]{1,100})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SKIPPED = ("script", "style", "noscript", "template", "svg", "textarea", "title")


class Token(NamedTuple):
    """A piece of text, or a tag by its small name: opening, closing, or both at once."""

    text: str = ""
    tag: str = ""
    closes: bool = False
    closed: bool = False
    written: str = ""

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes of the tag, by small names."""
        found = _ATTRIBUTE.findall(self.written)
        return {name.lower(): unescape(double or single or bare) for name, double, single, bare in found[:50]}


class Cell(NamedTuple):
    """A cell where it stands, row and column from 0; ``hides`` what a person would not see: "row", "column" or nothing."""

    table: str
    row: int
    column: int
    value: object
    across: int = 1
    down: int = 1
    hides: str = ""


def tokens(text: str, skipped: tuple[str, ...] = _SKIPPED) -> Iterator[Token]:
    """Tags and texts in order, without comments and the content of the tags in ``skipped``."""
    at, broken = 0, 0
    while at < len(text):
        start = text.find("<", at)
        if start < 0:
            break
        if start > at:
            yield Token(unescape(text[at:start]))
        if text.startswith(("!", "?"), start + 1):
            piece, at = _special(text, start)
            if piece:
                yield Token(piece)
            continue
        found = _TAG.match(text, start, start + _LONGEST_TAG) if broken < _MOST_BROKEN else None
        if found is None:
            broken += 1
            yield Token("<")
            at = start + 1
            continue
        slash, tag, written = found.groups()
        tag, closed, at = tag.lower(), written[-1:] == "/", found.end()
        yield Token("", tag, slash == "/", closed, written)
        if tag in skipped and not slash and not closed:
            at = _end_of(text, tag, at)
    yield Token(unescape(text[at:]))


def _special(text: str, start: int) -> tuple[str, int]:
    """Comments, CDATA and declarations: what of them is text, and where they end."""
    if text.startswith("<!--", start):
        return "", _after(text, "-->", start + 4)
    if text.startswith("<![CDATA[", start):
        end = _after(text, "]]>", start + 9)
        return text[start + 9 : end - 3], end
    return "", _after(text, ">", start + 2)


def _after(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    return len(text) if end < 0 else end + len(mark)


def _end_of(text: str, tag: str, at: int) -> int:
    """Where the closing tag begins; the end of the text when there is none."""
    found = re.compile(rf"</{tag}\b", re.IGNORECASE).search(text, at)
    return found.start() if found else len(text)
