"""The parts of the quality tab: how complete, fresh and free of conflicts the data are, and the way to mend each finding."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.quality import CHECKS, Report, report
from kam_core.quality.checks import KINDS
from kam_core.quality.report import link
from kam_core.quality.words import finding as sentence
from kam_core.quality.words import says, weakens
from kam_core.schema import TABLES
from pages.ui import clicks, download, frame, linked, pictures, state
from pages.ui.tables import bar_column, chips, number_column, text_column
from pages.ui.view import View

TABLES_TAB, QUALITY = "tables", "quality"
COLOURS = {"completeness": "orange", "freshness": "gray", "conflict": "red", "duplicate": "blue"}
"""Chip colour of a kind of finding."""
PROBLEMS = ("completeness", "freshness", "conflict", "duplicate")


def tab(view: View) -> str:
    """Which half of the page: the tables or their quality; it is in the link (``?tab=quality``)."""
    t = view.t
    words = {TABLES_TAB: t("Tables"), QUALITY: t("Data quality")}
    chosen = st.segmented_control(
        t("Show"), list(words), required=True, format_func=words.get, label_visibility="collapsed",
        **linked.choice(state.TAB, list(words), TABLES_TAB, plain_default=True),
    )  # fmt: skip
    return str(chosen)


def found(view: View) -> Report:
    """What is wrong with the data, computed once a state of the workbook."""
    with st.spinner(view.t("Checking the data")):
        kept: Report = view.kept("quality", lambda: report(view.book, view.as_of, view.params), tuple(view.book.revisions.values()))
    return kept


def finding(view: View, found: Report) -> str:
    """What weakens the scores most."""
    return sentence(found, view.t)


def invite(view: View, found: Report) -> None:
    """Without a row there is nothing to check: where rows come from; the page ends here."""
    if found.tables.empty:
        st.write(view.t("No rows yet. Once there are some, this page says what is missing, old, contradictory or double."))
        st.page_link("pages/upload.py", label=view.t("Upload a file"), icon=":material/upload:")
        st.stop()


def figures(view: View, found: Report) -> None:
    """Four figures: how full, how many accounts concerned, how many conflicts, how many possible doubles."""
    t, kinds = view.t, found.checks.assign(kind=found.checks["check"].map({c.id: c.kind for c in CHECKS.values()}))
    per_kind = kinds.groupby("kind")["n"].sum()
    concerned, every = int((found.accounts["problems"] > 0).sum()), len(found.accounts)
    tables = found.tables[found.tables["completeness"].notna()]
    share = tables["completeness"].mean() if len(tables) else None
    cards = (
        (t("Filled, of existing rows"), t.percent(share), t("Mean over the tables; only columns that a result reads count.")),
        (t("Accounts with a finding"), f"{t.count(concerned)} / {t.count(every)}", ""),
        (t("Rows in conflict"), t.count(int(per_kind.get("conflict", 0))),
         t("Rows that contradict another row, their scale, or name nothing known.")),
        (t("Possible doubles"), t.count(int(per_kind.get("duplicate", 0))), t("Accounts and contacts that may have been recorded twice.")),
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for label, value, why in cards:
            with st.container(width="stretch"):
                st.metric(label, value, border=True, help=why or None)


def tables(view: View, found: Report) -> None:
    """Completeness as a chart, and a line a table."""
    t = view.t
    frame_ = found.tables.assign(title=[t(TABLES[name].title) for name in found.tables["table"]])
    left, right = st.columns([4, 6], gap="medium")
    with left:
        frame.section(
            t("How complete the tables are"), t("Bar = filled cells, only columns that a result reads · ring = accounts with a row")
        )

        def picture() -> object:
            return charts.completeness(frame_, t=t, theme=view.theme)

        known = int(frame_[["completeness", "covered"]].notna().any(axis=1).sum())
        pictures.chart(
            view,
            lambda: view.kept("completeness", picture, tuple(view.book.revisions.values())),
            "completeness",
            height=20 + 26 * max(known, 1),
        )
    with right:
        frame.section(t("Table by table"), t("Latest = age of its newest entry · click a table to see its rows with problems"))
        _by_table(view, frame_)
    download.below(view, t("Data quality"), lambda: _file(view, found), picture)


def _by_table(view: View, shown: pd.DataFrame) -> None:
    t = view.t
    table = pd.DataFrame(
        {
            "table": shown["title"],
            "rows": [t.count(n) for n in shown["rows"]],
            "filled": [t.percent(share) for share in shown["completeness"]],
            "covered": [t.percent(share) for share in shown["covered"]],
            "age": [t.missing if pd.isna(age) else t.n("{n} day", "{n} days", int(age)) for age in shown["age_days"]],
            "problems": shown["problems"],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=30,
        height=min(36 + 30 * len(table), 20 + 36 + 30 * 10),
        key=f"quality_tables_{t.lang}",
        alt=t("Table by table"),
        column_config={
            "table": st.column_config.ButtonColumn(t("Table"), width=160, type="tertiary", alignment="left", key="open_table"),
            "rows": text_column(t("Rows"), 80, right=True),
            "filled": text_column(t("Filled"), 70, right=True),
            "covered": text_column(t("Accounts"), 80, right=True),
            "age": text_column(t("Latest"), 90, right=True),
            "problems": number_column(t("Problems"), 90),
        },
    )
    row = clicks.pressed_row("open_table", shown)
    if row is not None:
        go(f"tables?table={row['table']}" + ("&problem=any" if row["problems"] else ""))


def first(view: View, found: Report) -> None:
    """Every check that found something, the one that weakens the scores most on top."""
    t, checks = view.t, found.checks
    if checks.empty:
        return
    frame.section(t("What to mend first"), t("By how bad it is and the share of rows it concerns · click to open the rows"))
    kinds = {kind: t(title) for kind, title in KINDS.items()}
    table = pd.DataFrame(
        {
            "what": [says(check, int(n), t) for check, n in zip(checks["check"], checks["n"], strict=True)],
            "kind": [[kinds[CHECKS[check].kind]] for check in checks["check"]],
            "weakens": [weakens(check, t) for check in checks["check"]],
            "share": checks["share"] * 100,
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=min(36 + 34 * len(table), 36 + 34 * 10),
        key=f"quality_checks_{t.lang}",
        alt=t("What to mend first"),
        column_config={
            "what": st.column_config.ButtonColumn(t("Finding"), width=430, type="tertiary", alignment="left", key="open_check"),
            "kind": chips(t("Kind"), {kinds[kind]: COLOURS[kind] for kind in PROBLEMS}, 130),
            "weakens": text_column(t("Weakens"), 270),
            "share": bar_column(t("Of the rows, %"), 150, "blue"),
        },
    )
    check = clicks.pressed("open_check", checks["check"].tolist())
    if check is not None:
        go(link(check))


def definition(view: View) -> str:
    """From when on something is old, and names are alike."""
    t, params = view.t, view.params
    return t(
        "Old: ratings and facts after {stale} days, contacts after {touch} days. Names alike from {share} of the letters.",
        stale=t.count(params.alerts.stale_days), touch=t.count(params.quality.untouched_days), share=t.percent(params.quality.alike_from),
    )  # fmt: skip


def go(where: str) -> None:
    """Open the place where a finding is mended."""
    page, _, asked = where.partition("?")
    params = dict(parse_qsl(asked))
    st.switch_page(f"pages/{page}.py", query_params={state.TAB: TABLES_TAB, **params} if page == "tables" else params)


def _file(view: View, found: Report) -> pd.DataFrame:
    """Every finding in words, a line a check and account."""
    t = view.t
    shown = found.findings.copy()
    shown["what"] = [says(check, int(n), t) for check, n in zip(shown["check"], shown["n"], strict=True)]
    shown["weakens"] = shown["check"].map({check: weakens(check, t) for check in CHECKS})
    return shown
