"""
Golden figures of the judged indices and their matrices on the resellers, with plain pandas: nothing of the workbench is imported.

The rules are those of methods (common conventions, 7, 8, 11, 12, 13, 14): latest answer of each rater, weight 0.5^(age/180) x side,
answers of contacts by influence, weighted mean over what is answered.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from tests.golden.derive import ROOT
from tests.golden.further import invented

HALF_LIFE = 180.0
SIDES = {"customer": 1.0, "ours": 0.5}
SCALES = {"confidence": (1, 5), "attractiveness": (1, 10), "strength": (1, 10), "delivered": (0, 10), "stage": (1, 4),
          "willingness": (1, 5), "risk": (1, 5)}  # fmt: skip

CONFIDENCE = {"fit": 0.2, "proof": 0.2, "rival": 0.2, "service": 0.15, "intention": 0.1}
ADOPTION = 0.15
ATTRACTIVENESS = {"volume": 0.25, "growth": 0.15, "profit": 0.25, "openness": 0.15, "reach": 0.1, "fit": 0.1}
STRENGTH = {"product": 0.25, "price": 0.2, "delivery": 0.2, "service": 0.15, "innovation": 0.1, "people": 0.1}
BENEFITS = {"product": 0.2, "service": 0.15, "personnel": 0.1, "image": 0.05}
COSTS = {"money": 0.2, "time": 0.12, "energy": 0.1, "psychic": 0.08}
WILLINGNESS = {"urgency": 0.25, "value": 0.25, "readiness": 0.2}
SUPPORT = 0.3
RISKS = ("performance", "financial", "delivery", "switching", "compliance", "career")
STAGE = ("breadth", "height", "information", "planning", "service", "integration")


@cache
def answers(day: str, kind: str) -> pd.DataFrame:
    """The mean answer on the item's own scale: subjects down, items across."""
    rows = invented("ratings")
    rows = rows[(rows["subject_type"] == kind) & (pd.to_datetime(rows["valid_on"]) <= pd.Timestamp(day))].copy()
    rows["valid_on"] = pd.to_datetime(rows["valid_on"])
    rows = rows.sort_values("valid_on", kind="stable").drop_duplicates(["subject_id", "item", "rater"], keep="last")
    age = (pd.Timestamp(day) - rows["valid_on"]).dt.days
    rows["weight"] = 0.5 ** (age / HALF_LIFE) * rows["rater_side"].map(SIDES)
    rows["sum"] = rows["weight"] * rows["value"]
    sums = rows.groupby(["subject_id", "item"])[["sum", "weight"]].sum()
    return (sums["sum"] / sums["weight"]).unstack()


def points(frame: pd.DataFrame, item: str) -> pd.Series:
    """An item as 0-100."""
    low, high = SCALES[item.split(".")[0]]
    return 100 * (frame[item] - low) / (high - low)


def mean(parts: dict[str, tuple[pd.Series, float]]) -> pd.Series:
    """The weighted mean over what is known."""
    values = pd.DataFrame({name: value for name, (value, _) in parts.items()})
    weights = pd.Series({name: weight for name, (_, weight) in parts.items()})
    return (values * weights).sum(axis=1, min_count=1) / (values.notna() * weights).sum(axis=1).replace(0, np.nan)


def plain(index: str, weights: dict[str, float], day: str) -> pd.Series:
    """An index of judged items of accounts."""
    frame = answers(day, "account")
    return mean({item: (points(frame, f"{index}.{item}"), weight) for item, weight in weights.items()})


def ahead(index: str, weights: dict[str, float], day: str, sign: int = 1) -> pd.Series:
    """50 and half the weighted difference from the best rival, over the parts with both answers; a cost counts the other way."""
    frame = answers(day, "account")
    return mean({
        part: (50 + sign * (points(frame, f"{index}.{part}") - points(frame, f"{index}.{part}_rival")) / 2, weight)
        for part, weight in weights.items()
    })  # fmt: skip


def confidence(day: str) -> pd.Series:
    """Five judged items and the share of the suitable product lines that were bought in twelve months."""
    frame, end = answers(day, "account"), pd.Timestamp(day)
    facts = invented("account_facts")
    facts = facts[(facts["fact"] == "suitable_lines") & (pd.to_datetime(facts["valid_on"]) <= end)]
    suitable = facts.sort_values("valid_on").groupby("account_id")["value"].last()
    lines = pd.read_parquet(ROOT / "data" / "resellers" / "transactions.parquet", columns=["account_id", "date", "category"])
    dates = pd.to_datetime(lines["date"])
    year = lines[(dates > end - pd.DateOffset(years=1)) & (dates <= end)]
    bought = year.groupby("account_id")["category"].nunique().reindex(suitable.index).fillna(0)
    parts = {item: (points(frame, f"confidence.{item}"), weight) for item, weight in CONFIDENCE.items()}
    return mean({**parts, "breadth": (100 * (bought / suitable).clip(upper=1), ADOPTION)})


def willingness(day: str) -> pd.Series:
    """Three judged items and the support for us of every contact."""
    frame = answers(day, "contact")
    support = invented("contacts").set_index("contact_id")["support"].astype("float64")
    parts = {item: (points(frame, f"willingness.{item}"), weight) for item, weight in WILLINGNESS.items()}
    return mean({**parts, "support": (100 * (support + 2) / 4, SUPPORT)})


def risk(day: str) -> pd.DataFrame:
    """Of every contact: 100 (max + mean) / 2 / 25 over probability x consequence, and the largest product."""
    frame = answers(day, "contact")
    products = pd.DataFrame({kind: frame[f"risk.{kind}"] * frame[f"risk.{kind}_consequence"] for kind in RISKS})
    return pd.DataFrame({"risk": 100 * (products.max(axis=1) + products.mean(axis=1)) / 2 / 25, "worst": products.max(axis=1)})


def by_account(values: pd.Series) -> pd.Series:
    """The mean of the contacts of an account by influence."""
    people = invented("contacts").set_index("contact_id")
    known = values.dropna()
    account, influence = people.loc[known.index, "account_id"], people.loc[known.index, "influence"]
    return (known * influence).groupby(account).sum() / influence.groupby(account).sum()
