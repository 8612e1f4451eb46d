"""Double ABC: revenue against profit in nine cells, and the expensive giants among them."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from kam_core import charts
from kam_core.charts.cells import Side
from kam_core.value.abc import CELLS, CLASSES, GIANT
from pages.ui import about
from pages.ui.value.portfolio_abc import classed, definition, note, nothing_sold
from pages.ui.value.portfolio_lens import Class, Lens, narrowed, place_of_cell
from pages.ui.view import View

HEIGHT = 380


def lens(view: View) -> Lens:
    """The nine cells of those shown."""
    t, every = view.t, classed(view)
    accounts = narrowed(view, every)
    known, placed = bool(every["profit"].notna().any()), accounts["cell"].notna().any()
    return Lens(
        id="double",
        finding=_finding(view, accounts, known),
        title=t("Revenue against profit"),
        subtitle=" · ".join([t("Accounts and their profit; darker = more revenue"), about.window(view).lower()]),
        accounts=accounts,
        by="cell",
        classes=[_class(view, cell) for cell in CELLS],
        columns=("abc_revenue", "abc_profit", "rank_revenue", "rank_profit"),
        figure=partial(_figure, view, accounts) if placed else None,
        height=HEIGHT,
        picked=partial(_picked, accounts),
        definition=definition(view, t("revenue, and of the profit earned")),
        note=note(view, every["cell"], True) if known else "",
        door=None if known else ("pages/upload.py", t("Upload costs"), ":material/upload:"),
    )  # fmt: skip


def _class(view: View, cell: str) -> Class:
    t, (title, action) = view.t, CELLS[cell]
    rule = t("{one} by revenue, {two} by profit.", one=cell[0], two=cell[1])
    return Class(cell, f"{cell[0]}/{cell[1]} {t(title)}", rule, t(action))


def _finding(view: View, accounts: pd.DataFrame, known: bool) -> str:
    t, giants = view.t, accounts[accounts["cell"] == GIANT]
    if not known:
        return t("Costs are not known: revenue cannot be held against profit.")
    if accounts["cell"].isna().all():
        return t("Too few accounts for nine cells: read the ranks.")
    if not (accounts["revenue"] > 0).any():
        return nothing_sold(view, int(accounts["revenue"].notna().sum()))
    if giants.empty:
        return t("No account is class A by revenue and class C by profit.")
    facts = {"revenue": t.money(giants["revenue"].sum(), view.symbol), "profit": t.money(giants["profit"].sum(), view.symbol)}
    return t.n(
        "{n} expensive giant: class A by revenue, class C by profit; revenue {revenue}, profit {profit}.",
        "{n} expensive giants: class A by revenue, class C by profit; revenue {revenue}, profit {profit}.", len(giants), **facts,
    )  # fmt: skip


def _figure(view: View, accounts: pd.DataFrame) -> Any:
    t = view.t

    def made() -> Any:
        groups = accounts.groupby(["abc_revenue", "abc_profit"])
        table = pd.DataFrame({"accounts": groups.size(), "money": groups["profit"].sum(), "shade": groups["revenue"].sum().clip(lower=0)})
        table = table.rename_axis(["down", "across"]).reset_index()
        names = [t("Class A"), t("Class B"), t("Class C")]
        across, down = Side(t("By profit"), CLASSES, names), Side(t("By revenue"), CLASSES, names)
        giant = (GIANT[1], GIANT[0], t(CELLS[GIANT][0]))
        return charts.cells(table, across, down, alt=_finding(view, accounts, True), t=t, symbol=view.symbol, theme=view.theme,
                            marked=giant, height=HEIGHT)  # fmt: skip

    return view.kept("double_figure", made)


def _picked(accounts: pd.DataFrame, event: Any) -> list[str]:
    at = place_of_cell(event)
    return [] if at is None else accounts.loc[accounts["cell"] == f"{CLASSES[at[1]]}{CLASSES[at[0]]}", "account_id"].tolist()
