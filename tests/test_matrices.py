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
from kam_core.index.declared import index_of
from kam_core.index.engine import IndexInputs, index_values
from kam_core.index.shapes import Index, Item
from kam_core.matrices import MATRICES, MEASURED, Axis, Matrix, Quadrant, cut_at, priority_score
from kam_core.params import EvidenceParams, Params
from kam_core.placing import matrix, placed
from kam_core.playbook import PLAYBOOK
from kam_core.workbook import Workbook
from tests.index.ratings_in import DAY, add, rate, workbook

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
    """Ids and places of methods 5, 9 to 12 and 24; x and y as methods name them."""
    found = {name: {q.place: q.id for q in m.quadrants} for name, m in MATRICES.items()}
    expected = {
        "loyalty": {"hh": "true", "lh": "latent", "hl": "spurious", "ll": "none"},
        "relationship": {"hh": "core_partner", "lh": "priority", "hl": "maintain", "ll": "low_touch"},
        "follow_up": {"hh": "sustain", "lh": "deepen", "hl": "diagnose", "ll": "release"},
        "decision": {"hh": "derisk", "lh": "nurture", "hl": "close", "ll": "stimulate"},
        "selection": {"hh": "strategic", "lh": "star", "hl": "status", "ll": "streamline"},
    }
    axes = {"loyalty": ("patronage", "attitude"), "relationship": ("trust", "importance"), "follow_up": ("input", "result"),
            "decision": ("willingness", "risk"), "selection": ("strength", "attractiveness")}  # fmt: skip

    assert {name: found[name] for name in expected} == expected
    assert {name: (MATRICES[name].x.id, MATRICES[name].y.id) for name in axes} == axes


def test_every_quadrant_has_a_play() -> None:
    """A sentence of strategy and at least two actions, for blocked accounts too."""
    every = {**MATRICES, **MEASURED}
    assert {name: {q.id for q in m.standings} for name, m in every.items()} == {name: set(PLAYBOOK[name]) for name in every}
    assert [
        (name, q.id) for name, m in every.items() for q in m.standings if len(m.play(q.id).actions) < 2 or not m.play(q.id).strategy
    ] == []


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
    found = matrix(wb, replace(FIELD, subject_types=(subject_type,)), DAY, indices=indices)

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


def _draws(index: Index, answers: dict[str, float], draws: int, rng: np.random.Generator) -> np.ndarray:
    """An index drawn answer by answer as it is declared: sd 12.5 points where answered, uniform where not."""

    def raw(item: Item, known: bool) -> np.ndarray:
        wide = item.high - item.low
        return answers[item.id] + wide / 8 * rng.standard_normal(draws) if known else item.low + wide * rng.random(draws)

    items, parts, weights = {item.id: item for item in index.items}, [], []
    for item in index.items:
        twin = item.pair or item.times
        known = item.id in answers and (not twin or twin in answers)
        if item.weight > 0:
            value = (
                item.normalise(raw(item, known))
                if not item.times
                else (100 * raw(item, known) * raw(items[twin], known) / (item.high * items[twin].high))
            )
            parts.append(value)
            weights.append(item.weight)
    mean = np.average(parts, axis=0, weights=weights)
    return index.peak * np.max(parts, axis=0) + (1 - index.peak) * mean


@pytest.mark.parametrize("name", ["relationship", "selection", "delivered_value", "decision"])
def test_declared_matrices_agree_with_simulation(name: str) -> None:
    """Pairs, products, peak and all: within 1.5 points of 20,000 draws of the answers, for everybody placed."""
    declared, rng = MATRICES[name], np.random.default_rng(17)
    indices = {axis.id: index_of(axis.id) for axis in (declared.x, declared.y)}
    items = {item.id: item for index in indices.values() for item in index.items if item.judged}
    ids = [f"s{i}" for i in range(14)]
    given = {id: {i.id: float(rng.integers(i.low, i.high + 1)) for i in items.values() if rng.random() < 0.85} for id in ids}
    rows = [
        {"subject_type": declared.subject_type, "subject_id": id, "item": i, "value": v}
        for id, own in given.items()
        for i, v in own.items()
    ]
    wb = workbook(
        ids if declared.subject_type == "account" else ["A"], rows, [(id, "A", 3.0) for id in ids if declared.subject_type == "contact"]
    )
    found = matrix(wb, name, DAY).set_index("subject_id")
    cuts, seen = declared.cuts(Params()), 0
    for id in found.index[found["quadrant"].notna()]:
        right, upper = (
            _draws(indices[axis.id], given[id], 20_000, rng) >= cut for axis, cut in zip((declared.x, declared.y), cuts, strict=True)
        )
        upper = upper | bool(found.loc[id].get("blocked", False))
        told = [(right & upper).mean(), (~right & upper).mean(), (right & ~upper).mean(), (~right & ~upper).mean()]
        assert np.abs(found.loc[id, PLACES].to_numpy(float) - told).max() < 0.015
        seen += 1
    assert seen > 5


