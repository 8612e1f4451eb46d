"""The indices as they are declared."""

from __future__ import annotations

import numpy as np
import pytest

from kam_core.errors import UnknownName
from kam_core.index.declared import INDICES, classic_trust, index_of
from kam_core.index.shapes import Item

WEIGHTS = {
    "importance": [0.24, 0.12, 0.12, 0.12, 0.12, 0.10, 0.10, 0.08],
    "trust": [0.25, 0.25, 0.25, 0.25],
    "confidence": [0.2, 0.2, 0.2, 0.15, 0.15, 0.1],
    "attitude": [0.2, 0.2, 0.15, 0.2, 0.1, 0.15],
    "patronage": [0.4, 0.25, 0.15, 0.1, 0.1],
    "willingness": [0.25, 0.25, 0.3, 0.2],
}
SHARED = {"benefits": "delivered", "savings": "delivered"}
"""Indices whose items belong to another one too, and are named after it."""


def test_the_weights_are_the_declared_ones_and_sum_to_one() -> None:
    """Methods 5 to 8 and 11, importance flattened from .6 potential and .4 influence."""
    assert {name: [item.weight for item in INDICES[name].items] for name in WEIGHTS} == WEIGHTS
    assert [round(sum(weights), 12) for weights in WEIGHTS.values()] == [1.0] * len(WEIGHTS)


def test_scales_are_the_fields() -> None:
    """1-5 unless trust, attractiveness and strength (1-10), delivered value and recommendation (0-10), stage (1-4), ease (1-7)."""
    own = {(1, 10): {"trust", "attractiveness", "strength"}, (0, 10): {"delivered", "attitude.recommend"}, (1, 4): {"stage"},
           (1, 7): {"satisfaction.effort"}}  # fmt: skip
    scales = {item.id: (item.low, item.high) for index in INDICES.values() for item in index.items if item.judged}
    expected = {id: next((scale for scale, names in own.items() if names & {id, id.partition(".")[0]}), (1, 5)) for id in scales}

    assert scales == expected


def test_item_ids_are_unique_and_belong_to_their_index() -> None:
    """An id names its index first; an item of several indices is the same item in each."""
    found = [(SHARED.get(index.id, index.id), item) for index in INDICES.values() for item in index.items]

    assert [item.id for name, item in found if not item.id.startswith(name + ".")] == []
    assert len({item.id for _, item in found}) == len({item for _, item in found})


def test_items_that_need_another_one_have_it_in_their_index() -> None:
    """Held against each other both ways with equal weights; multiplied with one that weighs nothing by itself."""
    for index in INDICES.values():
        items = {item.id: item for item in index.items}
        assert [item.id for item in index.items if item.pair and items[item.pair].pair != item.id] == []
        assert [item.id for item in index.items if item.pair and items[item.pair].weight != item.weight] == []
        assert [item.id for item in index.items if item.times and items[item.times].weight != 0] == []


def test_every_item_has_a_question_and_anchors() -> None:
    """Nobody rates on a bare number."""
    assert [
        item.id for index in INDICES.values() for item in index.items if not (item.question and item.anchors[0] and item.anchors[2])
    ] == []


def test_classic_trust_is_the_worked_number() -> None:
    """C 8, R 7, I 6, S 3."""
    assert classic_trust(8, 7, 6, 3) == 7.0


def test_a_difference_item_maps_to_fifty_plus_half() -> None:
    """A symmetric scale is a difference against a rival."""
    item = Item("v.d", "D", "", 1.0, -100, 100)

    assert item.normalise(np.array([-100.0, 0.0, 30.0])).tolist() == [0.0, 50.0, 65.0]


@pytest.mark.parametrize("reverse", [False, True])
def test_raw_undoes_normalise(reverse: bool) -> None:
    """An answer comes back from its value, also on a reversed scale."""
    item = Item("t.s", "S", "", 1.0, 1, 10, reverse=reverse)

    assert item.raw(float(item.normalise(np.array([3.0]))[0])) == pytest.approx(3.0)


def test_bands_name_a_value() -> None:
    """From 60 an account is key, from 75 strategic; missing has no band."""
    bands = [INDICES["importance"].band(value) for value in (12.0, 40.0, 60.0, 74.9, 75.0, float("nan"))]

    assert bands == ["Standard", "Growth", "Key", "Key", "Strategic", None]


def test_an_unknown_index_says_which_there_are() -> None:
    """With the closest name."""
    with pytest.raises(UnknownName, match="trust"):
        index_of("trusst")
