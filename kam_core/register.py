"""
The register of key accounts 关键客户名册 (methods 23): which accounts are key, since when, by whom, why, and when to look again.

The data propose (``kam_core.proposals``), a person decides; here is what was decided, what keeps it honest, and how a decision is
written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from itertools import count
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.assumptions import saved
from kam_core.engine import WorkbookEngine
from kam_core.errors import BadEdit
from kam_core.params import Params
from kam_core.policies import in_force, overdue
from kam_core.portfolio.potential import value_classes, worth_of
from kam_core.schema import TABLES
from kam_core.text import N_, Translator
from kam_core.value.abc import abc
from kam_core.workbook.edits import NEEDED, Change, Edit, Insert, same

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

KEY = "key"
DECIDED = ("status", "tier", "key_since", "decided_why", "review_on")
"""What a person decides; by whom is filled in."""

YEAR = 365
"""Days a key account may take to its first purchase."""

TAKEN = N_("another account has this name")

NAMED = 3
"""Accounts a warning names; it counts the others."""

_TAKEN = (
    "account_id", "account_name", "owner", "industry", "region", "country", "status", "tier", "revenue_12m", "revenue_prior_12m",
    "profit_12m", "profit_prior_12m", "importance", "importance_coverage", "days_since_last", "median_gap_days",
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One thing that should not be so for a key account: a chip, and the sentence for one and for several of them."""

    kind: str
    chip: str
    one: str
    many: str


CHECKS = {
    check.kind: check
    for check in (
        Check("no_owner", N_("No owner"), N_("{n} key account has no owner: {names}"), N_("{n} key accounts have no owner: {names}")),
        Check("review_overdue", N_("Review overdue"), N_("{n} review is overdue: {names}"), N_("{n} reviews are overdue: {names}")),
        Check("buys_nothing", N_("Buys nothing"),
              N_("{n} key account bought nothing in twelve months: {names}"),
              N_("{n} key accounts bought nothing in twelve months: {names}")),
        Check("no_review", N_("No review date"),
              N_("{n} key account has no date for its next review: {names}"),
              N_("{n} key accounts have no date for their next review: {names}")),
        Check("contact_overdue", N_("Contact overdue"),
              N_("{n} key account waits longer for a contact than its policy says: {names}"),
              N_("{n} key accounts wait longer for a contact than their policy says: {names}")),
    )
}  # fmt: skip
"""What is checked of every key account, the gravest first."""


def register(wb: Workbook, scores: pd.DataFrame, as_of: date, params: Params | None = None) -> pd.DataFrame:
    """
    One row an account of ``scores``: what was decided, what it is worth, what the service policy says and whether it is kept.

    Beside columns of the score: row_id (of ``accounts``; missing for an account that only stands in facts), key_since, key_days,
    decided_by, decided_why, review_on, review_in_days (below 0 = overdue), abc and rank (by profit of 12 months; by revenue while no
    cost is known), value_class (``potential.CLASSES``), growth (of revenue on the year before), what ``policies.in_force`` says,
    last_contact, days_since_contact, contact_overdue.
    """
    table, params = scores[list(_TAKEN)].reset_index(drop=True), saved(wb) if params is None else params
    known = WorkbookEngine(wb).run("register", as_of=as_of).to_pandas().drop_duplicates("account_id", keep="last").set_index("account_id")
    known = known.reindex(table["account_id"]).reset_index(drop=True)
    days = {name: pd.to_datetime(known[name]) for name in ("key_since", "review_on", "last_contact")}
    table = table.assign(row_id=known["row_id"], decided_by=known["decided_by"], decided_why=known["decided_why"], **days)
    worth, _ = worth_of(table, "_12m")
    before, now = table["revenue_prior_12m"], pd.Timestamp(as_of)
    table = table.assign(
        key_days=(now - table["key_since"]).dt.days,
        review_in_days=(table["review_on"] - now).dt.days,
        abc=abc(worth, params.portfolio.abc_a, params.portfolio.abc_b),
        value_class=value_classes(wb, scores, as_of, params).to_numpy(),
        rank=worth.rank(ascending=False, method="min"),
        growth=table["revenue_12m"] / before.where(before > 0) - 1,
        days_since_contact=(now - table["last_contact"]).dt.days,
    )
    table = pd.concat([table, in_force(table, wb.table("policies"))], axis=1)
    return table.assign(contact_overdue=overdue(table["cadence_days"], table["days_since_contact"]))


def checks(table: pd.DataFrame) -> pd.DataFrame:
    """One column of truth values per kind of ``CHECKS``, a row an account; only key accounts are checked."""
    key = table["status"] == KEY
    bought_once = table["days_since_last"].notna()
    silent = ~(table["revenue_12m"] > 0) & (bought_once | (table["key_days"] > YEAR))
    found = {
        "no_owner": table["owner"].fillna("").astype(str).str.strip() == "",
        "review_overdue": table["review_in_days"] < 0,
        "buys_nothing": silent,
        "no_review": table["review_in_days"].isna(),
        "contact_overdue": table["contact_overdue"].astype(bool),
    }
    return pd.DataFrame({kind: key & found[kind] for kind in CHECKS})


def owners(table: pd.DataFrame) -> pd.Series:
    """How many key accounts each owner has, the most first; those without an owner are left out."""
    named = table.loc[table["status"] == KEY, "owner"].dropna().astype(str).str.strip()
    return named[named != ""].value_counts()


