"""What went into each account, month by month: hours, visits, calls, and the money all of it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.engine import WorkbookEngine
from kam_core.ledger import floats, positions
from kam_core.params import EffortParams, Params
from kam_core.value.spans import Floats, Months

if TYPE_CHECKING:
    import pyarrow as pa

    from kam_core.workbook import Workbook

TABLES = ("accounts", "interactions", "costs", "transactions")
"""What effort is made of."""

COUNTED = ("hours", "visits", "calls")
AMOUNTS = (*COUNTED, "effort")

WORDS: Mapping[str, tuple[str, ...]] = {
    "freight": ("freight", "运费", "物流"),
    "travel": ("travel", "trip", "entertain", "hospitality", "gift", "meal", "差旅", "出差", "招待", "应酬", "礼品", "餐"),
    "support": ("support", "technical", "training", "sample", "trial", "demo", "engineer", "支持", "技术", "培训", "样品", "试用"),
    "visits": ("visit", "meeting", "call", "拜访", "走访", "会议"),
}
"""Kinds of activities by what their names hold, the first that fits; every other activity is ``other``."""


def kind_of(activity: object) -> str:
    """
    Which kind of effort a cost line is, by the name of its activity.

    >>> kind_of("Business trips"), kind_of("技术支持"), kind_of("special deliveries")
    ('travel', 'support', 'other')
    """
    text = str(activity).casefold()
    return next((kind for kind, words in WORDS.items() if any(word in text for word in words)), "other")


def spent(book: Workbook, day: date, params: Params, ids: pd.Index, since: date | None = None) -> Months:
    """
    Hours, visits, calls and effort (money) of the accounts ``ids`` up to a day, in months counted back by day.

    effort = hours x rate + the cost lines that count + discounts beyond the list policy. Cost lines of visits count only for
    accounts without any hours, because they are the same hours. With ``since`` it is only what came after that day, in months of the
    calendar counted back from that of the day.
    """
    key = ("spent", tuple(book.revisions.get(name, 0) for name in TABLES), day, since, params.effort)
    kept: tuple[pd.Index, Months] | None = book.memo.get(key)
    if kept is not None and kept[0].equals(ids):
        return kept[1]
    timed = None if since is None else spent(book, day, params, ids).oldest("hours") >= 0
    found = _gathered(book, params.effort, ids, _asked(day, since), timed)
    book.memo.put(key, (ids, found))
    return found


def _asked(day: date, since: date | None) -> dict[str, object]:
    return {"as_of": day, "since": since, "anchor": day if since is None else (pd.Timestamp(day) + pd.offsets.MonthEnd(0)).date()}


def _gathered(
    book: Workbook, effort: EffortParams, ids: pd.Index, asked: Mapping[str, object], timed: npt.NDArray[np.bool_] | None
) -> Months:
    """``timed`` are the accounts with hours on any day, where the span asked for cannot tell."""
    engine = WorkbookEngine(book)
    met = engine.run("effort_met", **asked)
    at, known = positions(ids, met)
    counted = {name: floats(met, name)[known] for name in COUNTED}
    parts = [(at[known], floats(met, "months_ago")[known], {**counted, "effort": counted["hours"] * effort.hour_rate})]
    if timed is None:
        timed = np.bincount(at[known], weights=np.nan_to_num(counted["hours"]), minlength=len(ids)) > 0
    parts.append(_paid(engine.run("effort_paid", **asked), effort, ids, timed))
    if effort.list_discount is not None:
        given = engine.run("effort_discounts", policy=effort.list_discount, **asked)
        at, known = positions(ids, given)
        parts.append((at[known], floats(given, "months_ago")[known], {"effort": floats(given, "amount")[known]}))
    return Months(
        len(ids),
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
        {name: np.concatenate([part[2].get(name, np.full(len(part[0]), np.nan)) for part in parts]) for name in AMOUNTS},
    )


def _paid(
    rows: pa.Table, effort: EffortParams, ids: pd.Index, timed: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.intp], Floats, dict[str, Floats]]:
    """The cost lines that count as effort."""
    at, known = positions(ids, rows)
    kinds = pd.Series(rows.column("activity").to_pandas())
    named = kinds.map({name: kind_of(name) for name in kinds.unique()}).to_numpy(dtype=object)
    counts = {"travel": effort.effort_travel, "support": effort.effort_support, "other": effort.effort_other, "freight": False}
    taken = np.array([counts.get(kind, False) for kind in named], dtype=bool)
    taken |= (named == "visits") & ~timed[np.maximum(at, 0)] if len(timed) else False
    taken &= known
    return at[taken], floats(rows, "months_ago")[taken], {"effort": floats(rows, "amount")[taken]}


def within(months: Months, name: str, start: int, end: int) -> Floats:
    """
    Sums per account over ``start <= months ago < end``.

    Zero for an account with an earlier value but none there, missing for one of which nothing was ever recorded.
    """
    total = months.total(start, end)[name]
    return np.where(np.isnan(total) & (months.oldest(name) >= start), 0.0, total)
