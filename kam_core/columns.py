"""
What every column of a downloaded table is: its title, how it is written, what it means. Texts are message ids.

A column is looked up in the tables of the schema, the indices, the figures, then here; ``_12m``, ``_prior_12m`` and ``_coverage``
behind a known name say which span or what of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from kam_core.alerts.rules import RISKS, RULES
from kam_core.concentration.dependence import FIELDS as DEPENDENCE
from kam_core.described import OWN, Described, Written
from kam_core.index.declared import INDICES
from kam_core.matrices import MATRICES, MEASURED
from kam_core.schema import CHOICE_TITLES, MONEY_DIGITS, TABLES
from kam_core.text import N_, Translator
from kam_core.value.retention import ORIGINS

SUFFIXES: Mapping[str, tuple[str, Written | None]] = {
    "_prior_12m": (N_("12 months before"), None),
    "_12m": (N_("12 months"), None),
    "_coverage": (N_("coverage"), "share"),
}
"""What an ending of a name says, and how the column is written then."""


def described(name: str, table: str = "") -> Described:
    """The column of that name, of a table if one is named; one that nobody declared is called as it is named."""
    if table in TABLES and name in TABLES[table].names:
        return _of_schema(table, name)
    for ending, (unit, kind) in SUFFIXES.items():
        root = name.removesuffix(ending)
        if root != name and (root in OWN or root in INDICES):
            known = described(root)
            return Described(name, known.title, kind or known.kind, known.about, unit)
    if name in OWN:
        return OWN[name]
    if name in INDICES:
        return Described(name, INDICES[name].title, "index", INDICES[name].question)
    return next((_of_schema(found, name) for found in TABLES if name in TABLES[found].names), Described(name, name))


def _of_schema(table: str, name: str) -> Described:
    column = TABLES[table].column(name)
    return Described(name, column.title, column.kind)


@dataclass(frozen=True)
class Head:
    """A column of a file in one language: field, title with its unit, how it is written, what it means."""

    name: str
    title: str
    kind: Written
    about: str
    symbol: str = ""


def heads(frame: pd.DataFrame, t: Translator, symbol: str = "", table: str = "") -> list[Head]:
    """
    The columns of a frame, no two with the same title; ``symbol`` is the currency of its money.

    The rows of a ``table`` of the schema keep its field names, so that the file can be loaded again; the title is then the meaning.
    """
    if is_table(frame, table):
        return [Head(name, name, told.kind, t(told.title), symbol) for name in frame.columns for told in [_of_schema(table, name)]]
    found: list[Head] = []
    for name in map(str, frame.columns):
        told = described(name, table)
        title = t("{title}, {unit}", title=t(told.title), unit=t(told.unit)) if told.unit else t(told.title)
        if told.kind == "money" and symbol:
            title = t("{title}, {unit}", title=title, unit=symbol)
        if any(head.title == title for head in found):
            title = f"{title} ({name})"
        found.append(Head(name, title, _kind(told.kind, frame[name]), t(told.about) if told.about else "", symbol))
    return found


def is_table(frame: pd.DataFrame, table: str) -> bool:
    """Whether a frame holds rows of a table of the schema, and nothing else."""
    return table in TABLES and set(frame.columns) <= set(TABLES[table].names)


def _kind(kind: Written, values: pd.Series) -> Written:
    """A number that nobody declared is a number; a day is a day."""
    if kind == "text" and pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    if kind == "text" and pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return "number"
    return kind


def in_words(frame: pd.DataFrame, t: Translator, table: str = "") -> pd.DataFrame:
    """
    The frame with the ids of choices in words (quadrants, standings, sources, alerts), and money to the four decimals it is kept in.

    The rows of a ``table`` of the schema stay as they are. Of columns people called alike the later ones are numbered.
    """
    if is_table(frame, table):
        return frame
    frame = _apart(frame)
    words, kinds = _words(), {name: described(str(name)).kind for name in frame.columns}
    changed = {name: _worded(frame[name], words, t) for name, kind in kinds.items() if kind == "choice"}
    money = [name for name, kind in kinds.items() if kind == "money" and pd.api.types.is_float_dtype(frame[name])]
    return frame.assign(**changed, **{name: frame[name].round(MONEY_DIGITS) for name in money})


def _apart(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with no two columns of one name: a segment, an activity or a scenario may be called as another column is."""
    if frame.columns.is_unique:
        return frame
    names: list[str] = []
    for name in map(str, frame.columns):
        number = 2
        told = name
        while told in names:
            told, number = f"{name} ({number})", number + 1
        names.append(told)
    return frame.set_axis(names, axis=1)


def _worded(values: pd.Series, words: Mapping[str, str], t: Translator) -> pd.Series:
    write: Callable[[object], object] = lambda value: t(words[value]) if isinstance(value, str) and value in words else value  # noqa: E731
    return values.astype(object).map(write)


@cache
def _words() -> dict[str, str]:
    quadrants = {q.id: q.title for matrix in (*MATRICES.values(), *MEASURED.values()) for q in matrix.standings}
    return {**CHOICE_TITLES, **quadrants, **DEPENDENCE, **ORIGINS, **RISKS, **{kind: rule.title for kind, rule in RULES.items()}}
