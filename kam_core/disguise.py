"""
A workbook one can put on a wall 台上脱敏: the same portfolio under stable aliases, all money times one factor.

The disguise is a workbook of its own, in memory: whatever is computed, drawn, listed, linked or downloaded from it cannot hold a real
name or a real amount, because none is in there. Shares, indices, quadrants, dates and ratios stay what they are.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.assumptions import in_other_money
from kam_core.effort.measures import MEASURES, measure_of
from kam_core.engine import question
from kam_core.errors import BadArgument
from kam_core.schema import MONEY_DIGITS, NO_ACCOUNT, TABLES, Column, Table
from kam_core.segments.features import MIX
from kam_core.segments.model import MOST, model_of, text_of
from kam_core.workbook import lookup

if TYPE_CHECKING:
    import pyarrow as pa

    from kam_core.workbook import Workbook

HIDDEN = "···"
"""Stands for free text, which may hold any name or amount."""

KEPT_TEXT = frozenset({
    "industry", "region", "country", "tier", "product", "category", "activity", "fact", "period", "applies_to", "currency", "kind",
    "department", "ratings.item", "targets.measure", "surveys.questionnaire", "actions.play",
})  # fmt: skip
"""Columns (or those of one table) whose words classify; a word that holds a name or an amount is hidden all the same."""

AMOUNT = re.compile(r"\d{1,3}([,. ]\d{3})+|\d{5,}")
SHORTEST = 3
"""Characters of a name that is looked for inside other words."""

PEOPLE = frozenset({"owner", "contact_name", "rater", "who", "author", "decided_by", "agreed_by", "member"})
LEFT_OUT = frozenset({"city", "opened_year", "employees", "quantity", "job"})
"""What tells who it is, or what a unit costs."""

WHOLE = frozenset({"parameters"})
"""Assumptions name nobody. Sets of them and scenarios are called as people please, votes belong to their session: none is taken along."""

SKIPPED = frozenset({"parameter_sets", "votes", "aliases", "kept_apart", "scenarios", "invitations", "plays", "own_matrices"})
PLAIN_FACTS = frozenset({"wallet_share", "retention", "payment_days", "suitable_lines", "stage_target"})
"""Account facts that are shares; any other may be money."""

SEGMENT_IDS = frozenset(str(place + 1) for place in range(MOST))
"""Ids we give ourselves; one typed by hand may be a name."""

DIGITS = 8
"""Of an alias that is no account's: enough for the orders of the largest workbook."""

PLAIN_MEASURES = frozenset({"share", "share of wallet", "wallet_share", "visits", "orders", "nps", "csat", "customers", "accounts"})
"""Targets that are no money, by their whole name; a value between 0 and 1 is a share."""


def factor(wb: Workbook) -> float:
    """What all money is multiplied by: the same for a workbook for ever, between a quarter and three quarters."""
    return 0.25 + 0.5 * _draw(wb.id, "factor", "") / 2**64


def aliases(wb: Workbook) -> dict[str, str]:
    """
    The alias of every account id: ``K`` (key account, 客户) and four digits or more, the same on every day.

    Accounts are numbered in the order they came, so that a new one leaves the others their alias.
    """
    return _Names(wb).accounts


def owners(wb: Workbook) -> dict[str, str]:
    """The alias of every owner of an account."""
    names = _Names(wb)
    return {str(owner): names.other("P", str(owner)) for owner in wb.table("accounts")["owner"].dropna().unique()}


def disguised(wb: Workbook) -> Workbook:
    """The workbook under its disguise; later changes of the original do not reach it."""
    from kam_core.workbook import Workbook as Book

    names, scale, book = _Names(wb), factor(wb), Book()
    for illustrative in (False, True):
        rows = {name: _disguised(wb, TABLES[name], names, scale, illustrative) for name in TABLES if name not in SKIPPED}
        filled = {name: _arrow(frame) for name, frame in rows.items() if len(frame)}
        if filled:
            book.record("sample", filled, illustrative=illustrative)
    for key in ("currency", "sample"):
        if wb.meta.get(key):
            book.set_meta(key, wb.meta[key])
    return book


class _Names:
    """Aliases by what they stand for."""

    def __init__(self, wb: Workbook) -> None:
        self._wb = wb
        arrived = wb.frame(question("account_arrivals"))["account_id"]
        self.accounts = {**numbered(wb.id, "K", arrived), NO_ACCOUNT: NO_ACCOUNT}
        self._others: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()

    @cached_property
    def spoken(self) -> frozenset[str]:
        """Every name somebody could read out, folded."""
        columns = {
            "accounts": ("account_id", "account_name", "parent_id", "owner"), "contacts": ("contact_id", "contact_name"),
            "ratings": ("rater",), "competitors": ("competitor",), "interactions": ("who",),
        }  # fmt: skip
        frames = {name: self._wb.table(name) for name in columns}
        found = {str(value).strip() for name, listed in columns.items() for c in listed for value in frames[name][c].dropna().unique()}
        return frozenset(name.casefold() for name in found if len(name) >= SHORTEST)

    def account(self, value: str) -> str:
        """The alias of an account; one nobody knows gets one too."""
        return self.accounts.get(value) or self.other("K", value)

    def other(self, letter: str, value: str) -> str:
        """The alias of a person, an order, a contract, ...: its letter and eight digits, no two the same."""
        if (letter, value) not in self._others:
            at = _draw(self._wb.id, letter, value)
            while (found := f"{letter}{at % 10**DIGITS:0{DIGITS}d}") in self._taken:
                at += 1
            self._taken.add(found)
            self._others[letter, value] = found
        return self._others[letter, value]


