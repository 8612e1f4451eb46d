"""
Every check of the data, declared: what it looks for, how bad it is, which result it weakens, and where it is mended.

A check finds rows of one table, by an empty column, by a question file, or by names that are alike. To add one, add a line (and its
sentences to the catalogue).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kam_core.schema import TABLES
from kam_core.text import N_

Kind = Literal["completeness", "freshness", "conflict", "duplicate"]
Severity = Literal["high", "medium", "low"]

KINDS: Mapping[Kind, str] = {
    "completeness": N_("Missing"), "freshness": N_("Old"), "conflict": N_("Conflict"), "duplicate": N_("Near-duplicate"),
}  # fmt: skip
WEIGHTS: Mapping[Severity, float] = {"high": 9.0, "medium": 3.0, "low": 1.0}
"""How much a finding of that severity counts when findings are ranked."""

PROFIT, LIFE, TRUST, ATTITUDE = N_("Profit"), N_("Lifetime value"), N_("Trust"), N_("Relative attitude")
PATRONAGE, IMPORTANCE, RENEWALS, SEGMENTS = N_("Repeat patronage"), N_("Importance"), N_("Renewal alerts"), N_("Segments and filters")
DECISION, PIPELINE, FOLLOW_UP, NAMES = N_("Decision unit"), N_("Pipeline"), N_("Follow-up"), N_("Names in lists")
NEEDS, RISKS, EVIDENCE, TO_SERVE = N_("Needs"), N_("Risks"), N_("Certainty of every index"), N_("Cost to serve")
EVERY, KEY = N_("Every score"), N_("Register of key accounts")


@dataclass(frozen=True)
class Check:
    """One check: the rows of ``table`` it finds, its two sentences (``{n}``, ``{table}``, ``{column}``) and what it weakens."""

    id: str
    table: str
    kind: Kind
    severity: Severity
    weakens: tuple[str, ...]
    one: str
    many: str
    column: str = ""
    """The column that is empty or points nowhere."""
    target: tuple[str, str] = ("", "")
    """Table and key that ``column`` should point to."""
    question: str = ""
    """The SQL file that finds the rows."""
    page: str = "tables"
    """Where it is mended."""
    adds: str = ""
    """The table where rows are to be added, when nothing is wrong with those found."""


_LACKS = (N_("{column} is missing in {n} row of {table}"), N_("{column} is missing in {n} rows of {table}"))
_NOWHERE = (N_("{column} names nothing known in {n} row of {table}"), N_("{column} names nothing known in {n} rows of {table}"))
_TWICE = (N_("{n} row of {table} shares its id with another"), N_("{n} rows of {table} share an id"))


def _empty(table: str, severity: Severity, weakens: str, *columns: str) -> list[Check]:
    return [Check(f"{table}.{c}", table, "completeness", severity, (weakens,), *_LACKS, column=c) for c in columns]


_FIELDS: tuple[Check, ...] = (
    *_empty("accounts", "medium", NAMES, "account_name"), *_empty("accounts", "medium", FOLLOW_UP, "owner"),
    *_empty("accounts", "low", SEGMENTS, "industry", "region"),
    *_empty("transactions", "high", PROFIT, "cost"), *_empty("transactions", "low", SEGMENTS, "category"),
    *_empty("contracts", "medium", RENEWALS, "value"),
    *_empty("contacts", "medium", DECISION, "role", "support"), *_empty("contacts", "medium", TRUST, "influence"),
    *_empty("ratings", "medium", EVIDENCE, "valid_on", "rater"), *_empty("ratings", "low", EVIDENCE, "source"),
    *_empty("account_facts", "medium", EVIDENCE, "valid_on"),
    *_empty("interactions", "low", TO_SERVE, "hours"),
    *_empty("needs", "medium", NEEDS, "importance", "fit"),
    *_empty("competitors", "medium", PATRONAGE, "wallet_share"),
    *_empty("opportunities", "medium", PIPELINE, "amount", "probability", "close_on"),
    *_empty("actions", "medium", FOLLOW_UP, "owner", "due_on"),
    *_empty("risks", "medium", RISKS, "likelihood", "impact", "owner"),
    *_empty("feedback", "low", FOLLOW_UP, "severity", "owner"),
    *_empty("policies", "low", FOLLOW_UP, "service_level", "cadence_days"),
)  # fmt: skip

_ABSENT: tuple[Check, ...] = (
    Check("no_ratings", "accounts", "completeness", "high", (TRUST, ATTITUDE, IMPORTANCE),
          N_("{n} account has no ratings"), N_("{n} accounts have no ratings"), question="accounts_without_ratings", page="ratings"),
    Check("no_contacts", "accounts", "completeness", "medium", (TRUST, DECISION),
          N_("{n} account has no contact"), N_("{n} accounts have no contact"), question="accounts_without_contacts", adds="contacts"),
    Check("no_spend", "accounts", "completeness", "medium", (IMPORTANCE, PATRONAGE),
          N_("{n} account has no spend on record"), N_("{n} accounts have no spend on record"),
          question="accounts_without_spend", adds="account_facts"),
    Check("no_account", "transactions", "completeness", "high", (EVERY,),
          N_("{n} line of sales names no account"), N_("{n} lines of sales name no account"), question="lines_without_account"),
    Check("no_probability", "contracts", "completeness", "medium", (LIFE,),
          N_("{n} running contract has no renewal probability"), N_("{n} running contracts have no renewal probability"),
          question="contracts_without_probability"),
)  # fmt: skip

_OLD: tuple[Check, ...] = (
    Check("old_ratings", "accounts", "freshness", "medium", (EVIDENCE,),
          N_("the ratings of {n} account are old"), N_("the ratings of {n} accounts are old"), question="old_ratings", page="ratings"),
    Check("old_facts", "accounts", "freshness", "medium", (IMPORTANCE, PATRONAGE),
          N_("the facts of {n} account are old"), N_("the facts of {n} accounts are old"), question="old_facts", adds="account_facts"),
    Check("untouched", "contacts", "freshness", "low", (DECISION,),
          N_("{n} contact was not touched lately"), N_("{n} contacts were not touched lately"), question="untouched_contacts"),
)  # fmt: skip

_CONFLICTS: tuple[Check, ...] = (
    Check("ratings_differ", "ratings", "conflict", "high", (TRUST, ATTITUDE, IMPORTANCE),
          N_("{n} rating of one rater and day contradicts another"), N_("{n} ratings of one rater and day contradict each other"),
          question="ratings_differ"),
    Check("off_scale", "ratings", "conflict", "high", (TRUST, ATTITUDE, IMPORTANCE),
          N_("{n} rating lies outside its scale"), N_("{n} ratings lie outside their scale"), question="ratings_off_scale"),
    Check("unknown_item", "ratings", "conflict", "medium", (TRUST, ATTITUDE, IMPORTANCE),
          N_("{n} rating answers a question that no index reads"), N_("{n} ratings answer questions that no index reads"),
          question="ratings_unknown_item"),
    Check("unknown_subject", "ratings", "conflict", "high", (TRUST, ATTITUDE, IMPORTANCE),
          N_("{n} rating is about nobody who is known"), N_("{n} ratings are about nobody who is known"),
          question="ratings_unknown_subject"),
    Check("shares_above_one", "competitors", "conflict", "medium", (PATRONAGE,),
          N_("{n} share of wallet belongs to more than the whole"), N_("{n} shares of wallet add up to more than the whole"),
          question="shares_above_one"),
    Check("ends_first", "contracts", "conflict", "high", (RENEWALS, LIFE),
          N_("{n} contract ends before it starts"), N_("{n} contracts end before they start"), question="contracts_end_first"),
    Check("key_later", "accounts", "conflict", "low", (KEY,),
          N_("{n} account became key after the date shown"), N_("{n} accounts became key after the date shown"),
          question="key_since_later"),
    Check("unknown_link", "links", "conflict", "medium", (DECISION,),
          N_("{n} link names an unknown contact"), N_("{n} links name unknown contacts"), question="links_unknown"),
)  # fmt: skip


def _pointers() -> list[Check]:
    """Every column that should name a row of another table."""
    targets = {"account_id": ("accounts", "account_id"), "parent_id": ("accounts", "account_id"),
               "contact_id": ("contacts", "contact_id"), "need_id": ("needs", "need_id")}  # fmt: skip
    return [
        Check(f"{name}.{column.name}?", name, "conflict", "medium", (EVERY if column.name == "account_id" else DECISION,), *_NOWHERE,
              column=column.name, target=targets[column.name])
        for name, declared in TABLES.items() for column in declared.columns
        if column.name in targets and targets[column.name] != (name, column.name)
    ]  # fmt: skip


def _keys() -> list[Check]:
    """Every table whose rows have an id of their own."""
    keyed = [name for name, declared in TABLES.items() if declared.key and name not in ("parameters", "parameter_sets", "accounts")]
    accounts = Check("accounts#", "accounts", "conflict", "high", (EVERY,), *_TWICE)
    return [accounts, *(Check(f"{name}#", name, "conflict", "medium", (FOLLOW_UP,), *_TWICE) for name in keyed)]


_ALIKE: tuple[Check, ...] = (
    Check("alike", "accounts", "duplicate", "medium", (EVERY,),
          N_("{n} account has a name like another's"), N_("{n} accounts have names like another's")),
    Check("same_person", "contacts", "duplicate", "low", (TRUST, DECISION),
          N_("{n} contact stands twice in its account"), N_("{n} contacts stand twice in their accounts")),
)  # fmt: skip

CHECKS: Mapping[str, Check] = {
    check.id: check for check in (*_ABSENT, *_FIELDS, *_OLD, *_CONFLICTS, *_pointers(), *_keys(), *_ALIKE)
}  # fmt: skip


def fields_of(table: str) -> tuple[str, ...]:
    """The columns of a table that matter for a result: those whose absence is a finding."""
    return tuple(check.column for check in _FIELDS if check.table == table)
