"""What a cell looks like, without reading it as a value: typed or plain text, and of which form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kam_core.ingest.values.amounts import MISSING_WORDS, is_missing, plain

_LONGEST = 64
_CURRENCY = "(?:rmb|cny|usd|eur|gbp|hkd|jpy|chf|sgd|aud|cad|inr|krw|twd|nzd|sek|nok|dkk|pln|(?:us|hk|nt|[acrs])(?=[$]))"
_TYPED = re.compile(
    rf"[<>≤≥]?=?[-+(]?\s*(?:{_CURRENCY}\s?)?[¥$€£]?\s*[-+]?[\d.,]*\d[\d.,' ]*(?:e[-+]?\d+)?\s*(?:[%kmb]|bn|元|[百千十]?[万亿]元?)?\s*[-+)]?"
    r"|\d{1,4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,4}日?)?月?(?:[ t]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[- ][a-z]{3,9}[- ,]+\d{2,4}|\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:[ap]m)?"
    r"|#(?:n/a|ref!|div/0!|value!|name\?)|true|false|[-+]?inf|nan",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?\d[\d.,]*(?:[eE][-+]?\d+)?")
"""What most cells are; the longer look is for the others."""
_DATE = re.compile(r"\d{1,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,4}日?(?:[ T]\d{1,2}:\d{2}.*)?|\d{1,2}[- ][A-Za-z]{3,9}[- ,]+\d{2,4}")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:[ap]m)?", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+")
_RULE = re.compile(r"\s*[-=_*+~#:|─━═]{3}[-=_*+~#:|─━═\s]*")
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = str.maketrans("0123456789０１２３４５６７８９", "9" * 20)


@lru_cache(maxsize=65_536)
def looks_typed(cell: str) -> bool:
    """
    True for what looks like a number, an amount, a date, a time or an error value.

    >>> looks_typed("￥1,234.50"), looks_typed("2024年3月"), looks_typed("Customer 7")
    (True, True, False)
    """
    return len(cell) <= _LONGEST and (_NUMBER.fullmatch(cell) is not None or _TYPED.fullmatch(plain(cell)) is not None)


def is_value(cell: str) -> bool:
    """True for what looks typed, and for links and mail addresses: nobody calls a column like that."""
    return looks_typed(cell) or (("@" in cell or "//" in cell) and _LINK.fullmatch(cell.strip()) is not None)


@lru_cache(maxsize=65_536)
def kind_of(cell: str) -> str:
    """
    The kind of a cell, rougher than a type: what stands in one column is mostly of one kind.

    >>> [kind_of(cell) for cell in ("", "2024-03-05", "00:15", "￥12", "12", "https://x.org", "MG-8769", "Nord", "Nord AG")]
    ['', 'date', 'time', 'amount', 'number', 'link', 'code', 'word', 'text']
    """
    text = cell.strip()
    if not text or text.casefold() in MISSING_WORDS:
        return ""
    if len(text) > _LONGEST:
        return "link" if _LINK.fullmatch(text) else "text"
    if _TIME.fullmatch(text):
        return "time"
    if _DATE.fullmatch(text):
        return "date"
    if looks_typed(text):
        return "number" if text.lstrip("+-")[0] in "0123456789." else "amount"
    if _LINK.fullmatch(text):
        return "link"
    if any(c.isspace() for c in text):
        return "text"
    return "code" if any(c.isdigit() for c in text) else "word"


@lru_cache(maxsize=65_536)
def form_of(cell: str) -> str:
    """
    The cell with every digit as 9 and every word as a: cells of a code column share one form. Long cells have none.

    >>> form_of("MG-8769"), form_of("28/01/2018"), form_of("E08000036")
    ('a-9999', '99/99/9999', 'a99999999')
    """
    return "" if len(cell) > _LONGEST else _LETTERS.sub("a", cell.strip().translate(_DIGITS))


def is_blank(row: Sequence[str]) -> bool:
    """
    True for a row without any visible character, and for a rule drawn with signs.

    >>> is_blank(["", " "]), is_blank(["-----", "---"]), is_blank(["-", "a"])
    (True, True, False)
    """
    return all(not cell or cell.isspace() or _RULE.fullmatch(cell) for cell in row)


def filled(row: Sequence[str]) -> int:
    """How many cells hold something."""
    return sum(1 for cell in row if cell and not cell.isspace())


def trimmed(row: Sequence[str]) -> Sequence[str]:
    """The row without the empty cells at its end."""
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def missing(cell: str) -> bool:
    """True for an empty cell and for words such as "n/a": neither says anything about its column."""
    return not cell or (len(cell) <= 12 and not cell[0].isdecimal() and is_missing(cell))
