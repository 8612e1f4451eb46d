"""The reconciliation adds up to the row and to the cent, by hand, against an independent count, and says so when it does not."""

from __future__ import annotations

import csv
import datetime
import io
import os
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kam_core as kam
from kam_core.ingest.balance import physical
from kam_core.ingest.balance.parts import finding, part_title, stated_words, unit_words
from kam_core.ingest.balance.reconcile import Part, Reconciliation
from kam_core.text import translator
from kam_core.workbook import reconciled

EN = translator("en")

UGLY = """2024 sales report
Customer,Date,Amount,Cost,Remark
A,2024-01-05,"1,234.50",60,"two
lines"
B,2024-02-05,50.25,70,
,2024-02-06,5,70,
B,2024-02-05,50.25,70,

B,2024-13-45,100,70,
B,2024-03-05,abc,70,
C,2024-03-06,9.99,,
Total,,1540.00,,
"""


def loaded(path: Path, content: str | bytes, table: str = "transactions", wb: kam.Workbook | None = None, **options) -> kam.LoadReport:
    """Write a file and load it into a workbook in memory."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return (wb or kam.Workbook()).load(table, path, options=kam.LoadOptions(**options))


def rows(found: Reconciliation) -> dict[str, int]:
    return {part.id: part.rows for part in found.parts}


def sums(found: Reconciliation, name: str = "revenue") -> dict[str, str | None]:
    """The sums of one amount as they are written."""
    return {part: None if value is None else str(value) for part, value in zip(found.lines["part"], found.lines[name], strict=True)}


def test_every_line_and_every_cent_of_a_file_is_accounted_for(tmp_path):
    """Title, header, a cell over two lines, a blank, a total, two bad rows: rows and sums are those one adds up by hand."""
    found = loaded(tmp_path / "a.csv", UGLY).reconciliation

    assert {
        "file": 12, "preamble": 1, "header": 1, "continued": 1, "blank_row": 1,
        "read": 8, "totals": 1, "rejected:not_a_date": 1, "rejected:not_a_number": 1, "loaded": 5,
        "duplicates": 1, "no_account": 1, "stored": 5, "difference": 0, "shown": 5,
    } == rows(found)  # fmt: skip
    assert {
        "read": "2989.99", "totals": "1540.00", "rejected:not_a_date": "100.00", "loaded": "1349.99",
        "duplicates": "50.25", "no_account": "5.00", "stored": "1349.99", "difference": "0.00", "shown": "1349.99",
    } == {part: value for part, value in sums(found).items() if value is not None}  # fmt: skip
    assert "410.00" == sums(found, "cost")["read"]
    assert {"revenue": 1} == found["rejected:not_a_number"].without
    assert sums(found)["rejected:not_a_number"] is None, "what is not readable is no zero"
    assert {"cost": 1} == found["loaded"].without
    assert found.balanced
    assert list(found.lines["part"]) == [part.id for part in found.parts]


def test_the_rows_behind_each_part_are_those_of_the_file(tmp_path):
    """Each part shows its lines as they stand in the file, the line number first; all of them with every column on demand."""
    path = tmp_path / "a.csv"
    path.write_text(UGLY)
    staged = kam.Workbook().stage("transactions", path)
    found = staged.reconciliation

    behind = {part: found.rows_behind(part)["row"].tolist() for part in rows(found)}
    assert {"preamble": [1], "header": [2], "continued": [3], "blank_row": [8], "totals": [12], "rejected:not_a_date": [9],
            "rejected:not_a_number": [10], "duplicates": [7], "no_account": [6]} == {k: v for k, v in behind.items() if v}  # fmt: skip
    assert [10, "B", "2024-03-05", "abc", "70", ""] == found.rows_behind("rejected:not_a_number", every=True).iloc[0].tolist()
    assert ["Total"] == found.rows_behind("totals", every=True)["Customer"].tolist()
    assert found.rows_behind("footnote").empty
    with pytest.raises(kam.errors.UnknownName):
        found.rows_behind("surplus")


def test_rows_behind_a_part_are_as_many_as_the_part_counts(tmp_path):
    """A rejected row that repeats another, or names nobody, is shown as rejected and nowhere else; the line "sep=;" is a title line."""
    path = tmp_path / "a.csv"
    bad = "B;2024-13-01;2\n"
    path.write_text(
        f"sep=;\nCustomer;Date;Amount\nA;2024-01-05;1\nA;2024-01-05;1\n{bad}{bad};2024-13-01;3\n;2024-01-07;4\nC;2024-01-08;5\n"
    )
    found = kam.Workbook().stage("transactions", path).reconciliation

    counted = {"preamble": 1, "duplicates": 1, "no_account": 1, "rejected:not_a_date": 3}
    assert counted == {part: found[part].rows for part in counted}
    for every in (False, True):
        assert counted == {part: len(found.rows_behind(part, every=every)) for part in counted}


def test_what_stands_beside_the_table_can_be_taken_along_whole(tmp_path):
    """Two title lines, a note and a second table of three rows: counted, and given back cell by cell."""
    path = tmp_path / "a.csv"
    table = "Customer,Date,Amount\n" + "".join(f"A{n},2024-01-0{n},{n}\n" for n in range(1, 7))
    path.write_text(f"Sales 2024\nall regions\n{table}\nProduct,Price\nx,1.5\n\ny,2\n")
    found = kam.Workbook().stage("transactions", path).reconciliation

    assert {"file": 14, "preamble": 2, "header": 1, "blank_row": 2, "second_table": 3, "read": 6, "loaded": 6} == rows(found)
    second = found.rows_behind("second_table", every=True)
    assert [[11, "Product", "Price"], [12, "x", "1.5"], [14, "y", "2"]] == second.values.tolist()
    assert ["Sales 2024", "all regions"] == found.rows_behind("preamble", every=True)["1"].tolist()


def test_a_stated_total_that_its_rows_do_not_give_is_told(tmp_path):
    """The file says 1,540.00; its rows (also the bad ones) give 1,449.99, one of them unreadable: the difference is told."""
    (stated,) = loaded(tmp_path / "a.csv", UGLY).reconciliation.stated

    assert (Decimal("1540"), Decimal("1449.99"), Decimal("90.01"), 1) == (stated.said, stated.given, stated.difference, stated.without)
    found = loaded(tmp_path / "a.csv", UGLY).reconciliation
    assert (
        "Line 12, Total: the file says Revenue 1,540.00, its rows give 1,449.99: difference 90.01. 1 of them has no readable amount."
    ) == stated_words(EN, found, stated)


def test_subtotals_stand_for_their_group_and_the_grand_total_for_all(tmp_path):
    """小计 is held against the rows since the last total, 合计 against all; units of the header are divided out."""
    text = "客户,日期,销售额（万元）\n甲,2024-01-05,1.5\n甲,2024-01-06,2.25\n小计,,3.75\n乙,2024-01-07,3亿\n小计,,30001\n合计,,30003.75\n"
    found = loaded(tmp_path / "a.csv", text).reconciliation

    assert [("小计", "0"), ("小计", "1"), ("合计", "0")] == [(s.word, f"{s.difference.normalize():f}") for s in found.stated]
    assert "300037500.00" == str(found.lines.set_index("part")["revenue_stored"]["stored"])
    assert "30003.75" == sums(found)["loaded"]
    assert "From the unit of the file to that of the workbook: 销售额（万元）\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10,000." == unit_words(
        EN, found
    )


def test_averages_carried_sums_and_totals_of_a_name_raise_no_alarm(tmp_path):
    """平均值 and 过次页 are no sums; 甲 小计 is told only where its rows give it, for they may stand anywhere."""
    text = "客户,日期,金额\n甲,2024-01-05,1\n乙,2024-01-06,2\n甲,2024-01-07,3\n甲 小计,,4\n平均值,,2\n过次页,,9\n合 计,,6\n"
    found = loaded(tmp_path / "a.csv", text).reconciliation

    assert 4 == found["totals"].rows
    assert [("合 计", Decimal(0))] == [(stated.word, stated.difference) for stated in found.stated]


def test_a_total_above_its_rows_stands_for_the_rows_below(tmp_path):
    """Some exports state the total first."""
    found = loaded(tmp_path / "a.csv", "Customer,Date,Amount\nTotal,,6\nA,2024-01-05,1\nB,2024-01-05,2\nC,2024-01-06,3\n").reconciliation

    assert [Decimal(0)] == [stated.difference for stated in found.stated]


def test_periods_side_by_side_count_rows_of_the_file_and_store_one_for_each_amount(tmp_path):
    """Two good accounts with three and two months are two rows loaded and five stored; a bad cell rejects its whole row."""
    found = loaded(tmp_path / "a.csv", "客户,2024-01,2024-02,2024-03\n甲,1.5,2,3\n乙,4,,\n丙,1,x,1\n合计,6.5,2,4\n").reconciliation

    assert (5, 1, 4, 1, 1, 2, 4) == tuple(
        rows(found)[p] for p in ("file", "header", "read", "totals", "rejected:not_a_number", "loaded", "stored")
    )
    assert ("25.00", "12.50", "2.00", "10.50", "10.50") == tuple(
        sums(found)[part] for part in ("read", "totals", "rejected:not_a_number", "loaded", "stored")
    )
    assert [Decimal(0)] == [stated.difference for stated in found.stated]
    assert found.balanced


def test_converted_amounts_show_both_currencies_and_rows_without_a_rate_are_excluded(tmp_path):
    """100 and 10.55 dollars at 7.1 are 784.905 of ours; the row before the first rate is excluded, not rejected."""
    wb = kam.Workbook()
    wb.apply([kam.Insert("rates", {"currency": "USD", "valid_on": datetime.date(2024, 1, 1), "rate": 7.1})])
    text = "Customer,Date,Amount\nA,2024-01-05,100\nA,2023-01-05,50\nB,2024-02-05,10.55\n"
    found = loaded(tmp_path / "a.csv", text, wb=wb, currency="USD").reconciliation

    assert (1, 2, 2) == tuple(rows(found)[part] for part in ("excluded:no_rate", "loaded", "stored"))
    assert "110.55" == sums(found)["loaded"]
    assert "784.905" == str(found.lines.set_index("part")["revenue_stored"]["stored"])
    assert found.balanced
    assert "Excluded: No exchange rate for that day" == part_title(EN, "excluded:no_rate")


def test_amounts_that_are_loaded_without_their_row_are_named(tmp_path):
    """Cost to serve of nobody, and a cost beside an empty revenue, are not stored: they are excluded, to the cent."""
    found = loaded(tmp_path / "a.csv", "Customer,Date,Revenue,Cost to serve\nA,2024-01-01,100,6\n,2024-01-01,100,5.5\n").reconciliation
    assert ("11.50", "5.50", "6.00", "6.00") == tuple(
        sums(found, "cost_to_serve")[part] for part in ("read", "excluded:no_account", "loaded", "stored")
    )

    found = loaded(tmp_path / "b.csv", "Customer,Industry,Revenue,Cost\nA,x,100,60\nB,y,,20\n").reconciliation
    assert ("80.00", "20.00", "60.00") == tuple(sums(found, "cost")[part] for part in ("read", "excluded:no_revenue", "stored"))
    assert (2, 1) == (found["loaded"].rows, found["stored"].rows)
    assert found.balanced


def test_a_table_with_a_key_is_held_against_the_rows_of_its_keys(tmp_path):
    """Loaded again with one value changed, all three contracts stand in the workbook though one row was written."""
    wb, head = kam.Workbook(), "Contract id,Account id,Value,End on\n"
    loaded(tmp_path / "a.csv", f"{head}C1,A,100,2025-01-01\nC2,B,50,2025-01-01\n", "contracts", wb)
    text = f"{head}C1,A,100,2025-01-01\nC2,B,70,2025-01-01\nC2,B,1,2025-01-01\nC3,B,,2025-01-01\n"
    found = loaded(tmp_path / "b.csv", text, "contracts", wb).reconciliation

    assert (4, 1, 3, 3) == tuple(rows(found)[part] for part in ("read", "rejected:duplicate_key", "loaded", "stored"))
    assert ("171.00", "1.00", "170.00", "170.00") == tuple(
        sums(found, "value")[p] for p in ("read", "rejected:duplicate_key", "loaded", "stored")
    )
    assert found.balanced
    assert found.lines.equals(kam.reconciliation(wb, wb.revision).lines)


def test_the_finding_says_what_matters_most():
    """All loaded, and how many of them are nobody's; rows that are not loaded come before that, with their money."""
    parts = [Part("file", 5), Part("header", 1), Part("read", 4), Part("loaded", 4), Part("no_account", 1)]
    whole = Reconciliation("transactions", "a.csv", "", (), parts, batch=3)

    assert "Every row is accounted for: 5 lines, 4 of them rows of data. All of them are loaded. 1 of them has no account." == finding(
        EN, whole
    )
    assert "All of them are ready to load." in finding(EN, replace(whole, batch=None))
    less = replace(whole, parts=[*parts[:3], Part("totals", 1), Part("rejected:not_a_date", 1), Part("loaded", 2)])
    assert finding(EN, less).endswith("Not loaded: 1 of 4 rows. 1 total row is left out.")
    assert "There is nothing to load." in finding(EN, replace(whole, parts=[Part("file", 1), Part("header", 1)]))


