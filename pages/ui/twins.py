"""What may be one thing recorded twice: accounts to merge or to keep apart, people side by side; nothing is ever merged by itself."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam_core.identity import WHY, after_load, keep_apart
from kam_core.quality import CHECKS, Report
from pages.ui import clicks, forms, frame, merging
from pages.ui.quality import go
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

MOST = 200
"""So many groups are listed; the download has all."""
ROW = 34


def table(view: View, found: Report) -> None:
    """A line a group of rows that may be one thing: accounts first, then people."""
    t = view.t
    accounts, people = groups(found.twins, "alike"), groups(found.twins, "same_person")
    frame.section(t("May be one and the same"), t("Merge them, or say that they are not the same. Nothing is merged by itself."))
    forms.saved(view)
    if not accounts and not people:
        st.write(t("No two accounts and no two contacts look alike."))
    if accounts:
        _accounts(view, accounts)
    if people:
        _people(view, people)


def groups(twins: pd.DataFrame, check: str) -> list[pd.DataFrame]:
    """The groups of one kind, the surest first."""
    own = twins[twins["check"] == check]
    parts = [part for _, part in own.groupby("group", sort=False)]
    return sorted(parts, key=lambda part: -float(part["ratio"].iloc[0]))[:MOST]


def line_after_load(view: View, batch: int) -> None:
    """After a load: how many accounts it brought look like others, and the way to them; nothing where none do."""
    t, found = view.t, after_load(view.book, batch, view.params)
    n = int(found["new"].sum())
    if not n:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        told = t.n("{n} name looks like an account you have.", "{n} names look like accounts you have.", n)
        st.markdown(plain(told), width="content")
        if st.button(t("Look"), key=f"twins_of_{batch}", type="tertiary", icon=":material/arrow_forward:"):
            go("tables?tab=quality")


def _accounts(view: View, listed: list[pd.DataFrame]) -> None:
    t = view.t
    shown = _lines(view, listed).assign(merge=t("Merge…"), apart=t("Not the same"))
    st.dataframe(
        shown,
        key=f"quality_twins_{t.lang}",
        column_order=("merge", "one", "like", "why", "alike", "apart"),
        alt=t("Accounts that may be one and the same"),
        **_looks(len(shown)),
        column_config={
            "merge": st.column_config.ButtonColumn("", width=90, type="secondary", key="merge_twins"),
            "one": text_column(t("Account"), 270),
            "like": text_column(t("Looks like"), 270),
            "why": text_column(t("Why"), 240),
            "alike": text_column(t("Alike"), 70, right=True),
            "apart": st.column_config.ButtonColumn("", width=120, type="tertiary", key="part_twins"),
        },
    )
    chosen, parted = clicks.pressed("merge_twins", listed), clicks.pressed("part_twins", listed)
    if chosen is not None:
        merging.ask(view, dict(zip(chosen["account_id"], chosen["name"], strict=True)))
    if parted is not None:
        forms.act(view, lambda author: keep_apart(view.book, parted["account_id"].tolist(), author=author), t("Not proposed again."))


def _people(view: View, listed: list[pd.DataFrame]) -> None:
    t = view.t
    shown = _lines(view, listed).assign(open=t("Side by side"))
    st.dataframe(
        shown,
        key=f"quality_people_{t.lang}",
        alt=t("Contacts that may be one and the same"),
        **_looks(len(shown)),
        column_config={
            "one": text_column(t("Contact"), 270),
            "like": text_column(t("Looks like"), 270),
            "why": text_column(t("Why"), 240),
            "alike": text_column(t("Alike"), 70, right=True),
            "open": st.column_config.ButtonColumn("", width=130, type="tertiary", key="open_twins"),
        },
    )
    opened = clicks.pressed("open_twins", listed)
    if opened is not None:
        go(f"tables?table={CHECKS['same_person'].table}&rows={','.join(map(str, opened['row_id']))}")


def _lines(view: View, listed: list[pd.DataFrame]) -> pd.DataFrame:
    t = view.t
    called = [[merging.called(*pair) for pair in zip(part["name"], part["account_id"], strict=True)] for part in listed]
    return pd.DataFrame(
        {
            "one": [names[0] for names in called],
            "like": [t.listed(names[1:]) for names in called],
            "why": [t(WHY[part["why"].iloc[0]]) for part in listed],
            "alike": [t.percent(part["ratio"].iloc[0] / 100) for part in listed],
        }
    )


def _looks(rows: int) -> dict[str, Any]:
    return {"hide_index": True, "row_height": ROW, "height": min(36 + ROW * rows, 36 + ROW * 6)}
