"""A file to typed, checked rows: what is loaded, what is rejected, what is said."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from kam_core.errors import AmbiguousMapping, Cancelled, MissingField, TooLarge, UnreadableFile
from kam_core.ingest import LoadOptions
from kam_core.ingest import stage as staging
from kam_core.schema import NO_ACCOUNT

D = dt.date


def said(staged: staging.Staged) -> dict[str, int]:
    """The repairs of a load: how often each kind."""
    counts: dict[str, int] = {}
    for repair in staged.repairs:
        counts[repair.kind] = counts.get(repair.kind, 0) + repair.count
    return counts


def rejects(staged: staging.Staged) -> list[tuple[int, str, str, str]]:
    return list(staged.rejects.itertuples(index=False, name=None))


def test_clean_transactions(load: Any) -> None:
    """Every declared column typed; the accounts named in the lines with what is said of them last."""
    staged = load(
        "Customer ID,Customer,Order Date,Order No,Product,Qty,Sales Amount,COGS,Owner\n"
        "A-1,Nord AG,2024-03-05,SO1,Bike,2,1234.50,1000,Ann\nA-1,Nord AG,2024-03-06,SO2,Bell,1,10,4,Bob\n"
        "A-2,Süd,2024-03-07,SO3,Bike,-1,-600,-500,\n"
    )

    assert (staged.table, staged.shape, staged.rows_read, staged.rows_ready, staged.rows_rejected) == (
        "transactions",
        "transactions",
        3,
        3,
        0,
    )
    assert load.cursor.execute(f"SELECT * FROM {staged.targets['transactions']}").fetchall() == [
        ("A-1", D(2024, 3, 5), "SO1", "Bike", 2.0, Decimal("1234.5000"), Decimal("1000.0000"), "line"),
        ("A-1", D(2024, 3, 6), "SO2", "Bell", 1.0, Decimal("10.0000"), Decimal("4.0000"), "line"),
        ("A-2", D(2024, 3, 7), "SO3", "Bike", -1.0, Decimal("-600.0000"), Decimal("-500.0000"), "line"),
    ]
    assert load.cursor.execute(f"SELECT * FROM {staged.targets['accounts']}").fetchall() == [
        ("A-1", "Nord AG", "Bob"),
        ("A-2", "Süd", None),
    ]
    assert staged.mapping == {
        "Customer ID": "account_id", "Customer": "account_name", "Order Date": "date", "Order No": "order_id", "Product": "product",
        "Qty": "quantity", "Sales Amount": "revenue", "COGS": "cost", "Owner": "owner",
    }  # fmt: skip
    assert said(staged) == {"derived": 2}


def test_a_chinese_office_export(load: Any) -> None:
    """GB 18030, title, unit, Chinese days and amounts, a total row."""
    staged = load(
        "2024年销售明细,,\n单位：万元,,\n客户名称,日期,销售额\n甲公司,2024年3月5日,\"￥1,234.5\"\n乙公司,2024/3/6,2亿\n合计,,999\n",
        encoding="gb18030",
    )  # fmt: skip

    assert load.rows(staged)["revenue"].tolist() == [12_345_000.0, 200_000_000.0]
    assert load.column(staged, "date") == [D(2024, 3, 5), D(2024, 3, 6)]
    assert (staged.rows_read, staged.rows_ready, staged.rows_rejected) == (3, 2, 0)
    assert said(staged) == {"preamble": 2, "total_row": 1, "header_unit": 1, "derived": 4}
    assert [repair.row for repair in staged.repairs if repair.kind == "total_row"] == [6]


def test_every_bad_cell_is_listed_and_its_row_left_out(load: Any) -> None:
    """Row as numbered in the file, column, value, reason; no bad row is raised."""
    staged = load(
        "customer,date,amount,qty\nA,2024-01-01,1,1\nA,2924-01-01,abc,1\nA,2024-02-30,2,x\nA,,3,1\nA,2024-01-05,,1\nA,2024-01-06,nan,inf\n"
        "A,2024-01-07,999999999999999999,1\nA,2024-01-08,#REF!,1\n"
    )

    assert rejects(staged) == [
        (3, "date", "2924-01-01", "date_out_of_range"),
        (3, "amount", "abc", "not_a_number"),
        (4, "date", "2024-02-30", "not_a_date"),
        (4, "qty", "x", "not_a_number"),
        (5, "date", "", "required_missing"),
        (6, "amount", "", "required_missing"),
        (7, "amount", "nan", "not_a_number"),
        (7, "qty", "inf", "not_a_number"),
        (8, "amount", "999999999999999999", "out_of_bounds"),
        (9, "amount", "#REF!", "not_a_number"),
    ]
    assert (staged.rows_read, staged.rows_ready, staged.rows_rejected) == (8, 1, 7)
    assert len(load.rows(staged)) == 1


def test_rejected_rows_can_be_taken_home(load: Any) -> None:
    """As they stand in the file, with the reasons; and the preview shows them in place."""
    staged = load('customer,note,date,amount\nA,"x, y",2024-01-01,1\nB,z,bad,worse\n')

    assert staged.rejected_file().to_dict("records") == [
        {"row": 3, "customer": "B", "note": "z", "date": "bad", "amount": "worse", "problem": "date: not_a_date; amount: not_a_number"}
    ]
    assert staged.preview(5)["problem"].tolist() == ["", "date: not_a_date; amount: not_a_number"]
    assert staged.preview(1)["note"].tolist() == ["x, y"]


def test_missing_is_not_zero(load: Any) -> None:
    """An empty optional cell is NULL."""
    staged = load("customer,date,amount,cost,qty\nA,2024-01-01,1,,\nA,2024-01-02,0,-,N/A\n")

    assert load.cursor.execute(f"SELECT revenue, cost, quantity FROM {staged.targets['transactions']}").fetchall() == [
        (1, None, None),
        (0, None, None),
    ]


def test_lines_without_an_account_are_loaded_together(load: Any) -> None:
    """Under one id, counted, and no account of that name is made."""
    staged = load("customer id,date,amount\nA,2024-01-01,1\n,2024-01-02,2\nN/A,2024-01-03,3\n")

    assert load.column(staged, "account_id") == ["A", NO_ACCOUNT, NO_ACCOUNT]
    assert load.column(staged, "account_id", "accounts") == ["A"]
    assert (said(staged)["no_account"], said(staged)["missing_id"]) == (2, 1)


def test_exact_duplicates_are_kept_and_counted(load: Any) -> None:
    """Two equal lines may be two sales; an unmapped column makes them differ."""
    staged = load("customer,date,amount,memo\nA,2024-01-01,1,x\nA,2024-01-01,1,x\nA,2024-01-01,1,y\n")

    assert (staged.rows_ready, said(staged)["exact_duplicates"]) == (3, 1)


def test_one_order_of_day_and_month_for_a_column(load: Any) -> None:
    """Unambiguous members decide; without any, day first, and said; an option overrides."""
    proved = load("customer,date,amount\nA,03/04/2024,1\nA,03/25/2024,1\n")
    silent = load("customer,date,amount\nA,03/04/2024,1\n")
    told = load("customer,date,amount\nA,03/04/2024,1\n", options=LoadOptions(day_first=False))
    mixed = load("customer,date,amount\nA,25/03/2024,1\nA,26/03/2024,1\nA,03/25/2024,1\n")

    assert load.column(proved, "date") == [D(2024, 3, 4), D(2024, 3, 25)]
    assert (load.column(silent, "date"), said(silent)["ambiguous_dates"]) == ([D(2024, 4, 3)], 1)
    assert (load.column(told, "date"), "ambiguous_dates" in said(told)) == ([D(2024, 3, 4)], False)
    assert (load.column(mixed, "date"), said(mixed)["mixed_dates"]) == ([D(2024, 3, 25), D(2024, 3, 26), D(2024, 3, 25)], 1)


def test_one_decimal_mark_for_a_column(load: Any) -> None:
    """1.234 is a thousand where its neighbours write 1.234,50; alone it is said to be ambiguous."""
    european = load("customer;date;amount\nA;2024-01-01;1.234\nA;2024-01-02;1.234,50\nA;2024-01-03;7\n")
    alone = load("customer;date;amount\nA;2024-01-01;1.234\n")
    told = load("customer;date;amount\nA;2024-01-01;1.234\n", options=LoadOptions(decimal=","))

    assert load.rows(european)["revenue"].tolist() == [1234.0, 1234.5, 7.0]
    assert (load.rows(alone)["revenue"].tolist(), said(alone)["ambiguous_decimals"]) == ([1.234], 1)
    assert load.rows(told)["revenue"].tolist() == [1234.0]


def test_derivations_are_said(load: Any) -> None:
    """Revenue from price, cost from margin; the count of rows concerned stands in the repairs."""
    price = load("customer id,date,qty,unit price\nA,2024-01-01,3,2.5\nA,2024-01-02,,2\n")
    profit = load("customer id,date,revenue,gross profit\nA,2024-01-01,100,30\nA,2024-01-02,100,\n")
    percent = load("customer id,date,revenue,毛利率\nA,2024-01-01,100,35\nA,2024-01-02,200,50%\n")
    rate = {"customer id": "account_id", "date": "date", "revenue": "revenue", "rate": "margin_rate"}
    fraction = load("customer id,date,revenue,rate\nA,2024-01-01,100,0.35\n", mapping=rate)

    assert (load.rows(price)["revenue"].tolist(), price.derived[0]) == ([7.5], "revenue = quantity x unit price")
    assert rejects(price) == [(3, "qty", "", "required_missing")]
    assert load.column(profit, "cost") == [Decimal("70.0000"), None]
    assert [r.count for r in profit.repairs if r.detail == "cost = revenue - gross profit"] == [1]
    assert load.rows(percent)["cost"].tolist() == [65.0, 100.0]
    assert (said(percent)["percent"], load.rows(fraction)["cost"].tolist()) == (1, [65.0])


def test_ids_stay_text(load: Any) -> None:
    """Zeros in front, twenty digits; a float's .0 goes when the whole column has it; lost digits are said."""
    kept = load("customer id,date,amount\n007,2024-01-01,1\n12345678901234567890,2024-01-01,1\n1.23E+18,2024-01-01,1\n")
    floats = load("customer id,date,amount\n13085.0,2024-01-01,1\n,2024-01-02,1\n")

    assert load.column(kept, "account_id") == ["007", "12345678901234567890", "1.23E+18"]
    assert said(kept)["precision_lost"] == 1
    assert (load.column(floats, "account_id"), said(floats)["decimal_removed"]) == (["13085", NO_ACCOUNT], 1)


