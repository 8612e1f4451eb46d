"""A robust read of any messy file into a frame of text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kam_core.ingest.decode import Cancel, Progress
from kam_core.ingest.dialect import Dialect
from kam_core.ingest.repair import Repair
from kam_core.ingest.source import open_source


@dataclass
class TableRead:
    """What a file holds: ``frame`` is all text (dtype str, a missing cell is the empty string), nothing is left out silently."""

    frame: pd.DataFrame
    has_header: bool
    dialect: Dialect
    repairs: list[Repair]
    labels: tuple[str, ...]
    """The header cells as they stand in the file."""


def read_table(path: str | Path, *, sheet: str | None = None, progress: Progress | None = None, cancel: Cancel | None = None) -> TableRead:
    """
    Read a CSV, TSV, XLSX or Parquet file of any encoding and dialect as text.

    Total rows stay in the frame and are listed as repairs; rows that are too long keep their first cells.
    Raises UnreadableFile, TooLarge, Cancelled.
    """
    source = open_source(path, sheet, cancel)
    parts = []
    for chunk in source.chunks(progress, cancel):
        parts.append(pd.DataFrame(dict(zip(source.names, chunk.columns, strict=True)), dtype="str"))
        for index in chunk.totals:
            source.repairs.add("total_row", next(filter(None, (column[index] for column in chunk.columns))), chunk.lines[index])
        for reject in chunk.rejects:
            if reject.reason == "text_too_long":
                source.repairs.add("row_left_out", f"a cell of more than 32,000 characters: {reject.value}", reject.row)
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({name: [] for name in source.names}, dtype="str")
    return TableRead(frame, source.has_header, source.dialect, source.repairs.all(), source.labels)
