"""The sentences of selection, needs, delivered value and the priority list, computed from the data as those of ``findings`` are."""

from __future__ import annotations

from functools import reduce

import pandas as pd

from kam_core.text import Translator


def selection(placed: pd.DataFrame, t: Translator) -> str:
    """How many attractive accounts see the best rival as stronger."""
    rated = placed[placed["quadrant"].notna()]
    if rated.empty:
        return t("Which accounts deserve to be key accounts?")
    stars, top = int((rated["quadrant"] == "star").sum()), int(rated["quadrant"].isin(["star", "strategic"]).sum())
    if not top:
        return t.n("{n} account is rated; none is attractive enough.", "{n} accounts are rated; none is attractive enough.", len(rated))
    return t.n(
        "{n} of {all} attractive accounts sees the best rival as stronger.",
        "{n} of {all} attractive accounts see the best rival as stronger.", stars, all=t.count(top),
    )  # fmt: skip


def needs(placed: pd.DataFrame, t: Translator) -> str:
    """How many needs matter and are not met well."""
    rated = placed[placed["quadrant"].notna()]
    if rated.empty:
        return t("Which needs matter most, and how well do we meet them?")
    open_needs = int((rated["quadrant"] == "concentrate").sum())
    return t.n(
        "{n} of {all} needs matters and is not met well.", "{n} of {all} needs matter and are not met well.", open_needs,
        all=t.count(len(rated)),
    )  # fmt: skip


def delivered(placed: pd.DataFrame, t: Translator) -> str:
    """In how many accounts the best rival delivers more at less cost."""
    rated = placed[placed["quadrant"].notna()]
    if rated.empty:
        return t("Who delivers more to them: we, or the best rival?")
    behind = int((rated["quadrant"] == "behind").sum())
    facts = {"n": t.count(behind), "all": t.count(len(rated))}
    return t("In {n} of {all} rated accounts the best rival delivers more value at less cost.", **facts)


def proposal(proposed: pd.DataFrame, rated: int, t: Translator) -> str:
    """What the selection matrix proposes; ``proposed`` as ``selection.proposed``, ``rated`` accounts are placed."""
    if not rated:
        return t("Which accounts deserve to be key accounts?")
    found = proposed["suggestion"].value_counts()
    n = {name: int(found.get(name, 0)) for name in ("key", "review", "release")}
    told = [
        text
        for name, text in (
            ("key", t.n("{n} account to become key", "{n} accounts to become key", n["key"])),
            ("review", t.n("{n} key account to review", "{n} key accounts to review", n["review"])),
            ("release", t.n("{n} key account to release", "{n} key accounts to release", n["release"])),
        )
        if n[name]
    ]
    if not told:
        return t("The selection matrix proposes no change to the register.")
    what = reduce(lambda first, more: t("{first}; {second}", first=first, second=more), told)
    return t("The selection matrix proposes {what}.", what=what)


def priority(ranked: pd.DataFrame, t: Translator) -> str:
    """Who comes first, and on how many accounts feasibility is not judged; ``ranked`` as ``priority.priorities``."""
    known = ranked[ranked["priority"].notna()]
    if known.empty:
        return t("Whom should we develop first?")
    first, open_ones = known.iloc[0], int(known["assumed"].sum())
    facts = {"account": first["account_name"], "importance": t.index(first["importance"]), "trust": t.index(first["trust"])}
    if not open_ones:
        return t("{account} comes first: importance {importance}, trust {trust}.", **facts)
    return t(
        "{account} comes first: importance {importance}, trust {trust}. Feasibility of {n} of {all} accounts is not judged yet.",
        n=t.count(open_ones), all=t.count(len(known)), **facts,
    )  # fmt: skip


def gaps(needs: pd.DataFrame, t: Translator) -> str:
    """The largest gap, and how many needs the best rival meets better; ``needs`` as ``needs.gaps``."""
    known = needs[needs["gap"] > 0]
    if known.empty:
        return t("Which needs matter most, and how well do we meet them?")
    first, compared = known.iloc[0], int(needs["ahead"].notna().sum())
    facts = {"need": first["need"], "account": first["account_name"], "gap": t.answer(first["gap"])}
    if not compared:
        return t("Largest gap: {need}, {account} ({gap} of 20).", **facts)
    return t(
        "Largest gap: {need}, {account} ({gap} of 20). The best rival meets {n} of {all} needs better.",
        n=t.count(int((needs["ahead"] < 0).sum())), all=t.count(compared), **facts,
    )  # fmt: skip


def parts(means: pd.DataFrame, part: str, title: str, t: Translator) -> str:
    """Which part moves delivered value most, and how often the rival leads on it; ``part`` is empty where nothing is compared."""
    if not part:
        return t("Who delivers more to them: we, or the best rival?")
    row = means[means["part"] == part].iloc[0]
    return t(
        "One point on {part} moves delivered value most; the best rival leads on it in {n} of {all} accounts.",
        n=t.count(int(row["behind"])), part=title, all=t.count(int(row["n"])),
    )  # fmt: skip
