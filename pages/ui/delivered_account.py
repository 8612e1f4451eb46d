"""Delivered value of one account, or of the mean of many: the eight parts against the best rival, and which of them moves it most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.delivered import PARTS, moves, parts, totals
from pages.ui import download, frame, pictures
from pages.ui.tables import text_column, whole
from pages.ui.view import View
from pages.ui.words import plain

NAMES = {"part": "value_part", "ours": "ours_answer", "rival": "rival_answer", "weight": "part_weight", "effect": "point_adds"}
"""What columns are called in a file, where a name would mean something else there."""


def every(view: View) -> pd.DataFrame:
    """The parts of every account the page is narrowed to; kept until an answer changes."""
    return view.kept("delivered_parts", lambda: parts(view.book, view.scores["account_id"], view.as_of, view.params))


def show(view: View, account_id: str) -> None:
    """One account: its sentence, the parts as bars, us and the best rival in figures, and what moves it most."""
    t, table = view.t, view.kept("delivered_of", lambda: parts(view.book, pd.Series([account_id]), view.as_of, view.params), account_id)
    frame.section(t("Delivered value"), t("What they get from us, less what it costs them, against the best rival"))
    total = totals(table).iloc[0]
    if not total["answered"]:
        st.caption(t("Not answered yet: eight parts of us and of the best rival, 0-10 each."))
        st.page_link("pages/ratings.py", label=t("Enter ratings"), icon=":material/edit:")
        return
    st.write(plain(sentence(view, table, total)))
    pictures.chart(view, lambda: figure(view, table, account_id), f"delivered_{account_id}", height=height())
    sides(view, total)
    ranked(view, table, {})
    download.below(view, f"delivered-{account_id}", lambda: told(view, table), lambda: figure(view, table, account_id))


def told(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """The parts of every account as a file holds them."""
    known = view.scores[["account_id", "account_name"]].merge(table[table["ours"].notna()], on="account_id")
    known = known.assign(part=[title(view, part) for part in known["part"]]).drop(columns=["side", "counts"])
    return known.rename(columns=NAMES)


def sentence(view: View, table: pd.DataFrame, total: pd.Series) -> str:
    """Who is ahead, by how much, on how many parts, and the part that moves it most."""
    t, first = view.t, moves(table).head(1)
    move = title(view, first["part"].iloc[0]) if len(first) else ""
    if not total["compared"]:
        return t("Nothing is known of the best rival; of us {n} of 8 parts.", n=t.count(total["answered"]))
    facts = {"n": t.count(total["compared"]), "part": move, "points": f"{abs(total['relative']):.1f}"}
    if round(total["relative"], 1) == 0:
        return t("We and the best rival deliver the same, on {n} of 8 parts compared. {part} moves it most.", **facts)
    if total["relative"] > 0:
        return t("We deliver {points} points more than the best rival, on {n} of 8 parts compared. {part} moves it most.", **facts)
    return t("The best rival delivers {points} points more, on {n} of 8 parts compared. {part} moves it most.", **facts)


def title(view: View, part: str) -> str:
    """What people call a part."""
    return view.t(PARTS[part].ours.title)


def height() -> int:
    """The height of the figure: eight parts, whatever is known."""
    return charts.delivered_height(len(PARTS))


def figure(view: View, table: pd.DataFrame, whose: str) -> Any:
    """The parts as bars around zero."""
    rows = table.assign(title=[title(view, part) for part in table["part"]])
    return view.kept("delivered_figure", lambda: charts.delivered(rows, t=view.t, theme=view.theme), whose)


def points(view: View, value: float) -> str:
    """Points of 0-10 with two decimals."""
    return view.t.missing if pd.isna(value) else f"{value:.2f}".replace("-", "−")


def sides(view: View, total: Mapping[str, Any] | pd.Series) -> None:
    """Us and the best rival: total value, total cost, what is delivered, and the ratio."""
    t = view.t
    whole(
        pd.DataFrame(
            {
                "who": [t("We"), t("Best rival")],
                **{name: [points(view, total[name]), points(view, total[f"{name}_rival"])] for name in ("tcv", "tcc", "cdv", "ratio")},
            }
        ),
        t("Value, cost and delivered value of us and of the best rival"),
        {
            "who": text_column("", 110),
            "tcv": text_column(t("Total value"), 90, right=True),
            "tcc": text_column(t("Total cost"), 90, right=True),
            "cdv": text_column(t("Delivered"), 90, right=True),
            "ratio": text_column(t("Value ÷ cost"), 96, right=True),
        },
    )


def ranked(view: View, table: pd.DataFrame, costs: Mapping[str, float]) -> None:
    """The parts by what one point better adds to the relative delivered value, by cost where one is given."""
    t, found = view.t, moves(table, costs)
    priced = bool(found["per_cost"].notna().any())
    cells = {
        "part": [title(view, part) for part in found["part"]],
        "weight": [t.percent(value, 0) for value in found["weight"]],
        "ours": [t.answer(value) for value in found["ours"]],
        "rival": [t.answer(value) for value in found["rival"]],
        "effect": [f"{value:.2f}" for value in found["effect"]],
    }
    columns = {
        "part": text_column(t("Part of it"), 130),
        "weight": text_column(t("Weight"), 64, right=True),
        "ours": text_column(t("Ours"), 56, right=True),
        "rival": text_column(t("Best rival"), 80, right=True),
        "effect": text_column(t("One point adds"), 106, right=True),
    }
    if priced:
        cells["per_cost"] = [f"{value * 1000:.2f}" if pd.notna(value) else t.missing for value in found["per_cost"]]
        columns["per_cost"] = text_column(t("Per {money}", money=t.money(1000, view.symbol)), 90, right=True)
    whole(pd.DataFrame(cells), t("What one point better on each part adds, the most first"), columns)