def test_an_account_list(load: Any) -> None:
    """Accounts, one sum per account, facts, index values on their scale, cost to serve, renewal: each with its day."""
    staged = load(
        "account;owner;trust (1-10);retention;share of wallet;revenue;renewal date;cost to serve\n"
        "Nord;Bob;10;80%;35%;1.234,50;31.12.2025;10,5\nOst;Ann;1;90%;20%;2.000,00;30.06.2026;\nWest;Ann;;;;;;\n",
        options=LoadOptions(valid_on=D(2024, 12, 31)),
    )
    get = load.cursor.execute

    assert (staged.shape, staged.rows_ready) == ("accounts", 3)
    assert load.column(staged, "account_id", "accounts") == ["Nord", "Ost", "West"]
    assert get(f"SELECT account_id, date, revenue, grain FROM {staged.targets['transactions']}").fetchall() == [
        ("Nord", D(2024, 12, 31), Decimal("1234.5000"), "period"),
        ("Ost", D(2024, 12, 31), Decimal("2000.0000"), "period"),
    ]
    assert get(
        f"SELECT subject_type, subject_id, item, value, valid_on, source, status FROM {staged.targets['ratings']} ORDER BY 2"
    ).fetchall() == [
        ("account", "Nord", "trust", 100.0, D(2024, 12, 31), "import", "assumed"),
        ("account", "Ost", "trust", 0.0, D(2024, 12, 31), "import", "assumed"),
    ]
    assert get(f"SELECT account_id, fact, value FROM {staged.targets['account_facts']} ORDER BY 1, 2").fetchall() == [
        ("Nord", "retention", 0.8), ("Nord", "wallet_share", 0.35), ("Ost", "retention", 0.9), ("Ost", "wallet_share", 0.2),
    ]  # fmt: skip
    assert get(f"SELECT account_id, activity, amount FROM {staged.targets['costs']}").fetchall() == [
        ("Nord", "cost_to_serve", Decimal("10.5000"))
    ]
    assert load.column(staged, "end_on", "contracts") == [D(2025, 12, 31), D(2026, 6, 30)]


