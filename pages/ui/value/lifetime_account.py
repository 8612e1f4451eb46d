"""Lifetime value of one account in its room: the way of its profit, where its retention comes from, what moves it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.value.bounds import bounds
from kam_core.value.lifetime import contract_steps, expected_profit, still_customers
from kam_core.value.retention import ORIGINS, stayed
from kam_core.value.tornado import tornado
from pages.ui import download, frame, pictures
from pages.ui.value import buyers_account
from pages.ui.value.lifetime_pictures import in_words, tornado_key, years_figure
from pages.ui.view import View
from pages.ui.words import plain


def show(view: View, account_id: str) -> None:
    """What it is worth and why, beside what moves it; and whether it is a customer still."""
    _worth(view, account_id)
    buyers_account.section(view, account_id)


def _worth(view: View, account_id: str) -> None:
    t, every = view.t, view.every_score
    own = every[every["account_id"] == account_id].reset_index(drop=True)
    if own.empty or pd.isna(own["clv"].iloc[0]):
        st.write(_missing(view, own))
        return
    row, ends = own.iloc[0], bounds(own, view.params, every).iloc[0]
    st.write(plain(_told(view, row, float(ends["clv_low"]), float(ends["clv_high"]))))
    left, right = st.columns(2, gap="medium")
    with left:
        value = view.params.value
        yearly, staying = expected_profit(own, value, own)[0].tolist(), still_customers(own, value.horizon, own)[0].tolist()
        frame.section(t("Expected profit of the coming years"), _step(view, own))
        picture = years_figure(view, float(row["profit_12m"]), yearly, staying)
        pictures.chart(view, lambda: picture, f"life_years_{account_id}", height=250)
        table = pd.DataFrame({"year": range(1, len(yearly) + 1), "expected_profit": yearly, "still_customers": staying})
        download.below(view, f"coming_years-{account_id}", table, lambda: picture)
    with right:
        found = tornado(own, view.params)
        frame.section(t("What moves it most"), tornado_key(view, float(row["clv"])))
        figure = charts.tornado(found, t=t, symbol=view.symbol, theme=view.theme)
        pictures.chart(view, lambda: figure, f"life_tornado_{account_id}", height=figure.layout.height)
        download.below(view, f"tornado-{account_id}", in_words(view, found), lambda: figure)
    st.caption(t("Margin at the end of each year; acquisition cost of existing customers is sunk (0)"))


def _told(view: View, row: pd.Series, low: float, high: float) -> str:
    """Value, range, origin of the retention, how many accounts it rests on, and what was earned so far."""
    t, symbol = view.t, view.symbol
    kept, asked = stayed(view.every_score)
    origin = str(row["retention_origin"])
    parts = [
        t("Worth {worth} over {years} (80%: {low} to {high}).", worth=t.money(row["clv"], symbol), low=t.money(low, symbol),
          years=t.n("{n} year", "{n} years", view.params.value.horizon), high=t.money(high, symbol)),
        t("Retention {rate}: {origin}.", rate=t.percent(row["retention"]), origin=t(ORIGINS[origin])),
    ]  # fmt: skip
    if origin in ("portfolio", "rhythm"):
        parts.append(t("Of {asked} accounts of the portfolio {kept} stayed.", asked=t.count(asked), kept=t.count(kept)))
    if pd.isna(row["profit_prior_12m"]):
        parts.append(t("One year of profit is known: the range holds the retention only."))
    parts.append(t("Earned to date: {money}.", money=t.money(row["lifetime_profit"], symbol)))
    if row["profit_12m"] < 0:
        parts.append(t("It loses money: the longer it stays as it is, the more it costs."))
    return ("" if t.lang == "zh" else " ").join(parts)


def _step(view: View, own: pd.DataFrame) -> str:
    t, left = view.t, float(contract_steps(own)[0])
    if left == left:
        return t("Sure until the contract ends in {years} years, then the chance of each renewal", years=f"{left:.1f}")
    return t("Not discounted; under each year the chance that it is still a customer")


def _missing(view: View, own: pd.DataFrame) -> str:
    t = view.t
    if own.empty or pd.isna(own["profit_12m"].iloc[0]):
        return t("Its profit of the last 12 months is not known, so there is no lifetime value: costs are missing, or it never bought.")
    return t("Too few accounts bought the year before last to tell how many stay; set a retention to see a lifetime value.")
