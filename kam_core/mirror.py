"""
The mirror 镜像: the same items answered by us and by the customer, and where we think better of ourselves than they do.

Both sides are held against each other answer by answer: an item counts where our people and the customer answered it for the same
account, or for the same contact, whose answers then count by influence. Ratings of one side keep their weights by age.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import account_state, as_of_or_last
from kam_core.assumptions import saved
from kam_core.index.cells import Cells
from kam_core.index.declared import INDICES, index_of
from kam_core.index.engine import IndexInputs, index_values, judged_items
from kam_core.index.evidence import contacts_of, judged, roll_up
from kam_core.index.shapes import Floats, Index, SubjectType
from kam_core.matrices import checked_params
from kam_core.params import EvidenceParams, Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

SURE = 1.645
"""A gap of so many standard deviations is called sure: 95 % of the doubt lies on its side."""

COMPARABLE = tuple(name for name, index in INDICES.items() if "account" in index.subjects and any(item.judged for item in index.items))
"""The indices that both sides can answer about an account."""


@dataclass(frozen=True)
class _Both:
    """The answers of both sides, each where the other answered too, and how many raters each has in all."""

    ours: Cells
    theirs: Cells


def mirror(wb: Workbook, index: str, as_of: date | str | None = None, params: Params | None = None) -> pd.DataFrame:
    """
    One row an account with an item that both sides answered, the largest self-deception first, those with thin evidence last.

    Columns: ``account_id``, ``account_name``, ``owner``, ``revenue``, ``ours`` and ``customer`` (the index over those items, 0-100),
    ``gap`` (ours less the customer's; of an index where less is better the other way round, so that above zero we think too well of
    ourselves), ``gap_sd`` (points), ``sure`` (beyond 1.645 standard deviations, on enough items), ``items`` (how many), ``all_items``,
    ``coverage`` (their weight in that of all judged items; below ``hollow_below`` of the assumptions the evidence is thin).
    """
    declared, day = index_of(index), as_of_or_last(wb, as_of)
    params = checked_params(saved(wb) if params is None else params)
    state = account_state(wb, day, None, params)
    both = _accounts(wb, declared, pd.Index(state["account_id"]), day, params.evidence)
    sides = [_valued(state, cells, declared, params) for cells in (both.ours, both.theirs)]
    items, doubt, covered = _doubt(declared, both, params)
    thin = covered < params.evidence.hollow_below
    gap = (sides[0] - sides[1]) * (1 if declared.higher_is_better else -1)
    found = pd.DataFrame({
        "account_id": state["account_id"], "account_name": state["account_name"], "owner": state["owner"], "revenue": state["revenue"],
        "ours": sides[0], "customer": sides[1], "gap": gap, "gap_sd": doubt, "sure": (np.abs(gap) > SURE * doubt) & ~thin,
        "items": items, "all_items": sum(item.judged for item in declared.items), "coverage": covered,
    })  # fmt: skip
    known = found.assign(thin=thin)[(items > 0) & np.isfinite(gap)]
    ranked = known.sort_values(["thin", "gap", "account_id"], ascending=[True, False, True], kind="stable")
    return ranked.drop(columns="thin").reset_index(drop=True)


def mirror_items(wb: Workbook, index: str, account_id: str, as_of: date | str | None = None, params: Params | None = None) -> pd.DataFrame:
    """
    The items of one account: ``item``, ``title``, ``ours`` and ``customer`` on the item's own scale, ``low``, ``high``, ``gap`` (points).

    Missing where a side has not answered it for a subject that the other answered too.
    """
    declared, day = index_of(index), as_of_or_last(wb, as_of)
    params = checked_params(saved(wb) if params is None else params)
    ids = pd.Index(account_state(wb, day, None, params)["account_id"])
    both, place = _accounts(wb, declared, ids, day, params.evidence), int(ids.get_indexer(pd.Index([account_id]))[0])
    rows = []
    for item in (item for item in declared.items if item.judged):
        ours, theirs = (float(cells.row(item.id)[0][place]) if place >= 0 else np.nan for cells in (both.ours, both.theirs))
        told = {"item": item.id, "title": item.title, "low": item.low, "high": item.high, "gap": ours - theirs}
        rows.append({**told, "ours": _raw(item.raw, ours), "customer": _raw(item.raw, theirs)})
    return pd.DataFrame(rows, columns=["item", "title", "ours", "customer", "low", "high", "gap"])


def _raw(back: object, value: float) -> float:
    return value if np.isnan(value) else float(back(value))  # type: ignore[operator]


def _accounts(wb: Workbook, index: Index, ids: pd.Index, day: date, evidence: EvidenceParams) -> _Both:
    """Both sides by account: its own answers, and those of its contacts by influence."""
    own = _sides(wb, index, "account", ids, day, evidence)
    contacts = contacts_of(wb, ids)
    if "contact" not in index.subjects or not len(contacts.ids):
        return own
    people = _sides(wb, index, "contact", contacts.ids, day, evidence)
    return _Both(roll_up(own.ours, people.ours, contacts), roll_up(own.theirs, people.theirs, contacts))


def _sides(wb: Workbook, index: Index, subject_type: SubjectType, ids: pd.Index, day: date, evidence: EvidenceParams) -> _Both:
    """The answers of either side about these subjects, only where the other side answered the same item."""
    items = [item for item in judged_items([index], subject_type) if item.id != index.id]
    ours = judged(wb, subject_type, ids, items, day, replace(evidence, weight_ours=1.0, weight_vote=1.0, weight_customer=0.0))
    theirs = judged(wb, subject_type, ids, items, day, replace(evidence, weight_ours=0.0, weight_vote=0.0, weight_customer=1.0))
    known = [~np.isnan(a[0]) & ~np.isnan(b[0]) for a, b in zip(ours.rows, theirs.rows, strict=True)]
    return _Both(_where(ours, known), _where(theirs, known))


def _where(cells: Cells, known: list[np.ndarray]) -> Cells:
    return Cells(cells.items, tuple(np.where(both, row, np.array([[np.nan], [np.nan], [0.0], [0.0]]))
                                    for row, both in zip(cells.rows, known, strict=True)))  # fmt: skip


def _valued(state: pd.DataFrame, cells: Cells, index: Index, params: Params) -> Floats:
    """The index over the judged items of one side; what is measured is no view of anybody."""
    view = replace(index, items=tuple(item for item in index.items if item.judged))
    return index_values(IndexInputs("account", state, cells, {index.id: view}), view, params).value


def _doubt(index: Index, both: _Both, params: Params) -> tuple[Floats, Floats, Floats]:
    """Items both sides answered, standard deviation of the difference of both means in points, and their share of the weight."""
    weights = index.weights(params)
    judged = [item for item in index.items if item.judged]
    known = np.array([~np.isnan(both.ours.row(item.id)[0]) for item in judged])
    weight = np.array([weights[item.id] for item in judged])[:, None] * known
    variance = np.array([both.ours.row(i.id)[1] ** 2 + both.theirs.row(i.id)[1] ** 2 for i in judged])
    total = weight.sum(axis=0)
    spread = np.sqrt(np.nansum(weight**2 * np.nan_to_num(variance), axis=0))
    whole = sum(weights[item.id] for item in judged) or 1.0
    doubt = np.where(total > 0, spread / np.where(total > 0, total, 1.0), np.nan)
    return known.sum(axis=0).astype(np.float64), doubt, np.round(total / whole, 9)
