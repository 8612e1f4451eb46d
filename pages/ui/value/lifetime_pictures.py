"""The pictures of lifetime value: the coming years, what moves the value, who drives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

import kam_core as kam
from kam_core import charts
from kam_core.value.tornado import STEPS, TITLES
from pages.ui import clicks, download, frame, pictures
from pages.ui.view import View

if TYPE_CHECKING:
    from pages.ui.value.lifetime import Coming


def years(view: View, found: Coming) -> None:
    """What each coming year is expected to bring."""
    t = view.t
    frame.section(t("Expected profit of the coming years"), t("Not discounted; under each year the share of accounts still customers"))
    pictures.chart(view, lambda: years_figure(view, found.today, found.yearly, found.staying), "coming_years", height=250)
    table = pd.DataFrame({"year": range(1, len(found.yearly) + 1), "expected_profit": found.yearly, "still_customers": found.staying})
    download.below(view, "coming_years", table, lambda: years_figure(view, found.today, found.yearly, found.staying))


def years_figure(view: View, today: float, yearly: list[float], staying: list[float]) -> Any:
    """The picture of the coming years."""
    return charts.coming_years(today, yearly, staying, t=view.t, symbol=view.symbol, theme=view.theme)


def tornado(view: View, found: Coming) -> None:
    """What moves the value, under a title that says what is special about it."""
    t, told = view.t, found.tornado
    rows = told.set_index("assumption")
    costly = bool(rows.loc["retention", "high_change"] < 0)
    widest = str(told["assumption"].iloc[0])
    if costly and widest == "margin":
        title = t("Fix margin first: keeping loss-makers longer only costs more")
    else:
        title = t("Keeping loss-makers longer only costs more") if costly else t("What moves it most")
    frame.section(title, tornado_key(view, found.range.value))
    figure = charts.tornado(told, t=t, symbol=view.symbol, theme=view.theme)
    pictures.chart(view, lambda: figure, "tornado", height=figure.layout.height)
    download.below(view, "tornado", in_words(view, told), lambda: figure)


def in_words(view: View, told: pd.DataFrame) -> pd.DataFrame:
    """A tornado as a file holds it."""
    return told.assign(assumption=[view.t(TITLES[name]) for name in told["assumption"]])


def tornado_key(view: View, value: float) -> str:
    """What a tornado shows, and how far each assumption moves."""
    t = view.t
    worth = t.money(value, view.symbol)
    return t(
        "Change from {worth} when one assumption moves and the others are held: retention ±{r} pt, margin ±{m} pt of revenue",
        worth=worth, r=f"{100 * STEPS['retention']:g}", m=f"{100 * STEPS['margin']:g}",
    )  # fmt: skip


def drivers(view: View, found: Coming, tried: kam.Params) -> None:
    """Who is worth most and least; a bar opens its account."""
    t = view.t
    years = t.n("{n} year", "{n} years", tried.value.horizon)
    frame.section(t("Who drives it"), t("Lifetime value over {years}, the best and the worst accounts", years=years))
    listed = found.scores[["account_id", "account_name"]].assign(value=found.scores["clv"])
    figure = charts.drivers(listed, t=t, symbol=view.symbol, theme=view.theme)
    clicks.open_account(pictures.chart(view, lambda: figure, "drivers", height=figure.layout.height, select=True))
    download.below(view, "drivers", lambda: found.scores[["account_id", "account_name", "clv"]], lambda: figure)
