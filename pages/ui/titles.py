"""What people read for the ids that rows hold: items, assumptions, choices, days and amounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from kam_core.index.declared import INDICES
from kam_core.matrices import MATRICES
from kam_core.params import fields_of
from kam_core.schema import CHOICE_TITLES, Column
from kam_core.text import N_, Translator

KINDS = {"edit": N_("Edit"), "load": N_("Load"), "undo": N_("Undo"), "sample": N_("Sample"), "import": N_("Import"),
         "restore": N_("Restore"), "merge": N_("Merge")}  # fmt: skip
"""Sorts of batches."""


def of_assumption(t: Translator, name: str) -> str:
    """The title of an assumption by the name it is kept under; that name where nobody knows it."""
    kind, _, key = name.partition(":")
    if kind == "weight" and key in _items():
        return t("Weight: {item}", item=t(_items()[key]))
    if kind == "cut" and key.partition(".")[0] in MATRICES:
        matrix = MATRICES[key.partition(".")[0]]
        axis = matrix.x if key.endswith(".x") else matrix.y
        return t("{matrix}: cut of {axis}", matrix=t(matrix.title), axis=t(axis.label))
    titles = {item.name: item.title for item in fields_of()}
    return t(titles[name]) if name in titles else name


def of_batch(t: Translator, line: Mapping[str, object]) -> str:
    """What sort of batch a line of the journal is, and which one it undid."""
    text = t(KINDS.get(str(line["kind"]), str(line["kind"])))
    text += "" if pd.isna(line["target"]) else f" → {int(line['target'])}"
    return t("{kind} (illustrative)", kind=text) if line["illustrative"] else text


def of_row(t: Translator, parts: Iterable[str]) -> str:
    """What a row is called, out of the parts of its name."""
    return " · ".join(_worded(t, part) for part in parts)


def of_value(t: Translator, column: Column, value: object) -> str:
    """One cell as people read it."""
    if value is None or pd.isna(value) or value == "":
        return t.missing
    if column.kind == "choice":
        return t(CHOICE_TITLES.get(str(value), str(value)))
    if column.kind == "boolean":
        return t("Yes") if value else t("No")
    if column.kind == "date":
        return t.day(value)
    if column.kind == "money":
        return t.amount(value)
    return f"{value:.10g}" if isinstance(value, float) else _worded(t, str(value)) if column.name in ("item", "name") else str(value)


def moment(t: Translator, when: datetime | pd.Timestamp) -> str:
    """Day and time of a moment in UTC, where the reader is."""
    local = pd.Timestamp(when, tz="UTC").tz_convert(zone())
    return f"{t.day(local)} {local:%H:%M}"


def zone() -> ZoneInfo | object:
    """The time zone of the browser, else that of this computer."""
    try:
        return ZoneInfo(str(st.context.timezone))
    except (ValueError, KeyError, OSError):
        return datetime.now().astimezone().tzinfo


def sentences(t: Translator, told: Iterable[str]) -> str:
    """Sentences in one line; Chinese needs no space between them."""
    return ("" if t.lang == "zh" else " ").join(filter(None, told))


def size(t: Translator, count: int) -> str:
    """Bytes as kB or MB."""
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{t.count(count / 1e3)} kB"


def _items() -> dict[str, str]:
    return {item.id: item.title for index in INDICES.values() for item in index.items}


def _worded(t: Translator, part: str) -> str:
    if part in _items():
        return t(_items()[part])
    return t(CHOICE_TITLES[part]) if part in CHOICE_TITLES else of_assumption(t, part)
