"""
Groups that names tell of: an explicit group 集团, a branch beside others, one name in several places.

A proposal names the account that would be the parent, or the name of one that is not there yet, and its members; nothing is set by
itself. Accounts that belong to a group already are left alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.identity.names import IS_HAN, branch, firm, places, unplaced
from kam_core.identity.twins import accounts_of, apart
from kam_core.identity.words import BRANCH_HAN, GENERIC, GROUPS, GROUPS_HAN, PLACES, PLACES_HAN
from kam_core.text import N_
from kam_core.workbook.edits import Change, Edit, Insert

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

GROUP = "one_group"
"""The kind under which an account is kept apart from a group."""
EVIDENCE: Mapping[str, str] = {
    "named": N_("One of them is called a group"),
    "places": N_("One name in several places"),
    "branches": N_("Branches of one name"),
}
_SHORTEST, _SHORTEST_HAN = 4, 2
_MOST = 40
"""A stem that more accounts share is a word and no name."""
_FIRST_PLACE = re.compile(rf"(?<=..)[（(]?(?:{'|'.join(PLACES_HAN)})")
_TAIL = re.compile(rf"(?:{'|'.join(BRANCH_HAN)})$")
_GROUP_HAN = re.compile("|".join(GROUPS_HAN))


@dataclass(frozen=True)
class Parent:
    """A group that may be: its account (or ``None`` and the name of one to add), its members, and what tells of it."""

    name: str
    account_id: str | None
    members: tuple[str, ...]
    """Ids of the accounts that would get it as their group."""
    evidence: str
    """An id of ``EVIDENCE``."""

    @property
    def key(self) -> str:
        """The id the group has, or would get."""
        return self.account_id or self.name


@dataclass(frozen=True)
class _Named:
    """What the name of an account says about a group."""

    account_id: str
    name: str
    stem: str
    """What it would share with the others of a group, folded; empty for a name that tells of none."""
    whole: str
    """Its bare name."""
    kind: str
    """An id of ``EVIDENCE``, or "" for a plain name."""


def parents(wb: Workbook) -> list[Parent]:
    """Every group proposed, the largest first; kept until an account changes."""
    key = ("parents", wb.revisions["accounts"], wb.revisions["kept_apart"])
    kept: list[Parent] | None = wb.memo.get(key)
    return kept if kept is not None else wb.memo.put(key, proposed(accounts_of(wb), apart(wb, GROUP)))


def proposed(accounts: pd.DataFrame, said: Iterable[tuple[str, str]] = ()) -> list[Parent]:
    """The groups that the names of accounts (account_id, account_name, parent_id) tell of, without those that were dismissed."""
    listed = [_named(str(row.account_id), str(row.account_name)) for row in accounts.itertuples() if isinstance(row.account_name, str)]
    above = {str(row.account_id): row.parent_id for row in accounts.itertuples() if isinstance(row.parent_id, str) and row.parent_id}
    stems: dict[str, list[_Named]] = defaultdict(list)
    for one in listed:
        if one.stem and one.kind:
            stems[one.stem].append(one)
    plain: dict[str, list[_Named]] = defaultdict(list)
    for one in listed:
        plain[one.whole].append(one)
    begins = _beginnings(listed, [stem for stem, members in stems.items() if any(one.kind == "named" for one in members)])
    no, found = set(said), []
    for stem, members in stems.items():
        proposal = _proposal(stem, members, plain.get(stem, []), begins.get(stem, []), above)
        if proposal:
            left = tuple(account for account in proposal.members if (account, proposal.key) not in no)
            if len(left) > (proposal.account_id is None):
                found.append(Parent(proposal.name, proposal.account_id, left, proposal.evidence))
    return sorted(found, key=lambda one: (-len(one.members), one.key))


def accept(wb: Workbook, parent: Parent, *, author: str = "") -> int:
    """Give the members their group as one batch; a group that is no account yet becomes one. Returns the batch."""
    accounts = accounts_of(wb)
    rows = dict(zip(accounts["account_id"], accounts["row_id"], strict=True))
    group, edits = parent.account_id, list[Edit]()
    if group is None:
        group = next(free for free in (parent.name, *(f"{parent.name} {n}" for n in range(2, len(rows) + 3))) if free not in rows)
        edits.append(Insert("accounts", {"account_id": group, "account_name": parent.name}))
    edits += [Change("accounts", int(rows[account]), "parent_id", None, group) for account in parent.members]
    return wb.apply(edits, author=author)


def dismiss(wb: Workbook, parent: Parent, *, author: str = "") -> int:
    """Say that the members are no such group; it is not proposed again until that is undone. Returns the batch."""
    said = {"kind": GROUP, "other_id": parent.key}
    return wb.apply([Insert("kept_apart", {**said, "account_id": account}) for account in parent.members], author=author)


def _named(account: str, name: str) -> _Named:
    whole = firm(name)
    stem, kind = _stem_han(whole, name) if IS_HAN.search(whole) else _stem(whole, name)
    return _Named(account, name, stem, whole, kind)


def _stem_han(whole: str, name: str) -> tuple[str, str]:
    """中石化北京分公司 -> 中石化; 骏驰（上海）有限公司 -> 骏驰; 上海骏驰集团有限公司 -> 上海骏驰."""
    if _GROUP_HAN.search(name) and not branch(whole) and not _FIRST_PLACE.search(whole):
        return whole, "named"
    found = _FIRST_PLACE.search(whole)
    if found:
        return whole[: found.start()], "branches" if branch(whole) else "places"
    if branch(whole) and places(whole):
        return _TAIL.sub("", unplaced(whole)), "branches"
    return "", ""


def _stem(whole: str, name: str) -> tuple[str, str]:
    """Acme Germany GmbH -> acme; Acme Group -> acme."""
    words = whole.split()
    if {word.casefold().strip(".,") for word in name.split()} & GROUPS:
        return (whole, "named") if words and not set(words) <= GENERIC | PLACES else ("", "")
    at = next((place for place, word in enumerate(words) if place and word in PLACES), 0)
    stem = words[:at]
    tells = bool(stem) and at == len(words) - 1 and not set(stem) <= GENERIC | PLACES and len(" ".join(stem)) >= _SHORTEST
    return (" ".join(stem), "places") if tells else ("", "")


def _beginnings(listed: Sequence[_Named], stems: Sequence[str]) -> dict[str, list[_Named]]:
    """The accounts whose names begin with the stem of a named group and go on."""
    wanted, found = set(stems), defaultdict(list)
    lengths = Counter(len(stem) for stem in stems)
    for one in listed:
        for length in lengths:
            if len(one.whole) > length and one.whole[:length] in wanted and (IS_HAN.search(one.whole) or one.whole[length] == " "):
                found[one.whole[:length]].append(one)
    return dict(found)


def _proposal(
    stem: str, members: list[_Named], plain: list[_Named], begins: list[_Named], above: Mapping[str, object]
) -> Parent | None:  # fmt: skip
    if len(stem) < (_SHORTEST_HAN if IS_HAN.search(stem) else _SHORTEST) or len(members) + len(begins) > _MOST:
        return None
    heads = [one for one in members if one.kind == "named"] or plain
    head = heads[0] if heads else None
    under = {one.account_id: one for one in (*members, *begins) if one.kind != "named" and one is not head}
    free = [account for account in under if account not in above and not (head and _above(head.account_id, account, above))]
    if len(free) < (2 if head is None else 1):
        return None
    evidence = "named" if head and head.kind == "named" else "branches" if any(one.kind == "branches" for one in members) else "places"
    return Parent(head.name if head else _titled(stem, members), head.account_id if head else None, tuple(sorted(free)), evidence)


def _above(account: str, other: str, above: Mapping[str, object]) -> bool:
    """Whether an account already stands under another one."""
    seen: set[object] = set()
    here: object = account
    while here is not None and here not in seen:
        seen.add(here)
        here = above.get(str(here))
    return other in seen


def _titled(stem: str, members: Sequence[_Named]) -> str:
    """The stem as the names write it."""
    words = len(stem.split())
    return stem if IS_HAN.search(stem) else " ".join(members[0].name.split()[:words])