def numbered(secret: str, letter: str, values: Iterable[str]) -> dict[str, str]:
    """
    An alias for each value, no two the same; an earlier value never depends on a later one (but for the number of digits).
    """
    listed = list(values)
    size = 10 ** max(4, len(str(3 * len(listed))))
    taken: dict[int, str] = {}
    for value in listed:
        at = _draw(secret, letter, str(value)) % size
        while at in taken:
            at = (at + 1) % size
        taken[at] = value
    return {value: f"{letter}{at:0{len(str(size)) - 1}d}" for at, value in taken.items()}


def _disguised(wb: Workbook, declared: Table, names: _Names, scale: float, illustrative: bool) -> pd.DataFrame:
    """The current rows of a table from batches that are (not) illustrative, every column treated by what it holds."""
    rows = lookup.of_batches(wb, declared.name, illustrative=illustrative)
    if declared.name in WHOLE:
        return in_other_money(rows, scale, defaults=not illustrative and wb.count("interactions") > 0)
    if rows.empty:
        return rows
    done = pd.DataFrame({column.name: _column(declared, column, rows, names, scale) for column in declared.columns})
    return done.dropna(axis="columns", how="all")


def _column(declared: Table, column: Column, rows: pd.DataFrame, names: _Names, scale: float) -> pd.Series:
    values, name = rows[column.name], column.name
    if name in LEFT_OUT:
        return pd.Series(None, index=rows.index, dtype="object")
    if column.kind == "money":
        return (values * scale).round(MONEY_DIGITS)
    if name in ("account_id", "parent_id", "other_id") or (declared.name == "accounts" and name == "account_name"):
        return _mapped(rows["account_id"] if name == "account_name" else values, names.account)
    if name == "subject_id":
        return _subjects(rows, names)
    if name == "segment_id":
        return _mapped(values, lambda v: v if v in SEGMENT_IDS else names.other("S", v))
    if (declared.name, name) == ("segmentations", "model"):
        return _mapped(values, lambda text: _model(text, names, scale))
    if (declared.name, name) == ("policies", "value"):
        about = rows["applies_to"] == "account"
        return _mapped(values.where(about), names.account).where(about, _kept(values, names))
    if name == "value" and declared.name in ("account_facts", "targets"):
        return values.where(_plain(declared, rows), values * scale)
    if name in PEOPLE or name == "from_id":
        them = rows["kind"].ne("our_link") if name == "from_id" else pd.Series(False, index=rows.index)
        contacts = _mapped(values.where(them), lambda v: names.other("C", v))
        return _mapped(values.mask(them), lambda v: names.other("P", v)).mask(them, contacts)
    if column.kind == "id" or name == "competitor":
        letter = {"contact_id": "C", "to_id": "C", "competitor": "R"}.get(name, name[0].upper())
        return _mapped(values, lambda v: names.other(letter, v))
    if column.kind != "text":
        return values
    classifies = not KEPT_TEXT.isdisjoint((name, f"{declared.name}.{name}"))
    return _kept(values, names) if classifies else _mapped(values, lambda text: HIDDEN if text.strip() else text)


def _model(text: str, names: _Names, scale: float) -> str:
    """The same segments in the scaled money, so that everybody stays in theirs; what is no model may be anything."""
    try:
        model = model_of(text)
    except BadArgument:
        return HIDDEN
    mixes = pd.Series([name.removeprefix(MIX) for name in model.names if name.startswith(MIX)], dtype="object")
    called = {MIX + old: MIX + new for old, new in zip(mixes, _kept(mixes, names), strict=True)}
    return text_of(model.in_other_money(scale, called))


def _kept(values: pd.Series, names: _Names) -> pd.Series:
    """Words that classify, but for those that hold a name or an amount."""
    words = [str(word) for word in values.dropna().unique()]
    together = "\n".join(words).casefold()
    told = [name for name in names.spoken if name in together]
    hidden = {word for word in words if AMOUNT.search(word) or any(name in word.casefold() for name in told)}
    return _mapped(values, lambda word: HIDDEN if word in hidden else word)


def _subjects(rows: pd.DataFrame, names: _Names) -> pd.Series:
    """Who is rated or has a target: an account, a contact, an owner or a need."""
    letters = rows["subject_type"].map({"contact": "C", "owner": "P", "need": "N"})
    pairs = pd.Series(list(zip(letters.fillna("K"), rows["subject_id"], strict=True)), index=rows.index)
    return _mapped(pairs, lambda pair: names.account(pair[1]) if pair[0] == "K" else names.other(*pair))


def _plain(declared: Table, rows: pd.DataFrame) -> pd.Series:
    if declared.name == "account_facts":
        return rows["fact"].isin(PLAIN_FACTS)
    counted = rows["measure"].map(lambda name: (known := measure_of(name)) is not None and MEASURES[known].kind != "money")
    return counted.astype(bool) | rows["measure"].str.lower().isin(PLAIN_MEASURES) | rows["value"].between(0, 1)


def _mapped(values: pd.Series, alias: Callable[..., str]) -> pd.Series:
    """Each different value once; missing stays missing."""
    table: Mapping[object, str] = {value: alias(value) for value in values.dropna().unique()}
    return values.map(table)


def _arrow(frame: pd.DataFrame) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pandas(frame, preserve_index=False)


def _draw(secret: str, what: str, value: str) -> int:
    """A number below 2**64 that only this workbook gives to this value."""
    return int.from_bytes(hmac.new(secret.encode(), f"{what}\0{value}".encode("utf-8", "replace"), hashlib.sha256).digest()[:8], "big")
