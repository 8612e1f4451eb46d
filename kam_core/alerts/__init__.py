"""
Which accounts should worry whom, and why.

``rules`` declares the reasons, ``measures`` gathers what they look at, ``judge`` applies them, ``snoozing`` leaves out what somebody put
off, ``because`` shows what stands behind one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.alerts.because import Because, because
from kam_core.alerts.judge import at_risk, judged, ordered, worst
from kam_core.alerts.measures import gathered, measured
from kam_core.alerts.rules import READ, RISKS, RULES, TOGETHER, Condition, Rule
from kam_core.alerts.snoozing import active, awake, marked, snooze, wake
from kam_core.params import Params
from kam_core.text import Translator
from kam_core.text.rounding import exact

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

__all__ = [
    "READ", "RISKS", "RULES", "TOGETHER", "Because", "Condition", "Rule",
    "active", "alerts", "at_risk", "awake", "because", "every", "gathered", "judged", "marked", "measured", "ordered", "snooze", "step",
    "wake", "why", "worst",
]  # fmt: skip


def alerts(wb: Workbook, as_of: date | str | None = None, params: Params | None = None, *, snoozed: bool = False) -> pd.DataFrame:
    """
    Every reason to worry about an account on a date, the most urgent account first, its worst reason first.

    Columns: account_id, account_name, owner, kind (see ``RULES``), risk (high, medium, low), at_stake (money a year) and the measures
    behind the words. What is snoozed is left out, or marked in ``until`` when it is asked for.
    """
    from kam_core.accounts import as_of_or_last
    from kam_core.assumptions import saved
    from kam_core.placing import matrix
    from kam_core.score import score

    day, params = as_of_or_last(wb, as_of), saved(wb) if params is None else params
    found = every(wb, day, params, score(wb, day, params=params), matrix(wb, "loyalty", day, params=params))
    return found if snoozed else awake(found)


def every(wb: Workbook, day: date, params: Params, scores: pd.DataFrame, loyalty: pd.DataFrame) -> pd.DataFrame:
    """The same from scores and placements computed before; snoozed reasons are marked (``until``), not left out."""
    reasons = judged(measured(scores, loyalty, gathered(wb, day)), params)
    return marked(reasons, wb.table("snoozes"), day)


def why(alert: Mapping[str, Any] | pd.Series, t: Translator, symbol: str) -> str:
    """The reason in words."""
    rule = RULES[alert["kind"]]
    days = alert["late"] if rule.kind == "overdue" else alert["days"]
    message = rule.one if rule.one and exact(days) == 1 else rule.why
    return t(
        message,
        days=t.count(alert["days"]), trust=t.index(alert["trust"]), loss=t.money(alert["loss"], symbol), silent=t.count(alert["silent"]),
        gap=t.count(alert["gap"]), share=t.percent(alert["share"]), thread=t.percent(alert["thread"], 0), late=t.count(alert["late"]),
        age=t.count(alert["age"]),
    )  # fmt: skip


def step(alert: Mapping[str, Any] | pd.Series, t: Translator) -> str:
    """What to do next, where a second reason counts with it."""
    return t(TOGETHER.get((alert["kind"], str(alert.get("second"))), RULES[alert["kind"]].step))
