"""The total rows that a file states itself, held against the rows they sum up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kam_core.ingest.balance.reconcile import Amount, Part, Stated
from kam_core.ingest.balance.tally import EXACT, said_by
from kam_core.ingest.raw import Raw
from kam_core.ingest.values.cells import Cell

MOST = 1_000
"""Total rows that are held against their rows; of more, only the sum is given."""
_NO_SUM = re.compile(r"平均|余额|结转|[承接]前?[上前下]?页|[过转][次下]页|average|balance", re.IGNORECASE)
"""Averages, balances and sums carried over from page to page stand for no rows of their own."""
_WHOLE = re.compile(
    r"(?:本[页月季年期日]|金额|销售|全部|总)?(?:合计|小计|总计|累计|共计|汇总|总额|总数)(?:数|金额)?"
    r"|(?:grand |sub[- ]?)?totals?|sum|(?:gesamt|zwischen)?summe|gesamt|somme|suma|sous-total|total g[eé]n[eé]ral",
    re.IGNORECASE,
)
"""A word for a total and nothing else; with a name before it, the rows of that name may stand anywhere."""
_GROUP = re.compile(r"小计|本[页月季年期日]|^sub|^zwischen|^sous", re.IGNORECASE)

Bucket = tuple[Decimal, int, int]
"""The sum of the rows between two total rows, how many of them have no amount, and how many they are."""


def left_out(raw: Raw, amounts: Sequence[Amount], cells: Mapping[str, Cell]) -> tuple[Part, list[tuple[int, str, dict[str, Decimal]]]]:
    """The total rows as a part of the file, and for each its line, its word and what it says of every amount."""
    columns = {a.name: _texts(raw, cells[a.name]) for a in amounts if a.name in cells}
    listed = "".join(f", {c}" for found in columns.values() for c in found)
    rows = raw.cursor.execute(f"SELECT line, word{listed} FROM {raw.left} ORDER BY line").fetchall()
    told: list[tuple[int, str, dict[str, Decimal]]] = []
    for line, word, *texts in rows:
        cell_texts, said = iter(texts), {}
        for name, found in columns.items():
            amount = said_by([next(cell_texts) for _ in found], cells[name])
            if amount is not None:
                said[name] = amount
        told.append((line, word, said))
    file = {a.name: sum((said[a.name] for _, _, said in told if a.name in said), Decimal(0)) for a in amounts}
    without = {a.name: count for a in amounts if (count := sum(a.name not in said for _, _, said in told))}
    return Part("totals", len(told), file, {}, without), told


def stated(raw: Raw, ledger: str, amounts: Sequence[Amount], told: Sequence[tuple[int, str, dict[str, Decimal]]]) -> list[Stated]:
    """Each stated total beside the sum of its rows: those since the total row before, or all of them."""
    if not told or len(told) > MOST:
        return []
    factor = {a.name: a.factor for a in amounts}
    sums = ", ".join(f"sum(l.{EXACT}{name}), count(*) - count(l.{name})" for name in factor)
    if not sums:
        return []
    query = (
        f"SELECT coalesce(t.n, 0), count(*), {sums} FROM {ledger} l ASOF LEFT JOIN "
        f"(SELECT line, row_number() OVER (ORDER BY line) AS n FROM {raw.left}) t ON l.line > t.line GROUP BY 1"
    )
    found = {int(n): (rows, values) for n, rows, *values in raw.cursor.execute(query).fetchall()}
    checked = []
    for place, name in enumerate(factor):
        cut = [found.get(n, (0, [0, 0] * len(factor))) for n in range(len(told) + 1)]
        buckets = [(Decimal(str(values[2 * place] or 0)) / factor[name], int(values[2 * place + 1]), int(rows)) for rows, values in cut]
        checked += [_held(told, at, name, buckets) for at, (_, word, said) in enumerate(told) if name in said and not _NO_SUM.search(word)]
    # Of a total with a name it is known only that it is right: its rows may be any.
    return sorted((one for one in checked if not one.difference or _WHOLE.fullmatch(_plain(one.word))), key=lambda one: one.line)


def _held(told: Sequence[tuple[int, str, dict[str, Decimal]]], at: int, name: str, buckets: Sequence[Bucket]) -> Stated:
    """A total stands for the rows with which it agrees; where it agrees with none, for those its word means."""
    line, word, said = told[at]
    before = [n for n in range(at) if told[n][1] == word]
    since = (before[-1] + 1) if before else 0
    group, same, above, every = (
        _sum(buckets[first:last]) for first, last in ((at, at + 1), (since, at + 1), (0, at + 1), (0, len(buckets)))
    )
    likely = [group, same, above, every] if _GROUP.search(_plain(word)) else [above, every, same, group]
    if not above[2]:  # a total that stands above its rows
        likely = [every]
    agreed = [given for given in likely if given[0] == said[name] and given[2]]
    given, without, _ = (agreed or likely)[0]
    return Stated(line, word, name, said[name], given, without)


def _plain(word: str) -> str:
    text = unicodedata.normalize("NFKC", word).strip(" :=.,*-")
    return text if text.isascii() else "".join(text.split())


def _sum(buckets: Sequence[Bucket]) -> Bucket:
    return sum((b[0] for b in buckets), Decimal(0)), sum(b[1] for b in buckets), sum(b[2] for b in buckets)


def _texts(raw: Raw, cell: Cell) -> list[str]:
    """The columns of text that a cell was made of: one, or every period of a wide table."""
    return [cell.place.text] if cell.place.index.isdecimal() else [f"c{i}" for i in raw.periods]
