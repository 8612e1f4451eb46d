"""Why an alert stands there: each measure against its limit, the rows of the workbook behind it, and how to get it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.alerts.judge import SIGNS
from kam_core.alerts.rules import RULES, Condition, Rule, Unit
from kam_core.engine import question
from kam_core.engine.written import written
from kam_core.fiscal import months_before
from kam_core.index.declared import INDICES
from kam_core.ledger import service_rows
from kam_core.params import Params
from kam_core.text import Translator

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

WITHIN_A_YEAR = ("evidence_lines", "evidence_costs")
"""Rows that count only in the twelve months up to the date."""


@dataclass(frozen=True)
class Because:
    """One reason of one account, taken apart."""

    rule: Rule
    tests: pd.DataFrame
    """One row a condition: title (message id), value, sign, limit, unit, holds, decides (``alert``, or ``high`` for the risk)."""
    rows: Mapping[str, pd.DataFrame]
    """The rows of the workbook behind it, by question."""
    code: str
    """Python that lists it in a notebook; ``{of_account}`` stands for date and assumptions."""
    sql: Mapping[str, str]
    """The questions with their values written in."""


def because(wb: Workbook, alert: Mapping[str, Any] | pd.Series, as_of: date, params: Params) -> Because:
    """Take apart one line of ``kam.alerts``."""
    rule, account = RULES[alert["kind"]], str(alert["account_id"])
    asked = _asked(account, as_of, params)
    tests = [_tested(c, alert, params, part) for part, group in (("alert", rule.holds), ("high", rule.high_if)) for c in group]
    return Because(
        rule,
        pd.DataFrame(tests, columns=["title", "value", "sign", "limit", "unit", "holds", "decides"]),
        {name: _rows(wb, name, asked, as_of, rule.index, params) for name in rule.questions},
        f'kam.alerts(wb, {{of_account}}, snoozed=True).loc[lambda a: (a["account_id"] == {account!r}) & (a["kind"] == {rule.kind!r})].T',
        {name: written(name, asked) for name in rule.questions},
    )


def formula(rule: Rule, params: Params, t: Translator, symbol: str = "") -> str:
    """The rule in words, its limits as they stand."""
    named = {c.limit: c for c in (*rule.holds, *rule.high_if) if isinstance(c.limit, str)}
    told = {name.replace(".", "_"): limit_in_words(c, params, t, symbol) for name, c in named.items()}
    return t(rule.formula, **told)


def limit_in_words(condition: Condition, params: Params, t: Translator, symbol: str = "") -> str:
    """A limit with its unit."""
    return in_words(condition.threshold(params), condition.unit, t, symbol)


def in_words(value: float, unit: Unit, t: Translator, symbol: str = "") -> str:
    """A measure or a limit with its unit; one without bound (a loss on no revenue) is a sign."""
    if np.isinf(value):
        return "∞"
    if unit == "days":
        return t.missing if np.isnan(value) else t.n("{n} day", "{n} days", value)
    if unit == "money":
        return t.amount(value, symbol)
    if unit == "share":
        return t.percent(value, next((digits for digits in (0, 1) if abs(value - round(value, 2 + digits)) < 1e-9), 2))
    if unit == "times":
        return t.missing if np.isnan(value) else t("{n} times", n=f"{value:.1f}")
    return t.index(value) if unit == "points" else t.count(value)


def _tested(condition: Condition, alert: Mapping[str, Any] | pd.Series, params: Params, decides: str) -> tuple[object, ...]:
    value, limit = float(alert[condition.measure]), condition.threshold(params)
    return condition.title, value, condition.sign, limit, condition.unit, bool(SIGNS[condition.sign](value, limit)), decides


def _asked(account: str, as_of: date, params: Params) -> dict[str, object]:
    value = params.value
    return {
        "account_id": account, "subject_id": account, "subject_type": "account", "as_of": as_of,
        "freight": value.freight_is_cost_to_serve, "illustrative": value.count_illustrative,
    }  # fmt: skip


def _rows(wb: Workbook, name: str, asked: Mapping[str, object], as_of: date, index: str, params: Params) -> pd.DataFrame:
    """The rows behind, without the columns that only the workbook needs."""
    text = question(name)
    found = wb.frame(text, {key: value for key, value in asked.items() if f"${key}" in text})
    if name in WITHIN_A_YEAR:
        found = found[pd.to_datetime(found["date"]) > pd.Timestamp(as_of) - pd.DateOffset(years=1)]
    if name == "evidence_costs":
        rated = service_rows(wb, as_of, params, [str(asked["account_id"])], months_before(as_of, 12).date())
        found = pd.concat([found, rated[list(found.columns)]], ignore_index=True) if len(rated) else found
    if index and "item" in found:
        found = found[found["item"].isin([item.id for item in INDICES[index].items])]
    if "valid_on" in found:
        found = found.sort_values("valid_on", ascending=False, kind="stable")
    return found.drop(columns=["row_id", "version"], errors="ignore").reset_index(drop=True)
