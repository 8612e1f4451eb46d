"""Items held against a rival, multiplied items, a peak, and contacts rolled up to accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kam_core as kam
from kam_core.index.declared import INDICES
from kam_core.index.engine import index_values, inputs
from kam_core.index.results import IndexResult
from kam_core.index.shapes import Index, SubjectType
from kam_core.index.subjects import subjects_of
from kam_core.params import Params
from kam_core.workbook import Change, Workbook
from tests.index.ratings_in import DAY, rate, workbook

CATEGORIES = ("performance", "financial", "delivery", "switching", "compliance", "career")
JUDGED = [index for index in INDICES.values() if any(item.judged for item in index.items)]


def found(wb: Workbook, name: str, subject_type: SubjectType = "account", params: Params | None = None) -> IndexResult:
    """An index of every subject of a workbook."""
    state = wb.frame("SELECT account_id, account_name FROM accounts ORDER BY account_id")
    who = subjects_of(wb, subject_type, state)
    data = inputs(wb, who, DAY, params or Params(), subject_type, {name: INDICES[name]})
    return index_values(data, INDICES[name], params or Params())


def told(contact: str, **answers: float) -> list[dict[str, Any]]:
    """Answers of a contact; ``__`` stands for the dot."""
    about = {"subject_type": "contact", "subject_id": contact}
    return [{**about, "item": name.replace("__", "."), "value": value} for name, value in answers.items()]


def fears(contact: str, *pairs: tuple[float, float]) -> list[dict[str, Any]]:
    """Probability and consequence of each category."""
    named = zip(CATEGORIES, pairs, strict=False)
    return [row for name, (p, c) in named for row in told(contact, **{f"risk__{name}": p, f"risk__{name}_consequence": c})]


def test_risk_is_the_worked_number() -> None:
    """Products 20 6 4 4 2 1: half the largest and half the mean are 52.3 (methods B)."""
    wb = workbook(["A"], fears("c1", (4, 5), (2, 3), (2, 2), (4, 1), (1, 2), (1, 1)), [("c1", "A", 3.0)])

    assert round(found(wb, "risk", "contact").value[0], 1) == 52.3


def test_an_answer_without_its_partner_is_unanswered() -> None:
    """A probability without a consequence, ours without the rival's: no value, no coverage; the complete ones carry the index."""
    half = told("c1", risk__financial=5.0)
    wb = workbook(["A", "B"], [("A", "strength.product", 9.0), ("B", "strength.product", 9.0), ("B", "strength.product_rival", 1.0),
                               ("B", "strength.price", 10.0), *fears("c1", (3, 3)), *half], [("c1", "A", 3.0)])  # fmt: skip
    strength, risk = found(wb, "strength"), found(wb, "risk", "contact")

    assert (np.isnan(strength.value[0]), strength.coverage[0]) == (True, 0.0)
    assert (round(strength.value[1], 6), strength.coverage[1]) == (round(50 + (100 * 8 / 9 - 0) / 2, 6), 0.25)
    assert (risk.value[0], risk.coverage[0]) == (36.0, round(1 / 6, 9))


def test_equal_to_the_rival_is_fifty() -> None:
    """Also where all parts are low: an answer is a difference, not a score."""
    rows = [("A", f"delivered.{part}{whose}", 2.0) for part in ("product", "service", "money") for whose in ("", "_rival")]
    wb = workbook(["A"], rows)

    assert [found(wb, name).value[0] for name in ("benefits", "savings", "delivered")] == [50.0] * 3


def test_a_moved_weight_holds_for_both_of_a_pair() -> None:
    """Equal answers stay 50 and a difference stays a difference; the rival's item has no weight of its own, nor has a consequence."""
    rows = [("A", f"delivered.{part}{whose}", value) for part, value in (("product", 2.0), ("money", 7.0)) for whose in ("", "_rival")]
    wb = workbook(["A"], rows)
    moved = Params(weights=(("delivered.product", 0.9), ("delivered.money_rival", 0.0)))

    assert found(wb, "delivered", params=moved).value[0] == 50.0
    assert [item.id for item in INDICES["risk"].weighing] == [f"risk.{name}" for name in CATEGORIES]
    assert [item.id for item in INDICES["savings"].weighing] == [f"delivered.{part}" for part in ("money", "time", "energy", "psychic")]


def test_a_consequence_alone_weighs_nothing() -> None:
    """Its weight of 0 keeps it out of mean, peak and coverage."""
    wb = workbook(["A"], told("c1", risk__career_consequence=5.0), [("c1", "A", 3.0)])

    assert (np.isnan(found(wb, "risk", "contact").value[0]), found(wb, "risk", "contact").coverage[0]) == (True, 0.0)


def test_contacts_roll_up_by_value_and_influence() -> None:
    """(5 · 75 + 3 · 25) / 8 with an unknown influence as 3; who has no answer is left out; one account has no contact."""
    rows = [*told("c1", willingness__urgency=4.0), *told("c2", willingness__value=2.0)]
    wb = workbook(["A", "B"], rows, [("c1", "A", 5.0), ("c2", "A", None), ("c3", "A", 5.0)])
    result = found(wb, "willingness")

    assert (result.value[0], np.isnan(result.value[1])) == ((5 * 75 + 3 * 25) / 8, True)
    assert result.coverage.tolist() == [0.25, 0.0]
    assert result.evidence.tolist() == [1.0, 0.0]


