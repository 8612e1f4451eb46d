"""The questions one asks a workbook: each on a cursor of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from kam_core.schema import table


class Reader(ABC):
    """What can be asked of a workbook."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A cursor of one's own, closed afterwards."""

    def arrow(self, sql: str, params: Mapping[str, Any] | None = None) -> pa.Table:
        """The answer of a query as an Arrow table; parameters are named ``$name``."""
        with self.reading() as cursor:
            return cursor.sql(sql, params=dict(params or {})).to_arrow_table()

    def frame(self, sql: str, params: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The answer of a query as a frame (DECIMAL arrives as float64)."""
        with self.reading() as cursor:
            return cursor.execute(sql, dict(params or {})).df()

    def table(self, name: str) -> pd.DataFrame:
        """The current rows of a table, indexed by row id, columns as declared."""
        columns = ", ".join(f'"{column}"' for column in table(name).names)
        return self.frame(f"SELECT row_id, {columns} FROM {table(name).name} ORDER BY row_id").set_index("row_id")

    def count(self, name: str) -> int:
        """How many current rows a table has."""
        with self.reading() as cursor:
            return int(cursor.execute(f"SELECT count(*) FROM {table(name).name}").fetchall()[0][0])

    def journal(self) -> pd.DataFrame:
        """Every batch, the latest first: batch, kind, recorded_at (UTC), author, source, counts (JSON), target, live, ..."""
        return self.frame("SELECT * FROM batches ORDER BY batch DESC")

    def changed_keys(self, name: str, column: str, since: int, limit: int = 500) -> list[str] | None:
        """Values of a column in rows opened, closed or brought back after a revision; ``None`` when there are too many to bother."""
        key = table(name).column(column).name
        rows = f"rows_{table(name).name}"
        moved = """
            WITH RECURSIVE moved AS (
                SELECT batch, target FROM batches WHERE batch > $since
                UNION SELECT b.batch, b.target FROM batches b JOIN moved m ON b.batch = m.target)
            SELECT list(DISTINCT batch) FROM moved"""
        # Lists in place of joins: the engine then skips the parts of a large table that cannot hold them.
        sql = f"""
            SELECT DISTINCT "{key}" FROM (
                SELECT "{key}" FROM {rows} WHERE batch IN (SELECT unnest($batches)) AND batch BETWEEN $first AND $last
                UNION ALL SELECT "{key}" FROM {rows} WHERE version IN (SELECT unnest($closed)) AND version BETWEEN $oldest AND $newest)
            LIMIT $limit"""
        with self.reading() as cursor:
            batches = cursor.execute(moved, {"since": since}).fetchall()[0][0] or [since]
            closing = "SELECT list(version) FROM closings WHERE tbl = $name AND batch IN (SELECT unnest($batches))"
            closed = cursor.execute(closing, {"name": name, "batches": batches}).fetchall()[0][0] or [-1]
            ends = {"first": min(batches), "last": max(batches), "oldest": min(closed), "newest": max(closed)}
            keys = cursor.execute(sql, {"batches": batches, "closed": closed, "limit": limit + 1, **ends}).fetchall()
        return None if len(keys) > limit else [str(key[0]) for key in keys if key[0] is not None]

    def last_day(self) -> date | None:
        """The day the figures reach: the last transaction, or without any the last dated fact, else the last batch."""
        for sql in (
            "SELECT max(date) FROM transactions",
            "SELECT max(d) FROM (SELECT max(valid_on) AS d FROM account_facts UNION ALL SELECT max(valid_on) FROM ratings)",
            "SELECT max(CAST(recorded_at AS DATE)) FROM batches",
        ):
            with self.reading() as cursor:
                day: date | None = cursor.execute(sql).fetchall()[0][0]
            if day is not None:
                return day
        return None
