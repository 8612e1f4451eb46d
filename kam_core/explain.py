"""
Why is this number what it is: its terms in order, the rows behind each, and the one answer that would change the quadrant.

No words here but message ids; they are rendered where they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from kam_core.assumptions import saved
from kam_core.engine import question
from kam_core.errors import UnknownName
from kam_core.index.declared import INDICES
from kam_core.index.engine import index_values, inputs
from kam_core.index.flip import Flip, flip
from kam_core.index.proof import COLUMNS, by_people, sources, terms
from kam_core.index.shapes import Index, SubjectType
from kam_core.index.subjects import subjects_of
from kam_core.ledger import service_rows
from kam_core.matrices import MATRICES
from kam_core.params import Params, validate
from kam_core.schema import MONEY_DIGITS
from kam_core.text import N_
from kam_core.value.lifetime import lifetime_value

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

Origin = Literal["items", "given", "none", "data", "entered", "contract", "portfolio", "rhythm", "parameter"]
"""``items``, one direct answer (``given``) or nothing for an index; ``data`` for money; where a retention comes from."""


@dataclass(frozen=True)
class Explanation:
    """One number of one subject, taken apart."""

    subject: str
    index: str
    """The index, or the measure of money."""
    title: str
    value: float
    """0-100 for an index, money or a share else; NaN = unknown."""
    coverage: float
    origin: Origin
    terms: pd.DataFrame
    """Columns as ``kam_core.index.proof.COLUMNS``; the contributions of what is known add up to ``value``."""
    flip: Flip | None
    behind: Callable[[str], pd.DataFrame]

    def rows(self, item: str) -> pd.DataFrame:
        """The rows of the workbook behind one term, the latest first; an unknown term raises with the closest ones."""
        known = self.terms["item"].tolist()
        if item not in known:
            raise UnknownName.of("item", item, known)
        return self.behind(item)


def explain(
    wb: Workbook,
    account_id: str,
    what: str,
    as_of: date | str | None = None,
    params: Params | None = None,
    subject_type: SubjectType = "account",
) -> Explanation:
    """
    Take one number apart: an index (``"trust"``, ...) or money (``"profit"``, ``"clv"``, ...; see ``MONEY``).

    For another ``subject_type`` the id is that of a contact, an owner or a need. Unknown names raise with the closest ones.
    """
    from kam_core.accounts import account_state, as_of_or_last

    if what not in INDICES and what not in MONEY:
        raise UnknownName.of("index or measure", what, [*INDICES, *MONEY])
    params, day = validate(saved(wb) if params is None else params), as_of_or_last(wb, as_of)
    state = subjects_of(wb, subject_type, account_state(wb, day, None, params))
    found = np.flatnonzero(state["subject_id"].to_numpy() == account_id)
    if not len(found):
        raise UnknownName.of(subject_type, account_id, state["subject_id"].astype(str).tolist())
    case = _Case(wb, state, int(found[0]), str(account_id), day, params, subject_type)
    return _index(case, what) if what in INDICES else _money(case, what)


@dataclass(frozen=True)
class _Case:
    wb: Workbook
    state: pd.DataFrame
    place: int
    subject: str
    day: date
    params: Params
    subject_type: SubjectType

    def of(self, column: str) -> float:
        """A figure of the account; NaN where it is unknown."""
        return float(self.state[column].iloc[self.place]) if column in self.state else np.nan

    def frame(self, name: str, **more: Any) -> pd.DataFrame:
        """The answer to a question about the account."""
        return self.wb.frame(question(name), {"account_id": self.subject, "as_of": self.day, **more})


def _index(case: _Case, what: str) -> Explanation:
    index = INDICES[what]
    data = inputs(case.wb, case.state, case.day, case.params, case.subject_type, _beside(what))
    result = index_values(data, index, case.params)
    value = float(result.value[case.place])
    origin: Origin = "given" if result.given[case.place] else "none" if np.isnan(value) else "items"
    head = (case.subject, what, index.title, value, float(result.coverage[case.place]), origin)
    if case.subject_type == "account" and "account" not in index.subjects:
        told, rows = by_people(case.wb, data, index, case.place, case.subject, case.day, case.params)
        return Explanation(*head, told, None, rows)
    behind = sources(case.wb, data, index, case.place, case.subject, case.day, case.params.evidence)
    told = terms(data, index, case.place, behind, case.params)
    return Explanation(*head, told, flip(data, index, case.place, case.params), behind.__getitem__)


def _beside(what: str) -> dict[str, Index]:
    """The index, and those it stands with on a matrix."""
    axes = [{matrix.x.id, matrix.y.id} for matrix in MATRICES.values()]
    beside = {what}.union(*(pair for pair in axes if what in pair))
    return {name: index for name, index in INDICES.items() if name in beside}


@dataclass(frozen=True)
class _Term:
    """A term of money: its id and title, its amount with the sign it enters with."""

    item: str
    title: str
    amount: float
    values: Mapping[str, object] = field(default_factory=dict)


def _revenue(case: _Case) -> list[_Term]:
    return [_Term("revenue", N_("Revenue"), case.of("revenue"))]


def _gross_profit(case: _Case) -> list[_Term]:
    """Revenue, less what has no known cost (or its assumed cost), less cost of goods."""
    revenue, gross = case.of("revenue"), case.of("gross_profit")
    open_revenue = round(revenue * (1.0 - np.nan_to_num(case.of("cost_coverage"))), MONEY_DIGITS)
    margin = case.params.value.assumed_margin
    left_out = open_revenue * (1.0 - margin) if margin is not None else open_revenue
    title = N_("Revenue without a known cost") if margin is None else N_("Assumed cost")
    parts = [*_revenue(case)]
    if left_out:
        parts.append(_Term("revenue_without_cost", title, -left_out))
    return [*parts, _Term("cost", N_("Cost of goods"), gross - revenue + left_out)]


def _cost_to_serve(case: _Case) -> list[_Term]:
    lines = _cost_lines(case)
    return [_Term(str(name), str(name), float(part["amount"].sum())) for name, part in lines.groupby("activity", sort=True)]


def _cost_lines(case: _Case) -> pd.DataFrame:
    value = case.params.value
    uploaded = case.frame("evidence_costs", freight=value.freight_is_cost_to_serve, illustrative=value.count_illustrative)
    rated = service_rows(case.wb, case.day, case.params, [case.subject])[list(uploaded.columns)]
    return pd.concat([part for part in (uploaded, rated) if len(part)], ignore_index=True) if len(rated) else uploaded


def _profit(case: _Case) -> list[_Term]:
    gross, serve = case.of("gross_profit"), case.of("cost_to_serve")
    known = [] if np.isnan(gross) and not np.isnan(serve) else [_Term("gross_profit", N_("Gross profit"), gross)]
    credit = case.of("cost_of_credit")
    owed = [] if np.isnan(credit) else [_Term("cost_of_credit", N_("Cost of credit"), -credit)]
    return [*known, _Term("cost_to_serve", N_("Cost to serve"), -serve), *owed]


def _clv(case: _Case) -> list[_Term]:
    """The years of the horizon: what each adds is the value with it less the value without it."""
    horizon, before, parts = case.params.value.horizon, 0.0, []
    for year in range(1, horizon + 1):
        until = replace(case.params, value=replace(case.params.value, horizon=year))
        value = float(lifetime_value(case.state, until)["clv"].iloc[case.place])
        parts.append(_Term(f"year_{year}", N_("Year {year}"), value - before, {"year": year}))
        before = value
    return parts


def _retention(case: _Case) -> list[_Term]:
    return [_Term("retention", N_("Retention"), float(lifetime_value(case.state, case.params)["retention"].iloc[case.place]))]


@dataclass(frozen=True)
class Measure:
    """A measure of money: its title, its terms, and the figures its value is a column of."""

    title: str
    terms: Callable[[_Case], list[_Term]]
    lifetime: bool = False
    """Of the lifetime value, else of the account state."""


MONEY: Mapping[str, Measure] = {
    "revenue": Measure(N_("Revenue"), _revenue),
    "gross_profit": Measure(N_("Gross profit"), _gross_profit),
    "cost_to_serve": Measure(N_("Cost to serve"), _cost_to_serve),
    "profit": Measure(N_("Profit"), _profit),
    "clv": Measure(N_("Lifetime value"), _clv, lifetime=True),
    "retention": Measure(N_("Retention"), _retention, lifetime=True),
}
"""What can be explained besides the indices."""


def _money(case: _Case, what: str) -> Explanation:
    measure = MONEY[what]
    told = lifetime_value(case.state, case.params).iloc[case.place] if measure.lifetime else None
    value = case.of(what) if told is None else float(told[what])
    origin: Any = "data" if told is None else told["retention_origin"]
    return Explanation(
        case.subject, what, measure.title, value, float(not np.isnan(value)), origin,
        pd.DataFrame(_lines(measure.terms(case), case.day), columns=list(COLUMNS)), None, lambda item: _behind(case, what, item),
    )  # fmt: skip


def _lines(parts: Iterable[_Term], day: date) -> list[dict[str, object]]:
    blank = dict.fromkeys(COLUMNS, np.nan)
    return [
        {
            **blank, "item": part.item, "title": part.title, "question": "", "raw": part.amount, "value": part.amount,
            "contribution": part.amount, "source": "data", "valid_on": pd.Timestamp(day), "rater": None, "status": "confirmed",
            "missing": bool(np.isnan(part.amount)), "ratings": 0, "values": dict(part.values),
        }
        for part in parts
    ]  # fmt: skip


def _behind(case: _Case, what: str, item: str) -> pd.DataFrame:
    """Transaction lines, cost lines (of one activity) or, for what is derived from the whole, the account's own figures."""
    if what == "cost_to_serve":  # its terms are activities, called whatever people call them: "revenue", even
        costs = _cost_lines(case)
        return costs[costs["activity"] == item].reset_index(drop=True)
    if item in ("revenue", "revenue_without_cost", "cost", "gross_profit"):
        lines = case.frame("evidence_lines")
        return lines[lines["cost"].isna()].reset_index(drop=True) if item == "revenue_without_cost" else lines
    if item == "cost_to_serve":
        return _cost_lines(case)
    return case.state.iloc[[case.place]].reset_index(drop=True)
