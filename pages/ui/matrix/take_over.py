"""Taking proposals of the selection matrix over into the register: which, what becomes of them, why, until when; one batch."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core import proposals as rules
from kam_core import register as book_of
from kam_core.schema import CHOICE_TITLES
from kam_core.selection import becoming, limits, taken_over
from pages.ui import decisions, state
from pages.ui.view import View
from pages.ui.words import plain

CHOSEN = "selection_chosen"


def choose(view: View, every: pd.DataFrame, found: pd.DataFrame) -> None:
    """Which proposals; a press opens the decision. On a stage nothing can be changed."""
    if view.stage:
        return
    t, names = view.t, dict(zip(found["account_id"], found["account_name"], strict=True))
    state.put(CHOSEN, [account for account in state.get(CHOSEN, []) if account in names])
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.multiselect(
            t("Take over into the register"),
            list(names),
            format_func=lambda account: names.get(account, account),
            placeholder=t("Choose accounts"),
            key=CHOSEN,
            width=520,
        )
        st.button(t("All of them"), type="tertiary", on_click=state.put, args=(CHOSEN, list(names)))
        label = t.n("Decide on {n} account", "Decide on {n} accounts", len(chosen)) if chosen else t("Decide")
        pressed = st.button(label, type="primary", icon=":material/how_to_vote:", disabled=not chosen)
    if pressed:
        decisions.ask(CHOSEN)
    if state.get(state.DECIDING, ("", ""))[0] == CHOSEN and chosen:
        _dialog(view, every, found[found["account_id"].isin(chosen)])


def _dialog(view: View, every: pd.DataFrame, rows: pd.DataFrame) -> None:
    """The decision: an outcome for each suggestion, what would then be too many, a reason, the next review."""
    t = view.t

    def body() -> None:
        st.caption(plain(book_of.named(rows["account_name"].tolist(), t)))
        outcomes = {what: _outcome(view, what, int(n)) for what, n in rows["suggestion"].value_counts().items()}
        status = becoming(rows, outcomes)
        for warning in limits(every, status, view.params, t):
            st.warning(plain(warning), icon=":material/warning:")
        why = st.text_area(
            t("Why"), height=80, max_chars=4000, key="selection_why",
            placeholder=t("In one sentence; left empty, the reason of each proposal is kept"),
        ).strip()  # fmt: skip
        usual, label = book_of.next_review(view.as_of, view.params), t.n("Decide on {n} account", "Decide on {n} accounts", len(rows))
        review = st.date_input(t("Next review"), usual, min_value=view.as_of, format="YYYY-MM-DD", key="selection_review")
        if st.button(label, type="primary", icon=":material/check:", key="selection_do"):
            reasons = {row["account_id"]: why or rules.why(row, t, view.symbol) for row in rows.to_dict("records")}
            edits = taken_over(rows, status, reasons, review, author=state.author(), day=view.as_of, params=view.params)
            decisions.apply(view, edits, t.n("Decided on {n} account.", "Decided on {n} accounts.", len(rows)))

    decisions.dialog(t("Take over into the register"), "medium", body)


def _outcome(view: View, suggestion: str, n: int) -> str:
    """What becomes of the accounts with one suggestion; the first outcome is offered."""
    t, options = view.t, decisions.OUTCOMES[suggestion]
    label = t("{suggestion}: {n}", suggestion=t(rules.SUGGESTIONS[suggestion]), n=t.count(n))
    chosen = st.selectbox(label, options, format_func=lambda one: t(CHOICE_TITLES[one]), key=f"selection_to_{suggestion}")
    return str(chosen)
