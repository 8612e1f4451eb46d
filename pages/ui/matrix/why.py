"""Why one of them moved: the change of an index in steps, each with who, when and the batch, where it can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.moves import Cause, explained, told
from kam_core.text import N_
from pages.ui import clicks, download, frame, linked, pictures, state, titles
from pages.ui.matrix.members import short
from pages.ui.tables import text_column
from pages.ui.view import View

if TYPE_CHECKING:
    from pages.ui.matrix.moves import Facts

SIDE = "along"
BY = {"item": N_("Item"), "who": N_("Person"), "answer": N_("Answer")}
"""How the steps are added up in the picture; the table has every one."""
BATCHES = "open_batch_of_move"
SHOWN = 12
"""Lines of the table before it scrolls."""
STILL = 0.05
"""A change that is written as none, in points."""


def look_at(subject: str) -> None:
    """Show why this one moved from the next draw on; it is in the link."""
    state.put(state.MOVER, subject)
    state.keep_in_link(state.MOVER, subject)


def chosen_of(found: Facts) -> str | None:
    """Whose move the page explains: the one of the link, else the first of the movements; ``None`` where nobody moved."""
    known, told_by_link = found.steps["subject_id"].tolist(), state.link(state.MOVER)
    return told_by_link if told_by_link in known else next(iter(known), None)


def show(view: View, found: Facts, listed: pd.DataFrame) -> None:
    """Whom and along which axis (both in the link), the steps as a picture and as a table."""
    t, first = view.t, chosen_of(found)
    if first is None:
        return
    known = found.steps[found.steps["subject_id"].isin([*listed["subject_id"], first])]
    names = {row["subject_id"]: told.called(row) for row in known.to_dict("records")}
    frame.section(t("What moved it"), t("picture: in the order in which they became valid; table: the largest first"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            t("Whose move"), list(names), format_func=names.get, width=260, **linked.choice(state.MOVER, list(names), first)
        )
        row = known[known["subject_id"] == chosen].iloc[0]
        sides = {side: t(short(found.axis(side))) for side in "xy"}
        told_by = str(row["axis"])
        key = f"{SIDE}_{found.name}_{chosen}"
        side = st.segmented_control(t("Axis"), list(sides), default=told_by, required=True, format_func=sides.get, key=key) or told_by
        ways = {name: t(title) for name, title in BY.items()}
        by = st.segmented_control(
            t("Added up by"),
            list(ways),
            required=True,
            format_func=ways.get,
            **linked.choice(state.ADDED_BY, list(ways), "item", plain_default=True),
        )
    cause = _cause(view, found, known[known["subject_id"] == chosen], str(side))
    if cause.steps.empty:
        st.caption(t("Nothing moved it along this axis."))
        return
    _steps(view, found, cause, (str(side), str(by or "item")), names[chosen])


def _cause(view: View, found: Facts, row: pd.DataFrame, side: str) -> Cause:
    subject = str(row["subject_id"].iloc[0])
    axis = found.axis(side)
    made: dict[str, Cause] = view.kept(
        "cause",
        lambda: explained(view.book, axis, side, row, found.span, view.params, view.window),
        found.name,
        found.who,
        found.stamp,
        subject,
        side,
    )
    return made[subject]


def _steps(view: View, found: Facts, cause: Cause, shown: tuple[str, str], name: str) -> None:
    """The picture, the table, and the files."""
    t, (side, by) = view.t, shown
    axis = found.axis(side)
    cut = found.declared.cuts(view.params)["xy".index(side)]
    figure = view.kept(
        "cause_figure",
        lambda: charts.cause(told.together(cause.steps, by, t), cause.base, cause.after, cut, title=t(axis.label), t=t, theme=view.theme),
        found.name, found.who, found.stamp, cause.subject, side, by,
    )  # fmt: skip
    left, right = st.columns([38, 62], gap="medium")
    with left:
        pictures.chart(view, lambda: figure, "cause", height=figure.layout.height)
    with right:
        still = cause.steps["change"].abs() < STILL
        _table(view, cause.steps[~still])
        if still.any():
            st.caption(t.n("{n} step without effect is in the file.", "{n} steps without effect are in the file.", int(still.sum())))
        _lead(view, cause)
    download.below(view, "cause", lambda: _file(view, cause, name), lambda: figure)


def _table(view: View, steps: pd.DataFrame) -> None:
    """A line a step, the largest first; the number of its batch opens the batch, where it can be undone."""
    if steps.empty:
        return
    steps = steps.sort_values("change", key=abs, ascending=False, kind="stable", na_position="first")
    t, rows = view.t, steps.to_dict("records")
    table = pd.DataFrame(
        {
            "what": [told.item(row, t) if row["title"] else told.step(row, t) for row in rows],
            "change": [told.change(row, t) if row["kind"] in ("answer", "fact") else "" for row in rows],
            "who": [told.whose(row, t) if row["kind"] in ("answer", "fact") else "" for row in rows],
            "when": [t.day(row["valid_on"]) if pd.notna(row["valid_on"]) else "" for row in rows],
            "points": [_points(view, row) for row in rows],
            "batch": [_number(row) for row in rows],
        }
    )
    batch = text_column(t("Batch"), 60) if view.stage else st.column_config.ButtonColumn(t("Batch"), width=60, type="tertiary", key=BATCHES)
    st.dataframe(
        table,
        hide_index=True,
        row_height=32,
        height=36 + 32 * min(len(table), SHOWN),
        key=f"cause_{t.lang}",
        alt=t("The steps of the move"),
        placeholder=t.missing,
        column_config={
            "what": text_column(t("What"), 188),
            "change": text_column(t("From → to"), 84),
            "who": text_column(t("Who"), 156),
            "when": text_column(t("When"), 94),
            "points": text_column(t("± points"), 68, right=True),
            "batch": batch,
        },
    )
    number = None if view.stage else clicks.pressed(BATCHES, table["batch"].tolist())
    if number:
        _open(number)


def _lead(view: View, cause: Cause) -> None:
    """The same for the keyboard: the batch of the main cause, and what it can do."""
    t, main = view.t, cause.main
    if view.stage or main is None or pd.isna(main["batch"]):
        return
    told_of = t("The main cause was recorded by batch {batch} on {day}.", batch=_number(main), day=titles.moment(t, main["recorded_at"]))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(told_of)
        if st.button(t("Open batch {batch}", batch=_number(main)), key="open_main_batch", type="tertiary", icon=":material/undo:"):
            _open(_number(main))


def _open(number: str) -> None:
    """The journal with this batch open; there it can be undone."""
    st.switch_page("pages/settings.py", query_params={state.BATCH: number})


def _number(row: Any) -> str:
    return "" if pd.isna(row["batch"]) else str(int(row["batch"]))


def _points(view: View, row: Any) -> str:
    """The change; the answer that made an index known says the value."""
    t = view.t
    if pd.isna(row["change"]):
        return t("first: {value}", value=t.answer(row["after"])) if pd.notna(row["after"]) else t.missing
    return ("+" if row["change"] > 0 else "") + t.answer(row["change"])


def _file(view: View, cause: Cause, name: str) -> pd.DataFrame:
    t, rows = view.t, cause.steps.to_dict("records")
    return pd.DataFrame(
        {
            t("Who"): name,
            t("What"): [told.step(row, t) for row in rows],
            t("Rated by"): [told.whose(row, t) if row["kind"] in ("answer", "fact") else "" for row in rows],
            t("Valid on"): cause.steps["valid_on"],
            t("Recorded at (UTC)"): cause.steps["recorded_at"],
            t("Batch"): cause.steps["batch"],
            t("Before"): cause.steps["before"],
            t("After"): cause.steps["after"],
            t("Points"): cause.steps["change"],
        }
    )
