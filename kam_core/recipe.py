"""
How to get a number again: the lines for a notebook and the SQL, with the date, window, filters and assumptions it was seen under.

The lines are text to copy; they end in an expression whose value is the number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kam_core.accounts import months_of
from kam_core.assumed import code
from kam_core.engine.written import mean_of, over, written
from kam_core.explain import Explanation
from kam_core.figures import Figure
from kam_core.fiscal import WINDOW, months_before, year_start
from kam_core.index.declared import INDICES
from kam_core.params import Params
from kam_core.schema import NO_ACCOUNT


@dataclass(frozen=True)
class Seen:
    """Where and how a number is seen."""

    as_of: date
    params: Params
    path: str | None = None
    """The file of the workbook."""
    disguised: bool = False
    """Whether names and amounts are disguised: no path is told then."""
    kept: bool = False
    """Whether the assumptions are those the workbook keeps, which every function takes by itself."""
    window: str | None = None
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    account: str | None = None
    """The account, or whoever it is about."""
    subject_type: str = "account"

    @property
    def context(self) -> str:
        """Date, window and assumptions as arguments."""
        return ", ".join([f'as_of="{self.as_of}"', *self._window, *self._params])

    @property
    def of_account(self) -> str:
        """The same for what has no window: ``kam.explain``."""
        return ", ".join([f'as_of="{self.as_of}"', *self._params])

    @property
    def _window(self) -> list[str]:
        return [f'window="{self.window}"'] if self.window else []

    @property
    def _params(self) -> list[str]:
        return [] if self.kept else ["params=params"]

    @property
    def values(self) -> dict[str, object]:
        """The same for the parameters of a question."""
        value, serving = self.params.value, self.params.serving
        return {
            "as_of": self.as_of, "months": months_of(self.window), "since": self.since(self.window) if self.window == WINDOW else None,
            "freight": value.freight_is_cost_to_serve, "illustrative": value.count_illustrative, "margin": value.assumed_margin,
            "per_order": serving.cost_per_order, "per_line": serving.cost_per_line, "per_return": serving.cost_per_return,
            "per_hour": serving.cost_per_visit_hour, "credit": serving.credit_rate,
            "no_account": NO_ACCOUNT, "account_id": self.account, "subject_id": self.account, "subject_type": self.subject_type,
        }  # fmt: skip

    def since(self, window: str | None) -> date | None:
        """The day after which a span begins; ``None`` = from the first line on."""
        if window == WINDOW:
            return year_start(self.as_of, self.params.calendar.fiscal_year_start) - timedelta(days=1)
        months = months_of(window)
        return None if months is None else months_before(self.as_of, months).date()


def opened(seen: Seen) -> list[str]:
    """The first lines: the workbook and, where they are not its own, the assumptions."""
    lines = ["import kam_core as kam"]
    if seen.disguised:
        lines += ["from kam_core.disguise import disguised", "", 'wb = disguised(kam.Workbook("workbook.duckdb"))']
    else:
        lines += ["", f"wb = kam.Workbook({_path(seen.path)})"]
    return lines if seen.kept else [*lines, f"params = {code(seen.params)}"]


def notebook(call: str, seen: Seen) -> str:
    """
    A whole notebook cell. ``call`` reads ``scores``, or has ``{context}`` (or ``{of_account}``) for the arguments.

    >>> from datetime import date
    >>> print(notebook('scores["profit"].sum()', Seen(date(2024, 3, 31), Params(), kept=True, filters={"owner": ["Li Na"]})))
    import kam_core as kam
    <BLANKLINE>
    wb = kam.Workbook()
    scores = kam.score(wb, as_of="2024-03-31")
    scores = scores[scores["owner"].isin(['Li Na'])]
    scores["profit"].sum()
    """
    lines = opened(seen)
    if "scores" in call:
        lines.append(f"scores = kam.score(wb, {seen.context})")
        lines += [f'scores = scores[scores["{name}"].isin({list(wanted)!r})]' for name, wanted in seen.filters.items()]
        lines += [f'scores = scores[scores["account_id"] == {seen.account!r}]'] if seen.account else []
    return "\n".join([*lines, call.replace("{context}", seen.context).replace("{of_account}", seen.of_account)])


def sql(figure: Figure, seen: Seen) -> str:
    """SQL whose one value is the figure; where assumptions are judged in Python, the question that gathers its rows."""
    if not figure.sql:
        return written(figure.question, seen.values)
    narrowed = {**seen.filters, **({"account_id": [seen.account]} if seen.account else {})}
    return over("account_money", seen.values, figure.sql, figure.id, narrowed)


def index_sql(told: Explanation) -> str:
    """SQL that builds an index up from the values of its items; empty when nothing is answered."""
    items = told.terms[~told.terms["missing"]]
    known = {row["item"]: (float(row["weight"]), float(row["value"])) for _, row in items.iterrows()}
    index = INDICES[told.index]
    own = told.origin == "items" and set(known) <= {item.id for item in index.items}  # not the contacts of an account
    return mean_of(known, told.index, index.peak if own else 0.0) if known and not np.isnan(told.value) else ""


def rows_sql(told: Explanation, seen: Seen) -> list[str]:
    """The questions that list the rows behind an index: answers, and dated facts where an item is measured."""
    measured = bool(pd.Series(told.terms["source"]).eq("data").any())
    return [written("evidence_rows", seen.values), *([written("evidence_facts", seen.values)] if measured else [])]


def _path(path: str | None) -> str:
    """A path as Python: raw, so that a folder of Windows reads as it is written."""
    if path is None:
        return ""
    return repr(path) if '"' in path or path.endswith("\\") else f'r"{path}"'
