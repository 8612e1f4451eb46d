"""Satisfaction: NPS, CSAT and CES with their intervals, who answered and who did not, by account and over time."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core import surveys
from kam_core.surveys import SATISFACTION
from pages.ui import frame, linked, state
from pages.ui.surveys import asking, results_more
from pages.ui.surveys.answered import ALL, Answered, interval, written
from pages.ui.view import View


def show(view: View) -> None:
    """The choice of survey and figure, the three figures, charts, tables."""
    t = view.t
    heading = st.container()
    every = _answers(view)
    listed = asking.every(view)
    if every.empty:
        with heading:
            frame.finding(t("No customer has answered yet."))
        st.write(t("Ask some under Questionnaires, or read in a sheet of answers."))
        frame.source(view)
        return
    found = _chosen(view, every, listed)
    with heading:
        frame.finding(_finding(found))
    _figures(found)
    results_more.distribution(found)
    results_more.accounts(found)
    results_more.trend(found)
    frame.source(view, *_definition(found))


def _answers(view: View) -> pd.DataFrame:
    """The answers of the accounts shown."""

    def make() -> pd.DataFrame:
        found = surveys.answers(view.book, view.as_of)
        return found if view.accounts is None else found[found["account_id"].isin(view.accounts)]

    return view.kept("survey_answers", make, view.book.revisions["surveys"])  # type: ignore[return-value]


def _chosen(view: View, every: pd.DataFrame, listed: pd.DataFrame) -> Answered:
    t = view.t
    titles = {row["survey_id"]: asking.named(view, row) for row in listed.to_dict("records")}
    ids = [ALL, *(name for name in titles if (every["survey_id"] == name).any())]
    left, right = st.columns([3, 4], gap="medium", vertical_alignment="bottom")
    link = linked.choice(state.SURVEY, ids, ids[1] if len(ids) > 1 else ALL)
    with left:
        survey = st.selectbox(
            t("Survey"), ids, format_func=lambda name: titles.get(name, t("All surveys: the latest answer of each person")), **link
        )
    known = [name for name, figure in SATISFACTION.items() if (every["item"] == figure.item).any()] or list(SATISFACTION)
    with right:
        gauge = st.segmented_control(
            t("Figure of satisfaction"), known, required=True, format_func=lambda name: t(SATISFACTION[name].title), wrap=True,
            **linked.choice(state.GAUGE, known, known[0], plain_default=True),
        )  # fmt: skip
    return Answered(view, str(survey), every, listed, SATISFACTION[str(gauge)])


def _finding(found: Answered) -> str:
    view, told = found.view, found.estimate(found.figure)
    t = view.t
    if not told.answers:
        return t("{figure}: nobody answered this question here.", figure=t(found.figure.title))
    facts = {
        "figure": t(found.figure.title), "value": written(view, found.figure, told.value), "interval": interval(view, found.figure, told),
    }  # fmt: skip
    people = t.n("{n} person", "{n} people", told.answers)
    if told.asked is not None:
        people = t("{n} of {all} people", n=t.count(told.answers), all=t.count(told.asked))
    if told.small:
        return t("{figure} {value} ({interval}), from {people}: a small sample, read it with care.", people=people, **facts)
    return t("{figure} {value} ({interval}), from {people}.", people=people, **facts)


def _figures(found: Answered) -> None:
    """The three figures side by side, each with its interval."""
    view, t = found.view, found.view.t
    for box, figure in zip(st.columns(3, gap="small"), SATISFACTION.values(), strict=True):
        told = found.estimate(figure)
        people = t.n("{n} person answered", "{n} people answered", told.answers)
        below = t.listed([interval(view, figure, told), people]) if told.answers else t("no answer")
        value = written(view, figure, told.value)
        box.metric(t(figure.title), value, below, delta_color="off", delta_arrow="off", help=t(figure.about), border=True)


def _definition(found: Answered) -> list[str]:
    t = found.view.t
    invented = [t("illustrative ratings")] if found.view.ratings_invented else []
    return [
        *invented,
        t(found.figure.about),
        t("Intervals of 95% shrink with the share of all people asked (finite population factor)."),
        t("Account score: mean weighted by influence; least: the lowest among those who decide."),
    ]
