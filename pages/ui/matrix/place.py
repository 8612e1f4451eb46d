"""Where everybody stands on a matrix, and what to do with whom; one body for every matrix, the field's and one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import charts, findings, own
from kam_core.charts.bubbles import CROWD
from kam_core.matrices import Matrix
from kam_core.text import N_
from pages.ui import clicks, download, frame, pictures, state
from pages.ui.matrix import crossed, empty, members, seen
from pages.ui.plays import beside
from pages.ui.view import View
from pages.ui.words import inside, plain

HEIGHT = 560
TURN = "matrix"
"""Counts how often the selection was cleared: a chart under a new key has none."""
SCALES: Mapping[str, tuple[str, ...]] = {
    "follow_up": (N_("Input 50 = at plan, result 66.7 = at target: the cuts are what was planned, not what is usual."),),
}
"""What the scales of a matrix mean, where its cuts are more than a convention."""

BLOCKED = "blocked"
"""Who is stopped by a veto, whatever the mean says: an account stands in a quadrant of that id, a contact is marked."""


@dataclass(frozen=True)
class Facts:
    """A matrix and where everybody stands on it; ``drawn`` is what the chart shows of it, on the chart's own axes."""

    declared: Matrix
    shown: seen.Seen
    every: pd.DataFrame
    placed: pd.DataFrame
    drawn: pd.DataFrame
    figure: Callable[[], Any]


def show(view: View, name: str) -> None:
    """The finding, the chart beside what to do in each quadrant and with whom, the downloads."""
    declared = view.declared(name)
    head = st.container()
    found = facts(view, declared, seen.choose(view, declared))
    t = view.t
    with head:
        frame.finding(_finding(view, found))
    left, right = st.columns([56, 44], gap="medium")
    with left:
        frame.section(t("{y} against {x}", y=t(declared.y.label), x=inside(t(declared.x.label))), _key(view, found))
        event = _chart(view, found)
    with right:
        _beside(view, found, event)
    named = t(declared.title) if declared.id.startswith(own.PREFIX) else declared.id
    download.below(view, named, lambda: table(view, found), found.figure)
    if found.every["quadrant"].notna().any():
        crossed.show(view, declared, found.placed)
    frame.source(view, _definition(view, declared), *(t(said) for said in SCALES.get(declared.id, ())))


def facts(view: View, declared: Matrix, shown: seen.Seen) -> Facts:
    """Everything the page shows of one matrix."""
    every = view.matrix(declared.id, subject_type=shown.who)
    placed = seen.among(every, shown.certain, view.params.evidence.sure_from)
    drawn = seen.mirrored(placed) if shown.turned else placed
    if shown.who == "need":  # a need has no profit of its own, and its answers lie on a grid
        drawn = seen.apart(placed.assign(profit=np.nan), declared.cuts(view.params))
    if declared.id.startswith(own.PREFIX):
        drawn = seen.within(placed, pictures.ranges(view, declared.id, shown.who))
    more = (shown, view.read_by(declared.id))
    return Facts(
        declared, shown, every, placed, drawn,
        lambda: view.kept(f"matrix_{declared.id}", lambda: _figure(view, declared, shown, drawn), *more),
    )  # fmt: skip


def _figure(view: View, declared: Matrix, shown: seen.Seen, drawn: pd.DataFrame) -> Any:
    named, (across, up) = pictures.named(declared, view), pictures.ranges(view, declared.id, shown.who)
    if shown.turned:
        named, across = seen.named_mirrored(named, view), (100.0 - across[1], 100.0 - across[0])
    if shown.who == "need":
        across, up = ((low - seen.WIDEST, high + seen.WIDEST) for low, high in (across, up))
    look = {"size": "desk", "height": HEIGHT, "key_ids": pictures.key_ids(view), "evidence": view.params.evidence}
    look["about"] = members.in_order(declared)[0].id
    return charts.matrix(drawn, range=(across, up), **named, **look)


def _finding(view: View, found: Facts) -> str:
    """The sentence of the matrix, or how many stand in the quadrant that comes first."""
    t, declared, placed = view.t, found.declared, found.every
    if declared.id in findings.BY_MATRIX:
        return findings.BY_MATRIX[declared.id](placed, t)
    counts = placed["quadrant"].value_counts()
    if counts.empty:
        return t("Who stands where: {y} against {x}?", y=inside(t(declared.y.label)), x=inside(t(declared.x.label)))
    first = next(q for q in members.in_order(declared) if counts.get(q.id, 0))
    facts = {"quadrant": t(first.title), "n": t.count(int(counts[first.id])), "all": t.count(int(counts.sum()))}
    if declared.id.startswith(own.PREFIX):
        return t("{quadrant}: {n} of {all} placed.", **facts)
    return t("{quadrant} needs a decision first: {n} of {all} placed.", **facts)


def _key(view: View, found: Facts) -> str:
    """The key of the symbols, and who is not among them."""
    t, placed = view.t, found.placed
    thin = int((placed["quadrant"].isna() & (placed["coverage"] > 0)).sum())
    area = t("area = profit of the time chosen, ◆ = loss") if view.window else t("area = profit of all years, ◆ = loss")
    key = [area, t("hollow = thin evidence"), t("red ring = renews within 6 months")]
    if placed["quadrant"].notna().sum() > CROWD:
        key = [t("darker = more accounts"), t("a click on a cell lists them")]
    if found.shown.who == "need":
        key = [t("who shares a place is drawn around it"), *key[1:]]
    if view.ratings_invented:
        key.append(t("illustrative ratings"))
    far = seen.beyond(found.drawn) if found.declared.id.startswith(own.PREFIX) else 0
    if far:
        key.append(t.n("{n} beyond the frame stands at its edge", "{n} beyond the frame stand at its edge", far))
    if thin:
        key.append(t.n("{n} not placed: too few answers", "{n} not placed: too few answers", thin))
    return " · ".join(key)


