"""The back-test against plain loops over one series; bands, their coverage on simulated series, and which rule is shown."""

from __future__ import annotations

import math
from statistics import mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core.forecast import METHODS, forecast, frames
from kam_core.forecast.bands import ranked, widths
from kam_core.forecast.judge import TOO_SHORT
from kam_core.value.spans import Floats

RULES = list(METHODS)


def overlapping(months: Floats) -> Floats:
    """Quarters that end a month apart, newest first, of months newest first."""
    return months[..., :-2] + months[..., 1:-1] + months[..., 2:]


def foretell(past: list[float]) -> dict[str, list[float]]:
    """Three of the rules in plain Python; ``past`` is newest first."""
    pairs = min(4, len(past) - 4)
    now, before = sum(past[:pairs]), sum(past[4 : 4 + pairs])
    growth = min(max(now / before, 0.5), 2) ** 0.5 if pairs and now > 0 and before > 0 else 1
    year_ago = [past[4 - ahead] for ahead in (1, 2, 3, 4)]
    return {"naive": [past[0]] * 4, "seasonal": year_ago, "mean": [mean(past[:4])] * 4, "drift": [growth * value for value in year_ago]}


def loop(quarters: list[float]) -> tuple[dict[str, float], dict[str, float], int]:
    """Mean absolute error of the rules on earlier and later origins, and the count of later errors, one origin after the other."""
    oldest = min(len(quarters) - 10, 26)
    split = (3 + oldest) // 2
    early: dict[str, list[float]] = {}
    late: dict[str, list[float]] = {}
    for origin in range(3, oldest + 1):
        for rule, made in foretell(quarters[origin::3]).items():
            for ahead in range(1, 5):
                ended = origin - 3 * ahead
                if ended < 0:
                    continue
                error = abs(quarters[ended] - made[ahead - 1])
                if ended >= split:
                    early.setdefault(rule, []).append(error)
                if origin <= split:
                    late.setdefault(rule, []).append(error)
    return {r: mean(e) for r, e in early.items()}, {r: mean(e) for r, e in late.items()}, len(late["naive"])


@pytest.mark.parametrize("months", [24, 30, 41, 72])
def test_the_back_test_is_what_a_loop_finds(months: int) -> None:
    """Errors of a growing seasonal series, origin by origin, and the rule that had the least on the earlier ones."""
    age = np.arange(months)
    noise = np.random.default_rng(months).normal(0, 15, months)
    quarters = overlapping(300 - 2.0 * age + 60 * np.sin(age * math.pi / 6) + noise)
    found, (early, late, n) = forecast(quarters[None]), loop(quarters.tolist())

    assert [found.mae[RULES.index(rule), 0] for rule in late] == pytest.approx(list(late.values()))
    assert found.n.tolist() == [n]
    if RULES[found.chosen[0]] != "smooth":
        assert RULES[found.chosen[0]] == min(early, key=lambda rule: early[rule])
    assert found.origins.tolist() == [min(len(quarters) - 10, 26) - 2]


def test_a_naive_rule_is_shown_when_it_wins() -> None:
    """A walk is best repeated: no other rule is shown for most of many walks, and never one that lost to a naive rule."""
    walks = np.cumsum(np.random.default_rng(5).normal(0, 10, (200, 48)), axis=1) + 1000
    found = forecast(overlapping(walks))
    shown = found.mae[found.shown, np.arange(200)]

    assert (found.shown == 0).mean() > 0.6
    assert (shown <= found.mae[:2].min(axis=0) * (1 + 1e-9))[found.shown >= 2].all()


def test_a_season_is_found() -> None:
    """The same year again and again is foretold from a year ago, without error."""
    year = np.tile([10.0, 20, 90, 40, 50, 60, 70, 10, 10, 20, 30, 99], 4)
    found = forecast(overlapping(year)[None])

    assert RULES[found.shown[0]] == "seasonal"
    assert found.middle[0].tolist() == [149, 90, 150, 120] and found.mae[1, 0] == 0
    assert (found.low == found.high).all() and found.year[0] == pytest.approx(year[:12].sum())


def test_the_band_holds_what_it_says() -> None:
    """Of 1,500 noisy level series four in five of the coming quarters fall into the 80% band, every second into the 50% band."""
    months = np.random.default_rng(11).normal(100, 20, (1500, 72))
    found, came = forecast(overlapping(months[:, 12:])), months[:, :12].reshape(-1, 4, 3).sum(axis=2)[:, ::-1]
    inside = ((came >= found.low) & (came <= found.high)).mean(axis=(1, 2))

    assert inside == pytest.approx([0.5, 0.8], abs=0.07)
    assert np.nanmean(found.coverage[1]) == pytest.approx(0.8, abs=0.08)


