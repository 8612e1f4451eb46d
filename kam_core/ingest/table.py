"""A robust read of any messy file into a frame of text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from kam_core.errors import EmptyFile
from kam_core.ingest import apart as worker
from kam_core.ingest.files.decode import Cancel, Progress
from kam_core.ingest.files.dialect import Dialect
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.repair import Repair
from kam_core.ingest.source import Source, open_source

MAX_READ_COLUMNS = 5_000
"""Columns of a file that is only read: more than of one that is loaded."""


@dataclass
class TableRead:
    """
    What a file holds: ``frame`` is all text (dtype str, a missing cell is the empty string), nothing is left out silently.

    Its columns carry the labels of the file as they stand, which may repeat or be empty; ``frame.set_axis(names, axis=1)`` has
    names that are safe and different.
    """

    frame: pd.DataFrame
    has_header: bool
    dialect: Dialect
    repairs: list[Repair]
    labels: tuple[str, ...]
    """The header cells as they stand in the file; those of a header of several rows are joined by a blank."""
    names: tuple[str, ...] = ()
    """The labels as names that differ from one another."""


def read_table(
    path: str | Path,
    *,
    sheet: str | None = None,
    cells: str | None = None,
    member: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_rows: int | None = None,
    apart: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> TableRead:
    """
    Read a CSV, TSV, XLSX or Parquet file of any encoding and dialect as text; ``apart`` in a process of its own, with limits.

    Total rows stay in the frame and are listed as repairs; rows that are too long keep their first cells.
    Raises UnreadableFile, TooLarge, Cancelled.
    """
    options = ReadOptions(sheet=sheet, cells=cells, member=member, encoding=encoding, delimiter=delimiter, header_rows=header_rows)
    opened = worker.open_source if apart else open_source
    try:
        source = opened(path, options, cancel=cancel, most_columns=MAX_READ_COLUMNS)
    except EmptyFile as error:
        return TableRead(pd.DataFrame(), False, Dialect(), [Repair(None, "empty_file", str(error.facts["detail"]))], ())
    try:
        frame = _frame(source, progress, cancel)
        return TableRead(frame, source.has_header, source.dialect, source.repairs.told(), source.labels, source.names)
    finally:
        source.discard()


def _frame(source: Source, progress: Progress | None, cancel: Cancel | None) -> pd.DataFrame:
    schema = pa.schema([(name, pa.string()) for name in source.names])
    parts = []
    for chunk in source.chunks(progress, cancel):
        parts.append(pa.record_batch(chunk.columns, schema))
        for index in chunk.totals:
            source.repairs.add("total_row", next(filter(None, chunk.row(index))), chunk.lines[index].as_py())
        for reject in chunk.rejects:
            if reject.reason == "text_too_long":
                source.repairs.add("row_left_out", f"a cell of more than 32,000 characters: {reject.value}", reject.row)
    frame: pd.DataFrame = pa.Table.from_batches(parts, schema).to_pandas()
    frame.columns = pd.Index(source.labels, dtype="str")
    return frame
