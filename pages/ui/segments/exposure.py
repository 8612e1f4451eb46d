"""What may be lost within a year, and who depends on whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.concentration import dependence, holders, loss
from kam_core.concentration.holders import Holders
from kam_core.value.retention import ORIGINS
from kam_core.workbook import lookup
from pages.ui import clicks, download, frame, pictures
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain
from pages.ui.worries import short

ROW = 34
NAME = 18
MOST = 100


def losses(view: View, found: Holders) -> None:
    """The expected and the 95 % loss, and the draws behind it."""
    t = view.t
    drawn = found if found.by in ("account", "group") else _accounts(view, found.basis)
    made: Any = view.kept("loss", lambda: [loss.loss(drawn.frame["share"], drawn.frame["retention"])], drawn.by, drawn.basis)
    frame.section(t("What may be lost in a year"), t("{n} draws; each account leaves with 1 − its retention", n=t.count(loss.DRAWS)))
    if made[0] is None:
        st.caption(t("Retention is not known: it takes five accounts with two years of orders, contracts, or a rate in the settings."))
        return
    _cards(view, drawn, made[0])
    figure: Any = view.kept(
        "loss_figure",
        lambda: charts.loss_draws(made[0].draws, t=t, expected=made[0].expected, worst=made[0].worst, theme=view.theme),
        drawn.by,
        drawn.basis,
    )
    pictures.chart(view, lambda: figure, "losses", height=figure.layout.height)
    st.caption(plain(_told(view, found, drawn, made[0])))
    download.below(view, "concentration-draws", lambda: _draws(made[0].draws), lambda: figure)


def _accounts(view: View, basis: str) -> Holders:
    return view.kept("drawn", lambda: holders.holders(view.scores, "account", basis, view.every_score), basis)  # type: ignore[return-value]


def _draws(draws: holders.Floats) -> pd.DataFrame:
    return pd.DataFrame({"draw": np.arange(1, len(draws) + 1), "lost_share": draws})


def _cards(view: View, drawn: Holders, made: loss.Loss) -> None:
    t = view.t
    for column, label, share in zip(
        st.columns(2, gap="small"), (t("Expected loss"), t("95% loss")), (made.expected, made.worst), strict=True
    ):
        money = t.money(share * drawn.total, view.symbol)
        column.metric(label, t.percent(share, 1), money, delta_color="off", delta_arrow="off", border=True, height=116)


def _told(view: View, found: Holders, drawn: Holders, made: loss.Loss) -> str:
    t = view.t
    told = [
        t("Expected = Σ share x (1 − retention). The 95% loss lies between {low} and {high} (95% interval of {n} draws).",
          low=t.percent(made.low, 1), high=t.percent(made.high, 1), n=t.count(loss.DRAWS)),
        t("The draws are independent: a crisis that takes several at once is not modelled, and would cost more."),
    ]  # fmt: skip
    if drawn.by == "group":
        told.append(t("A group leaves as a whole, with the retention of its accounts weighted by amount."))
    elif found.by != "account":
        told.append(t("Accounts are drawn, whatever they are grouped by."))
    if made.known < 0.995:
        told.append(t("Retention is known for {share} of the total; the rest is in neither figure.", share=t.percent(made.known)))
    counts = view.scores.loc[view.scores["revenue_12m"] > 0, "retention_origin"].value_counts()
    origins = t.listed([f"{t(ORIGINS[origin])} {t.count(n)}" for origin, n in counts.items() if origin in ORIGINS])
    return " · ".join([" ".join(told), t("retention: {origins}", origins=origins)])


def mutual(view: View) -> None:
    """Our share of their purchases against their share of our revenue, and the list."""
    t, limits = view.t, view.params.concentration
    found: Any = view.kept("dependence", lambda: _dependence(view))
    fields = {name: t(title) for name, title in dependence.FIELDS.items()}
    key = t("Fields from {ours} of our revenue and {theirs} of their purchases on · area = profit, ◆ = loss · upright axis in steps of ten",
            ours=t.percent(limits.disclosed_from), theirs=t.percent(limits.they_depend_from))  # fmt: skip
    frame.section(t("Who depends on whom"), key)
    if found.empty:
        st.caption(t("Nobody entered what accounts spend in all: the fact wallet_spend (a year) or wallet_share places them here."))
        st.page_link("pages/upload.py", label=t("Upload account facts"), icon=":material/upload:")
        return
    figure: Any = view.kept(
        "dependence_figure",
        lambda: charts.dependence_map(found, fields, (limits.they_depend_from, limits.disclosed_from), t=t, theme=view.theme),
    )
    clicks.open_account(pictures.chart(view, lambda: figure, "dependence", height=figure.layout.height, select=True, size="desk"))
    _counted(view, found)
    _list(view, found, fields)
    download.below(view, "dependence", found[list(dependence.COLUMNS)], lambda: figure)


def _dependence(view: View) -> pd.DataFrame:
    """The accounts of the page in our whole revenue, whatever the page is narrowed to."""
    revenue = view.every_score["revenue_12m"]
    found = dependence.dependence(view.scores, view.params.concentration, float(revenue[revenue > 0].sum()))
    profit = view.scores.set_index("account_id")["profit_12m"]
    return found.assign(profit=found["account_id"].map(profit).astype("float64"))


def _counted(view: View, found: pd.DataFrame) -> None:
    t, over = view.t, int((found["our_share"] > 1).sum())
    told = [t.n("{n} account whose purchases are known", "{n} accounts whose purchases are known", len(found))]
    if view.kept("facts_invented", lambda: lookup.illustrative(view.book, "account_facts")):
        told.append(t("their purchases are illustrative"))
    if over:
        told.append(
            t.n("{n} buys more from us than it is said to spend", "{n} buy more from us than they are said to spend", over)
        )  # fmt: skip
    counts = found["dependence"].value_counts()
    told += [t.listed({t(dependence.FIELDS[name]): t(dependence.ADVICE[name])}) for name in dependence.FIELDS if name in counts]
    st.caption(plain(" · ".join(told)))


def _list(view: View, found: pd.DataFrame, fields: dict[str, str]) -> None:
    t, shown = view.t, found.head(MOST)
    rows = pd.DataFrame({
        "name": [short(str(name), NAME) for name in shown["account_name"]],
        "ours": [t.percent(value) for value in shown["our_share"]],
        "theirs": [t.percent(value) for value in shown["their_share"]],
        "field": [fields[name] for name in shown["dependence"]],
    })  # fmt: skip
    st.dataframe(
        rows,
        hide_index=True,
        row_height=ROW,
        height=min(36 + ROW * len(rows), 36 + ROW * 5),
        key="dependence_list",
        alt=t("Who depends on whom, the largest first"),
        column_config={
            "name": st.column_config.ButtonColumn(t("Account"), width=140, type="tertiary", key="open_dependent", alignment="left"),
            "ours": text_column(t("Of their purchases"), 130, right=True),
            "theirs": text_column(t("Of our revenue"), 115, right=True),
            "field": text_column(t("Dependence"), 130),
        },
    )
    clicks.open_row("open_dependent", shown["account_id"].tolist())
