"""Questionnaires: what was asked, who answered, and the ways to ask: a link, a printed form, a sheet that is read in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import surveys
from kam_core.schema import CHOICE_TITLES
from pages.ui import download, frame, linked, saving, state
from pages.ui.surveys import new, paper, sent
from pages.ui.surveys.answered import IN_FILES
from pages.ui.tables import number_column, text_column
from pages.ui.view import View

READ = ("surveys", "invitations", "ratings", "contacts", "accounts")


def show(view: View) -> None:
    """The list, the survey that is chosen, and a new one."""
    t = view.t
    listed = every(view)
    frame.finding(_finding(view, listed))
    if view.stage:
        st.caption(t("Nobody can be asked while names are disguised; links are not shown."))
    else:
        new.ask(view, first=listed.empty)
    if len(listed):
        _list(view, listed)
        if not view.stage:
            _one(view, listed)
    if not view.stage:
        saving.last_batch(view)
    frame.source(view, t("Surveys go by today's date, whatever date the figures have."))


def every(view: View) -> pd.DataFrame:
    """The surveys of the workbook as of today."""
    today = date.today()
    revisions = [view.book.revisions[name] for name in READ]
    return view.kept("surveys", lambda: surveys.surveys(view.book, today), today, *revisions)  # type: ignore[return-value]


def named(view: View, row: Any) -> str:
    """A survey as people call it: its title and the day it was sent."""
    title = row["title"] if isinstance(row["title"], str) and row["title"] else row["survey_id"]
    return f"{title} · {view.t.day(row['sent_on'])}" if pd.notna(row["sent_on"]) else str(title)


def _finding(view: View, listed: pd.DataFrame) -> str:
    t = view.t
    if listed.empty:
        return t("No customer has been asked yet. Three questions take them a minute.")
    last = listed.iloc[0]
    facts = {"title": named(view, last), "answered": t.count(last["answered"]), "invited": t.count(last["invited"])}
    if last["waiting"]:
        return t("{title}: {answered} of {invited} answered, {waiting} still can.", waiting=t.count(last["waiting"]), **facts)
    return t("{title}: {answered} of {invited} answered; it is closed.", **facts)


def _list(view: View, listed: pd.DataFrame) -> None:
    t = view.t
    frame.section(t("Surveys"), t("Expired = not answered in time"))
    table = pd.DataFrame(
        {
            "title": listed["title"].fillna(listed["survey_id"]),
            "sent": [t.day(day) if pd.notna(day) else t.missing for day in listed["sent_on"]],
            "asked": [_asked(view, text) for text in listed["questionnaire"]],
            "lang": [t(CHOICE_TITLES.get(lang, "")) if isinstance(lang, str) else t.missing for lang in listed["lang"]],
            "closes": [t.day(day) if pd.notna(day) else t("stays open") for day in listed["closes_on"]],
            **{name: listed[name] for name in ("invited", "answered", "waiting", "expired")},
        }
    )
    config = {
        "title": text_column(t("Survey"), 210),
        "sent": text_column(t("Sent on"), 105),
        "asked": text_column(t("Questionnaire"), 250),
        "lang": text_column(t("Language"), 78),
        "closes": text_column(t("Open until"), 105),
        "invited": number_column(t("Invited"), 80),
        "answered": number_column(t("Has answered"), 112),
        "waiting": number_column(t("Waiting"), 80),
        "expired": number_column(t("Expired"), 80),
    }
    height = min(36 + 34 * len(table), 320)
    st.dataframe(table, hide_index=True, row_height=34, height=height, alt=t("Surveys"), placeholder=t.missing, column_config=config)
    download.below(view, "survey_list", listed.drop(columns=["row_id", "open", "counted"]).rename(columns=IN_FILES))


def _asked(view: View, told: object) -> str:
    return view.t(surveys.titled(told if isinstance(told, str) else None))


def _one(view: View, listed: pd.DataFrame) -> None:
    """The survey that is chosen: its links, its paper, its people."""
    t, ids = view.t, listed["survey_id"].tolist()
    names = {row["survey_id"]: named(view, row) for row in listed.to_dict("records")}
    link = linked.choice(state.SURVEY, ids, ids[0], plain_default=True)
    chosen = st.selectbox(t("Survey"), ids, format_func=lambda name: names.get(name, name), **link)
    row = listed.set_index("survey_id").loc[chosen]
    invited = surveys.invitations(view.book, str(chosen), date.today())
    if view.accounts is not None:
        invited = invited[invited["account_id"].isin(view.accounts)]
    sent.people(view, str(chosen), row, invited)
    paper.ways(view, str(chosen), row, invited)
