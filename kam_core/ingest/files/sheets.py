"""Workbooks (XLSX, XLSB, XLS, ODS) and pages with tables: which sheet is read, and its rows as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kam_core.errors import EmptyFile, KamError, TooLarge, UnreadableFile
from kam_core.ingest.files import biff, opendoc, tables, xlsx
from kam_core.ingest.files.decode import FileFacts, examine
from kam_core.ingest.files.grid import Reader, Row
from kam_core.ingest.files.records import Batch
from kam_core.ingest.files.survey import SheetFacts, area
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.repair import RepairLog
from kam_core.text import N_

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MAX_SHEETS = 500
_LISTED = 50


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or one table of a page: its name, whether it is shown, how far it reaches."""

    name: str
    visible: bool
    rows: int
    columns: int


def listing(path: str | Path, options: ReadOptions | None = None) -> list[Sheet]:
    """
    The sheets of a workbook, or the tables of a page, in their order; nothing for other files.

    Raises what reading the file would raise; a sheet that is too big to read has no rows.
    """
    facts = examine(Path(path), None, options)
    if facts.kind in ("text", "parquet"):
        return []
    found = []
    for name, visible in _known(facts)[:MAX_SHEETS]:
        try:
            sheet = _survey(facts, name)
        except TooLarge:
            sheet = SheetFacts()
        found.append(Sheet(name, visible, sheet.rows, sheet.columns))
    return found


def pick(facts: FileFacts, options: ReadOptions, log: RepairLog) -> str:
    """
    The sheet to read: the one asked for, else the first visible one with a table in it, of a page the largest table.

    The others are noted, and what a workbook carries besides cells.
    """
    known = _known(facts)
    names = [name for name, _ in known]
    if options.sheet is not None and options.sheet not in names:
        listed = ", ".join(names[:20])
        raise UnreadableFile.saying(UnreadableFile.template_sheet, name=facts.name, sheet=options.sheet, sheets=listed, choices=names)
    area(options.cells, facts.name)
    for what in _active_content(facts):
        log.add("active_content", what)
    for code in xlsx.shown_units(facts.content, facts.name) if facts.kind == "xlsx" else []:
        log.add("shown_unit", code)
    chosen = options.sheet or _first_filled(facts, known)
    _survey(facts, chosen).tell(log)
    others = [name + ("" if visible else " (hidden)") for name, visible in known if name != chosen]
    for other in others[:_LISTED]:
        log.add("sheet_not_read", other)
    log.add("sheet_not_read", "…", count=len(others[_LISTED:]))
    return chosen


def _first_filled(facts: FileFacts, known: list[tuple[str, bool]]) -> str:
    if facts.kind == "html":
        known = sorted(known, key=lambda one: -_survey(facts, one[0]).written)
    shown = sorted(known, key=lambda one: not one[1])[:MAX_SHEETS]
    first = next((name for name, _ in shown if _survey(facts, name).written), None)
    if first is not None and not _survey(facts, first).is_table:  # a cover sheet in front of the table is passed over
        first = next((name for name, visible in shown if visible and _survey(facts, name).is_table), first)
    if first is not None:
        return first
    raise EmptyFile(name=facts.name, detail=N_("it is empty"))


def _known(facts: FileFacts) -> list[tuple[str, bool]]:
    """Names of the sheets and whether they are shown."""
    if facts.kind in ("html", "xml"):
        _survey(facts, "")
        return [(name, True) for name in facts.surveys]
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    if facts.kind in ("xls", "ods"):
        _survey(facts, "")
    else:
        xlsx.check_parts(facts.content, facts.name)
    with _workbook(facts) as book:
        found = [
            (meta.name, meta.visible == SheetVisibleEnum.Visible) for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet
        ]
    return found


def _survey(facts: FileFacts, sheet: str) -> SheetFacts:
    """The facts of a sheet, found once for a file."""
    if facts.kind in ("xlsx", "xlsb"):
        if sheet not in facts.surveys:
            facts.surveys[sheet] = xlsx.look(facts.content, sheet, facts.name)
    elif not facts.surveys:
        facts.surveys.update(_survey_all(facts))
    return facts.surveys.get(sheet) or SheetFacts()


def _survey_all(facts: FileFacts) -> dict[str, SheetFacts]:
    if facts.kind == "ods":
        return opendoc.look(facts.content, facts.name)
    if facts.kind == "xls":
        looked = biff.look(facts.content, facts.name)
        with _workbook(facts) as book:
            return dict(zip((meta.name for meta in book.sheets_metadata), looked, strict=False))
    return tables.survey(facts)


def _active_content(facts: FileFacts) -> list[str]:
    if facts.kind == "xls":
        return biff.active_content(facts.content, facts.name)
    if facts.kind == "ods":
        return opendoc.active_content(facts.content)
    return xlsx.active_content(facts.content) if facts.kind in ("xlsx", "xlsb") else []


@contextmanager
def opened(facts: FileFacts, sheet: str, cells: str = "") -> Iterator[tuple[Iterator[Batch], Callable[[], int]]]:
    """The rows of one sheet as text batches, and how many bytes of the file they stand for so far."""
    known, done = _survey(facts, sheet), [0]
    height = max(known.rows, 1)
    with _rows(facts, sheet) as (rows, left):
        reader = Reader(known, left, cells, facts.name)
        yield reader.batches(rows, done), lambda: min(facts.size, facts.size * done[0] // height)


@contextmanager
def _rows(facts: FileFacts, sheet: str) -> Iterator[tuple[Iterator[Row], int]]:
    """The rows of a sheet from its first one on, and the column they begin with."""
    if facts.kind in ("html", "xml"):
        yield tables.rows(facts, sheet), 0
        return
    with _workbook(facts) as book:
        content = book.get_sheet_by_name(sheet)
        known = facts.surveys.get(sheet)
        if known is not None and content.merged_cell_ranges:
            known.merged = list(content.merged_cell_ranges)
        yield cast("Iterator[Row]", content.iter_rows()), (content.start or (0, 0))[1]


@contextmanager
def _workbook(facts: FileFacts) -> Iterator[CalamineWorkbook]:
    from python_calamine import CalamineWorkbook, PasswordError

    book = None
    try:
        book = CalamineWorkbook.from_path(str(facts.content))
        yield book
    except KamError:
        raise
    except PasswordError as error:
        raise UnreadableFile(name=facts.name, detail=N_("it is protected by a password; save it without one")) from error
    except BaseException as error:
        # A panic of the reader is no Exception, and its class is not for import.
        if type(error).__module__ in ("python_calamine", "python_calamine._python_calamine", "pyo3_runtime"):
            raise UnreadableFile(name=facts.name, detail=N_("it is damaged")) from error
        raise
    finally:
        if book is not None:
            book.close()
