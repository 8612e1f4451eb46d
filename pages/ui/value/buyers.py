"""Who will buy in the coming 12 months and for how much, by the method that a back-test on these data chose; and when not to believe it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.text import Translator
from kam_core.value.foretelling.backtest import METHODS, NAIVE
from pages.ui import frame, state
from pages.ui.value import buyers_account, buyers_found, buyers_pictures, buyers_tables, buyers_words
from pages.ui.value.buyers_found import Buyers
from pages.ui.view import View
from pages.ui.words import plain

CARD = 116


def show(view: View) -> None:
    """The finding, the figures, who carries the value, what the others say, the back-test, the customers, one of them."""
    t = view.t
    with st.spinner(t("Fitting the models of purchases to these data")):
        found = buyers_found.of(view)
    rows = pd.DataFrame() if found is None else buyers_found.rows(view, found)
    if found is None or rows.empty:
        _nobody(view)
        return
    if found.advice.way == "npv":
        _few(view, found, rows)
    else:
        _modelled(view, found, rows)
    if view.filters:
        st.caption(t("Models are fitted to every account of the workbook; sums are of the accounts shown."))
    frame.source(
        view,
        t("A purchase is a day with an order; returns and totals of a period are none"),
        t("the interval holds chance alone, not the error of the method"),
    )


def _modelled(view: View, found: Buyers, rows: pd.DataFrame) -> None:
    frame.finding(buyers_words.finding(view, found, rows))
    _figures(view, found, rows)
    left, right = st.columns(2, gap="medium")
    with left:
        buyers_pictures.carriers(view, found, rows)
    with right:
        buyers_pictures.alive(view, found, rows)
    _which(view, found, rows)
    left, right = st.columns([61, 39], gap="medium")
    with left:
        buyers_tables.tested(view, found)
    with right:
        buyers_pictures.calibration(view, found)
    buyers_tables.customers(view, found, rows)
    left, right = st.columns(2, gap="medium")
    with left:
        buyers_account.chosen(view, found, rows)
    with right:
        buyers_pictures.shares(view, rows)


def _few(view: View, found: Buyers, rows: pd.DataFrame) -> None:
    """No model is fitted: the way to the finite horizon, and what the plain rules say."""
    frame.finding(buyers_words.too_few(view, found))
    _which(view, found, rows)
    buyers_tables.customers(view, found, rows)


def _nobody(view: View) -> None:
    t = view.t
    frame.finding(t("No purchase is known by its day: there is nobody to foretell."))
    st.caption(t("Returns and totals of a period are no purchases. With orders by day this part says who will buy again."))
    if not view.stage:
        st.page_link("pages/upload.py", label=t("Upload orders"), icon=":material/upload:")
    frame.source(view)


def _figures(view: View, found: Buyers, rows: pd.DataFrame) -> None:
    t, symbol = view.t, view.symbol
    value, low, high = found.future.total(rows["account_id"].tolist())
    before = found.said.loc[rows["account_id"], "last"].sum()
    cards = (
        (t("Expected purchases"), t.count(rows["purchases"].sum()), t("last 12 months {n}", n=t.count(before)),
         t("Of customers who have bought already; new ones are not in it.")),
        (t("Profit to come, 12 months") if found.future.on_margin else t("Revenue to come, 12 months"), t.money(value, symbol),
         t("{first} to {last}", first=t.money(low, symbol), last=t.money(high, symbol)),
         t("Purchases × spend of a purchase × what is earned of it, discounted; 80% of what chance makes of it.")),
        (t("Still customers"), t.count(rows["alive"].sum()), t("of {n} buyers", n=t.count(len(rows))),
         t("Sum of the chances that each of them has not left.")),
        (t("Error of {method}", method=t(METHODS[found.future.test.rival])), *_error(found, t),
         t("Mean error of a customer's purchases in the back-test; naive = the better plain rule, and how much more this errs (95%)")),
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for label, figure, below, about in cards:
            with st.container(width="stretch"):
                st.metric(label, figure, below, delta_color="off", delta_arrow="off", border=True, height=CARD, help=about)


def _error(found: Buyers, t: Translator) -> tuple[str, str]:
    """Of the chosen method; of the better naive rule, and how much more (less) the chosen one errs."""
    test = found.future.test
    if test.verdict == "short":
        return t.missing, t("too short to tell")
    naive = float(test.table.loc[list(NAIVE), "mae"].min())
    low, high = (buyers_words.signed(-gain) for gain in (test.gain[2], test.gain[1]))
    return f"{test.table.loc[test.rival, 'mae']:.2f}", t("naive {error}; {low} to {high}", error=f"{naive:.2f}", low=low, high=high)


def _which(view: View, found: Buyers, rows: pd.DataFrame) -> None:
    """The model that suits and why, what the others say, what speaks against it."""
    t = view.t
    frame.section(t("Which model, and why"), buyers_words.reason(view, found))
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{plain(t('What the others say'))}**")
        buyers_tables.others(view, found, rows)
        for told in (buyers_words.renewal(view, found), buyers_words.present_value(view)):
            st.caption(plain(told))
        link = {state.PART: "lifetime"}
        st.page_link("pages/value.py", label=t("Lifetime value over a finite horizon"), icon=":material/timeline:", query_params=link)
    with right:
        st.markdown(f"**{plain(t('What speaks against it'))}**")
        told = buyers_words.doubtful(view, found)
        st.markdown("\n".join(f"- {plain(one)}" for one in told) if told else plain(t("Nothing that was tested.")))
