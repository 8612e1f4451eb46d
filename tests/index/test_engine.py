"""From items to an index."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.index.cells import Cells
from kam_core.index.declared import INDICES, SCORED
from kam_core.index.engine import IndexInputs, index_table, index_values, inputs
from kam_core.index.results import IndexResult
from kam_core.index.shapes import Index, Item
from kam_core.params import Params
from kam_core.workbook import Change, Workbook
from tests.index.ratings_in import DAY, add, rate, workbook

TRUST_8763 = [
    ("A", "trust.credibility", 8.0),
    ("A", "trust.reliability", 7.0),
    ("A", "trust.intimacy", 6.0),
    ("A", "trust.self_orientation", 3.0),
]


def table(wb: Workbook, as_of: date = DAY, params: Params | None = None) -> pd.DataFrame:
    """All indices of the accounts of a workbook, by account."""
    state = wb.frame("SELECT account_id FROM accounts ORDER BY account_id")
    return index_table(wb, state, as_of, params or Params()).set_index("account_id")


def direct(values: list[list[float]], weights: list[float], sd: float = 12.5) -> tuple[IndexInputs, Index]:
    """An index over given item values (items x subjects), NaN = unanswered."""
    items = tuple(Item(f"t.{i}", str(i), "", weight) for i, weight in enumerate(weights))
    rows = [
        np.stack([row, np.where(np.isnan(row), np.nan, sd), np.where(np.isnan(row), 0.0, 1.0), ~np.isnan(row)]) for row in np.array(values)
    ]
    index = Index("t", "T", "", items)
    state = pd.DataFrame({"account_id": range(len(values[0]))})
    return IndexInputs("account", state, Cells(tuple(item.id for item in items), tuple(rows)), {"t": index}), index


def test_trust_is_the_worked_number() -> None:
    """C 8, R 7, I 6, S 3 give 69.4 on the linear scale (methods B)."""
    assert round(table(workbook(["A"], TRUST_8763)).loc["A", "trust"], 1) == 69.4


def test_unanswered_items_do_not_pull_to_zero() -> None:
    """Only credibility 10: trust is 100, on a quarter of the weight."""
    found = table(workbook(["A"], [("A", "trust.credibility", 10.0)])).loc["A", ["trust", "trust_coverage", "trust_evidence"]]

    assert found.tolist() == [100.0, 0.25, 1.0]


def test_nothing_known_is_missing() -> None:
    """Not zero, and no coverage."""
    found = table(workbook(["A"])).loc["A"]

    assert [bool(np.isnan(found[name])) for name in SCORED] == [True] * len(SCORED)
    assert [found[f"{name}_coverage"] for name in SCORED] == [0.0] * len(SCORED)


def test_a_direct_value_is_used_only_where_no_item_is_answered() -> None:
    """'trust' 80 stands alone for B; A has an answered item."""
    found = table(workbook(["A", "B"], [("A", "trust", 80.0), ("A", "trust.intimacy", 1.0), ("B", "trust", 80.0)]))

    assert found[["trust", "trust_coverage"]].to_numpy().tolist() == [[0.0, 0.25], [80.0, 1.0]]


def test_contacts_roll_up_by_influence() -> None:
    """(5 · 100 + 1 · 0) / 6; an unknown influence counts 3; an answer for the account counts like influence 3."""
    rows = [{"subject_type": "contact", "subject_id": id, "item": "trust.credibility", "value": value} for id, value in
            (("c1", 10.0), ("c2", 1.0), ("c3", 10.0), ("c4", 1.0), ("c5", 10.0))]  # fmt: skip
    contacts = [("c1", "A", 5.0), ("c2", "A", 1.0), ("c3", "B", None), ("c4", "B", 3.0), ("c5", "C", 1.0)]
    wb = workbook(["A", "B", "C"], [*rows, {"subject_id": "C", "item": "trust.credibility", "value": 1.0}], contacts)

    assert [round(value, 6) for value in table(wb)["trust"]] == [83.333333, 50.0, 25.0]


def test_only_relations_roll_up_from_contacts() -> None:
    """Importance is asked of the account; a contact's row of it is not an answer."""
    wb = workbook(["A"], [{"subject_type": "contact", "subject_id": "c1", "item": "importance.fit", "value": 5.0}], [("c1", "A", 5.0)])

    assert np.isnan(table(wb).loc["A", "importance"])


def test_a_contact_has_an_index_of_its_own() -> None:
    """Trust per contact, without the account's own answers."""
    rated = {"subject_type": "contact", "subject_id": "c1", "item": "trust.credibility", "value": 10.0}
    wb = workbook(["A"], [rated, ("A", "trust.credibility", 1.0)], [("c1", "A", 5.0)])
    people = pd.DataFrame({"subject_id": ["c1"], "account_id": ["A"]})

    assert index_values(inputs(wb, people, DAY, Params(), "contact"), INDICES["trust"], Params()).value.tolist() == [100.0]


def test_only_what_held_on_the_day_counts() -> None:
    """An answer of tomorrow is not known today, however early it was recorded."""
    wb = workbook(["A"], [{"subject_id": "A", "item": "trust.intimacy", "value": 10.0, "valid_on": DAY + timedelta(1)}])

    assert [bool(np.isnan(table(wb, day).loc["A", "trust"])) for day in (DAY, DAY + timedelta(1))] == [True, False]


def test_age_lowers_evidence_but_not_coverage() -> None:
    """A year later: same value and coverage, a quarter of the evidence."""
    wb = workbook(["A"], TRUST_8763)
    now, then = (table(wb, day).loc["A"] for day in (DAY, DAY + timedelta(360)))

    assert (then["trust"], then["trust_coverage"]) == (now["trust"], now["trust_coverage"])
    assert (now["trust_evidence"], then["trust_evidence"]) == (1.0, 0.25)


