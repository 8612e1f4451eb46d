"""Every way of writing an amount."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.ingest.values.amounts import Problem, decimal_mark, has_own_unit, is_missing, parse_amount


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("￥1,234.50", "1234.50"),
        ("¥1,234.50", "1234.50"),
        ("$1,234", "1234"),
        ("US$ 1,234.5", "1234.5"),
        ("€ 1.234,50", "1234.50"),
        ("£12", "12"),
        ("1234 USD", "1234"),
        ("12.5万", "125000"),
        ("12.5万元", "125000"),
        ("3亿", "300000000"),
        ("3千", "3000"),
        ("2百万", "2000000"),
        ("1.5k", "1500"),
        ("2m", "2000000"),
        ("100元", "100"),
        ("人民币100元", "100"),
        ("(1,234)", "-1234"),
        ("（1,234.5）", "-1234.5"),
        ("1.234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("12,34,567.5", "1234567.5"),
        ("１２３", "123"),
        ("－１２３．５", "-123.5"),
        ("１，２３４", "1234"),
        ("5-", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("$-5", "-5"),
        ("-$5", "-5"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1'234.50", "1234.50"),
        ("5%", "0.05"),
        ("５％", "0.05"),
        ("12.5‰", "0.0125"),
        ("1e3", "1000"),
        ("1.5E-2", "0.015"),
        (".5", "0.5"),
        ("12.", "12"),
        ("007", "7"),
        ("0", "0"),
        ("12,5", "12.5"),
        ("0,123", "0.123"),
    ],
)
def test_every_way_of_writing_an_amount(text: str, expected: str) -> None:
    """Signs, units, marks and widths of both languages give one exact Decimal."""
    assert parse_amount(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "N/A", "n/a", "NULL", "None", "无", "暂无", "　"])
def test_words_for_nothing_are_missing(text: str) -> None:
    """Missing is None, never zero."""
    assert parse_amount(text) is None
    assert is_missing(text)


@pytest.mark.parametrize(
    "text",
    ["nan", "NaN", "inf", "-inf", "Infinity", "abc", "12abc", "1.2.3", "1,23", "1,2,3", "--5", "(-5)", "-5-", "#REF!", "#DIV/0!", "5/6",
     "=1+1", "12 34", "1,", "，", "9" * 100, "2024-01-01", "1_000"],
)  # fmt: skip
def test_what_is_no_amount_is_a_problem(text: str) -> None:
    """Nothing is guessed into a number. (1,23 and 1, are decimals with a comma.)"""
    expected = {"1,23": Decimal("1.23"), "1,": Decimal(1)}.get(text, Problem("not_a_number"))

    assert parse_amount(text) == expected


@pytest.mark.parametrize(("text", "dot", "comma"), [("1.234", "1.234", "1234"), ("1,234", "1234", "1.234"), ("1234", "1234", "1234")])
def test_the_mark_decides_only_what_is_open(text: str, dot: str, comma: str) -> None:
    """1.234 is 1.234 or 1234, as the column says."""
    assert (parse_amount(text, "."), parse_amount(text, ",")) == (Decimal(dot), Decimal(comma))


def test_the_mark_that_a_cell_proves() -> None:
    """Two marks, two of a kind, or a group that is not of three."""
    proofs = {text: decimal_mark(text) for text in ("1.234,5", "1,234.5", "1.234", "1,234", "12.5", "12,5", "1.234.567", "1,234,567", "12")}

    assert proofs == {
        "1.234,5": ",", "1,234.5": ".", "1.234": None, "1,234": None, "12.5": ".", "12,5": ",", "1.234.567": ",", "1,234,567": ".",
        "12": None,
    }  # fmt: skip


def test_a_cell_with_its_own_unit() -> None:
    """A unit in the header must not count twice."""
    assert [has_own_unit(text) for text in ("35%", "12万", "12", "$12", "abc")] == [True, True, False, False, False]


_amounts = st.decimals(min_value=-(10**13), max_value=10**13, places=2, allow_nan=False, allow_infinity=False)


@given(_amounts)
def test_formatted_amounts_come_back(amount: Decimal) -> None:
    """However an amount is written, the same amount is read."""
    sign, size = "-" if amount < 0 else "", abs(amount)
    english, german = f"{size:,.2f}", f"{size:,.2f}".translate(str.maketrans(",.", ".,"))
    wide = str(amount).translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.-"})
    written = [
        f"{amount}", f"{sign}{english}", f"{sign}￥{english}", f"{sign}{german}", f"{sign}{english.replace(',', ' ')}", wide,
        f"{english}{sign}", f"({english})" if sign else english, f"{amount:E}", f"{amount / 10000}万", f"{amount * 100}%",
    ]  # fmt: skip

    assert [parse_amount(text) for text in written] == [amount] * len(written)


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    """Whatever stands in a cell: an amount, nothing, or a problem."""
    assert isinstance(parse_amount(text), Decimal | Problem | None)
