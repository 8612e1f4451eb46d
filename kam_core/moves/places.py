"""Where everybody stood at the ends of quarters, and which changes of quadrant are reported as moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core import own
from kam_core.accounts import as_of_or_last
from kam_core.assumptions import saved
from kam_core.engine import question
from kam_core.fiscal import months_before
from kam_core.index.declared import INDICES
from kam_core.index.measured import HIGH_PERCENTILE, LOW_PERCENTILE
from kam_core.index.shapes import Floats, Index, SubjectType
from kam_core.matrices import Matrix
from kam_core.params import Params
from kam_core.placing import matrix

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

Frames = Mapping[date, pd.DataFrame]
"""``kam.matrix`` by day, the oldest first."""

Kind = Literal["moved", "within_band", "stayed", "entered", "left"]
KINDS: tuple[Kind, ...] = ("moved", "within_band", "stayed", "entered", "left")
"""In the order of the table: reported, another quadrant but not beyond doubt, the same quadrant, came onto the matrix, left it."""

YEAR = 4
"""Quarters."""

Bools = npt.NDArray[np.bool_]


def ends_of_quarters(as_of: date, quarters: int = YEAR) -> list[date]:
    """
    The date and the ends of the quarters before it, counted back by day, the oldest first; the last day of a month stays one.

    >>> ends_of_quarters(date(2024, 12, 31), 2)
    [datetime.date(2024, 6, 30), datetime.date(2024, 9, 30), datetime.date(2024, 12, 31)]
    """
    return [months_before(as_of, 3 * quarter).date() for quarter in range(quarters, 0, -1)] + [as_of]


def first_answered(wb: Workbook, declared: Matrix, indices: Mapping[str, Index] = INDICES) -> date | None:
    """The day of the first answer to an item of a matrix: before it nobody stands there; ``None`` without answers."""
    asked = [indices[axis.id] for axis in (declared.x, declared.y) if axis.id in indices]
    items = [item.id for index in asked for item in (*index.items, index.given) if item.judged]
    day = wb.frame(question("moves_first"), {"items": items})["day"].iloc[0]
    return None if pd.isna(day) else pd.Timestamp(day).date()


def moves(
    wb: Workbook,
    id: str | Matrix,
    as_of: date | str | None = None,
    quarters: int = YEAR,
    params: Params | None = None,
    window: str | None = None,
    indices: Mapping[str, Index] = INDICES,
    subject_type: SubjectType | None = None,
) -> pd.DataFrame:
    """Who moved on a matrix over some quarters up to a date; columns as ``movements``."""
    params = saved(wb) if params is None else params
    days = ends_of_quarters(as_of_or_last(wb, as_of), quarters)
    frames = {day: matrix(wb, id, day, window, params, indices, subject_type) for day in days}
    return movements(frames, id if isinstance(id, Matrix) else own.named(wb, id), params, indices)


def movements(frames: Frames, declared: Matrix, params: Params, indices: Collection[str] = INDICES.keys()) -> pd.DataFrame:
    """
    One row a subject placed on the first or on the last of the days: from where to where, how far, and whether it is a move.

    Columns: who it is, ``from_quadrant``, ``to_quadrant`` (``None`` = not placed), ``from_x``, ``to_x``, ``from_y``, ``to_y``,
    ``dx``, ``dy``, ``distance`` (points; of a measure 100 are its usual range), ``axis`` (x or y: the only one that was crossed, else
    the one that moved further), ``crossed_x``, ``crossed_y`` (1 up, -1 down, 0 not beyond doubt), ``kind`` (``KINDS``),
    ``since`` (the first of the days from which it has stood in its quadrant without a break). A cut is crossed beyond doubt by more
    than ``change_band`` points, or by standing on its other side on the last two days; a veto that came or went is a move without a
    cut. Moves first, the largest along ``axis`` first.
    """
    first, before, last = (_by_subject(frames[day]) for day in _three(frames))
    ids = last.index.union(first.index)
    first, before, last = (frame.reindex(ids) for frame in (first, before, last))
    was, placed_then, now = (frame["quadrant"].notna().to_numpy() for frame in (first, before, last))
    table = _identity(first, last)
    crossed = []
    for axis, cut, declared_axis in zip("xy", declared.cuts(params), (declared.x, declared.y), strict=True):
        old, prior, new = (frame[axis].to_numpy("float64") for frame in (first, before, last))
        table[f"from_{axis}"], table[f"to_{axis}"] = np.where(was, old, np.nan), np.where(now, new, np.nan)
        band = params.evidence.change_band if declared_axis.id in indices else np.inf
        crossed.append(_crossed(old, np.where(placed_then, prior, np.nan), new, cut, band) * (was & now))
    table["from_quadrant"], table["to_quadrant"] = first["quadrant"], last["quadrant"]
    table["dx"], table["dy"] = table["to_x"] - table["from_x"], table["to_y"] - table["from_y"]
    far_x = table["dx"].to_numpy("float64") * _points(table, "x", declared.x.id in indices)
    far_y = table["dy"].to_numpy("float64") * _points(table, "y", declared.y.id in indices)
    table["distance"] = np.hypot(far_x, far_y)
    table["crossed_x"], table["crossed_y"] = crossed
    table["axis"] = _leading(crossed, np.abs(far_y) > np.abs(far_x))
    another = (table["from_quadrant"] != table["to_quadrant"]).to_numpy()
    table["kind"] = _kinds(was, now, another, (crossed[0] != 0) | (crossed[1] != 0) | _vetoed(table, declared))
    table["since"] = _since(frames, ids)
    order = table["kind"].map({kind: place for place, kind in enumerate(KINDS)})
    table = table.assign(order=order, far=np.abs(np.where(table["axis"] == "x", far_x, far_y)))
    table = table.sort_values(["order", "far", "subject_id"], ascending=[True, False, True])
    return table[table["from_quadrant"].notna() | table["to_quadrant"].notna()].drop(columns=["order", "far"]).reset_index(drop=True)


def between(table: pd.DataFrame, declared: Matrix) -> pd.DataFrame:
    """
    How many went from each quadrant (a row) to each (a column), ids of quadrants (and ``blocked``); ``""`` stands for not placed.

    What trembles about a cut counts as having stayed.
    """
    blocked = [declared.blocked.id] if declared.blocked else []
    names = [*blocked, *(next(q.id for q in declared.quadrants if q.place == place) for place in declared.order), ""]
    still = table["kind"].eq("within_band")
    to = table["to_quadrant"].where(~still, table["from_quadrant"])
    return pd.crosstab(table["from_quadrant"].fillna(""), to.fillna("")).reindex(index=names, columns=names, fill_value=0)


def trails(frames: Frames, subjects: Sequence[str]) -> pd.DataFrame:
    """The way of some subjects over the days: ``subject_id``, ``x``, ``y``, the oldest first; days without a place are left out."""
    ways = [
        frame.loc[frame["subject_id"].isin(subjects) & frame["quadrant"].notna(), ["subject_id", "x", "y"]] for frame in frames.values()
    ]
    return pd.concat(ways, ignore_index=True)


def _three(frames: Frames) -> tuple[date, date, date]:
    days = list(frames)
    return days[0], days[-2], days[-1]


def _by_subject(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index(pd.Index(frame["subject_id"], name="subject"))


def _identity(first: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    names = [
        name for name in ("subject_type", "subject_id", "subject_name", "account_id", "account_name", "profit", "revenue") if name in last
    ]
    return pd.DataFrame({name: last[name].where(last["subject_id"].notna(), first[name]) for name in names})


def _crossed(old: Floats, prior: Floats, new: Floats, cut: float, band: float) -> npt.NDArray[np.int64]:
    """1 where a value went over the cut beyond doubt, -1 where it fell below it, else 0."""
    side, other = new >= cut, (old >= cut) != (new >= cut)
    stood = ~np.isnan(prior) & ((prior >= cut) == side)
    beyond = np.abs(new - cut) > band
    return np.where(other & (stood | beyond), np.where(side, 1, -1), 0)


def _points(table: pd.DataFrame, side: str, is_index: bool) -> float:
    """What makes points of a change: nothing for an index, for a measure 100 over the range between p5 and p95 of all its values."""
    values = np.concatenate([table[f"{end}_{side}"].dropna().to_numpy("float64") for end in ("from", "to")])
    if is_index or not len(values):
        return 1.0
    low, high = np.percentile(values, [LOW_PERCENTILE, HIGH_PERCENTILE])
    return float(100.0 / (high - low)) if high > low else 0.0


def _leading(crossed: Sequence[npt.NDArray[np.int64]], further_up: Bools) -> npt.NDArray[np.object_]:
    """The axis each movement is told by."""
    x_alone, y_alone = (crossed[0] != 0) & (crossed[1] == 0), (crossed[1] != 0) & (crossed[0] == 0)
    return np.where(x_alone | (~y_alone & ~further_up), "x", "y").astype(object)


def _vetoed(table: pd.DataFrame, declared: Matrix) -> Bools:
    """Who was blocked on just one of both days."""
    if declared.blocked is None:
        return np.zeros(len(table), dtype=bool)
    then, now = (table[f"{end}_quadrant"].eq(declared.blocked.id).to_numpy(bool) for end in ("from", "to"))
    found: Bools = then != now
    return found


def _kinds(was: Bools, now: Bools, another: Bools, crossed: Bools) -> list[Kind]:
    codes = np.select([was & now & another & crossed, was & now & another, now & ~was, was & ~now], [0, 1, 3, 4], 2)
    return [KINDS[code] for code in codes]


def _since(frames: Frames, ids: pd.Index) -> list[date | None]:
    """The first of the days from which each subject has stood in its last quadrant without a break."""
    days = list(frames)
    stands = [_by_subject(frames[day])["quadrant"].reindex(ids).astype(object) for day in days]
    since = np.where(stands[-1].notna(), len(days) - 1, -1)
    same = stands[-1].notna().to_numpy(copy=True)
    for place in range(len(days) - 2, -1, -1):
        same &= np.asarray(stands[place] == stands[-1])
        since[same] = place
    return [days[place] if place >= 0 else None for place in since]
