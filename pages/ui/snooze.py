"""Put an alert off until a day, with a reason; see what was put off, and wake it."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from kam_core.alerts import RULES, awake, snooze, wake, why
from kam_core.errors import KamError
from kam_core.text import N_
from kam_core.workbook.edits import Edit
from pages.ui import refusal, state
from pages.ui.view import View
from pages.ui.words import plain

TERMS = {"14": N_("2 weeks"), "30": N_("30 days"), "90": N_("90 days"), "day": N_("Until a day")}
MOST = 20
"""Lines in the list of what is snoozed."""


def ask(view: View, account: str, kind: str) -> None:
    """The form: which reasons, until when, and why."""
    own = awake(view.every_alert[view.every_alert["account_id"] == account])
    if own.empty or view.stage:
        return
    title = view.t("Snooze: {account}", account=plain(str(own["account_name"].iloc[0])))
    st.dialog(title, icon=":material/snooze:")(_form)(view, own, kind)


def _form(view: View, own: pd.DataFrame, kind: str) -> None:
    t = view.t
    told = {row["kind"]: why(row, t, view.symbol) for _, row in own.iterrows()}
    kinds = list(told)
    if len(kinds) > 1:
        kinds = st.pills(t("Which"), kinds, default=kind, selection_mode="multi", format_func=lambda name: t(RULES[name].title))
    else:
        st.write(plain(told[kind]))
    term = st.segmented_control(t("For how long"), list(TERMS), default="30", required=True, format_func=lambda name: t(TERMS[name]))
    until = _until(view, term)
    reason = st.text_input(t("Why"), max_chars=300, placeholder=t("For example: the visit is planned for the 12th"))
    st.caption(t("It comes back on {day}, by the date of the figures. The journal keeps the reason and can undo it.", day=t.day(until)))
    if st.button(t("Snooze"), type="primary", disabled=not kinds):
        author = state.author()
        account = str(own["account_id"].iloc[0])
        done = t("Snoozed until {day}.", day=t.day(until))
        _save(view, lambda: snooze(account, kinds, since=view.as_of, until=until, reason=reason, author=author), done)


def _until(view: View, term: str) -> date:
    if term != "day":
        return view.as_of + timedelta(days=int(term))
    tomorrow = view.as_of + timedelta(days=1)
    chosen = st.date_input(view.t("Until"), value=view.as_of + timedelta(days=30), min_value=tomorrow, format="YYYY-MM-DD")
    return chosen if isinstance(chosen, date) else tomorrow


def _save(view: View, edits: object, done: str) -> None:
    """One batch; a refusal is said and the form stays."""
    try:
        made: list[Edit] = edits()  # type: ignore[operator]
        view.book.apply(made, author=state.author())
    except KamError as error:
        st.error(refusal.told(view.t, error), icon=":material/error:")
        return
    state.put(state.NOTICE, done)
    st.rerun()


def listed(view: View) -> None:
    """What is snoozed, behind one button that says how many; each can be woken."""
    t, every = view.t, view.every_alert
    asleep = every[every["until"].notna()]
    if asleep.empty:
        return
    with st.popover(t.n("{n} snoozed", "{n} snoozed", len(asleep)), type="tertiary", icon=":material/snooze:"):
        for place, (_, row) in enumerate(asleep.head(MOST).iterrows()):
            _line(view, row, place)
        if len(asleep) > MOST:
            st.caption(t("The first {shown} of {all}", shown=t.count(MOST), all=t.count(len(asleep))))


def _line(view: View, row: pd.Series, place: int) -> None:
    t = view.t
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        by = t("by {author}", author=row["snoozed_by"]) if row["snoozed_by"] else ""
        told = t("until {day}: {reason}", day=t.day(row["until"]), reason=row["snoozed_why"])
        with st.container(gap=None):
            st.markdown(plain(f"{row['account_name']}: {why(row, t, view.symbol)}"))
            st.caption(plain(" · ".join(part for part in (told, by) if part)))
        if st.button(t("Wake"), key=f"wake_{place}", type="tertiary", icon=":material/alarm:", disabled=view.stage):
            account, kind = str(row["account_id"]), str(row["kind"])
            _save(view, lambda: wake(view.book, account, kind, view.as_of), t("It is on the list again."))
