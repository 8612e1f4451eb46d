"""
The profit and loss of accounts as steps that add up (methods 2).

    revenue − revenue without a known cost − cost of goods (+ assumed margin) = gross profit
    gross profit − cost to serve, by activity − cost of credit = profit

A discount is in the revenue already: it informs and is never subtracted. What serves accounts whose own profit is unknown is in no
profit; it is counted apart (``unplaced``). The profit is that of ``kam.score`` under the same date, window, assumptions and accounts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kam_core.accounts import account_state, as_of_or_last, months_of
from kam_core.assumptions import saved
from kam_core.concentration.holders import keys_of
from kam_core.engine import question
from kam_core.fiscal import WINDOW, months_before, year_start
from kam_core.ledger import RATED, service
from kam_core.params import Params
from kam_core.schema import NO_ACCOUNT
from kam_core.text import N_
from kam_core.value.spans import EVER, Floats

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

Kind = Literal["start", "step", "subtotal", "total"]

HEAD = ("revenue", "open_revenue", "cost_of_goods", "assumed_margin")
TITLES = {
    "revenue": N_("Revenue"), "open_revenue": N_("Revenue without a known cost"), "cost_of_goods": N_("Cost of goods"),
    "assumed_margin": N_("Assumed margin"), "gross_profit": N_("Gross profit"), "cost_of_credit": N_("Cost of credit"),
    "profit": N_("Profit"),
}  # fmt: skip
SERVED = "served:"
"""Begins the column of an activity."""

MOST = 5
"""Activities shown one by one; the rest stands together."""

RATED_TITLES = frozenset(title for _, title in RATED.values())
"""Activities that are ours to translate; every other is called as people call it."""


@dataclass(frozen=True)
class Step:
    """One step: its id, what it is called (a message id if ``ours``), the amount with its sign."""

    id: str
    title: str
    amount: float
    kind: Kind = "step"
    ours: bool = True


def activities(wb: Workbook, as_of: date | str | None = None, window: str | None = None, params: Params | None = None) -> pd.DataFrame:
    """What each activity for each account cost in the window: account_id, activity, amount (money)."""
    params = saved(wb) if params is None else params
    day = as_of_or_last(wb, as_of)
    ids = pd.Index(account_state(wb, day, window, params)["account_id"])
    since = year_start(day, params.calendar.fiscal_year_start) - timedelta(days=1) if window == WINDOW else None
    found = service(wb, day, params, ids, since)
    inside = found.ago < (months_of(window) or EVER)
    rows = pd.DataFrame({"account_id": ids[found.at[inside]], "activity": found.activity[inside], "amount": found.amount[inside]})  # noqa: PD008
    return rows.groupby(["account_id", "activity"], sort=True)["amount"].sum().reset_index()


def by_account(scores: pd.DataFrame, served: pd.DataFrame) -> pd.DataFrame:
    """
    Every account's steps, signed so that they add up to its profit; ``served`` as ``activities`` gives it for the same window.

    Columns: account_id, account_name, accounts (1), revenue, open_revenue, cost_of_goods, assumed_margin, gross_profit, one
    ``served:<activity>`` an activity, cost_of_credit, profit, discount, unplaced (cost to serve of an unknown profit), lines. A step
    nobody knows is 0 where the profit is known; revenue, gross profit and profit stay missing.
    """
    told = scores["profit"].notna()
    covered, goods = scores["revenue_with_cost"].fillna(0.0), scores["cost_of_goods"].fillna(0.0)
    table = pd.DataFrame({
        "account_id": scores["account_id"], "account_name": scores["account_name"], "accounts": 1,
        "revenue": scores["revenue"],
        "open_revenue": -(scores["revenue"].fillna(0.0) - covered),
        "cost_of_goods": -goods,
        "assumed_margin": (scores["gross_profit"] - (covered - goods)).fillna(0.0),
        "gross_profit": scores["gross_profit"],
    })  # fmt: skip
    place = pd.Index(scores["account_id"])
    for name in biggest(served, scores["account_id"]):
        own = served[served["activity"] == name].set_index("account_id")["amount"].reindex(place).fillna(0.0)
        table[f"{SERVED}{name}"] = -np.where(told, own.to_numpy(), 0.0)
    table["cost_of_credit"] = -scores["cost_of_credit"].where(told, 0.0).fillna(0.0)
    every = scores["cost_to_serve"].fillna(0.0) + scores["cost_of_credit"].fillna(0.0)
    return table.assign(profit=scores["profit"], discount=scores["discount"], unplaced=every.where(~told, 0.0), lines=scores["lines"])


def biggest(served: pd.DataFrame, accounts: pd.Series) -> list[str]:
    """The activities of some accounts, the dearest first."""
    own = served[served["account_id"].isin(accounts)]
    total = own.groupby("activity")["amount"].sum()
    return [str(name) for name in total.reindex(total.abs().sort_values(ascending=False, kind="stable").index).index]


def grouped(table: pd.DataFrame, scores: pd.DataFrame, by: str, every: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    The same by group (``by`` as ``concentration.GROUPINGS``: account, group 集团, owner, region, industry), the most profitable first.

    Adds group (id, "" = not stated), name, gained, lost (the profits of its accounts above and below zero) and losing (how many).
    """
    keys = keys_of(scores, by, every).to_numpy(object)
    money = [name for name in table.columns if name not in ("account_id", "account_name", "accounts")]
    rows = table[[*money, "accounts"]].assign(group=keys, gained=table["profit"].clip(lower=0), lost=table["profit"].clip(upper=0))
    rows["losing"] = (table["profit"] < 0).astype("int64")
    found = rows.groupby("group", sort=True).sum(min_count=1).reset_index()
    known = scores if every is None else every
    names = dict(zip(known["account_id"], known["account_name"], strict=True)) if by in ("account", "group") else {}
    found.insert(1, "name", [str(names.get(key, key)) for key in found["group"]])
    return found.sort_values("profit", ascending=False, kind="stable", na_position="last", ignore_index=True)