def _people(*rows: dict[str, object]) -> Workbook:
    """Accounts A and B: the contacts with these columns, all with willingness 75 and every product of risk 4."""
    wb = workbook(["A", "B"])
    add(wb, "contacts", [{"contact_name": row["contact_id"], **row} for row in rows])
    risks = [item.id for item in index_of("risk").items]
    told = {"willingness.urgency": 4.0, "willingness.value": 4.0, **dict.fromkeys(risks, 2.0)}
    rate(wb, [{"subject_type": "contact", "subject_id": row["contact_id"], "item": i, "value": v} for row in rows for i, v in told.items()])
    return wb


def test_who_decides_and_is_against_us_stands_above_the_cut() -> None:
    """A decider with support -1 blocks, whatever the risk; the value stays, and an unknown or a user's support blocks nothing."""
    wb = _people(
        {"contact_id": "c1", "account_id": "A", "role": "decider", "support": -1.0, "influence": 1.0},
        {"contact_id": "c2", "account_id": "A", "role": "user", "support": -2.0, "influence": 5.0},
        {"contact_id": "c3", "account_id": "B", "role": "approver", "support": None, "influence": None},
    )
    found = matrix(wb, "decision", DAY).set_index("subject_id")
    accounts = matrix(wb, "decision", DAY, subject_type="account").set_index("subject_id")

    assert found["blocked"].tolist() == [True, False, False]
    assert found["y"].tolist() == [16.0] * 3
    assert (found.loc["c1", "quadrant"], found.loc["c1", "p_hl"] + found.loc["c1", "p_ll"]) == ("nurture", 0.0)
    assert found["quadrant"].tolist()[1:] == ["stimulate", "close"]
    assert accounts[["quadrant", "blocked"]].to_numpy().tolist() == [["blocked", True], ["close", False]]
    np.testing.assert_allclose(accounts[PLACES].sum(axis=1), 1.0)


def test_one_risk_beyond_bearing_blocks() -> None:
    """P·C of 20 blocks; 16 does not, though half of 64 and half of 24 lie above the cut."""
    wb = _people({"contact_id": "c1", "account_id": "A", "role": "user"}, {"contact_id": "c2", "account_id": "B", "role": "user"})
    told = [
        ("c1", "risk.career", 4.0),
        ("c1", "risk.career_consequence", 5.0),
        ("c2", "risk.career", 4.0),
        ("c2", "risk.career_consequence", 4.0),
    ]
    rate(wb, [{"subject_type": "contact", "subject_id": id, "item": item, "value": value} for id, item, value in told])

    assert matrix(wb, "decision", DAY)["blocked"].tolist() == [True, False]
    assert matrix(wb, "decision", DAY, subject_type="account")["quadrant"].tolist() == ["blocked", "derisk"]


def test_cuts_outside_the_range_place_everybody_on_one_side() -> None:
    """A cut above 100 leaves nobody high, one below 0 nobody low; the chances say the same."""
    wb = relationship_workbook()
    found = [matrix(wb, "relationship", DAY, params=Params(cuts=(("relationship.x", cut),))) for cut in (0.0, 100.0)]

    assert [frame["quadrant"].tolist()[:2] for frame in found] == [["core_partner", "core_partner"], ["priority", "priority"]]
    assert all(np.allclose(frame[PLACES].sum(axis=1)[:2], 1.0) for frame in found)
