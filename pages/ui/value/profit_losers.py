"""The loss-makers: how much, how long, and which step comes first with each; before a release what it would destroy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from kam_core.accounts import account_state
from kam_core.fiscal import months_before
from kam_core.history import by_account
from kam_core.text import N_
from kam_core.value.losses import LADDER, loss_makers, new_losers, reason, stranding
from pages.ui import clicks, download, frame, linked, state
from pages.ui.paging import paged
from pages.ui.tables import chips, money_column, number_column, scaled, text_column
from pages.ui.view import View
from pages.ui.words import on_badge, plain
from pages.ui.worries import short

ORDERS = {"loss": N_("Largest loss"), "margin": N_("Worst margin"), "new": N_("New this quarter")}
COLOURS = {"process": "blue", "order": "blue", "menu": "orange", "renegotiate": "orange", "release": "red"}
PAGE = 50
OPENS = "open_loser"


def listed(view: View) -> None:
    """The list with its switch, and one account's way down the ladder."""
    t = view.t
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with right, st.container(horizontal_alignment="right"):
        link = linked.choice(state.LOSERS, list(ORDERS), "loss", plain_default=True)
        chosen = st.segmented_control(
            t("Order"), list(ORDERS), required=True, label_visibility="collapsed", format_func=lambda name: t(ORDERS[name]), **link
        )
    rows = ordered(view, str(chosen))
    with left:
        frame.section(_title(view, rows, str(chosen)), t("First step by a rule from the account's own figures; you decide"))
    if rows.empty:
        st.caption(t("No account began to lose money within the last three months.") if chosen == "new" else t("No account loses money."))
        return
    part, _ = paged(rows, PAGE, f"losers_{chosen}")
    _table(view, part, float(rows["loss"].max()))
    download.below(view, "loss_makers", lambda: _file(view, rows))
    _stranded(view, rows)
    _one(view, part)


def ordered(view: View, by: str) -> pd.DataFrame:
    """The loss-makers in the order asked for."""

    def made() -> pd.DataFrame:
        rows = loss_makers(view.scores, view.params, view.every_score)
        if by == "margin":
            return rows.sort_values(["margin", "account_id"], kind="stable", na_position="last", ignore_index=True)
        if by == "new":
            before = account_state(view.book, months_before(view.as_of, 3).date(), view.window, view.params)
            return rows[rows["account_id"].isin(new_losers(view.scores, before))].reset_index(drop=True)
        return rows

    found: pd.DataFrame = view.kept("losers", made, by)
    return found


def _title(view: View, rows: pd.DataFrame, by: str) -> str:
    if by == "new":
        return view.t.n("{n} new loss-maker", "{n} new loss-makers", len(rows))
    return view.t.n("{n} loss-maker", "{n} loss-makers", len(rows))


