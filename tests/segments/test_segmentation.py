"""Groups that are there are found, groups that are not are not, and nothing depends on order, currency or chance."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kam_core.segments import segmentation
from kam_core.segments.segmentation import Segmentation, found
from tests.segments.planted import NAMES, indexed, planted

DAY = date(2024, 6, 30)


def pairs_together(one: pd.Series, other: pd.Series) -> float:
    """The adjusted Rand index, from the table of both (Hubert & Arabie 1985)."""
    both = pd.crosstab(one, other).to_numpy(dtype=float)
    two = lambda n: (n * (n - 1) / 2).sum()  # noqa: E731
    rows, columns, every = two(both.sum(axis=1)), two(both.sum(axis=0)), two(np.array([both.sum()]))
    expected = rows * columns / every
    return (two(both) - expected) / ((rows + columns) / 2 - expected)


def own(made: Segmentation) -> pd.Series:
    """The segment of each account."""
    return made.members.set_index("account_id")["segment"]


@pytest.fixture(scope="module", params=["kmeans", "mixture"])
def made(request) -> Segmentation:
    """The planted portfolio, by both methods."""
    return found(planted()[0], NAMES, request.param, DAY)


def test_planted_groups_are_found(made: Segmentation) -> None:
    """Three, clearly apart, the most profitable called 1, each in the group it was planted in, and all of them stable."""
    assert (made.choice.best, made.choice.verdict, made.number) == (3, "clear", 3)
    assert pairs_together(own(made), planted()[1]) > 0.95
    assert (own(made) == planted()[1]).mean() > 0.95
    assert made.stability.rand > 0.95
    assert [made.stability.word(place) for place in range(3)] == ["stable"] * 3


def test_order_of_rows_changes_nothing(made: Segmentation) -> None:
    """The same accounts in another order give the same model, to the last digit."""
    again = found(planted()[0].sample(frac=1, random_state=5), NAMES, made.model.method, DAY)

    assert again.model == made.model
    assert again.stability == made.stability
    pd.testing.assert_frame_equal(again.members, made.members)


def test_another_currency_changes_nothing(made: Segmentation) -> None:
    """All money times 7.3: the same segments, and a model that differs in the unit of the money alone."""
    raw = planted()[0]
    other = found(raw.assign(profit=raw["profit"] * 7.3), NAMES, made.model.method, DAY)

    assert own(other).tolist() == own(made).tolist()
    assert other.model.scales[0].unit == pytest.approx(7.3 * made.model.scales[0].unit, rel=1e-3)
    assert np.allclose(other.model.centres, made.model.centres, atol=0.01)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("method", ["kmeans", "mixture"])
def test_noise_has_no_segments(method: str, seed: int) -> None:
    """One crowd, round or slanted, has no groups, and none are invented; a number chosen by hand is obeyed."""
    draw = np.random.default_rng(seed)
    slant = draw.normal(size=(3, 3)) if seed else np.eye(3)
    raw = indexed(draw.normal(size=(120, 3)) @ slant, ("margin", "repeat", "trend"))
    made = found(raw, raw.columns, method, DAY)

    assert (made.choice.verdict, made.model, made.stability) == ("none", None, None)
    assert made.members.empty
    assert seed or found(raw, raw.columns, method, DAY, k=3).number == 3


def test_too_few_accounts_are_said() -> None:
    """Nineteen accounts have no segments; a number asked for by hand does not help."""
    raw = planted(each=10)[0]

    assert found(raw.iloc[:19], NAMES, "kmeans", DAY, k=2).choice.verdict == "few"
    assert found(raw.iloc[:19], NAMES, "kmeans", DAY, k=2).model is None
    assert found(raw, NAMES, "kmeans", DAY).number == 3


@pytest.mark.parametrize("method", ["kmeans", "mixture"])
def test_bad_portfolios_are_survived(method: str) -> None:
    """One account, all alike, nothing known, two kinds only: no exception, no segments where there are none."""
    raw = planted()[0]
    nothing = indexed(np.full((40, 2), np.nan), ("profit", "repeat"))
    two = indexed(np.repeat([[0.0, 1.0], [5.0, 0.2]], 20, axis=0), ("trend", "repeat"))

    assert found(raw.iloc[:1], NAMES, method, DAY).choice.verdict == "few"
    alike = found(pd.concat([raw.iloc[:1]] * 40).set_axis(raw.index[:40]), NAMES, method, DAY)
    assert (alike.model, alike.data.left_out) == (None, dict.fromkeys(NAMES, "constant"))
    unknown = found(nothing, nothing.columns, method, DAY)
    assert (unknown.model, unknown.data.unplaced, set(unknown.data.left_out.values())) == (None, 40, {"unknown"})
    # Two points hold 2 segments at most, and k must stay below the number of different accounts.
    assert found(two, two.columns, method, DAY).model is None
    assert found(raw, ["no such feature"], method, DAY).model is None


def test_one_giant_is_no_segment() -> None:
    """An account a million times the others is held back, and the others keep their groups."""
    raw, group = planted()
    raw.loc["A0000", "profit"] = 5e12
    made = found(raw, NAMES, "kmeans", DAY)

    assert made.number == 3
    assert pairs_together(own(made), group) > 0.95


def test_steps_are_told_in_order() -> None:
    """The share that is done never falls, and every step is named."""
    told: list[tuple[str, float]] = []
    found(planted(each=20)[0], NAMES, "kmeans", DAY, progress=lambda step, done: told.append((step, done)))

    assert list(dict.fromkeys(step for step, _ in told)) == ["number", "cloud", "fit", "stability"]
    assert [done for _, done in told] == sorted(done for _, done in told)
    assert 0 <= told[0][1] <= told[-1][1] <= 1


def test_usual_features_are_those_that_are_known() -> None:
    """Revenue stands for profit while no cost is known; what most accounts lack, or all have alike, is not proposed."""
    raw = planted()[0].assign(revenue=lambda frame: frame["profit"] * 3, growth=np.nan, gap=30.0, order_size=7.0)

    assert segmentation.usual(raw) == ["profit", "categories", "silence", "repeat"]
    assert segmentation.usual(raw.drop(columns="profit")) == ["revenue", "categories", "silence", "repeat"]
