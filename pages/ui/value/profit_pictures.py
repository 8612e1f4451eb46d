"""The pictures of profit: whale curve, where the losses sit, and when they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kam_core import charts
from kam_core.concentration.holders import GROUPINGS
from kam_core.findings import WORTH_SAYING
from kam_core.value import statement
from kam_core.value.whale import WhaleCurve
from pages.ui import about, download, frame, pictures
from pages.ui.view import View

if TYPE_CHECKING:
    from pages.ui.value.profit import Facts

WHALE, QUARTERS = 500, 190
GROUPS = 5
"""Groups that lose most, shown one by one."""

INSTEAD = ("industry", "region", "owner", "group")
"""Of these the first that tells accounts apart shows where losses sit while no group is chosen."""


def whale(view: View, found: Facts) -> None:
    """The whale curve of accounts, or of what is chosen."""
    from pages.ui.value.profit import SUBJECTS

    t, curve = view.t, found.split
    unit = t("% of the total") if curve.total > 0 else view.symbol or t("money")
    of_lines = "cost_of_credit" not in found.rows
    what = t("Cumulative gross profit, {unit}", unit=unit) if of_lines else t("Cumulative profit, {unit}", unit=unit)
    frame.section(
        t("A whale that eats itself") if curve.total > 0 and curve.gained > WORTH_SAYING * curve.total else t("Whale curve"),
        " · ".join([what, t("{n} {things}", n=t.count(len(curve.frame) - 1), things=t(SUBJECTS[found.by])), about.window(view).lower()]),
    )

    def made() -> object:
        return charts.whale(curve, t=t, symbol=view.symbol, theme=view.theme, size="desk", subject=SUBJECTS[found.by], height=WHALE)

    pictures.chart(view, lambda: view.kept("profit_whale", made, found.by), f"profit_whale_{found.by}", height=WHALE)
    download.below(view, "profit_curve", lambda: profits(found, curve), lambda: view.kept("profit_whale", made, found.by))


def profits(found: Facts, curve: WhaleCurve) -> pd.DataFrame:
    """The table behind the curve: name, profit, and the curve at that place."""
    rows = found.rows[found.rows["profit"].notna()][["group", "name", "revenue", "profit"]].reset_index(drop=True)
    at = curve.frame.iloc[1:].reset_index(drop=True)
    return rows.assign(running_profit=at["cumulative"], share_of_accounts=at["share"])


def losses(view: View, found: Facts) -> None:
    """Gains and losses by group, never netted."""
    from pages.ui.value.profit import offered

    t = view.t
    by = found.by if found.by != "account" else next((name for name in INSTEAD if name in offered(view)), "account")
    rows = found.rows if by == found.by else view.kept(
        "profit_groups", lambda: statement.grouped(found.accounts, view.scores, by, view.every_score), by
    )  # fmt: skip
    frame.section(t("Where the losses sit"), t("Profit by {what}, gains and losses apart", what=t(GROUPINGS[by]).lower()))
    worst = rows[rows["profit"].notna()].sort_values("lost", kind="stable").head(GROUPS)
    shown = pd.DataFrame(
        {"group": [_named(view, name) for name in worst["name"]], "gained": worst["gained"].fillna(0.0), "lost": worst["lost"].fillna(0.0)}
    )
    height = 24 + 40 * max(len(shown), 1)

    def made() -> object:
        return charts.losses_by_group(shown, t=t, symbol=view.symbol, theme=view.theme, height=height)

    pictures.chart(view, lambda: view.kept("profit_losses", made, by), f"profit_losses_{by}", height=height)
    columns = [name for name in ("group", "name", "accounts", "gained", "lost", "losing") if name in rows]
    download.below(view, "losses_by_group", lambda: rows[columns], lambda: view.kept("profit_losses", made, by))


def _named(view: View, name: str) -> str:
    """A group as it is called, short enough for the narrow column; one without a name says so."""
    told = name or view.t("not stated")
    return told if len(told) <= 21 else f"{told[:20].rstrip()}…"


def by_quarter(view: View, found: Facts) -> None:
    """Profit by quarter, all accounts of the page together."""
    t, past = view.t, found.quarters
    if past.empty or not past["profit"].notna().any():
        return
    frame.section(_when(view, past), t("Profit by quarter, counted back from the date"))

    def made() -> object:
        return charts.money_by_period(past[["period_end", "profit"]], t=t, symbol=view.symbol, theme=view.theme, height=QUARTERS)

    pictures.chart(view, lambda: view.kept("profit_quarters", made), "profit_quarters", height=QUARTERS)
    download.below(
        view, "profit_quarters", lambda: past[["period_end", "revenue", "profit", "losing"]], lambda: view.kept("profit_quarters", made)
    )


def _when(view: View, past: pd.DataFrame) -> str:
    """How many quarters ended with a loss."""
    known = past["profit"].dropna()
    lost = int((known < 0).sum())
    if not lost:
        return view.t("No quarter at a loss")
    return view.t.n("{n} of {all} quarters at a loss", "{n} of {all} quarters at a loss", lost, all=view.t.count(len(known)))
