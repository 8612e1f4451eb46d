"""
What an account brings beyond its purchases: word of mouth, knowledge, transaction value (methods 4, after Kumar et al. 2010).

    word of mouth = Σ referrals × chance to close × value of the customer × share due
    knowledge     = Σ adopted ideas × gain a year × present value of the years left × share due
    transaction   = Σ margin a year with partners × present value of the years left × share due

A line without evidence counts nothing and is listed with what is missing. Nothing of this ever enters an accounting profit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.engine import question
from kam_core.params import Params, SoftParams
from kam_core.text import N_

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

Floats = npt.NDArray[np.float64]

READ = ("values_delivered", "ideas")
"""The tables that hold the lines."""

PARTS: Mapping[str, str] = {
    "word_of_mouth": N_("Word of mouth"),
    "knowledge": N_("Knowledge"),
    "transaction": N_("Transaction value"),
}
"""The parts of soft value, and what people call them."""

PART_OF: Mapping[str, str] = {**{name: name for name in PARTS}, "partnership": "transaction"}
"""The part a kind of line belongs to; an outcome is what we deliver, and belongs to none."""

FROM: Mapping[str, str] = {
    "own": N_("lifetime value of the account brought; it became a customer, so p = 1"),
    "line": N_("value of the customer, as the line says"),
    "parameter": N_("value of a new customer, as assumed"),
    "mean": N_("mean of the lifetime values above zero"),
    "gain": N_("gain a year, as the line says"),
}
"""Where the money a line starts from comes from."""

WHY: Mapping[str, str] = {
    "account": N_("The account is not in the workbook."),
    "kind": N_("What kind of value it is, is missing."),
    "outcome": N_("An outcome is what we deliver; it never counts."),
    "stage": N_("Only adopted ideas count."),
    "later": N_("It is dated after the date of the page."),
    "itself": N_("An account cannot bring itself."),
    "evidence": N_("Evidence is missing: one line is enough."),
    "amount": N_("The gain a year is missing."),
    "negative": N_("The amount is below zero."),
    "nobody": N_("What a new customer is worth is not known: no lifetime value is above zero."),
    "worthless": N_("The account brought is worth nothing above zero."),
    "over": N_("Its years are over; the gain stands in the profit."),
    "repeat": N_("The same account was named by the same one before."),
    "taken": N_("Others brought that account before; nothing is left below the largest share due."),
}
"""Why a line counts nothing, by id; the first that applies is told."""

FORMULAS: Mapping[str, str] = {
    "word_of_mouth": N_(
        "Word of mouth = Σ referrals × chance to close × value of the customer × share due. "
        "An account that became a customer counts with its own lifetime value and chance 1."
    ),
    "knowledge": N_(
        "Knowledge = Σ adopted ideas × gain a year × Σ over the years left of 1 ÷ (1 + discount rate)^year × share due. "
        "A broken last year counts with its part."
    ),
    "transaction": N_(
        "Transaction value = Σ margin a year with partners × Σ over the years left of 1 ÷ (1 + discount rate)^year × share due."
    ),
}


def soft_rows(book: Workbook, scores: pd.DataFrame, as_of: date, params: Params) -> pd.DataFrame:
    """
    Every line of both tables, judged; ``scores`` of every account give the lifetime values and the mean of those above zero.

    Beside the line: ``part``, ``base`` (money) and where it is ``base_from``, ``chance``, ``years_left``, ``factor`` (present value of
    one a year), ``share`` due, ``value``, and ``why`` it counts nothing ("" = it counts).
    """
    return judged(book.frame(question("soft_rows")), scores.set_index("account_id")["clv"], as_of, params)


def soft_value(rows: pd.DataFrame) -> pd.DataFrame:
    """Money by account (the index) and part; an account without a line that counts has none, and a part without one is missing."""
    counted = rows[rows["why"] == ""]
    table = counted.pivot_table(index="account_id", columns="part", values="value", aggfunc="sum").reindex(columns=list(PARTS))
    return table.rename_axis(columns=None)


def new_customer(clv: pd.Series, params: SoftParams) -> tuple[float, str]:
    """What a new customer is worth, and where that is from; NaN when no lifetime value is above zero and nobody said."""
    if params.new_customer_value is not None:
        return params.new_customer_value, "parameter"
    return float(clv[clv > 0].mean()), "mean"


def annuity(years: npt.ArrayLike, rate: float) -> Floats:
    """
    Present value of one a year, paid at the end of each year; the part of a broken last year at its own end.

    >>> annuity([3.0, 1.5, 0.0], 0.10).round(4).tolist()
    [2.4869, 1.3425, 0.0]
    """
    left = np.nan_to_num(np.maximum(np.asarray(years, dtype="float64"), 0.0))
    full = np.floor(left)
    whole = full if rate == 0 else (1.0 - (1.0 + rate) ** -full) / rate
    return np.asarray(whole + (left - full) * (1.0 + rate) ** -left, dtype="float64")


def judged(lines: pd.DataFrame, clv: pd.Series, as_of: date, params: Params) -> pd.DataFrame:
    """The lines with their arithmetic; ``clv`` by account id (missing = no lifetime value known)."""
    rows = lines.sort_values(["date", "account_id", "source", "row_id"], kind="stable", na_position="first").reset_index(drop=True)
    rows["part"] = rows["kind"].map(PART_OF)
    rows["other_id"] = rows["other_id"].where(rows["other_id"].fillna("").str.strip() != "", None)
    rows = rows.assign(**_base(rows, clv, params.soft), **_time(rows, as_of, params))
    said = rows["attribution"].fillna(params.soft.attribution)
    rows["share"] = said.clip(0.0, params.soft.attribution_cap)
    rows["why"] = _why(rows, clv, as_of)
    rows.loc[_again(rows), "why"] = "repeat"
    due, rows["share"] = rows["share"], _shared_out(rows, params.soft.attribution_cap)
    rows.loc[(rows["why"] == "") & (rows["share"] <= 0) & (due > 0), "why"] = "taken"
    product = rows["base"] * rows["chance"] * rows["factor"] * rows["share"]
    rows["value"] = product.where(rows["why"] == "", 0.0)
    return rows


def _base(rows: pd.DataFrame, clv: pd.Series, params: SoftParams) -> dict[str, pd.Series]:
    """The money a line starts from, where it is from, and the chance that it comes true."""
    referral, (worth, origin) = rows["part"] == "word_of_mouth", new_customer(clv, params)
    own = rows["other_id"].map(clv).astype("float64")
    became = referral & own.notna()
    base = rows["amount"].where(rows["amount"].notna() | ~referral, worth).mask(became, own)
    told = np.select([became, ~referral, rows["amount"].notna()], ["own", "gain", "line"], origin)
    expected = rows["probability"].astype("float64").fillna(params.close_probability).where(referral, rows["probability"].fillna(1.0))
    return {"base": base.astype("float64"), "base_from": pd.Series(told, index=rows.index), "chance": expected.mask(became, 1.0)}


def _time(rows: pd.DataFrame, as_of: date, params: Params) -> dict[str, pd.Series]:
    """The years of a gain still to come on the date, and what one a year is worth over them; a referral is a present value already."""
    since = (pd.Timestamp(as_of) - pd.to_datetime(rows["date"])).dt.days.fillna(0) / 365.25
    lasts = rows["years"].astype("float64").fillna(params.soft.soft_years)
    left = (lasts - since.clip(lower=0)).clip(lower=0).mask(rows["part"] == "word_of_mouth")
    factor = pd.Series(annuity(left, params.value.discount_rate), index=rows.index).where(left.notna(), 1.0)
    return {"years_left": left, "factor": factor}


def _why(rows: pd.DataFrame, clv: pd.Series, as_of: date) -> pd.Series:
    """The first reason for which a line counts nothing; empty for those that count."""
    referral, own = rows["part"] == "word_of_mouth", rows["base_from"] == "own"
    blank = rows["evidence"].fillna("").str.strip() == ""
    found = {
        "account": ~rows["account_id"].isin(clv.index),
        "outcome": rows["kind"] == "outcome",
        "kind": rows["part"].isna(),
        "stage": rows["stage"].notna() & (rows["stage"] != "adopted"),
        "later": pd.to_datetime(rows["date"]) > pd.Timestamp(as_of),
        "itself": referral & (rows["other_id"] == rows["account_id"]),
        "evidence": blank,
        "nobody": referral & rows["base"].isna(),
        "amount": rows["base"].isna(),
        "worthless": own & (rows["base"] <= 0),
        "negative": rows["base"] < 0,
        "over": rows["years_left"] <= 0,
    }
    return pd.Series(np.select([mask.to_numpy(bool) for mask in found.values()], list(found), ""), index=rows.index, dtype="object")


def _again(rows: pd.DataFrame) -> pd.Series:
    """Lines that name an account the same one has brought in an earlier line that counts."""
    named = rows[(rows["why"] == "") & rows["other_id"].notna() & (rows["part"] == "word_of_mouth")]
    return pd.Series(rows.index.isin(named.index[named.duplicated(["account_id", "other_id"])]), index=rows.index)


def _shared_out(rows: pd.DataFrame, cap: float) -> pd.Series:
    """The share due of each line: who brought an account first keeps theirs, later ones get what is left below the cap."""
    shared = rows[(rows["why"] == "") & rows["other_id"].notna() & (rows["part"] == "word_of_mouth")]
    before = shared.groupby("other_id")["share"].cumsum() - shared["share"]
    left = shared["share"].clip(upper=(cap - before).clip(lower=0).round(12))
    return rows["share"].mask(rows.index.isin(shared.index), left.reindex(rows.index))
