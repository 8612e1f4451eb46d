"""What changed an index of a subject between two dates: steps that add up to the change, each with who, when and which batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.index.declared import INDICES
from kam_core.index.shapes import Floats, Index, SubjectType
from kam_core.matrices import Axis
from kam_core.moves.behind import Behind, behind
from kam_core.moves.measures import Measured, contacts_measured, measured_twice, stages, states
from kam_core.moves.path import Answers, Moment, answers, valued
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

COLUMNS = (
    "kind", "item", "title", "rater", "rater_side", "source", "status", "note", "contact_name", "from_raw", "to_raw", "valid_on",
    "recorded_at", "author", "batch", "row_id", "before", "after", "change",
)  # fmt: skip
"""
Columns of the steps. ``kind`` is answer, fact, lines (orders and costs), measure (other data), others (what other subjects changed
through ranks and bands) or ageing (older answers weigh less among newer ones), and rest; ``from_raw`` is what the same rater had answered
before (missing = a first answer) and ``to_raw`` what is answered now, on the scale of the item; before, after and change in points.
"""

STILL = 1e-6
"""Ageing and others of fewer points are no step."""


@dataclass(frozen=True)
class Cause:
    """The change of one axis of one subject, taken apart."""

    subject: str
    axis: str
    since: date
    as_of: date
    before: float
    """The value on ``since``; NaN = nothing was known."""
    after: float
    steps: pd.DataFrame
    """Columns ``COLUMNS``, in the order in which they became valid; the changes add up from ``base`` to ``after``."""

    @property
    def base(self) -> float:
        """Where the steps start: the value before, or the one that the first answer made known (its own change is missing)."""
        known = self.steps.loc[self.steps["change"].isna() & self.steps["after"].notna(), "after"]
        return self.before if not np.isnan(self.before) or known.empty else float(known.iloc[0])

    @property
    def main(self) -> Mapping[str, Any] | None:
        """The largest step in the direction of the change, or what made the value known; ``None`` where nothing happened."""
        if self.steps.empty:
            return None
        change = self.steps["change"].to_numpy("float64")
        if np.isnan(change).all():
            return dict(self.steps.iloc[0])
        total = self.after - self.base
        along = change * (np.sign(total) if total and not np.isnan(total) else np.sign(change))
        return dict(self.steps.iloc[int(np.nanargmax(along))])


def causes(
    wb: Workbook,
    axis: Axis,
    subjects: Sequence[str],
    since: date,
    as_of: date,
    params: Params,
    subject_type: SubjectType = "account",
    window: str | None = None,
    indices: Mapping[str, Index] = INDICES,
) -> dict[str, Cause]:
    """The change of an axis that is an index, for some subjects, from one date to another."""
    index = indices[axis.id]
    of_people = subject_type == "account" and "account" not in index.subjects
    people = contacts_measured(wb, index, subjects, as_of, params) if of_people else None
    found = answers(wb, subjects, subject_type, index, as_of, people)
    measures = {}
    if not of_people and any(not item.judged for item in index.items):
        measures = measured_twice(index, subjects, *states(wb, index, subject_type, (since, as_of), params, window))
    told = behind(wb, measures.values(), subjects, subject_type, since, as_of)
    way = [_moments(found, place, since, as_of, len(measures)) for place in range(len(subjects))]
    values = valued(found, [moment for part in way for moment in part], stages(measures), params).value
    ends = np.cumsum([len(part) for part in way])
    parts = np.split(values, ends[:-1])
    return {
        subject: _cause(found, place, parts[place], list(measures.values()), told, (since, as_of)) for place, subject in enumerate(subjects)
    }


def _moments(found: Answers, place: int, since: date, as_of: date, measured: int) -> list[Moment]:
    """The start; before and after each answer, on its day; the end; then the measures one after the other."""
    valid = found.of(place)["valid_on"]
    old = int((valid.isna() | (valid <= pd.Timestamp(since))).sum())
    moments = [Moment(place, since, old, 0)]
    for known in range(old, len(valid)):
        day = valid.iloc[known].date()
        moments += [Moment(place, day, known, 0), Moment(place, day, known + 1, 0)]
    moments += [Moment(place, as_of, len(valid), stage) for stage in range(measured + 2 if measured else 1)]
    return moments


def _cause(found: Answers, place: int, values: Floats, measures: list[Measured], told: Behind, span: tuple[date, date]) -> Cause:
    subject, rows = found.subjects[place], found.of(place)
    last = len(measures) + 1 if measures else 0
    answered = (len(values) - 2 - last) // 2
    pairs = values[1 : 1 + 2 * answered].reshape(-1, 2)
    rows = rows.iloc[len(rows) - answered :]
    titles = {item.id: item.title for item in found.items}
    lines = [_answer(row, titles, *pair) for row, pair in zip(rows.to_dict("records"), pairs, strict=True)]
    until = np.append(pairs[:, 0], values[1 + 2 * answered])
    drift = until - np.append(values[0], pairs[:, 1])
    tail = values[1 + 2 * answered :]
    for turn, one in enumerate(measures):
        lines += told.steps(subject, one, place, float(tail[turn]), float(tail[turn + 1]))
    if measures:
        lines.append(_plain("others", tail[-2], tail[-1]))
    ageing = float(np.nansum(drift))
    lines.append({**_plain("ageing", np.nan, np.nan), "change": ageing})
    steps = pd.DataFrame(
        [line for line in lines if line["kind"] not in ("others", "ageing") or abs(line["change"]) > STILL], columns=list(COLUMNS)
    )
    steps = steps.astype(dict.fromkeys(("from_raw", "to_raw", "before", "after", "change"), "float64"))
    return Cause(subject, found.index.id, *span, float(values[0]), float(values[-1]), steps)


def _answer(row: Mapping[Any, Any], titles: Mapping[str, str], before: float, after: float) -> dict[str, Any]:
    known = {str(name): value for name, value in row.items() if name in COLUMNS}
    values = {"from_raw": row["before"], "to_raw": row["value"], "before": before, "after": after, "change": after - before}
    return {**known, "kind": "answer", "title": titles[row["item"]], **values}


def _plain(kind: str, before: float, after: float) -> dict[str, Any]:
    return {**dict.fromkeys(COLUMNS), "kind": kind, "item": "", "title": "", "before": before, "after": after, "change": after - before}


def explained(
    wb: Workbook, axis: Axis, side: str, rows: pd.DataFrame, span: tuple[date, date], params: Params, window: str | None = None
) -> dict[str, Cause]:
    """
    The change of one axis (``side`` x or y) of some rows of ``movements``, between the ends of its days.

    What the answers and facts do not account for (a roll-up of other subjects) is one more step, so that the steps add up to what
    the table says; an axis that is a measure is one step altogether.
    """
    if rows.empty:
        return {}
    subjects = rows["subject_id"].tolist()
    ends = zip(rows[f"from_{side}"].astype("float64"), rows[f"to_{side}"].astype("float64"), strict=True)
    if axis.id not in INDICES:
        line = {**_plain("measure", 0.0, 0.0), "item": axis.id, "title": axis.title}
        return {
            subject: Cause(subject, axis.id, *span, a, b, pd.DataFrame([{**line, "before": a, "after": b, "change": b - a}]))
            for subject, (a, b) in zip(subjects, ends, strict=True)
        }
    who: SubjectType = rows["subject_type"].iloc[0]
    found = causes(wb, axis, subjects, *span, params, who, window)
    return {subject: _completed(found[subject], *pair) for subject, pair in zip(subjects, ends, strict=True)}


def _completed(cause: Cause, before: float, after: float) -> Cause:
    """With what the table says at the ends where it was placed, and a last step for what is not accounted for."""
    before, after = (told if not np.isnan(told) else own for told, own in ((before, cause.before), (after, cause.after)))
    rest = (after - before) - (cause.after - cause.before if not np.isnan(cause.after - cause.before) else 0.0)
    if np.isnan(before) or np.isnan(after) or abs(rest) <= STILL:
        return replace(cause, before=before, after=after)
    steps = [cause.steps, pd.DataFrame([{**_plain("rest", after - rest, after), "change": rest}])]
    return replace(cause, before=before, after=after, steps=pd.concat([part for part in steps if len(part)], ignore_index=True))
