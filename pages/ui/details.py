"""What lies below the head of the account room: one part at a time, named in the link, and computed only when it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from kam_core.engine import question
from kam_core.text import N_
from kam_core.workbook import lookup
from pages.ui import habits, judged_account, linked, notes, people, plans, state, timeline, visits
from pages.ui.value import beyond_account, lifetime_account, profit_account
from pages.ui.view import View

PARTS: Mapping[str, tuple[str, Callable[[View, str], None], str]] = {
    "habits": (N_("Buying habits"), habits.show, ""),
    "profit": (N_("Profit"), profit_account.show, ""),
    "judged": (N_("Indices"), judged_account.show, ""),
    "people": (N_("People"), people.show, "contacts"),
    "visits": (N_("Visits"), visits.show, "interactions"),
    "actions": (N_("Actions"), plans.actions, "actions"),
    "needs": (N_("Needs"), plans.needs, "needs"),
    "contracts": (N_("Contracts"), plans.contracts, "contracts"),
    "competitors": (N_("Competitors"), plans.competitors, "competitors"),
    "feedback": (N_("Feedback"), plans.feedback, "feedback"),
    "beyond": (N_("Value beyond purchases"), beyond_account.show, "values_delivered"),
    "lifetime": (N_("Lifetime value"), lifetime_account.show, ""),
    "timeline": (N_("Timeline"), timeline.show, ""),
    "notes": (N_("Notes"), notes.show, "notes"),
}
"""By the id in the link: title, what draws it, and the table whose rows are counted beside the title."""


def part(view: View, account_id: str) -> None:
    """The choice of a part, and the part."""
    t, counts = view.t, _counts(view, account_id)
    link = linked.choice(state.PART, list(PARTS), "habits", plain_default=True)
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            t("Part of the room"),
            list(PARTS),
            required=True,
            format_func=lambda name: _title(view, name, counts),
            label_visibility="collapsed",
            wrap=True,
            **link,
        )
        _, show, table = PARTS[str(chosen)]
        if table and _invented(view, table, account_id):
            st.badge(t("Illustrative"), color="orange", icon=":material/theater_comedy:")
    show(view, account_id)


def _title(view: View, name: str, counts: Mapping[str, int]) -> str:
    title, _, table = PARTS[name]
    return f"{view.t(title)} {view.t.count(counts[table])}" if counts.get(table) else view.t(title)


def _counts(view: View, account_id: str) -> dict[str, int]:
    def made() -> dict[str, int]:
        rows: pd.DataFrame = view.book.frame(question("account_counts"), {"account_id": account_id})
        return dict(zip(rows["name"], rows["rows"], strict=True))

    found: dict[str, int] = view.kept("account_counts", made, account_id, view.book.revision)
    return found


def _invented(view: View, table: str, account_id: str) -> bool:
    revision = view.book.revisions[table]
    return bool(view.kept("part_invented", lambda: lookup.illustrative(view.book, table, account_id), table, account_id, revision))