def test_half_widths_by_hand() -> None:
    """
    Rank ceil(9 * 0.5) = 5 and ceil(9 * 0.8) = 8 of eight scaled errors; mean errors 2 then 4, then wider by the root of the distance.
    """
    errors = np.full((4, 4, 1), np.nan)
    errors[:, 0, 0], errors[:, 1, 0] = [1, -2, 2, 3], [4, 4, -4, 4]
    half = widths(errors)[:, :, 0]

    assert half[0] == pytest.approx([2, 4, 4 * 1.5**0.5, 4 * 2**0.5])
    assert half[1] == pytest.approx([3, 6, 6 * 1.5**0.5, 6 * 2**0.5])


def test_too_few_errors_give_no_band() -> None:
    """Three errors do not hold four in five: ceil(4 * 0.8) = 4."""
    assert np.isnan(ranked(np.array([[1.0], [2.0], [3.0]]), 0.8)).all()
    assert ranked(np.array([[1.0], [2.0], [3.0]]), 0.5).tolist() == [2.0]


def test_a_short_past_is_too_short_to_tell() -> None:
    """Eight whole quarters are enough, a month less is not; an empty past, a hole in the way and no series at all are no error."""
    months = np.random.default_rng(1).uniform(50, 150, 24)
    quarters = np.vstack([overlapping(months), np.full((2, 22), np.nan)])
    quarters[1, :-1] = quarters[0, :-1]
    found = forecast(quarters)

    assert (found.shown != TOO_SHORT).tolist() == [True, False, False]
    assert np.isnan(found.middle[1:]).all() and np.isnan(found.high[:, 1:]).all() and found.quarters.tolist() == [8, 7, 0]
    assert len(forecast(np.empty((0, 30))).shown) == 0 and forecast(np.empty((3, 0))).shown.tolist() == [TOO_SHORT] * 3


@settings(max_examples=25, deadline=None)
@given(st.floats(-1e6, 1e6).filter(lambda value: abs(value) > 0.01), st.integers(24, 60))
def test_a_constant_has_no_width(value: float, months: int) -> None:
    """It is foretold as it is, by the plainest rule, and the band says that nothing else ever happened."""
    found = forecast(overlapping(np.full((1, months), value)))
    assert found.shown.tolist() == [0] and found.exact.tolist() == [True]
    assert found.middle == pytest.approx(np.full((1, 4), 3 * value)) and (found.high - found.low) == pytest.approx(
        np.zeros((2, 1, 4)), abs=1e-6
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-1000, 5000), min_size=24, max_size=48), st.sampled_from([0.25, 4.0, 128.0]))
def test_scaling_scales(months: list[int], rate: float) -> None:
    """Forecast, bands and errors are in the unit of the series; what compares is not; and twice is the same as once."""
    quarters = overlapping(np.array([months], dtype="float64"))
    one, many, again = forecast(quarters), forecast(rate * quarters), forecast(quarters)

    assert many.shown.tolist() == one.shown.tolist() and np.array_equal(again.high, one.high, equal_nan=True)
    for name in ("middle", "low", "high", "mae", "year"):
        assert getattr(many, name) == pytest.approx(rate * getattr(one, name), nan_ok=True, abs=1e-6)
    assert many.mase == pytest.approx(one.mase, nan_ok=True)


def test_zeros_test_nothing() -> None:
    """Three years with orders in three quarters have no forecast; with a fourth they have one, and it is not called exact."""
    months = np.zeros((2, 36))
    months[:, [0, 15, 35]] = 100.0
    months[1, 20] = 50.0
    found = forecast(overlapping(months))

    assert found.active.tolist() == [3, 4] and (found.shown == TOO_SHORT).tolist() == [True, False]
    assert not found.exact.any() and np.isnan(found.year[0]) and found.year[1] >= 0


def test_never_below_zero_where_it_never_was() -> None:
    """Revenue with wild swings has a band from zero; with a quarter of returns it may go below."""
    months = np.tile([0.0, 0, 900, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0, 300, 0], 3)[:40]
    months = np.random.default_rng(3).permutation(months)
    returned = months.copy()
    returned[30] = -500

    assert np.nanmin(forecast(overlapping(months)[None]).low) >= 0
    assert np.nanmin(forecast(overlapping(returned)[None]).low) < 0


def test_a_part_of_a_year_is_no_last_year() -> None:
    """Three years, the last year, and two whole quarters of it: what the last adds up to is not what twelve months brought."""
    quarters = np.full((3, 34), np.nan)
    for place, whole in enumerate((34, 10, 4)):
        quarters[place, :whole] = 10.0

    assert frames.listed(forecast(quarters), quarters)["last_year"].fillna(-1).tolist() == [40.0, 40.0, -1.0]
