"""
Service policy (methods 23): which service level, cadence of contact and entitlements an account has, and from where.

A policy is a row of ``policies``: it applies to a tier, a class of value, a status or an industry, or to one account. An account
inherits each of the three from the most specific policy that says something: its own agreement, else its tier, its class of value
(``kam_core.portfolio.potential``), its status, its industry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from kam_core.errors import BadEdit
from kam_core.text import N_, Translator
from kam_core.workbook.edits import NEEDED, Change, Delete, Edit, Insert

OWN = "account"
LEVELS: Mapping[str, str] = {
    OWN: N_("Own agreement"), "tier": N_("Tier"), "value_class": N_("Class of value"), "status": N_("Status"), "industry": N_("Industry"),
}  # fmt: skip
"""What a policy can apply to, the most specific first: the column of the register that holds its value, and its title."""

SHARED = tuple(level for level in LEVELS if level != OWN)
FIELDS = ("service_level", "cadence_days", "entitlements")


@dataclass(frozen=True)
class Usual:
    """A policy to start from (methods 1): texts are message ids."""

    applies_to: str
    value: str
    service_level: str
    cadence_days: int
    entitlements: str


USUAL = (
    Usual("status", "key", N_("Key account manager"), 30, N_("Named key account manager, yearly plan with the customer")),
    Usual("tier", "A", N_("Key account manager"), 30, N_("Named key account manager, yearly plan with the customer, priority support")),
    Usual("tier", "B", N_("Standard service"), 90, N_("Named contact, growth test once a year")),
    Usual("tier", "C", N_("Digital service"), 180, N_("Self-service, standard terms")),
    Usual("status", "prospect", N_("Development"), 60, N_("Named contact, first offer")),
)
"""Proposed definition: a workbook starts from these where it has such accounts, and changes them as it likes."""


def in_force(accounts: pd.DataFrame, policies: pd.DataFrame) -> pd.DataFrame:
    """
    What holds for each account: the three fields, ``<field>_from`` (the level that says it) and ``policy_from`` (the most specific one).

    ``accounts`` has account_id, tier, status and industry, and value_class where it is known; ``policies`` are the rows of the table.
    Missing where no policy says anything. Of two policies for the same the later row stands; capitals and blanks at the ends do not
    matter, but in account ids.
    """
    found = pd.DataFrame(None, index=accounts.index, columns=[*FIELDS, *(f"{name}_from" for name in FIELDS), "policy_from"], dtype=object)
    for level in reversed(tuple(LEVELS)):
        rows = policies[policies["applies_to"] == level]
        if rows.empty or (level != OWN and level not in accounts):
            continue
        own = _keys(accounts["account_id"] if level == OWN else accounts[level], level)
        for name in FIELDS:
            told = _told(rows, name, level)
            mine = own.map(told)
            says = mine.notna()
            found.loc[says, name], found.loc[says, f"{name}_from"] = mine[says], level
            found.loc[says, "policy_from"] = level
    return found.assign(cadence_days=found["cadence_days"].astype("float64"))


def covered(accounts: pd.DataFrame, policies: pd.DataFrame) -> pd.DataFrame:
    """
    How far each shared policy reaches: its row with covers (accounts), overruled (of those, by something more specific) and
    contact_overdue (of the others, whose last contact is longer ago than its cadence, or who never had one).

    ``accounts`` has days_since_contact too. Policies of one account are left out.
    """
    shared = policies[policies["applies_to"].isin([level for level in SHARED if level in accounts])]
    held = in_force(accounts, policies)
    late = overdue(held["cadence_days"], accounts["days_since_contact"])
    counts = []
    for level, value in zip(shared["applies_to"], shared["value"], strict=True):
        own = _keys(accounts[level], level) == _key(value, level)
        rules = own & (held["policy_from"] == level)
        counts.append((int(own.sum()), int((own & ~rules).sum()), int((own & late & (held["cadence_days_from"] == level)).sum())))
    return shared.assign(**pd.DataFrame(counts, columns=["covers", "overruled", "contact_overdue"], index=shared.index))


def overdue(cadence_days: pd.Series, days_since_contact: pd.Series) -> pd.Series:
    """Whether the last contact is longer ago than the cadence says; never spoken to is overdue wherever a cadence holds."""
    return cadence_days.notna() & ~(days_since_contact <= cadence_days)


def usual_edits(accounts: pd.DataFrame, t: Translator) -> list[Edit]:
    """What to apply to start from the usual policies, in the reader's words; only those that rule for some account."""
    columns = ["applies_to", "value", *FIELDS]
    rows = [(u.applies_to, u.value, t(u.service_level), u.cadence_days, t(u.entitlements)) for u in USUAL]
    reach = covered(accounts, pd.DataFrame(rows, columns=columns))
    kept = reach[reach["covers"] > reach["overruled"]]
    return [Insert("policies", {str(name): value for name, value in row.items()}) for row in kept[columns].to_dict("records")]


def written(usual: Iterable[Usual], t: Translator) -> list[Edit]:
    """What to apply to write these policies down, in the reader's words."""
    return [
        Insert("policies", {"applies_to": u.applies_to, "value": u.value, "service_level": t(u.service_level),
                            "cadence_days": u.cadence_days, "entitlements": t(u.entitlements)})
        for u in usual
    ]  # fmt: skip


def own_edits(
    policies: pd.DataFrame, account_id: str, agreed: Mapping[str, Any], reason: str, t: Translator, *, author: str, day: date
) -> list[Edit]:
    """
    What to apply so that one account deviates: its own row with what was agreed, and the reason as a note of the account.

    What is left empty stays inherited. Nothing agreed, or no reason, raises.
    """
    values = {name: agreed.get(name) or None for name in FIELDS}
    if not reason.strip() or not any(values.values()):
        empty = ("policies", "service_level") if reason.strip() else ("notes", "text")
        raise BadEdit(table=empty[0], column=empty[1], detail=NEEDED)
    there = policies[(policies["applies_to"] == OWN) & (policies["value"] == account_id)]
    text = t("Own service policy: {reason}", reason=reason.strip())
    note = Insert("notes", {"account_id": account_id, "date": day, "text": text, "author": author})
    if there.empty:
        return [Insert("policies", {"applies_to": OWN, "value": account_id, **values}), note]
    row_id, row = int(there.index[-1]), there.iloc[-1]
    return [*(Change("policies", row_id, name, _plain(row[name]), value) for name, value in values.items()), note]


def inherit_edits(policies: pd.DataFrame, account_id: str) -> list[Edit]:
    """What to apply so that an account inherits again."""
    there = policies[(policies["applies_to"] == OWN) & (policies["value"] == account_id)]
    return [Delete("policies", int(row_id)) for row_id in there.index]


def _told(rows: pd.DataFrame, name: str, level: str) -> dict[str, Any]:
    """What the policies of a level say about a field, by the value they apply to; later rows win, silent ones say nothing."""
    said = rows[rows[name].notna() & (rows[name].astype(str).str.strip() != "")]
    return dict(zip(_keys(said["value"], level), said[name], strict=True))


def _keys(values: pd.Series, level: str) -> pd.Series:
    return values.map(lambda value: _key(value, level), na_action="ignore")


def _key(value: object, level: str) -> str:
    return str(value) if level == OWN else str(value).strip().casefold()


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value
