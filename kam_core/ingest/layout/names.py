"""Header cells as names: made unique, and made comparable."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from kam_core.ingest.files.hanzi import simplified
from kam_core.ingest.meaning.shapes import period_columns
from kam_core.ingest.repair import RepairLog

_LONGEST = 200
_BREAKS = re.compile(r"(?<!\s)[^\S\r\n\t]*[\r\n\t]\s*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")


def unique_names(labels: Sequence[str], log: RepairLog) -> tuple[str, ...]:
    """The labels as distinct names: empty ones become c1, c2.., a repeated one gets _2; characters nobody sees are removed."""
    names: list[str] = []
    taken: set[str] = set()
    for index, label in enumerate(labels):
        line = _BREAKS.sub(" ", label).strip()
        clean = "".join(c for c in line if unicodedata.category(c)[0] != "C")[:_LONGEST].strip()
        stem = name = clean or f"c{index + 1}"
        number = 2
        while name in taken:
            name, number = f"{stem}_{number}", number + 1
        if name != line:
            log.add("header_renamed", f"{label[:_LONGEST]!r} is called {name!r}")
        taken.add(name)
        names.append(name)
    return tuple(names)


@lru_cache(maxsize=8_192)
def comparable(label: str) -> str:
    """
    The label without case, width, punctuation, units in brackets; camelCase is split.

    >>> comparable("CustomerID"), comparable("销售额（万元）"), comparable("Order_No.")
    ('customer id', '销售额', 'order no')
    """
    text = _BRACKETS.sub(" ", simplified(unicodedata.normalize("NFKC", label)))
    text = re.sub(r"[^\w%]+|_+", " ", _CAMEL.sub(" ", text)).casefold()
    text = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text.strip())
    return re.sub(r"(?<=[\u4e00-\u9fff])\s*[百千]?[万亿]?元$", "", text)


def header_key(headers: Sequence[str]) -> str:
    """
    A fingerprint of a header under which its mapping is remembered; case, width and units make no difference, nor which periods stand
    side by side.

    >>> header_key(["Customer ID", "金额"]) == header_key(["customer_id", "金 额"])
    True
    """
    periods = period_columns(headers)
    words = [comparable(header) for header in headers if header not in periods] + ["periods"] * bool(periods)
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:32]
