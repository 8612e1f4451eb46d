"""Your own matrix: choose two axes, cuts and names, see it, save it; edit or delete one that is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import charts, own
from kam_core.errors import KamError
from kam_core.matrices import CUT, cut_at
from kam_core.own import CHOICES, LONGEST_NAME, LONGEST_TITLE, PLAIN_NAMES, Own
from kam_core.text import LANGUAGES, N_
from pages.ui import cache, forms, pictures, refusal, state
from pages.ui.matrix import seen
from pages.ui.plays.writing import NAMES
from pages.ui.view import View
from pages.ui.words import plain

RULES = {"typed": N_("Typed"), "median": N_("Median"), "top_third": N_("Top third")}
START = ("trust", "profit_12m")
"""The axes a new matrix begins with."""
HEIGHT = 340
PLACES = ("lh", "hh", "ll", "hl")
"""The names are asked where the quadrants lie: upper left, upper right, lower left, lower right."""


def buttons(view: View, name: str) -> None:
    """The ways to a new one, and to change or delete the one that is open; on a stage nothing is saved."""
    t = view.t
    if view.stage:
        return
    if st.button(t("Own matrix"), icon=":material/add:", key="own_new", type="tertiary"):
        ask(view, None)
    if not name.startswith(own.PREFIX):
        return
    if st.button(t("Edit"), icon=":material/edit:", type="tertiary", key="own_edit", help=t("Edit the matrix")):
        ask(view, own.kept(view.book)[name])
    if st.button(t("Delete"), icon=":material/delete:", type="tertiary", key="own_delete", help=t("Delete the matrix")):
        state.keep_in_link(state.MATRIX, None)
        forms.save(view, own.deleting(view.book, name), t("Matrix deleted."))


def wrong(view: View, name: str) -> None:
    """What is wrong with a matrix of one's own: axes nobody knows, one axis twice, no title."""
    t, one = view.t, own.kept(view.book)[name]
    if one.unknown:
        listed = t.listed(list(one.unknown))
        st.error(t("This matrix needs what this release does not know: {names}. Choose other axes, or open it with a newer release.",
                   names=plain(listed)), icon=":material/help:")  # fmt: skip
    elif one.x == one.y:
        st.error(t("Both axes of this matrix are the same. Choose another one."), icon=":material/error:")
    elif not any(one.titles.values()):
        st.warning(t("This matrix has no title yet."), icon=":material/title:")


def ask(view: View, now: Own | None) -> None:
    """Open the form, empty or for a matrix that is there."""
    st.dialog(view.t("Own matrix") if now is None else view.t("Edit the matrix"), width="large")(_body)(view, now)


def _body(view: View, now: Own | None) -> None:
    t, place = view.t, "new" if now is None else now.id
    made = now or Own("", *START)
    titles = {}
    for lang, column in zip(LANGUAGES, st.columns(2), strict=True):
        label = t("Title in {language}", language=t(NAMES[lang]))
        titles[lang] = column.text_input(label, made.titles.get(lang, ""), max_chars=LONGEST_TITLE, key=f"own_title_{lang}_{place}")
    left, right = st.columns(2)
    with left:
        other = str(state.get(f"own_y_{place}", made.y))
        x, cut_x = _axis(view, "x", t("Axis across"), (made.x, other), made.cut_x if now else None, place)
    with right:
        y, cut_y = _axis(view, "y", t("Axis up"), (made.y, x), made.cut_y if now else None, place)
    asked = replace(made, x=x, y=y, cut_x=cut_x, cut_y=cut_y, titles=titles, names=_names(view, made, place), author=state.author())
    if x == y:
        st.error(t("Both axes of this matrix are the same. Choose another one."), icon=":material/error:")
        return
    _preview(view, asked)
    if st.button(t("Save the matrix"), type="primary", icon=":material/check:", key=f"own_save_{place}"):
        _save(view, asked)


