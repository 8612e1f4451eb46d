"""Properties of the readers of values: whatever the form, the same value; whatever the text, no exception."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.ingest.files.hanzi import arabic_day, chinese_amount, simplified
from kam_core.ingest.values.amounts import Problem, has_own_unit, is_rate, measure_of, parse_amount, unmarked
from kam_core.ingest.values.dates import parse_date, parse_period
from kam_core.ingest.values.order import order_of
from kam_core.ingest.values.totals import may_be_totals, total_rows
from kam_core.ingest.values.units import header_unit, title_unit
from tests.ingest.office import styles
from tests.ingest.office.values import Span, month, quarter

_FORMS = sorted(styles.AMOUNTS.keys() - {"exponent", "mixed"})
_DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
_ORDERED = sorted(styles.DATES.keys() - {"dmy_proof", "mdy_proof", "no_proof", "short_slash", "mixed"})


@given(st.sampled_from(_FORMS), st.integers(1, 9_999_999), st.booleans())
def test_an_amount_in_any_form_is_the_same_amount(form, units, negative):
    """Written in any declared form, an amount parses to the same Decimal; the comma decides only where the form proves it."""
    value = units * styles.QUANTA.get(form, styles.CENT) * (-1 if negative and form in styles.NEGATIVE else 1)

    assert parse_amount(styles.AMOUNTS[form](value)) == value


@given(st.integers(1, 10**12 - 1), st.booleans())
def test_capital_numerals_come_back(number, negative):
    """The numerals of cheques name one number only."""
    value = Decimal(-number if negative else number)

    assert chinese_amount(styles.capitals(value)) == value


@given(st.sampled_from(sorted(styles.QUANTITIES)), st.integers(1, 10**7))
def test_a_quantity_in_any_form_is_the_same_quantity(form, number):
    """12件 is 12; without the permission of a column of quantities it is no amount."""
    text = styles.QUANTITIES[form](Decimal(number))

    assert parse_amount(text, measures=True) == number
    assert (parse_amount(text) == number) == (form != "pieces")


@given(st.sampled_from(_ORDERED), _DAYS)
def test_a_day_in_any_form_is_the_same_day(form, day):
    """Every form whose order is beyond doubt gives the day back."""
    assert parse_date(styles.DATES[form](day)) == day


@given(st.lists(_DAYS, min_size=1, max_size=12), st.sampled_from(["dmy_proof", "mdy_proof"]))
def test_a_proof_decides_the_whole_column(days, form):
    """One day beyond the twelfth makes every other date of the column certain."""
    days = [*days, date(2024, 3, 25)]
    order = order_of([styles.DATES[form](day) for day in days], None)

    assert [order.day(styles.DATES[form](day)) for day in days] == days
    assert order.said == []


@given(st.lists(st.dates(date(2023, 1, 1), date(2024, 12, 31)), min_size=8, max_size=30, unique=True))
def test_years_in_front_are_found(days):
    """24/3/5 among its like is a day of 2024 (or nothing is decided silently)."""
    order = order_of([styles.DATES["short_slash"](day) for day in days], None)

    assert order.said or [order.day(styles.DATES["short_slash"](day)) for day in days] == days


@given(st.integers(2000, 2040), st.integers(1, 12), st.sampled_from(sorted(styles.SPANS)))
def test_a_period_is_read_as_its_last_day(year, number, form):
    """Months and quarters in any form."""
    span: Span = quarter(year, (number + 2) // 3) if form.startswith("quarter") else month(year, number)

    assert parse_period(styles.SPANS[form](span)) == parse_date(styles.SPANS[form](span)) == span.last


@given(st.text(max_size=120))
def test_no_text_raises(text):
    """Whatever stands in a cell, a header or a title: an answer, never an exception."""
    assert isinstance(parse_amount(text, measures=True), Decimal | Problem | None)
    assert isinstance(order_of([text], None).day(text), date | Problem | None)
    assert isinstance(parse_period(text), date | Problem | None)
    assert isinstance(chinese_amount(text), Decimal | None)
    assert isinstance(unmarked(text) + arabic_day(text) + simplified(text) + measure_of(text), str)
    assert isinstance(has_own_unit(text) or is_rate(text), bool)
    assert header_unit(text).factor >= 1 <= title_unit([text]).factor
    assert total_rows([[text], [""], ["5"]]) in ([], [0])


@given(
    st.lists(
        st.lists(st.sampled_from(["", "合计", "合 计", "总計", "甲小计", "Total", "甲", "5", "2024-01-01"]), min_size=3, max_size=3),
        max_size=9,
    )
)
def test_the_quick_look_misses_no_total(rows):
    """Rows that are looked at in a big file are a superset of the total rows."""
    import pyarrow as pa

    columns = [list(column) for column in zip(*rows, strict=True)]

    assert set(total_rows(columns)) <= set(may_be_totals([pa.array(column, pa.string()) for column in columns]))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("￥ -", None),
        ("3亿5000万", "350000000"),
        ("￥(1,234.00)", "-1234"),
        ("负500", "-500"),
        ("\u200b1,234.50\ufeff", "1234.50"),
        ('="1,234.50"', "1234.50"),
        ("叁元零伍分", "3.05"),
        ("一万二", Problem("not_a_number")),
        ("近千元", Problem("not_a_number")),
        ("500左右", Problem("not_a_number")),
        ("12件", Problem("not_a_number")),
        ("1万2", Problem("not_a_number")),
    ],
)
def test_amounts_between_the_forms(text, value):
    """What no declared form shows: the dash of Excel's accounting format, several units, approximations."""
    assert parse_amount(text) == (Decimal(value) if isinstance(value, str) else value)


@pytest.mark.parametrize(
    ("lines", "factor", "tax"),
    [
        (["2024年销售明细", "金额单位：人民币万元"], 10_000, ""),
        (["（单位：千元）"], 1_000, ""),
        (["編製單位：天元公司", "單位：萬元"], 10_000, ""),
        (["Amounts in thousands"], 1_000, ""),
        (["单位：元"], 1, ""),
        (["编制单位：万元科技"], 1, ""),
        (["单位：万元（含税）"], 10_000, "gross"),
        (["以万元为单位"], 10_000, ""),
        (["销售表（亿元）"], 10**8, ""),
    ],
)
def test_units_of_titles(lines, factor, tax):
    """A unit above the table holds for all amounts; the unit that compiled it (编制单位) is none."""
    unit = title_unit(lines)

    assert (unit.factor, unit.tax) == (factor, tax)
    assert header_unit("折扣（元）").or_else(unit).factor == 1
    assert header_unit("金额").or_else(unit).factor == factor