def test_rounding_to_what_is_stored_is_a_part_of_its_own(tmp_path):
    """1.23456 is stored as 1.2346: what the rounding made is named."""
    found = loaded(tmp_path / "a.csv", "Customer,Date,Amount\nA,2024-01-05,1.23456\n").reconciliation

    assert ("1.23456", "0.00004", "1.2346") == tuple(sums(found)[part] for part in ("loaded", "rounding", "stored"))
    assert found.balanced


def test_the_reconciliation_of_an_old_batch_is_counted_anew(tmp_path):
    """It stays with the workbook: counts, sums, rejected rows; later edits and the undo show as changed since."""
    file = tmp_path / "book.duckdb"
    with kam.Workbook(file) as wb:
        batch = loaded(tmp_path / "a.csv", UGLY, wb=wb).batch
    (tmp_path / "a.csv").unlink()

    with kam.Workbook(file) as wb:
        found = kam.reconciliation(wb, batch)
        assert (5, "1349.99") == (found["shown"].rows, sums(found)["shown"])
        assert [10, "B", "2024-03-05", "abc", "70"] == found.rows_behind("rejected:not_a_number", every=True).iloc[0].tolist()
        assert 5 == len(found.rows_behind("stored"))
        assert ["(no account)"] == found.rows_behind("no_account")["account_id"].tolist()

        first = wb.frame("SELECT row_id, revenue FROM transactions ORDER BY row_id LIMIT 1").iloc[0]
        wb.apply([kam.Change("transactions", int(first["row_id"]), "revenue", first["revenue"], 99.0)])
        found = kam.reconciliation(wb, batch)
        assert (0, "1135.50", 5, "214.49") == (found["changed"].rows, sums(found)["changed"], found["shown"].rows, sums(found)["shown"])
        assert [int(first["row_id"])] == found.rows_behind("changed")["row_id"].tolist()
        assert found.balanced

        wb.undo(wb.revision)
        wb.apply([kam.Delete("transactions", int(first["row_id"]))])
        found = kam.reconciliation(wb, batch)
        assert (1, "1234.50", 4, "115.49") == (found["changed"].rows, sums(found)["changed"], found["shown"].rows, sums(found)["shown"])
        wb.undo(wb.revision)
        wb.undo(batch)
        assert (5, 0) == tuple(kam.reconciliation(wb, batch)[part].rows for part in ("changed", "shown"))
        assert kam.reconciliation(wb, wb.revision) is None


