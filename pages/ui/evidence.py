"""The proof of an index: what it is built up from, who answered when, what it takes to change the quadrant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import assumed, charts, recipe
from kam_core.explain import Explanation
from kam_core.index import INDICES
from kam_core.schema import CHOICE_TITLES
from pages.ui import again, behind, state
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

RATINGS, INDEX, ACCOUNT = "pages/ratings.py", "index", "account"


def card(view: View, what: str, account: str | None) -> None:
    """The whole proof of an index of an account."""
    t = view.t
    told = explained(view, what, str(account))
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    left.metric(t(INDICES[what].title), t.index(told.value))
    with right, st.container(horizontal=True, gap="small"):
        coverage(view, told)
        st.badge(t("Proposed definition"), color="gray")
        invented(view)
    formula(view, what)
    build_up(view, told)
    terms(view, told)
    if told.flip is not None:
        st.info(flipped(view, told.flip), icon=":material/lightbulb:")
    assumptions(view, (), what)
    behind.answers(view, told)
    edit(view, what, str(account))
    where = again.seen(view, account)
    call = f'told = kam.explain(wb, {account!r}, "{what}", {{of_account}})\ntold.terms\ntold.value'
    again.blocks(view, call, where, sql(view, [told], where))


def explained(view: View, what: str, subject: str, subject_type: str = "account") -> Explanation:
    """The index taken apart."""
    return kam.explain(view.book, subject, what, as_of=view.as_of, params=view.params, subject_type=subject_type)  # type: ignore[arg-type]


def coverage(view: View, told: Explanation) -> None:
    """How much of the weight is answered, and the value with a decimal."""
    t = view.t
    st.badge(t("coverage {share}", share=t.percent(told.coverage, 0)), color="gray")
    if pd.notna(told.value):
        st.badge(t("exactly {value}", value=f"{told.value:.1f}"), color="gray")


def invented(view: View) -> None:
    """Whether the ratings of this workbook are made up."""
    if view.ratings_invented:
        st.badge(view.t("Illustrative"), color="orange", icon=":material/theater_comedy:")


def formula(view: View, what: str) -> None:
    """The formula in words."""
    t, index = view.t, INDICES[what]
    told = [t("{index} = Σ weight × item ÷ Σ weight, over answered items. Every item is 0 to 100.", index=t(index.title))]
    if index.peak:
        told.append(t("{share} of it is the largest item, so that it does not drown in the mean.", share=t.percent(index.peak, 0)))
    if any(item.times for item in index.items):
        told.append(t("An item is the product of two answers in per cent of the largest; it needs both."))
    if any(item.pair for item in index.items):
        told.append(t("Ours and the best rival's answer need each other; 50 means that both are alike."))
    if "account" not in index.subjects:
        told.append(t("An account has the mean of its contacts, weighted by influence."))
    st.caption(" ".join(told))


def build_up(view: View, told: Explanation) -> None:
    """The stair of its items."""
    figure = charts.build_up(_weighing(told), t=view.t, cut=_cut(view, told.index), theme=view.theme)
    st.plotly_chart(figure, theme=None, config=charts.config("mini"), alt=charts.alt_of(figure), key=f"build_up_{told.index}")


def _weighing(told: Explanation) -> Explanation:
    """Without the answers that are only multiplied with others."""
    return replace(told, terms=told.terms[~told.terms["item"].isin(_factors(told.index))].reset_index(drop=True))


def _factors(index: str) -> dict[str, str]:
    """The answers that others are multiplied with, and those others."""
    return {item.times: item.id for item in INDICES[index].items if item.times}


def _answer(told: Explanation, item: str) -> str:
    """An answer on its own scale; of two that are multiplied, both."""
    raw = told.terms.set_index("item")["raw"]
    judged = {one.id: one.times for one in INDICES[told.index].items if one.judged}
    if item not in judged or pd.isna(raw[item]):
        return ""
    other = raw.get(judged[item])
    return f"{raw[item]:.3g}" if other is None else f"{raw[item]:.3g} × {other:.3g}" if pd.notna(other) else f"{raw[item]:.3g} × ?"


def _cut(view: View, index: str) -> float | None:
    """The cut of the matrix that uses the index."""
    for matrix in kam.MATRICES.values():
        for axis, cut in zip((matrix.x, matrix.y), matrix.cuts(view.params), strict=True):
            if axis.id == index:
                return cut
    return None


def terms(view: View, told: Explanation) -> None:
    """The items with weight, points, source, day, rater and standing."""
    t, found = view.t, _weighing(told).terms
    table = pd.DataFrame(
        {
            "title": [t(title, **values) for title, values in zip(found["title"], found["values"], strict=True)],
            "weight": [t.percent(w, 0) for w in found["share"]],
            "answer": [_answer(told, item) or t.missing for item in found["item"]],
            "value": [t.index(v) for v in found["value"]],
            "source": [
                t("not asked") if missing else t(CHOICE_TITLES.get(s, s))
                for s, missing in zip(found["source"], found["missing"], strict=True)
            ],
            "day": [t.day(day) for day in found["valid_on"]],
            "rater": found["rater"].fillna(t.missing),
            "status": [t(CHOICE_TITLES.get(s, "")) if isinstance(s, str) and s else t.missing for s in found["status"]],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=30,
        alt=t("Items of the index"),
        placeholder=t.missing,
        column_config={
            "title": text_column(t("Item"), 190),
            "weight": text_column(t("Weight"), 66, right=True),
            "answer": text_column(t("Answer"), 70, right=True),
            "value": text_column(t("Points"), 70, right=True),
            "source": text_column(t("Source"), 100),
            "day": text_column(t("Date"), 110),
            "rater": text_column(t("By"), 110),
            "status": text_column(t("Standing"), 90),
        },
    )


def flipped(view: View, flip: Any) -> str:
    """The one answer that would change the quadrant."""
    t, declared, index = view.t, kam.MATRICES[flip.matrix], INDICES[flip.index]
    high = next((item.high for item in index.items if item.id == flip.item), 100.0)
    return t(
        "One answer would change the quadrant: {item} from {old} to {new} (scale to {high}) makes {index} {value}: {quadrant}.",
        item=t(flip.title),
        old=f"{flip.from_raw:.3g}",
        new=f"{flip.to_raw:.3g}",
        high=f"{high:g}",
        index=t(index.title),
        value=f"{flip.value:.1f}",
        quadrant=t(declared.quadrant(flip.other).title),
    )


def assumptions(view: View, more: tuple[str, ...], *indices: str) -> None:
    """The assumptions that enter, and the weights somebody moved."""
    t = view.t
    own = {item.id: item.title for name in indices if name in INDICES for item in INDICES[name].items}
    moved = [t("weight of {item} {value}", item=t(own[key]), value=f"{weight:g}") for key, weight in view.params.weights if key in own]
    st.caption(plain(t("Assumptions: {list}", list=t.listed([*assumed.said(view.params, (*assumed.EVIDENCE, *more), t), *moved]))))


def edit(view: View, what: str, subject: str, label: str = "", kind: str = "account") -> None:
    """The way to the answers of this index for this account, or contact."""
    if st.button(label or view.t("Edit ratings"), type="primary", icon=":material/edit:", key=f"edit_{what}", disabled=view.stage):
        who = {state.SUBJECT: kind, state.CONTACT: subject} if kind == "contact" else {ACCOUNT: subject}
        st.switch_page(RATINGS, query_params={INDEX: what, **who})


def sql(view: View, told: list[Explanation], where: recipe.Seen) -> list[tuple[str, str]]:
    """SQL of the values and of the rows, each under what it gives."""
    t = view.t
    built = [(t("From the items: {index}", index=t(part.title)), recipe.index_sql(part)) for part in told]
    rows = [(t("The rows behind the items"), text) for text in recipe.rows_sql(told[0], where)]
    return [(title, text) for title, text in built + rows if text]
