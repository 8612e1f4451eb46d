"""Loading files into a workbook: exact counts, once only, whole or not at all, undone in one piece."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from kam_core.errors import AlreadyLoaded, BadEdit, KamError, LoadError, UnknownName, WorkbookError
from kam_core.workbook import Insert, Workbook, loads

LINES = "account_id,account_name,date,revenue\nA,Acme,2024-01-05,10.50\nB,Nord,2024-02-05,20\nA,Acme,2024-03-05,30\n"


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    file = tmp_path / "sales.csv"
    file.write_text(LINES, encoding="utf-8")
    return file


def _state(wb: Workbook) -> tuple[int, dict[str, int], int, int]:
    return wb.revision, dict(wb.revisions), wb.count("transactions"), wb.count("accounts")


def test_every_row_of_the_file_is_accounted_for(tmp_path: Path) -> None:
    """Read = loaded + rejected + left out, and what is loaded is what is stored."""
    file = tmp_path / "messy.csv"
    file.write_text(f"{LINES}C,South,not a day,40\nD,West,2024-04-05,many\nTotal,,,60.50\n", encoding="utf-8")
    wb = Workbook()

    report = wb.load("transactions", file)

    left_out = sum(repair.count for repair in report.repairs if repair.kind == "total_row")
    assert (6, 3, 2, 1) == (report.rows_read, report.rows_loaded, report.rows_rejected, left_out)
    assert [(5, "date", "not a day"), (6, "revenue", "many")] == list(
        report.rejects[["row", "column", "value"]].itertuples(index=False, name=None)
    )
    assert [10.5, 20, 30] == wb.table("transactions")["revenue"].tolist()


def test_the_same_bytes_are_loaded_once(sales: Path, tmp_path: Path) -> None:
    """Under whatever name; a second time needs a word; undone, they may come again."""
    wb = Workbook()
    first = wb.load("transactions", sales)
    renamed = tmp_path / "renamed.csv"
    renamed.write_bytes(sales.read_bytes())

    with pytest.raises(AlreadyLoaded) as caught:
        wb.load("transactions", renamed)
    assert (first.batch, 3) == (caught.value.facts["batch"], wb.count("transactions"))

    assert 6 == (wb.load("transactions", renamed, again=True), wb.count("transactions"))[1]
    for batch in (2, 1):
        wb.undo(batch)
    assert 3 == (wb.load("transactions", sales), wb.count("transactions"))[1]


def test_eight_people_loading_one_file_load_it_once(sales: Path) -> None:
    """Staged outside the lock by all, the file is looked for again under it."""
    wb = Workbook()
    barrier = threading.Barrier(8)

    def load(_: int) -> bool:
        staged = wb.stage("transactions", sales)
        barrier.wait()
        try:
            wb.accept(staged)
        except AlreadyLoaded:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert [True] == [loaded for loaded in pool.map(load, range(8)) if loaded]
    assert (1, 3, 2) == (wb.revision, wb.count("transactions"), wb.count("accounts"))


def test_what_is_staged_is_stored_once(sales: Path) -> None:
    """A double click on "load" stores one batch, even when two copies were allowed; discarded, nothing is stored."""
    wb = Workbook()
    staged = wb.stage("transactions", sales)

    def accept(_: int) -> int | str:
        try:
            return wb.accept(staged, again=True).batch
        except KamError as error:
            return error.code

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(accept, range(4)))
    assert (1, 3, 3) == (outcomes.count(1), sum(isinstance(outcome, str) for outcome in outcomes), wb.count("transactions"))
    left = wb.stage("transactions", sales)
    left.discard()
    with pytest.raises(LoadError):
        wb.accept(left, again=True)


def test_a_load_staged_before_another_change_meets_what_is_there_now(sales: Path, tmp_path: Path) -> None:
    """Accounts that another load made in the meantime are not made twice; an edit in the meantime is kept."""
    wb = Workbook()
    staged = wb.stage("transactions", sales)
    other = tmp_path / "other.csv"
    other.write_text(LINES.replace("30", "31"), encoding="utf-8")
    wb.load("transactions", other)
    wb.apply([Insert("accounts", {"account_id": "C"})])

    report = wb.accept(staged)

    assert (3, ["A", "B", "C"], 6) == (report.batch, wb.table("accounts")["account_id"].tolist(), wb.count("transactions"))


def test_what_is_staged_belongs_to_one_workbook_while_it_is_open(sales: Path, tmp_path: Path) -> None:
    """Into another workbook, or after this one was closed, nothing is stored."""
    path = tmp_path / "a.duckdb"
    with Workbook(path) as wb:
        staged = wb.stage("transactions", sales)
        with Workbook() as other, pytest.raises(WorkbookError):
            other.accept(staged)
    with Workbook(path) as again:
        with pytest.raises(WorkbookError, match="Read the file again"):
            again.accept(staged)
        assert (0, 0) == (again.revision, again.count("transactions"))


def test_undoing_a_load_takes_lines_and_derived_accounts_in_one_batch(sales: Path) -> None:
    """What one file brought goes in one piece, and comes back in one."""
    wb = Workbook()
    wb.apply([Insert("accounts", {"account_id": "A", "owner": "Li"})])
    batch = wb.load("transactions", sales).batch
    assert (2, 3, 2) == (batch, wb.count("transactions"), wb.count("accounts"))

    undo = wb.undo(batch)
    assert (3, 0, ["A"]) == (undo, wb.count("transactions"), wb.table("accounts")["account_id"].tolist())

    wb.undo(undo)
    assert (3, ["A", "B"]) == (wb.count("transactions"), wb.table("accounts")["account_id"].tolist())


def test_the_undo_of_a_large_load_is_one_line_and_quick() -> None:
    """200,000 rows go and come back by marking one batch; what it costs does not grow with the rows."""
    wb, rows = Workbook(), 200_000
    data = pa.table({"account_id": ["A"] * rows, "date": np.full(rows, np.datetime64("2024-01-01")), "revenue": np.ones(rows)})
    batch = wb.record("load", {"transactions": data})
    lines, stored = len(wb.journal()), wb.frame("SELECT count(*) AS n FROM rows_transactions")["n"].iloc[0]

    started = time.perf_counter()
    undo = wb.undo(batch)
    seconds = time.perf_counter() - started

    assert (lines + 1, 0, stored) == (
        len(wb.journal()),
        wb.count("transactions"),
        wb.frame("SELECT count(*) AS n FROM rows_transactions")["n"].iloc[0],
    )
    assert seconds < 0.5
    wb.undo(undo)
    assert rows == wb.count("transactions")


@pytest.mark.parametrize("where", ["file", "memory"])
def test_a_load_that_fails_in_the_middle_changes_nothing(sales: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Lines written, accounts not yet: all is taken back, and the next attempt works."""
    write, calls = loads._write, []

    def fail(*args: object, **named: object) -> int:
        if calls:
            raise MemoryError
        calls.append(1)
        return write(*args, **named)

    with Workbook(tmp_path / "a.duckdb" if where == "file" else None) as wb:
        wb.apply([Insert("accounts", {"account_id": "Z"})])
        before = _state(wb)
        with monkeypatch.context() as patch:
            patch.setattr(loads, "_write", fail)
            with pytest.raises(MemoryError):
                wb.load("transactions", sales)

        assert before == _state(wb)
        assert (2, 3, 3) == (wb.load("transactions", sales).batch, wb.count("transactions"), wb.count("accounts"))


