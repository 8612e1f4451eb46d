"""What effort brings: efficiency of accounts or owners, targets in their own measure, where hours would bring more, confidence bought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.charts.effort import MOST_POINTS
from kam_core.effort import Efficiency, attained, efficiency, effort_pairs, refused, shifts, words
from kam_core.effort.spent import TABLES
from kam_core.effort.targets import TABLES as TARGETS
from kam_core.fiscal import WINDOW, months_before, year_start
from kam_core.index.shapes import SubjectType
from pages.ui import clicks, confidence_account, download, frame, pictures, state
from pages.ui.matrix import figures, follow_up_confidence, follow_up_hint, follow_up_targets, seen
from pages.ui.paging import paged
from pages.ui.tables import money_column, number_column, text_column
from pages.ui.view import View

HEIGHT, ROWS, PAGE = 420, 376, 100
READ = dict.fromkeys((*TABLES, *TARGETS, "team"))


@dataclass(frozen=True)
class Facts:
    """Everything the part shows, for the accounts of the page or their owners."""

    by: SubjectType
    found: Efficiency
    targets: pd.DataFrame
    refused: pd.DataFrame
    pairs: pd.DataFrame
    hints: pd.DataFrame
    confidence: pd.DataFrame


def show(view: View, name: str) -> None:
    """Whose effort, the finding, the figures, chart beside table, then targets, hint and confidence."""
    t, by = view.t, seen.whose(view, view.declared(name))
    facts = cast("Facts", view.kept("follow_up", lambda: _facts(view, by), by, *(view.book.revisions[table] for table in READ)))
    frame.finding(words.efficiency(facts.found, by, t, view.symbol))
    if facts.found.table.empty:
        _no_effort(view)
    else:
        figures.row(_figures(view, facts))
    follow_up_hint.show(view, facts.found.table, facts.hints, facts.pairs)
    if len(facts.found.table):
        _efficiency(view, facts)
    follow_up_targets.show(view, facts.targets, facts.refused, facts.by)
    follow_up_confidence.show(view, facts.confidence)
    frame.source(
        view,
        t("Proposed definition: effort = hours × rate, travel, technical support and discounts beyond the list; change = gross profit of a "
          "quarter less that of the same quarter a year before; efficiency = change ÷ effort."),
        t("An hour counts {rate}", rate=t.money(view.params.effort.hour_rate, view.symbol)),
    )  # fmt: skip


def _facts(view: View, by: SubjectType) -> Facts:
    book, day, params = view.book, view.as_of, view.params
    found = efficiency(book, day, params, "owner" if by == "owner" else "account", view.accounts)
    start = year_start(day, params.calendar.fiscal_year_start) if view.window == WINDOW else None
    since = (pd.Timestamp(start) - pd.Timedelta(days=1) if start else months_before(day, params.effort.effort_months)).date()
    rows = attained(book, day, params, since)
    shown = set(view.scores["account_id"]) if by == "account" else set(view.scores["owner"].dropna())
    rows = follow_up_targets.ranked(view, rows[(rows["subject_type"] == by) & rows["subject_id"].isin(shown)])
    invested = confidence_account.every(view)
    return Facts(
        by, found, rows, refused(book, day, params), effort_pairs(book, day, params, by), shifts(found.table, params),
        invested[invested["account_id"].isin(view.scores["account_id"])].reset_index(drop=True),
    )  # fmt: skip


def _no_effort(view: View) -> None:
    """What would tell of effort, and where to give it."""
    t = view.t
    st.write(t("No effort is recorded in twelve months. Visits need account, date and hours; costs account, date, activity and amount; "
               "targets subject, measure, period and value."))  # fmt: skip
    with st.container(horizontal=True):
        st.page_link("pages/upload.py", label=t("Upload data"), icon=":material/upload:")
        st.page_link(
            "pages/tables.py", label=t("Enter visits and calls"), icon=":material/edit:", query_params={state.TABLE: "interactions"}
        )
        st.page_link("pages/tables.py", label=t("Enter targets"), icon=":material/edit:", query_params={state.TABLE: "targets"})


def _figures(view: View, facts: Facts) -> list[figures.Told]:
    t, table = view.t, facts.found.table
    known = table[table["margin_change"].notna()]
    change, effort = known["margin_change"].sum(min_count=1), known["effort_compared"].sum()
    enough = int((table["known_quarters"] >= view.params.effort.fewest_quarters).sum())
    return [
        (t("Effort, 12 months"), t.money(table["effort"].sum(), view.symbol), t("{n} hours", n=t.number(table["hours"].sum(min_count=1))),
         t("Hours at their rate, travel, technical support and discounts beyond the list, of those shown.")),
        (t("Change of gross profit"), t.money(change, view.symbol), 
         t("known for {n} of {all}", n=t.count(len(known)), all=t.count(len(table))),
         t("Gross profit less that of a year before, over the quarters of which effort is known.")),
        (t("Efficiency"), t.number(change / effort if effort > 0 else None), t("change for one of effort"),
         t("Change of gross profit by effort, of those whose change is known.")),
        (t("Enough quarters"), t.count(enough), t("of {n}", n=t.count(len(table))),
         t("Subjects with enough quarters of effort and change for a hint.")),
    ]  # fmt: skip


def _efficiency(view: View, facts: Facts) -> None:
    """The chart beside the table, and the downloads."""
    t, table = view.t, facts.found.table
    left, right = st.columns([46, 54], gap="medium")

    def made() -> Any:
        return view.kept(
            "follow_up_figure",
            lambda: charts.effort_return(table, t=t, symbol=view.symbol, theme=view.theme, height=HEIGHT),
            facts.by, *(view.book.revisions[name] for name in READ),
        )  # fmt: skip

    with left:
        drawn = t("12 months; red = less than the year before")
        if len(table) > MOST_POINTS:
            drawn = t("{key}; the {n} with the most effort", key=drawn, n=t.count(MOST_POINTS))
        frame.section(t("Effort and change of margin"), drawn)
        event = pictures.chart(view, made, f"effort_{facts.by}", height=HEIGHT, select=facts.by == "account", size="desk")
        if facts.by == "account":
            clicks.open_account(event)
    with right:
        frame.section(t("Efficiency"), t("Change of gross profit for one of effort; slope = one more of effort in a quarter"))
        _table(view, facts)
    download.below(view, f"efficiency_{facts.by}", table, made)
    st.caption(t("The same quarter by quarter"))
    download.below(view, f"efficiency_quarters_{facts.by}", facts.found.quarters)


def _table(view: View, facts: Facts) -> None:
    """A page of the subjects, the most efficient first."""
    t = view.t
    table, _ = paged(facts.found.table, PAGE, f"efficiency_page_{facts.by}", anew=True)
    shown = pd.DataFrame({
        "subject": table["subject_name"].map(charts.labels.short), "hours": table["hours"], "effort": table["effort"],
        "change": table["margin_change"],
        "efficiency": table["efficiency"], "marginal": table["marginal"], "quarters": table["known_quarters"],
    })  # fmt: skip
    opens = f"open_efficiency_{facts.by}"
    button = st.column_config.ButtonColumn(t("Account"), width=132, type="tertiary", alignment="left", key=opens)
    st.dataframe(
        shown, hide_index=True, row_height=34, height=min(36 + 34 * len(shown), ROWS),
        key=f"efficiency_{facts.by}_{t.lang}", alt=t("Efficiency by subject"), placeholder=t.missing,
        column_config={
            "subject": text_column(t("Owner"), 110) if facts.by == "owner" else button,
            "hours": number_column(t("Hours"), 52, "%.0f"),
            "effort": money_column(t, t("Effort"), view.symbol, "", 74),
            "change": money_column(t, t("Change"), view.symbol, "", 78),
            "efficiency": number_column(t("Efficiency"), 72, "%.2f"),
            "marginal": number_column(t("Slope"), 54, "%.2f"),
            "quarters": number_column(t("Quarters"), 62),
        },
    )  # fmt: skip
    if facts.by == "account":
        clicks.open_row(opens, table["subject_id"].tolist())