def _chart(view: View, found: Facts) -> Any:
    """The matrix; a click opens the account, a box or a lasso selects."""
    shown = found.shown
    name = f"matrix_{found.declared.id}"
    if shown != seen.Seen(found.declared.subject_type):
        name += f"_{shown.who}_{shown.certain}_{shown.turned}"
    event = pictures.chart(view, found.figure, name, height=HEIGHT, select=True, size="desk", turn=state.turn(TURN))
    if not selection(found, event) and shown.who != "owner":
        clicks.open_account(event)
    return event


def _beside(view: View, found: Facts, event: Any) -> None:
    """The quadrants, the play of the one that is chosen, and who stands there."""
    if not found.every["quadrant"].notna().any():
        empty.invite(view, found.declared)
        return
    quadrant = _choose_quadrant(view, found)
    chosen = selection(found, event)
    rows = found.placed[found.placed["subject_id"].isin(chosen)] if chosen else _of(found.placed, quadrant)
    if quadrant != BLOCKED or found.shown.who == "account":
        beside.play(view, found.declared, quadrant, rows)
    if chosen:
        _selected(view, rows)
    members.listed(view, found.declared, rows, f"{quadrant}_{found.shown.who}", mixed=bool(chosen) or quadrant == BLOCKED)


def _of(placed: pd.DataFrame, quadrant: str) -> pd.DataFrame:
    """Who stands in a quadrant, or is blocked."""
    return placed[_blocked(placed)] if quadrant == BLOCKED else placed[placed["quadrant"] == quadrant]


def _blocked(placed: pd.DataFrame) -> pd.Series:
    return (
        placed[BLOCKED].fillna(False).astype(bool) & placed["quadrant"].notna()
        if BLOCKED in placed
        else pd.Series(False, index=placed.index)
    )


def _choose_quadrant(view: View, found: Facts) -> str:
    """The four quadrants with their counts; the one that needs a decision first, before all who is blocked."""
    t, counts, order = view.t, found.placed["quadrant"].value_counts(), members.in_order(found.declared)
    stuck = int(_blocked(found.placed).sum())
    names = {BLOCKED: f"{t('Blocked')} {t.count(stuck)}"} if stuck else {}
    names |= {q.id: f"{plain(t(q.title))} {t.count(int(counts.get(q.id, 0)))}" for q in order}
    key = f"quadrant_{found.declared.id}"
    if state.get(key) not in names:
        state.put(key, next(iter(names)))
    chosen = st.segmented_control(
        t("Quadrant"),
        list(names),
        required=True,
        format_func=names.get,
        key=key,
        label_visibility="collapsed",
        persist_state="session",
        wrap=True,
        width="stretch",
    )
    return str(chosen or order[0].id)


def _selected(view: View, rows: pd.DataFrame) -> None:
    """How many are selected, what they bring, and the way back."""
    t = view.t
    revenue = rows.drop_duplicates("account_id")["revenue"].sum()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(t("{n} selected, {revenue} revenue", n=t.count(len(rows)), revenue=t.money(revenue, view.symbol)), color="blue")
        st.button(t("Clear"), type="tertiary", icon=":material/close:", on_click=state.bump, args=(TURN,))


def _definition(view: View, declared: Matrix) -> str:
    t, cuts = view.t, declared.cuts(view.params)
    x, y = ((own.format_of(axis.id, t, view.symbol) or t.index)(cut) for axis, cut in zip((declared.x, declared.y), cuts, strict=True))
    if declared.id.startswith(own.PREFIX):
        return t("A matrix of your own: cut at {x} and {y}, at or above is high.", x=x, y=y)
    return t("Proposed definition: cut at {x} and {y}, at or above is high.", x=x, y=y)


def table(view: View, found: Facts) -> pd.DataFrame:
    """The table behind the chart; quadrants of one's own carry their names."""
    columns = [
        *(["subject_id", "subject_name"] if "subject_name" in found.placed else []), "account_id", "account_name", "quadrant", "x", "y",
        "probability", "coverage", "evidence", "profit", "revenue", "renews_in_days",
    ]  # fmt: skip
    titles = {q.id: view.t(q.title) for q in found.declared.standings}
    rows = found.placed[columns].assign(quadrant=found.placed["quadrant"].map(titles))
    return rows.rename(columns={"x": found.declared.x.id, "y": found.declared.y.id})


def selection(found: Facts, event: Any) -> list[str]:
    """
    The subject ids inside a box or lasso, or in the cell of a crowd that was clicked.

    A single click on a bubble selects nothing: it opens the account.
    """
    chosen = event["selection"] if event else {}
    points = chosen.get("points", [])
    if chosen.get("box") or chosen.get("lasso"):
        return [subject for subject in map(clicks.subject_of, points) if subject]
    cell = found.figure().layout.meta.get("cell")
    if cell and points and not points[0].get("customdata"):
        width, height = cell
        near = (found.drawn["x"] - points[0]["x"]).abs().le(width / 2) & (found.drawn["y"] - points[0]["y"]).abs().le(height / 2)
        return found.drawn.loc[near, "subject_id"].tolist()
    return []
