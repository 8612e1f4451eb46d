"""A movement in words: who crossed, what a step was, what caused a move; texts of the user as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from kam_core.index.shapes import SubjectType
from kam_core.matrices import Matrix
from kam_core.text import N_, Translator

SIDES = {"ours": N_("our side"), "customer": N_("customer")}
"""Who answered."""

WITHOUT_TITLE = {
    "others": N_("What others did (ranks and bands)"),
    "ageing": N_("Older answers weigh less"),
    "rest": N_("Everything else"),
}


def finding(table: pd.DataFrame, declared: Matrix, subject_type: SubjectType, t: Translator) -> str:
    """Who crossed a cut beyond doubt in the time of the movements, on both axes; without any the largest move, or the page's question."""
    known = table[table["from_quadrant"].notna() & table["to_quadrant"].notna()]
    if known.empty:
        return (
            t("Nobody stood here before: how they move shows after a second round of answers.") if len(table) else t("Who moves, and why?")
        )
    crossed = {t(axis.label): known[f"crossed_{side}"] for side, axis in (("x", declared.x), ("y", declared.y))}
    most = sorted((title for title in crossed if crossed[title].any()), key=lambda title: -int(crossed[title].ne(0).sum()))
    if most:
        said = [_crossings(title, crossed[title], subject_type, t, also=place > 0) for place, title in enumerate(most)]
        return ("" if t.lang == "zh" else " ").join(said)
    first = known.sort_values(["distance", "subject_id"], ascending=[False, True]).iloc[0]
    if not first["distance"] > 0:
        return t("Nobody moved in a year.")
    return t("Nobody changed the quadrant in a year; {name} moved most: {points}.", name=called(first), points=t.points(first["distance"]))


def _crossings(title: str, crossed: pd.Series, subject_type: SubjectType, t: Translator, *, also: bool) -> str:
    """How many went over the cut of an axis, and how many fell below it; ``also`` after the sentence of the other axis."""
    up, down = (int((crossed == way).sum()) for way in (1, -1))
    if also:
        if up and down:
            return t("{up} rose above the cut of “{axis}”, {down} fell below it.", axis=title, up=t.count(up), down=t.count(down))
        text = N_("{n} rose above the cut of “{axis}”.") if up else N_("{n} fell below the cut of “{axis}”.")
        return t(text, n=t.count(up or down), axis=title)
    who = counted(subject_type, up, t)
    if title == t("Trust"):
        return t("{who} crossed into trust in a year; {down} fell out of it.", who=who, down=t.count(down))
    return t("{who} rose above the cut of “{axis}” in a year; {down} fell below it.", who=who, axis=title, down=t.count(down))


def counted(subject_type: SubjectType, n: int, t: Translator) -> str:
    """So many accounts, contacts, owners or needs."""
    if subject_type == "contact":
        return t.n("{n} contact", "{n} contacts", n)
    if subject_type == "owner":
        return t.n("{n} owner", "{n} owners", n)
    return t.n("{n} need", "{n} needs", n) if subject_type == "need" else t.n("{n} account", "{n} accounts", n)


def called(row: Mapping[Any, Any] | pd.Series) -> str:
    """What people call a subject."""
    name = row.get("subject_name")
    return str(
        name if isinstance(name, str) and name else row["account_name"] if isinstance(row["account_name"], str) else row["subject_id"]
    )


def step(line: Mapping[Any, Any], t: Translator) -> str:
    """One step of a cause: the answer, fact or lines, from what to what, whose and when."""
    return _STEPS[line["kind"]](line, t)


def item(line: Mapping[Any, Any], t: Translator) -> str:
    """What was answered, and about which contact where somebody else answered."""
    title, contact = t(line["title"]), line["contact_name"]
    return f"{title} · {contact}" if isinstance(contact, str) and contact and contact != line["rater"] else title


def together(steps: pd.DataFrame, by: str, t: Translator) -> list[tuple[str, float]]:
    """
    The steps whose change is known, in words with their points: each by itself (``answer``), or added up by ``item`` or ``who``.

    What belongs to nobody stands by itself. The order is that in which the first of each became valid.
    """
    found: dict[str, float] = {}
    rows = steps[steps["change"].notna() & steps["change"].ne(0)].to_dict("records")
    if by == "answer":
        return [(step(row, t), float(row["change"])) for row in rows]
    for row in rows:
        own = row["kind"] in ("answer", "fact") and by == "who"
        name = whose(row, t) if own else t(row["title"]) if row["title"] and by == "item" else step(row, t)
        found[name] = found.get(name, 0.0) + float(row["change"])
    return list(found.items())


def whose(line: Mapping[Any, Any], t: Translator) -> str:
    """Who answered, and for which side; a dash where nobody is named."""
    side = t(SIDES[line["rater_side"]]) if line["rater_side"] in SIDES else ""
    return t.listed([part for part in (line["rater"] or "", side) if part]) or t.missing


def change(line: Mapping[Any, Any], t: Translator) -> str:
    """From what to what on the scale of the item; a first answer stands alone."""
    now = t.answer(line["to_raw"])
    if pd.isna(line["from_raw"]):
        return now
    return f"{t.answer(line['from_raw'])} → {now}" if line["from_raw"] != line["to_raw"] else t("{answer} again", answer=now)


def _answer(line: Mapping[Any, Any], t: Translator) -> str:
    facts = {"item": item(line, t), "change": change(line, t), "day": t.day(line["valid_on"])}
    side = t(SIDES.get(line["rater_side"], ""))
    if line["rater"]:
        return t("{item} {change} by {who}, {side}, {day}", who=line["rater"], side=side, **facts)
    return t("{item} {change}, {side}, {day}", side=side, **facts)


def _fact(line: Mapping[Any, Any], t: Translator) -> str:
    facts = {"item": item(line, t), "change": change(line, t), "day": t.day(line["valid_on"])}
    return t("{item} {change} by {who}, {day}", who=line["rater"], **facts) if line["rater"] else t("{item} {change}, {day}", **facts)


def _lines(line: Mapping[Any, Any], t: Translator) -> str:
    return t("{item}: orders and costs", item=t(line["title"]))


def _measure(line: Mapping[Any, Any], t: Translator) -> str:
    return t("{item}: measured anew", item=t(line["title"]))


def _untitled(line: Mapping[Any, Any], t: Translator) -> str:
    return t(WITHOUT_TITLE[line["kind"]])


_STEPS: Mapping[str, Callable[[Mapping[Any, Any], Translator], str]] = {
    "answer": _answer, "fact": _fact, "lines": _lines, "measure": _measure, "others": _untitled, "ageing": _untitled, "rest": _untitled,
}  # fmt: skip
