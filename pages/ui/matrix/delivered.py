"""What moves delivered value: the mean of the portfolio or one account, part by part, per cost where somebody knows one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core import matrix_findings
from kam_core.delivered import PARTS, means, moves, totals
from pages.ui import delivered_account as one
from pages.ui import download, frame, linked, pictures, state
from pages.ui.matrix import figures
from pages.ui.view import View

ALL = "all"


def show(view: View, name: str) -> None:  # noqa: ARG001 - every part has one signature
    """The finding, the figures, whose parts, the bars beside what moves most, and what a point would cost."""
    t, table = view.t, one.every(view)
    total = view.kept("delivered_totals", lambda: totals(table))
    compared, mean = total[total["compared"] > 0], view.kept("delivered_means", lambda: means(table))
    first = moves(mean)["part"].head(1).tolist()
    if total["answered"].eq(0).all():
        frame.finding(matrix_findings.parts(mean, "", "", t))
        pictures.ask_for_ratings(view)
        return
    head = st.container()
    whose = _choose(view, total[total["answered"] > 0])
    rows = mean if whose == ALL else table[table["account_id"] == whose]
    with head:
        if whose == ALL:
            frame.finding(matrix_findings.parts(mean, *([first[0], one.title(view, first[0])] if first else ["", ""]), t))
            figures.row(_figures(view, total, compared))
        else:
            frame.finding(one.sentence(view, rows, total[total["account_id"] == whose].iloc[0]))
    left, right = st.columns([52, 48], gap="medium")
    with left:
        frame.section(
            t("Us against the best rival, part by part"),
            _counted(view, mean, len(compared)) if whose == ALL else t("Points of 0-10; a cost counts the other way round"),
        )
        pictures.chart(view, lambda: one.figure(view, rows, whose), "delivered_parts", height=one.height())
    with right:
        frame.section(t("In sum"), t("Weighted points, mean of the accounts") if whose == ALL else t("Weighted points"))
        one.sides(view, (compared if whose == ALL else total[total["account_id"] == whose]).drop(columns="account_id").mean())
        _moving(view, rows)
    download.below(view, "delivered_parts", lambda: one.told(view, table), lambda: one.figure(view, rows, whose))
    frame.source(view, t("Proposed definition: value less cost, 0-10 each, weighted; only parts answered of both are compared."))


def _moving(view: View, rows: pd.DataFrame) -> None:
    """The parts by what they move; what a point costs is typed below and counts above."""
    t = view.t
    frame.section(t("Which part moves it most"), t("Effect of one point better on the relative delivered value"))
    place = st.container()
    costs = _costs(view)
    with place:
        one.ranked(view, rows, costs)


def _choose(view: View, answered: pd.DataFrame) -> str:
    """All accounts or one; it is in the link (``?whose=``)."""
    t, names = view.t, dict(zip(view.scores["account_id"], view.scores["account_name"], strict=True))
    options = [ALL, *sorted(answered["account_id"], key=lambda account: str(names[account]))]
    chosen = st.selectbox(
        t("Whose parts"),
        options,
        format_func=lambda name: t("Mean of all accounts") if name == ALL else names.get(name, name),
        width=340,
        **linked.choice(state.DELIVERED_TO, options, ALL, plain_default=True),
    )
    return str(chosen)


def _figures(view: View, total: pd.DataFrame, compared: pd.DataFrame) -> list[figures.Told]:
    t, relative = view.t, compared["relative"]
    return [
        (
            t("Compared"), t.count(len(compared)), t("of {n} with answers", n=t.count(int((total["answered"] > 0).sum()))),
            t("Accounts with at least one part answered of us and of the best rival."),
        ),
        (
            t("We are ahead"), t.count(int((relative > 0).sum())), t("the rival in {n}", n=t.count(int((relative < 0).sum()))),
            t("Accounts whose delivered value from us is above that from the best rival."),
        ),
        (
            t("Relative delivered value"), one.points(view, relative.mean()), t("points, mean of {n}", n=t.count(len(relative))),
            t("Our delivered value less the best rival's, −10 to +10."),
        ),
    ]  # fmt: skip


def _counted(view: View, mean: pd.DataFrame, accounts: int) -> str:
    t, n = view.t, mean["n"]
    facts = {"least": t.count(int(n.min())), "most": t.count(int(n.max())), "n": t.count(accounts)}
    return t("Mean of {least} to {most} of {n} accounts, by part; a cost counts the other way round", **facts)


def _costs(view: View) -> dict[str, float]:
    """What one point on each part would cost: a small table, kept for this session only."""
    t = view.t
    with st.expander(t("What would one point cost?"), icon=":material/payments:"):
        st.caption(t("Your own estimate, in money. Kept while this window is open; nothing is saved."))
        table = pd.DataFrame({"part": [one.title(view, part) for part in PARTS], "cost": [float("nan")] * len(PARTS)}, index=list(PARTS))
        title = t("Cost of one point, {symbol}", symbol=view.symbol or "¤")
        typed = st.data_editor(
            table,
            hide_index=True,
            row_height=34,
            height=38 + 34 * len(table),
            key=state.POINT_COSTS,
            disabled=["part"],
            placeholder=t.missing,
            alt=t("What one point on each part would cost"),
            column_config={
                "part": st.column_config.TextColumn(t("Part of it"), width=160),
                "cost": st.column_config.NumberColumn(title, min_value=0.0, width=160),
            },
        )
    return {str(part): float(cost) for part, cost in typed["cost"].dropna().items()}
