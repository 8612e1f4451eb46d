"""
Files as offices make them, written by hand by somebody who had not read the reader; what they say stands beside each, by hand too.

A truth (``<file>.json``) names the table, the rows by the line they stand on, and three kinds of doubt: ``unknowable`` lines say
something nobody can know and have to be named as a problem, lines ``or_problem`` may be, ``asks`` allows to refuse the file until
a person has said how its columns are meant.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import kam_core as kam

FILES = Path(__file__).parent / "files"
TRUTHS = sorted(file.name.removesuffix(".json") for file in FILES.glob("*.json"))
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a file."""

    asked: kam.KamError | None = None
    rows: list[Row] = field(default_factory=list)
    refused: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    kinds: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)


@cache
def truth(name: str) -> dict[str, Any]:
    return json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))


@cache
def table_of(name: str) -> Any:
    sheet = truth(name).get("options", {}).get("sheet")
    return kam.read_table(FILES / name, sheet=sheet)


def mapping_of(name: str) -> dict[str, str | None] | None:
    """A person's mapping: of the truth, or by the last word of headers of two rows."""
    known = truth(name)
    if parts := known.get("mapping_by_part"):
        return {label: parts[part] for label in table_of(name).frame.columns for part in parts if str(label).endswith(part)}
    return known.get("mapping")


@cache
def outcome(name: str) -> Outcome:
    """The file in a new workbook; what is asked back is answered once, where the truth has the answer."""
    known = truth(name)
    with kam.Workbook() as book:
        options = kam.LoadOptions(**known.get("options", {}))
        try:
            try:
                report = book.load(known["table"], FILES / name, mapping_of(name), options=options)
            except kam.KamError:
                if "mapping_if_asked" not in known:
                    raise
                report = book.load(known["table"], FILES / name, known["mapping_if_asked"], options=options)
        except kam.KamError as asked:
            return Outcome(asked)
        columns = ", ".join(f"CAST({column} AS VARCHAR) AS {column}" for column in known["fields"])
        frame = book.frame(f"SELECT {columns} FROM {known['table']} ORDER BY row_id").astype(object)
        accounts = book.frame("SELECT account_id, account_name FROM accounts")
    return Outcome(
        rows=[shown(name, row) for row in frame.where(frame.notna(), None).itertuples(index=False, name=None)],
        refused=frozenset(int(row) for row in report.rejects["row"]),
        named=frozenset(repair.row for repair in report.repairs if repair.row is not None),
        kinds=Counter(repair.kind for repair in report.repairs for _ in range(repair.count)),
        names=dict(accounts.itertuples(index=False, name=None)),
    )


def shown(name: str, cells: Row) -> Row:
    """Cells that compare by what they mean: the amount 18600.0000 is 18600, the id 1.38E+10 is itself."""
    columns = [kam.TABLES[truth(name)["table"]].column(field) for field in truth(name)["fields"]]
    return tuple(_plain(cell, column.kind) for cell, column in zip(cells, columns, strict=True))


def _plain(cell: str | None, kind: str) -> str | None:
    if cell is None or not cell.strip():
        return None
    return f"{Decimal(cell).normalize():f}" if kind in ("money", "number", "share") else cell.strip()


def wanted(name: str) -> dict[Row, list[int]]:
    """The rows of the truth, with the lines each stands on."""
    rows: dict[Row, list[int]] = {}
    for line, *cells in truth(name)["rows"]:
        rows.setdefault(shown(name, tuple(cells)), []).append(line)
    return rows


def between(found: int, allowed: int | list[int]) -> bool:
    low, high = allowed if isinstance(allowed, list) else (allowed, allowed)
    return low <= found <= high


@pytest.mark.parametrize("name", TRUTHS)
def test_nothing_is_silently_wrong(name: str) -> None:
    """What is stored stands in the file; a row nobody can understand is stored only under a name for what is odd about it."""
    known, got = truth(name), outcome(name)
    if got.asked:
        pytest.skip("asks first; the test below says whether it may")
    expected = Counter({row: len(lines) for row, lines in wanted(name).items()})
    wrong = list((Counter(got.rows) - expected).elements())
    doubtful = set(known.get("unknowable", [])) - got.refused
    named = doubtful if got.kinds.keys() & set(known.get("said", [])) else doubtful & got.named

    assert len(wrong) <= len(named), wrong


@pytest.mark.parametrize("name", TRUTHS)
def test_no_row_is_lost(name: str) -> None:
    """Every row that a person understands is stored; where two readings are possible, stored or listed by its line."""
    known, got = truth(name), outcome(name)
    assert got.asked is None or known.get("asks"), got.asked
    if got.asked:
        return
    stored = Counter(got.rows)
    listed = got.refused & set(known.get("or_problem", []))
    lost = [(lines, row) for row, lines in wanted(name).items() if stored[row] < len(lines) and not listed & set(lines)]

    assert lost == []


@pytest.mark.parametrize("name", TRUTHS)
def test_sums_are_left_out_and_said(name: str) -> None:
    """As many rows are called totals as there are, and what is odd about the file is named."""
    known, got = truth(name), outcome(name)
    if got.asked:
        pytest.skip("asks first")

    assert between(got.kinds["total_row"], known["totals"]), dict(got.kinds)
    assert [kind for kind in known.get("said", []) if kind not in got.kinds] == []


@pytest.mark.parametrize("name", [name for name in TRUTHS if "accounts" in truth(name)])
def test_names_arrive_whole(name: str) -> None:
    """Quotes, entities, letters of any alphabet: as a person reads them (blanks of any kind are one)."""
    got = outcome(name)
    if got.asked:
        pytest.skip("asks first")

    assert {account: " ".join(got.names.get(account, "").split()) for account in truth(name)["accounts"]} == truth(name)["accounts"]


@pytest.mark.parametrize("name", TRUTHS)
def test_the_table_as_it_stands(name: str) -> None:
    """``read_table``: the columns by name (a header of two rows ends in them), the records between preamble and footnotes."""
    known, frame = truth(name), table_of(name).frame
    empty = ~frame.astype(str).apply(lambda cells: cells.str.strip().any()).to_numpy()
    labels = [str(label).strip() for label in frame.columns]
    while len(labels) > len(known["columns"]) and empty[len(labels) - 1]:
        labels.pop()  # a delimiter too many at the end of every line
    while len(labels) > len(known["columns"]) and not labels[0] and empty[0]:
        labels.pop(0)  # or at its beginning

    assert len(labels) == len(known["columns"]), labels
    assert [label[-len(told) :] for label, told in zip(labels, known["columns"], strict=True)] == known["columns"]
    assert between(len(frame), known["records"])


def test_twenty_files_small_enough_to_read() -> None:
    """Each has a truth beside it, and together they stay below 300 kB."""
    files = [file for file in FILES.iterdir() if file.suffix != ".json"]

    assert sorted(file.name for file in files) == TRUTHS
    assert len(TRUTHS) >= 20
    assert sum(file.stat().st_size for file in FILES.iterdir()) < 300_000
    assert all(isinstance(truth(name)["rows"], list) and truth(name)["story"] for name in TRUTHS)
    assert pd.DataFrame([truth(name) for name in TRUTHS])["story"].is_unique
