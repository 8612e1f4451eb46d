"""In the account room: confidence in our offer, item by item, over four quarters beside trust, and what invested cost made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.effort import READINGS, confidence_path, effectiveness
from kam_core.effort.confidence import UNIT
from kam_core.effort.spent import TABLES
from kam_core.explain import explain
from kam_core.index.declared.confidence import CONFIDENCE
from kam_core.matrices.shapes import CUT
from pages.ui import download, frame, pictures, state
from pages.ui.matrix import figures
from pages.ui.tables import bar_column, text_column
from pages.ui.view import View
from pages.ui.words import plain


@dataclass(frozen=True)
class Facts:
    """What is known of one account: its line of effectiveness (empty without confidence), its path, its items."""

    now: pd.DataFrame
    path: pd.DataFrame
    items: pd.DataFrame


def show(view: View, account_id: str) -> None:
    """The figures, the reading with trust, the path beside the items."""
    t, found = view.t, facts(view, account_id)
    frame.section(t("Confidence in our offer"), t(CONFIDENCE.question))
    if found.now.empty:
        st.write(t("Not known yet: too few of the six questions are answered."))
        st.page_link("pages/ratings.py", label=t("Enter ratings"), icon=":material/edit:", query_params={state.INDEX: CONFIDENCE.id})
        return
    row = found.now.iloc[0]
    figures.row(_figures(view, row))
    if row["reading"]:
        title, advice = READINGS[row["reading"]]
        st.write(plain(t("{title}: {advice}", title=t(title), advice=t(advice))))
    left, right = st.columns(2, gap="medium")

    def path() -> Any:
        return view.kept("confidence_figure", lambda: charts.confidence_path(found.path, CUT, t=t, theme=view.theme), account_id)

    with left:
        frame.section(t("Over four quarters"), t("Dotted: the cut at {n}", n=t.index(CUT)))
        pictures.chart(view, path, f"confidence_{account_id}", height=charts.effort.PATH)
    with right:
        frame.section(t("Item by item"), t("0–100, with its weight"))
        _items(view, found.items)
    download.below(view, "confidence_path", found.path, path)
    st.caption(plain(t("Proposed definition: six items, weighted; effectiveness = change of the index by effort invested since.")))


def facts(view: View, account_id: str) -> Facts:
    """Everything shown; kept until an answer, a visit or a cost changes."""
    read = [view.book.revisions[name] for name in TABLES]
    return cast("Facts", view.kept("confidence", lambda: _facts(view, account_id), account_id, *read))


def every(view: View) -> pd.DataFrame:
    """The effectiveness at every account; kept until an answer, a visit or a cost changes."""
    book = view.book
    made = view.kept("effectiveness", lambda: effectiveness(book, view.as_of, view.params), *(book.revisions[name] for name in TABLES))
    return cast("pd.DataFrame", made)


def _facts(view: View, account_id: str) -> Facts:
    book, day, params = view.book, view.as_of, view.params
    found = every(view)
    now = found[found["account_id"] == account_id].reset_index(drop=True)
    if now.empty:
        return Facts(now, now, now)
    return Facts(now, confidence_path(book, account_id, day, params), explain(book, account_id, CONFIDENCE.id, day, params).terms)


def _figures(view: View, row: pd.Series) -> list[figures.Told]:
    t = view.t
    since = t("since {day}", day=t.day(row["since"])) if pd.notna(row["since"]) else t("known on one day only")
    return [
        (t("Confidence"), t.index(row["confidence"]), t("trust {n}", n=t.index(row["trust"])), t(CONFIDENCE.question)),
        (t("Change"), t.points(row["confidence_change"]), since, t("Points of the index since the earliest of the last four quarters.")),
        (t("Invested"), t.money(row["invested"], view.symbol), since, t("Effort since then: hours at their rate, travel and support.")),
        (t("Effectiveness"), t.answer(row["effectiveness"]), t("points per {unit}", unit=t.money(UNIT, view.symbol)),
         t("Change of confidence for each {unit} invested.", unit=t.money(UNIT, view.symbol))),
    ]  # fmt: skip


def _items(view: View, items: pd.DataFrame) -> None:
    t = view.t
    shown = pd.DataFrame({
        "item": [t(title) for title in items["title"]],
        "weight": [t.percent(share) for share in items["share"]],
        "value": items["value"],
    })  # fmt: skip
    st.dataframe(
        shown, hide_index=True, row_height=34, height=36 + 34 * len(shown), alt=t("Items of the confidence index"), placeholder=t.missing,
        column_config={
            "item": text_column(t("Item"), 170),
            "weight": text_column(t("Weight"), 70, right=True),
            "value": bar_column(t("Value"), 140, "blue"),
        },
    )  # fmt: skip
