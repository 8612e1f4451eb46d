"""Which accounts of a workbook may be one: by name, by id, never what was said to be apart, and what a load brought."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kam_core as kam
from kam_core.identity import after_load, keep_apart, twins_of
from kam_core.params import Params
from kam_core.workbook import Change, Insert, Workbook


def _book(**accounts: dict[str, Any]) -> Workbook:
    wb = Workbook()
    wb.apply([Insert("accounts", {"account_id": name.lstrip("_"), **values}) for name, values in accounts.items()])
    return wb


def _groups(wb: Workbook) -> list[set[str]]:
    twins = twins_of(wb, Params())
    return [set(part["account_id"]) for _, part in twins[twins["check"] == "alike"].groupby("group")]


def test_a_group_holds_all_that_are_alike_with_the_weakest_reason() -> None:
    """Three spellings of one firm are one line; the difference that says most is given."""
    wb = _book(
        A={"account_name": "骏驰车业有限公司"},
        B={"account_name": "駿馳車業"},
        C={"account_name": "骏驰车业集团"},
        D={"account_name": "宏达"},
    )
    twins = twins_of(wb, Params())

    assert [{"A", "B", "C"}] == _groups(wb)
    assert {("group", 96.0)} == set(zip(twins["why"], twins["ratio"], strict=True))


def test_ids_that_differ_by_zeros_are_one_where_the_names_allow_it() -> None:
    """Another firm that happens to have such an id is none."""
    wb = _book(
        _007={"account_name": "Harbor Steel Works"},
        _7={"account_name": "Harbor Steel"},
        _08={"account_name": "Nord"},
        _8={"account_name": "Ost"},
    )

    assert [{"007", "7"}] == _groups(wb)


def test_a_slip_between_two_cities_is_none() -> None:
    """Names that differ by a letter are of two firms where the accounts are in two cities; equal names still are one."""
    slip = ("Metropolitan Supply", "Metropolitain Supply")
    assert [{"A", "B"}] == _groups(_book(A={"account_name": slip[0], "city": "Kiel"}, B={"account_name": slip[1]}))
    assert [] == _groups(_book(A={"account_name": slip[0], "city": "Kiel"}, B={"account_name": slip[1], "city": "Ulm"}))
    assert [{"A", "B"}] == _groups(_book(A={"account_name": "Nord AG", "city": "Kiel"}, B={"account_name": "NORD", "city": "Ulm"}))


def test_what_is_kept_apart_is_not_proposed_until_that_is_undone() -> None:
    """One pair of three leaves the others; the choice is a batch like any other."""
    wb = _book(A={"account_name": "Nord AG"}, B={"account_name": "Nord GmbH"}, C={"account_name": "Süd"}, D={"account_name": "SÜD"})

    batch = keep_apart(wb, ["A", "B"], author="Li")

    assert [{"C", "D"}] == _groups(wb)
    assert ("Li", "edit") == tuple(wb.journal().iloc[0][["author", "kind"]])
    wb.undo(batch)
    assert [{"A", "B"}, {"C", "D"}] == _groups(wb)


def test_a_merge_settles_the_proposal() -> None:
    """What was merged is not proposed; undone, it is again."""
    wb = _book(A={"account_name": "Nord AG"}, B={"account_name": "Nord GmbH"})
    batch = wb.merge("A", ["B"])
    assert [] == _groups(wb)
    wb.undo(batch)
    assert [{"A", "B"}] == _groups(wb)


def test_after_a_load_the_names_it_brought_are_told(tmp_path: Path) -> None:
    """Those that look like accounts there already, or like each other; known accounts of the file are not new."""
    wb = _book(A={"account_name": "Nord AG"}, B={"account_name": "Süd"}, C={"account_name": "Ost AG"}, D={"account_name": "Ost"})
    path = tmp_path / "a.csv"
    path.write_text("account id,account name\nA,Nord AG\nX,NORD\nY,Neu\n", encoding="utf-8")

    found = after_load(wb, wb.load("accounts", path).batch)

    assert {"A": False, "X": True} == dict(zip(found["account_id"], found["new"], strict=True))
    edit = wb.apply([Change("accounts", int(wb.table("accounts").index[1]), "city", None, "Ulm")])
    assert after_load(wb, edit).empty


def test_the_sample_holds_two_doubles_and_no_more() -> None:
    """Of 635 real resellers, those that bear one name."""
    wb = Workbook()
    kam.samples.fill(wb, "resellers")

    twins = twins_of(wb, Params())

    assert {"Sports Products Store", "Friendly Bike Shop"} == set(twins["name"])
    assert [] == kam.identity.parents(wb)
