"""ABC classes: who brings four fifths, who the next, and when classes say nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kam_core.value.abc import abc

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
    """Classes fall with the amounts, and the classes above B hold at most four fifths without their last account."""
    classes = abc(amounts)
    ranked = [name for _, name in sorted(zip(amounts, classes, strict=True), key=lambda pair: (-pair[0], pair[1]))]
    best = sorted((a for a, name in zip(amounts, classes, strict=True) if name == "A"), reverse=True)

    assert ranked == sorted(ranked)
    assert sum(best[:-1]) < 0.8 * sum(a for a in amounts if a > 0) or not best