def test_rows_that_are_kept_with_a_batch_have_a_bound(tmp_path, monkeypatch):
    """A file full of bad rows does not grow the workbook: the first ones are kept, the counts stay whole."""
    monkeypatch.setattr(reconciled, "MOST", 2_000)
    bad = "".join(f"Customer {i:04},2024-13-01,{i}.{i:04}\n" for i in range(900))
    wb = kam.Workbook()
    report = loaded(tmp_path / "a.csv", f"Customer,Date,Amount\nA,2024-01-05,1\n{bad}", wb=wb)
    found = kam.reconciliation(wb, report.batch)

    assert 900 == found["rejected:not_a_date"].rows
    assert 0 < len(found.rows_behind("rejected:not_a_date")) < 300
    assert len(wb.meta[f"{reconciled.ROWS}{report.batch}"]) <= 2_000


def test_a_row_the_reader_drops_without_a_word_is_told(tmp_path, monkeypatch):
    """Physical lines are counted in the bytes of the file: a line too few or too many is found and said."""
    monkeypatch.setattr(physical, "lines_in", lambda *_: 14)
    found = loaded(tmp_path / "a.csv", UGLY).reconciliation

    assert not found.balanced
    assert 2 == found["unaccounted"].rows
    assert "2 lines of the file are not accounted for." == finding(EN, found)


