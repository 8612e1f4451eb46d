"""The rows a check finds, as a question to the workbook: to count them, or to show exactly those."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kam_core.engine import question
from kam_core.identity.twins import twins_of
from kam_core.index import INDICES
from kam_core.params import Params
from kam_core.quality.checks import CHECKS, Check
from kam_core.schema import NO_ACCOUNT
from kam_core.workbook import suspects

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


def rows_of(wb: Workbook, check: str, day: date, params: Params) -> tuple[str, dict[str, Any]]:
    """The question that gives the rows a check finds (row_id, account_id), and its parameters."""
    declared, facts = CHECKS[check], facts_of(day, params)
    if declared.kind == "duplicate":
        twins = twins_of(wb, params)
        found = twins.loc[twins["check"] == check, "row_id"].tolist()
        return "SELECT row_id, CAST(NULL AS VARCHAR) AS account_id FROM (SELECT unnest($twins) AS row_id)", {"twins": found}
    sql = sql_of(declared)
    return sql, suspects.asked(sql, facts)


def counts_of(wb: Workbook, table: str, day: date, params: Params) -> dict[str, int]:
    """How many rows each check finds in one table; checks that find none are left out."""
    asked = [check.id for check in CHECKS.values() if check.table == table]
    found = {check: int(suspects.counted(wb, *rows_of(wb, check, day, params))["n"].sum()) for check in asked}
    return {check: n for check, n in found.items() if n}


def any_of(wb: Workbook, checks: tuple[str, ...], day: date, params: Params) -> tuple[str, dict[str, Any]]:
    """The question that gives the rows any of these checks finds, and its parameters."""
    asked = [rows_of(wb, check, day, params) for check in checks]
    sql = " UNION ALL ".join(f"({sql})" for sql, _ in asked)
    return sql, {name: value for _, facts in asked for name, value in facts.items()}


def sql_of(check: Check) -> str:
    """The question of a check that looks at rows; empty for one that compares names."""
    if check.question:
        return question(f"quality_{check.question}")
    if check.target[0]:
        return suspects.dangling(check.table, check.column, *check.target)
    return suspects.missing(check.table, check.column) if check.column else suspects.doubled(check.table)


def facts_of(day: date, params: Params) -> dict[str, Any]:
    """Everything a question may ask for."""
    items = [item for index in INDICES.values() for item in (index.given, *index.items)]
    return {
        "as_of": day, "no_account": NO_ACCOUNT, "stale_days": params.alerts.stale_days, "untouched_days": params.quality.untouched_days,
        "items": [item.id for item in items], "lows": [item.low for item in items], "highs": [item.high for item in items],
    }  # fmt: skip
