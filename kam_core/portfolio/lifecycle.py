"""
Where each account stands in its life (methods 19): by its growth, its own rhythm, its share and its people; and who moved since when.

Twelve months against the twelve before, whatever window a page shows. Silence is measured in the account's own median gaps, counted
from its third order on and never below the silence that worries anybody (``alerts.quiet_days``).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import account_state, as_of_or_last
from kam_core.assumptions import saved
from kam_core.engine import WorkbookEngine
from kam_core.fiscal import months_before
from kam_core.index.measured import measure
from kam_core.ledger import tables_read
from kam_core.params import Params
from kam_core.portfolio.stages import judged

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

NAMED = ("account_id", "account_name", "owner", "region", "country", "industry", "tier", "parent_id")
FIGURES = ("revenue", "revenue_12m", "revenue_prior_12m", "profit_12m", "tenure_years", "order_days", "days_since_last", "median_gap_days")


def lifecycle(book: Workbook, as_of: date | str | None = None, params: Params | None = None) -> pd.DataFrame:
    """
    One row an account, sorted by ``account_id``: its stage, the rule that put it there, and what the rules read.

    Columns: those of ``NAMED`` and ``FIGURES``, growth (of revenue on the year before; missing without one), gap_ratio (silence in own
    gaps), share (of their purchases, 0-1), share_change (on a year before), net_support (−1 to +1), lines_24m, stage and rule.
    Judgements of people bear no date: those known today stand for any day.
    """
    params, day = saved(book) if params is None else params, as_of_or_last(book, as_of)
    key = ("lifecycle", tuple(book.revisions[name] for name in (*tables_read(params), "contacts")), day, params)
    kept: pd.DataFrame | None = book.memo.get(key)
    if kept is None:
        facts = _facts(book, day, params)
        kept = book.memo.put(key, pd.concat([facts, judged(facts, params)], axis=1))
    return kept.copy(deep=False)


def _facts(book: Workbook, day: date, params: Params) -> pd.DataFrame:
    state = account_state(book, day, None, params)
    before, now = state["revenue_prior_12m"], state["revenue_12m"]
    support = WorkbookEngine(book).run("account_support").to_pandas().set_index("account_id")["net_support"]
    share = pd.Series(measure("wallet_share", state), index=state.index)
    return state[[*NAMED, *FIGURES]].assign(
        growth=now / before.where(before > 0) - 1,
        gap_ratio=_silence(state, params),
        share=share,
        share_change=share - _share_before(book, state, day),
        net_support=state["account_id"].map(support).astype("float64"),
        lines_24m=state["lines_12m"].fillna(0) + state["lines_prior_12m"].fillna(0),
    )


def _silence(state: pd.DataFrame, params: Params) -> pd.Series:
    """Days since the last order in own median gaps; unknown before there is a rhythm, and nothing while it worries nobody."""
    gap, days = state["median_gap_days"], state["days_since_last"]
    ratio = days / gap.where((gap > 0) & (state["order_days"] >= params.portfolio.young_orders))
    return ratio.where((days > params.alerts.quiet_days) | ratio.isna(), np.minimum(ratio, 1.0))


def _share_before(book: Workbook, state: pd.DataFrame, day: date) -> pd.Series:
    """Our share of their purchases a year before, from the facts of that day and the revenue of the year up to it."""
    then = months_before(day, 12).date()
    known = WorkbookEngine(book).run("account_facts", as_of=then).to_pandas()
    past = pd.DataFrame({"revenue": state["revenue_prior_12m"], "revenue_12m": state["revenue_prior_12m"]})
    for name in ("wallet_share", "wallet_spend"):
        values = known[known["fact"] == name].set_index("account_id")["value"]
        past[f"fact_{name}"] = state["account_id"].map(values).astype("float64")
    return pd.Series(measure("wallet_share", past), index=state.index)


def moves(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The accounts of ``now`` with the stage each had on an earlier day (before; missing where it was not known then)."""
    return now.assign(before=now["account_id"].map(then.set_index("account_id")["stage"]))
