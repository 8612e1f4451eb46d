"""
Where the questions in ``kam_core/sql`` are asked: here, of the workbook's own DuckDB.

An engine is anything with ``dialect`` and ``run(name, **params) -> Arrow table``; the raw lines may live elsewhere (Spark, a
warehouse), because stage A returns one row per account and month and everything after it works on that.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

    from kam_core.workbook import Workbook


class Engine(Protocol):
    """What can answer a question file."""

    dialect: str

    def run(self, name: str, **params: Any) -> pa.Table:
        """The answer to ``kam_core/sql/<name>.sql``."""
        ...


class WorkbookEngine:
    """Asks the workbook itself."""

    dialect = "duckdb"

    def __init__(self, book: Workbook) -> None:
        self._book = book

    def run(self, name: str, **params: Any) -> pa.Table:
        """The answer to ``kam_core/sql/<name>.sql`` with its ``$parameters`` filled."""
        return self._book.arrow(question(name), params)


@cache
def question(name: str) -> str:
    """The text of a question file."""
    return files("kam_core").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
