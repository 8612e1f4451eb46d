"""
The three edits a person makes in a table, and the check of every value against its declaration.

An edit carries what the person saw (``old``), so that a cell that has moved on is noticed instead of overwritten.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from kam_core.errors import BadEdit
from kam_core.schema import FIRST_DAY, LAST_DAY, MAX_TEXT, Column, Table, table
from kam_core.text import N_

MAX_MONEY, MAX_INTEGER = 1e14, 1e15
"""What DECIMAL(18,4) holds, and up to where a float still counts one by one."""


@dataclass(frozen=True)
class Change:
    """Set one cell; ``old`` is the value the editor saw."""

    table: str
    row_id: int
    column: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Insert:
    """Add one row."""

    table: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Delete:
    """Take one row out (its versions stay in the journal)."""

    table: str
    row_id: int


Edit = Change | Insert | Delete

NEEDED = N_("a value is needed")
NOT_A_NUMBER = N_("it must be a number")
NOT_A_DAY = N_("it must be a date")
NOT_BY_HAND = N_("this column is not edited by hand")
NOT_TO_CHANGE = N_("this is not to be changed")


class _RefusedError(ValueError):
    """A value that breaks a rule: the sentence of ``BadEdit`` that says so, and its facts."""

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template)
        self.template, self.facts = template, facts


def checked_row(declared: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new row in the types of the table; unknown columns, missing required ones and bad values raise."""
    row = {name: checked(declared, name, value) for name, value in values.items()}
    for column in declared.columns:
        if column.required and row.get(column.name) is None:
            raise BadEdit(table=declared.name, column=column.name, detail=NEEDED)
    return row


def checked(declared: Table, name: str, value: Any) -> Any:
    """One value in the type of its column, or ``BadEdit`` saying what is allowed. Missing stays missing."""
    column = declared.column(name)
    if _missing(value):
        return None
    try:
        return _BY_KIND[column.kind](column, value)
    except _RefusedError as refused:
        raise BadEdit.saying(refused.template, table=declared.name, column=name, **refused.facts) from refused
    except (ValueError, InvalidOperation, TypeError) as error:
        detail = NOT_A_DAY if column.kind == "date" else NOT_A_NUMBER
        raise BadEdit(table=declared.name, column=name, detail=detail) from error


def same(column: Column, left: Any, right: Any) -> bool:
    """Whether two values are the same cell content (missing equals missing; numbers to 4 decimals)."""
    if _missing(left) or _missing(right):
        return _missing(left) and _missing(right)
    try:
        if column.kind in ("money", "number", "share", "integer"):
            return math.isclose(float(left), float(right), rel_tol=1e-12, abs_tol=5e-5)
        if column.kind == "date":
            return _day(column, left) == _day(column, right)
    except (ValueError, TypeError):
        return False
    return str(left) == str(right)


def editable(name: str, column: str) -> bool:
    """Whether people may change that column."""
    return table(name).column(column).editable


def _missing(value: Any) -> bool:
    return value is None or str(value) in ("", "NaT", "<NA>") or (isinstance(value, float) and math.isnan(value))


def _number(column: Column, value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise _RefusedError(BadEdit.template, detail=NOT_A_NUMBER)
    _bounds(column, number)
    return number


def _bounds(column: Column, number: float) -> None:
    low, high = column.low, column.high
    if (low is not None and number < low) or (high is not None and number > high):
        template = BadEdit.template_bounds if low is not None and high is not None else BadEdit.template_least
        raise _RefusedError(template, low=low, high=high, value=number)


def _storable(number: float, limit: float) -> None:
    if abs(number) >= limit:
        raise _RefusedError(BadEdit.template_smaller, limit=f"{limit:.0e}")


def _money(column: Column, value: Any) -> Decimal:
    _storable(_number(column, value), MAX_MONEY)
    return Decimal(str(value)).quantize(Decimal("0.0001"))


def _integer(column: Column, value: Any) -> int:
    number = _number(column, value)
    _storable(number, MAX_INTEGER)
    if number != int(number):
        raise _RefusedError(BadEdit.template, detail=N_("it must be a whole number"))
    return int(number)


def _day(column: Column, value: Any) -> date:  # noqa: ARG001 - one signature for all kinds
    if isinstance(value, datetime):
        value = value.date()
    day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    if not FIRST_DAY <= day.isoformat() <= LAST_DAY:
        raise _RefusedError(BadEdit.template_days, low=FIRST_DAY, high=LAST_DAY)
    return day


def _boolean(column: Column, value: Any) -> bool:  # noqa: ARG001 - one signature for all kinds
    meant = {"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False}.get(str(value).strip().casefold())
    if meant is None:
        raise _RefusedError(BadEdit.template, detail=N_("it must be true or false"))
    return meant


def _choice(column: Column, value: Any) -> str:
    if str(value) not in column.choices:
        raise _RefusedError(BadEdit.template_choice, choices=", ".join(column.choices))
    return str(value)


def _text(column: Column, value: Any) -> str:  # noqa: ARG001 - one signature for all kinds
    text = str(value).replace("\x00", "").encode("utf-8", "replace").decode()
    if len(text) > MAX_TEXT:
        raise _RefusedError(BadEdit.template_long, limit=MAX_TEXT)
    return text


_BY_KIND = {
    "id": _text,
    "text": _text,
    "money": _money,
    "number": _number,
    "share": _number,
    "integer": _integer,
    "date": _day,
    "boolean": _boolean,
    "choice": _choice,
}
