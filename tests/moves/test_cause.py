"""The change of an index in steps: by hand, and for random histories the steps add up to the change."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kam_core.index.shapes import Index, Item
from kam_core.matrices import Axis
from kam_core.moves import Cause, causes
from kam_core.params import Params
from kam_core.placing import matrix
from kam_core.workbook import Workbook
from tests.index.ratings_in import add, rate, workbook
from tests.moves.small import AS_OF, FIELD, SINCE, TWO, said

HALF = SINCE + timedelta(days=180)


def cause(wb: Workbook, subject: str = "A", axis: str = "left", indices: dict[str, Index] = TWO) -> Cause:
    """The change of one axis of one account."""
    return causes(wb, Axis(axis), [subject], SINCE, AS_OF, Params(), indices=indices)[subject]


def test_a_second_rater_pulls_by_the_weight_of_side_and_age():
    """A customer's 75 is 180 days old and weighs 0.5, our 25 is new and weighs 0.5: from 75 to 50, by one step."""
    wb = workbook(["A"], [said("A", "left.a", 4, SINCE)])
    rate(wb, [said("A", "left.a", 2, HALF, "Wang", "ours")])
    found = cause(wb)

    assert (found.before, found.after) == (75.0, 50.0)
    (step,) = found.steps.to_dict("records")
    assert (step["kind"], step["item"], step["rater"], step["rater_side"]) == ("answer", "left.a", "Wang", "ours")
    assert np.isnan(step["from_raw"]) and step["to_raw"] == 2.0
    assert step["change"] == pytest.approx(-25.0)
    assert step["batch"] == wb.revision
    assert step["valid_on"].date() == HALF


def test_a_new_answer_of_the_same_rater_and_one_to_an_open_question():
    """75 on A alone; B answered with 25 makes 0.6·75 + 0.4·25 = 55; A from 4 to 2 makes 0.6·25 + 0.4·25 = 25."""
    wb = workbook(["A"], [said("A", "left.a", 4, SINCE)])
    rate(wb, [said("A", "left.b", 2, HALF)])
    rate(wb, [said("A", "left.a", 2, HALF + timedelta(days=9))])
    found = cause(wb)

    assert found.steps["change"].tolist() == pytest.approx([-20.0, -30.0])
    assert found.steps["item"].tolist() == ["left.b", "left.a"]
    assert found.steps["from_raw"].tolist()[1:] == [4.0]
    main = found.main
    assert main is not None and (main["item"], main["from_raw"], main["to_raw"]) == ("left.a", 4.0, 2.0)


def test_ageing_alone():
    """
    An answer without a date counts as of today, so an older one of somebody else weighs less and less beside it.

    On the first day (1·75 + 0.5·25) / 1.5 = 58.33, two half-lives later (0.25·75 + 0.5·25) / 0.75 = 41.67.
    """
    wb = workbook(["A"], [said("A", "left.a", 4, SINCE), said("A", "left.a", 2, None, "Wang", "ours")])
    found = cause(wb)

    assert (found.before, found.after) == pytest.approx((175 / 3, 125 / 3))
    assert found.steps["kind"].tolist() == ["ageing"]
    assert found.steps["change"].tolist() == pytest.approx([-50 / 3])


def test_what_was_unknown_starts_with_its_first_answer():
    """Nothing on the first day: the first answer has a value, no change; the next one starts from there."""
    wb = workbook(["A"], [said("A", "left.a", 4, HALF), said("A", "left.b", 2, HALF + timedelta(days=1))])
    found = cause(wb)

    assert np.isnan(found.before)
    assert found.base == 75.0
    assert np.isnan(found.steps["change"].iloc[0])
    assert found.steps["change"].iloc[1] == pytest.approx(-20.0)
    assert found.after == 55.0


def test_answers_of_contacts_count_by_influence():
    """Influence 5 says 100, influence 1 says 25 later: 100 alone, then (5·100 + 1·25) / 6 = 87.5."""
    people = [("P", "A", 5.0), ("Q", "A", 1.0)]
    wb = workbook(["A"], [said("P", "left.a", 5, SINCE, "P", subject_type="contact")], people)
    rate(wb, [said("Q", "left.a", 2, HALF, "Q", subject_type="contact")])
    found = cause(wb)

    assert found.steps["change"].tolist() == pytest.approx([-12.5])
    assert found.steps["contact_name"].tolist() == ["Q"]


ONLY = {"only": Index("only", "Only", "", (Item("only.a", "A", "", 1.0),), subjects=("contact",))}


