"""Whether what was invested raised confidence: change by invested cost, account by account, read with trust."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.charts import labels
from kam_core.effort import READINGS
from kam_core.effort.confidence import UNIT
from pages.ui import clicks, download, frame, state
from pages.ui.paging import paged
from pages.ui.tables import chips, money_column, number_column, scaled
from pages.ui.view import View
from pages.ui.words import plain

ROWS, PAGE = 376, 100
COLOURS = {"both": "blue", "product": "orange", "relation": "violet", "neither": "gray"}


def show(view: View, found: pd.DataFrame) -> None:
    """A sentence, the table with the least effective first, the four readings."""
    t = view.t
    frame.section(
        t("Did it raise confidence?"),
        t("Change of the confidence index for each {unit} invested, over up to twelve months", unit=t.money(UNIT, view.symbol)),
    )
    if found.empty:
        st.write(t("Confidence is not answered yet: six questions an account, and the share of suitable product lines it buys."))
        st.page_link("pages/ratings.py", label=t("Enter ratings"), icon=":material/edit:", query_params={state.INDEX: "confidence"})
        return
    st.write(plain(sentence(view, found)))
    _table(view, found)
    counts = found["reading"].value_counts()
    for name, (title, advice) in READINGS.items():
        if counts.get(name, 0):
            st.caption(plain(t("{title}: {n}. {advice}", title=t(title), n=t.count(int(counts[name])), advice=t(advice))))
    words = {name: t(title) for name, (title, _) in READINGS.items()}
    download.below(view, "confidence_effectiveness", found.assign(reading=found["reading"].map(words)))


def sentence(view: View, found: pd.DataFrame) -> str:
    """How often confidence rose where something was invested."""
    t, known = view.t, found[found["effectiveness"].notna()]
    if known.empty:
        return t("Confidence is known on one day only, or nothing was invested since: effectiveness needs both.")
    facts = {"all": t.count(len(known)), "money": t.money(known["invested"].sum(), view.symbol)}
    rose = int((known["confidence_change"] > 0).sum())
    return t.n("{money} invested: confidence rose at {n} of {all} accounts.", "{money} invested: confidence rose at {n} of {all} accounts.",
               rose, **facts)  # fmt: skip


def _table(view: View, every: pd.DataFrame) -> None:
    """A page of the accounts, the least effective first."""
    t = view.t
    found, _ = paged(every, PAGE, "confidence_page", anew=True)
    invested, unit = scaled(found["invested"], t.lang)
    titles = {name: t(title) for name, (title, _) in READINGS.items()}
    shown = pd.DataFrame({
        "account": found["account_name"].map(labels.short), "before": found["confidence_before"], "now": found["confidence"],
        "change": found["confidence_change"], "invested": invested, "effective": found["effectiveness"], "trust": found["trust"],
        "reading": [[titles[name]] if name in titles else [] for name in found["reading"]],
    })  # fmt: skip
    st.dataframe(
        shown, hide_index=True, row_height=34, height=min(36 + 34 * len(shown), ROWS), key=f"confidence_effect_{t.lang}",
        alt=t("Confidence before and now, and what was invested"), placeholder=t.missing,
        column_config={
            "account": st.column_config.ButtonColumn(t("Account"), width=170, type="tertiary", alignment="left", key="open_confidence"),
            "before": number_column(t("Before"), 66), "now": number_column(t("Now"), 60), "change": number_column(t("Change"), 70, "%+.1f"),
            "invested": money_column(t, t("Invested"), view.symbol, unit, 90),
            "effective": number_column(t("Points per {unit}", unit=t.money(UNIT, view.symbol)), 110, "%+.1f"),
            "trust": number_column(t("Trust"), 60), "reading": chips(t("Reading"), {titles[k]: COLOURS[k] for k in READINGS}, 170),
        },
    )  # fmt: skip
    clicks.open_row("open_confidence", found["account_id"].tolist())
