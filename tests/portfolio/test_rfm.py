"""RFM: fifths by rank, ties, the unknown, and the named groups."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kam_core.params import Params
from kam_core.portfolio.lenses import lately
from kam_core.portfolio.rfm import BY_ID, GROUPS, fifths, group_of, rfm
from tests.portfolio.resellers import DAY, book, lines, scores

VALUES = st.lists(st.integers(-50, 50), min_size=1, max_size=40)


def test_fifths_by_hand() -> None:
    """Ten different values fill five fifths with two each; the sign of the order is that of the values."""
    assert fifths([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert fifths([-3, 0, 2]).tolist() == [1, 3, 5]


def test_equal_values_share_the_fifth_of_their_middle() -> None:
    """Six of ten are equal at the bottom: their middle rank is 3.5 of 10, the second fifth; all equal is the middle one."""
    assert fifths([0, 0, 0, 0, 0, 0, 1, 2, 3, 4]).tolist() == [2] * 6 + [4, 4, 5, 5]
    assert fifths([5] * 7).tolist() == [3] * 7


def test_the_unknown_has_no_fifth_and_moves_nobody() -> None:
    """Missing is neither lowest nor highest."""
    assert np.array_equal(fifths([np.nan, 1, 2, 3, 4, 5]), [np.nan, 1, 2, 3, 4, 5], equal_nan=True)


@given(VALUES, st.randoms(use_true_random=False))
def test_order_and_scale_change_nothing(values: list[int], random: object) -> None:
    """Rows in another order keep their fifth, and so does money in cents; a higher value never has a lower fifth."""
    places = list(range(len(values)))
    random.shuffle(places)  # type: ignore[attr-defined]
    found = fifths(values)

    assert fifths([values[place] for place in places]).tolist() == found[places].tolist()
    assert fifths([100 * value for value in values]).tolist() == found.tolist()
    assert (np.diff(found[np.argsort(values, kind="stable")]) >= 0).all()
    assert set(found) <= {1.0, 2.0, 3.0, 4.0, 5.0}


def test_every_cell_has_one_group() -> None:
    """The ten groups take each of the 25 cells once."""
    taken = [(r, f) for one in GROUPS for r in range(one.r[0], one.r[1] + 1) for f in range(one.f[0], one.f[1] + 1)]

    assert sorted(taken) == sorted(product(range(1, 6), repeat=2))
    assert {group_of(r, f) for r, f in taken} == set(BY_ID)


def test_groups_that_people_know() -> None:
    """Just bought and often: champions. Once most frequent and long gone: must not be lost. Nothing of both: hibernating."""
    assert (group_of(5, 5), group_of(1, 5), group_of(1, 1), group_of(5, 1)) == ("champions", "cannot_lose", "hibernating", "new")


def test_who_never_ordered_has_no_code_and_who_paused_has_the_lowest() -> None:
    """A prospect has none; one that bought before the window, but not in it, has zero orders and zero money."""
    days = pd.Series([np.nan, *range(0, 110, 10)])
    counts, money = (pd.Series([np.nan, *values]) for values in ([*range(11, 1, -1), np.nan], [*range(110, 10, -10), np.nan]))
    found = rfm(days, counts, money)

    assert found["code"].isna().tolist() == [True, *[False] * 11]
    assert (found["code"].iloc[1], found["code"].iloc[11]) == ("555", "111")
    assert (found["group"].iloc[1], found["group"].iloc[11]) == ("champions", "hibernating")


def test_few_have_none() -> None:
    """Nine accounts have no fifths; ten do."""
    nine, ten = (pd.Series(range(n), dtype=float) for n in (9, 10))

    assert rfm(nine, nine, nine)["code"].isna().all()
    assert rfm(ten, ten, ten)["code"].notna().all()


def test_the_resellers_again_in_pandas() -> None:
    """Codes of all 635 from pandas' own ranks: fifth = floor(5 (rank - 1/2) / n) + 1 with the average rank of equals."""
    sold = lines()
    by = sold[sold["revenue"] > 0].groupby("account_id")
    parts = {
        "r": -(DAY - by["date"].max()).dt.days,
        "f": by["order_id"].nunique(),
        "m": sold.groupby("account_id")["revenue"].sum().round(4),
    }
    again = {name: (5 * (values.rank(method="average") - 0.5) / len(values) + 1e-9).astype(int) + 1 for name, values in parts.items()}
    expected = again["r"].astype(str) + again["f"].astype(str) + again["m"].astype(str)
    found = lately(book(), scores(), DAY.date(), None, Params()).set_index("account_id")["code"]

    assert len(expected) == 635
    assert found.to_dict() == expected.to_dict()