def test_a_contact_moves_with_its_answers() -> None:
    """Moved to another account, its answers count there and no longer here; the same after undo."""
    wb = workbook(["A", "B"], told("c1", willingness__urgency=4.0), [("c1", "A", 5.0)])
    before = found(wb, "willingness").value
    row = wb.table("contacts").iloc[0]
    wb.apply([Change("contacts", int(row.name), "account_id", "A", "B")])

    assert (np.isnan(found(wb, "willingness").value[0]), found(wb, "willingness").value[1]) == (True, 75.0)
    wb.undo(wb.revision)
    np.testing.assert_array_equal(found(wb, "willingness").value, before)


def test_five_hundred_contacts_of_one_account() -> None:
    """Their mean is the account's, the more there are the surer it is, and its explanation has all of them."""
    rng = np.random.default_rng(2)
    people = [f"c{i}" for i in range(500)]
    urgent = rng.integers(1, 6, 500)
    wb = workbook(["A"], [row for id, u in zip(people, urgent, strict=True) for row in told(id, willingness__urgency=float(u))],
                  [(id, "A", 2.0) for id in people])  # fmt: skip
    result = found(wb, "willingness")

    assert result.value[0] == pytest.approx(25 * (urgent.mean() - 1))
    assert result.spread.sd[0] < 1.5
    terms = kam.explain(wb, "A", "willingness", DAY).terms
    assert (len(terms), terms["contribution"].sum()) == (500, pytest.approx(result.value[0]))


@pytest.mark.parametrize("index", JUDGED, ids=[index.id for index in JUDGED])
def test_weights_of_zero_leave_every_index_missing(index: Index) -> None:
    """Nothing weighs, nothing is known, and nothing breaks."""
    kind = index.subjects[0]
    about = {"subject_type": kind, "subject_id": {"account": "A", "contact": "c1"}[kind]}
    wb = workbook(["A"], [{**about, "item": item.id, "value": item.high} for item in index.items if item.judged], [("c1", "A", 3.0)])
    result = found(wb, index.id, kind, Params(weights=tuple((item.id, 0.0) for item in index.items)))

    assert np.isnan(result.value).all()
    assert result.coverage.tolist() == [0.0]


pairs = st.tuples(st.integers(1, 5), st.integers(1, 5))


@settings(max_examples=6, deadline=None)
@given(st.lists(pairs, min_size=1, max_size=6), st.lists(st.floats(0.1, 5), min_size=6, max_size=6), st.floats(0.1, 20))
def test_a_peak_lies_between_mean_and_largest(answers: list[tuple[int, int]], weights: list[float], factor: float) -> None:
    """Unanswered categories pull nothing, and weights that are all scaled by one factor change nothing."""
    wb = workbook(["A"], fears("c1", *[(float(p), float(c)) for p, c in answers]), [("c1", "A", 3.0)])
    items = [f"risk.{name}" for name in CATEGORIES]
    one, other = (
        found(wb, "risk", "contact", Params(weights=tuple((item, w * by) for item, w in zip(items, weights, strict=True))))
        for by in (1, factor)
    )
    products = np.array([4.0 * p * c for p, c in answers])
    mean = np.average(products, weights=weights[: len(products)])

    assert one.value[0] == pytest.approx(0.5 * products.max() + 0.5 * mean)
    assert one.coverage[0] == pytest.approx(sum(weights[: len(products)]) / sum(weights))
    assert (one.value[0], one.coverage[0]) == (pytest.approx(other.value[0]), pytest.approx(other.coverage[0]))


def test_what_was_drawn_before_is_what_is_drawn_anew() -> None:
    """After an edit, with the memory of the workbook and without it."""
    rng = np.random.default_rng(9)
    people = [f"c{i}" for i in range(12)]
    rows = [row for id in people for row in fears(id, *[(float(p), float(c)) for p, c in rng.integers(1, 6, (4, 2))])]
    rows += [row for id in people for row in told(id, willingness__urgency=3.0, willingness__value=4.0)]
    wb = workbook(["A", "B"], rows, [(id, "AB"[i % 2], None) for i, id in enumerate(people)])
    for kind in ("contact", "account"):
        kam.matrix(wb, "decision", DAY, subject_type=kind)
    rate(wb, fears("c3", (5, 1)))
    kept = [kam.matrix(wb, "decision", DAY, subject_type=kind) for kind in ("contact", "account")]
    wb.memo = type(wb.memo)()
    anew = [kam.matrix(wb, "decision", DAY, subject_type=kind) for kind in ("contact", "account")]

    for one, other in zip(kept, anew, strict=True):
        np.testing.assert_allclose(one[["x", "y", "p_hh", "p_ll"]], other[["x", "y", "p_hh", "p_ll"]], atol=1e-6)


def test_an_index_nobody_can_be_asked_is_missing() -> None:
    """Trust of an owner: no error, no value."""
    wb = workbook(["A"])
    owners = subjects_of(wb, "owner", wb.frame("SELECT account_id, account_name, owner FROM accounts"))
    data = inputs(wb, owners, DAY, Params(), "owner", {"trust": INDICES["trust"]})

    assert np.isnan(index_values(data, replace(INDICES["trust"]), Params()).value).all()
