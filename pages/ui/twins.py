"""What may be one thing recorded twice: names side by side, and the way to see both rows; nothing is ever merged by itself."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.quality import CHECKS, Report
from kam_core.schema import TABLES
from pages.ui import clicks, frame
from pages.ui.quality import go
from pages.ui.tables import text_column
from pages.ui.view import View

MOST = 200
"""So many groups are listed; the download has all."""


def table(view: View, found: Report) -> None:
    """A line a group of rows that may be one thing."""
    t = view.t
    if found.twins.empty:
        return
    grouped = found.twins.groupby(["check", "group"], sort=False)
    groups = [(str(check), part) for (check, _), part in grouped][:MOST]
    groups.sort(key=lambda pair: -float(pair[1]["ratio"].iloc[0]))
    frame.section(t("May be one and the same"), t("Compare them; delete or rename by hand. Nothing is merged by itself."))
    shown = pd.DataFrame(
        {
            "names": [
                t.listed([f"{name} ({account})" for name, account in zip(p["name"], p["account_id"], strict=True)]) for _, p in groups
            ],
            "table": [t(TABLES[CHECKS[check].table].title) for check, _ in groups],
            "alike": [t.percent(part["ratio"].iloc[0] / 100) for _, part in groups],
            "open": t("Side by side"),
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        row_height=34,
        height=min(36 + 34 * len(shown), 36 + 34 * 6),
        key=f"quality_twins_{t.lang}",
        alt=t("May be one and the same"),
        column_config={
            "names": text_column(t("Names"), 560),
            "table": text_column(t("Table"), 120),
            "alike": text_column(t("Alike"), 90, right=True),
            "open": st.column_config.ButtonColumn("", width=130, type="tertiary", key="open_twins"),
        },
    )
    opened = clicks.pressed("open_twins", groups)
    if opened:
        check, part = opened
        go(f"tables?table={CHECKS[check].table}&rows={','.join(map(str, part['row_id']))}")
