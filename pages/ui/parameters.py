"""The form of all assumptions, generated from their declarations: one group at a time, the effect of a draft beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import assumptions
from kam_core.fiscal import MONTHS
from kam_core.index.declared import INDICES
from kam_core.matrices import MATRICES
from kam_core.params import GROUPS, Declared, fields_of
from kam_core.text import N_
from pages.ui import download, draft, frame, linked, named_sets, preview, state, titles
from pages.ui.view import View
from pages.ui.words import plain

PARTS = {**GROUPS, "weights": N_("Weights"), "cuts": N_("Cuts")}


def shown(view: View) -> None:
    """The whole part of the page: finding, groups, form and effect, named sets."""
    t = view.t
    frame.finding(preview.finding(view))
    _unreadable(view)
    group = _group(view)
    left, right = st.columns([54, 46], gap="large")
    with left:
        _form(view, group)
    with right:
        preview.panel(view)
        named_sets.shown(view)
    named_sets.compare(view)
    download.below(view, "assumptions", lambda: _all(view))
    frame.source(view, t("Freight and illustrative costs in the title row are switches of this session: they lie on top of what is saved."))


def _group(view: View) -> str:
    t, moved = view.t, draft.changes(view)
    counts = pd.Series([_group_of(name) for name in moved], dtype="object").value_counts()
    words = {name: t(title) + (f" · {t.count(counts[name])}" if name in counts else "") for name, title in PARTS.items()}
    link = linked.choice(state.GROUP, list(PARTS), next(iter(PARTS)), plain_default=True)
    st.segmented_control(t("Group"), list(PARTS), required=True, format_func=words.get, label_visibility="collapsed", **link)
    return str(state.get(state.GROUP))


def _group_of(name: str) -> str:
    kind, _, key = name.partition(":")
    return f"{kind}s" if key else {item.name: item.group for item in fields_of()}[name]


def _form(view: View, group: str) -> None:
    if group == "weights":
        _weights(view)
    elif group == "cuts":
        for name, matrix in MATRICES.items():
            frame.section(view.t(matrix.title))
            _grid(view, assumptions.cuts_of(name))
    else:
        _grid(view, [item for item in fields_of() if item.group == group])


def _weights(view: View) -> None:
    """The items of one index, their sum, and what each comes to."""
    t = view.t
    index = st.selectbox(
        t("Index"), list(INDICES), format_func=lambda name: t(INDICES[name].title), key="weights_of", persist_state="session"
    )
    items, now = assumptions.weights_of(str(index)), draft.drafted(view)
    weights = {item.name: assumptions.value_of(now, item.name) for item in items}
    total = sum(weights.values())
    if total > 0:
        shares = [f"{t(item.title)} {t.percent(weights[item.name] / total, 0)}" for item in items]
        st.caption(plain(t("Sum {sum}, rescaled to 1: {shares}.", sum=f"{total:.10g}", shares=t.listed(shares))))
    else:
        st.warning(t("Without any weight this index has no value."), icon=":material/warning:")
    _grid(view, items)


def _grid(view: View, items: Sequence[Declared]) -> None:
    for at in range(0, len(items), 2):
        for place, item in zip(st.columns(2, gap="medium"), items[at : at + 2], strict=False):
            with place:
                _entry(view, item)


def _entry(view: View, item: Declared) -> None:
    """One assumption: its value, what it means, its default and bounds, and the way back."""
    t, value, kept = view.t, assumptions.value_of(draft.drafted(view), item.name), assumptions.value_of(draft.saved(view), item.name)
    key = f"assumed_{item.name}"
    state.put(key, draft.shown(item, value) if isinstance(value, float) else value)
    _widget(view, item, key)
    told = [t(item.about), t("Default {value}.", value=draft.written(t, item, item.default)), _bounds(view, item)]
    st.caption(plain(titles.sentences(t, told)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if value != kept:
            st.badge(t("kept: {value}", value=draft.written(t, item, kept)), color="orange")
        if value != item.default:
            label = t("Back to {value}", value=draft.written(t, item, item.default))
            st.button(label, key=f"back_{key}", type="tertiary", icon=":material/undo:", on_click=_back, args=(view, item))


def _widget(view: View, item: Declared, key: str) -> None:
    t, more = view.t, {"key": key, "on_change": _tried, "args": (view, item, key)}
    label = t(item.title) if not item.unit or item.unit == draft.MONTH else t("{title}, {unit}", title=t(item.title), unit=t(item.unit))
    if isinstance(item.default, bool):
        st.toggle(label, **more)
    elif item.unit == draft.MONTH:
        st.selectbox(label, range(1, 13), format_func=lambda month: t(MONTHS[month - 1]), **more)
    else:
        kind: Any = int if item.whole else float
        low, high, step = (None if end is None else kind(draft.shown(item, end)) for end in (item.low, item.high, item.step))
        empty = {"value": None, "placeholder": t("empty")} if item.default is None else {}
        st.number_input(label, low, high, step=step, format="%d" if item.whole else "%g", **empty, **more)


def _bounds(view: View, item: Declared) -> str:
    if isinstance(item.default, bool) or item.low is None or item.high is None or item.unit == draft.MONTH:
        return ""
    low, high = (f"{draft.shown(item, end):,.10g}" for end in (item.low, item.high))
    return view.t("From {low} to {high}.", low=low.replace("-", "−"), high=high)


def _tried(view: View, item: Declared, key: str) -> None:
    value = state.get(key)
    if isinstance(value, float):
        value = round(value / 100, 8) if item.percent else value
    draft.try_value(view, item, value)


def _back(view: View, item: Declared) -> None:
    draft.try_value(view, item, item.default)


def _unreadable(view: View) -> None:
    t, names = view.t, assumptions.unreadable(view.book)
    if names:
        told = t("These rows of the table of parameters cannot be read and are left out: {names}.", names=list(names))
        st.warning(plain(told), icon=":material/help:")
        st.button(t("Remove them"), on_click=draft.save, args=(view,), help=t("Saved as a batch, with what you changed below."))


def _all(view: View) -> pd.DataFrame:
    """Every assumption as a table: the one kept, the default."""
    t, params = view.t, draft.saved(view)
    rows = [
        (name, titles.of_assumption(t, name), assumptions.value_of(params, name), default)
        for name, default in assumptions.defaults().items()
    ]
    return pd.DataFrame(rows, columns=[t("Id"), t("Assumption"), t("Value"), t("Default")])
