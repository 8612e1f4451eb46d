"""
Targets, each in its own measure, and how far they are reached.

A target counts with the share of its days that lie in the span: wholly when its period lies in it and has ended, pro rata by day
while it runs or where it began before the span. Of a year and its quarters for one measure the shorter periods count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.effort.actual import Span, by_month
from kam_core.effort.measures import MEASURES, measure_of
from kam_core.effort.people import accounts_of, owners_of, summed_by_owner
from kam_core.effort.periods import Period, first_of, period
from kam_core.effort.spent import TABLES as SPENT
from kam_core.engine import WorkbookEngine, question
from kam_core.ledger import floats, tables_read
from kam_core.params import Params
from kam_core.value.spans import Floats

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

TABLES = ("targets", "actions", *SPENT)
"""What attainment is made of, besides the tables of money."""

NAMES = tuple(MEASURES)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Words:
    """The words of targets that are understood: as written, and what they mean."""

    measures: dict[str, str]
    periods: dict[str, Period]

    def asked(self) -> dict[str, list[str]]:
        """As parameters of a question."""
        return {"measures": list(self.measures), "periods": list(self.periods)}


def attained(book: Workbook, as_of: date, params: Params, since: date) -> pd.DataFrame:
    """
    A row a target that touches the days after ``since`` up to ``as_of``, in the order recorded.

    Columns: subject_type, subject_id, measure, period (as written), first (month) and months, starts and ends (days counted), share (of its
    days), target (for that share), actual (of an owner: of all accounts of the owner), attained (actual / target; missing where the
    actual is unknown or the target not above zero), at (place of the subject: accounts, then owners) and code (place of the measure).
    """
    read = dict.fromkeys((*TABLES, *tables_read(params)))
    key = ("attained", tuple(book.revisions.get(name, 0) for name in read), as_of, since, params.effort, params.value, params.serving,
           params.calendar)  # fmt: skip
    kept: pd.DataFrame | None = book.memo.get(key)
    if kept is None:
        span, accounts = Span(since, as_of), accounts_of(book, as_of)
        rows = _told(book, span, params, accounts)
        actual = _actual(book, span, params, accounts, rows)
        kept = rows.assign(actual=actual, attained=ratio(actual, rows["target"].to_numpy("float64")))
        book.memo.put(key, kept)
    return kept


def refused(book: Workbook, as_of: date, params: Params) -> pd.DataFrame:
    """Targets nobody can count: subject_type, subject_id, measure, period, value, reason (subject, measure, period or value)."""
    accounts = accounts_of(book, as_of)
    who = {"accounts": accounts["account_id"].tolist(), "owners": owners_of(accounts).tolist()}
    return book.frame(question("effort_targets_refused"), {**who, **_words(book, as_of, params).asked()})


def _words(book: Workbook, day: date, params: Params) -> _Words:
    words = book.frame(question("effort_target_words"))
    measures = {text: known for text in words["measure"].dropna().unique() if (known := measure_of(text))}
    start = params.calendar.fiscal_year_start
    return _Words(measures, {text: when for text in words["period"].dropna().unique() if (when := period(text, day, start))})


def _told(book: Workbook, span: Span, params: Params, accounts: pd.DataFrame) -> pd.DataFrame:
    words = _words(book, span.day, params)
    within = {text: (when, cut) for text, when in words.periods.items() if (cut := _cut(when, span))}
    words = _Words(words.measures, {text: pair[0] for text, pair in within.items()})
    found = WorkbookEngine(book).run("effort_targets", **words.asked())
    of_owner = np.asarray(found.column("of_owner").to_pandas(), dtype=bool)
    ids, owners = pd.Index(accounts["account_id"]), owners_of(accounts)
    named = found.column("subject_id").to_pandas()
    at = np.full(len(named), -1)
    at[~of_owner], at[of_owner] = ids.get_indexer(pd.Index(named[~of_owner])), owners.get_indexer(pd.Index(named[of_owner]))
    at = np.where(of_owner & (at >= 0), at + len(ids), at)
    when = pd.DataFrame(
        [(text, whole.first, whole.months, whole.fiscal, *cut) for text, (whole, cut) in within.items()],
        columns=["period", "first", "months", "fiscal", "starts", "ends", "share"],
    ).take(floats(found, "period").astype(np.int64) - 1)
    measures = np.array([NAMES.index(known) for known in words.measures.values()], dtype=np.int64)
    rows = when.reset_index(drop=True).assign(
        subject_type=np.where(of_owner, "owner", "account"), subject_id=named.to_numpy(dtype=object), at=at,
        code=measures[floats(found, "measure").astype(np.int64) - 1], value=floats(found, "value"),
    )  # fmt: skip
    rows["measure"] = np.array(NAMES, dtype=object)[rows["code"].to_numpy(np.int64)]
    rows = rows[rows["at"] >= 0].assign(target=lambda known: known["value"] * known["share"])
    return _shorter(rows.drop_duplicates(["at", "code", "first", "months"], keep="last").reset_index(drop=True))


def _cut(when: Period, span: Span) -> tuple[date, date, float] | None:
    """The days of a period within the span, and their share of all; ``None`` where it has none."""
    begins, ends = first_of(when.first), first_of(when.first + when.months) - _DAY
    starts, until = max(begins, span.since + _DAY), min(ends, span.day)
    return (starts, until, ((until - starts).days + 1) / ((ends - begins).days + 1)) if starts <= until else None


def _shorter(rows: pd.DataFrame) -> pd.DataFrame:
    """Where periods of one subject and measure overlap, only the shortest; a fiscal year gives way to one of the calendar."""
    rank = rows["months"].to_numpy(np.int64) * 2 + rows["fiscal"].to_numpy(bool)
    if len(np.unique(rank)) < 2:
        return rows
    group = pd.factorize(_key(rows))[0]
    base = int(rows["first"].min())
    taken = np.zeros((group.max() + 1, int((rows["first"] + rows["months"]).max()) - base), dtype=bool)
    keep = np.ones(len(rows), dtype=bool)
    for size in np.unique(rank):
        at = np.flatnonzero(rank == size)
        cells = (rows["first"].to_numpy(np.int64)[at] - base)[:, None] + np.arange(size // 2)
        keep[at] = ~taken[group[at][:, None], cells].any(axis=1)
        kept = keep[at]
        taken[group[at][kept][:, None], cells[kept]] = True
    return rows[keep].reset_index(drop=True)


def _key(rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """One number for each subject and measure."""
    return np.asarray(rows["at"].to_numpy(np.int64) * len(NAMES) + rows["code"].to_numpy(np.int64), dtype=np.int64)


def _actual(book: Workbook, span: Span, params: Params, accounts: pd.DataFrame, rows: pd.DataFrame) -> Floats:
    actual = np.full(len(rows), np.nan)
    asked = [NAMES[code] for code in np.unique(rows["code"].to_numpy(np.int64))]
    starts = np.maximum(rows["first"].to_numpy(np.int64) - span.first, 0)
    stops = np.minimum((rows["first"] + rows["months"]).to_numpy(np.int64) - span.first, span.months)
    for name, months in by_month(book, span, params, pd.Index(accounts["account_id"]), asked).items():
        every = np.vstack([months, summed_by_owner(months, accounts)])
        running = np.concatenate([np.zeros((len(every), 1)), np.cumsum(every, axis=1)], axis=1)
        mine = rows["code"].to_numpy(np.int64) == NAMES.index(name)
        at = rows["at"].to_numpy(np.int64)[mine]
        actual[mine] = running[at, stops[mine]] - running[at, starts[mine]]
    return actual


def by_measure(rows: pd.DataFrame) -> pd.DataFrame:
    """
    The periods together, a row a subject and measure: subject_type, subject_id, measure, at, target, actual, periods, attained.

    Periods whose actual is unknown are left out on both sides.
    """
    known = rows[rows["actual"].notna()]
    key, first, group = np.unique(_key(known), return_index=True, return_inverse=True)
    target, actual = (np.bincount(group, known[name].to_numpy("float64"), len(key)).astype("float64") for name in ("target", "actual"))
    found = known[["subject_type", "subject_id", "measure", "at"]].take(first).reset_index(drop=True)
    return found.assign(target=target, actual=actual, periods=np.bincount(group, minlength=len(key)), attained=ratio(actual, target))


def ratio(actual: Floats, planned: Floats) -> Floats:
    """Actual / planned; missing where nothing above zero was planned."""
    above = planned > 0
    return np.where(above, actual / np.where(above, planned, 1.0), np.nan)
