"""Excel workbooks (XLSX): checked before they are unpacked, read row by row as text."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kam_core.errors import TooLarge, UnreadableFile
from kam_core.ingest.records import MAX_CELL, Batch
from kam_core.ingest.repair import Reject, RepairLog
from kam_core.text import N_

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MAX_ENTRIES = 2_000
MAX_UNPACKED = 500_000_000
MAX_RATIO = 200
_BIG_PART = 10_000_000
"""Only parts beyond this size are measured by their ratio: small ones may well be very regular."""
_ROWS = 20_000


def check(path: Path) -> None:
    """Refuse archives that would swell when unpacked (TooLarge) or that name places outside (UnreadableFile)."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_ENTRIES:
        raise TooLarge(what=N_("The number of parts"), found=f"{len(parts):,}", limit=f"{MAX_ENTRIES:,}")
    if unpacked > MAX_UNPACKED:
        raise TooLarge(what=N_("The unpacked file"), found=f"{unpacked:,} bytes", limit=f"{MAX_UNPACKED:,} bytes")
    for part in parts:
        if part.file_size > _BIG_PART and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise TooLarge(
                what=N_("The unpacked file"),
                found=f"{part.file_size // max(part.compress_size, 1)} : 1",
                limit=f"{MAX_RATIO} : 1",
            )
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name or ".." in posixpath.normpath(name).split("/"):
            raise UnreadableFile(name=path.name, detail=N_("its parts have names that lead outside of it"))


def pick(path: Path, sheet: str | None, log: RepairLog) -> str:
    """The sheet to read: the one asked for, else the first visible one that is not empty; the others are noted."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    with _workbook(path) as book:
        known = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        if sheet is not None:
            if sheet not in [meta.name for meta in known]:
                raise UnreadableFile.saying(
                    UnreadableFile.template_sheet, name=path.name, sheet=sheet, sheets=", ".join(m.name for m in known[:20])
                )
            return sheet
        ordered = sorted(known, key=lambda meta: meta.visible != SheetVisibleEnum.Visible)
        for meta in ordered:
            if book.get_sheet_by_name(meta.name).total_height:
                for other in known:
                    if other.name != meta.name:
                        log.add("sheet_not_read", other.name + ("" if other.visible == SheetVisibleEnum.Visible else " (hidden)"))
                return meta.name
    raise UnreadableFile(name=path.name, detail=N_("it is empty"))


@contextmanager
def opened(path: Path, sheet: str, size: int) -> Iterator[tuple[Iterator[Batch], Callable[[], int]]]:
    """The rows of one sheet as text batches, and how many bytes of the file they stand for so far."""
    with _workbook(path) as book:
        content = book.get_sheet_by_name(sheet)
        height, done = max(content.height, 1), [0]
        yield _batches(content.iter_rows(), done), lambda: min(size, size * done[0] // height)


@contextmanager
def _workbook(path: Path) -> Iterator[CalamineWorkbook]:
    from python_calamine import CalamineError, CalamineWorkbook

    check(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        raise UnreadableFile(name=path.name, detail=N_("it is damaged")) from error
    try:
        yield book
    except CalamineError as error:
        raise UnreadableFile(name=path.name, detail=N_("it is damaged")) from error
    finally:
        book.close()


def _batches(rows: Iterable[Sequence[object]], done: list[int]) -> Iterator[Batch]:
    rows = iter(rows)
    while part := list(islice(rows, _ROWS)):
        batch = Batch([], [])
        lines: list[int] = []
        for line, row in enumerate(part, done[0] + 1):
            cells = [as_text(cell) for cell in row]
            if max(map(len, cells), default=0) > MAX_CELL:
                batch.rejects.append(Reject(line, "", max(cells, key=len)[:80], "text_too_long"))
            else:
                lines.append(line)
                batch.rows.append(cells)
        batch.lines = lines
        done[0] += len(part)
        yield batch


def as_text(cell: object) -> str:
    """
    A cell as text: whole numbers without ``.0``, days and times in ISO form, nothing as "".

    >>> as_text(12.0), as_text(date(2024, 3, 5)), as_text(0.1)
    ('12', '2024-03-05', '0.1')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
