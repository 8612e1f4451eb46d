"""The list of accounts that need somebody: why, what is at stake, the next step, its proof, and the way there."""

from __future__ import annotations

import unicodedata
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.alerts import RISKS, RULES, awake, ordered, step, why
from pages.ui import clicks, download, frame, linked, reasons, snooze, state
from pages.ui.tables import chips, text_column
from pages.ui.view import View

SHOWN = 5
"""Lines on the first screen; the rest is one click away."""

NAME = 24
"""Letters of a name that fit its column; a Chinese character is as wide as two."""

KIND = "alert"
"""In the link: only accounts with these reasons."""

COLOURS = {"high": "red", "medium": "orange", "low": "gray"}


def listed(view: View) -> None:
    """The list with its title, the most urgent first, and what is left out of it."""
    t, found = view.t, view.alerts
    if found.empty:
        frame.section(t("Whom to see first"))
        st.caption(" ".join([t("None of the checks finds an account that needs you."), *unchecked(view)]))
        snooze.listed(view)
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with right, st.container(horizontal_alignment="right"):
        every = len(found) > SHOWN and st.toggle(t("Show all {n}", n=t.count(len(found))), key="all_worries", persist_state="session")
    chosen = _chosen(view) if every else found
    shown = chosen if every else found.head(SHOWN)
    with left:
        frame.section(
            t("Whom to see first"),
            t(
                "{shown} of {all}: high risks first, then by what is at stake a year; +1 = one more reason",
                shown=t.count(len(shown)),
                all=t.count(len(found)),
            ),
        )
    _table(view, shown, every)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        download.below(view, "alerts", lambda: _file(view, chosen))
        snooze.listed(view)
    if unchecked(view):
        st.caption(" ".join(unchecked(view)))


def unchecked(view: View) -> list[str]:
    """What could not be checked for lack of data; silence would read as an all-clear."""
    t, scores = view.t, view.scores
    checks = (
        (scores["profit_12m"].notna().any(), t("Costs are not known: losses cannot be seen.")),
        (scores["renews_in_days"].notna().any(), t("No contracts: renewals cannot be seen.")),
        (scores["trust"].notna().any() or scores["attitude"].notna().any(), t("No ratings: doubts and habits cannot be seen.")),
        (
            view.kept("tied", lambda: _has_ties(view), view.book.revisions["interactions"], view.book.revisions["links"]),
            t("No visits, no links: single threads cannot be seen."),
        ),
    )
    return [sentence for known, sentence in checks if not known]


def open_if_asked(view: View) -> None:
    """Open the proof of an alert, or the form that snoozes one, that somebody asked for."""
    asked = state.drop(reasons.ASKED)
    if asked:
        what, account, kind = asked
        (snooze.ask if what == "snooze" else reasons.show)(view, account, kind)


def _chosen(view: View) -> pd.DataFrame:
    """Every account with one of the reasons chosen, under that reason; without a choice every account."""
    t, reasons_now = view.t, awake(view.every_alert)
    counts = reasons_now["kind"].value_counts()
    kinds = [kind for kind in RULES if kind in counts]
    picked = st.pills(
        t("Only"),
        kinds,
        selection_mode="multi",
        format_func=lambda kind: f"{t(RULES[kind].title)} {t.count(counts[kind])}",
        label_visibility="collapsed",
        **linked.several(KIND, kinds),
    )
    if not picked:
        return view.alerts
    full = view.alerts.set_index("account_id")[["more", "second"]]
    own = ordered(reasons_now[reasons_now["kind"].isin(picked)]).drop_duplicates("account_id").reset_index(drop=True)
    return own.assign(more=own["account_id"].map(full["more"]), second=None)


def _has_ties(view: View) -> bool:
    return bool(view.book.count("interactions") or view.book.count("links"))


def _table(view: View, shown: pd.DataFrame, every: bool) -> None:
    t = view.t
    table = _words(view, shown)
    settings = {
        "risk": chips(t("Risk"), {t(RISKS[risk]): colour for risk, colour in COLOURS.items()}, 76),
        "account": st.column_config.ButtonColumn(t("Account"), width=178, type="tertiary", key="open_worry", alignment="left"),
        "why": text_column(t("Why"), 264),
        "at_stake": text_column(t("At stake"), 78, right=True),
        "step": text_column(t("Next step"), 250),
        "owner": text_column(t("Owner"), 80),
        "proof": st.column_config.ButtonColumn("", width=58, type="tertiary", key="worry_proof"),
        "snooze": st.column_config.ButtonColumn("", width=72, type="tertiary", key="worry_snooze"),
    }
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=min(36 + 34 * len(table), 480),
        key=f"worries_{every}",
        alt=t("Accounts that need attention, the most urgent first"),
        column_config={name: settings[name] for name in table.columns},
    )
    clicks.open_row("open_worry", shown["account_id"].tolist())
    for what in ("proof", "snooze"):
        _press(what, shown)


def _press(what: str, shown: pd.DataFrame) -> None:
    row = clicks.pressed_row(f"worry_{what}", shown)
    if row is not None:
        reasons.want(what, row["account_id"], row["kind"])


def _words(view: View, shown: pd.DataFrame) -> pd.DataFrame:
    """The lines as they are read."""
    t, rows = view.t, shown.to_dict("records")
    told: dict[str, list[Any]] = {
        "risk": [[t(RISKS[row["risk"]])] for row in rows],
        "account": [short(str(row["account_name"]), NAME) for row in rows],
        "why": [_why(view, row) for row in rows],
        "at_stake": [t.money(row["at_stake"], view.symbol) for row in rows],
        "step": [step(row, t) for row in rows],
        "owner": [row["owner"] if isinstance(row["owner"], str) and row["owner"] else t.missing for row in rows],
        "proof": [t("Proof")] * len(rows),
    }
    return pd.DataFrame(told if view.stage else {**told, "snooze": [t("Snooze")] * len(rows)})


def short(text: str, room: int) -> str:
    """A name cut to its column, the cut shown."""
    widths = [2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text]
    if sum(widths) <= room:
        return text
    fits = sum(1 for place in range(len(text)) if sum(widths[: place + 1]) < room)
    return f"{text[:fits].rstrip()}…"


def _why(view: View, row: Any) -> str:
    """The worst reason, and how many further ones there are."""
    reason = why(row, view.t, view.symbol)
    return view.t("{why} +{n}", why=reason, n=view.t.count(row["more"])) if row["more"] else reason


def _file(view: View, chosen: pd.DataFrame) -> pd.DataFrame:
    """The list to take along: every line, its reason and next step in words."""
    words = _words(view, chosen)
    told = chosen[["account_id", "account_name", "owner", "kind", "risk", "at_stake", "more"]]
    return told.assign(why=words["why"].to_numpy(), next_step=words["step"].to_numpy())
