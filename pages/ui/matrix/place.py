"""Where everybody stands on a matrix, and what to do with whom; one body for every declared matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import findings
from kam_core.charts import labels
from kam_core.charts.bubbles import CROWD
from kam_core.index import INDICES
from kam_core.matrices import Axis, Matrix
from pages.ui import clicks, download, frame, pictures, proof, state
from pages.ui.paging import paged
from pages.ui.tables import COLOURS, chips, money_column, number_column, scaled
from pages.ui.view import View

PAGE = 50
"""Lines of the list beside the chart at a time."""

HEIGHT = 560
TURN = "matrix"
"""Counts how often the selection was cleared: a chart under a new key has none."""


@dataclass(frozen=True)
class Facts:
    """A matrix and where everybody stands on it."""

    declared: Matrix
    placed: pd.DataFrame
    finding: str
    title: str
    subtitle: str
    definition: str
    figure: Callable[[], Any]

    @property
    def table(self) -> pd.DataFrame:
        """The table behind the chart."""
        columns = [
            "account_id", "account_name", "quadrant", "x", "y", "probability", "coverage", "evidence", "profit", "revenue",
            "renews_in_days",
        ]  # fmt: skip
        return self.placed[columns].rename(columns={"x": self.declared.x.id, "y": self.declared.y.id})


def show(view: View, name: str) -> None:
    """The finding, the chart beside what to do in each quadrant and with whom, the downloads."""
    found = facts(view, name)
    frame.finding(found.finding)
    left, right = st.columns([56, 44], gap="medium")
    with left:
        frame.section(found.title, found.subtitle)
        event = chart(view, found)
    with right:
        quadrant = choose_quadrant(view, found)
        playbook(view, found, quadrant)
        members(view, found, quadrant, event)
    download.below(view, found.declared.id, found.table, found.figure)
    frame.source(view, found.definition)


def facts(view: View, name: str) -> Facts:
    """Everything the page shows of one matrix."""
    t, declared, placed = view.t, kam.MATRICES[name], view.matrix(name)
    cuts = declared.cuts(view.params)
    return Facts(
        declared,
        placed,
        findings.BY_MATRIX[name](placed, t) if name in findings.BY_MATRIX else t(declared.title),
        t("{y} against {x}", y=t(declared.y.label), x=t(declared.x.label)),
        _key(view, placed),
        t("Proposed definition: cut at {x} and {y}, at or above is high.", x=t.index(cuts[0]), y=t.index(cuts[1])),
        lambda: view.kept(f"matrix_{name}", lambda: pictures.matrix_figure(view, name, size="desk", height=HEIGHT)),
    )


def _key(view: View, placed: pd.DataFrame) -> str:
    """The key of the symbols, and who is not among them."""
    t = view.t
    thin = int((placed["quadrant"].isna() & (placed["coverage"] > 0)).sum())
    key = [t("area = profit, ◆ = loss"), t("hollow = thin evidence"), t("red ring = renews within 6 months")]
    if placed["quadrant"].notna().sum() > CROWD:
        key = [t("darker = more accounts"), t("a click on a cell lists them")]
    if view.ratings_invented:
        key.append(t("illustrative ratings"))
    if thin:
        key.append(t.n("{n} not placed: too few answers", "{n} not placed: too few answers", thin))
    return " · ".join(key)


def chart(view: View, found: Facts) -> Any:
    """The matrix; a click opens the account, a box or a lasso selects."""
    name = f"matrix_{found.declared.id}"
    event = pictures.chart(view, found.figure, name, height=HEIGHT, select=True, size="desk", turn=state.turn(TURN))
    follow(found, event)
    return event


def choose_quadrant(view: View, found: Facts) -> str:
    """The four quadrants with their counts; the one that needs a decision first."""
    t, counts = view.t, found.placed["quadrant"].value_counts()
    order = sorted(found.declared.quadrants, key=lambda q: found.declared.order.index(q.place))
    names = {q.id: f"{t(q.title)} {t.count(int(counts.get(q.id, 0)))}" for q in order}
    chosen = st.segmented_control(
        t("Quadrant"),
        list(names),
        default=order[0].id,
        required=True,
        format_func=names.get,
        key=f"quadrant_{found.declared.id}",
        label_visibility="collapsed",
        persist_state="session",
        wrap=True,
        width="stretch",
    )
    return str(chosen or order[0].id)


def playbook(view: View, found: Facts, quadrant: str) -> None:
    """What to do with accounts in a quadrant."""
    t, play = view.t, found.declared.play(quadrant)
    st.write(t(play.strategy))
    with st.expander(t("Playbook"), icon=":material/checklist:"):
        st.markdown("\n".join(f"- {t(action)}" for action in play.actions))


def members(view: View, found: Facts, quadrant: str, event: Any) -> None:
    """The accounts of the quadrant, or exactly those that were selected in the chart; a page of them, the largest first."""
    selected = selection(found, event)
    rows = found.placed[found.placed["account_id"].isin(selected)] if selected else found.placed[found.placed["quadrant"] == quadrant]
    if selected:
        _selected(view, rows)
    if rows.empty:
        nobody(view, found)
        return
    bought = view.scores.set_index("account_id")["revenue_12m"]
    rows = rows.assign(revenue_12m=rows["account_id"].map(bought)).sort_values("revenue_12m", ascending=False, na_position="last")
    part, _ = paged(rows, PAGE, f"members_page_{found.declared.id}_{quadrant}_{len(selected)}")
    _listed(view, found, part, quadrant, mixed=bool(selected))
    _one(view, found, part)


def _selected(view: View, rows: pd.DataFrame) -> None:
    """How many are selected, what they bring, and the way back."""
    t = view.t
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(
            t("{n} selected, {revenue} revenue", n=t.count(len(rows)), revenue=t.money(rows["revenue"].sum(), view.symbol)), color="blue"
        )
        st.button(t("Clear"), type="tertiary", icon=":material/close:", on_click=state.bump, args=(TURN,))


def _listed(view: View, found: Facts, rows: pd.DataFrame, quadrant: str, *, mixed: bool) -> None:
    """The rows as a table; a press on a name opens the account, one on the sign beside it the proof of the point."""
    t, declared = view.t, found.declared
    revenue, unit = scaled(rows["revenue_12m"], t.lang)
    titles = {q.id: t(q.title) for q in declared.quadrants}
    table = pd.DataFrame(
        {
            "account": rows["account_name"].map(labels.short),
            "quadrant": [[titles[q]] if q in titles else [] for q in rows["quadrant"]],
            "x": rows["x"],
            "y": rows["y"],
            "sure": rows["probability"] * 100,
            "revenue": revenue,
            "proof": t("Proof"),
        }
    )
    opens, proves = f"open_{declared.id}", f"prove_{declared.id}"
    st.dataframe(
        table[["account", "quadrant", "sure", "revenue", "proof"] if mixed else ["account", "x", "y", "revenue", "proof"]],
        hide_index=True,
        row_height=34,
        height=min(36 + 34 * len(table), 376),
        key=f"members_{declared.id}_{quadrant}_{t.lang}",
        alt=t("Accounts in the quadrant"),
        column_config={
            "account": st.column_config.ButtonColumn(t("Account"), width=160, type="tertiary", alignment="left", key=opens),
            "quadrant": chips(t("Quadrant"), {titles[q.id]: COLOURS[q.place] for q in declared.quadrants}, 92),
            "sure": number_column(t("Sure, %"), 54),
            "x": number_column(t(short(declared.x)), 74),
            "y": number_column(t(short(declared.y)), 60),
            "revenue": money_column(t, t("Rev. 12m"), view.symbol, unit, 88),
            "proof": st.column_config.ButtonColumn("", width=58, type="tertiary", key=proves),
        },
    )
    accounts = rows["account_id"].tolist()
    clicks.open_row(opens, accounts)
    pressed = clicks.pressed(proves, rows["subject_id"].tolist())
    if pressed:
        proof.ask(declared.id, pressed)


def _one(view: View, found: Facts, rows: pd.DataFrame) -> None:
    """The same for the keyboard: choose a point of the list, then its proof or its account."""
    t, names = view.t, dict(zip(rows["subject_id"], rows["account_name"], strict=True))
    accounts = dict(zip(rows["subject_id"], rows["account_id"], strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        key = f"one_{found.declared.id}"
        chosen = st.selectbox(t("A point of the list"), list(names), format_func=lambda id: names.get(id, id), key=key, width=210)
        if st.button(t("Proof"), key=f"prove_one_{found.declared.id}", icon=":material/function:"):
            proof.ask(found.declared.id, chosen)
        if st.button(t("Open"), key=f"open_one_{found.declared.id}", icon=":material/apartment:"):
            st.switch_page("pages/account.py", query_params={state.ACCOUNT: accounts[chosen]})


def nobody(view: View, found: Facts) -> None:
    """Nobody in the quadrant: say why, and how to fill it."""
    if found.placed["quadrant"].notna().any():
        st.caption(view.t("Nobody stands here."))
        return
    pictures.ask_for_ratings(view)


def selection(found: Facts, event: Any) -> list[str]:
    """
    The account ids inside a box or lasso, or in the cell of a crowd that was clicked.

    A single click on a bubble selects nothing: it opens the account.
    """
    chosen = event["selection"] if event else {}
    points = chosen.get("points", [])
    if chosen.get("box") or chosen.get("lasso"):
        return [account for account in map(clicks.account_of, points) if account]
    cell = found.figure().layout.meta.get("cell")
    if cell and points and not points[0].get("customdata"):
        width, height = cell
        near = (found.placed["x"] - points[0]["x"]).abs().le(width / 2) & (found.placed["y"] - points[0]["y"]).abs().le(height / 2)
        return found.placed.loc[near, "account_id"].tolist()
    return []


def follow(found: Facts, event: Any) -> None:
    """A click opens the account."""
    if not selection(found, event):
        clicks.open_account(event)


def short(axis: Axis) -> str:
    """The short title of an axis, for narrow columns."""
    return (INDICES[axis.id].short if axis.id in INDICES else "") or axis.label
