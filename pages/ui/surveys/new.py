"""A new survey: which questions, in which language, until when, and whom; one batch."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from kam_core import surveys
from kam_core.errors import KamError
from kam_core.schema import CHOICE_TITLES
from kam_core.surveys import OWN, QUESTIONNAIRES, QUESTIONS, Asking, Invitee
from kam_core.text import LANGUAGES
from pages.ui import refusal, state
from pages.ui.rail import NAMES
from pages.ui.tables import text_column
from pages.ui.view import View

OPEN_DAYS, TURN, NO_ROLE = 14, "new_survey", ""


def ask(view: View, *, first: bool) -> None:
    """The form, open where nothing was asked yet; empty again once it is sent."""
    t, turn = view.t, state.turn(TURN)
    with st.expander(t("Ask customers"), expanded=first, icon=":material/outgoing_mail:", key=f"survey_form_{turn}"):
        left, right = st.columns(2, gap="medium")
        with left:
            title, told = _what(view, turn)
        with right:
            lang, closes_on, intro = _how(view, turn)
        who = _whom(view, turn)
        if st.button(
            t.n("Make {n} invitation", "Make {n} invitations", len(who)), type="primary", icon=":material/check:", key=f"survey_send_{turn}"
        ):
            invitees = [Invitee(row["account_id"], row["contact_id"] or None) for row in who.to_dict("records")]
            _make(view, Asking(title, told, lang, invitees, date.today(), closes_on, intro))


def _what(view: View, turn: int) -> tuple[str, str]:
    t = view.t
    title = st.text_input(t("Title; the customer reads it"), key=f"survey_title_{turn}", max_chars=120)
    kinds = [*QUESTIONNAIRES, OWN.id]
    kind = st.selectbox(t("Questionnaire"), kinds, key=f"survey_kind_{turn}", format_func=lambda id: t(QUESTIONNAIRES.get(id, OWN).title))
    items = list(QUESTIONNAIRES[kind].items) if kind in QUESTIONNAIRES else _own(view, turn)
    st.caption("  \n".join(t(QUESTIONS[item].text) for item in items))
    return title, surveys.told(kind, items)


def _own(view: View, turn: int) -> list[str]:
    t = view.t
    asked = st.multiselect(
        t("Questions"), list(QUESTIONS), list(OWN.items), key=f"survey_items_{turn}", format_func=lambda item: t(QUESTIONS[item].text)
    )
    return [item for item in QUESTIONS if item in asked]


def _how(view: View, turn: int) -> tuple[str, date | None, str]:
    t, today = view.t, date.today()
    language, last = st.columns(2)
    lang = language.segmented_control(
        t("Language of the customer"), LANGUAGES, default=t.lang, required=True, format_func=NAMES.get, key=f"survey_lang_{turn}"
    )
    closes = last.date_input(
        t("Last day; empty = stays open"), today + timedelta(OPEN_DAYS), min_value=today, key=f"survey_closes_{turn}", format="YYYY-MM-DD"
    )
    intro = st.text_area(t("Words above the questions; the customer reads them"), key=f"survey_intro_{turn}", max_chars=1000, height=110)
    return str(lang or t.lang), closes if isinstance(closes, date) else None, str(intro or "")


def _whom(view: View, turn: int) -> pd.DataFrame:
    """The people chosen, by account and role; every contact of the accounts the page is narrowed to, unless somebody says less."""
    t, people = view.t, _people(view)
    names = dict(zip(people["account_id"], people["account_name"], strict=True))
    left, right = st.columns(2, gap="medium")
    accounts = left.multiselect(
        t("Accounts"), list(names), key=f"survey_accounts_{turn}", placeholder=t("All shown"), format_func=lambda id: names.get(id, id)
    )
    roles = [role for role in CHOICE_TITLES if role in set(people["role"])] + [NO_ROLE] * bool((people["role"] == NO_ROLE).any())
    wanted = right.multiselect(
        t("Role"), roles, key=f"survey_roles_{turn}", placeholder=t("All"),
        format_func=lambda role: t(CHOICE_TITLES[role]) if role else t("Role not known"),
    )  # fmt: skip
    whole = st.toggle(t("Also accounts without a known contact"), key=f"survey_whole_{turn}")
    keep = people["account_id"].isin(accounts) | (not accounts)
    known = people["contact_id"] != ""
    keep &= (known & (people["role"].isin(wanted) | (not wanted))) | (~known & whole)
    chosen = people[keep].reset_index(drop=True)
    table = pd.DataFrame(
        {
            "name": chosen["contact_name"].where(chosen["contact_id"] != "", t("The account as a whole")),
            "account": chosen["account_name"],
            "role": [t(CHOICE_TITLES[role]) if role else t.missing for role in chosen["role"]],
        }
    )
    config = {"name": text_column(t("Full name"), 200), "account": text_column(t("Account"), 260), "role": text_column(t("Role"), 140)}
    st.dataframe(
        table,
        hide_index=True,
        height=min(36 + 34 * max(len(table), 1), 240),
        row_height=34,
        alt=t("Who is asked"),
        placeholder=t.missing,
        column_config=config,
    )
    return chosen


def _people(view: View) -> pd.DataFrame:
    """Every contact of the accounts shown, and the accounts without any; the largest account first, missing = ""."""

    def make() -> pd.DataFrame:
        contacts = view.book.table("contacts")[["contact_id", "account_id", "contact_name", "role"]]
        accounts = view.scores.sort_values("revenue", ascending=False, kind="stable")[["account_id", "account_name"]]
        found = accounts.merge(contacts, on="account_id", how="left")
        found["account_name"] = found["account_name"].fillna(found["account_id"])
        return found.astype(object).where(found.notna(), "").reset_index(drop=True)

    return view.kept("askable", make)  # type: ignore[return-value]


def _make(view: View, asked: Asking) -> None:
    """One batch, or what is missing."""
    t = view.t
    try:
        survey_id, edits = surveys.survey_edits(view.book, asked)
        view.book.apply(edits, author=state.author())
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    state.bump(TURN)
    state.put(state.SURVEY, survey_id)
    state.keep_in_link(state.SURVEY, survey_id)
    state.put(
        state.NOTICE, t.n("{n} invitation made; its link is below.", "{n} invitations made; their links are below.", len(asked.invitees))
    )
    st.rerun()
