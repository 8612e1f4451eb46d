"""Where each account stands in its life, why, who moved since when, and what to do at each stage."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.charts.cells import Side
from kam_core.fiscal import months_before
from kam_core.playbook.written import STAGE, play_of
from kam_core.portfolio.lifecycle import lifecycle, moves
from kam_core.portfolio.stages import STAGES, why
from kam_core.text import N_
from pages.ui import forms, frame, linked, state
from pages.ui.plays import grouped
from pages.ui.value.portfolio_lens import Class, Lens, narrowed, place_of_cell, shown
from pages.ui.view import View

HEIGHT = 440
SINCE = {"12": N_("A year ago"), "3": N_("A quarter ago")}
LOST = ("declining", "churned")
UNKNOWN = "unknown"
"""Stands for an account that was not known on the earlier day."""


def show(view: View) -> None:
    """The finding, since when moves are shown, the stages and the accounts."""
    t, head = view.t, st.container()
    link = linked.choice(state.SINCE, list(SINCE), "12", plain_default=True)
    months = st.segmented_control(
        t("Moved since"), list(SINCE), required=True, format_func=lambda name: t(SINCE[name]), label_visibility="collapsed", **link
    )
    lens = view.kept("lifecycle", lambda: _lens(view, int(str(months))), months, view.book.revisions["plays"])
    with head:
        frame.finding(lens.finding)
    shown(view, lens)
    stages = STAGE + lens.accounts.set_index("account_id")["stage"]
    grouped.below(view, {STAGE + name: view.t(one.title) for name, one in STAGES.items()}, stages, "stages")
    forms.saved(view)
    frame.source(view, lens.definition)


def _lens(view: View, months: int) -> Lens:
    t = view.t
    then = months_before(view.as_of, months).date()
    every = moves(lifecycle(view.book, then, view.params), lifecycle(view.book, view.as_of, view.params))
    accounts = _worded(view, narrowed(view, every))
    return Lens(
        id="lifecycle",
        finding=_finding(view, accounts, then),
        title=t("From stage to stage since {day}", day=t.day(then)),
        subtitle=t("Accounts; on the diagonal nothing changed. A click on a cell lists them."),
        accounts=accounts,
        by="stage",
        classes=[Class(name, t(one.title), "", play_of(view.book, STAGE + name, t).strategy) for name, one in STAGES.items()],
        columns=("stage_before", "why", "next_step", "growth", "gap_ratio"),
        tail=("revenue",),
        figure=partial(_figure, view, accounts, then),
        height=HEIGHT,
        definition=_definition(view),
        picked=partial(_picked, accounts),
        note=_note(view, accounts),
        of_classes=N_("Revenue and profit of twelve months"),
        called=N_("Stage"),
    )


def _worded(view: View, accounts: pd.DataFrame) -> pd.DataFrame:
    """The accounts with the rule that fired and the next step in words; money is that of twelve months."""
    t, rows = view.t, accounts.to_dict("records")
    return accounts.assign(
        why=[why(row, t, view.params) for row in rows],
        next_step=accounts["stage"].map({name: next(iter(play_of(view.book, STAGE + name, t).actions), "") for name in STAGES}),
        stage_before=accounts["before"].map({name: t(one.title) for name, one in STAGES.items()}).fillna(t("Not known")),
        revenue=accounts["revenue_12m"],
        profit=accounts["profit_12m"],
        wallet=accounts["share"],
        before=accounts["before"].fillna(UNKNOWN),
    )


def _finding(view: View, accounts: pd.DataFrame, then: date) -> str:
    t, day = view.t, view.t.day(then)
    if (accounts["stage"] == "prospect").all():
        return t.n("Nobody has bought yet: {n} prospect.", "Nobody has bought yet: {n} prospects.", len(accounts))
    slipped = accounts[accounts["stage"].isin(LOST) & ~accounts["before"].isin(LOST)]
    if len(slipped):
        past = lifecycle(view.book, then, view.params)
        money = t.money(past.loc[past["account_id"].isin(slipped["account_id"]), "revenue_12m"].sum(), view.symbol)
        return t.n(
            "{n} account declines or is lost and was not on {day}; it brought {money} in the year before.",
            "{n} accounts decline or are lost and were not on {day}; they brought {money} in the year before.",
            len(slipped), day=day, money=money,
        )  # fmt: skip
    lost = int(accounts["stage"].isin(LOST).sum())
    if not lost:
        return t("No account declines or is lost.")
    return t.n("Nobody began to decline since {day}; {n} account declines or is lost.",
               "Nobody began to decline since {day}; {n} accounts decline or are lost.", lost, day=day)  # fmt: skip


def _note(view: View, accounts: pd.DataFrame) -> str:
    t, told = view.t, []
    if accounts["wallet"].isna().all():
        told.append(t("Our share of their purchases is unknown: stable is told by growth alone."))
    if accounts["net_support"].isna().all():
        told.append(t("No contact has influence and support: decline is told by money and rhythm alone."))
    return " ".join(told)


def _definition(view: View) -> str:
    t, limits = view.t, view.params.portfolio
    return t(
        "Proposed definition, first match: churned > {four} own gaps, declining < −{band}, > {two} gaps or net support < 0, "
        "exploring < {young} or {few} orders, forming > +{band}, else stable.",
        four=f"{limits.churned_gap:g}", two=f"{limits.declining_gap:g}", band=t.percent(limits.growth_band),
        young=t.n("{n} year", "{n} years", limits.young_years), few=t.count(limits.young_orders),
    )  # fmt: skip


def _sides(view: View, accounts: pd.DataFrame, then: date) -> tuple[Side, Side]:
    """Now across, then down; those unknown then only where there are some."""
    t, titles = view.t, {name: view.t(one.title) for name, one in STAGES.items()}
    before = {**titles, **({UNKNOWN: t("Not known")} if (accounts["before"] == UNKNOWN).any() else {})}
    across = Side(t("Stage on {day}", day=t.day(view.as_of)), list(titles), list(titles.values()))
    return across, Side(t("Stage on {day}", day=t.day(then)), list(before), list(before.values()))


def _figure(view: View, accounts: pd.DataFrame, then: date) -> Any:
    def made() -> Any:
        counts = accounts.groupby(["before", "stage"]).size()
        table = pd.DataFrame({"accounts": counts, "money": float("nan"), "shade": counts**0.5}).rename_axis(["down", "across"])
        look = {"t": view.t, "symbol": view.symbol, "theme": view.theme, "height": HEIGHT, "alt": _finding(view, accounts, then)}
        return charts.cells(table.reset_index(), *_sides(view, accounts, then), **look)

    return view.kept("lifecycle_figure", made, then)


def _picked(accounts: pd.DataFrame, event: Any) -> list[str]:
    at = place_of_cell(event)
    if at is None:
        return []
    before = [*STAGES, UNKNOWN][at[1]]
    return accounts.loc[(accounts["before"] == before) & (accounts["stage"] == list(STAGES)[at[0]]), "account_id"].tolist()
