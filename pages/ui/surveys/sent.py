"""The people of a survey: who answered, who can still be reminded, and the link of each."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from kam_core import surveys
from kam_core.errors import KamError
from kam_core.export import csv_bytes
from kam_core.schema import CHOICE_TITLES
from kam_core.text import N_
from pages.ui import frame, refusal, state
from pages.ui.server import HOST, PORT
from pages.ui.tables import chips, text_column
from pages.ui.view import View
from pages.ui.words import file_stem

STANDINGS = {"answered": N_("Has answered"), "waiting": N_("Waiting"), "expired": N_("Expired"), "gone": N_("Contact deleted")}
COLOURS = {"answered": "blue", "waiting": "gray", "expired": "orange", "gone": "red"}
LOCAL = ("localhost", "127.0.0.1", "::1")


def people(view: View, survey_id: str, row: Any, invited: pd.DataFrame) -> None:
    """The list with the links, where they work, and the end of the survey."""
    t, waiting = view.t, int((invited["standing"] == "waiting").sum())
    if invited.empty:
        st.write(t("This survey has no invitations to show."))
        return
    remind = t.n("{n} person can still be reminded", "{n} people can still be reminded", waiting)
    frame.section(t("Invitations"), remind if waiting else t("Nobody is left to be reminded"))
    listed = _listed(view, row, invited)
    _table(view, listed)
    _where(view)
    with st.container(horizontal=True, gap="small"):
        open_ = listed[listed["standing"] == t(STANDINGS["waiting"])]
        st.download_button(
            t("Links of those who have not answered"), partial(csv_bytes, _file(view, open_)), f"{file_stem(f'links-{survey_id}')}.csv",
            "text/csv",
            key="survey_links", type="tertiary", icon=":material/download:", on_click="ignore", disabled=open_.empty,
        )  # fmt: skip
        if row["open"] and st.button(t("Close this survey"), key="survey_close", type="tertiary", icon=":material/lock:"):
            _close(view, survey_id)


def _listed(view: View, row: Any, invited: pd.DataFrame) -> pd.DataFrame:
    """As people read it; only who can still answer has a link."""
    t, base, lang = view.t, base_address(), str(row["lang"]) if isinstance(row["lang"], str) else view.t.lang
    known = invited["contact_name"].fillna(invited["contact_id"])
    links = [
        surveys.link(view.book, token, base, lang) if standing == "waiting" else ""
        for token, standing in zip(invited["token"], invited["standing"], strict=True)
    ]
    return pd.DataFrame(
        {
            "name": known.fillna(t("The account as a whole")),
            "account": invited["account_name"],
            "role": [t(CHOICE_TITLES.get(role, role)) if isinstance(role, str) else t.missing for role in invited["role"]],
            "standing": [t(STANDINGS[name]) for name in invited["standing"]],
            "answered": [t.day(day) if pd.notna(day) else t.missing for day in invited["answered_on"]],
            "link": links,
        }
    )


def _titles(view: View) -> dict[str, str]:
    t = view.t
    return {
        "name": t("Full name"), "account": t("Account"), "role": t("Role"), "standing": t("State"), "answered": t("Answered on"),
        "link": t("Link"),
    }  # fmt: skip


def _file(view: View, listed: pd.DataFrame) -> pd.DataFrame:
    return listed[["name", "account", "role", "link"]].rename(columns=_titles(view))


def _table(view: View, listed: pd.DataFrame) -> None:
    t, titles = view.t, _titles(view)
    widths = {"name": 160, "account": 220, "role": 110, "answered": 120, "link": 420}
    config = {name: text_column(titles[name], width) for name, width in widths.items()}
    config["standing"] = chips(titles["standing"], {t(STANDINGS[name]): colour for name, colour in COLOURS.items()}, 130)
    shown = listed.assign(standing=[[word] for word in listed["standing"]])
    if not listed["link"].any():
        shown = shown.drop(columns="link")
    height = min(36 + 34 * len(shown), 430)
    st.dataframe(shown, hide_index=True, row_height=34, height=height, alt=t("Invitations"), placeholder=t.missing, column_config=config)


def base_address() -> str:
    """The address under which this session sees the workbench."""
    told = urlsplit(st.context.url or "")
    return f"{told.scheme}://{told.netloc}" if told.netloc else f"http://{HOST}:{PORT}"


def _where(view: View) -> None:
    """Where the links work, honestly."""
    t, host = view.t, urlsplit(base_address()).hostname or HOST
    if host in LOCAL:
        told = t(
            "The links open in a browser on this computer only: hand it over, or sit beside the customer. "
            "For everybody else print the form, or send the sheet and read it in below."
        )
    else:
        told = t(
            "The links work for whoever reaches {host}, while the workbench runs. Mind: without the part behind the host the same "
            "people can open the workbench itself.",
            host=host,
        )
    st.caption(told)
    if view.book.path and view.book.path.parent.name == "private":
        st.warning(
            t("This workbook has no name yet: its links end with it after a day. Save it under a name first."), icon=":material/save:"
        )


def _close(view: View, survey_id: str) -> None:
    t = view.t
    try:
        view.book.apply(surveys.closing(view.book, survey_id, date.today()), author=state.author())
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    state.put(state.NOTICE, t("The survey is closed. Answers given stay."))
    st.rerun()
