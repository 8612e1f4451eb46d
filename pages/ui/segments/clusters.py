"""Segments: which groups of accounts are alike, how sure that is, what each is worth, and what is done with it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.segments.choice import FEWEST
from pages.ui import forms, frame
from pages.ui.segments import clusters_cards, clusters_charts, clusters_choice, clusters_figures, clusters_market, clusters_table
from pages.ui.segments.clusters_choice import Shown
from pages.ui.view import View
from pages.ui.words import plain


def show(view: View) -> None:
    """The finding above the choices it follows from; then figures, map, profile, the segments one by one, their accounts."""
    head = st.container()
    shown = clusters_choice.chosen(view, head)
    with head:
        frame.finding(finding(view, shown))
        forms.saved(view)
    if shown.broken:
        clusters_cards.broken(view, shown)
    elif shown.model is None:
        _nothing(view, shown)
    else:
        clusters_figures.row(view, shown)
        clusters_charts.pictured(view, shown)
        clusters_cards.listed(view, shown)
        clusters_table.accounts(view, shown)
        clusters_market.spread(view, shown)
        clusters_table.moved(view, shown)
    _notes(view, shown)
    t = view.t
    frame.source(
        view,
        t("k-means and Gaussian mixture (scikit-learn); silhouette after Rousseeuw, BIC after Schwarz, stability after Hennig"),
        t("Proposed definition: features in spreads from their median, heavy tails by logarithm, at most 3.5 spreads"),
    )


def finding(view: View, shown: Shown) -> str:
    """What the segments say; where there are none, that."""
    t = view.t
    if shown.broken:
        return t("This segmentation cannot be read.")
    if shown.model is None:
        return _none(view, shown)
    first = shown.money.loc[shown.money["revenue"].fillna(-1).idxmax()]
    facts = {
        "k": t.count(len(shown.model.centres)),
        "name": shown.name(str(first["segment"])),
        "share": t.percent(first["accounts_share"]),
        "revenue": t.percent(first["revenue_share"]),
    }
    n = int(shown.money["accounts"].sum())
    if pd.isna(first["revenue_share"]):
        return t("{n} accounts fall into {k} segments.", n=t.count(n), k=facts["k"])
    return t("{n} accounts fall into {k} segments; “{name}” is {share} of them and brings {revenue} of the revenue.", n=t.count(n), **facts)


def _none(view: View, shown: Shown) -> str:
    t, data = view.t, shown.data
    told = data is not None and bool(data.scales)
    n = len(data.accounts) if data and told else int(shown.raw.notna().any(axis=1).sum())
    if n < FEWEST:
        known = t.n("{n} account is known well enough", "{n} accounts are known well enough", n)
        return t("{known}; segments need {least}.", known=known, least=t.count(FEWEST))
    if not told and data is not None and "constant" in data.left_out.values():
        return t("All accounts are alike in what was chosen.")
    if not told:
        return t("Too little is known of the accounts to compare them.")
    return t("The accounts form no groups: they differ by degrees.")


def _nothing(view: View, shown: Shown) -> None:
    """Why there is nothing to show, and what can be done."""
    t, choice = view.t, shown.choice
    if choice is None or choice.verdict == "few" or choice.table.empty:
        st.write(t("Choose other features, or fewer filters."))
        return
    reached = choice.silhouette(choice.best) if choice.best else float("nan")
    st.write(
        t(
            "The best division reaches a silhouette of {found}; points without any groups reach {cloud}. Parting the accounts would be a "
            "cut through a crowd, not a discovery. You can still choose a number above.",
            found=f"{reached:.2f}",
            cloud=f"{choice.cloud:.2f}",
        )
        if choice.best
        else t("No number of segments is better than one. You can still choose a number above.")
    )
    clusters_charts.criterion(view, shown)


def _notes(view: View, shown: Shown) -> None:
    """What was left out, filled in or held back, so that nothing is silent."""
    lines = clusters_choice.notes(view, shown)
    if lines:
        with st.expander(view.t("What went in, and what did not"), icon=":material/rule:"):
            for line in lines:
                st.markdown(f"- {plain(line)}")
