"""Two axes, four quadrants, and how sure the quadrant is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.errors import UnknownName
from kam_core.index.cells import Cells
from kam_core.index.engine import IndexInputs, index_values
from kam_core.index.shapes import Index, Item
from kam_core.matrices import MATRICES, MEASURED, Axis, Matrix, Quadrant, cut_at, priority_score
from kam_core.params import EvidenceParams, Params
from kam_core.placing import matrix, placed
from kam_core.playbook import PLAYBOOK
from tests.index.ratings_in import DAY, workbook

PLACES = ["p_hh", "p_lh", "p_hl", "p_ll"]
FIELD = Matrix(
    "field", "Field", Axis("left"), Axis("right"),
    (Quadrant("hh", "", "hh"), Quadrant("lh", "", "lh"), Quadrant("hl", "", "hl"), Quadrant("ll", "", "ll")),
)  # fmt: skip


def case(values: np.ndarray, sds: np.ndarray, weights: list[float]) -> IndexInputs:
    """Two indices of equal size over item values (items x subjects); the first half of the items is the left index."""
    half = len(weights) // 2
    items = [Item(f"i.{i}", "", "", weight) for i, weight in enumerate(weights)]
    indices = {"left": Index("left", "", "", tuple(items[:half])), "right": Index("right", "", "", tuple(items[half:]))}
    known = ~np.isnan(values)
    rows = tuple(np.stack([v, np.where(k, s, np.nan), k * 1.0, k * 1.0]) for v, s, k in zip(values, sds, known, strict=True))
    state = pd.DataFrame({"account_id": [str(i) for i in range(values.shape[1])], "account_name": ""})
    return IndexInputs("account", state, Cells(tuple(item.id for item in items), rows), indices)


def simulated(data: IndexInputs, params: Params, draws: int = 20_000) -> np.ndarray:
    """The test oracle: normal for what is answered, uniform for what is missing; shares of hh, lh, hl, ll per subject."""
    rng = np.random.default_rng(11)
    high = []
    for index in data.indices.values():
        total = np.zeros((draws, len(data.state)))
        weights = index.weights(params)
        for item in index.items:
            value, sd, _ = data.item(item)
            drawn = np.where(
                np.isnan(value), rng.random(total.shape) * 100, np.nan_to_num(value) + np.nan_to_num(sd) * rng.standard_normal(total.shape)
            )
            total += weights[item.id] / sum(weights.values()) * drawn
        high.append(total >= 60)
    x, y = high
    return np.stack([(x & y).mean(0), (~x & y).mean(0), (x & ~y).mean(0), (~x & ~y).mean(0)])


@pytest.mark.parametrize("missing", [0.0, 0.2, 0.45])
@pytest.mark.parametrize("sd", [0.0, 5.0, 12.5, 25.0])
def test_probabilities_agree_with_simulation(missing: float, sd: float) -> None:
    """Within 1.5 points of 20,000 draws for every placed subject, however much is missing and however sure the answers are."""
    rng = np.random.default_rng(5)
    values = rng.integers(0, 5, (12, 120)) * 25.0
    values[rng.random(values.shape) < missing] = np.nan
    data = case(values, np.full(values.shape, sd), [0.4, 0.25, 0.15, 0.1, 0.05, 0.05] * 2)
    found = placed(data, FIELD, Params())
    shown = found["quadrant"].notna().to_numpy()

    off = np.abs(found[PLACES].to_numpy().T - simulated(data, Params()))[:, shown]

    assert shown.sum() > 40
    assert off.max() < 0.015


@given(st.integers(0, 2**32 - 1), st.floats(0, 0.9))
def test_a_placed_subject_has_one_quadrant_and_chances_that_sum_to_one(seed: int, missing: float) -> None:
    """The quadrant is the cut rule, its probability is that of its place, the four sum to 1; an unplaced one has none."""
    rng = np.random.default_rng(seed)
    values = np.round(rng.random((6, 20)) * 100)
    values[rng.random(values.shape) < missing] = np.nan
    found = placed(case(values, np.full(values.shape, 12.5), [3.0, 2.0, 1.0, 1.0, 1.0, 1.0]), FIELD, Params())
    on = found[found["quadrant"].notna()]
    rule = np.where(on["x"] >= 60, "h", "l").astype(object) + np.where(on["y"] >= 60, "h", "l").astype(object)
    off = found[found["quadrant"].isna()]

    assert on["quadrant"].tolist() == rule.tolist()
    np.testing.assert_allclose(on[PLACES].sum(axis=1), 1.0, atol=1e-9)
    assert on["probability"].tolist() == [row[f"p_{row['quadrant']}"] for _, row in on.iterrows()]
    assert (off["x"].isna() | off["y"].isna() | (off["coverage"] < 0.3)).all()
    assert off[["probability", *PLACES]].isna().all(axis=None)


@given(st.floats(0, 100), st.floats(0, 100))
def test_at_the_cut_is_high(x: float, y: float) -> None:
    """A value of exactly the cut is high on both axes, and certain when nothing is uncertain."""
    data = case(np.array([[x], [y]]), np.zeros((2, 1)), [1.0, 1.0])
    result = index_values(data, data.indices["left"], Params()).value[0]
    found = placed(data, FIELD, Params(cuts=(("field.x", float(result)), ("field.y", round(y, 9))))).iloc[0]

    assert (found["quadrant"], found["probability"]) == ("hh", 1.0)


def test_sixty_of_weighted_answers_is_at_the_cut() -> None:
    """.1 + .2 + .7 of 60 each is 60, whatever the binary fractions say."""
    data = case(np.full((6, 1), 60.0), np.zeros((6, 1)), [0.1, 0.2, 0.7, 0.7, 0.2, 0.1])

    assert placed(data, FIELD, Params())["quadrant"].tolist() == ["hh"]


def test_thin_coverage_is_not_placed() -> None:
    """Below 30 % on one axis there is no quadrant, but the values are there; the threshold is a parameter."""
    values = np.array([[90.0], [np.nan], [np.nan], [np.nan], [90.0], [90.0], [90.0], [90.0]])
    data = case(values, np.zeros(values.shape), [1.0] * 8)
    strict, loose = placed(data, FIELD, Params()).iloc[0], placed(data, FIELD, Params(evidence=EvidenceParams(placed_from=0.2))).iloc[0]

    assert (strict["quadrant"], strict["coverage"], strict["x"]) == (None, 0.25, 90.0)
    assert (loose["quadrant"], round(loose["probability"], 2)) == ("hh", pytest.approx(0.5, abs=0.5))


def test_the_declared_quadrants_are_where_the_field_puts_them() -> None:
    """x is patronage / trust, y attitude / importance."""
    found = {name: {q.place: q.id for q in m.quadrants} for name, m in MATRICES.items()}

    assert found == {
        "loyalty": {"hh": "true", "lh": "latent", "hl": "spurious", "ll": "none"},
        "relationship": {"hh": "core_partner", "lh": "priority", "hl": "maintain", "ll": "low_touch"},
    }
    assert {name: (m.x.id, m.y.id) for name, m in MATRICES.items()} == {
        "loyalty": ("patronage", "attitude"),
        "relationship": ("trust", "importance"),
    }


def test_every_quadrant_has_a_play() -> None:
    """A sentence of strategy and at least three actions."""
    every = {**MATRICES, **MEASURED}
    assert {name: [q.id for q in m.quadrants] for name, m in every.items()} == {name: list(plays) for name, plays in PLAYBOOK.items()}
    assert [name for name, m in every.items() for q in m.quadrants if len(m.play(q.id).actions) < 3 or not m.play(q.id).strategy] == []


def relationship_workbook() -> object:
    """Three accounts: both high, importance high and trust low, nothing known."""
    return workbook(["A", "B", "C"], [("A", "trust", 80.0), ("A", "importance", 80.0), ("B", "trust", 40.0), ("B", "importance", 60.0)])


def test_a_matrix_of_a_workbook() -> None:
    """Ids, quadrants and the columns that pages and notebooks rely on."""
    found = matrix(relationship_workbook(), "relationship", DAY)

    assert found[["subject_type", "subject_id", "account_name"]].to_numpy().tolist() == [["account", id, f"Account {id}"] for id in "ABC"]
    assert found["quadrant"].tolist() == ["core_partner", "priority", None]
    assert list(found.columns) == [
        "subject_type", "subject_id", "account_id", "account_name", "profit", "revenue", "renews_in_days", "x", "y", "quadrant",
        "probability", "coverage", "x_coverage", "y_coverage", "evidence", "x_sd", "y_sd", "p_hh", "p_lh", "p_hl", "p_ll",
    ]  # fmt: skip


def test_the_probability_of_a_given_value_is_that_of_its_tails() -> None:
    """Two direct confirmed answers of 80 (sd 12.5): Phi(1.6) squared."""
    found = matrix(relationship_workbook(), "relationship", DAY).iloc[0]

    assert found["probability"] == pytest.approx(0.9452007**2, abs=1e-6)


def test_a_user_moves_a_cut() -> None:
    """With trust cut at 40 account B is a core partner."""
    found = matrix(relationship_workbook(), "relationship", DAY, params=Params(cuts=(("relationship.x", 40.0),)))

    assert found["quadrant"].tolist() == ["core_partner", "core_partner", None]


@pytest.mark.parametrize("subject_type", ["contact", "owner"])
def test_a_matrix_over_other_subjects(subject_type: str) -> None:
    """The same declaration over contacts or owners; a contact keeps its account."""
    one = {"contact": "c1", "owner": "Wang"}[subject_type]
    rows = [{"subject_type": subject_type, "subject_id": one, "item": item, "value": 90.0} for item in ("left", "right")]
    wb = workbook(["A"], rows, [("c1", "A", 5.0)])
    indices = {name: Index(name, "", "", (), (subject_type,)) for name in ("left", "right")}
    found = matrix(wb, replace(FIELD, subject_type=subject_type), DAY, indices=indices)

    assert found[["subject_type", "subject_id", "quadrant"]].to_numpy().tolist() == [[subject_type, one, "hh"]]
    assert found["account_id"].tolist() == [{"contact": "A", "owner": None}[subject_type]]
    assert found["profit"].isna().all(), "an owner whose accounts earned nothing known has no profit, not zero"


def test_an_axis_can_be_a_measure() -> None:
    """Money against money, cut where the axis says; an unknown amount is not placed."""
    state = pd.DataFrame({"account_id": ["A", "B", "C"], "account_name": "", "profit": [5.0, -1.0, np.nan], "revenue": [10.0, 30.0, 5.0]})
    declared = replace(FIELD, x=Axis("revenue", 20.0, "Revenue"), y=Axis("profit", 0.0, "Profit"))
    found = placed(IndexInputs("account", state, Cells((), ()), {}), declared, Params())

    assert found["quadrant"].tolist() == ["lh", "hl", None]


def test_cuts_from_the_values() -> None:
    """Median and top third; without values the declared 60."""
    values = np.array([10.0, 20.0, 30.0, 40.0, np.nan])

    assert [cut_at(values, "median"), cut_at(values, "top_third"), cut_at(values[4:], "median")] == [25.0, 30.0, 60.0]


def test_priority_score() -> None:
    """Importance 80, trust 40, feasibility 5 of 5: .48."""
    assert priority_score(np.array([80.0]), np.array([40.0]), np.array([5.0])).round(9).tolist() == [0.48]


def test_an_unknown_matrix_says_which_there_are() -> None:
    """With the closest name."""
    with pytest.raises(UnknownName, match="loyalty"):
        matrix(workbook([]), "loyality")