def by_line(
    wb: Workbook,
    by: Literal["product", "category"],
    as_of: date,
    window: str | None,
    params: Params,
    accounts: Collection[str] | None = None,
) -> pd.DataFrame:
    """
    Revenue to gross profit by product or category: what serves an account is not split over what it buys, so there it ends.

    Columns as ``grouped``, without activities and profit (that column holds the gross profit). The lines of accounts only.
    """
    since = year_start(as_of, params.calendar.fiscal_year_start) - timedelta(days=1) if window == WINDOW else None
    months = months_of(window)
    since = months_before(as_of, months).date() if months else since
    asked = {"as_of": as_of, "since": since, "no_account": NO_ACCOUNT, "by_product": by == "product",
             "accounts": None if accounts is None else list(accounts)}  # fmt: skip
    found = wb.frame(question("line_margins"), asked)
    covered, margin = found["covered"].fillna(0.0), params.value.assumed_margin
    open_revenue = found["revenue"] - covered
    gross = covered - found["cost"].fillna(0.0) if margin is not None else found["covered"] - found["cost"]
    assumed = open_revenue * margin if margin is not None else 0.0 * open_revenue
    table = pd.DataFrame({
        "group": found["name"], "name": found["name"], "accounts": found["accounts"], "revenue": found["revenue"],
        "open_revenue": -open_revenue, "cost_of_goods": -found["cost"].fillna(0.0), "assumed_margin": assumed,
        "gross_profit": gross + assumed, "discount": found["discount"],
    })  # fmt: skip
    table = table.assign(profit=table["gross_profit"], gained=table["gross_profit"].clip(lower=0), lost=table["gross_profit"].clip(upper=0))
    return table.sort_values("profit", ascending=False, kind="stable", na_position="last", ignore_index=True)


def steps(rows: pd.DataFrame, most: int = MOST) -> list[Step]:
    """
    The steps of some rows of a statement together; a step that is nothing is left out, and small activities stand together.

    Empty where no profit is known: then there is nothing to add up.
    """
    if not rows["profit"].notna().any():
        return []
    total: Callable[[str], float] = lambda name: float(rows[name].sum())  # noqa: E731
    found = [Step(name, TITLES[name], total(name), "start" if name == "revenue" else "step") for name in HEAD if name in rows]
    gross = sum(step.amount for step in found)
    found = [step for step in found if step.kind == "start" or abs(step.amount) > CENT]
    serving = _serving(rows, most)
    credit = total("cost_of_credit") if "cost_of_credit" in rows else 0.0
    below = [*serving, *([Step("cost_of_credit", TITLES["cost_of_credit"], credit)] if abs(credit) > CENT else [])]
    if below:
        found.append(Step("gross_profit", TITLES["gross_profit"], gross, "subtotal"))
    last = "profit" if "cost_of_credit" in rows else "gross_profit"
    return [*found, *below, Step(last, TITLES[last], total("profit"), "total")]


CENT = 0.00005
"""Half of the smallest amount of money that is kept."""


def _serving(rows: pd.DataFrame, most: int) -> list[Step]:
    names = [str(name) for name in rows.columns if str(name).startswith(SERVED)]
    sums = sorted(((name, float(rows[name].sum())) for name in names), key=lambda pair: (-abs(pair[1]), pair[0]))
    told = [(name, amount) for name, amount in sums if abs(amount) > CENT]
    alone = told if len(told) <= most else told[: most - 1]
    found = [_activity(name, amount) for name, amount in alone]
    rest = [amount for _, amount in told[len(alone) :]]
    return [*found, Step("other", N_("Other activities"), sum(rest))] if rest else found


def _activity(name: str, amount: float) -> Step:
    title = name.removeprefix(SERVED)
    return Step(name, title, amount, ours=title in RATED_TITLES)


def adds_up(found: Sequence[Step]) -> bool:
    """Whether the steps lead to the total, to half a cent: what a statement promises."""
    way = sum(step.amount for step in found if step.kind in ("start", "step"))
    return not found or abs(way - found[-1].amount) < 0.005


def margin(table: pd.DataFrame, column: str = "profit") -> Floats:
    """A column as a share of the revenue; missing where no revenue above zero was made."""
    revenue = table["revenue"].to_numpy("float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(revenue > 0, table[column].to_numpy("float64") / revenue, np.nan)
