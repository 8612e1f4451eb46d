"""What a file became, before anything is stored: typed rows in temporary tables, and everything to be said about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import duckdb
import pandas as pd

from kam_core.ingest.balance.reconcile import Reconciliation
from kam_core.ingest.files.dialect import Dialect
from kam_core.ingest.known import Known
from kam_core.ingest.layout.names import header_key, unique_names
from kam_core.ingest.meaning.mapping import Guess
from kam_core.ingest.meaning.profiles import Profile, recognised
from kam_core.ingest.meaning.shapes import Shape
from kam_core.ingest.options import LoadOptions
from kam_core.ingest.raw import Raw
from kam_core.ingest.repair import Repair, RepairLog
from kam_core.ingest.source import Source


@dataclass
class Staged:
    """
    A checked file. ``rows_read = rows_ready + rows_rejected`` + total rows left out (listed in ``repairs``).

    ``targets`` names the temporary table (on ``cursor``) with the rows for each table of the workbook.
    """

    table: str
    shape: Shape
    source: Source
    rows_read: int
    rows_rejected: int
    rejects: pd.DataFrame
    """One line per bad cell: row (line of the file or sheet row, the header counts), column, value, reason."""
    repairs: list[Repair]
    mapping: dict[str, str]
    """Source column -> field."""
    guesses: list[Guess]
    derived: Sequence[str]
    """Message ids of what was derived."""
    targets: Mapping[str, str]
    raw: Raw = field(repr=False)
    reconciliation: Reconciliation
    """Where every row and every amount of the file goes."""
    totals: int = 0
    options: LoadOptions = field(default_factory=LoadOptions)
    known: Known = field(default_factory=Known)
    """Other names the file uses, and how many rows are new, updated and unchanged."""

    @property
    def rows_ready(self) -> int:
        """Rows of the file that will be stored."""
        return self.rows_read - self.rows_rejected - self.totals

    @property
    def profile(self) -> Profile | None:
        """The system it was exported from, if it is one that is known."""
        return recognised(self.source.names)

    @property
    def cursor(self) -> duckdb.DuckDBPyConnection:
        """The cursor that holds the temporary tables."""
        return self.raw.cursor

    @property
    def file_name(self) -> str:
        """Name of the file, without its folder."""
        return self.source.path.name

    @property
    def file_hash(self) -> str:
        """SHA-256 of its bytes."""
        return self.source.facts.sha256

    @property
    def dialect(self) -> Dialect:
        """How the file was read."""
        return self.source.dialect

    @property
    def encoding(self) -> str:
        """Encoding of a text file, else ""."""
        return self.source.dialect.encoding

    @property
    def header_key(self) -> str:
        """The fingerprint of the header under which the mapping is remembered."""
        return header_key(self.source.names)

    def preview(self, n: int = 50) -> pd.DataFrame:
        """The first rows (at most 200) as they stand in the file, with what is wrong with them beside."""
        rows = self.raw.first[:n]
        return self._as_frame([line for line, _ in rows], [cells for _, cells in rows])

    def rejected_file(self) -> pd.DataFrame:
        """The rejected rows as they stand in the file, with the reasons; the file is read once more."""
        wanted = set(self.rejects["row"])
        lines: list[int] = []
        cells: list[tuple[str, ...]] = []
        for chunk in replace(self.source, repairs=RepairLog()).chunks() if wanted else ():
            standing = chunk.lines.to_pylist()
            for index, line in enumerate(standing):
                if line in wanted:
                    lines.append(line)
                    cells.append(chunk.row(index))
            unread = {reject.row for reject in chunk.rejects}.difference(standing)
            for reject in chunk.rejects:
                if reject.row in unread:
                    lines.append(reject.row)
                    cells.append((reject.value, *[""] * (len(self.source.names) - 1)))
        return self._as_frame(lines, cells)

    def discard(self) -> None:
        """Drop the temporary tables; a second time does no harm."""
        with suppress(duckdb.ConnectionException):  # the workbook was closed, and its temporary tables with it
            self.raw.drop(*list(self.raw.made))

    def close(self) -> None:
        """Drop the temporary tables and let go of the cursor that holds them."""
        with suppress(duckdb.Error):
            self.discard()
            self.cursor.close()

    def _as_frame(self, lines: list[int], cells: list[tuple[str, ...]]) -> pd.DataFrame:
        problems: dict[int, list[str]] = {}
        bad = self.rejects[self.rejects["row"].isin(lines)]
        for row, column, reason in zip(bad["row"], bad["column"], bad["reason"], strict=True):
            problems.setdefault(int(row), []).append(f"{column}: {reason}" if column else str(reason))
        names = unique_names(("row", "problem", *self.source.names), RepairLog())[2:]
        frame = pd.DataFrame(dict(zip(names, zip(*cells, strict=True), strict=True)) if cells else dict.fromkeys(names, ()), dtype="str")
        frame.insert(0, "row", lines)
        frame.insert(len(frame.columns), "problem", ["; ".join(problems.get(line, ())) for line in lines])
        return frame