def test_an_index_of_contacts_only_moves_its_account():
    """Influence 5 at 100, influence 3 (nobody said) at 25 from the middle on: 100 alone, then (5·100 + 3·25) / 8 = 71.875."""
    wb = workbook(["A"], [said("P", "only.a", 5, SINCE, "P", subject_type="contact")], [("P", "A", 5.0), ("Q", "A", None), ("R", "A", 5.0)])
    rate(wb, [said("Q", "only.a", 2, HALF, "Q", subject_type="contact")])
    found = cause(wb, axis="only", indices=ONLY)

    assert (found.before, found.after) == (100.0, 71.875)
    assert found.steps["change"].tolist() == pytest.approx([-28.125])


SPEND = {"spend": Index("spend", "Spend", "", (Item("spend.rank", "Rank", "", 1.0, measure="fact_spend", scaling="percentile"),))}


def test_a_rank_moves_by_own_data_and_by_others():
    """
    10 is the least of three: 1/6. With 25 among the old 20 and 30 it is the middle, 3/6: that is its own doing.

    With the others at 5 and 15 it is the largest, 5/6: the rest is theirs.
    """
    wb = workbook(["A", "B", "C"])
    facts = [{"account_id": id, "fact": "spend", "value": value, "valid_on": SINCE} for id, value in zip("ABC", (10, 20, 30), strict=True)]
    add(wb, "account_facts", facts)
    add(wb, "account_facts", [{"account_id": id, "fact": "spend", "value": value, "valid_on": HALF} for id, value in (("B", 5), ("C", 15))])
    add(wb, "account_facts", [{"account_id": "A", "fact": "spend", "value": 25, "valid_on": HALF, "author": "Wang"}])
    found = cause(wb, axis="spend", indices=SPEND)

    assert found.steps["kind"].tolist() == ["fact", "others"]
    assert found.steps["change"].tolist() == pytest.approx([100 / 3, 100 / 3])
    fact = found.steps.iloc[0]
    assert (fact["rater"], fact["from_raw"], fact["to_raw"], fact["batch"]) == ("Wang", 10.0, 25.0, wb.revision)


days = st.integers(-300, 359).filter(bool).map(lambda days: SINCE + timedelta(days=days))  # on one day the later recorded answer counts
answer = st.builds(
    said,
    st.sampled_from(["A", "B"]), st.sampled_from(["left.a", "left.b", "right.c"]), st.integers(1, 5).map(float),
    st.one_of(st.none(), days),
    st.sampled_from(["Li Na", "Wang", ""]), st.sampled_from(["ours", "customer"]),
    status=st.sampled_from(["assumed", "confirmed"]),
)  # fmt: skip
of_people = st.builds(
    said, st.sampled_from(["P", "Q"]), st.sampled_from(["left.a", "left.b"]), st.integers(1, 5).map(float),
    days, st.just("P"), subject_type=st.just("contact"),
)  # fmt: skip


@settings(max_examples=5, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(answer, of_people), min_size=4, max_size=24), st.randoms(use_true_random=False))
def test_the_steps_add_up_to_what_the_matrix_says(history, random):
    """From the value of the matrix on the first day (or the first one known) to its value on the last, whatever the order of rows."""
    dated = {(row["subject_id"], row["item"], row["rater"], row["valid_on"]): row for row in history}
    rows = list(dated.values())
    people = [("P", "A", 5.0), ("Q", "A", None)]
    wb = workbook(["A", "B"], rows, people)
    random.shuffle(rows)
    shuffled = workbook(["A", "B"], rows, people)
    ends = {day: matrix(wb, FIELD, day, indices=TWO).set_index("subject_id") for day in (SINCE, AS_OF)}

    for side, axis in (("x", FIELD.x), ("y", FIELD.y)):
        found = causes(wb, axis, ["A", "B"], SINCE, AS_OF, Params(), indices=TWO)
        again = causes(shuffled, axis, ["A", "B"], SINCE, AS_OF, Params(), indices=TWO)
        for id, one in found.items():
            assert [one.before, one.after] == pytest.approx([ends[SINCE].loc[id, side], ends[AS_OF].loc[id, side]], nan_ok=True)
            if not np.isnan(one.after):
                assert one.base + np.nansum(one.steps["change"]) == pytest.approx(one.after, abs=1e-6)
            assert [again[id].before, again[id].after] == pytest.approx([one.before, one.after], nan_ok=True)
            assert sorted(filter(None, again[id].steps["item"])) == sorted(filter(None, one.steps["item"]))


def test_nobody_asked_is_no_cause():
    """No subject, no cause; a subject without anything has no step."""
    wb = workbook(["A"])

    assert causes(wb, FIELD.x, [], SINCE, AS_OF, Params(), indices=TWO) == {}
    empty = cause(wb)
    assert empty.steps.empty and empty.main is None and np.isnan(empty.after)
