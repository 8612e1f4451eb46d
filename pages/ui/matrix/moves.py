"""How everybody moved over four quarters: the date to pick or play, who moved, how far and why, and from where to where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.index.shapes import SubjectType
from kam_core.matrices import Axis, Matrix
from kam_core.moves import Cause, between, ends_of_quarters, explained, movements, told
from kam_core.schema import CHOICE_TITLES
from kam_core.text import N_
from pages.ui import clicks, download, frame, pictures
from pages.ui.matrix import empty, player, seen, why
from pages.ui.matrix.members import short
from pages.ui.paging import paged
from pages.ui.tables import fitted, text_column, whole
from pages.ui.view import View

PAGE, TALL, NAME = 7, 66, 142
"""Lines of the list beside the chart; pixels of each, from which on text is wrapped; pixels of its names."""

EXPLAINED = 200
"""Lines of the file that say their main cause."""

WHY = "why_moved"
KINDS = {"within_band": N_("not beyond doubt"), "entered": N_("placed since {day}"), "left": N_("no longer placed")}


@dataclass(frozen=True)
class Facts:
    """A matrix, where everybody stood at the ends of the last quarters, and who moved."""

    name: str
    declared: Matrix
    who: SubjectType
    frames: Mapping[date, pd.DataFrame]
    table: pd.DataFrame
    stamp: tuple[object, ...]
    """Revisions of the tables behind it."""

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last of the days."""
        days = list(self.frames)
        return days[0], days[-1]

    def axis(self, side: str) -> Axis:
        """The axis across (x) or upright (y)."""
        return self.declared.x if side == "x" else self.declared.y

    @property
    def steps(self) -> pd.DataFrame:
        """Those of whom it can be said how far they moved."""
        return self.table[self.table["distance"].notna()]


def show(view: View, name: str) -> None:
    """The finding; the chart that plays beside the list; why one of them moved; the quadrants against each other."""
    t, found = view.t, facts(view, name)
    frame.finding(told.finding(found.table, found.declared, found.who, t))
    if found.table.empty:
        empty.invite(view, found.declared)
        return
    left, right = st.columns(2, gap="medium")
    with right:  # first, so that a press on a name is known when the chart is drawn
        frame.section(t("Who moved, how far, and why"), _subtitle(view, found))
        shown = _list(view, found)
    with left:
        player.show(view, found)
    why.show(view, found, shown)
    _between(view, found)
    download.below(view, f"moves-{name}", lambda: _file(view, found), lambda: player.figure(view, found, view.as_of))
    frame.source(
        view,
        t("An account changes quadrant after crossing by {points}, or at two ends of quarters.", points=_band(view)),
        t("Quarters are counted back from the date."),
    )


def facts(view: View, name: str) -> Facts:
    """Everything the part shows of one matrix; the days are counted back from the date of the page."""
    declared = view.declared(name)
    who = seen.whose(view, declared)
    frames = {day: view.matrix(name, day, who) for day in ends_of_quarters(view.as_of)}
    stamp = view.read_by(name)
    table = view.kept("moves", lambda: movements(frames, declared, view.params), name, who, stamp)
    return Facts(name, declared, who, frames, table, stamp)


def main_causes(view: View, found: Facts, rows: pd.DataFrame) -> dict[str, Cause]:
    """The change of the axis each of these rows is told by, taken apart."""
    known = rows[rows["distance"].notna()]

    def make() -> dict[str, Cause]:
        causes: dict[str, Cause] = {}
        for side in "xy":
            causes |= explained(view.book, found.axis(side), side, known[known["axis"] == side], found.span, view.params, view.window)
        return causes

    made: dict[str, Cause] = view.kept("main_causes", make, found.name, found.who, found.stamp, tuple(known["subject_id"]))
    return made


def _subtitle(view: View, found: Facts) -> str:
    t = view.t
    counts = found.table["kind"].value_counts()
    parts = [
        t.n("{n} crossed a cut", "{n} crossed a cut", int(counts.get("moved", 0))),
        *([t.n("{n} not beyond doubt", "{n} not beyond doubt", int(counts["within_band"]))] if "within_band" in counts else []),
        *([t.n("{n} newly placed", "{n} newly placed", int(counts["entered"]))] if "entered" in counts else []),
        *([t.n("{n} no longer placed", "{n} no longer placed", int(counts["left"]))] if "left" in counts else []),
    ]
    return " · ".join([t("since {day}", day=t.day(found.span[0])), *parts, t("the largest first")])