def test_a_stored_row_that_is_not_what_was_loaded_is_told(tmp_path):
    """What is stored is counted from the rows of the workbook, not taken over: one that differs makes a difference."""
    wb = kam.Workbook()
    batch = loaded(tmp_path / "a.csv", UGLY, wb=wb).batch
    with wb.reading() as cursor:
        cursor.execute("UPDATE rows_transactions SET revenue = revenue + 0.01 WHERE account_id = 'A'")
    found = kam.reconciliation(wb, batch)

    assert not found.balanced
    assert "0.01" == sums(found)["difference"]
    assert "What is stored is not what was loaded: 0 rows and $0.01 apart." == finding(EN, found, "$")


@pytest.mark.parametrize(
    ("content", "encoding", "lines"),
    [
        (b"", "utf-8", 0), (b"a", "utf-8", 1), (b"a\n", "utf-8", 1), (b"a\r\nb\r\n", "utf-8", 2), (b"a\rb\r\rc", "utf-8", 4),
        ("a\r\n\r\nb".encode("utf-16"), "utf-16", 3), ("万\n元\n".encode("gb18030"), "gb18030", 2),
    ],
)  # fmt: skip
def test_lines_are_counted_in_the_bytes(tmp_path, monkeypatch, content, encoding, lines):
    """Whichever way a line ends, also where a block of bytes cuts an end in two."""
    monkeypatch.setattr(physical, "_BLOCK", 2)
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    assert lines == physical.lines_in(path, encoding)


