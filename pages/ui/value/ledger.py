"""The lines of evidence: what counts and for how much, what does not and why; each can be added, changed and taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.text import N_
from kam_core.value.soft import PARTS, WHY
from kam_core.workbook import lookup
from pages.ui import clicks, download, forms, frame, linked, state
from pages.ui.tables import chips, text_column
from pages.ui.value.beyond_found import Beyond
from pages.ui.view import View
from pages.ui.worries import short

VALUE = ("account_id", "kind", "date", "other_id", "amount", "probability", "years", "attribution", "text", "evidence")
IDEA = ("account_id", "stage", "date", "value", "years", "attribution", "text", "evidence")
ABOUT = N_(
    "Amount: of a referral the value of the customer it may bring; else the gain or margin a year. "
    "Evidence: a letter, a report, an invoice; without it the line counts nothing. What is left empty is taken from the assumptions."
)
KINDS: Mapping[str, str] = {**PARTS, "outcome": N_("Outcome")}
COLOURS = {"word_of_mouth": "violet", "knowledge": "orange", "transaction": "gray", "outcome": "gray"}


def show(view: View, found: Beyond, account_id: str | None = None) -> None:
    """The lines, those that count first, with the way to add one; ``account_id`` is that of the account room."""
    t = view.t
    frame.section(t("Lines of evidence"), t("A line without evidence counts nothing · an outcome is what we deliver, never counted"))
    _add(view, account_id)
    if account_id is None:  # the account room has its own line of what was written
        forms.saved(view)
    if found.lines.empty:
        st.write(t("A referral, an adopted idea, a partner's margin: one line of evidence is enough."))
        return
    lines = found.lines.assign(first=found.lines["why"] == "").sort_values(["first", "value"], ascending=False, kind="stable")
    _table(view, _chosen(view, lines).reset_index(drop=True), account_id)
    download.below(view, "lines-beyond-purchases", lambda: _file(view, lines))


def _chosen(view: View, lines: pd.DataFrame) -> pd.DataFrame:
    """Every line, or those that count or do not."""
    t, counts = view.t, lines["first"]
    if counts.all() or not counts.any():
        return lines
    names = {
        "all": t("All lines {n}", n=t.count(len(lines))),
        "counts": t("Counts {n}", n=t.count(counts.sum())),
        "nothing": t("Counts nothing {n}", n=t.count((~counts).sum())),
    }
    link = linked.choice(state.LEDGER, list(names), "all", plain_default=True)
    chosen = st.segmented_control(
        t("Which lines"), list(names), required=True, format_func=names.__getitem__, label_visibility="collapsed", **link
    )
    return lines if chosen == "all" else lines[counts == (chosen == "counts")]


def _add(view: View, account_id: str | None) -> None:
    """The two forms for a new line; nothing on a stage."""
    t = view.t
    if view.stage:
        return
    fixed = {} if account_id is None else {"account_id": account_id}
    with st.container(horizontal=True, gap="small"):
        value = st.button(t("Add a referral or partner margin"), key="add_value", icon=":material/add:")
        idea = st.button(t("Add an idea"), key="add_idea", icon=":material/lightbulb:")
    if value:
        usual = {"date": view.as_of, "kind": "word_of_mouth"}
        forms.ask(
            view, _form(view, "values_delivered", t("Add a referral or partner margin"), t("Line added."), account_id), fixed, usual=usual
        )
    if idea:
        form = _form(view, "ideas", t("Add an idea"), t("Line added."), account_id)
        forms.ask(view, form, fixed, usual={"date": view.as_of, "stage": "adopted"})


def _form(view: View, table: str, title: str, said: str, account_id: str | None) -> forms.Form:
    """The form of a line; accounts are chosen by name."""
    scores = view.every_score.sort_values("account_name")
    names = dict(zip(scores["account_id"], scores["account_name"].astype(str), strict=True))
    asked = VALUE if table == "values_delivered" else IDEA
    if account_id is not None:
        asked = asked[1:]
    return forms.Form(table, asked, title, said, {"account_id": names, "other_id": names}, about=view.t(ABOUT))


def _table(view: View, lines: pd.DataFrame, account_id: str | None) -> None:
    t, some = view.t, bool((lines["why"] == "").any())
    shown = pd.DataFrame(
        {
            "account": [short(str(row["account_name"]), 22) for row in lines.to_dict("records")],
            "kind": [[t(KINDS[kind])] if kind in KINDS else [] for kind in lines["part"].fillna(lines["kind"])],
            "text": lines["text"].fillna(""),
            "evidence": lines["evidence"].fillna(t.missing),
            "value": [t.money(v, view.symbol) if not why else t.missing for v, why in zip(lines["value"], lines["why"], strict=True)],
            "why": [t(WHY[why]) if why else _counts(view, row) for why, row in zip(lines["why"], lines.to_dict("records"), strict=True)],
        }
    )
    config = {
        "account": st.column_config.ButtonColumn(t("Account"), width=150, type="tertiary", key="open_line", alignment="left"),
        "kind": chips(t("Kind"), {t(KINDS[kind]): colour for kind, colour in COLOURS.items()}, 132),
        "text": text_column(t("What"), 226),
        "evidence": text_column(t("Evidence"), 158),
        "value": text_column(t("Counts"), 82, right=True),
        "why": text_column(t("How, or why not"), 242 if some else 324),
    }
    if not some:
        shown = shown.drop(columns="value")
    if account_id is not None:
        shown = shown.drop(columns="account")
    if not view.stage:
        shown["edit"] = t("Edit")
        config["edit"] = st.column_config.ButtonColumn("", width=62, type="tertiary", key="edit_line")
    height = min(36 + 34 * len(shown), 480)
    columns = {name: config[name] for name in shown.columns}
    st.dataframe(shown, hide_index=True, row_height=34, height=height, key="ledger", alt=t("Lines of evidence"), column_config=columns)
    if account_id is None:
        clicks.open_row("open_line", lines["account_id"].tolist())
    row = None if view.stage else clicks.pressed_row("edit_line", lines)
    if row is not None:
        _edit(view, row, account_id)


def _counts(view: View, row: Mapping[Any, Any]) -> str:
    """The arithmetic of a line that counts, in one line."""
    t = view.t
    facts = {"base": t.money(row["base"], view.symbol), "share": t.percent(row["share"])}
    if row["part"] == "word_of_mouth":
        return t("{base} × {chance} chance × {share} due", chance=t.percent(row["chance"]), **facts)
    return t("{base} a year × {factor} × {share} due", factor=f"{row['factor']:.2f}", **facts)


def _edit(view: View, row: pd.Series, account_id: str | None) -> None:
    """The form of the row of the workbook behind a line."""
    t, table = view.t, str(row["source"])
    stored = lookup.page(view.book, table, lookup.Sought(rows=(int(row["row_id"]),)), rows=1)
    if len(stored):
        forms.ask(view, _form(view, table, t("Edit"), t("Line changed."), account_id), {}, stored.iloc[0])


def _file(view: View, lines: pd.DataFrame) -> pd.DataFrame:
    """Every line with its arithmetic, or why it counts nothing."""
    t = view.t
    kept = ["account_id", "account_name", "date", "part", "text", "other_id", "base", "chance", "years_left", "factor", "share", "value"]
    told = lines[kept].rename(columns={**{name: f"soft_{name}" for name in kept[6:]}, "value": "soft_counted"})
    return told.assign(soft_evidence=lines["evidence"], soft_why=[t(WHY[why]) if why else "" for why in lines["why"]])
