"""Merging accounts: everything that names one that goes names the one that stays, in one batch that can be undone to the letter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from kam_core.errors import BadEdit, UndoRefused, UnknownName
from kam_core.schema import NO_ACCOUNT, TABLES, Column, naming_accounts
from kam_core.workbook import Change, Insert, Workbook
from kam_core.workbook.merging import preview

OTHER_IDS = {
    "order_id", "contract_id", "contact_id", "from_id", "to_id", "survey_id", "need_id", "risk_id", "opportunity_id", "idea_id", "goal_id",
    "action_id", "session", "token", "alias", "segmentation_id", "segment_id", "matrix_id", "play", "lang",
}  # fmt: skip
"""Columns of the kind id that name something else than an account."""


def _value(column: Column, place: int) -> Any:
    by_kind = {"date": date(2024, 5, 1), "choice": (column.choices or ("",))[0], "boolean": True}
    if column.kind in ("money", "number", "share", "integer"):
        return max(column.low or 0, 1)
    return by_kind.get(column.kind, f"{column.name} {place}")


def _full() -> Workbook:
    """A workbook in which every table that may names the account G, in every column that can."""
    wb = Workbook()
    edits = [Insert("accounts", {"account_id": name, "account_name": f"Name of {name}"}) for name in ("K", "G", "X")]
    edits += [Insert("accounts", {"account_id": "child", "parent_id": "G"})]
    for name, declared in TABLES.items():
        for column, when in naming_accounts(name).items() if name != "accounts" else ():
            row = {c.name: _value(c, 1) for c in declared.columns if c.required or c.name in ("subject_type", "applies_to")}
            row |= {"applies_to": "account"} if "applies_to" in when else {}
            row |= {"part": "lost"} if name == "scenarios" else {}
            edits += [Insert(name, {**row, column: "G"}), Insert(name, {**row, **dict.fromkeys(declared.key, "other"), column: "X"})]
    wb.apply(edits)
    return wb


def _state(wb: Workbook) -> dict[str, pd.DataFrame]:
    return {name: wb.table(name) for name in TABLES}


def _same(left: dict[str, pd.DataFrame], right: dict[str, pd.DataFrame]) -> bool:
    return all(left[name].equals(right[name]) for name in TABLES)


def test_every_column_with_an_id_is_known_to_name_an_account_or_something_else() -> None:
    """A table that comes later has to be told apart here, or its rows would be left behind by a merge."""
    ids = {(name, column.name) for name, declared in TABLES.items() for column in declared.columns if column.kind == "id"}

    assert [] == sorted((name, column) for name, column in ids if column not in OTHER_IDS and column not in naming_accounts(name))


def test_every_row_that_names_the_one_that_goes_names_the_one_that_stays() -> None:
    """In every table of the schema and every column; rows of others stay, no row is lost or added."""
    wb = _full()
    before, seen = _state(wb), preview(wb, "K", ["G"])

    batch = wb.merge("K", ["G"], author="Li")

    after = _state(wb)
    for name in TABLES:
        for column in naming_accounts(name):
            assert 0 == (after[name][column] == "G").sum(), (name, column)
            gained = {("accounts", "account_id"): 0, ("aliases", "account_id"): 2}.get((name, column), 0)
            named = (before[name][column] == "G").sum() if (name, column) != ("accounts", "account_id") else 0
            assert (before[name][column] == "K").sum() + named + gained == (after[name][column] == "K").sum(), (name, column)
            assert (before[name][column] == "X").sum() == (after[name][column] == "X").sum(), (name, column)
    counts = {name: len(before[name]) - len(after[name]) for name in TABLES if len(before[name]) != len(after[name])}
    assert {"accounts": 1, "aliases": -2} == counts
    assert seen.moves == {
        name: sum((before[name][column] == "G").any() for column in naming_accounts(name) if (name, column) != ("accounts", "account_id"))
        for name in seen.moves
    }
    assert ("merge", "Li", "G → K") == tuple(wb.journal().iloc[0][["kind", "author", "source"]])
    assert batch == wb.revision


def test_undo_brings_everything_back() -> None:
    """Every table, row ids included, is what it was; undoing the undo merges again."""
    wb = _full()
    before = _state(wb)
    batch = wb.merge("K", ["G"])
    merged = _state(wb)

    undo = wb.undo(batch)
    assert _same(before, _state(wb))
    wb.undo(undo)
    assert _same(merged, _state(wb))


def test_an_undo_is_refused_while_later_changes_rest_on_the_merge() -> None:
    """A row that moved was edited: the undo names it; without that edit it goes through."""
    wb = _full()
    before = _state(wb)
    batch = wb.merge("K", ["G"])
    row = wb.table("notes").query("account_id == 'K'").iloc[0]
    edit = wb.apply([Change("notes", int(str(row.name)), "author", None, "Wang")])

    with pytest.raises(UndoRefused) as caught:
        wb.undo(batch)

    assert [{"table": "notes", "row_id": int(str(row.name)), "batch": edit}] == caught.value.facts["conflicts"]
    wb.undo(edit)
    wb.undo(batch)
    assert _same(before, _state(wb))


def test_an_undo_is_refused_when_the_id_is_taken_again() -> None:
    """Somebody made a new account of that id since; two of one id are never made."""
    wb = _full()
    batch = wb.merge("K", ["G"])
    wb.apply([Insert("accounts", {"account_id": "G"})])

    with pytest.raises(UndoRefused):
        wb.undo(batch)


def _accounts(**rows: dict[str, Any]) -> Workbook:
    wb = Workbook()
    wb.apply([Insert("accounts", {"account_id": name, **values}) for name, values in rows.items()])
    return wb


def test_the_attributes_of_the_one_that_stays_win_and_its_gaps_are_filled() -> None:
    """The preview says which are the same, filled or differ; a choice takes another account's value."""
    wb = _accounts(
        K={"account_name": "Nord", "city": "Kiel", "owner": "Li"},
        G={"account_name": "Nord AG", "city": "Kiel", "owner": "Wang", "tier": "A"},
        H={"tier": "B", "region": "North"},
    )
    seen = preview(wb, "K", ["G", "H"], take={"owner": "G"})

    assert {"account_name": "differs", "city": "same", "owner": "differs", "tier": "differs", "region": "filled"} == {
        one.column: one.state for one in seen.attributes
    }
    wb.merge("K", ["G", "H"], take={"owner": "G"})
    [kept] = wb.table("accounts").to_dict("records")
    assert ("K", "Nord", "Kiel", "Wang", "A", "North") == tuple(
        kept[name] for name in ("account_id", "account_name", "city", "owner", "tier", "region")
    )


