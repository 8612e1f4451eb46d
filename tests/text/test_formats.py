"""Numbers, money and dates in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.text import LANGUAGES, translator

EN, ZH = translator("en"), translator("zh")


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (36_240_000, "$36.2m", "$3,624万"),
        (674_000, "$674k", "$67.4万"),
        (9_500, "$9.5k", "$9,500"),
        (812, "$812", "$812"),
        (1_204_000_000, "$1.20bn", "$12.0亿"),
        (264_000_000, "$264m", "$2.64亿"),
        (-1_430_000, "−$1.43m", "−$143万"),
        (2_500_000_000_000, "$2.50tn", "$2.50万亿"),
        (20_000, "$20k", "$2万"),
        (8.5, "$8.50", "$8.50"),
        (0, "$0", "$0"),
        (-0.001, "$0", "$0"),
    ],
)
def test_money_has_three_significant_digits(value, en, zh):
    """Money is short, in the units of the language, and never rounds whole Chinese units away."""
    assert (EN.money(value), ZH.money(value)) == (en, zh)


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (999.4, "$999", "$999"),
        (999.6, "$1k", "$1,000"),
        (9.996, "$10", "$10"),
        (9_999.6, "$10k", "$1万"),
        (999_400, "$999k", "$99.9万"),
        (999_600, "$1.00m", "$100万"),
        (99_996_000, "$100m", "$1.00亿"),
        (999_600_000, "$1.00bn", "$10.0亿"),
        (-999_600, "−$1.00m", "−$100万"),
    ],
)
def test_rounding_carries_into_the_next_unit(value, en, zh):
    """There is no $1000k and no 10,000万."""
    assert (EN.money(value), ZH.money(value)) == (en, zh)


def test_the_sign_stands_before_the_symbol():
    """Any symbol, none, or a code of letters."""
    assert [EN.money(-2_600_000, s) for s in ("¥", "€", "£", "", "CHF")] == ["−¥2.60m", "−€2.60m", "−£2.60m", "−2.60m", "−CHF\u00a02.60m"]


def test_axis_money_has_no_trailing_zeros():
    """Ticks are as short as they can be."""
    assert [EN.axis_money(v) for v in (0, 2_500_000, 5_000_000, -10_000_000)] == ["$0", "$2.5m", "$5m", "−$10m"]
    assert [ZH.axis_money(v, "¥") for v in (0, 5_000_000, 10_000_000, 150_000_000)] == ["¥0", "¥500万", "¥1,000万", "¥1.5亿"]


def test_amounts_are_written_out():
    """All digits with separators; cents where there are some."""
    assert [EN.amount(v) for v in (1234567, Decimal("1234.5678"), -0.004, 0.999)] == ["1,234,567", "1,234.57", "0", "1"]


def test_percent_has_a_decimal_only_where_it_matters():
    """One decimal below 20 unless whole; more on request."""
    shares = (0.53, 0.137, 0.05, 0.1996, 0.204, -0.137, 5.62, 12.3)

    assert [EN.percent(s) for s in shares] == ["53%", "13.7%", "5%", "20%", "20%", "−13.7%", "562%", "1,230%"]
    assert EN.percent(0.12345, 2) == "12.35%"


def test_an_index_is_a_whole_number_rounded_half_up():
    """62.5 is 63, not 62."""
    assert [EN.index(v) for v in (62.5, 63.49, 0.5, 0, 100)] == ["63", "63", "1", "0", "100"]


def test_a_change_shows_its_sign_and_direction():
    """Zero has neither."""
    assert [EN.change(v) for v in (19, -21, 0, -0.4)] == ["+19", "−21", "0", "0"]
    assert [ZH.arrow(v) for v in (25, -21, 0)] == ["▲ +25", "▼ −21", "0"]


def test_points_are_not_per_cent():
    """A distance between two indices has its own word."""
    assert [EN.points(v) for v in (1, 5, -3)] == ["1 point", "5 points", "−3 points"]
    assert ZH.points(5) == "5 点"


@pytest.mark.parametrize("day", [date(2013, 12, 6), "2013-12-06", pd.Timestamp("2013-12-06 08:00"), np.datetime64("2013-12-06")])
def test_dates_name_the_month(day):
    """Whatever holds the date, it reads the same."""
    assert [EN.day(day), EN.day_short(day), EN.month(day), EN.quarter(day)] == ["6 Dec 2013", "6 Dec", "Dec 2013", "Q4 2013"]
    assert [ZH.day(day), ZH.day_short(day), ZH.month(day), ZH.quarter(day)] == ["2013年12月6日", "12月6日", "2013年12月", "2013年四季度"]


FORMATS = (
    "money",
    "axis_money",
    "amount",
    "count",
    "percent",
    "points",
    "index",
    "change",
    "arrow",
    "day",
    "day_short",
    "month",
    "quarter",
)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf"), pd.NaT, pd.NA, np.float64("nan"), np.datetime64("NaT")], ids=str)
def test_missing_is_an_en_dash_in_every_format(name, nothing):
    """Missing is never a zero and never the word None."""
    assert [getattr(translator(lang), name)(nothing) for lang in LANGUAGES] == [EN.missing, ZH.missing] == ["–", "–"]


@given(st.floats(-1e15, 1e15))
def test_short_money_is_true_to_half_a_percent(value):
    """Read back, the text is within half a unit of the third digit (or half a cent); its sign is the value's."""
    for lang, units in (("en", {"k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12}), ("zh", {"万亿": 1e12, "万": 1e4, "亿": 1e8})):
        text = translator(lang).money(value).replace("$", "").replace(",", "").replace("−", "-")
        unit = next((u for u in units if text.endswith(u)), "")

        assert abs(float(text.removesuffix(unit)) * units.get(unit, 1) - value) <= max(0.00501 * abs(value), 0.00501)


@given(st.decimals(-(10**15), 10**15, places=4))
def test_money_of_the_store_is_formatted_as_its_float(value):
    """DECIMAL(18,4) and float64 show the same figure."""
    assert EN.money(value) == EN.money(float(value)) or abs(value) > 10**11