def test_a_file_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    """No batch, no temporary table, no cursor."""
    wb = Workbook()
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    before = _state(wb)

    with pytest.raises(KamError):
        wb.load("transactions", tmp_path / "empty.csv")
    with pytest.raises(UnknownName):
        wb.load("sales; DROP TABLE batches", tmp_path / "empty.csv")

    assert (before, False) == (_state(wb), wb.busy)
    assert 0 == wb.frame("SELECT count(*) AS n FROM duckdb_tables() WHERE table_name LIKE 'staged%'")["n"].iloc[0]


def test_a_mapping_is_remembered_for_the_next_file_with_that_header(tmp_path: Path) -> None:
    """Told once, also over a restart; another header is not affected."""
    path = tmp_path / "a.duckdb"
    for month in (1, 2):
        file = tmp_path / f"{month}.csv"
        file.write_text(f"wer,wann,wieviel\nA,2024-0{month}-05,{month}\n", encoding="utf-8")
        with Workbook(path) as wb:
            told = {"wer": "account_id", "wann": "date", "wieviel": "revenue"} if month == 1 else None
            report = wb.load("transactions", file, told)
            assert {"wer": "account_id", "wann": "date", "wieviel": "revenue"} == report.mapping
    with Workbook(path) as wb:
        assert [1, 2] == wb.table("transactions")["revenue"].tolist()
        assert wb.known_mapping("transactions", "another header") is None


