"""Rows that sum up others: they are no data and would count everything twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_ALWAYS = frozenset(("合计", "小计", "总计", "累计", "共计", "总合计", "本页合计", "subtotal", "sub-total", "grand total", "sub total"))
_PERHAPS = frozenset(("total", "totals", "sum", "全部"))
"""Words that could be a name too (a customer called Total): such a row must also leave a cell empty."""


def total_rows(columns: Sequence[Sequence[str]]) -> list[int]:
    """
    The indexes of rows whose first filled cell is a word for a total, in English or Chinese.

    >>> total_rows([["A", "合计", "Total"], ["x", "", ""], ["1", "1", "2"]])
    [1, 2]
    """
    return sorted(_total_rows(columns, 0, None))


def _total_rows(columns: Sequence[Sequence[str]], index: int, among: Sequence[int] | None) -> Iterable[int]:
    """Look at one column; only rows that are empty there are looked at in the next."""
    if index >= len(columns):
        return
    column = columns[index]
    words = {cell: _word(cell) for cell in set(column if among is None else [column[i] for i in among]) if len(cell) <= 16}
    telling = {cell for cell, word in words.items() if word in _ALWAYS or word in _PERHAPS}
    blank = {cell for cell, word in words.items() if not word}
    if not telling and not blank:
        return
    empty: list[int] = []
    for row in range(len(column)) if among is None else among:
        if column[row] in blank:
            empty.append(row)
        elif column[row] in telling and (words[column[row]] in _ALWAYS or len(columns) == 1 or any(not c[row].strip() for c in columns)):
            yield row
    if empty:
        yield from _total_rows(columns, index + 1, empty)


def _word(cell: str) -> str:
    return (
        "".join(cell.split(" ")).strip("\t\r\n:：\u3000").casefold() if cell[:1] > "\x7f" else " ".join(cell.split()).rstrip(":").casefold()
    )
