"""Compact, repeatable parquet files: the one way every sample is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ARROW_TYPES: Mapping[type, pa.DataType] = {
    bool: pa.bool_(),
    int: pa.int32(),
    float: pa.float64(),
    str: pa.string(),
    date: pa.date32(),
    Decimal: pa.decimal128(18, 4),
}


def table_of(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """An arrow table from rows that all have the same keys; the first value that is not None gives a column its type."""
    columns = {}
    for name in rows[0]:
        values = [row[name] for row in rows]
        kind = next(type(value) for value in values if value is not None)
        columns[name] = pa.array(values, ARROW_TYPES[kind])
    return pa.table(columns)


def write(table: pa.Table, path: Path, delta: Sequence[str] = ()) -> None:
    """Write zstd-compressed parquet; the columns of ``delta`` (sorted texts) are delta-encoded, all others use a dictionary."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table.replace_schema_metadata(None),
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=[name for name in table.column_names if name not in delta],
        column_encoding=dict.fromkeys(delta, "DELTA_BYTE_ARRAY"),
        store_decimal_as_integer=True,
        row_group_size=table.num_rows,
        write_statistics=False,
    )
