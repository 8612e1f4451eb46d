"""What a file means that the workbook knows: other names of merged accounts, accounts by their name, rows by chosen fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kam_core.errors import BadEdit, LoadError, MissingField, UnknownName
from kam_core.ingest import LoadOptions
from kam_core.schema import TABLES
from kam_core.workbook import Insert, Workbook


def _book(**accounts: dict[str, Any]) -> Workbook:
    wb = Workbook()
    wb.apply([Insert("accounts", {"account_id": name, **values}) for name, values in accounts.items()])
    return wb


def _file(tmp_path: Path, *lines: str, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _said(repairs: Any, kind: str) -> dict[str, int]:
    return {repair.detail: repair.count for repair in repairs if repair.kind == kind}


def _rejects(report: Any) -> list[tuple[int, str]]:
    return list(zip(report.rejects["row"], report.rejects["reason"], strict=True))


def _by_id(wb: Workbook) -> pd.DataFrame:
    return wb.table("accounts").set_index("account_id")


ORDERS = (
    "customer id,order date,order id,product,revenue",
    "G,2024-01-05,1,Bike,10",
    "Nord AG,2024-01-06,2,Bike,20",
    "K,2024-01-07,3,Bike,40",
)


def test_rows_that_use_the_other_name_go_to_the_account_that_stayed(tmp_path: Path) -> None:
    """By id or by name; how many is said for each, and nothing comes to life again."""
    wb = _book(K={"account_name": "Nord"}, G={"account_name": "Nord AG"})
    wb.merge("K", ["G"])

    report = wb.load("transactions", _file(tmp_path, *ORDERS))

    assert {"G → K": 1, "Nord AG → K": 1} == _said(report.repairs, "alias_applied")
    assert (["K"], ["K", "K", "K"]) == (wb.table("accounts")["account_id"].tolist(), wb.table("transactions")["account_id"].tolist())
    assert report.reconciliation.balanced


def test_once_the_merge_is_undone_the_other_name_means_its_own_account_again(tmp_path: Path) -> None:
    """The next file goes where it went before."""
    wb = _book(K={}, G={})
    wb.undo(wb.merge("K", ["G"]))

    report = wb.load("transactions", _file(tmp_path, *ORDERS[:2]))

    assert ({}, ["G"]) == (_said(report.repairs, "alias_applied"), wb.table("transactions")["account_id"].tolist())


def test_an_account_of_that_id_made_since_is_itself(tmp_path: Path) -> None:
    """An other name never stands in the way of a real account."""
    wb = _book(K={}, G={})
    wb.merge("K", ["G"])
    wb.apply([Insert("accounts", {"account_id": "G"})])

    wb.load("transactions", _file(tmp_path, *ORDERS[:2]))

    assert ["G"] == wb.table("transactions")["account_id"].tolist()


@pytest.mark.parametrize("lines", [("K,Nord,Li,", "G,Nord AG,Wang,Kiel"), ("G,Nord AG,Wang,Kiel", "K,Nord,Li,")])
def test_an_other_name_fills_what_is_missing_and_changes_nothing(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """A list that still holds both, in any order: the row of the one that stayed wins, the other one fills its gaps."""
    wb = _book(K={"account_name": "Nord", "tier": "A"}, G={"account_name": "Nord AG"})
    wb.merge("K", ["G"])

    report = wb.load("accounts", _file(tmp_path, "account id,account name,owner,city", *lines))

    [kept] = wb.table("accounts").to_dict("records")
    assert ("K", "Nord", "Li", "Kiel", "A") == tuple(kept[name] for name in ("account_id", "account_name", "owner", "city", "tier"))
    assert (2, {"G → K": 1}) == (report.rows_loaded, _said(report.repairs, "alias_applied"))


def test_contacts_and_ratings_follow(tmp_path: Path) -> None:
    """Whatever names an account."""
    wb = _book(K={}, G={})
    wb.merge("K", ["G"])

    wb.load("contacts", _file(tmp_path, "contact id,account id,contact name", "P1,G,Li Na"))
    wb.load("ratings", _file(tmp_path, "account id,item,value", "G,trust,4", name="r.csv"))

    assert (["K"], ["K"]) == (wb.table("contacts")["account_id"].tolist(), wb.table("ratings")["subject_id"].tolist())
    assert ["K"] == wb.table("accounts")["account_id"].tolist()


@pytest.mark.parametrize("first", ["merge", "undo"])
def test_a_merge_or_its_undo_between_reading_and_storing_is_noticed(tmp_path: Path, first: str) -> None:
    """The file has to be read again; nothing is stored."""
    wb = _book(K={}, G={})
    merged = None if first == "merge" else wb.merge("K", ["G"])
    staged = wb.stage("transactions", _file(tmp_path, *ORDERS[:2]))
    if merged is None:
        wb.merge("K", ["G"])
    else:
        wb.undo(merged)

    with pytest.raises(LoadError):
        wb.accept(staged)
    assert 0 == wb.count("transactions")


BY_NAME = LoadOptions(match="account_name")


def test_a_list_finds_its_accounts_by_name(tmp_path: Path) -> None:
    """By the name as it stands or without its legal form; the known spelling and id stay; a new name makes a new account."""
    wb = _book(A1={"account_name": "上海骏驰车业有限公司"}, A2={"account_name": "Nord AG", "city": "Kiel"})
    lines = ("客户编号,客户名称,城市", "X1,上海骏驰车业股份有限公司,上海", "X2,Nord AG,", "X3,Neu GmbH,Ulm")

    report = wb.load("accounts", _file(tmp_path, *lines), options=BY_NAME)

    found = _by_id(wb)
    assert ["A1", "A2", "X3"] == sorted(found.index)
    assert ("上海骏驰车业有限公司", "上海", "Kiel", "Ulm") == (
        found.loc["A1", "account_name"], found.loc["A1", "city"], found.loc["A2", "city"], found.loc["X3", "city"],
    )  # fmt: skip
    assert {"new": 1, "updated": 1, "unchanged": 1} == report.effect
    assert 2 == sum(_said(report.repairs, "matched").values())


def test_a_name_of_two_accounts_is_rejected_and_listed(tmp_path: Path) -> None:
    """So is a row that would take the id of an account of another name, and a second row for one account."""
    wb = _book(A1={"account_name": "Nord AG"}, A2={"account_name": "Nord GmbH"}, A3={"account_name": "Ost"}, A4={"account_name": "West"})
    lines = ("account id,account name,city", "1,Nord,Kiel", "A3,Elsewhere,Ulm", "3,Ost Ltd,Bonn", "4,OST,Jena", "5,Nord AG,Kiel")

    report = wb.load("accounts", _file(tmp_path, *lines), options=BY_NAME)

    assert [(2, "ambiguous_match"), (3, "id_taken"), (5, "duplicate_key")] == _rejects(report)
    assert ("Bonn", "Kiel") == (_by_id(wb).loc["A3", "city"], _by_id(wb).loc["A1", "city"])
    assert report.reconciliation.balanced


def test_sales_find_their_accounts_by_name(tmp_path: Path) -> None:
    """Lines that name customers land on the accounts that have ids of their own."""
    wb = _book(A1={"account_name": "Nord AG"})
    lines = ("customer name,order date,revenue", "Nord G.m.b.H.,2024-01-05,10", "Neu,2024-01-06,20")

    wb.load("transactions", _file(tmp_path, *lines), options=BY_NAME)

    assert ["A1", "Neu"] == wb.table("transactions")["account_id"].tolist()
    assert ["A1", "Neu"] == sorted(_by_id(wb).index)


def test_what_cannot_be_matched_by_is_said(tmp_path: Path) -> None:
    """A column the file lacks, an attribute nobody knows."""
    path = _file(tmp_path, "account id,city", "A,Kiel")
    with pytest.raises(MissingField):
        _book().load("accounts", path, options=BY_NAME)
    with pytest.raises((UnknownName, MissingField)):
        _book().load("accounts", path, options=LoadOptions(match="nonsense"))


BY_ORDER = LoadOptions(update_by=("order_id", "product"))
HEADER = "customer id,order date,order id,product,revenue"


def test_corrected_lines_take_the_place_of_those_they_correct(tmp_path: Path) -> None:
    """One row for each order and product: changed, left as it was, or new; what the file lacks stays; the undo brings all back."""
    wb = _book(A={})
    stored = ("A,2024-01-05,1,Bike,10,x", "A,2024-01-05,1,Bell,5,y", "A,2024-01-06,2,Bike,7,z")
    wb.load("transactions", _file(tmp_path, f"{HEADER},category", *stored))
    before = {name: wb.table(name) for name in TABLES}

    lines = ("A,2024-01-05,1,Bike,12", "A,2024-01-05,1,Bell,5", "A,2024-01-09,3,Bike,9")
    report = wb.load("transactions", _file(tmp_path, HEADER, *lines, name="b.csv"), options=BY_ORDER)

    rows = wb.table("transactions").sort_index()
    assert [("1", "Bike", 12.0, "x"), ("1", "Bell", 5.0, "y"), ("2", "Bike", 7.0, "z"), ("3", "Bike", 9.0)] == [
        tuple(value for value in row if isinstance(value, str | float) and value == value)
        for row in rows[["order_id", "product", "revenue", "category"]].itertuples(index=False)
    ]
    assert rows.index[:3].tolist() == before["transactions"].index.tolist()
    assert {"new": 1, "updated": 1, "unchanged": 1} == report.effect
    assert report.reconciliation.balanced
    wb.undo(report.batch)
    assert all(before[name].equals(wb.table(name)) for name in TABLES)


def test_lines_that_may_correct_several_are_rejected_and_listed(tmp_path: Path) -> None:
    """Two stored rows for one of the file, or two of the file for a stored one; what is new may repeat, what lacks a field is new."""
    wb = _book(A={})
    wb.load("transactions", _file(tmp_path, HEADER, "A,2024-01-05,1,Bike,10", "A,2024-01-05,1,Bike,11", "A,2024-01-06,2,Bike,7"))
    lines = ("A,2024-01-05,1,Bike,12", "A,2024-01-06,2,Bike,8", "A,2024-01-06,2,Bike,9", "A,2024-02-01,5,Bike,1", "A,2024-02-01,5,Bike,1",
             "A,2024-02-01,,Bike,3")  # fmt: skip

    report = wb.load("transactions", _file(tmp_path, HEADER, *lines, name="b.csv"), options=BY_ORDER)

    assert [(2, "ambiguous_row"), (3, "ambiguous_row"), (4, "ambiguous_row")] == _rejects(report)
    assert (6, {"new": 3, "updated": 0, "unchanged": 0}) == (wb.count("transactions"), report.effect)
    assert report.reconciliation.balanced


def test_rows_added_between_reading_and_storing_are_noticed(tmp_path: Path) -> None:
    """What was one row by the chosen fields is two now: nothing is stored."""
    wb = _book(A={})
    path = _file(tmp_path, HEADER, "A,2024-01-05,1,Bike,10")
    wb.load("transactions", path)
    staged = wb.stage("transactions", _file(tmp_path, HEADER, "A,2024-01-05,1,Bike,12", name="b.csv"), options=BY_ORDER)
    wb.load("transactions", path, again=True)

    with pytest.raises(LoadError):
        wb.accept(staged)
    assert [10.0, 10.0] == wb.table("transactions")["revenue"].tolist()


def test_other_tables_are_updated_by_fields_as_well(tmp_path: Path) -> None:
    """Visits by account, day and kind, through the other name of a merged account too."""
    wb = _book(K={}, G={})
    wb.load("interactions", _file(tmp_path, "account id,date,kind,hours", "K,2024-01-05,visit,1"))
    wb.merge("K", ["G"])

    options = LoadOptions(update_by=("account_id", "date", "kind"))
    report = wb.load("interactions", _file(tmp_path, "account id,date,kind,hours", "G,2024-01-05,visit,3", name="b.csv"), options=options)

    assert ([3.0], {"new": 0, "updated": 1, "unchanged": 0}) == (wb.table("interactions")["hours"].tolist(), report.effect)


def test_fields_that_cannot_tell_rows_apart_are_refused(tmp_path: Path) -> None:
    """A field without a column, and a table that has a key already."""
    wb = _book(A={})
    with pytest.raises(MissingField):
        wb.load("transactions", _file(tmp_path, "customer id,order date,revenue", "A,2024-01-05,1"), options=BY_ORDER)
    with pytest.raises(BadEdit):
        wb.load("accounts", _file(tmp_path, "account id,city", "A,Kiel"), options=LoadOptions(update_by=("city",)))
