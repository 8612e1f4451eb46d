"""ABC classes: who brings four fifths, who the next, and when classes say nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kam_core.value.abc import CELLS, GIANT, abc, double_abc

AMOUNTS = st.lists(st.integers(-1000, 1000), min_size=10, max_size=60)


def test_classes_by_the_share_of_the_larger_ones() -> None:
    """A while the larger accounts hold less than 80 %, B while they hold less than 95 %; exactly 80 and 95 begin the next class."""
    amounts = [40, 40, 10, 5, 1, 1, 1, 1, 1, 0]

    assert abc(amounts).tolist() == ["A", "A", "B", "B", "C", "C", "C", "C", "C", "C"]


def test_the_largest_is_always_a() -> None:
    """Even when it holds nearly everything."""
    assert abc([1, 1, 1, 1, 1, 1, 1, 1, 1, 10**9]).tolist() == ["C"] * 9 + ["A"]


def test_losses_are_c_and_do_not_change_the_others() -> None:
    """Shares are of what is positive, so a loss moves nobody."""
    gains = [50, 30, 10, 5, 2, 1, 1, 1]

    assert abc([*gains, 0, 0]).tolist() == abc([*gains, -500, -5000]).tolist()
    assert abc([-1.0] * 10).tolist() == ["C"] * 10


def test_what_is_missing_has_no_class_and_few_have_none() -> None:
    """Missing is not zero; with fewer than ten amounts ranks are told instead."""
    assert abc([np.nan, *range(1, 11)])[0] is None
    assert abc([np.nan, *range(1, 10)]).tolist() == [None] * 10
    assert abc([]).tolist() == []


@given(AMOUNTS)
def test_a_larger_amount_never_has_a_lower_class(amounts: list[int]) -> None:
    """Classes fall with the amounts, equal amounts share one, and class A holds less than four fifths without its smallest."""
    classes = abc(amounts)
    ranked = [name for _, name in sorted(zip(amounts, classes, strict=True), key=lambda pair: (-pair[0], pair[1]))]
    best = [a for a, name in zip(amounts, classes, strict=True) if name == "A"]

    assert ranked == sorted(ranked)
    assert len(dict.fromkeys(zip(amounts, classes, strict=True))) == len(set(amounts))
    assert not best or sum(a for a in best if a > min(best)) < 0.8 * sum(a for a in amounts if a > 0)


def test_cuts_can_be_set() -> None:
    """With A until 50 % and B until 70 % the second of two equal halves is B's: it begins where the first ends."""
    assert abc([50, 20, 10, 10, 5, 1, 1, 1, 1, 1], 0.5, 0.7).tolist() == ["A", "B", *["C"] * 8]


@given(AMOUNTS, st.randoms(use_true_random=False))
def test_order_and_currency_change_nothing(amounts: list[int], random: object) -> None:
    """Rows in another order keep their class, and so does money in cents."""
    places = list(range(len(amounts)))
    random.shuffle(places)  # type: ignore[attr-defined]
    classes = abc(amounts)

    assert abc([100 * amounts[place] for place in places]).tolist() == [classes[place] for place in places]


def test_nine_cells_by_hand() -> None:
    """The first sells most and loses: the expensive giant. The last sells least and earns most: a small gem."""
    revenue = [900, 200, 100, 50, 20, 10, 5, 5, 5, 5]
    profit = [-100, 20, 10, 5, 1, 1, 1, 0, 0, 100]
    found = double_abc(revenue, profit)

    assert found["by_revenue"].tolist() == ["A", "A", "B", "B", "C", "C", "C", "C", "C", "C"]
    assert found["by_profit"].tolist() == ["C", "A", "B", "B", "C", "C", "C", "C", "C", "A"]
    assert found["cell"].tolist() == ["AC", "AA", "BB", "BB", "CC", "CC", "CC", "CC", "CC", "CA"]
    assert CELLS[GIANT][0] == "Expensive giant"
    assert sorted(CELLS) == sorted(one + two for one in "ABC" for two in "ABC")


def test_only_accounts_with_both_amounts_are_compared() -> None:
    """A missing profit leaves the account out of both classes; nine accounts with both have none."""
    revenue, profit = [float(n) for n in range(1, 12)], [float(n) for n in range(1, 12)]

    assert double_abc(revenue, [np.nan, *profit[1:]])["cell"].isna().tolist() == [True, *[False] * 10]
    assert double_abc(revenue, [np.nan, np.nan, *profit[2:]])["cell"].isna().all()