GOOD_DAY, BAD_DAY = "2024-05-06", "2024-15-06"
amounts = st.decimals(min_value=-99_999, max_value=999_999, places=2)
WRITTEN = {
    "plain": lambda value: f"{value}",
    "grouped": lambda value: f"¥{value:,}",
    "accountant": lambda value: f"({abs(value)})" if value < 0 else f"{value}",
}
lines = st.lists(
    st.tuples(
        st.sampled_from(["good", "good", "good", "bad day", "bad amount", "no amount", "nobody", "blank", "total", "two lines"]),
        amounts,
        st.sampled_from(list(WRITTEN)),
    ),
    max_size=25,
)  # fmt: skip


@pytest.fixture(scope="module")
def book():
    with kam.Workbook() as wb:
        yield wb


@settings(max_examples=600 if os.environ.get("KAM_SOAK") else 25, deadline=None)
@given(lines)
def test_random_files_add_up_to_what_csv_and_decimal_count(tmp_path_factory, book, drawn):
    """Physical lines = the parts; file = loaded + rejected + left out, to the cent: as counted again with csv and Decimal alone."""
    path = tmp_path_factory.mktemp("random") / "a.csv"
    drawn = [("good", Decimal(n), "plain") for n in (1, 2, 3)] + drawn
    path.write_text("Customer,Date,Amount,Remark\r\n" + "".join(_line(*one) for one in drawn), newline="")
    found = book.accept(book.stage("transactions", path), again=True).reconciliation

    expected, cents, records = Counter[str](), Counter[str](), 0
    for record in list(csv.reader(io.StringIO(path.read_text(), newline="")))[1:]:
        records += 1
        fate = _fate(record)
        expected[fate] += 1
        cents[fate] += _cents(record[2]) if fate != "blank_row" else 0
    physical_lines = path.read_bytes().count(b"\n")
    told = Counter(rows(found))
    assert physical_lines == told["file"] == told["header"] + told["continued"] + told["blank_row"] + told["read"]
    assert physical_lines - 1 - records == told["continued"]
    assert {fate: told[fate] for fate in expected} == dict(expected)
    assert told["read"] == sum(count for fate, count in expected.items() if fate != "blank_row")
    exact = {part: Decimal(value or 0) * 100 for part, value in sums(found).items()}
    assert {fate: exact[fate] for fate in expected if fate != "blank_row"} == {f: cents[f] for f in expected if f != "blank_row"}
    assert exact["read"] == sum(cents.values())
    assert exact["stored"] == cents["loaded"] == exact["shown"]
    assert told["stored"] == expected["loaded"]
    assert found.balanced


