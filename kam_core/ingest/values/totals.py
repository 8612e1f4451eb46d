"""Rows that sum up others: they are no data and would count everything twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kam_core.ingest.files.hanzi import simplified
from kam_core.ingest.values.amounts import Problem, parse_amount

_ALWAYS = frozenset((
    "合计", "小计", "总计", "累计", "共计", "总合计", "合计数", "本页合计", "本页小计", "本月合计", "本年累计", "全部合计",
    "金额合计", "合计金额", "销售合计", "总额合计", "平均", "平均值", "平均数",
    "承前页", "承上页", "接上页", "过次页", "转下页", "接下页", "期初余额", "期末余额", "月初余额", "月末余额", "上年结转", "结转下年",
    "subtotal", "sub-total", "grand total", "sub total", "gesamtsumme", "zwischensumme", "total general", "total général", "sous-total",
))  # fmt: skip
_PERHAPS = frozenset(("total", "totals", "sum", "average", "summe", "gesamt", "somme", "suma", "全部", "汇总", "总数", "总额"))
"""Words that could be a name too (a customer called Total): such a row holds nothing else but figures and leaves a cell empty."""
_ENDING = re.compile(r".+(?:小计|合计|总计|汇总|计数)|.+ (?:sub)?total")
"""What spreadsheets write under a group: the name of the group, and the word."""
_MARKS = (
    "计", "計", "汇总", "總", "全部", "平均", "总", "页", "頁", "额", "額", "转", "轉", "其中",
    "otal", "OTAL", "sum", "Sum", "SUM", "verage", "esamt", "omme",
)  # fmt: skip
"""A cell without any of these is no word for a total."""
_HAN = frozenset(mark.encode() for mark in _MARKS if not mark.isascii())
_LATIN = frozenset(mark.encode() for mark in _MARKS if mark.isascii())
_DAY = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{0,2}日?)?(?: [\d:.]+)?")
"""The day up to which a group is added up is no word."""
_LABELLED = 8
"""Columns in which the word may stand."""
_LONGEST = 48
_COUNTED = re.compile(r"\([^()]*\)?|[:=]?\d+[笔条项行户家单个]?$")


def total_rows(columns: Sequence[Sequence[str]]) -> list[int]:
    """
    The indexes of rows that a word for a total, in English or Chinese, calls a sum of others.

    >>> total_rows([["A", "合计", "Total", "B小计", "Total"], ["x", "", "", "", "y"], ["1", "1", "2", "3", "4"]])
    [1, 2, 3]
    """
    found: set[int] = set()
    for index, column in enumerate(columns[:_LABELLED]):
        joined = "\n".join(column)
        if any(mark in joined for mark in _MARKS):
            kinds = {cell: kind for cell in set(column) if len(cell) <= _LONGEST and (kind := _kind(cell))}
            rows = (row for row, cell in enumerate(column) if cell in kinds) if kinds else ()
            found.update(row for row in rows if row not in found and _sums_up([c[row] for c in columns], index, kinds[column[row]]))
    return sorted(found)


def may_be_totals(columns: Sequence[pa.StringArray]) -> list[int]:
    """The indexes of rows that are worth a look: a superset of the total rows, found in the bytes of the columns."""
    rows: np.ndarray | None = None
    for column in columns[:_LABELLED]:
        _, starts, text = column.buffers()
        ends = np.frombuffer(starts, np.int32)[[column.offset, column.offset + len(column)]]
        held = memoryview(text)[ends[0] : ends[1]].tobytes() if text else b""
        if not held or np.frombuffer(held, np.uint8).max() < ord("A"):  # figures only
            continue
        for mark in (mark for mark in (_LATIN if held.isascii() else _LATIN | _HAN) if all(byte in held for byte in mark) and mark in held):
            has = pc.match_substring(column, mark.decode()).to_numpy(zero_copy_only=False)
            rows = has if rows is None else rows | has
    found: list[int] = [] if rows is None else np.flatnonzero(rows).tolist()
    return found


def word_of(row: Sequence[str]) -> str:
    """
    The cell that makes a row a total row, else its first filled one.

    >>> word_of(["East", "小计", "", "12"])
    '小计'
    """
    return next((cell for cell in row[:_LABELLED] if _kind(cell)), next(filter(None, row), ""))


def _kind(cell: str) -> str:
    """always, perhaps, ending, or "" for a cell that is no word for a total."""
    if not any(mark in cell for mark in _MARKS):
        return ""
    text = " ".join(simplified(unicodedata.normalize("NFKC", cell)).casefold().split())
    text = _COUNTED.sub("", text).strip(" :=.,*-")
    word = text if text.isascii() else text.replace(" ", "")
    if word in _ALWAYS or word.startswith("其中:"):  # a part of the sum above
        return "always"
    return "perhaps" if word in _PERHAPS else "ending" if _ENDING.fullmatch(word) else ""


def _sums_up(row: Sequence[str], at: int, kind: str) -> bool:
    """Whether a row with such a word in one of its cells adds up others: besides the word it holds figures."""
    first = not any(cell.strip() for cell in row[:at])
    if first and kind == "always":
        return True
    figures = [parse_amount(cell, measures=True) for cell in row[at + 1 :] if kind == "perhaps" or not _DAY.fullmatch(cell)]
    only, some = not any(isinstance(figure, Problem) for figure in figures), any(figure is not None for figure in figures)
    gaps = any(not cell.strip() for cell in row)
    if kind == "always":  # under the name of a group, in a column of descriptions
        return gaps or (only and some)
    if kind == "ending" and not row[at].isascii():
        return first and only and some
    return first and only and (gaps or len(row) == 1)
