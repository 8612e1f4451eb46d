"""Questions with their values written into them, to be read and copied; nothing here is ever asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from kam_core.engine import question

_PARAMETER = re.compile(r"\$(\w+)")


def literal(value: object) -> str:
    """
    A value as SQL.

    >>> literal("O'Neill"), literal(None), literal(["a"]), literal(True)
    ("'O''Neill'", 'NULL', "['a']", 'TRUE')
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (str, date)):
        return "'" + str(value).replace("'", "''") + "'"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(literal, value))}]"
    return repr(float(value)) if isinstance(value, float) else str(value)


def written(name: str, values: Mapping[str, object]) -> str:
    """The text of a question file with its ``$parameters`` filled; one nobody knows is NULL."""
    lines = [line if line.startswith("--") else _PARAMETER.sub(lambda found: literal(values.get(found[1])), line)
             for line in question(name).rstrip().splitlines()]  # fmt: skip
    return "\n".join(line.replace("$", "") if line.startswith("--") else line for line in lines)


def over(name: str, values: Mapping[str, object], figure: str, title: str, narrowed: Mapping[str, Sequence[str]]) -> str:
    """One figure over the rows of a question: an expression, what to call it, and which values of which columns count."""
    inner = "\n".join(f"    {line}" if line else line for line in written(name, values).splitlines())
    where = [f'"{column}" IN ({", ".join(map(literal, wanted))})' for column, wanted in narrowed.items()]
    tail = f"\nWHERE {' AND '.join(where)}" if where else ""
    return f'WITH found AS (\n{inner}\n)\nSELECT {figure} AS "{title}"\nFROM found{tail}'


def mean_of(values: Mapping[str, tuple[float, float]], title: str, peak: float = 0.0) -> str:
    """The weighted mean of given values as SQL: {what: (weight, value)}; with a peak so much of it is the largest that weighs."""
    # A bare 0.25 is a DECIMAL and overflows in the product.
    rows = ",\n    ".join(f"({literal(what)}, {weight!r}::DOUBLE, {value!r}::DOUBLE)" for what, (weight, value) in values.items())
    mean = "sum(weight * value) / sum(weight)"
    value = f"{peak!r} * max(value) FILTER (WHERE weight > 0) + {1 - peak!r} * {mean}" if peak else mean
    return f'SELECT {value} AS "{title}"\nFROM (VALUES\n    {rows}\n) AS items(item, weight, value)'