def test_a_reversed_item_speaks_against_the_index() -> None:
    """Pushing our own targets at full: trust 0."""
    assert table(workbook(["A"], [("A", "trust.self_orientation", 10.0)])).loc["A", "trust"] == 0.0


def test_weights_of_the_user_are_used() -> None:
    """Credibility alone when the others weigh nothing."""
    params = Params(weights=tuple((f"trust.{name}", 0.0) for name in ("intimacy", "reliability", "self_orientation")))

    assert round(table(workbook(["A"], TRUST_8763), params=params).loc["A", "trust"], 4) == round(700 / 9, 4)


def test_weights_that_are_all_zero_leave_the_index_missing() -> None:
    """Nothing weighs, nothing is known."""
    data, index = direct([[10.0, 90.0]], [0.0])

    assert np.isnan(index_values(data, index, Params()).value).all()


def test_items_measured_and_judged_meet_in_one_index() -> None:
    """Importance of the larger of two: spend 100 (weight .24) and fit 3 of 5 = 50 (weight .12)."""
    facts = [("A", "addressable_spend_24m", 1000.0), ("B", "addressable_spend_24m", 10.0)]
    wb = workbook(["A", "B"], [("A", "importance.fit", 3.0)], facts=facts)
    state = pd.DataFrame({"account_id": ["A", "B"], "fact_addressable_spend_24m": [1000.0, 10.0]})

    assert index_table(wb, state, DAY, Params())["importance"].round(4).tolist() == [round((24 * 100 + 12 * 50) / 36, 4), 0.0]


answers = st.lists(st.one_of(st.floats(0, 100), st.just(float("nan"))), min_size=3, max_size=3)
weight = st.floats(0.01, 10)


@given(st.lists(answers, min_size=2, max_size=6), st.data(), st.floats(0.1, 50))
def test_rescaled_weights_change_nothing(values: list[list[float]], data: st.DataObject, factor: float) -> None:
    """Only their proportions matter."""
    weights = data.draw(st.lists(weight, min_size=len(values), max_size=len(values)))
    left, right = (_fields(index_values(*direct(values, [w * f for w in weights]), Params())) for f in (1.0, factor))

    for a, b in zip(left, right, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-7, atol=1e-7)


@given(st.lists(answers, min_size=2, max_size=6), st.data())
def test_an_index_lies_between_its_answers(values: list[list[float]], data: st.DataObject) -> None:
    """Never below the lowest or above the highest answer, missing only where nothing is answered, coverage within 0 and 1."""
    weights = data.draw(st.lists(weight, min_size=len(values), max_size=len(values)))
    result = index_values(*direct(values, weights), Params())
    array = np.array(values)
    nothing = np.isnan(array).all(axis=0)
    low, high = np.where(np.isnan(array), np.inf, array).min(axis=0), np.where(np.isnan(array), -np.inf, array).max(axis=0)

    assert (np.isnan(result.value) == nothing).all()
    assert ((result.value >= low - 1e-6) & (result.value <= high + 1e-6))[~nothing].all()
    assert ((result.coverage >= 0) & (result.coverage <= 1)).all()


@given(st.lists(answers, min_size=2, max_size=5), st.permutations(range(3)))
def test_the_order_of_subjects_is_irrelevant(values: list[list[float]], order: list[int]) -> None:
    """Every subject keeps its figures wherever it stands."""
    weights = [1.0] * len(values)
    left = index_values(*direct(values, weights), Params())
    right = index_values(*direct([[row[i] for i in order] for row in values], weights), Params())

    np.testing.assert_array_equal(left.value[list(order)], right.value)


def test_mean_and_sd_take_missing_answers_as_uniform() -> None:
    """Answered 100 with sd 10, one missing of equal weight: mean 75, sd sqrt(25 + 28.87^2 / 4), flat over 50 points."""
    data, index = direct([[100.0], [np.nan]], [1.0, 1.0], sd=10.0)
    spread = index_values(data, index, Params()).spread

    assert (spread.mean[0], spread.sd[0]) == (75.0, pytest.approx((25 + 10_000 / 48) ** 0.5))
    assert spread.widths[:, 0].tolist() == [50.0, 0.0]


def test_after_an_edit_the_figures_are_those_of_a_fresh_start() -> None:
    """Edits, additions, corrections, undo: what was kept and patched equals what is read anew."""
    ids = [f"A{i}" for i in range(30)]
    rng = np.random.default_rng(3)
    wb = workbook(ids, [(id, f"trust.{name}", float(rng.integers(1, 11))) for id in ids for name in ("intimacy", "reliability")],
                  [(f"c{i}", id, None) for i, id in enumerate(ids)])  # fmt: skip
    table(wb)
    steps = (
        lambda: wb.apply([Change("ratings", int((r := wb.table("ratings").iloc[7]).name), "value", r["value"], 10 - r["value"])]),
        lambda: rate(wb, [("A3", "trust.credibility", 9.0), ("A3", "trust", 55.0), ("nobody", "trust", 5.0)]),
        lambda: rate(wb, [{"subject_type": "contact", "subject_id": "c4", "item": "trust.intimacy", "value": 1.0}]),
        lambda: wb.undo(wb.revision),
        lambda: add(wb, "contacts", [{"contact_id": "c3", "influence": 5.0}]),
        lambda: rate(wb, [(id, "attitude.again", 4.0) for id in ids]),
    )
    for step in steps:
        step()
        patched = table(wb)
        wb.memo = type(wb.memo)()

        pd.testing.assert_frame_equal(patched, table(wb))


def _fields(result: IndexResult) -> list[np.ndarray]:
    return [result.value, result.coverage, result.evidence, result.spread.mean, result.spread.sd, result.spread.widths]
