"""The charts of the buyers to come, each with its table to download."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kam_core import charts
from kam_core.value.foretelling.backtest import METHODS
from kam_core.value.foretelling.backtest import calibration as calibrated
from pages.ui import clicks, download, frame, pictures
from pages.ui.value.buyers_found import Buyers
from pages.ui.view import View

TOP = 15
MAP, CALIBRATED, SHARES = 389, 300, 300
"""Heights; that of the map is that of fifteen bars."""


def carriers(view: View, found: Buyers, rows: pd.DataFrame) -> None:
    """The accounts that bring the most; a click on a bar opens its room."""
    t, shown = view.t, rows.head(TOP)
    frame.section(
        t("Who carries the value to come"),
        t("{n} of {all} accounts bring {share} · line = 80% of chance · a click opens the account", n=t.count(len(shown)),
          all=t.count(len(rows)), share=t.percent(_share(rows["value"], len(shown)))),
    )  # fmt: skip
    title = t("Profit to come") if found.future.on_margin else t("Revenue to come")
    make = lambda: charts.carriers(shown, t=t, title=title, symbol=view.symbol, theme=view.theme)  # noqa: E731
    figure: Any = view.kept("carriers", make)
    event = pictures.chart(view, lambda: figure, "carriers", height=figure.layout.height, select=True)
    clicks.open_account(event)
    table = shown[["account_id", "account_name", "value", "value_low", "value_high"]]
    told = {"value": "next_value", "value_low": "next_value_low", "value_high": "next_value_high"}
    download.below(view, "carriers", table.rename(columns=told), lambda: figure)


def _share(values: pd.Series, first: int) -> float:
    """Share of the first in all positive values; missing when there is none."""
    gains = values[values > 0]
    whole = float(gains.sum())
    return float(gains.head(first).sum()) / whole if whole > 0 else float("nan")


def alive(view: View, found: Buyers, rows: pd.DataFrame) -> None:
    """The fitted chance by silence and purchases, the accounts as dots."""
    t, model = view.t, t_of(view, found.future.model_id)
    frame.section(
        t("Who is still a customer"),
        t("{model}, of a customer known for {n} weeks · darker = likelier, lines with their chance · dots = accounts that came back",
          model=model, n=t.count(rows["T"].max())),
    )  # fmt: skip
    make = lambda: charts.alive_map(found.grid, rows, t=t, theme=view.theme, height=MAP)  # noqa: E731
    figure: Any = view.kept("alive_map", make)
    pictures.chart(view, lambda: figure, "alive_map", height=MAP)
    wide = found.grid.rename_axis(index="silent_weeks").reset_index()
    long = wide.melt("silent_weeks", var_name="repeat_purchases", value_name="alive").dropna()
    download.below(view, "alive", long, lambda: figure)


def calibration(view: View, found: Buyers) -> None:
    """What was expected of each tenth of the customers, against what came."""
    t, test, method = view.t, found.future.test, found.future.method
    frame.section(
        t("Expected against what came"),
        t("{method}, by tenth of the customers · {origin} to {until} · under the line fewer came", method=t_of(view, method),
          origin=t.day(test.last.origin), until=t.day(test.last.until)),
    )  # fmt: skip
    table = view.kept("calibrated", lambda: calibrated(test.last, method))
    figure: Any = view.kept("calibration", lambda: charts.calibration(table, t=t, theme=view.theme, height=CALIBRATED))
    pictures.chart(view, lambda: figure, "calibration", height=CALIBRATED)
    told = table.assign(tenth=np.arange(1, len(table) + 1)).rename(
        columns={"expected": "expected_purchases", "came": "came_purchases", "n": "accounts"}
    )
    download.below(view, "calibration", told[["tenth", "accounts", "expected_purchases", "came_purchases"]], lambda: figure)


def shares(view: View, rows: pd.DataFrame) -> None:
    """How few customers bring most of the value to come."""
    t, value = view.t, rows["value"]
    gains = value[value > 0].sort_values(ascending=False)
    tenth = max(len(gains) // 10, 1)
    said = t("The first tenth brings {share}", share=t.percent(_share(gains, tenth)))
    if (value < 0).any():
        lost = t.n("{n} account is expected to cost money", "{n} accounts are expected to cost money", int((value < 0).sum()))
        said = t("{first} · {second}", first=said, second=lost)
    frame.section(t("How the value to come is spread"), said)
    make = lambda: charts.pareto(value, t=t, symbol=view.symbol, theme=view.theme, size="mini", height=SHARES)  # noqa: E731
    figure: Any = view.kept("spread_of_value", make)
    pictures.chart(view, lambda: figure, "spread_of_value", height=SHARES)
    share = (gains.cumsum() / gains.sum()) if len(gains) else gains
    ranks = np.arange(1, len(gains) + 1) / max(len(gains), 1)
    file = pd.DataFrame({"share_of_accounts": ranks, "next_value": gains.to_numpy(), "cumulative": share.to_numpy()})
    download.below(view, "spread-of-value", file, lambda: figure)


def t_of(view: View, method: str) -> str:
    """The name of a method in the language of the session."""
    return view.t(METHODS[method])
