"""Baskets: five accounts by hand, the resellers by plain pandas with loops, and books in which nothing can be said."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kam_core as kam
from kam_core.portfolio.basket import Baskets, baskets, classes, pairs, white_space
from kam_core.workbook import Workbook
from tests.value.portfolio import book

DAY = date(2013, 11, 29)


@pytest.fixture(scope="module")
def resellers() -> Workbook:
    """The sample."""
    wb = Workbook()
    kam.samples.fill(wb, "resellers")
    return wb


def hand() -> Baskets:
    """
    Twelve accounts of one size: ten buy bread, six of these butter for 1 to 6, two buy only butter for 50.

    Both: 6 of 12. Support 0.5; of eight butter buyers six buy bread (0.75), against 10 of 12 of all: lift 0.9.
    """
    revenue = np.zeros((12, 2))
    revenue[:10, 0], revenue[:6, 1], revenue[10:, 1] = 10.0, [1, 2, 3, 4, 5, 6], 50.0
    ids = pd.Index([f"A{n:02d}" for n in range(12)])
    return Baskets(ids, pd.Index(["bread", "butter"]), revenue, 2, np.zeros(12, dtype="int64"))


def test_a_pair_by_hand() -> None:
    """In the direction of the higher confidence: who buys butter buys bread."""
    (row,) = pairs(hand()).to_dict("records")

    assert (row["first"], row["second"], row["both"], row["n"]) == ("butter", "bread", 6, 8)
    assert (row["support"], row["confidence"], row["lift"]) == pytest.approx((0.5, 0.75, 0.9))


def test_white_space_by_hand() -> None:
    """Four bread buyers lack butter: 6 of 10 alike buy it, for 3.5 in the middle; two butter buyers lack bread: 6 of 8 buy it for 10."""
    found = white_space(hand())
    told = [tuple(row) for row in found.itertuples(index=False, name=None)]

    assert told[:2] == [(account, "bread", "butter", 0.75, 8, 6, 10.0, 7.5) for account in ("A10", "A11")]
    assert [row[:2] for row in told[2:]] == [(f"A{n:02d}", "butter") for n in range(6, 10)]
    assert told[2][2] == "bread" and told[2][3:] == pytest.approx((0.6, 10, 6, 3.5, 2.1))


def test_resellers_by_plain_pandas(resellers: Workbook) -> None:
    """Every pair of categories of the year to 29 November 2013, counted account by account."""
    lines = resellers.frame("SELECT account_id, date, category, revenue FROM transactions")
    day = pd.to_datetime(lines["date"])
    year = lines[(day > "2012-11-29") & (day <= "2013-11-29")].groupby(["account_id", "category"])["revenue"].sum().unstack()
    buys = {category: set(year.index[year[category] > 0]) for category in year}
    found = pairs(baskets(resellers, DAY)).set_index(["first", "second"])

    assert len(found) == 6 and len(baskets(resellers, DAY).accounts) == 493 == len(year)
    for one, two in combinations(buys, 2):
        first, second = (one, two) if (one, two) in found.index else (two, one)
        both, row = len(buys[one] & buys[two]), found.loc[(first, second)]
        assert len(buys[first]) <= len(buys[second])
        wanted = (both, len(buys[first]), both / 493, both / len(buys[first]), both * 493 / len(buys[one]) / len(buys[two]))
        assert (row["both"], row["n"], row["support"], row["confidence"], row["lift"]) == pytest.approx(wanted)


def test_the_white_space_of_resellers_by_loops(resellers: Workbook) -> None:
    """The reason, the share and the median of the first gaps, found again among the accounts of the same size."""
    found = baskets(resellers, DAY)
    frame = pd.DataFrame(found.revenue, index=found.accounts, columns=found.items)
    size = (frame.sum(axis=1).rank(method="first") - 1) * 5 // len(frame)
    gaps = white_space(found)
    wanted: list[dict[str, Any]] = []
    for account in gaps["account_id"].drop_duplicates()[:25]:
        alike, own = frame[size == size[account]], frame.loc[account]
        for gap in own.index[own == 0]:
            rules = []
            for item in own.index[own > 0]:
                buyers = alike[alike[item] > 0]
                both = buyers[buyers[gap] > 0]
                if len(both) >= 5:
                    rules.append((len(both) / len(buyers), len(buyers), item, len(both), both[gap].median()))
            if rules:
                share, n, item, both_n, median = max(rules)
                wanted.append({"account_id": account, "item": gap, "because": item, "confidence": share, "n": n, "both": both_n,
                               "expected": median, "weighted": median * share})  # fmt: skip
    told = gaps[gaps["account_id"].isin([row["account_id"] for row in wanted])]
    expected = pd.DataFrame(wanted).sort_values(["weighted", "account_id", "item"], ascending=[False, True, True], ignore_index=True)

    pd.testing.assert_frame_equal(told.reset_index(drop=True), expected, check_dtype=False, rtol=1e-9)


def test_an_account_is_never_told_to_buy_what_it_buys(resellers: Workbook) -> None:
    """Nor is anything because of what it does not buy; and the same question has the same answer."""
    found = baskets(resellers, DAY, by="product")
    gaps = white_space(found)
    at, item, because = (index.get_indexer(pd.Index(gaps[name])) for index, name in
                         ((found.accounts, "account_id"), (found.items, "item"), (found.items, "because")))  # fmt: skip

    assert found.every == 167 and len(found.items) == 100
    assert not found.bought[at, item].any() and found.bought[at, because].all() and (gaps["both"] >= 5).all()
    pd.testing.assert_frame_equal(gaps, white_space(baskets(resellers, DAY, by="product")))


@given(st.lists(st.integers(0, 50), max_size=200))
def test_classes_are_of_equal_count_and_ordered(total: list[int]) -> None:
    """None is smaller than another by more than one account, and nobody in a larger class bought less."""
    found = classes(np.array(total, dtype="float64"))
    counts = np.bincount(found, minlength=1)

    assert counts.max() - counts.min() <= 1 and (counts.min() >= 30 or len(counts) == 1)
    largest = [max((value for value, size in zip(total, found, strict=True) if size == own), default=0) for own in range(len(counts))]
    assert all(value >= largest[size - 1] for value, size in zip(total, found, strict=True) if size)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [("A", "2013-11-01", 100.0)],
        [{"account_id": "A", "date": date(2013, 11, 1), "revenue": 100.0, "category": "bikes", "grain": "period"}],
        [{"account_id": a, "date": date(2013, 11, 1), "revenue": -1.0, "category": c} for a in "ABCDEF" for c in ("bikes", "helmets")],
        [{"account_id": a, "date": date(2011, 11, 1), "revenue": 1.0, "category": c} for a in "ABCDEF" for c in ("bikes", "helmets")],
    ],
)
def test_books_in_which_nothing_is_bought_together(lines: list[Any]) -> None:
    """No line, no name, one item of one account, only returns, all of it long ago: no pair, no gap, no exception."""
    found = baskets(book(lines), DAY)

    assert pairs(found).empty and white_space(found).empty
