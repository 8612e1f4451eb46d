"""Before and after, side by side: the figures that matter, the steps of a year's profit, the whale curves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.scenario import FIGURES, Outcome
from pages.ui import download, frame, pictures
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.whatif import words

CARDS = ("profit", "clv", "losing", "effective")
A_CENT = 0.005
COSTS = ("open_revenue", "assumed_margin", "cost_to_serve", "credit", "stranded")


def cards(view: View, before: Outcome, after: Outcome) -> None:
    """Four figures after, with what they were before and the difference."""
    t = view.t
    titles = {"profit": t("Profit, 12 months"), "clv": t("Lifetime value"), "losing": t("Accounts losing money"),
              "effective": t("Effective accounts")}  # fmt: skip
    for place, name in zip(st.columns(len(CARDS), gap="small"), CARDS, strict=True):
        old, new = before.figures[name], after.figures[name]
        change = words.difference(view, name, old, new)
        was = t("{change}; before {value}", change=change, value=words.figure(view, name, old)) if change else t("as before")
        unknown = (
            t("retention not known yet") if name == "clv" and after.figures["profit"] == after.figures["profit"] else t("costs not known")
        )
        place.metric(
            titles[name], words.figure(view, name, new), was if new == new else unknown, delta_color="off",
            delta_arrow="off", border=True, height=116,
        )  # fmt: skip


def steps(view: View, before: Outcome, after: Outcome) -> None:
    """Every figure before, after, and the difference."""
    t = view.t
    frame.section(t("A year before and after"), t("As if the 12 months to {day} had gone so", day=t.day(view.as_of)))
    table = figures_table([before, after], [t("Before"), t("After")])
    names = told_rows(table)
    rows = [
        (t(FIGURES[name][0]), words.figure(view, name, old), words.figure(view, name, new), words.difference(view, name, old, new))
        for name in names
        for old, new in [(before.figures[name], after.figures[name])]
    ]
    st.dataframe(
        pd.DataFrame(rows, columns=["what", "before", "after", "change"]),
        hide_index=True,
        row_height=32,
        height=36 + 32 * len(rows),
        alt=t("Figures before and after"),
        column_config={
            "what": text_column(t("Figure"), 196),
            "before": text_column(t("Before"), 92, right=True),
            "after": text_column(t("After"), 92, right=True),
            "change": text_column(t("Difference"), 96, right=True),
        },
    )
    download.below(view, "what-if", in_file(view, table))


def told_rows(table: pd.DataFrame) -> list[str]:
    """The figures worth a row: costs that are nothing everywhere are left out."""
    return [name for name in table.index if name not in COSTS or (table.loc[name].abs() >= A_CENT).any()]


def curves(view: View, named: list[tuple[str, Outcome]], name: str, title: str) -> None:
    """The whale curves of several outcomes in one picture."""
    t = view.t
    known = [(title, found.curve) for title, found in named if len(found.curve.frame) > 1]
    frame.section(title, t("Cumulative profit of 12 months; grey = today"))
    if not known:
        st.caption(t("No cost is known, so no profit: load costs or assume a margin to see the curves."))
        return
    figure: Any = charts.curves(known, t=t, symbol=view.symbol, theme=view.theme)
    pictures.chart(view, lambda: figure, name, height=figure.layout.height)
    points = pd.concat([curve.frame.assign(scenario=title)[["scenario", "share", "cumulative"]] for title, curve in known])
    points = points.rename(columns={"share": "share_of_accounts", "cumulative": "cumulative_profit"})
    download.below(view, name, points, lambda: figure)


def figures_table(outcomes: list[Outcome], titles: list[str]) -> pd.DataFrame:
    """The figures of several outcomes, a column each; two of them may have one title."""
    return pd.concat([pd.Series(dict(found.figures)) for found in outcomes], axis=1, keys=range(len(outcomes))).set_axis(titles, axis=1)


def in_file(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """The same as a file holds it: titles in words."""
    titles = pd.Series([view.t(FIGURES[name][0]) for name in table.index], table.index, name=view.t("Figure"))
    return pd.concat([titles, table], axis=1)
