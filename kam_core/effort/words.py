"""The sentences about effort and results, computed from the data as those of ``findings`` are."""

from __future__ import annotations

import pandas as pd

from kam_core.effort.efficiency import Efficiency
from kam_core.text import Translator


def matrix(placed: pd.DataFrame, t: Translator) -> str:
    """How many take the planned effort without the planned result, and how many bring it with less."""
    known = placed[placed["quadrant"].notna()]
    if known.empty:
        return t("Where does effort pay, and where not?")
    n = {name: int((known["quadrant"] == name).sum()) for name in ("diagnose", "deepen")}
    facts = {"all": t.count(len(known)), "deepen": t.count(n["deepen"])}
    if (known["subject_type"] == "owner").any():
        return t.n(
            "{n} of {all} owners takes the planned effort and misses the target; {deepen} reach it with less.",
            "{n} of {all} owners take the planned effort and miss the target; {deepen} reach it with less.", n["diagnose"], **facts,
        )  # fmt: skip
    return t.n(
        "{n} of {all} accounts takes the planned effort and misses the target; {deepen} reach it with less.",
        "{n} of {all} accounts take the planned effort and miss the target; {deepen} reach it with less.", n["diagnose"], **facts,
    )  # fmt: skip


def efficiency(found: Efficiency, by: str, t: Translator, symbol: str) -> str:
    """What was spent, and for how many the margin rose with it."""
    table = found.table
    if table.empty:
        return t("What does our effort bring?")
    known = table[table["margin_change"].notna()]
    spent = t.money(table["effort"].sum(), symbol)
    if known.empty:
        return t("{spent} of effort in twelve months; what it changed is not known yet.", spent=spent)
    facts = {"spent": spent, "all": t.count(len(known))}
    rising = int((known["margin_change"] > 0).sum())
    if by == "owner":
        return t.n(
            "{spent} of effort in twelve months: with {n} of {all} owners the margin rose.",
            "{spent} of effort in twelve months: with {n} of {all} owners the margin rose.", rising, **facts,
        )  # fmt: skip
    return t.n(
        "{spent} of effort in twelve months: at {n} of {all} accounts the margin rose.",
        "{spent} of effort in twelve months: at {n} of {all} accounts the margin rose.", rising, **facts,
    )  # fmt: skip
