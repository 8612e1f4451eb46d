"""What holds decisions back: who or what blocks, what people fear and what takes it away, and how far we are with each unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.charts import labels
from kam_core.decision import words
from kam_core.decision.relievers import RELIEVERS, TURN_ROUND
from kam_core.decision.risks import AGAINST_US, Fears, fears
from kam_core.index.declared.decision import CATEGORIES
from kam_core.schema import CHOICE_TITLES
from kam_core.text import Translator
from pages.ui import clicks, download, forms, frame, pictures
from pages.ui.matrix import decision_lists, decision_units, figures
from pages.ui.paging import paged
from pages.ui.tables import text_column
from pages.ui.view import View

PAGE = 50
HEIGHT = 356
"""Of the table of blocked accounts; a longer one scrolls in itself."""


def show(view: View, name: str) -> None:
    """The finding, the figures, the categories beside who blocks, the risks with their relievers, the decision units."""
    t, found = view.t, facts(view)
    frame.finding(words.fears(found, t))
    forms.saved(view)
    if found.people.empty:
        st.write(t("Nobody is known yet. Contacts and their roles are kept in the account room."))
        decision_units.show(view)
        return
    figures.row(_figures(view, found))
    left, right = st.columns([44, 56], gap="medium")
    with left:
        _categories(view, found)
    with right:
        _blocked(view, found)
    decision_lists.show(view, name, found)
    decision_units.show(view)
    frame.source(
        view,
        t("Proposed definition: risk = probability × consequence, 1–5 each; half of the index is the largest of the six."),
        t("Blocked: a decider or approver against us, or any risk of 20 or more."),
    )


def facts(view: View) -> Fears:
    """Who fears what among the accounts shown; kept until a contact or an answer changes."""
    return cast("Fears", view.kept("fears", lambda: fears(view.book, view.scores, view.as_of, view.params)))


def _figures(view: View, found: Fears) -> list[figures.Told]:
    t, people = view.t, found.people
    accounts, blocked = people["account_id"].nunique(), found.blocks["account_id"].nunique()
    asked, against = found.risks["contact_id"].nunique(), found.blocks["why"].eq(AGAINST_US)
    persons = found.blocks.loc[against, "contact_id"].nunique()
    grave = int((~against).sum())
    return [
        (
            t("Blocked accounts"), t.count(blocked), t("of {n} with contacts", n=t.count(accounts)),
            t("A decider or approver with support of −1 or less, or any risk with probability × consequence of 20 or more."),
        ),
        (
            t("Deciders against us"), t.count(persons), t("decide or approve, asked or not"),
            t("Deciders and approvers with support of −1 or less."),
        ),
        (
            t("Risks beyond bearing"), t.count(grave), t("20 or more of 25"),
            t("Answers whose probability × consequence reaches 20; one is enough to block."),
        ),
        (
            t("People asked"), t.count(asked), t("of {n} contacts", n=t.count(len(people))),
            t("Contacts with both answers on at least one risk. Nobody asked is nobody without fear."),
        ),
    ]  # fmt: skip


def _categories(view: View, found: Fears) -> None:
    """Which fear weighs most, as bars."""
    t = view.t
    rows = found.categories.assign(title=[t(CATEGORIES[c].title) for c in found.categories["category"]])
    frame.section(t("What they fear"), t("Bar = mean of probability × consequence, by influence · ◆ = worst answer"))
    if rows.empty:
        st.write(t("Nobody was asked about risks yet."))
        st.page_link("pages/ratings.py", label=t("Enter ratings"), icon=":material/edit:")
        return

    def figure() -> Any:
        return view.kept("fears_figure", lambda: charts.fears(rows, t=t, theme=view.theme, height=HEIGHT - 10))

    pictures.chart(view, figure, "fears", height=HEIGHT - 10)
    named = {"title": "risk_category", **{name: f"risk_{name}" for name in ("weight", "people", "worst", "unbearable")}}
    download.below(view, "risk-categories", rows[list(named)].rename(columns=named), figure)


def _blocked(view: View, found: Fears) -> None:
    """The accounts that are blocked, the largest first: by whom or what, and what turns it."""
    t = view.t
    frame.section(t("Who or what blocks"), t("The largest accounts first"))
    if found.blocks.empty:
        st.write(t("Nobody and nothing blocks a decision."))
        return
    rows = cast("pd.DataFrame", view.kept("blocked", lambda: _largest_first(view, found)))
    shown, _ = paged(rows, PAGE, "page_blocked", anew=True)
    table = pd.DataFrame(
        {
            "account": shown["account_name"].map(labels.short),
            "who": shown["contact_name"],
            "why": _whys(t, shown),
            "step": [step_of(t, why) for why in shown["why"]],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=min(38 + 34 * len(table), HEIGHT),
        key=f"blocked_{t.lang}",
        alt=t("Blocked accounts, by whom or what"),
        placeholder=t.missing,
        column_config={
            "account": st.column_config.ButtonColumn(t("Account"), width=150, type="tertiary", alignment="left", key="open_blocked"),
            "who": text_column(t("Contact"), 82),
            "why": text_column(t("Why"), 156),
            "step": text_column(t("What helps"), 180),
        },
    )
    clicks.open_row("open_blocked", shown["account_id"].tolist())
    columns = ["account_id", "account_name", "contact_id", "contact_name", "role", "influence", "support", "risk_blocks", "revenue_12m"]
    download.below(view, "blocked", lambda: rows.assign(risk_blocks=_whys(t, rows))[columns])


def _largest_first(view: View, found: Fears) -> pd.DataFrame:
    """Every reason for a block with the revenue of its account."""
    bought = view.scores.set_index("account_id")["revenue_12m"]
    rows = found.blocks.assign(revenue_12m=found.blocks["account_id"].map(bought))
    order = ["revenue_12m", "account_id", "influence"]
    return rows.sort_values(order, ascending=[False, True, False], na_position="last", kind="stable")


def _whys(t: Translator, rows: pd.DataFrame) -> list[str]:
    return [why_of(t, row) for row in rows[["why", "role", "product"]].to_dict("records")]


def why_of(t: Translator, row: Mapping[Any, Any]) -> str:
    """What blocks, in words: whose no, or which risk and how large."""
    if row["why"] == AGAINST_US:
        return t("{role} against us", role=t(CHOICE_TITLES[row["role"]]))
    return t("{risk}, {n} of 25", risk=t(CATEGORIES[row["why"]].title), n=t.answer(row["product"]))


def step_of(t: Translator, why: str) -> str:
    """The first step that helps against a person's veto or a risk."""
    return t(TURN_ROUND if why == AGAINST_US else RELIEVERS[why][0])
