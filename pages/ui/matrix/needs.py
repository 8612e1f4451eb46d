"""The largest gaps: needs that matter and are not met, where the best rival meets them better, and the same by kind of need."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts, matrix_findings
from kam_core.needs import by_category, gaps
from kam_core.schema import CHOICE_TITLES
from pages.ui import clicks, download, frame, linked, pictures, state
from pages.ui.matrix import figures
from pages.ui.paging import paged
from pages.ui.tables import bar_column, chips, money_column, scaled, text_column, whole
from pages.ui.view import View
from pages.ui.words import plain

PAGE = 50
TOP = 20
"""The largest gap: importance 5 x 4 steps short."""

STANDINGS = {"explicit": "blue", "latent": "violet"}
NAMES = {
    "category": "need_kind", "standing": "need_standing", "importance": "importance_answer", "fit": "fit_answer",
    "rival_fit": "rival_fit_answer", "gap": "need_gap", "ahead": "ahead_of_rival", "value": "opportunity_value",
}  # fmt: skip
"""What columns are called in a file, where a name would mean something else there."""


def show(view: View, name: str) -> None:  # noqa: ARG001 - every part has one signature
    """The finding, the figures, the kinds beside one another, and every need as a table."""
    t, needs = view.t, facts(view)
    frame.finding(matrix_findings.gaps(needs, t))
    if needs.empty:
        st.write(t("No needs are written down yet. Each has an importance and our fit, 1-5."))
        st.page_link("pages/tables.py", label=t("Write needs down"), icon=":material/edit:", query_params={state.TABLE: "needs"})
        return
    figures.row(_figures(view, needs))
    kinds = view.kept("needs_by_kind", lambda: by_category(needs), *_read(view))
    left, right = st.columns([52, 48], gap="medium")
    with left:
        frame.section(t("By kind of need"), t("● our fit · ◇ best rival · | importance; red = the rival leads"))
        drawn = figure(view, kinds)
        pictures.chart(view, lambda: drawn, "needs_by_kind", height=int(drawn.layout.height))
    with right:
        frame.section(t("What is open by kind"), t("Gap = importance × (5 − our fit), 0 to 20"))
        _kinds(view, kinds)
    frame.section(t("Needs by gap"))
    _table(view, _chosen(view, needs))
    download.below(view, "need_gaps", lambda: told(view, needs), lambda: figure(view, kinds))
    frame.source(view, t("Where people of the customer rated a need, their answer stands in place of ours."))


def _read(view: View) -> tuple[int, ...]:
    return (view.book.revisions["needs"],)


def facts(view: View) -> pd.DataFrame:
    """The needs of the accounts the page is narrowed to; kept until one changes."""
    return view.kept("need_gaps", lambda: gaps(view.book, view.scores, view.as_of), *_read(view))


def told(view: View, needs: pd.DataFrame) -> pd.DataFrame:
    """The needs as a file holds them, kind and standing in words."""
    t, columns = view.t, ["need_id", "account_id", "account_name", "need", *NAMES, "by_customer"]
    words = {name: [t(CHOICE_TITLES[one]) if one in CHOICE_TITLES else "" for one in needs[name]] for name in ("category", "standing")}
    return needs[columns].assign(**words).rename(columns=NAMES)


def figure(view: View, kinds: pd.DataFrame) -> Any:
    """The kinds of needs as marks on one scale."""
    t = view.t
    rows = kinds.assign(
        title=[t("{kind} ({n})", kind=t(CHOICE_TITLES[kind]), n=t.count(n)) for kind, n in zip(kinds["category"], kinds["n"], strict=True)]
    )
    return view.kept("needs_figure", lambda: charts.fits(rows, t=t, theme=view.theme), *_read(view))


def _kinds(view: View, kinds: pd.DataFrame) -> None:
    """The kinds as a table: how many needs, the mean gap, how many the rival meets better, what they are worth."""
    t = view.t
    whole(
        pd.DataFrame(
            {
                "kind": [t(CHOICE_TITLES[kind]) for kind in kinds["category"]], "n": [t.count(n) for n in kinds["n"]],
                "gap": [t.answer(gap) for gap in kinds["gap"]], "behind": [t.count(n) for n in kinds["behind"]],
                "value": [t.money(value, view.symbol) for value in kinds["value"]],
            }
        ),
        t("Kinds of needs, the largest mean gap first"),
        {
            "kind": text_column(t("Kind"), 110), "n": text_column(t("Needs"), 60, right=True),
            "gap": text_column(t("Mean gap"), 80, right=True), "behind": text_column(t("Rival ahead"), 90, right=True),
            "value": text_column(t("Opportunity value"), 110, right=True),
        },
    )  # fmt: skip


def _figures(view: View, needs: pd.DataFrame) -> list[figures.Told]:
    t, compared = view.t, needs["ahead"].notna()
    behind = needs["ahead"] < 0
    return [
        (
            t("Needs"), t.count(len(needs)), t("of {n} accounts", n=t.count(needs["account_id"].nunique())),
            t("Needs written down for the accounts shown."),
        ),
        (
            t("Rival ahead"), t.count(int(behind.sum())), t("of {n} compared", n=t.count(int(compared.sum()))),
            t("Needs the best rival meets better than we do."),
        ),
        (
            t("Latent"), t.count(int((needs["standing"] == "latent").sum())), t("nobody at the customer said so yet"),
            t("Needs we see, but the customer has not voiced."),
        ),
        (
            t("Opportunity value"), t.money(needs["value"].sum(min_count=1), view.symbol),
            t("{money} where the rival is ahead", money=t.money(needs.loc[behind, "value"].sum(min_count=1), view.symbol)),
            t("What meeting the needs would be worth, as far as somebody wrote it down."),
        ),
    ]  # fmt: skip


def _chosen(view: View, needs: pd.DataFrame) -> pd.DataFrame:
    """All needs, or those where the rival is ahead, or latent ones; it is in the link (``?among=``)."""
    t = view.t
    kept = {"all": needs["need_id"].notna(), "behind": needs["ahead"] < 0, "latent": needs["standing"] == "latent"}
    titles = {"all": t("All needs"), "behind": t("Rival ahead"), "latent": t("Latent")}
    chosen = st.segmented_control(
        t("Which needs"),
        list(kept),
        required=True,
        label_visibility="collapsed",
        format_func=lambda name: f"{titles[name]} {t.count(int(kept[name].sum()))}",
        **linked.choice(state.AMONG, list(kept), "all", plain_default=True),
    )
    return needs[kept[str(chosen)]]


def _table(view: View, needs: pd.DataFrame) -> None:
    t = view.t
    shown, _ = paged(needs, PAGE, "page_needs", anew=True)
    value, unit = scaled(shown["value"], t.lang)
    words = {name: t(CHOICE_TITLES[name]) for name in STANDINGS}
    table = pd.DataFrame(
        {
            "account": shown["account_name"].str.slice(0, 40), "need": shown["need"], "gap": shown["gap"],
            "importance": _answers(view, shown, "importance"), "fit": _answers(view, shown, "fit"),
            "rival": [t.answer(one) for one in shown["rival_fit"]],
            "standing": [[words[one]] if one in words else [] for one in shown["standing"]], "value": value,
        }
    )  # fmt: skip
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=min(38 + 34 * len(table), 378),
        key=f"needs_{t.lang}",
        alt=t("Needs with importance, our fit and the best rival's, the largest gap first"),
        placeholder=t.missing,
        column_config={
            "account": st.column_config.ButtonColumn(t("Account"), width=210, type="tertiary", alignment="left", key="open_need"),
            "need": text_column(t("Need"), 260),
            "gap": bar_column(t("Gap"), 110, "red", TOP),
            "importance": text_column(t("Importance"), 88, right=True),
            "fit": text_column(t("Our fit"), 66, right=True),
            "rival": text_column(t("Rival's fit"), 78, right=True),
            "standing": chips(t("Standing"), {words[name]: colour for name, colour in STANDINGS.items()}, 90),
            "value": money_column(t, t("Value"), view.symbol, unit, 84),
        },
    )
    clicks.open_row("open_need", shown["account_id"].tolist())
    if shown["by_customer"].any():
        st.caption(plain(t("* as people of the customer see it")))


def _answers(view: View, shown: pd.DataFrame, column: str) -> list[str]:
    """The values of a column; a star at those the customer gave."""
    told = zip(shown[column], shown[f"{column}_by_customer"], strict=True)
    return [view.t.answer(value) + ("*" if theirs else "") for value, theirs in told]
