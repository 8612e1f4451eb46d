"""Deciding: proposals with their reasons, accepted or declined with a reason; new prospects; review dates for many at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
import streamlit as st

from kam_core import proposals as proposed
from kam_core import register as book_of
from kam_core.errors import KamError
from kam_core.schema import CHOICE_TITLES, TABLES
from kam_core.workbook import Edit
from pages.ui import clicks, frame, grid, refusal, state
from pages.ui.paging import paged
from pages.ui.tables import chips, text_column
from pages.ui.view import View
from pages.ui.words import plain

if TYPE_CHECKING:
    from pages.ui.register import Facts

ACCEPT, DECLINE, PROSPECT, REVIEW_DATES = "accept", "decline", "prospect", "review_dates"
"""What a dialog can ask."""

COLOURS = {"key": "blue", "release": "red", "review": "orange"}
OUTCOMES = {"key": ("key", "candidate"), "release": ("former", "regular", "candidate"), "review": ("key", "candidate", "regular", "former")}
"""What accepting a suggestion can mean; the first is offered."""


def listed(view: View, found: Facts) -> None:
    """What the data propose, each with its reason and two buttons."""
    t, listed_ = view.t, found.proposals
    frame.section(t("What the data propose"), t("Reasons and figures; a person decides. What you decline comes back at its next review."))
    if listed_.empty:
        st.caption(t("Nothing is proposed: no account outside is important or growing enough, no key account needs a review."))
        return
    shown, _ = paged(listed_, grid.PAGE, "page_proposals")
    _table(view, shown)
    clicks.open_row("open_proposed", shown["account_id"].tolist())
    for key, what in (("accept_proposal", ACCEPT), ("decline_proposal", DECLINE)):
        account = clicks.pressed(key, shown["account_id"].tolist())
        if account is not None and not view.stage:
            ask(what, str(account))


def _table(view: View, shown: pd.DataFrame) -> None:
    t = view.t
    words = {name: t(title) for name, title in proposed.SUGGESTIONS.items()}
    table = pd.DataFrame(
        {
            "suggestion": [[words[name]] for name in shown["suggestion"]],
            "account": shown["account_name"].str.slice(0, 40),
            "owner": shown["owner"].fillna(t.missing),
            "status": [t(CHOICE_TITLES[status]) if isinstance(status, str) else t.missing for status in shown["status"]],
            "why": [proposed.why(row, t, view.symbol) for row in shown.to_dict("records")],
            "importance": [t.index(value) for value in shown["importance"]],
            "profit": [t.money(value, view.symbol) for value in shown["profit_12m"]],
        }
    )
    buttons = {} if view.stage else {"accept": t("Accept"), "decline": t("Decline")}
    st.dataframe(
        table.assign(**buttons),
        hide_index=True,
        row_height=34,
        height=min(38 + 34 * len(table), 620),
        key="proposals",
        alt=t("Accounts the data propose, with the reason"),
        column_config={
            "suggestion": chips(t("Suggestion"), {words[name]: colour for name, colour in COLOURS.items()}, 92),
            "account": st.column_config.ButtonColumn(t("Account"), width=164, type="tertiary", alignment="left", key="open_proposed"),
            "owner": text_column(t("Owner"), 90),
            "status": text_column(t("Status"), 80),
            "why": text_column(t("Why"), 322),
            "importance": text_column(t("Importance"), 82, right=True),
            "profit": text_column(t("Profit 12m"), 84, right=True),
            **{name: st.column_config.ButtonColumn("", width=70, type="tertiary", key=f"{name}_proposal") for name in buttons},
        },
    )


def ask(what: str, about: str = "") -> None:
    """Open a dialog at the end of this run; it stays until it is answered or closed, whatever runs meanwhile."""
    state.put(state.DECIDING, (what, about))


def open_if_asked(view: View, found: Facts) -> None:
    """The dialog somebody asked for."""
    what, about = state.get(state.DECIDING, ("", ""))
    row = found.proposals[found.proposals["account_id"] == about]
    if what in (ACCEPT, DECLINE) and len(row):
        _decide(view, found, row.iloc[0], accepted=what == ACCEPT)
    elif what in DIALOGS:
        DIALOGS[what](view, found)


def dialog(title: str, width: Literal["small", "medium"], body: Callable[[], None]) -> None:
    """A dialog that is forgotten when it is closed."""
    st.dialog(plain(title), width=width, on_dismiss=partial(state.drop, state.DECIDING))(body)()


def _decide(view: View, found: Facts, row: pd.Series, *, accepted: bool) -> None:
    """The dialog in which a person decides about one proposal."""
    t, reason = view.t, proposed.why(row.to_dict(), view.t, view.symbol)

    def body() -> None:
        st.write(plain(reason))
        st.caption(plain(_beside(view, found, row)))
        with st.form("decision", border=False):
            typed = _outcome(view, row) if accepted else {"status": _text(row["status"]) or "regular"}
            usual = reason if accepted else ""
            typed["decided_why"] = st.text_area(t("Why"), usual, height=80, placeholder=t("In one sentence"), max_chars=4000).strip()
            after = book_of.next_review(view.as_of, view.params)
            typed["review_on"] = st.date_input(t("Next review"), after, min_value=view.as_of, format="YYYY-MM-DD")
            pressed = st.form_submit_button(t("Decide") if accepted else t("Decline"), type="primary", icon=":material/check:")
        if pressed and not typed["decided_why"]:
            st.error(t("Say why: whoever reviews it needs the reason."), icon=":material/error:")
        elif pressed:
            edits = book_of.decision(row.to_dict(), typed, author=state.author(), day=view.as_of, params=view.params)
            apply(view, edits, t("Decided: {account}.", account=row["account_name"]))

    suggestion = t(proposed.SUGGESTIONS[row["suggestion"]])
    yes = t("{suggestion}: {account}", suggestion=suggestion, account=row["account_name"])
    dialog(yes if accepted else t("Decline: {account}", account=row["account_name"]), "medium", body)


def _outcome(view: View, row: pd.Series) -> dict[str, Any]:
    t, options = view.t, OUTCOMES[row["suggestion"]]
    left, middle, right = st.columns([2, 2, 1])
    return {
        "status": left.selectbox(t("Status"), options, format_func=lambda choice: t(CHOICE_TITLES[choice])),
        "owner": middle.text_input(t("Owner"), _text(row["owner"]), max_chars=200).strip() or None,
        "tier": right.text_input(t("Tier"), _text(row["tier"]), max_chars=40).strip() or None,
    }


def _beside(view: View, found: Facts, row: pd.Series) -> str:
    """The figures beside the reason, and how many key accounts its owner has."""
    t = view.t
    parts = [
        t(
            "revenue {money}, profit {profit} in twelve months",
            money=t.money(row["revenue_12m"], view.symbol),
            profit=t.money(row["profit_12m"], view.symbol),
        ),
    ]
    owner = _text(row["owner"])
    if owner:
        n = int(book_of.owners(found.every).get(owner, 0))
        limit = t.count(view.params.register.most_per_owner)
        parts.append(
            t.n(
                "{owner} has {n} key account of at most {limit}",
                "{owner} has {n} key accounts of at most {limit}",
                n,
                owner=owner,
                limit=limit,
            )
        )
    return " · ".join(parts)


def _review_dates(view: View, found: Facts) -> None:
    """One day for the next review of every key account that has none."""
    t, missing = view.t, found.undated

    def body() -> None:
        st.write(t.n("{n} key account has no review date.", "{n} key accounts have no review date.", len(missing)))
        day = st.date_input(t("Next review"), book_of.next_review(view.as_of, view.params), min_value=view.as_of, format="YYYY-MM-DD")
        if st.button(t.n("Set for {n} account", "Set for {n} accounts", len(missing)), type="primary", icon=":material/check:"):
            done = t.n("{n} review date set.", "{n} review dates set.", len(missing))
            apply(view, book_of.review_dates(missing, day, author=state.author()), done)

    dialog(t("Set review dates"), "small", body)


def add_prospect(view: View) -> None:
    """The way to a new prospect."""
    t = view.t
    if not view.stage and st.button(t("Add a prospect"), icon=":material/person_add:"):
        ask(PROSPECT)


def _prospect(view: View, found: Facts) -> None:
    t = view.t
    titles = {column.name: t(column.title) for column in TABLES["accounts"].columns}

    def body() -> None:
        st.caption(t("An account that buys nothing yet. Importance, trust and decisions work for it as for any other."))
        with st.form("prospect", border=False):
            typed = {"account_name": st.text_input(titles["account_name"], max_chars=200)}
            for column, name in zip([*st.columns(2), *st.columns(2)], ("owner", "industry", "region", "country"), strict=True):
                known = sorted({str(value) for value in found.every[name].dropna() if str(value)})[:500]
                options = {"index": None, "accept_new_options": True, "placeholder": t("Choose or type")}
                typed[name] = column.selectbox(titles[name], known, **options) or ""
            typed["decided_why"] = st.text_input(titles["decided_why"], max_chars=4000, placeholder=t("In one sentence"))
            pressed = st.form_submit_button(t("Add a prospect"), type="primary", icon=":material/check:")
        if pressed:
            make = partial(book_of.prospect, found.every, typed, author=state.author())
            apply(view, make, t("{account} is a prospect now.", account=typed["account_name"].strip()))

    dialog(t("Add a prospect"), "medium", body)


DIALOGS = {REVIEW_DATES: _review_dates, PROSPECT: _prospect}
"""What is asked beside a proposal."""


def apply(view: View, edits: list[Edit] | Callable[[], list[Edit]], done: str) -> None:
    """Write it down as one batch and start anew; a refusal (of a function that makes the edits, too) is said where it was pressed."""
    try:
        made = edits() if callable(edits) else edits
        if made:
            view.book.apply(made, author=state.author())
    except KamError as error:
        st.error(refusal.told(view.t, error), icon=":material/error:")
        return
    state.drop(state.DECIDING)
    state.put(state.NOTICE, done)
    grid.start_anew()
    st.rerun()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
