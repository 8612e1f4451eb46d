"""The sentences about decisions, computed from the data as those of ``findings`` are."""

from __future__ import annotations

import pandas as pd

from kam_core.decision.risks import Fears
from kam_core.index.declared.decision import CATEGORIES
from kam_core.text import Translator


def matrix(placed: pd.DataFrame, t: Translator) -> str:
    """Who can be closed now, and who wants to but fears a risk: people, or accounts."""
    told = placed[placed["quadrant"].notna()]
    if told.empty:
        return t("Who wants to decide for us, and what holds them back?")
    n = {name: int((told["quadrant"] == name).sum()) for name in ("close", "derisk")}
    facts = {name: t.count(count) for name, count in (n | {"all": len(told), "blocked": told["blocked"].sum()}).items()}
    if (told["subject_type"] == "contact").any():
        return t("{close} of {all} people can be closed now, {derisk} want to but see a risk; {blocked} of them can block.", **facts)
    return t("{close} of {all} accounts can be closed now, {derisk} want to but see a risk, {blocked} are blocked.", **facts)


def fears(found: Fears, t: Translator) -> str:
    """How many accounts somebody or something blocks, and which fear weighs most."""
    if found.people.empty:
        return t("Who decides, and what do they fear?")
    blocked, all_of = found.blocks["account_id"].nunique(), t.count(found.people["account_id"].nunique())
    said = t.n("{n} of {all} decision units is blocked", "{n} of {all} decision units are blocked", blocked, all=all_of)
    heaviest = found.categories
    if heaviest.empty:
        return t("{blocked}. No risk is known yet.", blocked=said)
    first = heaviest.iloc[0]
    facts = {"category": t(CATEGORIES[first["category"]].title), "weight": t.answer(first["weight"])}
    return t("{blocked}. {category} weighs most ({weight} of 25).", blocked=said, **facts)