def test_the_mapping_of_a_wide_table_is_remembered_too(tmp_path: Path) -> None:
    """Its period columns are found anew each time, so that a second file with the same periods loads like the first."""
    wb = Workbook()
    for number in (1, 2):
        file = tmp_path / f"{number}.csv"
        file.write_text(f"Wer,2023Q1,2023Q2,2023Q3\nAcme,{number},2,3\nNord,4,5,6\n", encoding="utf-8")
        report = wb.load("transactions", file, {"Wer": "account_name"} if number == 1 else None)
        assert {"Wer": "account_name", "2023Q1": "revenue", "2023Q2": "revenue", "2023Q3": "revenue"} == report.mapping

    assert [("2023-03-31", 3.0), ("2023-06-30", 4.0), ("2023-09-30", 6.0)] == list(
        wb.frame("SELECT CAST(date AS VARCHAR), sum(revenue) FROM transactions WHERE account_id = 'Acme' GROUP BY 1 ORDER BY 1").itertuples(
            index=False, name=None
        )
    )


def test_a_record_says_whether_it_is_illustrative() -> None:
    """What is invented stays marked as such in the journal."""
    wb = Workbook()
    wb.record("sample", {"accounts": pa.table({"account_id": ["A"]})}, source="s", author="x", illustrative=True)
    wb.record("sample", {"accounts": pa.table({"account_id": ["B"]})})

    columns = ["batch", "kind", "source", "author", "illustrative", "counts"]
    assert [(2, "sample", "", "", False, '{"accounts": 1}'), (1, "sample", "s", "x", True, '{"accounts": 1}')] == list(
        wb.journal()[columns].itertuples(index=False, name=None)
    )


def test_a_key_that_stands_twice_in_one_list_is_one_row() -> None:
    """The last value of each column counts, as if the lines had come one after the other; new and known keys alike."""
    wb = Workbook()
    wb.apply([Insert("accounts", {"account_id": "A", "owner": "Li", "region": "East"})])
    rows = {
        "account_id": ["A", "B", "A", "B", "B"],
        "owner": ["Wang", "Xu", None, None, "Zhao"],
        "region": [None, "West", "North", None, None],
    }

    wb.record("import", {"accounts": pa.table(rows)})

    frame = wb.table("accounts")
    assert [("A", "Wang", "North"), ("B", "Zhao", "West")] == list(
        frame[["account_id", "owner", "region"]].itertuples(index=False, name=None)
    )
    wb.undo(2)
    assert [("A", "Li")] == list(wb.table("accounts")[["account_id", "owner"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("accounts", {"account_id": pa.array(["A", None], pa.string())}),
        ("accounts", {"account_name": ["no key"]}),
        ("contacts", {"contact_id": ["new, but nameless"], "influence": [3]}),
        ("accounts", {"account_id": ["A"], "employees": ["many"]}),
        ("ratings", {"subject_id": ["A"], "item": ["x"], "value": [float("nan")]}),
        ("ratings", {"subject_id": ["A"], "item": ["x"], "value": [float("inf")]}),
        ("transactions", {"date": ["2024-01-01"], "revenue": [1e30]}),
    ],
)
def test_rows_that_are_none_are_refused_and_nothing_is_stored(table: str, rows: dict[str, object]) -> None:
    """A row without its key, without a needed value or with a number that is none does not enter by the back door."""
    wb = Workbook()

    with pytest.raises(BadEdit):
        wb.record("import", {table: pa.table(rows)})

    assert (0, 0) == (wb.revision, wb.count(table))
    assert 1 == wb.apply([Insert("accounts", {"account_id": "A"})])


def test_accounts_that_a_file_brings_along_are_counted_too(tmp_path: Path) -> None:
    """The journal names both tables, and what is remembered about accounts is asked anew; a second file with the same adds none."""
    file = tmp_path / "orders.csv"
    file.write_text("customer,date,amount\nNord,2024-01-01,5\nSüd,2024-01-02,6\nNord,2024-01-03,7\n", encoding="utf-8")
    wb = Workbook()

    first = wb.load("transactions", file).batch
    assert {"transactions": 3, "accounts": 2} == json.loads(wb.journal()["counts"].iloc[0])
    assert first == wb.revisions["accounts"]
    wb.load("transactions", file, again=True)
    assert {"transactions": 3} == json.loads(wb.journal()["counts"].iloc[0])
    assert first == wb.revisions["accounts"]
