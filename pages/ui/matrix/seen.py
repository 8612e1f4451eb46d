"""What a matrix shows of everybody: whose places, only sure or unsure ones, an axis turned round. All of it is in the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import numpy as np
import pandas as pd
import streamlit as st

from kam_core.charts.theme import CORNERS, SAME
from kam_core.index.shapes import SubjectType
from kam_core.matrices import Matrix
from kam_core.text import N_
from pages.ui import linked, state
from pages.ui.view import View

WHO: Mapping[SubjectType, str] = {
    "account": N_("Accounts"), "contact": N_("Contacts"), "owner": N_("Owners"), "need": N_("Needs"),
}  # fmt: skip
assert set(WHO) == set(get_args(SubjectType))

CERTAIN: Mapping[str, str] = {"all": N_("All"), "sure": N_("Sure only"), "unsure": N_("Unsure only")}
WIDEST = 8.0
"""Points of an index around a shared place that its subjects are drawn within."""

TURNED = ("selection",)
"""Matrices that some draw with the axis across turned round, high on the left."""


@dataclass(frozen=True)
class Seen:
    """What was chosen."""

    who: SubjectType
    certain: str = "all"
    turned: bool = False


def choose(view: View, declared: Matrix) -> Seen:
    """The switches above a matrix; those it has no use for are not there."""
    t = view.t
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        who = whose(view, declared)
        link = linked.choice(state.CERTAIN, list(CERTAIN), "all", plain_default=True)
        certain = st.segmented_control(
            t("How sure"), list(CERTAIN), required=True, format_func=lambda one: t(CERTAIN[one]), label_visibility="collapsed",
            help=t("Sure: the probability of the quadrant is {share} or more.", share=t.percent(view.params.evidence.sure_from)), **link,
        )  # fmt: skip
        turned = declared.id in TURNED and st.toggle(t("High on the left"), **linked.switch(state.REVERSED, _turn))
    return Seen(who, str(certain or "all"), bool(turned))


def whose(view: View, declared: Matrix, *, labelled: bool = False) -> SubjectType:
    """Whose places are looked at, in every part of a matrix (``?of=``); nothing is asked where it can place only one sort."""
    t, usual = view.t, declared.subject_type
    if len(declared.subject_types) == 1:
        return usual
    words = {one: t(WHO[one]) for one in declared.subject_types}
    link = linked.choice(state.OF, list(words), usual, plain_default=True)
    seen = "visible" if labelled else "collapsed"
    chosen = st.segmented_control(t("Whose places"), list(words), required=True, format_func=words.get, label_visibility=seen, **link)
    return chosen or usual


def _turn() -> None:
    state.keep_in_link(state.REVERSED, "true" if state.get(state.REVERSED) else None)


def among(placed: pd.DataFrame, certain: str, sure_from: float) -> pd.DataFrame:
    """The places that are sure, or those that are not; everybody with ``all``."""
    if certain == "all":
        return placed
    sure = placed["probability"] >= sure_from
    return placed[placed["quadrant"].notna() & (sure if certain == "sure" else ~sure)]


def mirrored(placed: pd.DataFrame) -> pd.DataFrame:
    """The same places on an index across that runs the other way."""
    return placed.assign(x=100.0 - placed["x"])


def apart(placed: pd.DataFrame, cuts: tuple[float, float]) -> pd.DataFrame:
    """
    Places with x_drawn and y_drawn: who shares a place with others is drawn around it, within its quadrant.

    Answers of one rater on a scale of five lie on a grid; without this a dozen of them would look like one.
    """
    key = [placed["x"].round(2), placed["y"].round(2)]
    n, k = placed.groupby(key)["subject_id"].transform("size").fillna(1.0), placed.groupby(key).cumcount()
    far = np.minimum(WIDEST, 1.5 * np.sqrt(n)) * np.sqrt((k + 0.5) / n) * (n > 1)
    turn = k * np.pi * (3 - np.sqrt(5))  # the golden angle: no two in line
    told = {}
    for axis, cut, way in zip("xy", cuts, (np.cos(turn), np.sin(turn)), strict=True):
        beside = placed[axis] + far * way
        crosses = (beside >= cut) != (placed[axis] >= cut)
        told[f"{axis}_drawn"] = beside.mask(crosses, placed[axis] - far * way)
    return placed.assign(**told)


def within(placed: pd.DataFrame, spans: tuple[tuple[float, float], tuple[float, float]]) -> pd.DataFrame:
    """Places with x_drawn and y_drawn: what lies beyond the frame stands at its edge."""
    (left, right), (low, high) = spans
    return placed.assign(x_drawn=placed["x"].clip(left, right), y_drawn=placed["y"].clip(low, high))


def beyond(drawn: pd.DataFrame) -> int:
    """How many are drawn at the edge of the frame because they lie beyond it."""
    moved = (drawn["x_drawn"] != drawn["x"]) | (drawn["y_drawn"] != drawn["y"])
    return int((moved & drawn["quadrant"].notna()).sum())


def named_mirrored(named: dict[str, object], view: View) -> dict[str, object]:
    """What a chart needs to know (``pictures.named``) with the axis across turned round: left and right corners change places."""
    t, other = view.t, {corner: ("l" if corner[0] == "h" else "h") + corner[1] for corner in CORNERS}
    quadrants, tones = named["quadrants"], named.get("tones", SAME)
    assert isinstance(quadrants, Mapping) and isinstance(tones, Mapping) and isinstance(named["formats"], tuple)
    return {
        **named,
        "quadrants": {corner: quadrants[other[corner]] for corner in CORNERS},
        "tones": {corner: tones[other[corner]] for corner in CORNERS},
        "cut_x": 100.0 - float(str(named["cut_x"])),
        "x_title": t("{axis}, falling", axis=named["x_title"]),
        "formats": (lambda value: t.index(100.0 - value), named["formats"][1]),
    }