def _line(kind: str, value: Decimal, written: str) -> str:
    """One record as some system writes it."""
    account, day, amount, remark = "Nord AG", GOOD_DAY, WRITTEN[written](value), ""
    if kind == "blank":
        return ",,,\r\n"
    if kind == "total":
        account, day = "Total", ""
    day = BAD_DAY if kind == "bad day" else day
    amount = {"bad amount": "n.n.", "no amount": ""}.get(kind, amount)
    account, remark = ("" if kind == "nobody" else account), ("one\r\ntwo" if kind == "two lines" else "")
    text = io.StringIO()
    csv.writer(text).writerow([account, day, amount, remark])
    return text.getvalue()


def _fate(record: list[str]) -> str:
    account, day, amount, _ = record
    if not any(record):
        return "blank_row"
    if account == "Total":
        return "totals"
    if amount == "":
        return "rejected:required_missing"
    return "rejected:not_a_date" if day == BAD_DAY else "rejected:not_a_number" if amount == "n.n." else "loaded"


def _cents(text: str) -> int:
    """Written by hand, without a word of the reader."""
    digits = "".join(sign for sign in text if sign.isdigit())
    sign = -1 if "-" in text or "(" in text else 1
    return sign * int(digits or 0) if "." in text and digits else sign * 100 * int(digits or 0)


def test_columns_called_like_ours_do_no_harm(tmp_path: Path) -> None:
    """A file whose own columns are called row, line and line of the file is loaded like any other."""
    path = tmp_path / "a.csv"
    path.write_text("customer,date,revenue,row,line,line of the file\nA,2024-01-01,5,1,1,1\nA,2024-01-02,x,1,1,1\n", encoding="utf-8")
    with kam.Workbook() as wb:
        found = wb.load("transactions", path).reconciliation
        assert found is not None and found.balanced and 1 == len(found.rows_behind("rejected:not_a_number"))
