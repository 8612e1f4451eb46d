"""What the rules measure: one row an account, from its scores, its place on the loyalty matrix and what the workbook says beside."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.engine import question

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

QUESTIONS = ("alert_overdue", "alert_newest", "alert_threads")


def gathered(wb: Workbook, day: date) -> pd.DataFrame:
    """
    What stands beside the scores on a date, by account_id.

    Columns: overdue (actions), late (days, the oldest), rated_days and told_days (age of the newest rating and fact), top_contact, thread
    (share of our ties it holds, 0-1), ties, people.
    """
    overdue, newest, threads = (wb.frame(question(name), {"as_of": day}).set_index("account_id") for name in QUESTIONS)
    parts = (
        pd.DataFrame({"overdue": overdue["overdue"], "late": _age(overdue["oldest"], day)}),
        pd.DataFrame({"rated_days": _age(newest["rated_on"], day), "told_days": _age(newest["told_on"], day)}),
        threads[["top_contact", "ties", "people"]].assign(thread=threads["top_ties"] / threads["ties"]),
    )
    return pd.concat(parts, axis=1)


def measured(scores: pd.DataFrame, loyalty: pd.DataFrame, beside: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Every measure a rule names, in the order of ``scores``; what nobody knows is missing.

    Money of 12 months: bought, profit, loss. ``loss_share`` is without bound where nothing was bought. Patronage and attitude are known
    where the account is placed on the matrix; ``age`` (days) where it is rated or a key account.
    """
    ids = scores["account_id"]
    placed = loyalty[loyalty["quadrant"].notna()].set_index("account_id")[["x", "y"]].reindex(ids).to_numpy("float64")
    beside = (pd.DataFrame() if beside is None else beside).reindex(ids)
    bought, profit = (scores[name].to_numpy("float64") for name in ("revenue_12m", "profit_12m"))
    silent, gap = (scores[name].to_numpy("float64") for name in ("days_since_last", "median_gap_days"))
    every, positive = np.nansum(bought), np.nansum(np.clip(bought, 0, None))
    told = {name: _column(beside, name) for name in ("overdue", "late", "thread", "ties", "people", "rated_days", "told_days")}
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = {
            "days": scores["renews_in_days"].to_numpy("float64"),
            "trust": scores["trust"].to_numpy("float64"),
            "trust_coverage": scores["trust_coverage"].to_numpy("float64"),
            "patronage": placed[:, 0],
            "attitude": placed[:, 1],
            "bought": bought,
            "profit": profit,
            "loss": -profit,
            "loss_share": np.where(bought > 0, -profit / bought, np.where(profit < 0, np.inf, np.nan)),
            "loss_of_all": -profit / every if every > 0 else np.where(profit < 0, np.inf, np.nan),
            "silent": silent,
            "gap": gap,
            "gaps": silent / gap,
            "share": bought / positive if positive > 0 else np.full(len(bought), np.nan),
            "age": _age_of_knowledge(scores, told["rated_days"], told["told_days"]),
            "top_contact": beside["top_contact"].to_numpy() if "top_contact" in beside else np.full(len(ids), None),
            **{name: told[name] for name in ("overdue", "late", "thread", "ties", "people")},
        }
    return scores[["account_id", "account_name", "owner"]].assign(**columns)


def _age_of_knowledge(scores: pd.DataFrame, rated: np.ndarray, told: np.ndarray) -> np.ndarray:
    concerned = ~np.isnan(rated) | (scores["status"] == "key").to_numpy(bool)
    return np.where(concerned, np.fmin(rated, told), np.nan)


def _column(frame: pd.DataFrame, name: str) -> np.ndarray:
    return frame[name].to_numpy("float64") if name in frame else np.full(len(frame), np.nan)


def _age(days: pd.Series, now: date) -> pd.Series:
    return (pd.Timestamp(now) - pd.to_datetime(days)).dt.days.astype("float64")
