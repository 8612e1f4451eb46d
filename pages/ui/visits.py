"""Visits, calls and the promises given on them: what was kept, what was broken, what is open."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from kam_core.people import FORMULAS, Promises, promises, touches
from kam_core.schema import CHOICE_TITLES
from kam_core.timeline import STANDINGS
from pages.ui import cards, clicks, download, forms, plans
from pages.ui.tables import chips, text_column
from pages.ui.view import View
from pages.ui.words import plain

ASKED = ("date", "kind", "contact_id", "who", "hours", "promise", "kept", "note")
COLOURS = {"kept": "blue", "broken": "red", "open": "gray"}


def show(view: View, account_id: str) -> None:
    """Figures, the list with the latest first, and the form."""
    t = view.t
    rows = plans.stored(view, "interactions", account_id)
    people = plans.stored(view, "contacts", account_id)
    names = dict(zip(people["contact_id"], people["contact_name"], strict=True))
    _add(view, account_id, names)
    if rows.empty:
        st.write(t("No visit or call yet. The first one starts the clock of who was touched when."))
        return
    _figures(view, rows, account_id)
    latest = rows.sort_values("date", ascending=False, kind="stable")
    _table(view, latest, names)
    st.caption(plain(t(FORMULAS["promises"])))
    download.below(view, f"visits-{account_id}", latest)


def _form(names: dict[str, str], title: str, said: str) -> forms.Form:
    return forms.Form("interactions", ASKED, title, said, {"contact_id": names})


def _add(view: View, account_id: str, names: dict[str, str]) -> None:
    """A visit or call of today; a promise is what was said on it."""
    t = view.t
    if not view.stage and st.button(t("Add a visit or promise"), key="add_visit", icon=":material/add:"):
        owner = view.scores.set_index("account_id")["owner"].get(account_id)
        usual = {"date": view.as_of, "kind": "visit", "who": owner}
        form = _form(names, t("Add a visit or promise"), t("Visit added."))
        forms.ask(view, form, {"account_id": account_id}, usual=usual)


def _figures(view: View, rows: pd.DataFrame, account_id: str) -> None:
    t, told, effort = view.t, promises(rows, view.as_of), touches(rows, view.as_of)
    hours = t.n("{n} hour", "{n} hours", round(effort.hours)) if pd.notna(effort.hours) else t("hours not noted")
    waiting = t("wait for an answer") if told.open else t("none waits")
    last, today = t.count(effort.since_last), t("as of {day}", day=t.day(view.as_of))
    kept, open_ones = t.percent(told.reliability, 0), t.count(told.open)
    behind, code = partial(_written, view, rows), partial(_call, view, account_id)
    made = (
        ("visits", "visits", t("Visits and calls, 12 months"), t.count(effort.visits), hours, code("touches", ".visits")),
        ("last_visit", "last_visit", t("Days since the last"), last, today, code("touches", ".since_last")),
        ("promises", "promises_kept", t("Promises kept"), kept, _settled(view, told), code("promises", ".reliability")),
        ("promises", "promises_open", t("Promises open"), open_ones, waiting, code("promises", ".open")),
    )
    row = [cards.Card(name, label, value, below, t(FORMULAS[formula]), call, behind) for formula, name, label, value, below, call in made]
    cards.row(view, account_id, row)


def _call(view: View, account_id: str, function: str, part: str) -> str:
    """The same from a notebook, from the rows of the table."""
    rows = 'rows = wb.table("interactions").query("account_id == @account")'
    day = f"date({view.as_of.year}, {view.as_of.month}, {view.as_of.day})"
    lines = ["from datetime import date", f"from kam_core.people import {function}", f"account = {account_id!r}", rows]
    return "\n".join([*lines, f"{function}(rows, {day}){part}"])


def _written(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as the figures take them, the latest first."""
    t, latest = view.t, rows.sort_values("date", ascending=False, kind="stable")
    outcome = {True: t(STANDINGS["kept"]), False: t(STANDINGS["broken"])}
    return pd.DataFrame(
        {
            t("Date"): [t.day(day) for day in latest["date"]],
            t("Kind"): [t(CHOICE_TITLES[kind]) if isinstance(kind, str) else t.missing for kind in latest["kind"]],
            t("Hours"): [t.missing if pd.isna(hours) else f"{hours:g}" for hours in latest["hours"]],
            t("Promise"): latest["promise"].fillna(""),
            t("Standing"): [t.missing if pd.isna(kept) else outcome[bool(kept)] for kept in latest["kept"]],
        }
    )


def _settled(view: View, told: Promises) -> str:
    t = view.t
    if told.kept + told.broken == 0:
        return t("none settled yet")
    return t("{kept} kept, {broken} broken", kept=t.count(told.kept), broken=t.count(told.broken))


def _table(view: View, rows: pd.DataFrame, names: dict[str, str]) -> None:
    t = view.t
    promised = (rows["kind"] == "promise") | rows["promise"].fillna("").ne("")
    state = rows["kept"].astype("boolean").map({True: "kept", False: "broken"}).fillna("open").where(promised)
    table = pd.DataFrame(
        {
            "day": [t.day(day) for day in rows["date"]],
            "kind": [t(CHOICE_TITLES[kind]) if isinstance(kind, str) else t.missing for kind in rows["kind"]],
            "whom": [names.get(contact, t.missing) for contact in rows["contact_id"]],
            "who": rows["who"].fillna(t.missing),
            "hours": rows["hours"],
            "promise": rows["promise"].fillna(""),
            "state": [[t(STANDINGS[one])] if isinstance(one, str) else [] for one in state],
            "note": rows["note"].fillna(""),
        }
    )
    config = {
        "day": text_column(t("Date"), 122),
        "kind": text_column(t("Kind"), 80),
        "whom": text_column(t("With"), 120),
        "who": text_column(t("Who of us"), 110),
        "hours": st.column_config.NumberColumn(t("Hours"), width=70, format="%.2f"),
        "promise": text_column(t("Promise"), 210),
        "state": chips(t("Standing"), {t(STANDINGS[one]): colour for one, colour in COLOURS.items()}, 90),
        "note": text_column(t("Note"), 162),
    }
    if not view.stage:
        table["edit"] = t("Edit")
        config["edit"] = st.column_config.ButtonColumn("", width=70, type="tertiary", key="edit_visit")
    height = min(36 + 34 * len(table), 430)
    st.dataframe(table, hide_index=True, row_height=34, height=height, key="visits", alt=t("Visits and promises"), column_config=config)
    row = None if view.stage else clicks.pressed_row("edit_visit", rows)
    if row is not None:
        forms.ask(view, _form(names, t("Edit a visit or promise"), t("Visit changed.")), {}, row)
