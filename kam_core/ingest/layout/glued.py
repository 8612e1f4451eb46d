"""Labels of a header in which one delimiter is missing, so that two of them stand as one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kam_core.ingest.layout.evidence import Rows
from kam_core.ingest.layout.forms import kind_of

_NUMBERS, _TEXTS = frozenset(("number", "amount")), frozenset(("text", "word", ""))
_MEANT = (
    (frozenset(("date", "day", "日期")), frozenset(("date", "number"))),
    (frozenset(("time", "hour", "时间")), frozenset(("time", "date"))),
    (frozenset(("qty", "quantity", "units", "count", "price", "amount", "cost", "value", "total", "数量", "单价", "金额")), _NUMBERS),
    (frozenset(("id", "code", "no", "number", "sku", "编号", "编码")), frozenset(("code", "number", "word"))),
    (frozenset(("url", "link", "web", "website", "mail", "email", "网址", "邮箱")), frozenset(("link",))),
    (frozenset(("name", "type", "description", "note", "notes", "comment", "comments", "remark", "title", "名称", "备注")), _TEXTS),
)
"""What columns with such a word at the end of their label hold."""
_WORDS = {word: kinds for words, kinds in _MEANT for word in words}
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[\u4e00-\u9fff]+")
_SEAMS = ((re.compile(r'["\']+'), 1.5), (re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"), 0.5))
"""Where a label may have been two, and how much speaks for it."""


def parted(labels: list[str], body: Rows) -> list[str] | None:
    """
    The labels with the one parted that makes all others stand over what they name; None when nothing proves it.

    >>> parted(["day", "timeQty", "name"], [["2024-01-05", "10:15", "3", "Nord AG"]] * 3)
    ['day', 'time', 'Qty', 'name']
    """
    width = len(labels) + 1
    full = [row for row in body[:50] if len(row) == width]
    kinds = [Counter(map(kind_of, column)).most_common(1)[0][0] for column in zip(*full, strict=True)]
    if len(kinds) != width:
        return None
    # As they stand, or with a first column that has no label.
    usual = max(_agreement([*labels, ""], kinds), _agreement(["", *labels], kinds))
    ways = [(_agreement(way, kinds) + seam, way) for seam, way in _ways(labels)]
    score, best = max(ways, key=lambda way: way[0], default=(0.0, labels))
    return best if score >= usual + 1.5 else None


def _ways(labels: list[str]) -> Iterator[tuple[float, list[str]]]:
    for i, label in enumerate(labels):
        for seam, weight in _SEAMS:
            for match in seam.finditer(label):
                left, right = label[: match.start()], label[match.end() :]
                if left and right.strip("\"'"):
                    yield weight, [*labels[:i], left.strip("\"'"), right.strip("\"'"), *labels[i + 1 :]]
        for at in range(2, len(label) - 1):
            if label[:at].casefold() in _WORDS and label[at:].casefold() in _WORDS:
                yield 1.0, [*labels[:i], label[:at], label[at:], *labels[i + 1 :]]


def _agreement(labels: Sequence[str], kinds: Sequence[str]) -> float:
    """How many labels stand over what they name, less those that stand over something else."""
    score = 0.0
    for label, kind in zip(labels, kinds, strict=True):
        words = _PARTS.findall(label)
        meant = _WORDS.get(words[-1].casefold()) if words else None
        if meant:
            score += 1.0 if kind in meant else 0.0 if not kind else -1.0
    return score