def warnings(table: pd.DataFrame, params: Params, t: Translator) -> list[str]:
    """What is wrong with the register as a whole, in words, the gravest first: too many, too many with one owner, then the checks."""
    told, found = too_many(table, params, t), checks(table)
    for kind, check in CHECKS.items():
        names = table.loc[found[kind], "account_name"].tolist()
        if names:
            told.append(t.n(check.one, check.many, len(names), names=named(names, t)))
    return told


def too_many(table: pd.DataFrame, params: Params, t: Translator) -> list[str]:
    """Whether there are more key accounts than can be looked after, in all and with each owner, in words."""
    limits, key = params.register, int((table["status"] == KEY).sum())
    told = []
    if key > limits.most_key_accounts:
        most = t.count(limits.most_key_accounts)
        told.append(t("{n} key accounts: more than {limit} cannot be looked after.", n=t.count(key), limit=most))
    most = t.count(limits.most_per_owner)
    over = {owner: t.count(n) for owner, n in owners(table).items() if n > limits.most_per_owner}
    return told + [t("{owner} has {n} key accounts: more than {limit}.", owner=owner, n=n, limit=most) for owner, n in over.items()]


def named(names: list[str], t: Translator) -> str:
    """The first accounts by name, the others counted."""
    first = t.listed(names[:NAMED])
    return first if len(names) <= NAMED else t("{names} and {n} more", names=first, n=t.count(len(names) - NAMED))


def finding(table: pd.DataFrame, proposed: int, t: Translator) -> str:
    """The register in one sentence: how many are key, whose review is due, how many more the data propose."""
    key, found = int((table["status"] == KEY).sum()), checks(table)
    late, without = int(found["review_overdue"].sum()), int(found["no_review"].sum())
    if not key and not proposed:
        return t("Which accounts are key?")
    if not key:
        return t("No account is key yet; the data propose {n}.", n=t.count(proposed))
    parts = [t.n("{n} key account", "{n} key accounts", key)]
    if late:
        parts.append(t.n("{n} review is overdue", "{n} reviews are overdue", late))
    elif without == key:
        parts.append(t("no review date is set"))
    elif without:
        parts.append(t.n("{n} has no review date", "{n} have no review date", without))
    if proposed:
        parts.append(t("the data propose {n} more", n=t.count(proposed)))
    return t("{sentence}.", sentence=reduce(lambda first, second: t("{first}; {second}", first=first, second=second), parts))


def completed(row: Mapping[str, Any], typed: Mapping[str, Any], *, author: str, day: date, params: Params) -> dict[str, Any]:
    """
    What a person typed about one account, and what follows from it: by whom, since when it is key, when to look again.

    ``row`` is the account as it was seen. What was typed stands; an account that leaves the key accounts has no date since when.
    """
    made = dict(typed)
    if not set(DECIDED) & set(made):
        return made
    made["decided_by"] = author or None
    was, is_now = row["status"] == KEY, made.get("status", row["status"]) == KEY
    if is_now and not was:
        made.setdefault("key_since", day)
        if pd.isna(row["review_on"]) or pd.Timestamp(row["review_on"]) <= pd.Timestamp(day):
            made.setdefault("review_on", next_review(day, params))
    if was and not is_now:
        made.setdefault("key_since", None)
    return made


def next_review(day: date, params: Params) -> date:
    """When a decision of that day is looked at again, unless somebody says otherwise."""
    return day + timedelta(days=params.register.review_after_days)


def decision(row: Mapping[str, Any], typed: Mapping[str, Any], *, author: str, day: date, params: Params) -> list[Edit]:
    """The edits that write a decision down: one batch with ``Workbook.apply``. Nothing for what stands there already."""
    made = completed(row, typed, author=author, day=day, params=params)
    if pd.isna(row["row_id"]):
        named = {"account_id": row["account_id"], "account_name": row["account_name"]}
        return [Insert("accounts", {**named, **{name: value for name, value in made.items() if value is not None}})]
    declared, row_id = TABLES["accounts"], int(row["row_id"])
    return [
        Change("accounts", row_id, name, None if pd.isna(row[name]) else row[name], value)
        for name, value in made.items()
        if not same(declared.column(name), row[name], value)
    ]


def review_dates(rows: pd.DataFrame, on: date, *, author: str) -> list[Edit]:
    """The edits that give every one of these accounts the same day for its next review."""
    return [edit for _, row in rows.iterrows() for edit in _looked_at(row, on, author)]


def _looked_at(row: pd.Series, on: date, author: str) -> list[Edit]:
    seen = {name: None if pd.isna(row[name]) else row[name] for name in ("review_on", "decided_by")}
    return [
        Change("accounts", int(row["row_id"]), name, seen[name], value)
        for name, value in (("review_on", on), ("decided_by", author or None))
        if seen[name] != value
    ]


def prospect(known: pd.DataFrame, typed: Mapping[str, str], *, author: str) -> list[Edit]:
    """
    The edit that adds a prospect: its name and what else is known of it; the id is the next free of P-001, P-002, ...

    A name that is missing, or taken (capitals and blanks aside), raises.
    """
    name = typed.get("account_name", "").strip()
    taken = name.casefold() in set(known["account_name"].astype(str).str.strip().str.casefold())
    if taken or not name:
        raise BadEdit(table="accounts", column="account_name", detail=TAKEN if taken else NEEDED)
    ids = set(known["account_id"])
    free = next(number for number in count(1) if f"P-{number:03d}" not in ids)
    told = {column: text.strip() for column, text in typed.items() if text and text.strip()}
    values = {"account_id": f"P-{free:03d}", **told, "status": "prospect"}
    return [Insert("accounts", {**values, "decided_by": author} if author else values)]
