"""
The reconciliation of a load: file, read, left out, rejected, loaded, stored, shown - to the row and to the cent.

Amounts are exact decimals: ``file`` in the unit that the file writes, ``stored`` in the money of the workbook. Missing is not zero:
beside a sum stands how many of its rows have no amount one could read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

import pandas as pd

from kam_core.errors import UnknownName
from kam_core.ingest.balance.parts import PARTS, cents

Role = Literal["sum", "out", "of_which", "check"]
"""A sum adds up what stands above it; out is taken away from it; of_which is part of it; a check has to be nought."""

ASIDE = ("preamble", "header", "repeated_header", "continued", "blank_row", "footnote", "second_table")
"""Lines of a file that are no rows of data."""

CHECKS = ("unaccounted", "difference")
OF_WHICH = ("duplicates", "no_account", "kept_totals")
SUMS = ("file", "read", "loaded", "stored", "shown")


@dataclass(frozen=True)
class Amount:
    """A column of money: the field, how the file calls it, what its unit multiplies it by (万元: 10,000), and where it is stored."""

    name: str
    title: str
    label: str
    factor: int
    table: str
    column: str


@dataclass(frozen=True)
class Part:
    """So many rows with so much money: ``file`` in the unit of the file, ``stored`` in ours; ``without`` counts rows without an amount."""

    id: str
    rows: int
    file: Mapping[str, Decimal] = field(default_factory=dict)
    stored: Mapping[str, Decimal] = field(default_factory=dict)
    without: Mapping[str, int] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The id without its reason."""
        return self.id.partition(":")[0]

    def unreadable(self, name: str) -> bool:
        """Whether none of its rows has an amount of that name: then the sum is missing, and not zero."""
        return not self.file.get(name) and 0 < self.rows <= self.without.get(name, 0)

    @property
    def role(self) -> Role:
        """What it does in the sum."""
        if self.kind in SUMS:
            return "sum"
        return "check" if self.kind in CHECKS else "of_which" if self.kind in OF_WHICH else "out"


@dataclass(frozen=True)
class Stated:
    """A total row: what it says of an amount and what the rows it stands for give, in the unit of the file."""

    line: int
    word: str
    name: str
    said: Decimal
    given: Decimal
    without: int
    """Rows among them without an amount one could read."""

    @property
    def difference(self) -> Decimal:
        """What the file says more than its rows."""
        return self.said - self.given


Behind = Callable[[str, bool], pd.DataFrame]
"""The rows behind a part: the first ones, or (true) all of them."""


@dataclass(frozen=True)
class Reconciliation:
    """Where every row and every amount of a file went; ``batch`` is None as long as nothing is stored."""

    table: str
    file_name: str
    currency: str
    """That of the file when amounts were converted, else empty."""
    amounts: Sequence[Amount]
    parts: Sequence[Part]
    stated: Sequence[Stated] = ()
    main: str = ""
    """The table that takes a row for every row of the file (or several: a table with a column per period)."""
    records: int = 0
    """Rows that the loaded rows make in it."""
    batch: int | None = None
    behind: Behind | None = field(default=None, repr=False, compare=False)

    def __getitem__(self, part: str) -> Part:
        """A part by its id; a part without rows that is not listed is empty, an unknown one raises."""
        if part.partition(":")[0] not in PARTS:
            raise UnknownName.of("part", part, list(PARTS))
        return next((found for found in self.parts if found.id == part), Part(part, 0))

    @property
    def balanced(self) -> bool:
        """Whether every row and every cent is accounted for."""
        checks = [self[check] for check in CHECKS]
        return all(part.rows == 0 and not any(part.file.values()) and not any(part.stored.values()) for part in checks)

    @property
    def out(self) -> Sequence[Part]:
        """The parts of the data that are not loaded."""
        return [part for part in self.parts if part.kind in ("totals", "rejected", "excluded")]

    @property
    def units(self) -> Sequence[Amount]:
        """The amounts that the file writes in another unit than the workbook."""
        return [amount for amount in self.amounts if amount.factor != 1 or self.currency]

    @property
    def lines(self) -> pd.DataFrame:
        """
        One line per part in the order of the sum: part, role, rows and for each amount its exact sum, in the unit of the file.

        ``<amount>_stored`` follows in the money of the workbook where the file has another unit, ``<amount>_without`` where rows have
        no amount.
        """
        frame = pd.DataFrame(
            {"part": [p.id for p in self.parts], "role": [p.role for p in self.parts], "rows": [p.rows for p in self.parts]}
        )
        for amount in self.amounts:
            frame[amount.name] = pd.Series([self.of_file(part, amount) for part in self.parts], dtype=object)
            if amount in self.units:
                frame[f"{amount.name}_stored"] = pd.Series([self.of_ours(part, amount) for part in self.parts], dtype=object)
            if any(part.without.get(amount.name) for part in self.parts):
                frame[f"{amount.name}_without"] = [part.without.get(amount.name, 0) for part in self.parts]
        return frame

    def of_file(self, part: Part, amount: Amount) -> Decimal | None:
        """
        The sum of a part as the file writes it; where file and workbook have one unit, also that of what is stored.

        None where no row of it has a readable amount.
        """
        value = None if part.unreadable(amount.name) else part.file.get(amount.name)
        if value is None and amount not in self.units:
            value = part.stored.get(amount.name)
        return None if value is None else cents(value)

    def of_ours(self, part: Part, amount: Amount) -> Decimal | None:
        """The sum of a part in the money of the workbook; None where nothing was converted."""
        value = part.stored.get(amount.name)
        if (
            value is None
            and amount.name in part.file
            and not part.unreadable(amount.name)
            and (not self.currency or not part.file[amount.name])
        ):
            value = part.file[amount.name] * amount.factor
        return None if value is None else cents(value)

    def rows_behind(self, part: str, *, every: bool = False) -> pd.DataFrame:
        """The rows of a part as they stand in the file, their line first: the first ones, or every one that is still there."""
        found = self[part]
        return self.behind(found.id, every) if self.behind else pd.DataFrame({"row": pd.Series(dtype="int64")})

    def with_parts(self, parts: Sequence[Part]) -> Reconciliation:
        """The same with further parts at the end."""
        return replace(self, parts=(*self.parts, *parts))

    def to_json(self) -> str:
        """Everything but the rows behind, as text."""
        told = {
            "table": self.table, "file_name": self.file_name, "currency": self.currency, "batch": self.batch,
            "main": self.main, "records": self.records,
            "amounts": [vars(amount) for amount in self.amounts],
            "parts": [vars(part) for part in self.parts],
            "stated": [vars(stated) for stated in self.stated],
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False, default=lambda value: format(value, "f"))

    @classmethod
    def from_json(cls, text: str, behind: Behind | None = None) -> Reconciliation:
        """What ``to_json`` wrote."""
        told = json.loads(text)
        parts = [
            Part(p["id"], p["rows"], _decimals(p["file"]), _decimals(p["stored"]), {n: int(v) for n, v in p["without"].items()})
            for p in told["parts"]
        ]
        stated = [Stated(**{**s, "said": Decimal(s["said"]), "given": Decimal(s["given"])}) for s in told["stated"]]
        amounts = tuple(Amount(**amount) for amount in told["amounts"])
        own = {name: told[name] for name in ("table", "file_name", "currency", "main", "records", "batch")}
        return cls(**own, amounts=amounts, parts=tuple(parts), stated=tuple(stated), behind=behind)


def _decimals(values: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in values.items()}
