"""A matrix by industry, region, owner or tier: how many of each stand in which quadrant."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from kam_core.matrices import Matrix
from kam_core.text import N_
from pages.ui import download, linked, state
from pages.ui.matrix import members
from pages.ui.tables import bar_column, text_column
from pages.ui.view import View

BY: Mapping[str, str] = {"": N_("Together"), "industry": N_("Industry"), "region": N_("Region"), "owner": N_("Owner"), "tier": N_("Tier")}
MOST = 40
"""Lines that are shown; the download has all of them."""


def show(view: View, declared: Matrix, placed: pd.DataFrame) -> None:
    """The choice, and the table of counts once something is chosen; owners are groups themselves."""
    t = view.t
    if (placed["subject_type"] == "owner").all():
        return
    link = linked.choice(state.CROSSED, list(BY), "", plain_default=True)
    by = st.segmented_control(t("Grouped by"), list(BY), required=True, format_func=lambda one: t(BY[one]), **link)
    if not by:
        return
    table = crossed(placed, view.scores, declared, str(by))
    if table.empty:
        st.caption(t("Nobody has one."))
        return
    order = members.every_standing(declared)
    shown = table.head(MOST).assign(**{q.id: [t.count(n) for n in table.head(MOST)[q.id]] for q in order})
    st.dataframe(
        shown,
        hide_index=True,
        row_height=34,
        alt=t("Grouped by"),
        placeholder=t.missing,
        column_config={
            "name": text_column(t(BY[str(by)]), 200),
            "placed": bar_column(t("Placed"), 140, "gray", float(table["placed"].max())),
            **{q.id: text_column(t(q.title), 130, right=True) for q in order},
        },
    )
    titles = {"name": t(BY[str(by)]), "placed": t("Placed"), **{q.id: t(q.title) for q in order}}
    download.below(view, f"{declared.id}-{by}", lambda: table.rename(columns=titles))


def crossed(placed: pd.DataFrame, scores: pd.DataFrame, declared: Matrix, by: str) -> pd.DataFrame:
    """One row a group, the largest first: name, placed, and a count for each quadrant; who has none is left out."""
    group = placed["account_id"].map(scores.set_index("account_id")[by]).replace("", None)
    known = placed.assign(name=group)[group.notna() & placed["quadrant"].notna()]
    counts = pd.crosstab(known["name"], known["quadrant"]).reindex(columns=[q.id for q in members.every_standing(declared)], fill_value=0)
    total = known.groupby("name").size()
    table = counts.assign(placed=total).rename_axis(columns=None).reset_index().sort_values("placed", ascending=False, kind="stable")
    return table[["name", "placed", *counts.columns]].reset_index(drop=True)
