"""Several ratings of one item: the latest of each rater, weighted by age and side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.index.cells import Cells, Ratings, combine
from kam_core.index.shapes import Item
from kam_core.params import EvidenceParams

PARAMS = EvidenceParams()
ITEM = Item("t.a", "A", "", 1.0, 1, 5)
OURS, CUSTOMER, VOTE, CONFIRMED = 0, 2, 4, 1


def ratings(*rows: tuple[int, int, float, int], cells: tuple[int, ...] = ()) -> Ratings:
    """Rows are (rater, age in days, value, kind), recorded in that order."""
    raters, ages, values, kinds = zip(*rows, strict=True)
    return Ratings(
        np.array(cells or [0] * len(rows), dtype=np.int64), np.array(raters, dtype=np.uint64), np.array(ages, dtype=np.int64),
        np.arange(len(rows), dtype=np.int64), np.array(values, dtype=np.float64), np.array(kinds, dtype=np.int8),
    )  # fmt: skip


def one(*rows: tuple[int, int, float, int]) -> list[float]:
    """Mean, sd, freshness, count of a single cell."""
    return combine(ratings(*rows), [ITEM], 1, PARAMS).rows[0][:, 0].tolist()


def test_one_confirmed_answer() -> None:
    """4 on 1-5 is 75; half a point of 1-5 is 12.5 points; today's answer is entirely fresh."""
    assert one((1, 0, 4.0, CUSTOMER + CONFIRMED)) == [75.0, 12.5, 1.0, 1.0]


def test_an_assumed_answer_is_twice_as_unsure() -> None:
    """One point of 1-5 is 25 points."""
    assert one((1, 0, 4.0, OURS)) == [75.0, 25.0, 1.0, 1.0]


def test_the_latest_of_each_rater_counts() -> None:
    """A rater's earlier answer is replaced, not averaged."""
    assert one((1, 90, 1.0, CUSTOMER), (1, 0, 5.0, CUSTOMER))[0] == 100.0


def test_of_two_answers_on_one_day_the_later_recorded_counts() -> None:
    """A correction on the same day wins."""
    assert one((1, 5, 1.0, CUSTOMER), (1, 5, 4.0, CUSTOMER))[0] == 75.0


def test_sides_weigh_differently() -> None:
    """Customer 5 (weight 1), ours 2 (weight .5): (100 + .5 · 25) / 1.5; an accepted vote counts like a customer."""
    assert one((1, 0, 5.0, CUSTOMER), (2, 0, 2.0, OURS))[0] == pytest.approx(75.0)
    assert one((1, 0, 5.0, CUSTOMER), (2, 0, 2.0, VOTE))[0] == pytest.approx(62.5)


def test_age_halves_weight_and_freshness() -> None:
    """180 days old: weight .5 beside a fresh one; alone its freshness is .5 and its value stays."""
    assert one((1, 180, 1.0, CUSTOMER), (2, 0, 5.0, CUSTOMER))[0] == pytest.approx(100 / 1.5)
    assert one((1, 180, 5.0, CUSTOMER))[::2] == [100.0, 0.5]


@pytest.mark.parametrize(("age", "times"), [(0, 1.0), (360, 2.0), (540, 2**1.5), (3600, 3.0), (45_000, 3.0)])
def test_age_widens_the_sd_up_to_the_cap(age: int, times: float) -> None:
    """sd doubles in 360 days and never passes three times; an answer of a century ago still counts as answered."""
    mean, sd, _, count = one((1, age, 3.0, CUSTOMER + CONFIRMED))

    assert (mean, sd, count) == (50.0, pytest.approx(12.5 * times), 1.0)


def test_the_sd_of_a_mean() -> None:
    """Two equal confirmed answers: 12.5 / sqrt 2."""
    assert one((1, 0, 3.0, CUSTOMER + CONFIRMED), (2, 0, 3.0, CUSTOMER + CONFIRMED))[1] == pytest.approx(12.5 / 2**0.5)


def test_an_answer_outside_its_scale_does_not_count() -> None:
    """A 7 on a scale of 1-5 is a slip, not a 5."""
    assert one((1, 0, 7.0, CUSTOMER), (2, 0, 3.0, CUSTOMER))[0::3] == [50.0, 1.0]


def test_a_side_that_weighs_nothing_does_not_answer() -> None:
    """With weight 0 for our own people an item only they answered is unanswered."""
    cells = combine(ratings((1, 0, 3.0, OURS)), [ITEM], 1, EvidenceParams(weight_ours=0.0))

    assert np.isnan(cells.rows[0][0, 0])


row = st.tuples(st.integers(1, 4), st.integers(0, 900), st.integers(1, 5).map(float), st.sampled_from([0, 1, 2, 3, 4, 5]))


@given(st.lists(st.tuples(row, st.integers(0, 5)), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(drawn: list[tuple[tuple[int, int, float, int], int]], random: object) -> None:
    """The same ratings in another order give the same cells (2 items, 3 subjects)."""
    items = [ITEM, Item("t.b", "B", "", 1.0, 1, 5, reverse=True)]
    all_rows = ratings(*(r for r, _ in drawn), cells=tuple(c for _, c in drawn))
    order = list(range(len(drawn)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = Ratings(*(getattr(all_rows, name)[order] for name in all_rows.__dataclass_fields__))

    for left, right in zip(combine(all_rows, items, 3, PARAMS).rows, combine(shuffled, items, 3, PARAMS).rows, strict=True):
        np.testing.assert_allclose(left, right, rtol=1e-12)


@given(st.lists(st.tuples(row, st.integers(0, 5)), min_size=1, max_size=40))
def test_cells_agree_with_a_plain_loop(drawn: list[tuple[tuple[int, int, float, int], int]]) -> None:
    """The vectorised mean is that of a dictionary and a loop."""
    kept: dict[tuple[int, int], tuple[tuple[int, int], float, float]] = {}
    for order, ((rater, age, value, kind), cell) in enumerate(drawn):
        side = (0.5, 0.5, 1.0, 1.0, 1.0, 1.0)[kind]
        if (cell, rater) not in kept or kept[cell, rater][0] <= (-age, order):
            kept[cell, rater] = ((-age, order), 0.5 ** (age / 180) * side, 25 * (value - 1))
    expected = np.full(6, np.nan)
    for cell in {c for c, _ in kept}:
        weights = [(w, v) for (c, _), (_, w, v) in kept.items() if c == cell]
        expected[cell] = sum(w * v for w, v in weights) / sum(w for w, _ in weights)

    found = combine(ratings(*(r for r, _ in drawn), cells=tuple(c for _, c in drawn)), [ITEM, Item("t.b", "B", "", 1.0, 1, 5)], 3, PARAMS)

    np.testing.assert_allclose(np.concatenate([rows[0] for rows in found.rows]), expected, rtol=1e-12)


def test_patching_copies_only_what_changed() -> None:
    """After an edit the untouched items are shared, the old cells stay as they were."""
    old = Cells(("a", "b"), (np.zeros((4, 3)), np.ones((4, 3))))
    new = old.patched(np.array([1]), Cells(("a", "b"), (np.full((4, 1), 9.0), np.ones((4, 1)))))

    assert (new.rows[1] is old.rows[1], old.rows[0].max(), new.rows[0][0].tolist()) == (True, 0.0, [0.0, 9.0, 0.0])
