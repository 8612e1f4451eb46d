"""The grid of net margin against cost to serve, with what to do in each of its four fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import charts
from kam_core.matrices import MEASURED, Matrix
from kam_core.playbook.written import play_of
from kam_core.text import N_
from kam_core.value.grid import finding, with_own_cuts
from pages.ui import clicks, download, frame, linked, pictures, state
from pages.ui.view import View
from pages.ui.words import plain

NAME = "profit_by_cost"
HEIGHT = 500
CUTS = {"average": N_("Average"), "median": N_("Median")}
ORDER = ("hl", "ll", "hh", "lh")
"""The field that needs a decision first."""


@dataclass(frozen=True)
class Grid:
    """The declaration with the cuts in force, and where everybody stands."""

    declared: Matrix
    placed: pd.DataFrame
    moved: bool
    """Whether an assumption has moved a cut."""


def alone(view: View) -> None:
    """The grid as a page of its own, under what it says."""
    shown(view, st.container())
    frame.source(view, view.t("Proposed definition: cuts as shown, at or above is high"))


def shown(view: View, head: Any = None) -> None:
    """The grid, or what it lacks; ``head`` is where what it says stands, if it is said at all."""
    t = view.t
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with right, st.container(horizontal_alignment="right"):
        link = linked.choice(state.CUT, list(CUTS), "average", plain_default=True)
        rule = str(st.segmented_control(
            t("Cut at"), list(CUTS), required=True, label_visibility="collapsed", format_func=lambda name: t(CUTS[name]), **link
        ))  # fmt: skip
    found: Grid = view.kept("profit_grid", lambda: _grid(view, rule), rule)
    if head is not None:
        with head:
            frame.finding(finding(found.placed, t, view.symbol))
    placed = bool(found.placed["quadrant"].notna().any())
    with left:
        frame.section(t("Profit by cost to serve"), _key(view, found, rule) if placed else "")
    if not placed:
        _empty(view)
        return

    def made() -> Any:
        return charts.profit_by_cost(found.placed, found.declared, t=t, theme=view.theme, height=HEIGHT)

    drawn = view.kept("profit_grid_figure", made, rule)
    left, right = st.columns([60, 40], gap="medium")
    with left:
        clicks.open_account(pictures.chart(view, lambda: drawn, f"profit_grid_{rule}", height=HEIGHT, select=True, size="desk"))
        download.below(view, NAME, lambda: _table(found), lambda: drawn)
    with right:
        _quadrants(view, found)
        if drawn.layout.meta["outside"]:
            n = int(drawn.layout.meta["outside"])
            st.caption(
                t.n(
                    "{n} account lies beyond the frame; it is counted here.", "{n} accounts lie beyond the frame; they are counted here.", n
                )
            )


def _grid(view: View, rule: str) -> Grid:
    declared = with_own_cuts(MEASURED[NAME], view.scores, rule)  # type: ignore[arg-type]
    placed = kam.matrix(view.book, declared, view.as_of, view.window, view.params)
    x, y = declared.cuts(view.params)
    moved = (x, y) != (declared.x.cut, declared.y.cut)
    declared = replace(declared, x=replace(declared.x, cut=x), y=replace(declared.y, cut=y))
    return Grid(declared, placed[placed["account_id"].isin(view.scores["account_id"])].reset_index(drop=True), moved)


def _key(view: View, found: Grid, rule: str) -> str:
    """The key of symbols, and where the cuts come from."""
    t = view.t
    cuts = {"x": t.percent(found.declared.x.cut / 100), "y": t.percent(found.declared.y.cut / 100)}
    if found.moved:
        told = t("cut at {x} and {y}, set in the assumptions", **cuts)
    elif rule == "median":
        told = t("cut at {x} and {y}, the median of these accounts", **cuts)
    else:
        told = t("cut at {x} and {y}, the average of these accounts by revenue", **cuts)
    return " · ".join([told, t("area = profit, ◆ = loss"), t("below the dotted line service and credit eat the margin")])


def _empty(view: View) -> None:
    """No cost to serve: what would fill the grid."""
    t = view.t
    st.write(t("No account has both a gross profit and a cost to serve. Rates per order, line, return or visit hour place them all."))
    with st.container(horizontal=True):
        st.page_link(
            "pages/settings.py",
            label=t("Set rates"),
            icon=":material/tune:",
            query_params={state.TAB: "parameters", state.GROUP: "serving"},
        )
        st.page_link("pages/upload.py", label=t("Upload costs"), icon=":material/upload:")


def _quadrants(view: View, found: Grid) -> None:
    """Each field: how many, what they earn, what to do."""
    t, placed = view.t, found.placed
    sums = placed.groupby("quadrant")["profit"].sum()
    counts = placed["quadrant"].value_counts()
    for quadrant in sorted(found.declared.quadrants, key=lambda q: ORDER.index(q.place)):
        play = play_of(view.book, f"{NAME}.{quadrant.id}", t)
        n, money = int(counts.get(quadrant.id, 0)), t.money(sums.get(quadrant.id, 0.0), view.symbol)
        with st.container(gap=None):
            st.markdown(f"**{plain(t(quadrant.title))}**")
            st.caption(plain(t.n("{n} account, profit {money}", "{n} accounts, profit {money}", n, money=money)))
            with st.expander(plain(play.strategy or t("Playbook"))):
                st.markdown("\n".join(f"- {plain(action)}" for action in play.actions))
    left_out = int(placed["quadrant"].isna().sum())
    if left_out:
        st.caption(t.n("{n} account is not placed: no revenue, cost or cost to serve known.",
                       "{n} accounts are not placed: no revenue, cost or cost to serve known.", left_out))  # fmt: skip


def _table(found: Grid) -> pd.DataFrame:
    columns = ["account_id", "account_name", "quadrant", "x", "y", "profit", "revenue"]
    return found.placed[columns].rename(columns={"x": found.declared.x.id, "y": found.declared.y.id})
