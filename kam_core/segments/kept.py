"""
Segmentations a workbook keeps: the model, and what people call its segments and do with them.

Who is in a segment is not kept: ``assigning.assigned`` says it for any day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.errors import BadArgument
from kam_core.segments.model import Model, model_of, text_of
from kam_core.workbook.edits import Change, Delete, Edit, Insert

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

Words = Mapping[str, tuple[str, str]]
"""Segment -> what it is called, and its playbook."""


@dataclass(frozen=True)
class Kept:
    """One segmentation of a workbook."""

    segmentation_id: str
    title: str
    author: str
    model: Model | None
    """``None`` when its cell holds no model this release can read."""
    words: Words


def kept(book: Workbook) -> list[Kept]:
    """The segmentations of a workbook, the latest first."""
    names = book.table("segments")
    found = []
    for row in book.table("segmentations").to_dict("records"):
        own = names[names["segmentation_id"] == row["segmentation_id"]]
        words = {str(r["segment_id"]): (_text(r["title"]), _text(r["playbook"])) for r in own.to_dict("records")}
        found.append(Kept(str(row["segmentation_id"]), _text(row["title"]), _text(row["author"]), _model(row["model"]), words))
    return found[::-1]


def saving(segmentation_id: str, title: str, model: Model, words: Words, author: str = "") -> list[Edit]:
    """What to apply, as one batch, so that a workbook keeps a new segmentation; one without a title raises BadArgument."""
    if not title.strip():
        raise BadArgument.saying(BadArgument.template_untitled)
    head = {"segmentation_id": segmentation_id, "title": title.strip(), "made_on": model.made_on, "model": text_of(model), "author": author}
    rows: list[Edit] = [Insert("segmentations", {name: value for name, value in head.items() if value})]
    return [*rows, *(Insert("segments", _row(segmentation_id, segment, *words.get(segment, ("", "")))) for segment in model.segments)]


def renaming(book: Workbook, segmentation_id: str, title: str, words: Words) -> list[Edit]:
    """What to apply so that a segmentation and its segments are called so; nothing for what they are called already."""
    heads, rows = _own(book, "segmentations", segmentation_id), _own(book, "segments", segmentation_id)
    edits: list[Edit] = []
    for row_id, row in heads.iterrows():
        edits += _changes("segmentations", row_id, row, {"title": title.strip() or row["title"]})
    there = {str(row["segment_id"]): (row_id, row) for row_id, row in rows.iterrows()}
    for segment, (name, playbook) in words.items():
        if segment in there:
            edits += _changes("segments", *there[segment], {"title": name, "playbook": playbook})
        elif name.strip() or playbook.strip():
            edits.append(Insert("segments", _row(segmentation_id, segment, name, playbook)))
    return edits


def deleting(book: Workbook, segmentation_id: str) -> list[Edit]:
    """What to apply so that a segmentation and its segments are gone."""
    return [
        Delete(name, int(str(row))) for name in ("segmentations", "segments") for row in _own(book, name, segmentation_id).index
    ]  # fmt: skip


def _own(book: Workbook, name: str, segmentation_id: str) -> pd.DataFrame:
    rows = book.table(name)
    return rows[rows["segmentation_id"] == segmentation_id]


def _changes(name: str, row_id: Any, row: pd.Series, wanted: Mapping[str, Any]) -> list[Edit]:
    """The cells of a row that are to say something else; an empty text is missing."""
    pairs = {column: (_text(row[column]), _text(value).strip()) for column, value in wanted.items()}
    return [Change(name, int(row_id), column, old or None, new or None) for column, (old, new) in pairs.items() if old != new]


def _row(segmentation_id: str, segment: str, name: str, playbook: str) -> dict[str, str]:
    told = {"segmentation_id": segmentation_id, "segment_id": segment, "title": name.strip(), "playbook": playbook.strip()}
    return {column: value for column, value in told.items() if value}


def _model(text: object) -> Model | None:
    try:
        return model_of(text)
    except BadArgument:
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
