"""The risks of the people, or the accounts they add up to, each with what takes it away and the way to make that a plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.charts import labels
from kam_core.decision.relievers import RELIEVERS
from kam_core.decision.risks import Fears
from kam_core.index.declared.decision import CATEGORIES
from kam_core.schema import CHOICE_TITLES
from kam_core.text import Translator
from pages.ui import clicks, download, forms, frame, linked, state
from pages.ui.paging import paged
from pages.ui.tables import bar_column, chips, number_column, text_column
from pages.ui.view import View

PAGE = 50
HEIGHT = 412
DUE_DAYS = 30
"""From the date to the day an action is due, unless it is changed."""
ASKED = ("action", "objective", "owner", "due_on", "measure")
LISTS = ("contact", "account")
ANSWERS = ("risk_category", "risk_probability", "risk_consequence", "risk_product")
"""Columns of a downloaded risk."""
BLOCKED = "blocked"
COLOURS = {BLOCKED: "red", "derisk": "orange", "nurture": "gray", "close": "blue", "stimulate": "violet"}
"""Chip by quadrant: the colours the matrix has, by meaning."""


def show(view: View, name: str, found: Fears) -> None:
    """The switch, and the list it opens."""
    t = view.t
    if found.risks.empty:
        return
    frame.section(
        t("Risks and what takes them away"),
        t("Probability and consequence 1–5, the gravest first; a plan becomes an action of the account"),
    )
    titles = {"contact": t("By contact"), "account": t("By account")}
    chosen = st.segmented_control(
        t("List"),
        list(LISTS),
        required=True,
        format_func=titles.get,
        label_visibility="collapsed",
        **linked.choice(state.OF, LISTS, LISTS[0], plain_default=True),
    )
    if chosen == "contact":
        _contacts(view, found)
    else:
        _accounts(view, name, found)


def _contacts(view: View, found: Fears) -> None:
    t, rows = view.t, found.risks
    shown, _ = paged(rows, PAGE, "page_risks", anew=True)
    table = pd.DataFrame(
        {
            "account": shown["account_name"].map(labels.short),
            "who": shown["contact_name"],
            "role": [t(CHOICE_TITLES.get(role, role)) if isinstance(role, str) else t.missing for role in shown["role"]],
            "category": [t(CATEGORIES[category].title) for category in shown["category"]],
            "probability": shown["probability"],
            "consequence": shown["consequence"],
            "product": shown["product"],
            "helps": [helps(t, category) for category in shown["category"]],
        }
    )
    config = {
        "account": st.column_config.ButtonColumn(t("Account"), width=160, type="tertiary", alignment="left", key="open_risks"),
        "who": text_column(t("Contact"), 100),
        "role": text_column(t("Role"), 80),
        "category": text_column(t("Risk"), 150),
        "probability": number_column(t("Probability"), 84, "%.1f"),
        "consequence": number_column(t("Consequence"), 96, "%.1f"),
        "product": bar_column(t("P × C"), 84, "orange", 25),
        "helps": text_column(t("What helps"), 244),
    }
    _listed(view, shown, table, config, "risks", t("Risks of the people, with what takes them away"))
    columns = ["account_id", "account_name", "contact_id", "contact_name", "role", "influence", *ANSWERS]
    download.below(view, "risks-of-people", lambda: written(view, rows)[columns])


def _accounts(view: View, name: str, found: Fears) -> None:
    t = view.t
    placed = view.matrix(name, subject_type="account").set_index("account_id")[["x", "y", "quadrant"]]
    rows = found.accounts.join(placed, on="account_id").rename(columns={"x": "willingness", "y": "risk"})
    titles = {quadrant.id: t(quadrant.title) for quadrant in view.declared(name).standings}
    shown, _ = paged(rows, PAGE, "page_risky", anew=True)
    table = pd.DataFrame(
        {
            "account": shown["account_name"].map(labels.short),
            "quadrant": [[titles[BLOCKED if blocked else quadrant]] if blocked or quadrant in titles else []
                         for quadrant, blocked in zip(shown["quadrant"], shown["blocked"], strict=True)],
            "willingness": shown["willingness"],
            "risk": shown["risk"],
            "people": shown["people"],
            "category": [t(CATEGORIES[category].title) for category in shown["category"]],
            "product": shown["product"],
            "helps": [helps(t, category) for category in shown["category"]],
        }
    )  # fmt: skip
    config = {
        "account": st.column_config.ButtonColumn(t("Account"), width=160, type="tertiary", alignment="left", key="open_risky"),
        "quadrant": chips(t("Quadrant"), {titles[id]: COLOURS[id] for id in titles}, 126),
        "willingness": number_column(t("Willingness"), 86),
        "risk": number_column(t("Risk"), 56),
        "people": number_column(t("People"), 66),
        "category": text_column(t("Largest risk"), 150),
        "product": bar_column(t("P × C"), 84, "orange", 25),
        "helps": text_column(t("What helps"), 270),
    }
    _listed(view, shown, table, config, "risky", t("Accounts with their largest risk and what takes it away"))
    columns = ["account_id", "account_name", "quadrant", "account_blocked", "willingness", "risk", "unit_people", "risk_category",
               "risk_product"]  # fmt: skip
    download.below(view, "risks-of-accounts", lambda: written(view, rows)[columns])


def written(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows for a file: the category in words, columns by the names under which they are described."""
    titles = [view.t(CATEGORIES[category].title) for category in rows["category"]]
    named = {
        "probability": ANSWERS[1],
        "consequence": ANSWERS[2],
        "product": ANSWERS[3],
        "blocked": "account_blocked",
        "people": "unit_people",
    }
    return rows.assign(risk_category=titles).rename(columns=named)


def helps(t: Translator, category: str) -> str:
    """Everything that helps against a category, in a line."""
    return t.listed([t(step) for step in RELIEVERS[category]])


def _listed(view: View, rows: pd.DataFrame, table: pd.DataFrame, config: dict[str, Any], name: str, alt: str) -> None:
    """The table; a press on the account opens it, one on the plan asks for the action."""
    t = view.t
    if not view.stage:
        table["plan"] = t("Plan")
        config["plan"] = st.column_config.ButtonColumn("", width=58, type="tertiary", key=f"plan_{name}")
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=min(38 + 34 * len(table), HEIGHT),
        key=f"{name}_{t.lang}",
        alt=alt,
        placeholder=t.missing,
        column_config=config,
    )
    clicks.open_row(f"open_{name}", rows["account_id"].tolist())
    row = None if view.stage else clicks.pressed_row(f"plan_{name}", rows)
    if row is not None:
        _plan(view, row)


def _plan(view: View, row: pd.Series) -> None:
    """Ask for the action that the strongest sign of the row calls for, with its owner and a day."""
    t, title = view.t, view.t(CATEGORIES[row["category"]].title)
    owner = view.scores.set_index("account_id")["owner"].get(row["account_id"])
    usual = {
        "action": t(RELIEVERS[row["category"]][0]),
        "objective": t("Take away: {risk}", risk=title),
        "owner": owner,
        "due_on": view.as_of + timedelta(days=DUE_DAYS),
    }
    about = t("What helps: {steps}.", steps=helps(t, row["category"]))
    form = forms.Form(
        "actions", ASKED, t("Plan for {account}", account=row["account_name"]), t("Action added."), to_delete=False, about=about
    )
    fixed = {"account_id": row["account_id"], "state": "planned", "planned_on": view.as_of}
    forms.ask(view, form, fixed, usual=usual)