def _table(view: View, rows: pd.DataFrame, most: float) -> None:
    """``most`` is the largest loss of the whole list, the end of the bars."""
    t = view.t
    past = view.kept("account_quarters", lambda: by_account(view.book, view.as_of, view.params))
    revenue, unit = scaled(rows["revenue"], t.lang)
    loss, of_loss = scaled(rows["loss"], t.lang)
    table = pd.DataFrame({
        "account": [short(str(name), 21) for name in rows["account_name"]],
        "owner": [name if isinstance(name, str) and name else t.missing for name in rows["owner"]],
        "revenue": revenue, "loss": loss,
        "margin": np.round(rows["margin"] * 100, 1), "discount": np.round(rows["discount_share"] * 100, 1),
        "past": past.reindex(rows["account_id"]).fillna(0.0).to_numpy().tolist(),
        "step": [[t(LADDER[rung])] for rung in rows["rung"]],
        "why": [reason(row, t, view.symbol) for row in rows.to_dict("records")],
    })  # fmt: skip
    top = most * float(loss.iloc[0] / rows["loss"].iloc[0])
    title = t("{title}, {unit}", title=t("Loss"), unit=f"{view.symbol}{of_loss}") if view.symbol or of_loss else t("Loss")
    st.dataframe(
        table,
        hide_index=True,
        placeholder=t.missing,
        row_height=34,
        height=min(36 + 34 * len(table), 376),
        key=f"losers_{t.lang}_{state.get(state.LOSERS)}",
        alt=t("Loss-makers and the first step with each"),
        column_config={
            "account": st.column_config.ButtonColumn(t("Account"), width=158, type="tertiary", alignment="left", key=OPENS),
            "owner": text_column(t("Owner"), 84),
            "revenue": money_column(t, t("Revenue"), view.symbol, unit, 88),
            "loss": st.column_config.ProgressColumn(title, width=108, min_value=0, max_value=max(top, 1e-9), format="%.1f", color="red"),
            "margin": number_column(t("Margin, %"), 72, "%.1f"),
            "discount": number_column(t("Discount, %"), 82, "%.1f"),
            "past": st.column_config.BarChartColumn(t("Profit, 8 quarters"), width=118, color="gray"),
            "step": chips(t("First step"), {t(LADDER[rung]): colour for rung, colour in COLOURS.items()}, 142),
            "why": text_column(t("Why"), 234),
        },
    )
    clicks.open_row(OPENS, rows["account_id"].tolist())


def _stranded(view: View, rows: pd.DataFrame) -> None:
    """Of how many a release would destroy profit."""
    t, still = view.t, rows[rows["stranded"]]
    if still.empty:
        return
    told = t.n(
        "{n} of them still covers fixed costs: its release destroys {money} of profit in the short run, and is not proposed.",
        "{n} of them still cover fixed costs: their release destroys {money} of profit in the short run, and is not proposed.",
        len(still), money=t.money(still["contribution"].sum(), view.symbol),
    )  # fmt: skip
    st.caption(plain(told))


def _one(view: View, rows: pd.DataFrame) -> None:
    """One loss-maker on the ladder, for the keyboard too."""
    t = view.t
    names = dict(zip(rows["account_id"], rows["account_name"], strict=True))
    with st.expander(t("The ladder for one account"), icon=":material/stairs:"):
        chosen = st.selectbox(t("Account"), list(names), format_func=lambda id: names.get(id, id), key="ladder_of", width=320)
        row = rows[rows["account_id"] == chosen].iloc[0]
        ladder(view, row)
        if st.button(t("Open"), key="open_ladder", icon=":material/apartment:"):
            st.switch_page("pages/account.py", query_params={state.ACCOUNT: str(chosen)})


def ladder(view: View, row: pd.Series) -> None:
    """The five rungs with the one proposed, why, and what a release would do."""
    t = view.t
    with st.container(border=True):
        with st.container(horizontal=True, gap="small"):
            for place, (rung, title) in enumerate(LADDER.items(), 1):
                here = rung == row["rung"]
                st.badge(
                    on_badge(f"{place} {t(title)}"), color="blue" if here else "gray", icon=":material/arrow_forward:" if here else None
                )
        st.write(plain(t("{why}.", why=reason(row, t, view.symbol))))
        st.write(plain(stranding(row, t, view.symbol)))
        share = t.percent(view.params.serving.fixed_cost_share)
        st.caption(
            t(
                "Contribution = gross profit − cost to serve without its fixed {share} − cost of credit.",
                share=share,
            )
        )


def _file(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The list to take along: the figures behind each proposal, the step and its reason in words."""
    columns = ["account_id", "account_name", "owner", "region", "revenue", "gross_profit", "cost_to_serve", "cost_of_credit", "profit",
               "margin", "discount_share", "average_order", "return_share", "contribution"]  # fmt: skip
    records = rows.to_dict("records")
    return rows[columns].assign(
        next_step=[view.t(LADDER[row["rung"]]) for row in records], why=[reason(row, view.t, view.symbol) for row in records],
        if_released=[stranding(row, view.t, view.symbol) for row in records],
    )  # fmt: skip
