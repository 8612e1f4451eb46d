"""The proof of a point on a matrix, and of a point on the whale curve."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import assumed, own
from kam_core.engine.written import over
from kam_core.index import INDICES
from kam_core.index.shapes import SubjectType
from kam_core.matrices import Axis, Matrix
from pages.ui import again, behind, evidence
from pages.ui.tables import COLOURS
from pages.ui.view import View
from pages.ui.words import plain

CURVE = "curve"
"""Asks for the proof of a point on the whale curve."""


def on_matrix(view: View, name: str, subject: str | None) -> None:
    """Where a subject stands on a matrix: both indices, how sure the quadrant is, and what both rest on."""
    declared, row = view.declared(name), place_of(view, name, subject)
    who: SubjectType = row["subject_type"]
    _standing(view, declared, row)
    told = {axis.id: evidence.explained(view, axis.id, str(subject), who) for axis in _axes(declared)}
    for axis in _axes(declared):
        st.markdown(f"**{plain(view.t(axis.label))}**")
        evidence.formula(view, axis.id)
        evidence.build_up(view, told[axis.id])
        evidence.terms(view, told[axis.id])
        behind.answers(view, told[axis.id])
    flips = [part.flip for part in told.values() if part.flip is not None and part.flip.matrix == name]
    for flip in flips:
        st.info(evidence.flipped(view, flip), icon=":material/lightbulb:")
    evidence.assumptions(view, assumed.CHANCES, *told)
    with st.container(horizontal=True, gap="small"):
        for axis in _axes(declared):
            edit = view.t("Edit ratings: {index}", index=view.t(axis.label))
            if who in ("account", "contact") and any(item.judged for item in INDICES[axis.id].items):
                evidence.edit(view, axis.id, str(subject if who == "contact" else row["account_id"]), edit, who)
    where = again.seen(view, str(subject), who)
    call = _call(name, str(subject), who if who != declared.subject_type else "")
    again.blocks(view, call, where, evidence.sql(view, list(told.values()), where) if told else [])


def place_of(view: View, name: str, subject: str | None) -> pd.Series:
    """Where a subject stands, whichever of the types it is that the matrix can place."""
    frames = (view.matrix(name, subject_type=who) for who in view.declared(name).subject_types)
    return next(rows.iloc[0] for rows in (frame[frame["subject_id"] == subject] for frame in frames) if len(rows))


def _axes(declared: Matrix) -> list[Axis]:
    """The axes that are indices (a measure has no items)."""
    return [axis for axis in (declared.x, declared.y) if axis.id in INDICES]


def _standing(view: View, declared: Matrix, row: pd.Series) -> None:
    """Both values with the quadrant and its probability, then the chances of the others."""
    t, names = view.t, {q.place: q for q in declared.quadrants}
    first, second, third = st.columns(3)
    write_x, write_y = (own.format_of(axis.id, t, view.symbol) or t.index for axis in (declared.x, declared.y))
    first.metric(t(declared.x.label), write_x(row["x"]) if pd.notna(row["x"]) else t.missing)
    second.metric(t(declared.y.label), write_y(row["y"]) if pd.notna(row["y"]) else t.missing)
    placed = isinstance(row["quadrant"], str)
    third.metric(t("Quadrant"), t(declared.quadrant(row["quadrant"]).title) if placed else t("not placed"))
    chances = {place: row[f"p_{place}"] for place in names} if placed else {}
    with st.container(horizontal=True, gap="small"):
        for place, chance in sorted(chances.items(), key=lambda pair: -pair[1]):
            st.badge(f"{t(names[place].title)} {t.percent(chance, 0)}", color=COLOURS[declared.tones.get(place, place)])
        st.badge(t("coverage {share}", share=t.percent(row["coverage"], 0)), color="gray")
        st.badge(t("evidence {share}", share=t.percent(row["evidence"], 0)), color="gray")
        evidence.invented(view)
    cuts = declared.cuts(view.params)
    st.caption(t("High is {x} and more to the right, {y} and more upwards. The probability says how sure the answers make it.",
                 x=write_x(cuts[0]), y=write_y(cuts[1])))  # fmt: skip
    if not placed:
        st.caption(t("Not placed: a point needs {share} of the weight answered on both axes.",
                     share=t.percent(view.params.evidence.placed_from)))  # fmt: skip


def _call(name: str, subject: str, who: str) -> str:
    others = f', subject_type="{who}"' if who else ""
    return (
        f'placed = kam.matrix(wb, "{name}", {{context}}{others})\n'
        f'placed[placed["subject_id"] == {subject!r}].iloc[0][["x", "y", "quadrant", "probability", "coverage", "evidence"]]'
    )


def on_curve(view: View, by: str, account: str | None) -> None:
    """What the curve has reached at an account: the sum of all that earn as much or more."""
    t = view.t
    ranked = view.scores[["account_id", "account_name", by]].dropna(subset=by).sort_values(by, ascending=False, kind="stable")
    names = dict(zip(ranked["account_id"], ranked["account_name"], strict=True))
    start = list(names).index(account) if account in names else int(np.argmax(ranked[by].cumsum()))
    chosen = st.selectbox(t("Up to which account"), list(names), start, format_func=names.get, key=f"curve_{by}_{account or ''}")
    n = list(names).index(chosen) + 1
    reached, total = float(ranked[by].head(n).sum()), float(ranked[by].sum())
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    left.metric(t("Reached"), t.amount(reached, view.symbol))
    with right, st.container(horizontal=True, gap="small"):
        st.badge(t("{n} of {all} accounts", n=t.count(n), all=t.count(len(ranked))), color="gray")
        if total > 0:
            st.badge(t("{share} of the total {money}", share=t.percent(reached / total), money=t.amount(total, view.symbol)), color="gray")
    st.caption(t("The curve adds up the accounts, the most profitable first; after the peak every account takes something away."))
    behind.listed(view, ranked.head(n), by)
    where = again.seen(view)
    call = f'kam.whale_curve(scores["{by}"]).frame["cumulative"].iloc[{n}]'
    figure = f"list_sum((list({by} ORDER BY {by} DESC) FILTER (WHERE {by} IS NOT NULL))[1:{n}])"
    again.blocks(view, call, where, [(t("The number"), over("account_money", where.values, figure, "reached", where.filters))])
