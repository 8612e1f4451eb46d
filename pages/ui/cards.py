"""Figures of one account that no score holds, as cards; each opens its proof: formula, the rows behind it, how to get it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from kam_core.engine.written import written
from pages.ui import again
from pages.ui.view import View
from pages.ui.words import plain

HEIGHT = 116


@dataclass(frozen=True)
class Card:
    """A figure, written, and its proof; texts are in the session's language."""

    name: str
    label: str
    value: str
    below: str | None
    formula: str
    call: str
    """The last line of a notebook cell that gives the figure; lines before it import what it needs."""
    behind: Callable[[], pd.DataFrame]
    """The rows it is made of, as they are shown."""
    question: str = ""
    """The SQL file that gathers them; empty for rows of a table as they are."""


def row(view: View, account_id: str, cards: Sequence[Card], widths: Sequence[int] | None = None) -> None:
    """The cards beside one another, each over the way to its proof."""
    t = view.t
    for column, card in zip(st.columns(widths or len(cards), gap="small"), cards, strict=True):
        with column, st.container(gap=None):
            st.metric(
                card.label, card.value, card.below, delta_color="off", delta_arrow="off", border=True, height=HEIGHT, help=card.formula
            )
            if st.button(t("Proof"), key=f"proof_{card.name}_{account_id}", type="tertiary", icon=":material/function:"):
                name = view.scores.set_index("account_id")["account_name"].get(account_id, account_id)
                st.dialog(f"{card.label} · {plain(str(name))}", width=860)(_proof)(view, account_id, card)


def _proof(view: View, account_id: str, card: Card) -> None:
    t, where = view.t, again.seen(view, account_id)
    st.metric(card.label, card.value)
    st.caption(card.formula)
    rows = card.behind()
    if rows.empty:
        st.caption(t("No row stands behind it."))
    else:
        st.dataframe(rows, hide_index=True, row_height=30, height=min(36 + 30 * len(rows), 336), alt=t("The rows behind it"))
    sql = [(t("The rows it starts from"), written(card.question, where.values))] if card.question else []
    again.blocks(view, card.call, where, sql)


def call(view: View, account_id: str, module: str, function: str, part: str) -> str:
    """The lines that ask a function of the library about the account on the date of the page."""
    day = view.as_of
    asked = f"{function}(wb, {account_id!r}, date({day.year}, {day.month}, {day.day}))"
    return "\n".join(["from datetime import date", f"from kam_core.{module} import {function}", f"{asked}{part}"])
