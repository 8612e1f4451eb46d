"""A file loaded without parameters, held against its truth: every value right, or said to be a problem."""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

import kam_core as kam
from tests.ingest.office.corpus import OfficeFile
from tests.ingest.office.values import Record, Span

SAID = {"taxed": ("tax_included",), "dates": ("ambiguous_dates", "mixed_dates"), "ids": ("precision_lost",)}
"""The repairs that say it."""


@dataclass
class Verdict:
    """What became of a file: right rows, rows said to be a problem, and everything that is wrong without a word."""

    file: OfficeFile
    right: int = 0
    listed: int = 0
    refused: str = ""
    """Why the whole file was refused, with a reason to read."""
    wrong: list[str] = field(default_factory=list)
    untaken: list[str] = field(default_factory=list)
    """Fields the file has and the mapping did not take: said in the mapping, nothing of them stored."""
    unread: int = 0
    """Rows that can be read and were rejected all the same."""

    @property
    def kind(self) -> str:
        """right, problem or wrong."""
        return "wrong" if self.wrong else "problem" if self.refused or self.unread or self.untaken else "right"


def judge(file: OfficeFile) -> Verdict:
    """Load the file into a new workbook and look at every value of it."""
    verdict = Verdict(file)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_bytes(file.data)
        wb = kam.Workbook()
        try:
            report = wb.load(file.table, path)
            stored = wb.table(file.table)
        except kam.KamError as error:
            verdict.refused = f"{type(error).__name__}: {error}"
            return verdict
        except Exception as error:
            verdict.wrong.append(f"crashed: {type(error).__name__}: {error}")
            return verdict
        finally:
            wb.close()
    _compare(verdict, report, stored)
    return verdict


def _compare(verdict: Verdict, report: kam.LoadReport, stored: pd.DataFrame) -> None:
    file = verdict.file
    taken = set(report.mapping.values()) | ({"account_id"} if "account_name" in report.mapping.values() else set())
    taken |= {"cost"} if taken & {"gross_profit", "cost"} else set()
    taken |= {"date"} if file.table == "transactions" and "wide" in {f.split(":")[1].split("_")[0] for f in file.forms} else set()
    verdict.untaken = [name for name in file.fields if name not in taken]
    rows = [{name: row[name] for name in file.fields if name in stored} for row in stored.to_dict("records")]
    rest, extra = _pair(file, rows, [name for name in file.fields if name in taken])
    verdict.right = len(file.rows) - len(rest)
    _account_for(verdict, report, rest, extra)
    _must_say(verdict, report)


def _pair(file: OfficeFile, rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> tuple[list[Record], list[Mapping[str, Any]]]:
    """The true rows without a stored one, and the stored rows without a true one, in the better of the readings allowed."""
    readings = (False, True) if file.swapped else (False,)
    return min((_matched(file, rows, names, swap) for swap in readings), key=lambda found: len(found[1]))


def _matched(
    file: OfficeFile, rows: Sequence[Mapping[str, Any]], names: Sequence[str], swap: bool
) -> tuple[list[Record], list[Mapping[str, Any]]]:
    rest, extra = list(file.rows), []
    for row in rows:
        found = next((at for at, true in enumerate(rest) if _same(row, true, names, swap, file.loose)), None)
        if found is None:
            extra.append(row)
        else:
            rest.pop(found)
    return rest, extra


def _same(row: Mapping[str, Any], true: Record, names: Iterable[str], swap: bool, loose: bool) -> bool:
    return all(_equal(row.get(name), true.values.get(name), swap, loose) for name in names if name not in true.unreadable) and all(
        _nothing_or_verbatim(row.get(name), true.written[name]) for name in true.unreadable
    )


def _nothing_or_verbatim(value: Any, written: str) -> bool:
    return value is None or pd.isna(value) or str(value) == written


def _equal(value: Any, true: Any, swap: bool, loose: bool) -> bool:
    if value is None or pd.isna(value):
        return true is None
    if isinstance(true, Span | date):
        day = pd.Timestamp(value).date()
        if isinstance(true, Span):
            return true.holds(day)
        turned = true.replace(month=true.day, day=true.month) if true.day <= 12 else true
        return day == (turned if swap else true) or (loose and day == turned)
    if isinstance(true, Decimal):
        return abs(Decimal(str(value)) - true) < Decimal("0.00000001")
    return true is not None and plain(str(value)) == plain(str(true))


def plain(text: str) -> str:
    """Text as it is compared: width and runs of blanks make no difference."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _account_for(verdict: Verdict, report: kam.LoadReport, rest: Sequence[Record], extra: Sequence[Mapping[str, Any]]) -> None:
    """Rows that are not stored have to be listed; rows that are stored have to be true."""
    verdict.wrong += [f"stored and not true: {dict(row)}" for row in extra]
    spoilt = sum(bool(record.unreadable) for record in rest)
    verdict.listed, verdict.unread = spoilt, len(rest) - spoilt
    told = report.rows_rejected + sum(r.count for r in report.repairs if r.kind in {"row_left_out"})
    if told < len(rest) and not verdict.wrong:
        verdict.wrong.append(f"{len(rest)} rows are not stored, {told} are listed")


def _must_say(verdict: Verdict, report: kam.LoadReport) -> None:
    kinds = {repair.kind for repair in report.repairs}
    verdict.wrong += [f"not said: {word}" for word in sorted(verdict.file.must_say) if not kinds & set(SAID[word]) and verdict.right]
    left = sum(r.count for r in report.repairs if r.kind == "total_row")
    if left > verdict.file.totals:
        verdict.wrong.append(f"{left} rows left out as totals, {verdict.file.totals} are")
