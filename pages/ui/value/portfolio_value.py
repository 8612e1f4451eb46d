"""High value, potential and low value on a map of potential and profit, and the service each class is promised."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core import policies as promised
from kam_core.charts.spread import Axis
from kam_core.charts.ticks import money
from kam_core.portfolio.lenses import valued
from kam_core.portfolio.pareto import pareto
from kam_core.portfolio.potential import CLASSES, HIGH, LEVEL, LOW, POTENTIAL, UNKNOWN, USUAL
from kam_core.schema import CHOICE_TITLES
from kam_core.text import N_
from kam_core.value.abc import FEWEST
from pages.ui import frame, policy, state
from pages.ui.decisions import apply
from pages.ui.tables import text_column
from pages.ui.value.portfolio_lens import Class, Lens, in_cell, key, narrowed, of_points
from pages.ui.view import View

HEIGHT = 400
TONES = {HIGH: "hh", POTENTIAL: "lh", LOW: "ll", UNKNOWN: "ll"}
"""The colour of each class."""
CORNERS = {HIGH: "lh", POTENTIAL: "hl", LOW: "ll"}
"""Where most of each class stand: high value on top, the others below, parted by potential."""


def lens(view: View) -> Lens:
    """Profit of twelve months against potential; those nobody judged are counted, not drawn."""
    t, params = view.t, view.params
    every = view.kept("valued", lambda: valued(view.book, view.every_score, view.as_of, params))
    accounts, by_profit = narrowed(view, every), bool(every["profit"].notna().any())
    drawn = accounts[accounts["potential"].notna() & accounts["worth"].notna()]
    return Lens(
        id="value",
        finding=_finding(view, accounts),
        title=t("Profit against potential") if by_profit else t("Revenue against potential"),
        subtitle=" · ".join([t("Twelve months; dotted = potential is high"), key(view, len(drawn)),
                             t("{n} not drawn: potential unknown", n=t.count(int(accounts["potential"].isna().sum())))]),
        accounts=accounts,
        by="value_class",
        classes=[Class(name, t(CHOICE_TITLES[name]), t(one.rule), t(one.strategy)) for name, one in CLASSES.items()],
        columns=("potential", "potential_coverage"),
        figure=partial(_figure, view, drawn, by_profit) if len(drawn) else None,
        height=HEIGHT,
        picked=partial(_picked, view, drawn, by_profit),
        definition=t("Proposed definition: high value = class A by profit of twelve months; high potential = from {n} points.",
                     n=t.index(params.portfolio.potential_from)),
        of_classes=N_("Revenue and profit of twelve months"),
        note=_note(view, accounts, by_profit),
        door=("pages/ratings.py", t("Enter ratings"), ":material/edit:") if accounts["potential"].isna().all() else None,
    )  # fmt: skip


def _note(view: View, accounts: pd.DataFrame, by_profit: bool) -> str:
    t, told = view.t, []
    if accounts["value_class"].isna().all():
        told.append(t("Fewer than {n} accounts have figures: classes would say nothing, so ranks are shown.", n=t.count(FEWEST)))
    if not by_profit:
        told.append(t("Costs are not known: accounts are ranked by revenue."))
    if accounts["potential"].isna().all():
        told.append(t("Nobody has judged any potential yet: rate addressable spend, growth, margin and fit."))
    return " ".join(told)


def _finding(view: View, accounts: pd.DataFrame) -> str:
    t, counts = view.t, accounts["value_class"].value_counts()
    if counts.empty:
        return t("Too few accounts for classes of value: read the ranks.")
    if pareto(accounts["worth"]).alike:
        return t("All {n} accounts bring the same: no class means anything.", n=t.count(len(accounts)))
    facts = {"high": t.count(counts.get(HIGH, 0)), "potential": t.count(counts.get(POTENTIAL, 0)), "low": t.count(counts.get(LOW, 0))}
    if not counts.get(POTENTIAL, 0) and not counts.get(LOW, 0):
        return t.n("{n} account is of high value; nobody has judged the potential of the others.",
                   "{n} accounts are of high value; nobody has judged the potential of the others.", int(counts.get(HIGH, 0)))  # fmt: skip
    if not counts.get(UNKNOWN, 0):
        return t("Of high value: {high}; with potential: {potential}; with neither: {low}.", **facts)
    unknown = t.count(counts[UNKNOWN])
    return t("Of high value: {high}; with potential: {potential}; with neither: {low}; potential unknown: {n}.", n=unknown, **facts)


def _axes(view: View, by_profit: bool) -> tuple[Axis, Axis]:
    t = view.t
    x = Axis(t("Potential"), t.index, cut=view.params.portfolio.potential_from)
    title = t("Profit, 12 months") if by_profit else t("Revenue, 12 months")
    return x, Axis(title, money(t, view.symbol), "root")


def _figure(view: View, drawn: pd.DataFrame, by_profit: bool) -> Any:
    def made() -> Any:
        tone = drawn["value_class"].map({name: place for place, name in enumerate(TONES)}).fillna(len(TONES) - 1)
        rank = drawn["revenue"].rank(ascending=False, method="first")
        points = drawn.assign(x=drawn["potential"], y=drawn["worth"], tone=tone, loss=drawn["worth"] < 0, rank=rank)
        look = {"t": view.t, "theme": view.theme, "height": HEIGHT, "alt": _finding(view, drawn)}
        corners = {corner: (TONES[name], view.t(CHOICE_TITLES[name])) for name, corner in CORNERS.items()}
        return charts.spread(points, *_axes(view, by_profit), tones=list(TONES.values()), corners=corners, **look)

    return view.kept("value_figure", made)


def _picked(view: View, drawn: pd.DataFrame, by_profit: bool, event: Any) -> list[str]:
    x, y = _axes(view, by_profit)
    places = x.to(drawn["potential"]), y.to(drawn["worth"])
    return of_points(event) or in_cell(_figure(view, drawn, by_profit), event, drawn["account_id"], *places)


def service(view: View, lens: Lens) -> None:
    """What each class is promised, and where that is changed; an account may deviate with a reason."""
    t, rows = view.t, policy.written(view)
    own = rows[rows["applies_to"] == LEVEL].drop_duplicates("value", keep="last").set_index("value")
    own = own.reindex([one.id for one in lens.classes])
    frame.section(t("Service policy by class"), t("What its accounts are promised, unless their tier or an own agreement says more"))
    table = pd.DataFrame({
        "class": [one.title for one in lens.classes],
        "service_level": own["service_level"].fillna(t.missing).to_numpy(),
        "cadence_days": [t.count(days) for days in own["cadence_days"]],
        "entitlements": own["entitlements"].fillna(t.missing).to_numpy(),
    })  # fmt: skip
    config = {
        "class": text_column(t("Class"), 150),
        "service_level": text_column(t("Service level"), 190),
        "cadence_days": text_column(t("Contact every, days"), 150, right=True),
        "entitlements": text_column(t("Entitlements"), 430),
    }
    st.dataframe(table, hide_index=True, row_height=34, alt=t("Service policy by class"), column_config=config, key=f"service_{t.lang}")
    _change(view, set(own.index[own[list(promised.FIELDS)].notna().any(axis=1)]))


def _change(view: View, promised_already: set[str]) -> None:
    """A policy to start from for the classes without one, and the way to the editor."""
    t = view.t
    with st.container(horizontal=True, vertical_alignment="center"):
        missing = [one for one in USUAL if one.value not in promised_already]
        if missing and not view.stage and st.button(t("Start with a proposed policy"), icon=":material/auto_awesome:"):
            apply(view, promised.written(missing, t), t.n("{n} policy added.", "{n} policies added.", len(missing)))
        link = {"query_params": {state.LIST: "policy"}, "icon": ":material/edit_note:"}
        st.page_link("pages/register.py", label=t("Edit policies, agree on something else"), **link)
