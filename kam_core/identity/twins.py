"""Accounts with names or ids alike, and contacts of one name in one account: what may be one thing recorded twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.identity.alike import RATIO, Pair, alike, groups
from kam_core.identity.names import firm, person, plain_id
from kam_core.params import Params
from kam_core.schema import NO_ACCOUNT
from kam_core.workbook.edits import Insert

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

TWIN = "one_account"
"""The kind under which a pair is kept apart."""
_SOMEHOW = 50.0
"""Two ids that are nearly one are of one account only where the names have so much in common, or one is missing."""
_FAR = ("letter", "word")
"""A slip of the pen between firms in two cities is none."""


def accounts_of(wb: Workbook) -> pd.DataFrame:
    """Every account: row_id, account_id, account_name, city, parent_id."""
    return wb.frame(
        "SELECT row_id, account_id, account_name, city, parent_id FROM accounts WHERE account_id <> $no_account "
        "ORDER BY account_id, row_id",
        {"no_account": NO_ACCOUNT},
    )


def twins_of(wb: Workbook, params: Params) -> pd.DataFrame:
    """
    Rows that may be one thing: check, group, row_id, account_id, name, ratio (0-100), why (an id of ``WHY``).

    What was said to be apart is not proposed again. Kept until an account or a contact changes.
    """
    key = ("twins", *(wb.revisions[name] for name in ("accounts", "contacts", "kept_apart")), params.quality.alike_from)
    kept: pd.DataFrame | None = wb.memo.get(key)
    if kept is not None:
        return kept
    found = pd.concat([_firms(wb, params.quality.alike_from * 100), _people(wb)], ignore_index=True)
    return wb.memo.put(key, found)  # type: ignore[no-any-return]


def keep_apart(wb: Workbook, accounts: list[str], *, author: str = "") -> int:
    """Say that none of these accounts is another of them; they are not proposed again until that is undone. Returns the batch."""
    pairs = [(one, other) for place, one in enumerate(accounts) for other in accounts[place + 1 :]]
    return wb.apply([Insert("kept_apart", {"kind": TWIN, "account_id": one, "other_id": other}) for one, other in pairs], author=author)


def after_load(wb: Workbook, batch: int, params: Params | None = None) -> pd.DataFrame:
    """The accounts that came with a batch and look like others: lines of ``twins_of``, with the others of their groups."""
    twins = twins_of(wb, params or Params())
    twins = twins[twins["check"] == "alike"]
    came = wb.frame("SELECT row_id FROM accounts WHERE batch = $batch AND row_id = version", {"batch": batch})["row_id"]
    twins = twins.assign(new=twins["row_id"].isin(came))
    return twins[twins["group"].isin(twins.loc[twins["new"], "group"])]


def apart(wb: Workbook, kind: str) -> set[tuple[str, str]]:
    """The pairs that are kept apart, either way round."""
    rows = wb.frame("SELECT account_id, other_id FROM kept_apart WHERE kind = $kind", {"kind": kind})
    pairs = set(zip(rows["account_id"], rows["other_id"], strict=True))
    return pairs | {(other, one) for one, other in pairs}


def _firms(wb: Workbook, least: float) -> pd.DataFrame:
    accounts = accounts_of(wb)
    names, ids, cities = accounts["account_name"].fillna("").tolist(), accounts["account_id"].tolist(), accounts["city"].tolist()
    said = apart(wb, TWIN)
    pairs = [pair for pair in (*alike(names, least), *_ids_alike(ids, names)) if (ids[pair.left], ids[pair.right]) not in said]
    found = groups(pair for pair in pairs if not (pair.why in _FAR and _elsewhere(cities[pair.left], cities[pair.right])))
    places = [place for members, _ in found for place in members]
    sizes = [len(members) for members, _ in found]
    frame = accounts.iloc[places][["row_id", "account_id", "account_name"]].rename(columns={"account_name": "name"})
    return frame.assign(
        check="alike",
        group=np.repeat(np.arange(len(found)), sizes),
        ratio=np.repeat([pair.ratio for _, pair in found], sizes).astype("float64"),
        why=np.repeat(np.array([pair.why for _, pair in found], dtype=object), sizes),
    )


def _ids_alike(ids: list[str], names: list[str]) -> Iterator[Pair]:
    """Ids that are one but for the way they are written."""
    from rapidfuzz import fuzz

    same: dict[str, list[int]] = defaultdict(list)
    for place, account in enumerate(ids):
        same[plain_id(account)].append(place)
    for members in same.values():
        for other in members[1:]:
            one, two = firm(names[members[0]]), firm(names[other])
            if not one or not two or fuzz.ratio(one, two) >= _SOMEHOW:
                yield Pair(members[0], other, RATIO["id"], "id")


def _elsewhere(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and firm(one) != firm(other)


def _people(wb: Workbook) -> pd.DataFrame:
    people = wb.frame("SELECT row_id, account_id, contact_name AS name FROM contacts WHERE account_id IS NOT NULL ORDER BY row_id")
    people["form"] = people["name"].fillna("").map(person)
    same = people[(people["form"] != "") & people.duplicated(["account_id", "form"], keep=False)]
    number = same.groupby(["account_id", "form"], sort=False).ngroup()
    return same.drop(columns="form").assign(check="same_person", group=number, ratio=100.0, why="person")
