"""What stands behind the change of a measured item: the facts and lines that became valid, and the batches that recorded them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.engine import question
from kam_core.gathered import tables_of
from kam_core.index.measured import columns_of
from kam_core.index.shapes import SubjectType
from kam_core.moves.measures import Measured

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

FACT = "fact_"


@dataclass(frozen=True)
class Behind:
    """Facts and lines of some accounts that became valid between two dates, the latest first."""

    facts: pd.DataFrame
    lines: pd.DataFrame

    def steps(self, subject: str, one: Measured, place: int, before: float, after: float) -> list[dict[str, Any]]:
        """The step of one measured item; none where nothing moved."""
        same = after == before or (np.isnan(after) and np.isnan(before))
        raw = float(one.raw_before[place]), float(one.raw_after[place])
        if same and (raw[0] == raw[1] or np.isnan(raw).all()):
            return []
        named = {"item": one.item.id, "title": one.item.title, "from_raw": raw[0], "to_raw": raw[1]}
        values = {"before": before, "after": after, "change": 0.0 if same else after - before}
        return [{**self._source(subject, one), **named, **values}]

    def _source(self, subject: str, one: Measured) -> dict[str, Any]:
        """Which fact, or which lines; a measure of other tables names no batch."""
        read = columns_of(str(one.item.measure))
        own = self.facts[self.facts["account_id"].eq(subject) & self.facts["fact"].isin([name.removeprefix(FACT) for name in read])]
        if len(own):
            kept = ("rater", "source", "status", "note", "valid_on", "recorded_at", "batch", "row_id")
            return {"kind": "fact", **{name: own.iloc[0][name] for name in kept}}
        bought = self.lines[self.lines["account_id"].eq(subject)]
        if tables_of(read) or all(name.startswith(FACT) for name in read):
            return {"kind": "measure"}
        return {"kind": "lines", **({name: bought.iloc[0][name] for name in ("valid_on", "recorded_at", "batch")} if len(bought) else {})}


def behind(
    wb: Workbook, measures: Iterable[Measured], subjects: Sequence[str], subject_type: SubjectType, since: date, as_of: date
) -> Behind:
    """Read what became valid for these subjects; only accounts have facts and lines."""
    read = {name for one in measures for name in columns_of(str(one.item.measure))} if subject_type == "account" else set()
    span = {"accounts": list(subjects) if read else [], "since": since, "as_of": as_of}
    facts = [name.removeprefix(FACT) for name in sorted(read) if name.startswith(FACT)]
    return Behind(wb.frame(question("moves_facts"), {**span, "facts": facts}), wb.frame(question("moves_lines"), span))
