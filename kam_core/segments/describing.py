"""What each segment is, computed from its accounts: how it differs from the others, in words, in real units and in money."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from kam_core.segments.features import title as title_of
from kam_core.segments.features import word
from kam_core.segments.features import written as value_of
from kam_core.segments.model import Model
from kam_core.text import N_, Translator

TRAITS = 3
"""Features that say what a segment is."""

NOTICEABLE = 0.4
"""Standard deviations between a segment and the others from which a feature is worth a word."""

STEPS: Mapping[str, str] = {
    "lost": N_("Ask why they stopped; win back or take off the list."),
    "quiet": N_("Call the valuable ones first: they are silent beyond their own rhythm."),
    "core": N_("A named manager and a plan for the year; protect what is earned."),
    "giant": N_("Large without profit: price the service, raise minimum orders."),
    "growing": N_("Find what drives the growth and offer the next category."),
    "narrow": N_("Offer the next category; the range is narrow."),
    "steady": N_("Keep the rhythm at low cost: digital orders, one visit a year."),
    "none": N_("Standard service; look at the accounts one by one."),
}
"""A first line for the playbook, by what a segment is."""


def profile(model: Model, raw: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """
    One row a segment and feature: ``segment``, ``feature``, ``difference`` (mean of the segment less mean of the others, in standard
    deviations of the feature as it is compared), ``median``, ``others`` (medians in the unit of the feature), ``known`` (accounts).
    """
    own = members.set_index("account_id")["segment"].dropna()
    values = raw.reindex(index=own.index, columns=list(model.names)).astype(float)
    rows = []
    for scale in model.scales:
        column = values[scale.name]
        point = pd.Series(scale.of(column.to_numpy()), index=own.index).where(column.notna())
        wide = float(point.std(ddof=0))
        for segment in model.segments:
            inside = own == segment
            apart = float(point[inside].mean() - point[~inside].mean()) / wide if wide > 0 else np.nan
            rows.append(
                {
                    "segment": segment, "feature": scale.name, "difference": apart, "median": column[inside].median(),
                    "others": column[~inside].median(), "known": int(column[inside].notna().sum()),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def traits(profiled: pd.DataFrame, segment: str) -> pd.DataFrame:
    """The rows of the features that set a segment apart, the strongest first; none for a segment like the average."""
    own = profiled[(profiled["segment"] == segment) & (profiled["difference"].abs() >= NOTICEABLE)]
    return own.reindex(own["difference"].abs().sort_values(ascending=False, kind="stable").index).head(TRAITS)


def words(t: Translator, profiled: pd.DataFrame, segment: str, most: int = TRAITS) -> str:
    """A segment in words: "Large, steady, much Bikes"."""
    found = [
        word(t, row["feature"], row["difference"] > 0, row["median"]) for row in traits(profiled, segment).head(most).to_dict("records")
    ]
    text = t.listed(found) if found else t("like the average")
    return text[:1].upper() + text[1:]


def called(t: Translator, profiled: pd.DataFrame, segment: str, title: str = "") -> str:
    """What a segment is called: by its user, else by its number and its two strongest traits."""
    return title.strip() or t("{segment}: {words}", segment=segment, words=words(t, profiled, segment, 2))


def sentences(t: Translator, profiled: pd.DataFrame, segment: str, symbol: str) -> list[str]:
    """The same with its evidence: "Order size $5.2k, others $410"."""
    rows = traits(profiled, segment).to_dict("records")
    write: Callable[[str, float], str] = lambda name, value: value_of(t, name, value, symbol)  # noqa: E731
    return [
        t("{title} {value}, others {others}", title=title_of(t, row["feature"]), value=write(row["feature"], row["median"]),
          others=write(row["feature"], row["others"]))
        for row in rows
    ]  # fmt: skip


def step(profiled: pd.DataFrame, segment: str) -> str:
    """The key in ``STEPS`` of a first line for the playbook."""
    own = profiled[profiled["segment"] == segment].set_index("feature")["difference"]
    high = {name for name, value in own.items() if value >= NOTICEABLE}
    low = {name for name, value in own.items() if value <= -NOTICEABLE}
    rules = (
        ("lost", "silence" in high and bool({"revenue", "repeat", "growth"} & low)),
        ("quiet", "silence" in high),
        ("giant", bool({"revenue", "order_size"} & high) and bool({"profit", "margin"} & low)),
        ("core", bool({"profit", "revenue"} & high)),
        ("growing", bool({"growth", "trend"} & high)),
        ("narrow", "categories" in low),
        ("steady", "repeat" in high),
    )
    return next((name for name, holds in rules if holds), "none")


def money(model: Model, members: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """
    One row a segment, in their order: ``accounts``, ``revenue`` and ``profit`` of 12 months (missing where none is known), their
    shares of the accounts and the revenue, ``certainty`` (mean) and ``far`` (accounts).
    """
    rows = members.dropna(subset="segment").set_index("account_id")
    joined = rows.join(raw.reindex(columns=["revenue", "profit"]).astype(float))
    groups = joined.groupby("segment")
    found = pd.DataFrame(
        {
            "accounts": groups.size(),
            "revenue": groups["revenue"].sum(min_count=1),
            "profit": groups["profit"].sum(min_count=1),
            "certainty": groups["certainty"].mean(),
            "far": groups["far"].sum(),
        }
    ).reindex(model.segments)
    found[["accounts", "far"]] = found[["accounts", "far"]].fillna(0).astype(int)
    total = found["revenue"].sum()
    found["accounts_share"] = found["accounts"] / max(int(found["accounts"].sum()), 1)
    found["revenue_share"] = found["revenue"] / total if total > 0 else np.nan
    return found.rename_axis("segment").reset_index()
