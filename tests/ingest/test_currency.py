"""A file in another currency: each amount at the rate of its day, exactly; what has no rate is listed, never guessed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kam_core as kam
from kam_core.errors import NoRate
from kam_core.workbook import Workbook

RATES = (("USD", "2024-01-01", 0.91), ("USD", "2024-07-01", 0.935), ("CNY", "2024-01-01", 0.1287), ("usd ", "2024-09-01", 0.9))


@pytest.fixture
def wb() -> Workbook:
    """A workbook in euro that keeps some rates."""
    book = Workbook()
    book.apply([kam.Insert("rates", {"currency": currency, "valid_on": day, "rate": rate}) for currency, day, rate in RATES])
    return book


def loaded(wb: Workbook, folder: Path, text: str, table: str = "transactions", currency: str | None = "USD", **more):
    file = folder / "file.csv"
    file.write_text(text, encoding="utf-8")
    return wb.load(table, file, options=kam.LoadOptions(currency=currency, **more))


def stored(wb: Workbook, columns: str, table: str = "transactions") -> list[tuple]:
    with wb.reading() as cursor:
        return cursor.execute(f"SELECT {columns} FROM {table} ORDER BY row_id").fetchall()


def test_each_row_takes_the_rate_of_its_day(wb, tmp_path) -> None:
    """The latest rate not after the day, from its first day on; every money column of the row, the quantity left alone."""
    report = loaded(wb, tmp_path, "customer,date,quantity,revenue,cost,discount\nA,2024-01-01,2,100,60,1\nA,2024-06-30,1,33.33,10,\n"
                    "A,2024-07-01,1,100,,0\nA,2024-09-01,1,100,50,0\n")  # fmt: skip

    assert [
        (2.0, Decimal("91.0000"), Decimal("54.6000"), Decimal("0.9100")),
        (1.0, Decimal("30.3303"), Decimal("9.1000"), None),
        (1.0, Decimal("93.5000"), None, Decimal("0.0000")),
        (1.0, Decimal("90.0000"), Decimal("45.0000"), Decimal("0.0000")),
    ] == stored(wb, "quantity, revenue, cost, discount")
    assert [("converted", "USD", 4)] == [(r.kind, r.detail, r.count) for r in report.repairs if r.kind == "converted"]


AMOUNTS = st.decimals(-(10**13), 10**13, places=4)
FACTORS = st.floats(0.0001, 50_000).map(lambda rate: round(rate, 6))


@settings(max_examples=5)
@given(st.lists(st.tuples(AMOUNTS, FACTORS), min_size=20, max_size=60))
def test_the_product_is_exact_to_four_decimals(tmp_path_factory, pairs) -> None:
    """As with decimal numbers on paper, a half rounded away from zero; what no longer fits is listed."""
    wb, days = Workbook(), [date(2024, 1, 1) + timedelta(days=i) for i in range(len(pairs))]
    wb.apply([kam.Insert("rates", {"currency": "X", "valid_on": day, "rate": rate}) for day, (_, rate) in zip(days, pairs, strict=True)])
    expected = [(amount * Decimal(str(rate))).quantize(Decimal("0.0001"), ROUND_HALF_UP) for amount, rate in pairs]
    lines = "".join(f"A,{day},{amount}\n" for day, (amount, _) in zip(days, pairs, strict=True))

    report = loaded(wb, tmp_path_factory.mktemp("x"), f"customer,date,revenue\n{lines}", currency="X")

    large = [abs(value) >= Decimal(10) ** 14 for value in expected]
    assert ["out_of_bounds"] * sum(large) == report.rejects["reason"].tolist()
    assert [(value,) for value, out in zip(expected, large, strict=True) if not out] == stored(wb, "revenue")


def test_a_row_before_the_first_rate_is_rejected_with_its_reason(wb, tmp_path) -> None:
    """The others are loaded; the line, its date and the reason are listed."""
    report = loaded(wb, tmp_path, "customer,date,revenue\nA,2023-12-31,100\nB,2024-01-01,100\n")

    assert [("B", Decimal("91.0000"))] == stored(wb, "account_id, revenue")
    assert [(2, "date", "2023-12-31", "no_rate")] == list(report.rejects.itertuples(index=False, name=None))
    assert (2, 1, 1) == (report.rows_read, report.rows_loaded, report.rows_rejected)


def test_a_currency_without_any_rate_is_refused_before_the_file_is_read(wb, tmp_path) -> None:
    """With the name of the currency; nothing is stored. A rate of zero is none."""
    wb.apply([kam.Insert("rates", {"currency": "GBP", "valid_on": "2024-01-01", "rate": 0})])
    for currency in ("JPY", "GBP", "U"):
        with pytest.raises(NoRate, match=currency):
            loaded(wb, tmp_path, "customer,date,revenue\nA,2024-01-01,100\n", currency=currency)

    assert [] == stored(wb, "revenue")


def test_without_a_currency_amounts_are_taken_as_they_are(wb, tmp_path) -> None:
    """Rates that are kept change nothing by themselves."""
    report = loaded(wb, tmp_path, "customer,date,revenue\nA,2024-01-01,100\n", currency=None)

    assert [(Decimal("100.0000"),)] == stored(wb, "revenue")
    assert [] == [repair for repair in report.repairs if repair.kind == "converted"]


def test_what_is_derived_is_converted_once(wb, tmp_path) -> None:
    """Revenue from quantity and price, cost from gross profit: the product and the difference, at one rate."""
    loaded(wb, tmp_path, "customer,date,quantity,unit price,gross profit\nA,2024-02-01,3,10,12\n")

    assert [(Decimal("27.3000"), Decimal("16.3800"))] == stored(wb, "revenue, cost")


def test_a_wide_table_takes_the_rate_of_each_period(wb, tmp_path) -> None:
    """The last day of June and that of July have two rates."""
    loaded(wb, tmp_path, "客户名称,2024-06,2024-07,2024-08\nNord,100,100,\n")

    assert [(date(2024, 6, 30), Decimal("91.0000")), (date(2024, 7, 31), Decimal("93.5000"))] == stored(wb, "date, revenue")


def test_facts_of_accounts_are_converted_on_the_day_they_hold(wb, tmp_path) -> None:
    """Money among the facts is converted, a share is not."""
    loaded(wb, tmp_path, "客户名称,采购总额,钱包份额,销售费用\nNord,1000,0.4,10\n", table="accounts", valid_on=date(2024, 8, 1))

    assert {("wallet_spend", 935.0), ("wallet_share", 0.4)} == set(stored(wb, "fact, value", "account_facts"))
    assert [(Decimal("9.3500"),)] == stored(wb, "amount", "costs")


def test_other_tables_with_amounts_are_converted_too(wb, tmp_path) -> None:
    """Costs by their date; contracts, which have none, on the day of the load; a table without amounts stays as it is."""
    loaded(wb, tmp_path, "account id,date,activity,amount\nA,2024-01-05,visit,10\nA,2023-01-05,visit,10\n", table="costs")
    loaded(wb, tmp_path, "contract id,account id,end date,value\n1,A,2025-01-01,1000\n", table="contracts", valid_on=date(2024, 7, 2))
    report = loaded(wb, tmp_path, "contact id,account id,name\n1,A,Eva\n", table="contacts")

    assert [(Decimal("9.1000"),)] == stored(wb, "amount", "costs")
    assert [(Decimal("935.0000"),)] == stored(wb, "value", "contracts")
    assert [] == [repair for repair in report.repairs if repair.kind == "converted"]


def test_a_later_entry_for_the_same_day_stands(wb, tmp_path) -> None:
    """And a rate without a day holds from ever."""
    wb.apply(
        [
            kam.Insert("rates", {"currency": "USD", "valid_on": "2024-07-01", "rate": 0.5}),
            kam.Insert("rates", {"currency": "USD", "rate": 2}),
        ]
    )
    loaded(wb, tmp_path, "customer,date,revenue\nA,2024-08-01,100\nB,1999-01-01,100\n")

    assert [("A", Decimal("50.0000")), ("B", Decimal("200.0000"))] == stored(wb, "account_id, revenue")


def test_nothing_temporary_is_left(wb, tmp_path) -> None:
    """After a load only the tables of the workbook are there."""
    loaded(wb, tmp_path, "customer,date,revenue\nA,2024-01-01,100\n")

    with wb.reading() as cursor:
        left = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'staged%' "
                              "UNION ALL SELECT view_name FROM duckdb_views() WHERE view_name LIKE 'staged%'").fetchall()  # fmt: skip
    assert [] == left
