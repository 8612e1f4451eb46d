"""What a person decides about a file; everything left open is decided from the file and said in the repairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kam_core.ingest.meaning.shapes import Shape


@dataclass(frozen=True, kw_only=True)
class ReadOptions:
    """How the table is found in the file."""

    sheet: str | None = None
    """The sheet of a workbook; the first visible one with content when empty."""
    cells: str | None = None
    """The cells of the sheet to read, as in "B3:F200"; all when empty."""
    member: str | None = None
    """The file of a zip archive to read; needed when it holds several."""
    encoding: str | None = None
    """The encoding of a text file, as Python calls it."""
    delimiter: str | None = None
    """The character between the cells of a text file."""
    header_rows: int | None = None
    """How many rows the header has, 0 for none; decided from the rows when empty."""


@dataclass(frozen=True, kw_only=True)
class LoadOptions(ReadOptions):
    """The decisions of a load."""

    valid_on: date | None = None
    """The day on which facts without a date held; today when empty."""
    day_first: bool | None = None
    """Whether 03/04/2024 is 3 April; decided per column when empty."""
    date_1904: bool = False
    """Whether Excel's day numbers count from 1904, as in old files of a Mac."""
    decimal: str | None = None
    """The decimal mark; decided per column when empty."""
    scales: tuple[tuple[str, tuple[float, float]], ...] = ()
    """The ends of the scales of index values: (("trust", (1, 10)), ...)."""
    keep_totals: bool = False
    """Load rows that look like totals as data."""
    shape: Shape | None = None
    """Transactions, accounts, wide or plain; recognised when empty."""
    currency: str | None = None
    """The currency of the amounts; they are multiplied by the rates the workbook keeps. Empty: the workbook's own money."""
    match: str | None = None
    """The attribute by which rows find their account, such as account_name; its id when empty."""
    update_by: tuple[str, ...] = ()
    """The fields by which rows take the place of stored ones, such as order_id and product; all are added when empty."""
