"""What a draft of assumptions would change, before it is saved: figures and places, now and then."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from kam_core import assumptions
from kam_core.matrices import MATRICES
from kam_core.params import Params
from kam_core.preview import Effect, movers
from pages.ui import about, draft, frame, state, titles
from pages.ui.tables import text_column
from pages.ui.view import View

NAMED = 3
"""Assumptions named in the finding."""


def finding(view: View) -> str:
    """What the draft comes to; without one, what differs from the defaults."""
    t, changed = view.t, draft.changes(view)
    if changed:
        before, after = (draft.effect_of(view, params) for params in (draft.saved(view), draft.drafted(view)))
        told = t.listed(_told(view, before, after)) or t("no figure changes")
        return t.n("{n} change, not saved: {effect}.", "{n} changes, not saved: {effect}.", len(changed), effect=told)
    own = [titles.of_assumption(t, name) for name in assumptions.differences(draft.saved(view), Params())]
    if not own:
        return t("Every assumption stands at its default.")
    names = own if len(own) <= NAMED else [*own[:NAMED], t("{n} more", n=t.count(len(own) - NAMED))]
    return t.n(
        "{n} assumption differs from its default: {names}.", "{n} assumptions differ from their defaults: {names}.", len(own), names=names
    )


def panel(view: View) -> None:
    """The figures now and under the draft, and the button that keeps it."""
    t, changed = view.t, draft.changes(view)
    before, after = (draft.effect_of(view, params) for params in (draft.saved(view), draft.drafted(view)))
    subtitle = t("Kept and tried; nothing is saved yet.") if changed else t("Change a value to see what it does before you save it.")
    frame.section(t("Effect"), subtitle)
    if changed:
        table(view, before, after, (t("Kept"), t("Tried")))
    else:
        table(view, before, None, (t("Kept"), ""))
    refused = state.drop(state.REFUSED) if isinstance(state.get(state.REFUSED), str) else None
    if refused:
        st.error(refused, icon=":material/error:")
    with st.container(horizontal=True, vertical_alignment="center"):
        label = t.n("Save {n} change", "Save {n} changes", len(changed)) if changed else t("Save")
        st.button(
            label, type="primary", icon=":material/check:", disabled=not changed, on_click=draft.save, args=(view,), shortcut="Ctrl+Enter"
        )
        if changed:
            st.button(t("Discard"), type="tertiary", on_click=draft.discard, args=(view,))
        st.caption(t("One batch. You can undo it in the journal."))


def table(view: View, before: Effect, after: Effect | None, names: tuple[str, str]) -> None:
    """Figures and counts of quadrants on both sides, and the difference; with one side only its own."""
    t, rows = view.t, _rows(view, before, after)
    shown = pd.DataFrame(rows, columns=["what", "before", "after", "change"])
    shown = shown if after else shown[["what", "before"]]
    st.dataframe(
        shown,
        hide_index=True,
        row_height=30,
        height=min(34 + 30 * len(shown), 404),
        alt=t("Effect on figures and quadrants"),
        column_config={
            "what": text_column(t("Figure"), 214),
            "before": text_column(names[0], 76, right=True),
            "after": text_column(names[1], 76, right=True),
            "change": text_column(t("Change"), 84, right=True),
        },
    )


def _rows(view: View, before: Effect, after: Effect | None) -> list[tuple[str, str, str, str]]:
    t, other = view.t, after or before
    rows = [
        _money(view, t("Profit, {window}", window=about.window(view).lower()), before.profit, other.profit),
        _money(view, t("Lifetime value"), before.clv, other.clv),
        *([] if math.isnan(before.soft) and math.isnan(other.soft) else [_money(view, t("Beyond purchases"), before.soft, other.soft)]),
        _count(view, t("Accounts losing money"), before.losing, other.losing),
    ]
    moved = movers(before, other)
    for name, matrix in MATRICES.items():
        if not any(effect.places[name].notna().any() for effect in (before, other)):
            continue
        short = t(matrix.short or matrix.title)
        rows.append((t("{matrix}: who moves", matrix=short), "", "", t.count(moved[name])))
        for quadrant in matrix.quadrants:
            title = t("{title}: {value}", title=short, value=t(quadrant.title))
            rows.append(_count(view, title, before.count(name, quadrant.id), other.count(name, quadrant.id)))
        rows.append(_count(view, t("{matrix}: not placed", matrix=short), before.count(name, None), other.count(name, None)))
    return [row for row in rows if after or row[1]]


def _money(view: View, title: str, before: float, after: float) -> tuple[str, str, str, str]:
    t, change = view.t, after - before
    sign = "+" if change > 0 else ""
    told = "" if math.isnan(change) or not change else sign + t.money(change, view.symbol)
    return title, t.money(before, view.symbol), t.money(after, view.symbol), told


def _count(view: View, title: str, before: float, after: float) -> tuple[str, str, str, str]:
    t, change = view.t, after - before
    return title, t.count(before), t.count(after), "" if math.isnan(change) or not change else t.change(change)


def _told(view: View, before: Effect, after: Effect) -> list[str]:
    """The changes in words, the largest things first."""
    t, told = view.t, []
    money = (
        (t("profit"), before.profit, after.profit),
        (t("lifetime value"), before.clv, after.clv),
        (t("value beyond purchases"), before.soft, after.soft),
    )
    for title, old, new in money:
        if old != new and not (math.isnan(old) and math.isnan(new)):
            told.append(t("{what} {before} → {after}", what=title, before=t.money(old, view.symbol), after=t.money(new, view.symbol)))
    more = after.losing - before.losing
    if more > 0:
        told.append(t.n("{n} more account loses money", "{n} more accounts lose money", more))
    elif more < 0:
        told.append(t.n("{n} fewer account loses money", "{n} fewer accounts lose money", -more))
    for name, n in movers(before, after).items():
        if n:
            told.append(t.n("{n} moves on {matrix}", "{n} move on {matrix}", n, matrix=t(MATRICES[name].short or MATRICES[name].title)))
    return told
