"""
What changed since the last visit: this computer remembers, by the id of a workbook, what was seen of it last.

A visit ends ``HOURS`` after the last look, so a reload, a coffee and a second window belong to the same visit, and Monday's news
stand there all morning. Only ids and figures are kept, no name; nothing of a private upload, which nobody may find later.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.errors import HomeUnusable
from kam_core.workbook import home

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

HOURS = 4
REPEAT_MINUTES = 10
"""A look at the same figures is written down again only after so long."""

TOTALS = ("revenue_12m", "profit_12m", "clv")


@dataclass(frozen=True)
class Look:
    """What one look saw. ``at`` is the time (ISO, with its zone), ``assumptions`` those that differ from the defaults."""

    at: str
    revision: int
    as_of: str
    assumptions: Mapping[str, str]
    alerts: tuple[tuple[str, str], ...]
    """Account and kind of every reason, snoozed ones too: to put one off does not resolve it."""
    places: Mapping[str, Mapping[str, tuple[str, float, float]]]
    """By matrix and account: quadrant, x, y."""
    totals: Mapping[str, float | None]


@dataclass(frozen=True)
class Changes:
    """What lies between two looks."""

    since: Look
    batches: tuple[int, ...]
    authors: tuple[str, ...]
    tables: Mapping[str, int]
    """Rows by table."""
    new: tuple[tuple[str, str], ...]
    resolved: tuple[tuple[str, str], ...]
    moves: tuple[tuple[str, str, str, str], ...]
    """Matrix, account, quadrant before and now."""
    money: Mapping[str, tuple[float, float]]
    """Totals that are others now, before and now."""
    assumed_otherwise: bool
    """Whether the assumptions differ, so that figures are not like for like."""

    @property
    def nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.batches or self.new or self.resolved or self.moves or self.money)


def remembers(wb: Workbook) -> bool:
    """Whether looks at this workbook are remembered: a saved file, neither in memory nor private."""
    return wb.path is not None and wb.path.parent.name != "private"


def look(
    wb: Workbook,
    as_of: object,
    assumptions: Mapping[str, str],
    scores: pd.DataFrame,
    reasons: pd.DataFrame,
    placed: Mapping[str, pd.DataFrame],
    more: Mapping[str, float],
) -> Look:
    """What there is to see now; the time is filled in when it is seen. ``more`` are further totals by name."""
    places = {name: _places(frame) for name, frame in placed.items()}
    totals = {**{name: float(scores[name].sum(min_count=1)) for name in TOTALS if name in scores}, **more}
    known = {name: None if np.isnan(value) else round(value, 2) for name, value in totals.items()}
    pairs = tuple(zip(reasons["account_id"].astype(str), reasons["kind"], strict=True))
    return Look("", wb.revision, str(as_of), dict(assumptions), pairs, places, known)


def visit(uuid: str, seen: Look, now: datetime) -> Look:
    """
    Remember a look, and return the one to compare with: the last look of the visit before, or the first look of the first visit.

    A memory that cannot be read counts as none, one that cannot be written is left out.
    """
    current = replace(seen, at=now.isoformat(timespec="seconds"))
    kept = _read(uuid)
    if kept is None:
        _write(uuid, current, current)
        return current
    since, last = kept
    quiet = now - datetime.fromisoformat(last.at)
    since = last if quiet >= timedelta(hours=HOURS) else since
    if replace(last, at="") != seen or not timedelta(0) <= quiet < timedelta(minutes=REPEAT_MINUTES):
        _write(uuid, since, current)
    return since


def changes(since: Look, now: Look, journal: pd.DataFrame, band: float) -> Changes:
    """
    What lies between two looks; ``journal`` as the workbook tells it.

    An account moved when it stands in another quadrant and by more than ``band`` points elsewhere: what trembles about a cut is no move.
    """
    lines = journal[journal["batch"] > since.revision].sort_values("batch")
    tables: dict[str, int] = {}
    for counts in lines["counts"]:
        for name, rows in json.loads(counts).items():
            tables[name] = tables.get(name, 0) + int(rows)
    before, after = set(since.alerts), set(now.alerts)
    return Changes(
        since,
        tuple(int(batch) for batch in lines["batch"]),
        tuple(dict.fromkeys(author for author in lines["author"].fillna("").astype(str) if author)),
        tables,
        tuple(pair for pair in now.alerts if pair not in before),
        tuple(pair for pair in since.alerts if pair not in after),
        tuple(_moves(since, now, band)),
        dict(_pairs(since.totals, now.totals)),
        dict(since.assumptions) != dict(now.assumptions),
    )


def only(found: Changes, accounts: Collection[str]) -> Changes:
    """The changes of some accounts; the totals, which are of all, are left out."""
    return replace(
        found,
        new=tuple(pair for pair in found.new if pair[0] in accounts),
        resolved=tuple(pair for pair in found.resolved if pair[0] in accounts),
        moves=tuple(move for move in found.moves if move[1] in accounts),
        money={},
    )


def _places(placed: pd.DataFrame) -> dict[str, tuple[str, float, float]]:
    shown = placed[placed["quadrant"].notna()]
    rows = zip(shown["account_id"].astype(str), shown["quadrant"], shown["x"].round(1), shown["y"].round(1), strict=True)
    return {account: (str(quadrant), float(x), float(y)) for account, quadrant, x, y in rows}


def _moves(since: Look, now: Look, band: float) -> Iterable[tuple[str, str, str, str]]:
    for matrix, places in now.places.items():
        for account, (quadrant, x, y) in places.items():
            old = since.places.get(matrix, {}).get(account)
            if old and old[0] != quadrant and max(abs(x - old[1]), abs(y - old[2])) > band:
                yield matrix, account, old[0], quadrant


def _pairs(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> Iterable[tuple[str, tuple[float, float]]]:
    for name, now in after.items():
        then = before.get(name)
        if then is not None and now is not None and abs(now - then) >= 0.01:
            yield name, (then, now)


def _read(uuid: str) -> tuple[Look, Look] | None:
    try:
        told = json.loads(_file(uuid).read_text(encoding="utf-8"))
        return _look(told["since"]), _look(told["last"])
    except (OSError, HomeUnusable, ValueError, KeyError, TypeError, AttributeError):
        return None


def _look(told: Mapping[str, Any]) -> Look:
    """A look as it was written; anything else raises."""
    if datetime.fromisoformat(told["at"]).tzinfo is None:
        raise ValueError(told["at"])
    return Look(
        str(told["at"]),
        int(told["revision"]),
        str(told["as_of"]),
        {str(name): str(value) for name, value in told["assumptions"].items()},
        tuple((str(account), str(kind)) for account, kind in told["alerts"]),
        {str(m): {str(a): (str(q), float(x), float(y)) for a, (q, x, y) in of.items()} for m, of in told["places"].items()},
        {str(name): None if value is None else float(value) for name, value in told["totals"].items()},
    )


def _write(uuid: str, since: Look, last: Look) -> None:
    """The new file is whole before it takes the place of the old one."""
    with contextlib.suppress(OSError, HomeUnusable):
        draft = home.home("temp") / f"visit-{os.getpid()}-{secrets.token_hex(4)}"
        draft.write_text(json.dumps({"since": asdict(since), "last": asdict(last)}, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, _file(uuid))


def _file(uuid: str) -> Path:
    return home.home("visits") / f"{uuid}.json"