def _list(view: View, found: Facts) -> pd.DataFrame:
    """Movements a page at a time; a press on a name says why. Returns the page."""
    t = view.t
    moved = found.table[~((found.table["kind"] == "stayed") & ~(found.table["distance"] > 0))]
    shown, _ = paged(moved, PAGE, f"moves_page_{found.name}_{found.who}", anew=True)
    rows, causes = shown.to_dict("records"), main_causes(view, found, shown)
    table = pd.DataFrame(
        {
            "who": [fitted(told.called(row), NAME) for row in rows],
            "way": [_way(view, found, row) for row in rows],
            "move": [_arrow(view, found, row) for row in rows],
            "why": [_cause(view, row, causes) for row in rows],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=TALL,
        height=38 + TALL * max(len(table), 1),
        key=f"moves_{found.name}_{found.who}_{t.lang}",
        alt=t("Who moved, how far, and why"),
        placeholder=t.missing,
        column_config={
            "who": st.column_config.ButtonColumn(t(CHOICE_TITLES[found.who]), width=NAME, type="tertiary", alignment="left", key=WHY),
            "way": text_column(t("From → to"), 116),
            "move": text_column(t("Move"), 64, right=True),
            "why": text_column(t("Main cause"), 192),
        },
    )
    pressed = clicks.pressed(WHY, shown["subject_id"].tolist())
    if pressed:
        why.look_at(pressed)
    return shown


def _way(view: View, found: Facts, row: Mapping[Any, Any]) -> str:
    """The axis it is told by, from what to what, and where it stands now."""
    t, side = view.t, row["axis"]
    now = next((t(q.title) for q in found.declared.standings if q.id == row["to_quadrant"]), t.missing)
    if pd.isna(row["distance"]):
        return now
    write = pictures.named(found.declared, view)["formats"]["xy".index(side)] or t.index
    return f"{t(short(found.axis(side)))} {write(row[f'from_{side}'])} → {write(row[f'to_{side}'])}\n{now}"


def _arrow(view: View, found: Facts, row: Mapping[Any, Any]) -> str:
    t, change = view.t, row[f"d{row['axis']}"]
    write = pictures.named(found.declared, view)["formats"]["xy".index(row["axis"])]
    if pd.isna(row["distance"]) or write is None:
        return t.missing if pd.isna(row["distance"]) else t.arrow(change)
    return f"{'▲' if change > 0 else '▼'} {write(abs(change))}" if change else write(0.0)


def _cause(view: View, row: Mapping[Any, Any], causes: Mapping[str, Cause]) -> str:
    """The main cause in words; what is no move beyond doubt says so first."""
    t, kind = view.t, row["kind"]
    if kind in ("entered", "left"):
        return t(KINDS[kind], day=t.day(row["since"]))
    cause = causes.get(row["subject_id"])
    text = told.step(cause.main, t) if cause is not None and cause.main is not None else t.missing
    return t("{text} ({remark})", text=text, remark=t(KINDS[kind])) if kind in KINDS else text


def _between(view: View, found: Facts) -> None:
    """How many went from each quadrant to each."""
    t, counts = view.t, between(found.table, found.declared)
    names = {q.id: t(q.title) for q in found.declared.standings} | {"": t("Not placed")}
    frame.section(
        t("From quadrant to quadrant"), t("rows: {since} · columns: {until}", since=t.day(found.span[0]), until=t.day(found.span[1]))
    )
    table = pd.DataFrame({"from": [names[name] for name in counts.index]} | {
        f"to_{place}": [t.count(n) if n else "" for n in counts[name]] for place, name in enumerate(counts)
    })  # fmt: skip
    columns = {f"to_{place}": text_column(f"→ {names[name]}", 150, right=True) for place, name in enumerate(counts)}
    whole(table, t("How many went from each quadrant to each"), {"from": text_column(t("From"), 180), **columns})


def _band(view: View) -> str:
    return view.t.points(view.params.evidence.change_band)


def _file(view: View, found: Facts) -> pd.DataFrame:
    """Every movement with its main cause, as a file."""
    t, titles = view.t, {q.id: view.t(q.title) for q in found.declared.standings}
    causes = main_causes(view, found, found.table.head(EXPLAINED))
    rows = found.table.to_dict("records")
    words = {
        "moved": t("Moved"),
        "within_band": t("Not beyond doubt"),
        "entered": t("Newly placed"),
        "left": t("No longer placed"),
        "stayed": t("Stayed"),
    }
    x, y = t(found.declared.x.label), t(found.declared.y.label)
    return pd.DataFrame(
        {
            t("Id"): found.table["subject_id"],
            t("Who"): [told.called(row) for row in rows],
            t("Movement"): [words[row["kind"]] for row in rows],
            t("From quadrant"): [titles.get(row["from_quadrant"], "") for row in rows],
            t("To quadrant"): [titles.get(row["to_quadrant"], "") for row in rows],
            t("{axis}, before", axis=x): found.table["from_x"],
            t("{axis}, after", axis=x): found.table["to_x"],
            t("{axis}, before", axis=y): found.table["from_y"],
            t("{axis}, after", axis=y): found.table["to_y"],
            t("Distance, points"): found.table["distance"],
            t("In its quadrant since"): found.table["since"],
            t("Main cause"): [_cause(view, row, causes) if row["kind"] not in ("entered", "left") else "" for row in rows],
        }
    )