def _axis(view: View, axis: str, title: str, beside: tuple[str, str], cut: float | None, place: str) -> tuple[str, float]:
    """One axis (now, and the one across from it) with its cut: typed, or taken from the values of who has both."""
    (now, other), t, options = beside, view.t, list(CHOICES)
    at = options.index(now) if now in options else 0
    chosen = str(st.selectbox(title, options, at, format_func=lambda id: t(CHOICES[id].title), key=f"own_{axis}_{place}"))
    rule = st.segmented_control(
        t("Cut"), list(RULES), default="typed", required=True, format_func=lambda id: t(RULES[id]), key=f"own_rule_{axis}_{place}"
    )
    values = _values(view, chosen, other)
    low, high = own.bounds(chosen)
    if rule != "typed":
        found = cut_at(values, "median" if rule == "median" else "top_third")
        st.caption(
            t.n(
                "Cut at {cut}, over the {n} account that has both; quadrants flip when accounts are added.",
                "Cut at {cut}, over the {n} accounts that have both; quadrants flip when accounts are added.",
                len(values),
                cut=(own.format_of(chosen, t, view.symbol) or t.index)(found),
            )
        )
        return chosen, round(found, 4)
    usual = cut if cut is not None and chosen == now else CUT if CHOICES[chosen].unit == "index" else round(cut_at(values, "median"), 4)
    unit = CHOICES[chosen].unit
    told = st.number_input(
        t("Cut, 0 to 100") if unit == "index" else t("Cut, as a share: 0.15 is 15%") if unit == "share"
        else t("Cut, in {unit}", unit=view.symbol) if unit == "money" and view.symbol else t("Cut"),
        low, high, min(max(float(usual), low), high), step=0.01 if unit == "share" else 1.0, key=f"own_cut_{axis}_{chosen}_{place}",
    )  # fmt: skip
    return chosen, float(told)


def _values(view: View, axis: str, other: str) -> Any:
    """The values of an axis for every account that stands on a matrix of it and the other axis."""
    other = next(id for id in (other, *START) if id != axis)
    placed = _placed(view, Own("own-preview", axis, other))
    return placed.loc[placed["quadrant"].notna(), "x"].to_numpy("float64")


def _placed(view: View, one: Own) -> pd.DataFrame:
    declared = one.declared()
    read = tuple(view.book.revisions[name] for name in cache.read_by_declared(declared, view.params))
    made: pd.DataFrame = view.kept(
        "own_preview",
        lambda: kam.matrix(view.book, declared, view.as_of, view.window, view.params),
        one.x,
        one.y,
        one.cut_x,
        one.cut_y,
        read,
    )  # type: ignore[assignment]
    return made[made["account_id"].isin(view.scores["account_id"])] if view.filters else made


def _names(view: View, made: Own, place: str) -> dict[str, dict[str, str]]:
    """The names of the quadrants in both languages; an empty one has the plain name."""
    t = view.t
    names: dict[str, dict[str, str]] = {corner: {} for corner in PLACES}
    with st.expander(t("Names of the quadrants"), icon=":material/grid_view:"):
        st.caption(t("As they lie; left empty they are called by their place, the axis across first."))
        for row in (PLACES[:2], PLACES[2:]):
            for corner, column in zip(row, st.columns(2), strict=True):
                for lang in LANGUAGES:
                    usual = t(PLAIN_NAMES[corner])  # type: ignore[index]
                    label = t("{place}, in {language}", place=usual, language=t(NAMES[lang]))
                    now = made.names.get(corner, {}).get(lang, "")
                    names[corner][lang] = column.text_input(
                        label, now, max_chars=LONGEST_NAME, key=f"own_name_{corner}_{lang}_{place}"
                    ).strip()
    return names


def _preview(view: View, asked: Own) -> None:
    """The matrix as it would be, and what a cut does that leaves everybody on one side."""
    t, declared = view.t, asked.declared(view.t.lang)
    placed = _placed(view, asked)
    rated = placed[placed["quadrant"].notna()]
    if rated.empty:
        st.caption(t("Nobody has both {x} and {y} yet.", x=t(declared.x.label), y=t(declared.y.label)))
        return
    spans = (pictures.span(asked.x, rated["x"], asked.cut_x), pictures.span(asked.y, rated["y"], asked.cut_y))
    figure = charts.matrix(
        seen.within(placed, spans), range=spans, size="mini", height=HEIGHT, evidence=view.params.evidence, **pictures.named(declared, view)
    )  # fmt: skip
    st.plotly_chart(
        figure, key=f"own_figure_{asked.id}", theme=None, height=HEIGHT, alt=charts.alt_of(figure), config=charts.config("mini")
    )
    st.caption(t.n("{n} account is placed.", "{n} accounts are placed.", len(rated)))
    for axis, cut, title in (("x", asked.cut_x, declared.x.label), ("y", asked.cut_y, declared.y.label)):
        if not rated[axis].min() < cut <= rated[axis].max():
            st.warning(t("The cut leaves every account on one side of {axis}.", axis=t(title)), icon=":material/vertical_align_center:")


def _save(view: View, asked: Own) -> None:
    """One batch, and the new matrix is the one that is shown."""
    t = view.t
    made = asked if asked.id else replace(asked, id=f"{own.PREFIX}{uuid4().hex[:8]}")
    try:
        edits = own.saving(view.book, made)
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    state.keep_in_link(state.MATRIX, made.id)
    forms.save(view, edits, t("Matrix saved."))
