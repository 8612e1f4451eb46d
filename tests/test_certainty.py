"""How sure a place is, the one answer that would change it, and what to ask first: by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from kam_core import certainty
from kam_core.index import INDICES
from kam_core.matrices import MATRICES
from kam_core.params import Params
from kam_core.placing import matrix
from kam_core.text import translator
from tests.index.ratings_in import DAY, workbook

RELATIONSHIP, TRUST = MATRICES["relationship"], INDICES["trust"]
T, PLAIN = translator("en"), Params()


def likely(**by_subject: tuple[str, float, float, float, float]) -> pd.DataFrame:
    """Subjects with their quadrant and the probabilities hh, lh, hl, ll."""
    rows = [
        {"subject_id": id, "account_name": id, "quadrant": name, "p_hh": hh, "p_lh": lh, "p_hl": hl, "p_ll": ll,
         "probability": {"core_partner": hh, "priority": lh, "maintain": hl, "low_touch": ll}[name]}
        for id, (name, hh, lh, hl, ll) in by_subject.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_the_least_sure_comes_first_with_the_next_likely_quadrant():
    """Where the quadrant by the cuts is not the most likely one, the most likely one is what it may be else."""
    found = certainty.doubtful_first(likely(a=("core_partner", 0.9, 0.06, 0.03, 0.01), b=("priority", 0.3, 0.25, 0.05, 0.4)), RELATIONSHIP)

    assert found["subject_id"].tolist() == ["b", "a"]
    assert found["second"].tolist() == ["low_touch", "priority"]
    assert found["second_probability"].tolist() == [0.4, 0.06]


def test_who_is_not_placed_is_neither_sure_nor_unsure():
    """A place without a quadrant is left out."""
    found = likely(a=("core_partner", 0.9, 0.06, 0.03, 0.01), b=("priority", 0.3, 0.25, 0.05, 0.4))
    found.loc[0, "quadrant"] = None

    assert certainty.doubtful_first(found, RELATIONSHIP)["subject_id"].tolist() == ["b"]


def test_a_veto_is_no_question_of_probability():
    """Who is blocked stands there for certain, whatever the answers: it is neither sure nor unsure."""
    found = likely(a=("core_partner", 0.9, 0.06, 0.03, 0.01), b=("priority", 0.3, 0.25, 0.05, 0.4))
    found.loc[0, "quadrant"], found.loc[0, "probability"] = "blocked", 1.0

    assert certainty.doubtful_first(found, RELATIONSHIP)["subject_id"].tolist() == ["b"]


@pytest.mark.parametrize(
    ("sure_from", "sentence"),
    [
        (0.8, "1 of 2 places are sure (80% or more); least b: Priority development 25%."),
        (0.2, "All 2 places are sure: their quadrant has 20% or more."),
    ],
)
def test_the_finding_counts_what_is_sure(sure_from, sentence):
    """At or above the threshold is sure; the least sure is named with its quadrant."""
    known = certainty.doubtful_first(likely(a=("core_partner", 0.9, 0.06, 0.03, 0.01), b=("priority", 0.3, 0.25, 0.05, 0.4)), RELATIONSHIP)

    assert certainty.finding(known, sure_from, RELATIONSHIP, T, "b") == sentence


def asked(ratings: list[Any], params: Params = PLAIN) -> dict[str, Any]:
    """What to ask the account A first, and its nearest change."""
    with workbook(["A"], ratings) as wb:
        chosen = certainty.doubtful_first(matrix(wb, "relationship", DAY, params=params), RELATIONSHIP)
        return dict(certainty.questions(wb, RELATIONSHIP, chosen, DAY, params).iloc[0])


def test_the_missing_item_that_weighs_most_is_asked_first_on_the_axis_in_doubt():
    """
    Importance is given directly as 95 and hardly in doubt; trust has its two lighter items answered near the cut.

    Of the two that are missing the heavier one is asked.
    """
    trust = sorted(TRUST.items, key=lambda item: (item.weight, item.id))
    light = [("A", item.id, 6.0) for item in trust[:-1]]
    found = asked([("A", "importance", 95.0), *light])

    assert (found["asked"], found["ask_item"]) == ("missing", trust[-1].id)


def test_without_a_missing_item_the_vaguest_answer_is_to_be_confirmed():
    """All of trust is answered near the cut; the only assumed answer is twice as wide as the confirmed ones."""
    items = TRUST.items
    equal = Params.of(weights={item.id: 1.0 for item in items})
    rows = [{"subject_id": "A", "item": item.id, "value": 6.0, "status": "confirmed"} for item in items]
    rows[1] |= {"status": "assumed"}
    found = asked([("A", "importance", 95.0), *rows], equal)

    assert (found["asked"], found["ask_item"]) == ("vague", items[1].id)


def test_a_measure_without_data_is_to_be_filled_in():
    """Every question of importance is answered near the cut, and nothing was bought: the heaviest measure is what is missing."""
    items = INDICES["importance"].items
    heaviest = max((item for item in items if not item.judged), key=lambda item: (item.weight, item.id))
    found = asked([("A", "trust", 95.0), *(("A", item.id, 3.0) for item in items if item.judged)], Params.of(cuts={"relationship.y": 50.0}))

    assert (found["asked"], found["ask_item"]) == ("data", heaviest.id)


def test_the_nearest_change_leads_across_a_cut():
    """Trust given as 58, importance as 95: 60 is the nearest whole answer that makes a core partner of it."""
    flip = asked([("A", "importance", 95.0), ("A", "trust", 58.0)])["flip"]

    assert flip is not None
    assert (flip.item, flip.from_raw, flip.to_raw, flip.other) == ("trust", 58.0, 60.0, "core_partner")


def test_nobody_is_asked_nothing():
    """An empty choice has no questions, and the page asks its own."""
    with workbook(["A"]) as wb:
        none = certainty.doubtful_first(matrix(wb, "relationship", DAY), RELATIONSHIP)
        assert certainty.questions(wb, RELATIONSHIP, none, DAY, Params()).empty
    assert certainty.finding(none, 0.8, RELATIONSHIP, T, "") == "How sure is each place?"
