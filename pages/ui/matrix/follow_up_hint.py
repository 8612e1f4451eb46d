"""Where hours would bring more: the proposals, what they do to the matrix, or how much is missing for any."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.effort import after_shift
from kam_core.effort.shift import short_of
from pages.ui import download, frame
from pages.ui.tables import text_column, whole
from pages.ui.view import View
from pages.ui.words import plain


def show(view: View, table: pd.DataFrame, hints: pd.DataFrame, pairs: pd.DataFrame) -> None:
    """A sentence a proposal, then the input of everybody named before and after."""
    t = view.t
    frame.section(
        t("Where hours would bring more"),
        t("From the lowest to the highest slope, where both rest on {n} quarters or more", n=t.count(view.params.effort.fewest_quarters)),
    )
    if hints.empty:
        st.write(plain(_why_none(view, table)))
        return
    lines = [
        t.n("Move {n} hour a year from {one} (slope {low}, {few} quarters) to {two} (slope {high}, {many} quarters).",
            "Move {n} hours a year from {one} (slope {low}, {few} quarters) to {two} (slope {high}, {many} quarters).", int(row["hours"]),
          one=row["from_name"], low=t.number(row["from_marginal"]), few=t.count(row["from_quarters"]),
          two=row["to_name"], high=t.number(row["to_marginal"]), many=t.count(row["to_quarters"]))
        for row in hints.to_dict("records")
    ]  # fmt: skip
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    st.caption(plain(_caution(view)))
    after = after_shift(hints, pairs, view.params)
    _before_after(view, after)
    download.below(view, "hours_to_move", hints)


def _caution(view: View) -> str:
    t, effort = view.t, view.params.effort
    return t(
        "What went together in a few quarters, not a proof: try it for one quarter. Key accounts keep at least {key} of their hours, "
        "others {other}; nobody gains more than {step}.",
        key=t.percent(effort.least_hours_key), other=t.percent(effort.least_hours), step=t.percent(effort.hours_step),
    )  # fmt: skip


def _why_none(view: View, table: pd.DataFrame) -> str:
    """Too few quarters, or no clear difference."""
    t, (enough, missing) = view.t, short_of(table, view.params)
    few = t.count(view.params.effort.fewest_quarters)
    if enough >= 2:
        return t(
            "{n} have enough quarters, but none of their slopes lie clearly apart: nothing speaks for moving hours.", n=t.count(enough)
        )
    if not missing:
        return t("It takes two with effort and margin in {few} quarters or more.", few=few)
    return t.n(
        "It takes two with effort and margin in {few} quarters or more; the next best lacks {n} quarter.",
        "It takes two with effort and margin in {few} quarters or more; the next best lacks {n} quarters.", missing, few=few,
    )  # fmt: skip


def _before_after(view: View, after: pd.DataFrame) -> None:
    """The input on the matrix before and after; the result is left as it is."""
    t, known = view.t, after[after["input_before"].notna()]
    if known.empty:
        st.caption(t("Nobody named has a planned effort, so the matrix cannot show the change."))
        return
    signed = [t("+{n}", n=t.count(h)) if h > 0 else t.count(h) for h in known["hours"]]
    shown = pd.DataFrame({
        "subject": known["subject_name"], "hours": signed, "before": [t.index(v) for v in known["input_before"]],
        "after": [t.index(v) for v in known["input_after"]],
    })  # fmt: skip
    whole(shown, t("Input on the matrix before and after"), {
        "subject": text_column(t("Subject"), 200), "hours": text_column(t("Hours"), 70, right=True),
        "before": text_column(t("Input now"), 90, right=True), "after": text_column(t("Input then"), 90, right=True),
    })  # fmt: skip
    st.caption(t("Input 50 = at plan. The result is not foretold."))
