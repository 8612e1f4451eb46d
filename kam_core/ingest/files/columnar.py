"""Parquet files as the same stream of text columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kam_core.errors import UnreadableFile
from kam_core.ingest.files.clean import Rows
from kam_core.ingest.files.records import Batch
from kam_core.text import N_

_ROWS = 50_000


def look(path: Path, count: int) -> tuple[tuple[str, ...], list[list[str]]]:
    """The column names and the first rows."""
    with _file(path) as file:
        names = tuple(file.schema_arrow.names)
        if not names:
            raise UnreadableFile(name=path.name, detail=N_("it holds no rows"))
        batch = next(file.iter_batches(batch_size=count), None)
        return names, list(_rows(batch)) if batch is not None else []


@contextmanager
def opened(path: Path) -> Iterator[tuple[Iterator[Batch], Callable[[], int]]]:
    """The rows as text batches, and how many bytes of the file they stand for so far."""
    size = path.stat().st_size
    with _file(path) as file:
        total, done = max(file.metadata.num_rows, 1), [0]
        yield _batches(file, done), lambda: size * done[0] // total


@contextmanager
def _file(path: Path) -> Iterator[pq.ParquetFile]:
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile(name=path.name, detail=N_("it is a damaged Parquet file")) from error


def _batches(file: pq.ParquetFile, done: list[int]) -> Iterator[Batch]:
    for batch in file.iter_batches(batch_size=_ROWS):
        # A Parquet file has no lines: rows count from 1, as there is no header row.
        yield Batch(range(done[0] + 1, done[0] + 1 + batch.num_rows), _rows(batch))
        done[0] += batch.num_rows


def _rows(batch: pa.RecordBatch) -> Rows:
    return Rows([_text(column) for column in batch.columns])


def _text(column: pa.Array) -> pa.StringArray:
    """One column as text, missing = "", midnight as a plain day."""
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        return pa.array(["" if value is None else str(value) for value in column.to_pylist()], pa.string())
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("s"), safe=False)
    texts = pc.fill_null(column.cast(pa.string()), "")
    return pc.replace_substring_regex(texts, r" 00:00:00$", "") if pa.types.is_timestamp(column.type) else texts