def test_scales_of_index_values(load: Any) -> None:
    """From an option, from the header, else guessed and said; percent is its own scale; beyond the scale is rejected."""
    guessed = load("account,trust\nA,5\nB,3\nC,1\n", "accounts")
    told = load("account,trust\nA,5\nB,3\n", "accounts", options=LoadOptions(scales=(("trust", (1, 9)),)))
    percent = load("account,trust\nA,80%\nB,0.5\n", "accounts")
    beyond = load("account,trust (1-10)\nA,11\n", "accounts")

    assert (load.column(guessed, "value", "ratings"), said(guessed)["scale_guessed"]) == ([100.0, 50.0, 0.0], 1)
    assert sorted(load.column(told, "value", "ratings")) == [25.0, 50.0]
    assert sorted(load.column(percent, "value", "ratings")) == [50.0, 80.0]
    assert rejects(beyond) == [(2, "trust (1-10)", "11", "out_of_bounds")]


def test_a_wide_table(load: Any) -> None:
    """One row per account and period, dated on its last day; an empty period is no row; a bad one rejects its row."""
    staged = load('客户,区域,2023Q1,2023Q2,2023Q3\n甲,华东,100,"1,500",\n乙,华北,1,x,3\n合计,,101,1500,3\n')

    assert (staged.shape, staged.rows_read, staged.rows_ready, staged.rows_rejected) == ("wide", 3, 1, 1)
    assert load.cursor.execute(
        f"SELECT account_id, date, revenue, grain FROM {staged.targets['transactions']} ORDER BY date"
    ).fetchall() == [
        ("甲", D(2023, 3, 31), Decimal("100.0000"), "period"),
        ("甲", D(2023, 6, 30), Decimal("1500.0000"), "period"),
    ]
    assert rejects(staged) == [(3, "2023Q2", "x", "not_a_number")]
    assert staged.mapping["2023Q3"] == "revenue"
    assert load(staged.source.path, mapping=staged.mapping).shape == "wide"


