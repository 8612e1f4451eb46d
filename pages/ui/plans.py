"""What is planned and known of one account: actions, needs, contracts, competitors, feedback; each list with its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.schema import CHOICE_TITLES
from kam_core.timeline import SETTLED
from kam_core.workbook import lookup
from pages.ui import clicks, download, forms
from pages.ui.tables import bar_column, chips, text_column
from pages.ui.view import View

HEIGHT = 430
"""Of the tallest list; a longer one scrolls in itself."""


def actions(view: View, account_id: str) -> None:
    """What is to be done, the overdue first."""
    t, rows = view.t, stored(view, "actions", account_id)
    asked = ("action", "objective", "measure", "owner", "due_on", "state", "done_on")
    form = forms.Form("actions", asked, t("Add an action"), t("Action added."))
    _add(view, form, "add_action", account_id, {"state": "planned", "owner": _owner(view, account_id)})
    if rows.empty:
        st.write(t("No action yet. One with an owner and a day is a beginning."))
        return
    due = pd.to_datetime(rows["due_on"])
    late = (due < pd.Timestamp(view.as_of)) & ~rows["state"].isin(SETTLED)
    first = late.map({True: 0, False: 1}).where(~rows["state"].isin(SETTLED), 2)
    rows = rows.assign(late=late, first=first, due=due).sort_values(["first", "due"], kind="stable", na_position="last")
    colours = {t("Overdue"): "red", **{t(CHOICE_TITLES[name]): "blue" if name == "doing" else "gray" for name in _states()}}
    table = {
        "action": rows["action"],
        "objective": rows["objective"].fillna(""),
        "owner": rows["owner"].fillna(t.missing),
        "due": [t.day(day) for day in rows["due_on"]],
        "state": [_state(view, row) for row in rows[["state", "late"]].to_dict("records")],
        "measure": rows["measure"].fillna(""),
    }
    config = {
        "action": text_column(t("Action"), 300),
        "objective": text_column(t("Objective"), 160),
        "owner": text_column(t("Owner"), 110),
        "due": text_column(t("Due on"), 122),
        "state": chips(t("State"), colours, 96),
        "measure": text_column(t("Measure"), 168),
    }
    _listed(view, form, rows, table, config)


def _states() -> tuple[str, ...]:
    return kam.TABLES["actions"].column("state").choices


def _state(view: View, row: Mapping[str, Any]) -> list[str]:
    t = view.t
    if row["late"]:
        return [t("Overdue")]
    return [t(CHOICE_TITLES[row["state"]])] if isinstance(row["state"], str) else []


def needs(view: View, account_id: str) -> None:
    """What they need and how well we fit, the largest gap first."""
    t, rows = view.t, stored(view, "needs", account_id)
    asked = ("need", "category", "standing", "importance", "fit", "rival_fit", "value", "proof")
    form = forms.Form("needs", asked, t("Add a need"), t("Need added."))
    _add(view, form, "add_need", account_id, {"standing": "explicit"})
    if rows.empty:
        st.write(t("No need known yet. Ask what they would miss most, and note how well we fit."))
        return
    rows = rows.assign(gap=rows["importance"] * (5 - rows["fit"])).sort_values("gap", ascending=False, na_position="last")
    st.caption(t("Gap = importance × (5 − our fit)"))
    table = {
        "need": rows["need"],
        "importance": rows["importance"],
        "fit": rows["fit"],
        "rival": rows["rival_fit"],
        "gap": rows["gap"],
        "value": [t.money(value, view.symbol) for value in rows["value"]],
    }
    config = {
        "need": text_column(t("Need"), 270),
        "importance": bar_column(t("Importance"), 120, "gray", 5),
        "fit": bar_column(t("Our fit"), 120, "blue", 5),
        "rival": bar_column(t("Rival's fit"), 120, "gray", 5),
        "gap": bar_column(t("Gap"), 120, "orange", 20),
        "value": text_column(t("Value"), 110, right=True),
    }
    _listed(view, form, rows, table, config)


def contracts(view: View, account_id: str) -> None:
    """Contracts, the one that ends last first."""
    t = view.t
    asked = ("contract_id", "value", "start_on", "end_on", "renewal_on", "renewal_probability")
    form = forms.Form("contracts", asked, t("Add a contract"), t("Contract added."))
    _plain(view, form, "add_contract", account_id, "end_on", t("No contract known. Its end puts the renewal on the calendar."))


def competitors(view: View, account_id: str) -> None:
    """Who else sells to them."""
    t = view.t
    asked = ("competitor", "wallet_share", "threat", "stronghold", "counter", "valid_on")
    form = forms.Form("competitors", asked, t("Add a competitor"), t("Competitor added."))
    nothing = t("No competitor known. Who gets the rest of their money?")
    _plain(view, form, "add_competitor", account_id, "wallet_share", nothing, {"valid_on": view.as_of})


def feedback(view: View, account_id: str) -> None:
    """What they told us, the latest first."""
    t = view.t
    asked = ("text", "date", "theme", "severity", "owner", "answered_on", "closed", "told")
    form = forms.Form("feedback", asked, t("Add feedback"), t("Feedback added."))
    usual = {"date": view.as_of, "owner": _owner(view, account_id)}
    _plain(view, form, "add_feedback", account_id, "date", t("No feedback yet. Note the next remark before it is lost."), usual)


def stored(view: View, name: str, account_id: str) -> pd.DataFrame:
    """The rows of a table about the account, by row id."""
    rows: pd.DataFrame = view.kept(
        "rows", lambda: lookup.of_account(view.book, name, account_id), name, account_id, view.book.revisions[name]
    )
    return rows


def _owner(view: View, account_id: str) -> Any:
    return view.scores.set_index("account_id")["owner"].get(account_id)


def _add(view: View, form: forms.Form, key: str, account_id: str, usual: Mapping[str, Any] | None = None) -> None:
    if not view.stage and st.button(form.title, key=key, icon=":material/add:"):
        forms.ask(view, form, {"account_id": account_id}, usual=usual)


def _listed(view: View, form: forms.Form, rows: pd.DataFrame, table: Mapping[str, Any], config: dict[str, Any]) -> None:
    """The list, a button at the end of each row that opens its form, and the download."""
    t, name = view.t, form.table
    shown, key = pd.DataFrame(dict(table)), f"edit_{form.table}"
    if not view.stage:
        shown["edit"] = t("Edit")
        config = {**config, "edit": st.column_config.ButtonColumn("", width=70, type="tertiary", key=key)}
    height = min(36 + 34 * len(shown), HEIGHT)
    title = t(kam.TABLES[name].title)
    st.dataframe(shown, hide_index=True, row_height=34, height=height, key=f"list_{name}", alt=title, column_config=config)
    row = None if view.stage else clicks.pressed_row(key, rows)
    if row is not None:
        asked = tuple(column for column in form.columns if column not in kam.TABLES[name].key)
        forms.ask(view, forms.Form(name, asked, t("Edit"), t("Row changed."), form.options), {}, row)
    download.below(view, f"{name}-{rows['account_id'].iloc[0]}", rows[list(kam.TABLES[name].names)])


def _plain(view: View, form: forms.Form, key: str, account_id: str, by: str, nothing: str, usual: Mapping[str, Any] | None = None) -> None:
    """Any other table: its filled columns with their declared titles, the latest (or largest) first."""
    t, declared, rows = view.t, kam.TABLES[form.table], stored(view, form.table, account_id)
    _add(view, form, key, account_id, usual)
    if rows.empty:
        st.write(nothing)
        return
    rows = rows.sort_values(by, ascending=False, kind="stable", na_position="last")
    columns = [declared.column(name) for name in form.columns if rows[name].notna().any()]
    table = {column.name: [_written(view, column.kind, value) for value in rows[column.name]] for column in columns}
    width = {"text": 260, "date": 120}
    config = {column.name: text_column(t(column.title), width.get(column.kind, 130)) for column in columns}
    _listed(view, form, rows, table, config)


def _written(view: View, kind: str, value: Any) -> str:
    t = view.t
    write: Mapping[str, Callable[[Any], str]] = {
        "date": t.day,
        "share": t.percent,
        "money": lambda v: t.money(v, view.symbol),
        "number": t.count,
        "choice": lambda v: t(CHOICE_TITLES.get(v, v)),
        "boolean": lambda v: t("yes") if v else t("no"),
    }
    return t.missing if pd.isna(value) else write.get(kind, str)(value)
