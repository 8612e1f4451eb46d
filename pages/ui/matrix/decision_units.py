"""The decision units 决策链 of the portfolio: how far we are with the people of each account, those that need a look first."""

from __future__ import annotations

from typing import cast

import pandas as pd
import streamlit as st

from kam_core.charts import labels
from kam_core.decision.units import REASONS, units
from kam_core.people import FORMULAS, TOUCHED_DAYS
from kam_core.schema import CHOICE_TITLES
from kam_core.text import Translator
from pages.ui import clicks, download, frame
from pages.ui.paging import paged
from pages.ui.tables import bar_column, chips, money_column, scaled, text_column
from pages.ui.view import View
from pages.ui.words import plain

PAGE = 50
HEIGHT = 412
COLOURS = {"veto": "red", "against": "red", "no_decider": "orange", "single": "orange", "untouched": "orange", "nobody": "gray"}


def show(view: View) -> None:
    """The list of all accounts, a page at a time."""
    t, rows = view.t, facts(view)
    if rows.empty:
        return
    looked = int(rows["reasons"].map(lambda reasons: bool(reasons) and "nobody" not in reasons).sum())
    known = int((rows["people"] > 0).sum())
    about = t("{n} of {all} units need a look; of {none} accounts nobody is known", n=t.count(looked), all=t.count(known),
              none=t.count(len(rows) - known))  # fmt: skip
    frame.section(t("Decision units"), about)
    shown, _ = paged(rows, PAGE, "page_units", anew=True)
    _table(view, shown)
    touched = t.n("touched within {n} day", "touched within {n} days", TOUCHED_DAYS)
    st.caption(plain(" ".join([t(FORMULAS["net_support"]), t(FORMULAS["thread"]), t("Coverage: {touched}.", touched=touched)])))
    download.below(view, "decision-units", lambda: _written(view, rows))


def facts(view: View) -> pd.DataFrame:
    """The units of the accounts shown; kept until somebody is met, linked or changed."""
    read = [view.book.revisions[name] for name in ("interactions", "links")]
    return cast("pd.DataFrame", view.kept("units", lambda: units(view.book, view.scores, view.as_of), *read))


def _table(view: View, rows: pd.DataFrame) -> None:
    t = view.t
    revenue, unit = scaled(rows["revenue_12m"], t.lang)
    st.dataframe(
        _cells(t, rows).assign(revenue=revenue),
        hide_index=True,
        row_height=34,
        height=min(38 + 34 * len(rows), HEIGHT),
        key=f"units_{t.lang}",
        alt=t("Decision units, those that need a look first"),
        placeholder=t.missing,
        column_config={
            "account": st.column_config.ButtonColumn(t("Account"), width=142, type="tertiary", alignment="left", key="open_units"),
            "look": chips(t("Needs a look"), {t(title): COLOURS[reason] for reason, title in REASONS.items()}, 212),
            "people": text_column(t("People"), 56, right=True),
            "support": text_column(t("Net support"), 82, right=True),
            "coverage": bar_column(t("Coverage, %"), 86, "gray"),
            "ours": bar_column(t("Our top, %"), 84, "orange"),
            "theirs": bar_column(t("Their top, %"), 88, "orange"),
            "gaps": text_column(t("Missing roles"), 122),
            "vetoes": text_column(t("Can block"), 100),
            "revenue": money_column(t, t("Rev. 12m"), view.symbol, unit, 84),
        },
    )
    clicks.open_row("open_units", rows["account_id"].tolist())


def _cells(t: Translator, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in words and numbers; roles are missing only where somebody is known."""
    open_roles = [gaps if people else () for gaps, people in zip(rows["gaps"], rows["people"], strict=True)]
    return pd.DataFrame(
        {
            "account": rows["account_name"].fillna(rows["account_id"]).map(labels.short),
            "look": [[t(REASONS[reason]) for reason in reasons] for reasons in rows["reasons"]],
            "people": [t.count(n) for n in rows["people"]],
            "support": [t.missing if pd.isna(s) else f"{s:+.2f}".replace("-", "−") for s in rows["net_support"]],
            "coverage": rows["coverage"] * 100,
            "ours": rows["our_share"] * 100,
            "theirs": rows["their_share"] * 100,
            "gaps": [t.listed([t(CHOICE_TITLES[role]) for role in gaps]) for gaps in open_roles],
            "vetoes": [t.listed(list(names)) for names in rows["vetoes"]],
        }
    )


def _written(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The whole list for a file: lists as text, in the session's language."""
    t = view.t
    words = {
        "unit_reasons": [t.listed([t(REASONS[reason]) for reason in reasons]) for reasons in rows["reasons"]],
        "unit_gaps": [t.listed([t(CHOICE_TITLES[role]) for role in gaps]) for gaps in rows["gaps"]],
        "unit_vetoes": [t.listed(list(names)) for names in rows["vetoes"]],
    }
    named = {name: f"unit_{name}" for name in ("people", "judged", "coverage")}
    return rows.drop(columns=["reasons", "gaps", "vetoes"]).assign(**words).rename(columns=named)
