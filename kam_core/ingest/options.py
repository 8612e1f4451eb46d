"""What a person decides about a load; everything left open is decided from the file and said in the repairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kam_core.ingest.shapes import Shape


@dataclass(frozen=True)
class LoadOptions:
    """The decisions of a load."""

    valid_on: date | None = None
    """The day on which facts without a date held; today when empty."""
    day_first: bool | None = None
    """Whether 03/04/2024 is 3 April; decided per column when empty."""
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
    sheet: str | None = None
    """The sheet of a workbook; the first visible one with content when empty."""
