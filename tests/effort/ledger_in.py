"""A workbook in memory with lines, visits, costs, targets, plans and actions as short tuples, for the tests of effort."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from kam_core.workbook import Workbook
from tests.value.portfolio import add, book, rows

DAY = date(2013, 12, 31)


def workbook(
    accounts: Iterable[tuple[str, str, str]] = (("A", "Li", "key"), ("B", "Li", "regular"), ("C", "Wu", "regular")),
    lines: Iterable[tuple[Any, ...]] = (),
    visits: Iterable[tuple[Any, ...]] = (),
    costs: Iterable[tuple[Any, ...]] = (),
    targets: Iterable[tuple[Any, ...]] = (),
    team: Iterable[tuple[Any, ...]] = (),
    actions: Iterable[tuple[Any, ...]] = (),
    facts: Iterable[tuple[Any, ...]] = (),
) -> Workbook:
    """
    Accounts are (id, owner, status), lines (account, day, revenue, cost, order), visits (account, day, hours, kind), costs (account,
    day, activity, amount), targets (type, subject, measure, period, value), team (account, member, hours), actions (id, account, due,
    state, done).
    """
    wb: Workbook = book(lines, costs, facts=facts)
    add(wb, "accounts", [{"account_id": a, "account_name": f"Account {a}", "owner": o, "status": s} for a, o, s in accounts])
    met = rows(("account_id", "date", "hours", "kind"), visits)
    add(wb, "interactions", [{"kind": "visit", **row} for row in met])
    add(wb, "targets", rows(("subject_type", "subject_id", "measure", "period", "value"), targets))
    add(wb, "team", rows(("account_id", "member", "hours_planned"), team))
    add(wb, "actions", [
        {"action_id": i, "account_id": a, "action": "x", "due_on": date.fromisoformat(due), "state": state,
         "done_on": done and date.fromisoformat(done)} for i, a, due, state, done in actions
    ])  # fmt: skip
    return wb
