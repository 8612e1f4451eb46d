"""How the chance that one account is still a customer went since its first purchase."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.engine import question
from kam_core.value.foretelling.path import alive_path
from pages.ui import download, frame, linked, pictures, state
from pages.ui.value import buyers_found
from pages.ui.value.buyers_found import Buyers
from pages.ui.value.buyers_pictures import t_of
from pages.ui.view import View

HEIGHT = 252


def chosen(view: View, found: Buyers, rows: pd.DataFrame) -> None:
    """The path of the account that is selected; the one with the most value to come until somebody chooses."""
    t, ids = view.t, rows["account_id"].tolist()
    names = dict(zip(ids, rows["account_name"], strict=True))
    frame.section(t("The path of one account"), _subtitle(view, found))
    account = st.selectbox(
        t("Account"),
        ids,
        format_func=lambda one: names[one],
        label_visibility="collapsed",
        **linked.choice(state.ACCOUNT, ids, ids[0], plain_default=True),
    )
    _path(view, found, str(account))


def section(view: View, account_id: str) -> None:
    """The same in the room of an account; nothing where no model was fitted or it never bought."""
    with st.spinner(view.t("Fitting the models of purchases to these data")):
        found = buyers_found.of(view)
    if found is None or found.advice.way == "npv" or account_id not in found.future.customers.index:
        return
    frame.section(view.t("Still a customer?"), _subtitle(view, found))
    _path(view, found, account_id)


def _subtitle(view: View, found: Buyers) -> str:
    return view.t("Chance of being a customer still by {model} · ticks = purchases", model=t_of(view, found.future.model_id))


def _path(view: View, found: Buyers, account_id: str) -> None:
    figure, table = view.kept("alive_path", lambda: _drawn(view, found, account_id), account_id)
    pictures.chart(view, lambda: figure, f"alive_path_{account_id}", height=HEIGHT)
    download.below(view, f"alive-{account_id}", table, lambda: figure)


def _drawn(view: View, found: Buyers, account_id: str) -> tuple[Any, pd.DataFrame]:
    orders = view.book.frame(question("account_order_days"), {"account_id": account_id, "as_of": view.as_of})
    days = [pd.Timestamp(day).date() for day in orders["day"]]
    path = alive_path(found.future.model, days, view.as_of)
    bought = path["day"].isin(pd.to_datetime(pd.Series(days)))
    table = pd.DataFrame({"day": path["day"], "alive": path["probability_alive"], "bought": bought.astype(int)})
    return charts.alive_path(path, orders["day"], t=view.t, theme=view.theme, height=HEIGHT), table