def test_a_group_merged_with_its_member_is_not_its_own_group() -> None:
    """Either way round; the group above both stays."""
    wb = _accounts(K={"parent_id": "G"}, G={"parent_id": "top"}, top={}, M={"parent_id": "G"})

    wb.merge("K", ["G"])

    parents = wb.table("accounts").set_index("account_id")["parent_id"]
    assert ("top", "K") == (parents["K"], parents["M"])


def test_ids_and_names_of_the_ones_that_go_are_kept_as_other_names() -> None:
    """But for a name that somebody else has; names follow when the one that stays is merged in its turn."""
    wb = _accounts(
        K={"account_name": "Nord"}, G={"account_name": "Nord AG"}, H={"account_name": "Twice"}, T={"account_name": "Twice"}, Z={},
    )  # fmt: skip
    wb.merge("K", ["G", "H"])
    assert {"G": "K", "H": "K", "Nord AG": "K"} == dict(wb.table("aliases")[["alias", "account_id"]].to_numpy())

    wb.merge("Z", ["K"])

    assert {"G": "Z", "H": "Z", "Nord AG": "Z", "K": "Z", "Nord": "Z"} == dict(wb.table("aliases")[["alias", "account_id"]].to_numpy())


def test_what_is_no_merge_is_refused() -> None:
    """An account with itself, with nothing, twice, or the place of lines without an account."""
    wb = _accounts(K={}, G={}, **{NO_ACCOUNT: {}})
    for keep, gone in (("K", ["K"]), ("K", []), ("K", ["G", "G"]), ("K", [NO_ACCOUNT]), (NO_ACCOUNT, ["K"])):
        with pytest.raises(BadEdit):
            wb.merge(keep, gone)
    assert 1 == wb.revision


def test_an_account_nobody_knows_is_not_merged() -> None:
    """Nothing is written."""
    wb = _accounts(K={})
    with pytest.raises(UnknownName):
        wb.merge("K", ["Q"])
    assert 1 == wb.revision


def test_a_hundred_thousand_lines_move_at_once() -> None:
    """Sums stay, by account and over all; and come back."""
    wb, n = Workbook(), 100_000
    wb.apply([Insert("accounts", {"account_id": name}) for name in ("K", "G", "X")])
    lines = {"account_id": (["G"] * 3 + ["X"]) * (n // 4), "date": [date(2024, 1, 1)] * n, "revenue": [1.0] * n, "grain": ["line"] * n}
    wb.record("load", {"transactions": pa.table(lines)})
    sums = "SELECT account_id, sum(revenue) AS r FROM transactions GROUP BY 1 ORDER BY 1"

    batch = wb.merge("K", ["G"])

    assert {"K": 75_000.0, "X": 25_000.0} == dict(wb.frame(sums).to_numpy())
    wb.undo(batch)
    assert {"G": 75_000.0, "X": 25_000.0} == dict(wb.frame(sums).to_numpy())


def test_a_merge_leaves_no_account_under_itself() -> None:
    """The group of the one that stays goes where it would stand under it then: a member that is merged with the top of its group."""
    wb = Workbook()
    above = {"G": None, "X": "G", "K": "X", "Z": None}
    wb.apply([Insert("accounts", {"account_id": name, "parent_id": group}) for name, group in above.items()])
    before = _state(wb)

    assert not [one for one in preview(wb, "K", ["G"]).attributes if one.column == "parent_id"]
    batch = wb.merge("K", ["G"])
    assert {"X": "K", "K": None, "Z": None} == {
        row.account_id: row.parent_id if isinstance(row.parent_id, str) else None for row in wb.table("accounts").itertuples()
    }
    wb.undo(batch)
    assert _same(before, _state(wb))
