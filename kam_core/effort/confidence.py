"""Whether what was invested raised confidence (methods 8), and how to read confidence beside trust."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.effort.people import accounts_of
from kam_core.effort.spent import spent, within
from kam_core.engine import WorkbookEngine
from kam_core.fiscal import months_before
from kam_core.gathered.adoption import FACT
from kam_core.index.declared import INDICES
from kam_core.index.engine import IndexInputs, index_values, inputs
from kam_core.index.shapes import Floats
from kam_core.matrices.shapes import CUT
from kam_core.params import Params
from kam_core.text import N_

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

UNIT = 1000.0
"""Effectiveness is told in points per so much money."""

PATH_MONTHS = (12, 9, 6, 3, 0)

READINGS: Mapping[str, tuple[str, str]] = {
    "both": (N_("Trust and confidence"), N_("Both carry: keep the proof coming.")),
    "product": (N_("Trust without confidence"), N_("They trust us, not the product: fix product or delivery, not hospitality.")),
    "relation": (N_("Confidence without trust"), N_("The product carries a weak relationship: a rival with an equal product wins.")),
    "neither": (N_("Neither"), N_("Neither carries: prove one promise in a small thing first.")),
}
"""How trust and confidence together read: title and advice."""


def reading(trust: float, confidence: float, cut: float = CUT) -> str | None:
    """
    The id of the reading; ``None`` where one of the two is unknown.

    >>> reading(72.0, 41.0), reading(41.0, 72.0), reading(60.0, 60.0)
    ('product', 'relation', 'both')
    """
    if np.isnan(trust) or np.isnan(confidence):
        return None
    return {(True, True): "both", (True, False): "product", (False, True): "relation", (False, False): "neither"}[
        trust >= cut, confidence >= cut
    ]


def effectiveness(book: Workbook, as_of: date, params: Params) -> pd.DataFrame:
    """
    A row an account of which confidence is known now: account_id, account_name, owner, trust, confidence_before, confidence,
    confidence_change (points), since (day), invested (effort since then, money), effectiveness (points per ``UNIT``), reading.

    Before is the earliest of the days of ``PATH_MONTHS`` on which confidence was known. Change and effectiveness are missing where it
    was not, effectiveness also where nothing was invested.
    """
    state = accounts_of(book, as_of)
    ids = pd.Index(state["account_id"])
    months = spent(book, as_of, params, ids)
    now = _levels(book, ids, as_of, params)
    before, invested = np.full(len(ids), np.nan), np.full(len(ids), np.nan)
    since = np.full(len(ids), np.datetime64("NaT"), dtype="datetime64[s]")
    for ago in PATH_MONTHS[:-1]:
        day = months_before(as_of, ago).date()
        then = _levels(book, ids, day, params)["confidence"].to_numpy("float64")
        first = np.isnan(before) & ~np.isnan(then)
        before[first], since[first] = then[first], np.datetime64(day)
        invested[first] = within(months, "effort", 0, ago)[first]
    return _told(state, now, before, since, invested)


def _told(state: pd.DataFrame, now: pd.DataFrame, before: Floats, since: npt.NDArray[np.datetime64], invested: Floats) -> pd.DataFrame:
    confidence, trust = now["confidence"].to_numpy("float64"), now["trust"].to_numpy("float64")
    change = confidence - before
    found = state[["account_id", "account_name", "owner"]].assign(
        trust=trust, confidence_before=before, confidence=confidence, confidence_change=change, since=since, invested=invested,
        effectiveness=np.where(invested > 0, change / np.where(invested > 0, invested, 1.0) * UNIT, np.nan),
        reading=pd.Series([reading(t, c) for t, c in zip(trust, confidence, strict=True)], dtype=object, index=state.index),
    )  # fmt: skip
    return found[found["confidence"].notna()].sort_values(["effectiveness", "account_id"]).reset_index(drop=True)


def _levels(book: Workbook, ids: pd.Index, day: date, params: Params) -> pd.DataFrame:
    """Trust and confidence of accounts on a day; missing where too little is answered to place anybody."""
    asked = {name: INDICES[name] for name in ("trust", "confidence")}
    # Of the whole account state these two measure nothing but the number of suitable lines.
    facts = WorkbookEngine(book).run("account_facts", as_of=day).to_pandas()
    lines = facts[facts["fact"] == FACT.removeprefix("fact_")].set_index("account_id")["value"]
    state = pd.DataFrame({"account_id": ids, FACT: lines.reindex(ids).to_numpy("float64")})
    data = inputs(book, state, day, params, indices=asked)
    return pd.DataFrame({name: _known(data, name, params) for name in asked}, index=ids)


def _known(data: IndexInputs, name: str, params: Params) -> Floats:
    found = index_values(data, INDICES[name], params)
    return np.where(found.coverage >= params.evidence.placed_from, found.value, np.nan)


def confidence_path(book: Workbook, account_id: str, as_of: date, params: Params) -> pd.DataFrame:
    """Confidence and trust of one account on this day and at the end of the four quarters before: day, confidence, trust; oldest first."""
    days = [as_of if not months else months_before(as_of, months).date() for months in PATH_MONTHS]
    levels = [_levels(book, pd.Index([account_id]), day, params) for day in days]
    return pd.concat(levels, ignore_index=True).assign(day=days)[["day", "confidence", "trust"]]
