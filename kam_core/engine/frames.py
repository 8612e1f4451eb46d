"""Where questions are asked of lines that lie in a frame, not in a workbook: a notebook's own log of purchases, say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from kam_core.engine import question

if TYPE_CHECKING:
    import pyarrow as pa


class FrameEngine:
    """Answers the questions about ``transactions`` from a frame with columns account_id, date, revenue; what else they name is missing."""

    dialect = "duckdb"

    def __init__(self, transactions: pd.DataFrame) -> None:
        empty = {"grain": pd.array([None] * len(transactions), dtype="string")}
        self._lines = transactions.assign(**{name: values for name, values in empty.items() if name not in transactions})

    def run(self, name: str, **params: Any) -> pa.Table:
        """The answer to ``kam_core/sql/<name>.sql``."""
        with duckdb.connect(config={"enable_external_access": False}) as connection:
            connection.register("given", self._lines)
            connection.execute("CREATE TEMP VIEW transactions AS SELECT * REPLACE (CAST(date AS DATE) AS date) FROM given")
            return connection.sql(question(name), params=params).to_arrow_table()
