"""ABC by profit (by revenue while no cost is known), with the Pareto check."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from kam_core import charts
from kam_core.portfolio.lenses import ranked
from kam_core.portfolio.pareto import Pareto, pareto
from kam_core.text import N_
from kam_core.value.abc import FEWEST
from pages.ui import about
from pages.ui.value.portfolio_lens import Class, Lens, narrowed
from pages.ui.view import View

HEIGHT = 380
CLASSES = {
    "A": (N_("Class A"), N_("A named key account manager and a plan for the year.")),
    "B": (N_("Class B"), N_("Standard service; test once a year whether it can grow.")),
    "C": (N_("Class C"), N_("Digital service and standard terms.")),
}


def classed(view: View) -> pd.DataFrame:
    """Every account with its classes by revenue and by profit."""
    return view.kept("classed", lambda: ranked(view.every_score, view.params))


def by_profit(view: View) -> Lens:
    """By what accounts earn; by revenue while no cost is known."""
    return _lens(view, "profit" if bool(view.every_score["profit"].notna().any()) else "revenue", "abc")


def by_revenue(view: View) -> Lens:
    """By what accounts buy."""
    return _lens(view, "revenue", "revenue")


def _lens(view: View, of: str, name: str) -> Lens:
    """The classes by an amount, how few hold most of it, and the Pareto check of those shown."""
    t, every = view.t, classed(view)
    accounts, what = narrowed(view, every), t("profit earned") if of == "profit" else t("revenue")
    sold, earned = pareto(accounts["revenue"]), pareto(accounts["profit"])
    return Lens(
        id=name,
        finding=_finding(view, sold, earned, bool(every[f"abc_{of}"].isna().all())),
        title=t("How few bring the profit") if of == "profit" else t("How few bring the revenue"),
        subtitle=" · ".join([t("Cumulative, the largest account first; losses left out"), about.window(view).lower()]),
        accounts=accounts,
        by=f"abc_{of}",
        classes=_classes(view, what),
        order=of,
        columns=("rank_profit", "rank_revenue") if of == "profit" else ("rank_revenue", "rank_profit"),
        figure=partial(_figure, view, accounts[of], of) if (accounts[of] > 0).any() else None,
        height=HEIGHT,
        definition=definition(view, what),
        note=note(view, every[f"abc_{of}"], bool(every["profit"].notna().any())),
        cards=_cards(view, sold, earned),
    )


def _figure(view: View, amounts: pd.Series, of: str) -> Any:
    look = {"t": view.t, "symbol": view.symbol, "theme": view.theme, "height": HEIGHT}
    return view.kept(f"pareto_{of}", lambda: charts.pareto(amounts, **look))


def _classes(view: View, what: str) -> list[Class]:
    t, limits = view.t, view.params.portfolio
    ends = {"A": t.percent(limits.abc_a), "B": t.percent(limits.abc_b)}
    rules = {name: t("Larger accounts hold less than {share} of the {what}.", share=end, what=what) for name, end in ends.items()}
    rules["C"] = t("The rest, and all that bring nothing or lose money.")
    return [Class(name, t(title), rules[name], t(action)) for name, (title, action) in CLASSES.items()]


def definition(view: View, what: str) -> str:
    """Where the classes end."""
    t, limits = view.t, view.params.portfolio
    ends = {"a": t.percent(limits.abc_a), "b": t.percent(limits.abc_b)}
    return t("Class A until {a} of the {what}, B until {b}; losses are class C.", what=what, **ends)


def note(view: View, classes: pd.Series, by_profit: bool) -> str:
    """What limits the classes."""
    t, told = view.t, []
    if classes.isna().all():
        told.append(t("Fewer than {n} accounts have figures: classes would say nothing, so ranks are shown.", n=t.count(FEWEST)))
    if not by_profit:
        told.append(t("Costs are not known: accounts are ranked by revenue."))
    return " ".join(told)


def _finding(view: View, sold: Pareto, earned: Pareto, few: bool) -> str:
    t = view.t
    if not sold.gained > 0:
        return nothing_sold(view, sold.n)
    if few:
        return t.n("{n} account has figures: too few for classes, read the ranks.",
                   "{n} accounts have figures: too few for classes, read the ranks.", sold.n)  # fmt: skip
    if sold.alike:
        return t("All {n} accounts bring the same revenue: no class means anything.", n=t.count(sold.n))
    facts = {"top": t.count(sold.top), "all": t.count(sold.n), "revenue": t.percent(sold.held / sold.gained)}
    if not earned.n:
        return t("The largest {top} of {all} accounts hold {revenue} of the revenue.", **facts)
    if not earned.gained > 0:
        return t("The largest {top} of {all} accounts hold {revenue} of the revenue; no account earns money.", **facts)
    losers = t.n("{n} loses money", "{n} lose money", earned.losers) if earned.losers else t("nobody loses money")
    return t(
        "The largest {top} of {all} accounts hold {revenue} of the revenue, the best fifth {gains} of the profit earned; {losers}.",
        gains=t.percent(earned.share_of_gains), losers=losers, **facts,
    )  # fmt: skip


def nothing_sold(view: View, n: int) -> str:
    """Why there is nothing to rank: no purchase, or nothing left of it."""
    t = view.t
    return t("As much came back as was bought: no revenue is left to rank.") if n else t("Nobody has bought yet: there is nothing to rank.")


def _cards(view: View, sold: Pareto, earned: Pareto) -> list[tuple[str, str, str | None, str]]:
    t = view.t
    if not sold.gained > 0:
        return []
    fifth, whole = t("20% of the accounts, the largest first, rounded up."), t("Losses are left out of the whole; they stand beside it.")
    cards = [
        (t("Largest fifth, of revenue"), t.percent(sold.held / sold.gained), t.n("{n} account", "{n} accounts", sold.top), fifth),
        (t("Hold 80% of revenue"), t.count(sold.few), t("{share} of {all}", share=t.percent(sold.few / sold.n), all=t.count(sold.n)),
         t("So many of the largest hold four fifths of it.")),
    ]  # fmt: skip
    if earned.gained > 0:
        left = t("{share} of what is left", share=t.percent(earned.share)) if earned.total > 0 else t("nothing is left in all")
        cards += [
            (t("Best fifth, of profit earned"), t.percent(earned.share_of_gains), left, f"{fifth} {whole}"),
            (t("Hold 80% of profit earned"), t.count(earned.few), t.n("{n} loses money", "{n} lose money", earned.losers), whole),
        ]
    return cards
