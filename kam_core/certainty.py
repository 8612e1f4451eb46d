"""How sure a place on a matrix is, which one answer would change it, and which question would take away most of the doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.accounts import account_state
from kam_core.index.declared import INDICES
from kam_core.index.engine import IndexInputs, index_values, inputs
from kam_core.index.flip import Flip, flip
from kam_core.index.shapes import Index, SubjectType
from kam_core.index.subjects import subjects_of
from kam_core.matrices import PLACES, Axis, Matrix
from kam_core.params import Params
from kam_core.text import N_, Translator

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

ASKED = {"missing": N_("Ask: {item}"), "data": N_("Add data: {item}"), "vague": N_("Confirm: {item}")}
"""A question nobody answered, a measure without data, or a question whose answers are assumed or old."""

HARDLY = 0.02
"""An axis whose side is doubted less is not asked about."""


def doubtful_first(placed: pd.DataFrame, declared: Matrix) -> pd.DataFrame:
    """
    Who is placed (``kam.matrix``), the least sure first, with the next likely quadrant: ``second``, ``second_probability``.

    The four probabilities of a subject add up to 1; a place that is blocked or missing is left out.
    """
    known = placed[placed["quadrant"].isin([q.id for q in declared.quadrants]) & placed["probability"].notna()]
    chances = known[[f"p_{place}" for place in PLACES]].to_numpy("float64")
    names = np.array([next(q.id for q in declared.quadrants if q.place == place) for place in PLACES], dtype=object)
    others = np.where(names[None, :] == known["quadrant"].to_numpy()[:, None], -1.0, chances)
    second = others.argmax(axis=1) if len(known) else np.zeros(0, dtype=int)
    found = known.assign(second=names[second], second_probability=chances[np.arange(len(known)), second])
    return found.sort_values(["probability", "subject_id"], kind="stable").reset_index(drop=True)


def finding(known: pd.DataFrame, sure_from: float, declared: Matrix, t: Translator, name: str) -> str:
    """How many places are sure, and which is the least; ``name`` is what people call the first of ``known``."""
    if known.empty:
        return t("How sure is each place?")
    sure = int((known["probability"] >= sure_from).sum())
    first = known.iloc[0]
    facts = {"sure": t.count(sure), "all": t.count(len(known)), "share": t.percent(sure_from, 0)}
    if sure == len(known):
        return t("All {all} places are sure: their quadrant has {share} or more.", **facts)
    titles = {q.id: t(q.title) for q in declared.quadrants}
    least = f"{titles[first['quadrant']]} {t.percent(first['probability'], 0)}"
    return t("{sure} of {all} places are sure ({share} or more); least {name}: {least}.", name=name, least=least, **facts)


def questions(wb: Workbook, declared: Matrix, chosen: pd.DataFrame, as_of: date, params: Params, window: str | None = None) -> pd.DataFrame:
    """
    For each of the ``chosen`` (rows of ``doubtful_first``): the one answer that would change the quadrant, and what to ask first.

    Columns: ``subject_id``, ``flip`` (``Flip`` or ``None``), ``asked`` (key of ``ASKED``, ``None`` = nothing), ``ask_index``,
    ``ask_item``, ``ask_title``. Asked first is, on the axis whose side is doubted most, the missing item that weighs most; where
    nothing is missing the item whose answers are vaguest for their weight.
    """
    columns = ["subject_id", "flip", "asked", "ask_index", "ask_item", "ask_title"]
    if chosen.empty:
        return pd.DataFrame(columns=columns)
    data = _inputs(wb, declared, chosen, as_of, params, window)
    rows = []
    for place, row in enumerate(chosen.to_dict("records")):
        asked = next(_asked(data, declared, {str(k): v for k, v in row.items()}, place, params), dict.fromkeys(columns[2:]))
        rows.append({"subject_id": row["subject_id"], "flip": _flip(data, declared, place, params), **asked})
    found = pd.DataFrame(rows, columns=columns).astype(object)
    return found.where(found.notna(), None)


def _inputs(wb: Workbook, declared: Matrix, chosen: pd.DataFrame, as_of: date, params: Params, window: str | None) -> IndexInputs:
    who: SubjectType = chosen["subject_type"].iloc[0]
    state = subjects_of(wb, who, account_state(wb, as_of, window, params))
    indices = {index.id: index for index in _indices(declared)}
    data = inputs(wb, state, as_of, params, who, indices)
    return data.taken(pd.Index(state["subject_id"]).get_indexer(pd.Index(chosen["subject_id"])).astype(np.int64))


def _indices(declared: Matrix) -> list[Index]:
    return [INDICES[axis.id] for axis in (declared.x, declared.y) if axis.id in INDICES]


def _flip(data: IndexInputs, declared: Matrix, place: int, params: Params) -> Flip | None:
    """The smaller of what the two axes offer, in shares of the scale of the item."""
    if {axis.id for axis in (declared.x, declared.y)} - set(data.indices):
        return None
    offers = []
    for index in _indices(declared):
        offer = flip(data, index, place, params, [declared])
        if offer is not None:
            item = next(item for item in (*index.items, index.given) if item.id == offer.item)
            offers.append((abs(offer.to_raw - offer.from_raw) / (item.high - item.low), index.id, offer))
    return min(offers, key=lambda one: one[:2])[2] if offers else None


def _asked(data: IndexInputs, declared: Matrix, row: dict[str, Any], place: int, params: Params) -> Iterator[dict[str, Any]]:
    """What could be asked, the best question first."""
    high = {"x": row["p_hh"] + row["p_hl"], "y": row["p_hh"] + row["p_lh"]}
    doubt = {side: min(chance, 1 - chance) for side, chance in high.items()}
    sides: Sequence[tuple[str, Axis]] = sorted((("x", declared.x), ("y", declared.y)), key=lambda one: -doubt[one[0]])
    indices = [INDICES[axis.id] for side, axis in sides if axis.id in data.indices and doubt[side] >= HARDLY]
    items = [(index, _weights(data, index, place, params)) for index in indices if data.subject_type in index.subjects]
    for index, found in items:
        missing = [(weight, id) for id, weight, value, _ in found if np.isnan(value)]
        if missing:
            yield _question("missing", index, max(missing)[1])
    for index, found in items:
        vague = [(weight * sd, id) for id, weight, value, sd in found if not np.isnan(value) and sd > 0]
        if vague:
            yield _question("vague", index, max(vague)[1])


def _weights(data: IndexInputs, index: Index, place: int, params: Params) -> list[tuple[str, float, float, float]]:
    """Weight, value and sd of every item that counts, by id; the index as one answer where that is what is known."""
    if index_values(data, index, params).given[place]:
        value, sd, _ = data.item(index.given)
        return [(index.id, 1.0, float(value[place]), float(sd[place]))]
    weights = index.weights(params)
    found = []
    for item in index.items:
        if weights[item.id] > 0:
            value, sd, _ = data.item(item)
            found.append((item.id, weights[item.id], float(value[place]), float(sd[place])))
    return found


def _question(asked: str, index: Index, id: str) -> dict[str, Any]:
    item = next(one for one in (*index.items, index.given) if one.id == id)
    return {"asked": asked if item.judged else "data", "ask_index": index.id, "ask_item": id, "ask_title": item.title}
