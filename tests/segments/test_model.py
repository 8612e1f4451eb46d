"""A model is a few numbers in a cell: kept and read again it says the same of every account, old, new or moved."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from kam_core.errors import BadArgument
from kam_core.schema import MAX_TEXT
from kam_core.segments.assigning import assigned, moves
from kam_core.segments.features import FEATURES, MIX
from kam_core.segments.model import Model, model_of, text_of
from kam_core.segments.scaling import Scale, prepared, scale_of
from kam_core.segments.segmentation import found
from tests.segments.planted import NAMES, indexed, planted

ON_A_LINE = {
    "made_on": "2024-06-30", "scales": (Scale("trend", 0.0, 0.0, 1.0),), "axes": ((1.0,),), "centres": ((0.0,), (3.0,)),
    "spreads": ((1.0,), (1.0,)), "shares": (0.5, 0.5), "reach": (1.0, 1.0),
}  # fmt: skip
LINE = Model("kmeans", **ON_A_LINE)
"""Two segments on a line: at 0 and at 3, as wide as 1."""


@pytest.mark.parametrize("method", ["kmeans", "mixture"])
def test_a_model_read_again_says_the_same(method: str) -> None:
    """Segment, certainty and distance of every account, to the last digit; the text fits a cell."""
    raw = planted()[0]
    made = found(raw, NAMES, method, date(2024, 6, 30))
    text = text_of(made.model)

    assert len(text) < MAX_TEXT
    pd.testing.assert_frame_equal(assigned(model_of(text), raw), made.members, check_exact=True)


def test_the_largest_model_fits_a_cell() -> None:
    """Twelve features, eight segments, a mixture."""
    names = [*list(FEATURES)[:9], f"{MIX}Accessories", f"{MIX}Components", f"{MIX}自行车与零配件"]
    raw = indexed(np.random.default_rng(3).uniform(0.01, 0.99, (120, 12)) * 1234.567, names)

    assert len(text_of(found(raw, names, "mixture", date(2024, 6, 30), k=8).model)) < MAX_TEXT


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2}, {"method": "magic"}, {"features": []}, {"features": [["profit", 1]]}, {"features": [["who", 0, 0, 1]]},
        {"centres": [[1], [2, 3]]},
        {"centres": []}, {"shares": [1]}, {"spreads": [[0], [1]]}, {"reach": [1, float("nan")]}, {"made_on": "soon"}, {"axes": None},
        {"features": [["trend", -1, 0, 1]]},
    ],
)  # fmt: skip
def test_what_is_no_model_is_refused(change: dict[str, object]) -> None:
    """A cell somebody edited, or a later release wrote, is refused and not believed."""
    told = json.loads(text_of(LINE))

    assert model_of(json.dumps(told)) == LINE
    with pytest.raises(BadArgument):
        model_of(json.dumps({**told, **change}))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", None, "1", "···"])
def test_what_is_no_json_is_refused(text: object) -> None:
    """Nor is any other text a model."""
    with pytest.raises(BadArgument):
        model_of(text)


def test_certainty_by_hand() -> None:
    """k-means at 1: 1 from the first, 2 from the second, so 1 − 1/2. Mixture: odds e^(−1/2) to e^(−2)."""
    raw = indexed([[1.0]], ["trend"])
    mixture = Model("mixture", **ON_A_LINE)

    assert assigned(LINE, raw).iloc[0][["segment", "certainty", "distance"]].tolist() == ["1", pytest.approx(0.5), 1.0]
    assert assigned(mixture, raw)["certainty"].iloc[0] == pytest.approx(1 / (1 + np.exp(-1.5)))


def test_far_and_unknown_accounts_are_marked() -> None:
    """Within its reach, between two segments beyond both reaches, at the cap, and unknown."""
    told = assigned(LINE, indexed([[0.9], [1.5], [99.0], [np.nan]], ["trend"]))

    assert told["far"].tolist() == [False, True, False, False]  # 99 is taken for 3.5, which is near 3
    assert told["distance"].tolist()[:3] == [0.9, 1.5, 0.5]
    assert pd.isna(told["segment"].iloc[3])
    assert told["known"].tolist() == [1.0, 1.0, 1.0, 0.0]
    assert np.isnan(told["certainty"].iloc[3])


def test_half_of_the_features_must_be_known() -> None:
    """With two of four an account is placed, what is missing taken for the median; with one it is not."""
    made = found(planted()[0], NAMES, "kmeans", date(2024, 6, 30))
    new = indexed([[60_000, np.nan, np.nan, 0.97], [60_000, np.nan, np.nan, np.nan]], NAMES)
    told = assigned(made.model, new)

    assert told["segment"].iloc[0] == "1"
    assert pd.isna(told["segment"].iloc[1])
    assert told["known"].tolist() == [0.5, 0.25]


def test_moves_between_days() -> None:
    """Only accounts placed on both days whose segment differs."""
    then = assigned(LINE, indexed([[0.0], [0.0], [np.nan]], ["trend"]))
    now = assigned(LINE, indexed([[0.1], [3.0], [3.0], [3.0]], ["trend"]))

    assert moves(then, now).to_dict("records") == [{"account_id": "A0001", "before": "1", "after": "2"}]


def test_scale_by_hand() -> None:
    """1 to 5: median 3, quartiles 2 and 4, so a spread of 2 / 1.349; beyond 3.5 spreads an account is held back."""
    scale = scale_of("trend", np.array([1.0, 2.0, 3.0, 4.0, 5.0]))

    assert (scale.unit, scale.centre, scale.spread) == (0.0, 3.0, pytest.approx(2 / 1.349, abs=1e-3))
    assert scale.of(np.array([3.0, np.nan, 1e9, -1e9])).tolist() == [0.0, 0.0, 3.5, -3.5]
    money = scale_of("profit", np.array([-100.0, 0.0, 100.0, 1_000.0, 5_000.0]))
    assert money.unit == 55.0  # a tenth of the median of 100, 100, 1,000 and 5,000
    assert money.centre == pytest.approx(np.log1p(100 / 55), rel=1e-3)


def test_what_is_left_out_is_said() -> None:
    """Unknown, unknown for more than 40%, the same for all; what is filled in is counted."""
    raw = planted(each=10)[0].assign(growth=np.nan, trend=1.0, spend=[1.0] * 17 + [np.nan] * 13)
    raw.iloc[:3, 1] = np.nan
    data = prepared(raw, [*NAMES, "growth", "trend", "spend"])

    assert data.left_out == {"growth": "unknown", "trend": "constant", "spend": "missing"}
    assert data.filled == {"categories": 3}
    assert (data.names, len(data.accounts)) == (NAMES, 30)
