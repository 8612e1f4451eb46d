"""Satisfaction in detail: which answers were given, which accounts and roles answered, who did not, and how it went over time."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts, surveys
from kam_core.charts.labels import short
from kam_core.schema import CHOICE_TITLES
from kam_core.text import N_
from pages.ui import download, frame, linked, pictures, state
from pages.ui.surveys import asking
from pages.ui.surveys.answered import IN_FILES, Answered, interval, written
from pages.ui.tables import number_column, text_column

OVER = {"survey": N_("By survey"), "quarter": N_("By quarter")}
HEIGHT, LISTED = 260, 12


def distribution(found: Answered) -> None:
    """How many chose which step of the scale."""
    view, figure, t = found.view, found.figure, found.view.t
    asked = surveys.QUESTIONS[figure.item]
    values = found.rows.loc[found.rows["item"] == figure.item, "value"]
    steps = pd.Series(asked.steps, dtype="float64")
    counts = pd.DataFrame(
        {"step": steps, "answers": [int((values.round() == step).sum()) for step in steps], "grade": figure.grade(steps.to_numpy())}
    )
    frame.section(t("Answers given"), t(asked.text))
    ends = {"low": t(asked.low), "high": t(asked.high)}

    def make() -> Any:
        return charts.answer_steps(counts, t=t, theme=view.theme, height=HEIGHT, **ends)

    pictures.chart(view, make, "satisfaction_answers", height=HEIGHT)
    download.below(view, f"satisfaction_{figure.id}", counts[["step", "answers"]].rename(columns=IN_FILES), make)


def accounts(found: Answered) -> None:
    """Score, lowest decider and coverage by account; coverage by role; who has not answered."""
    view, t = found.view, found.view.t
    table = _by_account(found)
    frame.section(t("By account"), t("The lowest score first; coverage = answered of those asked"))
    shown = pd.DataFrame(
        {
            "name": table["account_name"],
            "score": [t.missing if pd.isna(score) else f"{score:.1f}" for score in table["score"]],
            "least": [t.missing if pd.isna(least) else f"{least:g}" for least in table["least"]],
            "answers": table["answers"],
            "coverage": [_share(found, row) for row in table.to_dict("records")],
        }
    )
    config = {
        "name": text_column(t("Account"), 260),
        "score": text_column(t("Score"), 90, right=True, help=t("Mean of its people, weighted by influence.")),
        "least": text_column(t("Least of those who decide"), 150, right=True),
        "answers": number_column(t("Answers"), 90),
        "coverage": text_column(t("Answered of asked"), 140, right=True),
    }
    height = min(36 + 34 * max(len(shown), 1), 36 + 34 * LISTED)
    st.dataframe(
        shown, hide_index=True, row_height=34, height=height, alt=t("Satisfaction by account"), placeholder=t.missing, column_config=config
    )
    download.below(view, "satisfaction_accounts", table.rename(columns=IN_FILES))
    if len(found.invited):
        left, right = st.columns([2, 3], gap="medium")
        with left:
            _roles(found)
        with right:
            _silent(found)


def _by_account(found: Answered) -> pd.DataFrame:
    names = found.view.every_score.set_index("account_id")["account_name"]
    table = surveys.by_account(found.rows, found.figure)
    covered = surveys.coverage(found.invited, "account_id").rename(columns={"share": "covered"})
    table = table.merge(covered, on="account_id", how="outer").sort_values(["score", "account_id"], na_position="last", kind="stable")
    table.insert(1, "account_name", table["account_id"].map(names).fillna(table["account_id"]))
    return table.assign(answers=table["answers"].fillna(0).astype(int)).reset_index(drop=True)


def _share(found: Answered, row: dict[Any, Any]) -> str:
    t = found.view.t
    return t.missing if pd.isna(row["invited"]) else f"{t.count(row['answered'])}/{t.count(row['invited'])}"


def _roles(found: Answered) -> None:
    t = found.view.t
    covered = surveys.coverage(found.invited, "role")
    order = {role: place for place, role in enumerate(CHOICE_TITLES)}
    covered = covered.sort_values("role", key=lambda roles: roles.map(order), na_position="last", kind="stable")
    shown = pd.DataFrame(
        {
            "role": [t(CHOICE_TITLES[role]) if role else t("Role not known") for role in covered["role"]],
            "coverage": [_share(found, row) for row in covered.to_dict("records")],
        }
    )
    frame.section(t("By role in the decision"))
    config = {"role": text_column(t("Role"), 140), "coverage": text_column(t("Answered of asked"), 130, right=True)}
    st.dataframe(
        shown,
        hide_index=True,
        row_height=34,
        height=36 + 34 * len(shown),
        alt=t("Who answered, by role in the decision"),
        placeholder=t.missing,
        column_config=config,
    )
    download.below(found.view, "satisfaction_roles", covered)


def _silent(found: Answered) -> None:
    """Who has not answered."""
    view, t = found.view, found.view.t
    silent = found.invited[found.invited["standing"] != "answered"]
    frame.section(t("Has not answered"), t.n("{n} person", "{n} people", len(silent)) if len(silent) else t("everybody answered"))
    if silent.empty:
        return
    shown = pd.DataFrame(
        {
            "name": silent["contact_name"].fillna(silent["contact_id"]).fillna(t("The account as a whole")),
            "account": silent["account_name"],
            "role": [t(CHOICE_TITLES[role]) if isinstance(role, str) else t.missing for role in silent["role"]],
        }
    )
    config = {"name": text_column(t("Full name"), 160), "account": text_column(t("Account"), 220), "role": text_column(t("Role"), 110)}
    height = 36 + 34 * min(len(shown), LISTED)
    st.dataframe(
        shown, hide_index=True, row_height=34, height=height, alt=t("Who has not answered"), placeholder=t.missing, column_config=config
    )
    download.below(view, "not_answered", silent[["account_id", "account_name", "contact_id", "contact_name", "role"]])


def trend(found: Answered) -> None:
    """The figure over surveys or quarters, with its intervals."""
    view, figure, t = found.view, found.figure, found.view.t
    frame.section(t("Over time"), t("Bars are the interval of 95%; hollow = too few answers for one"))
    over = st.segmented_control(
        t("Over"), list(OVER), required=True, format_func=lambda name: t(OVER[name]), label_visibility="collapsed",
        **linked.choice(state.TREND, list(OVER), "survey", plain_default=True),
    )  # fmt: skip
    table = surveys.trend(found.every, figure, found.asked_by_survey, "quarter" if over == "quarter" else "survey")
    titles = {row["survey_id"]: asking.named(view, row) for row in found.listed.to_dict("records")}
    names = [t.quarter(period) if over == "quarter" else titles.get(period, str(period)) for period in table["period"]]
    ticks = names if over == "quarter" else [short(name.partition(" · ")[0]) for name in names]
    words = [_said(found, row) for row in table.to_dict("records")]
    scale = surveys.QUESTIONS[figure.item].scale
    reach = {"nps": (-105.0, 105.0), "csat": (-0.05, 1.05)}.get(figure.id, (scale.low - 0.2, scale.high + 0.2))

    def make() -> Any:
        return charts.satisfaction_trend(
            table,
            names,
            ticks,
            t=t,
            title=t(figure.title),
            written=words,
            reach=reach,
            percent=figure.id == "csat",
            theme=view.theme,
            height=HEIGHT,
        )

    pictures.chart(view, make, "satisfaction_trend", height=HEIGHT)
    download.below(view, f"satisfaction_trend_{figure.id}", table.assign(period=names).rename(columns=IN_FILES), make)


def _said(found: Answered, row: dict[Any, Any]) -> str:
    """A point of the trend in words."""
    asked = None if pd.isna(row["asked"]) else int(row["asked"])
    told = surveys.Estimate(row["value"], row["low"], row["high"], int(row["answers"]), asked)
    value = written(found.view, found.figure, told.value)
    t = found.view.t
    return t.listed([value, interval(found.view, found.figure, told), t.n("{n} person answered", "{n} people answered", told.answers)])