def test_months_are_periods(load: Any) -> None:
    """A file by month holds sums, not order lines."""
    staged = load("客户,年月,金额\n甲,2024年1月,5\n甲,2024年2月,6\n")

    assert load.column(staged, "grain") == ["period", "period"]
    assert load.column(staged, "date") == [D(2024, 1, 31), D(2024, 2, 29)]


def test_other_tables(load: Any) -> None:
    """Choices, bounds, keys; a missing day is the day of the facts."""
    contacts = load(
        "contact id,customer id,contact,role,influence\n1,A,Bob,Decider,4\n2,A,Eve,boss,4\n3,A,Jim,buyer,9\n1,B,Tom,user,1\n", "contacts"
    )
    ratings = load("subject id,item,value,rater\nA,trust.reliability,7,Bob\n", "ratings", options=LoadOptions(valid_on=D(2024, 1, 1)))

    assert rejects(contacts) == [
        (3, "role", "boss", "not_a_choice"),
        (4, "influence", "9", "out_of_bounds"),
        (5, "contact id", "1", "duplicate_key"),
    ]
    assert load.column(contacts, "role", "contacts") == ["decider"]
    assert load.rows(ratings, "ratings").iloc[0].to_dict() == {
        "subject_type": "account", "subject_id": "A", "item": "trust.reliability", "value": 7.0, "valid_on": pd.Timestamp("2024-01-01"),
        "rater": "Bob", "source": "import", "status": "assumed",
    }  # fmt: skip


def test_an_account_twice_in_a_list_is_rejected(load: Any) -> None:
    """The first one stays."""
    staged = load("account id,account name\nA,Nord\nA,Nord AG\n", "accounts")

    assert rejects(staged) == [(3, "account id", "A", "duplicate_key")]


def test_options_keep_totals_and_force_a_shape(load: Any) -> None:
    """What a person says goes."""
    staged = load("customer,date,amount\nA,2024-01-01,1\n合计,2024-01-01,1\n", options=LoadOptions(keep_totals=True))

    assert load.column(staged, "account_id") == ["A", "合计"]


def test_a_mapping_is_asked_for_when_it_is_not_clear(load: Any) -> None:
    """Ambiguous columns raise with the candidates, missing fields with the columns; a mapping by hand settles both."""
    with pytest.raises(AmbiguousMapping):
        load("customer,order date,invoice date,amount\nA,2024-01-01,2024-01-02,1\n")
    with pytest.raises(MissingField, match="date"):
        load("customer,amount,memo\nA,1,x\nA,2,y\n")
    with pytest.raises(AmbiguousMapping) as caught:
        load("Cust. Name,date,amount\nA,2024-01-01,1\nA,2024-01-01,1\n")
    assert caught.value.facts["candidates"] == {"Cust. Name": ["account_name", "account_id"]}
    staged = load("x,y,z\nA,2024-01-01,1\n", mapping={"x": "account_name", "y": "date", "z": "revenue"})

    assert load.column(staged, "account_id") == ["A"]


