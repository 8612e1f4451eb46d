"""Groups that names tell of: who would be the parent, who its members; accepted or dismissed by a person."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.identity import Parent, accept, dismiss, parents
from kam_core.identity.parents import EVIDENCE
from pages.ui import clicks, forms, frame
from pages.ui.merging import called
from pages.ui.tables import text_column
from pages.ui.view import View

MOST = 100
ROW = 34


def table(view: View, names: pd.DataFrame) -> None:
    """A line a group that may be; ``names`` has account_id and account_name of every account."""
    t = view.t
    listed = parents(view.book)[:MOST]
    if not listed:
        return
    frame.section(t("May belong to a group"), t("By their names · nothing is set by itself"))
    known = dict(zip(names["account_id"], names["account_name"], strict=True))
    st.dataframe(
        _lines(view, listed, known),
        hide_index=True,
        row_height=ROW,
        height=min(36 + ROW * len(listed), 36 + ROW * 6),
        key=f"quality_groups_{t.lang}",
        column_order=("group", "accept", "members", "why", "dismiss"),
        alt=t("May belong to a group"),
        column_config={
            "group": text_column(t("Group"), 180),
            "members": text_column(t("Accounts"), 330),
            "why": text_column(t("Why"), 190),
            "accept": st.column_config.ButtonColumn("", width=170, type="secondary", key="accept_group"),
            "dismiss": st.column_config.ButtonColumn("", width=110, type="tertiary", key="dismiss_group"),
        },
    )
    chosen, dismissed = clicks.pressed("accept_group", listed), clicks.pressed("dismiss_group", listed)
    if chosen is not None:
        said = t.n("{n} account has its group.", "{n} accounts have their group.", len(chosen.members))
        forms.act(view, lambda author: accept(view.book, chosen, author=author), said)
    if dismissed is not None:
        forms.act(view, lambda author: dismiss(view.book, dismissed, author=author), t("Not proposed again."))


def _lines(view: View, listed: list[Parent], known: dict[str, object]) -> pd.DataFrame:
    t = view.t
    return pd.DataFrame(
        {
            "group": [one.name if one.account_id else t("{name} (new account)", name=one.name) for one in listed],
            "members": [t.listed([called(known.get(account), account) for account in one.members]) for one in listed],
            "why": [t(EVIDENCE[one.evidence]) for one in listed],
            "accept": [t.n("Make it the group of {n}", "Make it the group of {n}", len(one.members)) for one in listed],
            "dismiss": t("Not a group"),
        }
    )
