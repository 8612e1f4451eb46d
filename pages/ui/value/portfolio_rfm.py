"""RFM: how lately and how often each account buys in fifths, coloured by the money; the usual groups with their action."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from kam_core import charts
from kam_core.charts.cells import Side
from kam_core.portfolio.lenses import lately
from kam_core.portfolio.rfm import FEWEST, FIFTHS, GROUPS, THIN
from pages.ui import about
from pages.ui.value.portfolio_lens import Class, Lens, alike, narrowed, place_of_cell
from pages.ui.view import View

HEIGHT = 430
QUIET = ("cannot_lose", "at_risk")
"""Those who bought often and stopped."""
FIVE_TO_ONE = [str(score) for score in range(FIFTHS, 0, -1)]
ONE_TO_FIVE = FIVE_TO_ONE[::-1]


def lens(view: View) -> Lens:
    """The 25 cells of those shown and the groups they form."""
    t = view.t
    every = view.kept("lately", lambda: lately(view.book, view.every_score, view.as_of, view.window, view.params))
    accounts = narrowed(view, every)
    return Lens(
        id="rfm",
        finding=_finding(view, accounts),
        title=t("Recency against frequency"),
        subtitle=" · ".join([t("Fifths by rank, 5 is best; darker = more money an account"), about.window(view).lower()]),
        accounts=accounts,
        by="group",
        classes=[Class(one.id, t(one.title), _rule(view, one), t(one.action)) for one in GROUPS],
        columns=("code", "days_since_last", "orders"),
        figure=partial(_figure, view, accounts) if accounts["code"].notna().any() else None,
        height=HEIGHT,
        picked=partial(_picked, accounts),
        definition=t("R = days since the last order, F = orders, M = revenue; F and M cover {window}. Equal values share a fifth.",
                     window=about.window(view).lower()),
        note=_note(view, int(every["order_days"].notna().sum())),
    )  # fmt: skip


def _rule(view: View, one: Any) -> str:
    spans = ["–".join(dict.fromkeys(map(str, span))) for span in (one.r, one.f)]
    return view.t("Recency {r}, frequency {f}: {rule}", r=spans[0], f=spans[1], rule=view.t(one.rule))


def _note(view: View, n: int) -> str:
    t = view.t
    if n < FEWEST:
        return t("Fewer than {n} accounts have ordered: fifths would say nothing, so the figures stand alone.", n=t.count(FEWEST))
    if n < THIN:
        return t("{n} accounts have ordered: a fifth holds fewer than five, so one order moves a code.", n=t.count(n))
    return ""


def _finding(view: View, accounts: pd.DataFrame) -> str:
    t, quiet = view.t, accounts[accounts["group"].isin(QUIET)]
    if accounts["days_since_last"].isna().all():
        return t("Nobody has ordered yet: there is no recency, frequency or money.")
    if accounts["order_days"].isna().all():
        return t("No single order is known: frequency cannot be told.")
    if accounts["code"].isna().all():
        return t("Too few accounts for fifths: read recency, frequency and money one by one.")
    if len(quiet):
        return t.n(
            "{n} account bought often and has gone quiet; it brought {money}.",
            "{n} accounts bought often and have gone quiet; they brought {money}.",
            len(quiet), money=t.money(quiet["revenue"].sum(), view.symbol),
        )  # fmt: skip
    if alike(accounts["code"]):
        return t("All accounts bought as lately, as often and for as much: no fifth means anything.")
    best = accounts[accounts["group"] == "champions"]
    if best.empty:
        return t("No champion: nobody bought both just now and most often.")
    money = t.money(best["revenue"].sum(), view.symbol)
    return t.n("{n} champion brings {money}.", "{n} champions bring {money}.", len(best), money=money)


def _figure(view: View, accounts: pd.DataFrame) -> Any:
    t = view.t

    def made() -> Any:
        known = accounts[accounts["code"].notna()]
        groups = known.groupby([known["r"].astype(int).astype(str), known["f"].astype(int).astype(str)])
        money = groups["revenue"].sum(min_count=1)
        table = pd.DataFrame({"accounts": groups.size(), "money": money, "shade": groups["m"].mean()})
        table = table.rename_axis(["down", "across"]).reset_index()
        across = Side(t("Frequency: fifth of the orders, 5 = most"), ONE_TO_FIVE, ONE_TO_FIVE)
        down = Side(t("Recency, 5 = latest"), FIVE_TO_ONE, FIVE_TO_ONE)
        return charts.cells(table, across, down, alt=_finding(view, accounts), t=t, symbol=view.symbol, theme=view.theme, height=HEIGHT)

    return view.kept("rfm_figure", made)


def _picked(accounts: pd.DataFrame, event: Any) -> list[str]:
    at = place_of_cell(event)
    if at is None:
        return []
    cell = (accounts["r"] == int(FIVE_TO_ONE[at[1]])) & (accounts["f"] == int(ONE_TO_FIVE[at[0]]))
    return accounts.loc[cell, "account_id"].tolist()
