"""How the segments lie across the market: industries, regions, owners, and the places of their accounts on matrices."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.schema import CHOICE_TITLES, TABLES
from pages.ui import download, frame, linked
from pages.ui.segments.clusters_choice import Shown
from pages.ui.tables import text_column
from pages.ui.view import View

ACROSS = "across"
"""In the link: what the segments are crossed with."""

ATTRIBUTES = ("industry", "region", "country", "owner", "tier", "status")
PLACES = ("loyalty", "relationship")
"""Matrices of accounts."""
MOST = 12
"""Rows; the others stand together."""


def spread(view: View, shown: Shown) -> None:
    """A row for each value of an attribute, a column for each segment: accounts, and their share of the row."""
    t, titles = view.t, _ways(view)
    frame.section(t("Segments across the market"), t("Accounts, and their share of the row"))
    ways = list(titles)
    link = linked.choice(ACROSS, ways, ways[0], plain_default=True)
    by = str(st.segmented_control(t("By"), ways, required=True, format_func=titles.get, label_visibility="collapsed", wrap=True, **link))
    counts = crossed(shown.members, _values(view, by), t("the others"), t("not known"))
    whole = counts.sum(axis=1)
    table = pd.DataFrame({"name": counts.index})
    for segment in counts:
        parts = zip(counts[segment], whole, strict=True)
        table[str(segment)] = [t("{n} ({share})", n=t.count(n), share=t.percent(n / all_, 0)) if n else t.missing for n, all_ in parts]
    config = {"name": text_column(titles[by], 190), **{str(name): text_column(shown.name(str(name)), 130, right=True) for name in counts}}
    st.dataframe(
        table, hide_index=True, row_height=32, height=36 + 32 * len(table), alt=t("Segments across the market"), column_config=config
    )
    download.below(view, "segments-across", counts.rename(columns=shown.name).reset_index(names=by, allow_duplicates=True))


def _ways(view: View) -> dict[str, str]:
    """What the segments can be crossed with: attributes that somebody filled in, and the places on two matrices."""
    t, scores = view.t, view.every_score
    told = [name for name in ATTRIBUTES if name in scores and scores[name].notna().any()]
    own = {name: t(TABLES["accounts"].column(name).title) for name in told}
    return {**own, **{name: t(kam.MATRICES[name].short or kam.MATRICES[name].title) for name in PLACES}}


def _values(view: View, by: str) -> pd.Series:
    """The value of every account."""
    if by in PLACES:
        titles = {quadrant.id: view.t(quadrant.title) for quadrant in kam.MATRICES[by].quadrants}
        return view.matrix(by).set_index("account_id")["quadrant"].map(titles)
    values = view.every_score.set_index("account_id")[by]
    if TABLES["accounts"].column(by).kind == "choice":
        return values.map({choice: view.t(title) for choice, title in CHOICE_TITLES.items()})
    return values


def crossed(members: pd.DataFrame, values: pd.Series, others: str, unknown: str) -> pd.DataFrame:
    """Accounts by value (the ``MOST`` most frequent, then the others together) and segment."""
    placed = members.dropna(subset="segment").set_index("account_id")["segment"]
    own = values.reindex(placed.index).astype(object).where(lambda v: v.notna() & (v != ""), unknown)
    told = own[own != unknown]
    frequent = told.value_counts().index[:MOST] if told.nunique() > MOST + 1 else told.unique()
    named = own.where(own.isin([*frequent, unknown]), others)
    counts = pd.crosstab(named, placed)
    order = counts.sum(axis=1).sort_values(ascending=False, kind="stable").index
    last = [name for name in (others, unknown) if name in order]
    return counts.loc[[*(name for name in order if name not in last), *last]]
