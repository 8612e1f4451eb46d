"""Stage of the relationship against its target, account by account: who gets more than is aimed at, and who is still to be won."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.charts import labels
from kam_core.charts.cells import Side
from kam_core.stage import STAGES, stages
from kam_core.text import Translator
from pages.ui import clicks, download, frame, pictures
from pages.ui.matrix import figures
from pages.ui.paging import paged
from pages.ui.tables import chips, money_column, scaled, text_column
from pages.ui.view import View

PAGE = 50
HEIGHT = 400


def show(view: View, name: str) -> None:  # noqa: ARG001 - one signature for all parts
    """The finding, the figures, stage by target as a picture, and the accounts that are furthest off."""
    t, rows = view.t, facts(view)
    frame.finding(finding(rows, t))
    known = rows[rows["stage_target"].notna() | (rows["stage_now"] > 1)]
    if known.empty:
        st.write(t("Nobody answered the six questions of the stage yet, and no target is set."))
        st.page_link("pages/ratings.py", label=t("Enter ratings"), icon=":material/edit:")
        return
    figures.row(_figures(t, known))
    left, right = st.columns([46, 54], gap="medium")

    def figure() -> Any:
        return view.kept("stages_figure", lambda: _figure(view, known))

    with left:
        frame.section(t("Stage by target"), t("Accounts by stage, 1–5, and target; – = no target"))
        pictures.chart(view, figure, "stages", height=HEIGHT, size="desk")
    with right:
        frame.section(t("Stages and targets"), t("Above the target first, then those furthest below"))
        _table(view, known)
    download.below(view, "stages", lambda: _written(t, known), figure)
    frame.source(view, t("Proposed definition: exploratory where nobody answered; targets are set in the account room."))


def facts(view: View) -> pd.DataFrame:
    """Stage and target of the accounts shown; kept until an answer or a fact changes."""
    return cast("pd.DataFrame", view.kept("stages", lambda: stages(view.book, view.scores, view.as_of, view.params)))


def finding(rows: pd.DataFrame, t: Translator) -> str:
    """How many stand above and below the stage they are meant to reach."""
    aimed = rows[rows["stage_target"].notna()]
    if aimed.empty:
        return t("Which stage shall each relationship reach?")
    over, under = int((aimed["stage_gap"] > 0).sum()), int((aimed["stage_gap"] < 0).sum())
    facts = {"all": t.count(len(aimed)), "under": t.count(under)}
    return t.n(
        "{n} of {all} accounts stands above its target stage, {under} below.",
        "{n} of {all} accounts stand above their target stage, {under} below.", over, **facts,
    )  # fmt: skip


def _figures(t: Translator, known: pd.DataFrame) -> list[figures.Told]:
    gap, scored = known["stage_gap"], known[known["stage_now"] > 1]
    return [
        (t("Scored"), t.count(len(scored)), t("of {n} accounts shown", n=t.count(len(known))), t("Accounts with answers on the stage.")),
        (t("With a target"), t.count(int(gap.notna().sum())), "", t("Set in the account room.")),
        (t("Above the target"), t.count(int((gap > 0).sum())), t("more may be invested than it returns"), t("Stage now above the target.")),
        (t("Below the target"), t.count(int((gap < 0).sum())), t("still to be won"), t("Stage now below the target.")),
    ]  # fmt: skip


def _figure(view: View, known: pd.DataFrame) -> Any:
    """Cells of stage (down) and target (across), with the number of accounts."""
    t = view.t
    groups = known.assign(across=known["stage_target"].fillna(0).astype(int).astype(str), down=known["stage_now"].astype(str))
    table = groups.groupby(["down", "across"]).size().rename("accounts").reset_index().assign(money=np.nan)
    table["shade"] = table["accounts"].astype("float64")
    numbers = range(1, len(STAGES) + 1)
    across = Side(t("Target stage"), ["0", *map(str, numbers)], [t.missing, *map(str, numbers)])
    down = Side(t("Stage now"), [str(n) for n in numbers][::-1], [f"{n} {t(STAGES[n - 1])}" for n in numbers][::-1])
    return charts.cells(table, across, down, alt=finding(known, t), t=t, symbol=view.symbol, theme=view.theme, height=HEIGHT)


def _table(view: View, known: pd.DataFrame) -> None:
    t = view.t
    shown, _ = paged(known, PAGE, "page_stages", anew=True)
    revenue, unit = scaled(shown["revenue_12m"], t.lang)
    words = {"over": t("above"), "under": t("below"), "at": t("at it")}
    table = pd.DataFrame(
        {
            "account": shown["account_name"].fillna(shown["account_id"]).map(labels.short),
            "now": [t(STAGES[n - 1]) for n in shown["stage_now"]],
            "target": [_title(t, n) for n in shown["stage_target"]],
            "gap": [[] if pd.isna(gap) else [words["over" if gap > 0 else "under" if gap < 0 else "at"]] for gap in shown["stage_gap"]],
            "revenue": revenue,
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=min(38 + 34 * len(table), HEIGHT),
        key=f"stages_{t.lang}",
        alt=t("Accounts by stage and target"),
        placeholder=t.missing,
        column_config={
            "account": st.column_config.ButtonColumn(t("Account"), width=150, type="tertiary", alignment="left", key="open_stages"),
            "now": text_column(t("Stage now"), 112),
            "target": text_column(t("Target stage"), 112),
            "gap": chips(t("Gap"), {words["over"]: "orange", words["under"]: "violet", words["at"]: "gray"}, 86),
            "revenue": money_column(t, t("Rev. 12m"), view.symbol, unit, 92),
        },
    )
    clicks.open_row("open_stages", shown["account_id"].tolist())


def _title(t: Translator, number: float) -> str:
    return t.missing if pd.isna(number) else t(STAGES[int(number) - 1])


def _written(t: Translator, known: pd.DataFrame) -> pd.DataFrame:
    """The rows for a file, stages in words."""
    titles = {"stage_now": [t(STAGES[n - 1]) for n in known["stage_now"]], "stage_target": [_title(t, n) for n in known["stage_target"]]}
    return known.assign(**titles)
