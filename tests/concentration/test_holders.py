"""Whose share is whose: by account, group, owner; contracts, retention, and what has no share."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core.concentration.holders import cover, holders, keys_of, usable_basis


def scores(rows: list[dict[str, object]]) -> pd.DataFrame:
    """A score with what a share reads of it; everything else is unknown."""
    known = {"account_name": None, "owner": None, "parent_id": None, "revenue_12m": np.nan, "profit_12m": np.nan, "retention": np.nan,
             "contract_live": np.nan, "contract_years": np.nan}  # fmt: skip
    frame = pd.DataFrame([{**known, **row} for row in rows])
    return frame.assign(account_name=frame["account_id"].where(frame["account_name"].isna(), frame["account_name"]))


FOUR = [
    {"account_id": "A", "revenue_12m": 40.0, "retention": 0.9, "parent_id": "G", "owner": "Li"},
    {"account_id": "B", "revenue_12m": 30.0, "retention": 0.8, "parent_id": "M", "owner": "Li"},
    {"account_id": "C", "revenue_12m": 20.0, "retention": 0.5, "owner": None},
    {"account_id": "M", "revenue_12m": 10.0, "retention": 1.0, "parent_id": "G", "owner": ""},
    {"account_id": "R", "revenue_12m": -7.0},
    {"account_id": "P"},
]


def test_shares_of_accounts() -> None:
    """The worked case .4 .3 .2 .1; a return and a prospect are counted apart; the expected loss of each is share x (1 - r)."""
    found = holders(scores(FOUR))

    assert found.frame["holder"].tolist() == ["A", "B", "C", "M"]
    assert found.frame["cumulative"].tolist() == pytest.approx([0.4, 0.7, 0.9, 1.0])
    assert found.frame["expected_loss"].tolist() == pytest.approx([0.04, 0.06, 0.10, 0.0])
    assert (found.negative, found.negative_amount, found.without, found.total) == (1, -7.0, 1, 100.0)
    assert found.measure is not None and round(found.measure.hhi, 12) == 0.30


def test_shares_of_groups() -> None:
    """To the top whatever lies between: B under M under G; the group's name is its own, its retention weighted by amount."""
    found = holders(scores(FOUR), "group")

    assert found.frame["holder"].tolist() == ["G", "C"]
    assert found.frame["accounts"].tolist() == [3, 1]
    assert found.frame["retention"].tolist() == pytest.approx([(0.9 * 40 + 0.8 * 30 + 1.0 * 10) / 80, 0.5])
    assert found.frame["expected_loss"].sum() == pytest.approx(0.20)


def test_what_nobody_stated_is_one_holder() -> None:
    """Missing and empty alike, under an empty name; the return among them is netted: 20 + 10 - 7 of 93."""
    assert holders(scores(FOUR), "owner").frame["holder"].tolist() == ["Li", ""]
    assert holders(scores(FOUR), "owner").frame["share"].tolist() == pytest.approx([70 / 93, 23 / 93])


def test_groups_beyond_the_accounts_shown() -> None:
    """Filters hide M and G, yet B still belongs to G."""
    every = scores(FOUR)

    assert keys_of(every[every["account_id"] == "B"], "group", every).tolist() == ["G"]


def test_contracts_cover_their_part_of_the_coming_year() -> None:
    """Half a year left = half; longer than a year = all; over, or unknown = nothing. Open share = share x (1 - cover)."""
    frame = scores([
        {"account_id": "A", "revenue_12m": 50.0, "contract_live": 1, "contract_years": 0.5},
        {"account_id": "B", "revenue_12m": 30.0, "contract_live": 1, "contract_years": 3.0},
        {"account_id": "C", "revenue_12m": 20.0, "contract_live": 0, "contract_years": np.nan},
    ])  # fmt: skip
    found = holders(frame)

    assert cover(frame).tolist() == [0.5, 1.0, 0.0]
    assert found.frame["open_share"].tolist() == pytest.approx([0.25, 0.0, 0.2])
    assert found.open_hhi == pytest.approx(0.25**2 + 0.2**2)
    assert np.isnan(holders(scores(FOUR)).open_hhi)


@pytest.mark.parametrize(("profits", "basis"), [([5.0, -4.0], "profit"), ([5.0, -5.0], "revenue"), ([np.nan, np.nan], "revenue")])
def test_profit_only_where_some_is_left(profits: list[float], basis: str) -> None:
    """A total of zero or less, or an unknown one, has no shares: the revenue is used."""
    assert usable_basis(pd.Series(profits), "profit") == basis


def test_nothing_positive() -> None:
    """No holder, no measure, and the returns are counted."""
    found = holders(scores([{"account_id": "A", "revenue_12m": -3.0}, {"account_id": "B"}]))

    assert (found.measure, len(found.frame), found.negative, found.without, found.total) == (None, 0, 1, 1, 0.0)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(-50, 200), st.sampled_from("xyz")), min_size=1, max_size=25), st.randoms())
def test_grouping_never_spreads_and_order_never_matters(rows: list[tuple[int, str]], random: object) -> None:
    """Accounts put together are at least as concentrated; the effective number is within 1 and n; shuffled rows give the same."""
    frame = scores([{"account_id": f"A{i:02d}", "revenue_12m": float(max(v, 0)), "owner": o} for i, (v, o) in enumerate(rows)])
    apart, together = holders(frame), holders(frame, "owner")
    order = list(range(len(frame)))
    random.shuffle(order)  # type: ignore[attr-defined]

    pd.testing.assert_frame_equal(holders(frame.iloc[order]).frame, apart.frame)
    if apart.measure and together.measure:
        assert together.measure.hhi >= apart.measure.hhi - 1e-12
        assert 1 - 1e-9 <= apart.measure.effective <= len(apart.frame) + 1e-9
