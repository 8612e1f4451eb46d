"""
Everything that happened with one account, and what is planned, in one list: orders, ratings, visits, promises, plans, imports.

Grain: an order and day, a day of ratings, a quarter's move of an index, a batch of the journal, else a row of its table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.engine import question
from kam_core.index.declared import INDICES
from kam_core.schema import CHOICE_TITLES, TABLES
from kam_core.text import N_, Translator

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

KINDS: Mapping[str, str] = {
    "order": N_("Orders"),
    "rating": N_("Ratings"),
    "move": N_("Index moves"),
    "visit": N_("Visits and calls"),
    "promise": N_("Promises"),
    "action": N_("Actions"),
    "contract": N_("Contracts"),
    "feedback": N_("Feedback"),
    "note": N_("Notes"),
    "record": N_("Imports and edits"),
}
"""What an event can be, in the order of the lanes."""

BATCHES: Mapping[str, str] = {
    "edit": N_("Edit"), "load": N_("Load"), "undo": N_("Undo"), "sample": N_("Sample"), "import": N_("Import"),
}  # fmt: skip
STANDINGS: Mapping[str, str] = {"kept": N_("Kept"), "broken": N_("Broken"), "open": N_("Open")}
"""What became of a promise."""

SETTLED = ("done", "dropped")
"""Actions that are not waited for."""

COLUMNS = (
    "kind",
    "day",
    "what",
    "who",
    "whom",
    "state",
    "amount",
    "lines",
    "before",
    "tables",
    "batch",
    "row_id",
    "origin",
    "ahead",
    "bad",
)

Places = Sequence[tuple[date, Mapping[str, float]]]
"""The value of each index on several days, the earliest first."""


def timeline(
    wb: Workbook, account_id: str, as_of: date, *, until: date | None = None, places: Places = (), band: float = 0.0
) -> pd.DataFrame:
    """
    Every event of an account, the latest first; up to ``until`` where that is given, but for actions and ends of contracts.

    Columns: ``COLUMNS``. ``what`` is the text (or id) of the event, ``state`` what became of it, ``ahead`` whether it lies after
    ``as_of``, ``bad`` whether it needs a look (broken promise, overdue action, a fall), ``batch`` and ``origin`` (table) its source.
    Imports and edits stand on the day they were recorded. ``places`` add the moves of indices of at least ``band`` points.
    """
    events = wb.frame(question("account_events"), {"account_id": account_id, "until": until})
    parts = [events, _records(wb, account_id), index_moves(places, band)]
    found = pd.concat([part for part in parts if len(part)] or [events], ignore_index=True).reindex(columns=list(COLUMNS))
    found["day"] = pd.to_datetime(found["day"])
    found["ahead"] = (found["day"] > pd.Timestamp(as_of)) & (found["kind"] != "record")
    found["bad"] = _bad(found, as_of)
    order = {kind: place for place, kind in enumerate(KINDS)}
    ranked = found.assign(lane=found["kind"].map(order)).sort_values(
        ["day", "lane", "row_id"], ascending=[False, True, False], kind="stable", na_position="last"
    )
    return ranked.drop(columns="lane").reset_index(drop=True)


def _bad(found: pd.DataFrame, as_of: date) -> pd.Series:
    late = (found["kind"] == "action") & ~found["state"].isin(SETTLED) & (found["day"] < pd.Timestamp(as_of))
    fallen = (found["kind"] == "move") & (found["amount"].astype("float64") < found["before"].astype("float64"))
    return late | fallen | ((found["kind"] == "promise") & (found["state"] == "broken"))


def _records(wb: Workbook, account_id: str) -> pd.DataFrame:
    """The batches that touched the account: one event a batch, with its rows by table."""
    touched = wb.frame(question("account_batches"), {"account_id": account_id})
    rows = []
    for batch, part in touched.groupby("batch", sort=False):
        first = part.iloc[0]
        tables = dict(zip(part["tbl"], part["rows"].astype("int64"), strict=True))
        rows.append({
            "kind": "record", "day": first["day"], "what": first["kind"], "who": first["author"], "whom": first["source"],
            "state": "live" if first["live"] else "undone", "lines": int(part["rows"].sum()), "tables": tables, "batch": batch,
            "row_id": batch, "origin": "batches",
        })  # fmt: skip
    return pd.DataFrame(rows)


def index_moves(places: Places, band: float) -> pd.DataFrame:
    """How far each index moved from one day to the next; moves below ``band`` points, and unknown ones, are left out."""
    rows = []
    for (_, then), (day, now) in pairwise(places):
        for index, after in now.items():
            before = then.get(index, float("nan"))
            if after != before and abs(after - before) >= band:
                rows.append({"kind": "move", "day": day, "what": index, "before": before, "amount": after, "origin": "ratings"})
    return pd.DataFrame(rows)


def words(event: Mapping[str, Any], t: Translator, symbol: str) -> str:
    """One event as people read it; texts of the user as they are."""
    return _WORDS[event["kind"]]({name: None if _missing(value) else value for name, value in event.items()}, t, symbol)


def _missing(value: Any) -> bool:
    return not isinstance(value, dict) and bool(pd.isna(value))


def _order(event: Mapping[str, Any], t: Translator, symbol: str) -> str:
    lines = t.n("{n} line", "{n} lines", event["lines"])
    facts = {"money": t.money(event["amount"], symbol), "lines": lines, "order": event["what"]}
    if (event["amount"] or 0) < 0:
        return t("Return {order}: {money}, {lines}", **facts) if event["what"] else t("Return: {money}, {lines}", **facts)
    return t("Order {order}: {money}, {lines}", **facts) if event["what"] else t("Order: {money}, {lines}", **facts)


def _rating(event: Mapping[str, Any], t: Translator, _: str) -> str:
    answers = t.n("{n} answer", "{n} answers", event["lines"])
    if event["who"]:
        return t("{answers} by {who}", answers=answers, who=event["who"])
    people = t.n("{n} person", "{n} people", event["amount"]) if event["amount"] else ""
    return t("{answers} by {who}", answers=answers, who=people) if people else answers


def _move(event: Mapping[str, Any], t: Translator, _: str) -> str:
    facts = {"index": t(INDICES[event["what"]].title), "before": t.index(event["before"]), "after": t.index(event["amount"])}
    return t("{index} {before} → {after}", **facts)


def _visit(event: Mapping[str, Any], t: Translator, _: str) -> str:
    kind = t(CHOICE_TITLES.get(event["state"], N_("Contact")))
    said = t("{kind} with {person}", kind=kind, person=event["whom"]) if event["whom"] else kind
    return t("{event}: {text}", event=said, text=event["what"]) if event["what"] else said


def _promise(event: Mapping[str, Any], t: Translator, _: str) -> str:
    return t("{event}: {text}", event=t(STANDINGS[event["state"]]), text=event["what"] or t("Promise"))


def _action(event: Mapping[str, Any], t: Translator, _: str) -> str:
    return t("{event}: {text}", event=t(CHOICE_TITLES.get(event["state"], N_("Planned"))), text=event["what"])


def _contract(event: Mapping[str, Any], t: Translator, symbol: str) -> str:
    sentence = {"start": N_("Contract {contract} starts"), "end": N_("Contract {contract} ends")}.get(
        event["state"], N_("Contract {contract} is up for renewal")
    )
    said = t(sentence, contract=event["what"])
    return t("{event}: {text}", event=said, text=t("{money} a year", money=t.money(event["amount"], symbol))) if event["amount"] else said


def _text(event: Mapping[str, Any], t: Translator, _: str) -> str:  # noqa: ARG001 - one signature for all kinds
    return str(event["what"])


def _record(event: Mapping[str, Any], t: Translator, _: str) -> str:
    tables = t.listed([f"{t(TABLES[name].title)} {t.count(rows)}" for name, rows in event["tables"].items() if name in TABLES])
    said = t("{event}: {text}", event=t(BATCHES.get(event["what"], N_("Batch"))), text=tables)
    return t("{event} (undone)", event=said) if event["state"] == "undone" else said


_WORDS: Mapping[str, Callable[[Mapping[str, Any], Translator, str], str]] = {
    "order": _order, "rating": _rating, "move": _move, "visit": _visit, "promise": _promise, "action": _action,
    "contract": _contract, "feedback": _text, "note": _text, "record": _record,
}  # fmt: skip