def test_nothing_is_left_behind(load: Any) -> None:
    """After discard, after an error, after a cancel: no temporary table."""
    staged = load("customer,date,amount\nA,2024-01-01,1\n")
    staged.discard()
    staged.discard()
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        load("customer,date,amount\n" + "A,2024-01-01,1\n" * 120_000, cancel=lambda: next(asked))

    assert load.tables() == 0


def test_progress_is_told(load: Any) -> None:
    """Rows done, bytes done, bytes in all."""
    told: list[tuple[int, int, int]] = []
    load("customer,date,amount\n" + "A,2024-01-01,1\n" * 120_000, progress=lambda *done: told.append(done))

    assert (told[-1][0], told[-1][1] == told[-1][2], len(told) >= 3) == (120_000, True, True)


def test_the_header_is_known_again(load: Any) -> None:
    """The key under which a mapping is remembered is that of the file."""
    text = "customer,date,amount\nA,2024-01-01,1\n"

    assert load(text).header_key == staging.header_of(load.file(text, "again.csv"))


class TestHostileFiles:
    """Whatever a file holds is refused in plain words or stored literally."""

    def test_empty(self, load: Any) -> None:
        """Zero bytes."""
        with pytest.raises(UnreadableFile, match="it is empty"):
            load("")

    def test_header_alone(self, load: Any) -> None:
        """Zero rows, every column kept."""
        staged = load("customer,date,amount\n")

        assert (staged.rows_read, staged.rows_ready, load.column(staged, "revenue")) == (0, 0, [])

    def test_a_picture(self, load: Any) -> None:
        """Renamed to .csv."""
        with pytest.raises(UnreadableFile, match="PNG"):
            load(b"\x89PNG\r\n\x1a\n\0\0")

    def test_ten_thousand_columns(self, load: Any) -> None:
        """Refused in less than a second."""
        text = ",".join(f"c{i}" for i in range(10_000)) + "\n" + ",".join("1" for _ in range(10_000)) + "\n"
        started = time.process_time()
        with pytest.raises(TooLarge, match="500"):
            load(text)

        assert time.process_time() - started < 1

    def test_column_names_never_reach_sql(self, load: Any) -> None:
        """They are labels, whatever they say."""
        load.cursor.execute("CREATE TEMP TABLE accounts (x INTEGER)")
        name = 'x"; drop table accounts;--'
        quoted = name.replace('"', '""')
        staged = load(
            f'"{quoted}",date,amount\nA,2024-01-01,bad\nB,2024-01-02,1\n', mapping={name: "account_id", "date": "date", "amount": "revenue"}
        )

        assert staged.mapping[name] == "account_id"
        assert name in staged.rejected_file().columns
        assert load.cursor.execute("SELECT count(*) FROM accounts").fetchall() == [(0,)]

    @pytest.mark.parametrize(
        "value", ["=cmd|'/C calc'!A0", "<script>alert(1)</script>", "'); drop table accounts;--", "$blanks", "%s {0}", "甲\u202e公司"]
    )
    def test_cells_are_stored_literally(self, load: Any, value: str) -> None:
        """Formulas, markup, SQL, placeholders are plain text."""
        staged = load(f'customer,date,amount\n"{value}",2024-01-01,1\n')

        assert load.column(staged, "account_id") == [value]

    def test_a_huge_cell(self, load: Any) -> None:
        """5 MB in one cell: that row is rejected, the others are loaded."""
        staged = load("customer,date,amount\nA,2024-01-01,1\n" + "x" * 5_000_000 + ",2024-01-02,2\nC,2024-01-03,3\n")

        assert load.column(staged, "account_id") == ["A", "C"]
        assert (staged.rows_read, staged.rows_ready, staged.rows_rejected) == (3, 2, 1)
        assert staged.rejected_file()["problem"].tolist() == ["text_too_long"]

    def test_a_long_text(self, load: Any) -> None:
        """Longer than a cell of the workbook."""
        staged = load(f"customer,date,amount\nA,2024-01-01,1\n{'x' * 5_000},2024-01-02,2\n")

        assert [(row, reason) for row, _, _, reason in rejects(staged)] == [(3, "text_too_long")]

    def test_too_many_cells(self, load: Any) -> None:
        """A comma too many shifts every cell behind it: the row is rejected."""
        staged = load("customer,date,amount\nA,2024-01-01,1\nNord, AG,2024-01-02,2\n")

        assert [(row, reason) for row, _, _, reason in rejects(staged) if reason == "too_many_cells"] == [(3, "too_many_cells")]
        assert staged.rows_ready == 1
