"""High value, potential and low value: what makes a class, what is unknown, and the service that follows it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import kam_core as kam
from kam_core.params import Params
from kam_core.policies import in_force, written
from kam_core.portfolio.lenses import valued
from kam_core.portfolio.potential import CLASSES, HIGH, LOW, POTENTIAL, UNKNOWN, USUAL, classes, potential, value_classes, worth_of
from kam_core.register import register
from kam_core.text import translator
from kam_core.value.abc import abc
from tests.portfolio.resellers import DAY
from tests.portfolio.resellers import book as resellers
from tests.portfolio.resellers import scores as reseller_scores
from tests.value.portfolio import add, book, cells

TODAY = date(2024, 3, 31)
WORTH = pd.Series([100.0, 5, 4, 3, 2, 1, 1, 0, -5, np.nan])
KNOWN = pd.Series([np.nan, 60.0, 59.9, np.nan, 100, 0, np.nan, 75, 80, 90])


def rated(*answers: tuple[str, str, float]) -> kam.Workbook:
    """Ten accounts a to j with one order each, and confirmed ratings (account, item, value)."""
    wb = book([(name, "2024-01-05", 100 + place, 50, f"o{place}") for place, name in enumerate("abcdefghij")])
    add(wb, "ratings", [
        {"subject_type": "account", "subject_id": account, "item": item, "value": value, "valid_on": TODAY, "rater": "Li",
         "rater_side": "ours", "status": "confirmed"} for account, item, value in answers
    ])  # fmt: skip
    return wb


def test_classes_by_hand() -> None:
    """The first alone holds 86 % of 116 gained: class A, whatever its potential. The others go by 60 points; unknown is not low."""
    ten = pd.concat([WORTH, pd.Series([1.0])], ignore_index=True)
    known = pd.concat([KNOWN, pd.Series([10.0])], ignore_index=True)

    assert classes(ten, known, Params()).tolist() == [
        HIGH, POTENTIAL, LOW, UNKNOWN, POTENTIAL, LOW, UNKNOWN, POTENTIAL, POTENTIAL, POTENTIAL, LOW,
    ]  # fmt: skip
    assert classes(ten, known, Params.of(potential_from=76.0)).tolist()[7:10] == [LOW, POTENTIAL, POTENTIAL]


def test_few_accounts_have_no_class() -> None:
    """Nine known profits make no class; ranks are told instead."""
    assert classes(WORTH, KNOWN, Params()).isna().all()


@given(st.lists(st.tuples(st.integers(-100, 100), st.none() | st.integers(0, 100)), min_size=10, max_size=40))
def test_classes_take_everybody_once(pairs: list[tuple[int, int | None]]) -> None:
    """Each account has exactly one class of the four; with unknown potential it is never low."""
    worth, known = (pd.Series([pair[place] for pair in pairs], dtype="float64") for place in (0, 1))
    found = classes(worth, known, Params())

    assert found.isin(list(CLASSES)).all()
    assert not (found[known.isna()] == LOW).any()


def test_potential_is_its_part_of_the_importance() -> None:
    """
    Growth 5 of 5, margin 1, fit 3 with weights 2, 2, 2: 100, 0 and 50 make 50 points at coverage 60 %.

    One answered item of weight .2 lies below the 30 % from which a point is placed: unknown. Influence does not count.
    """
    wb = rated(("a", "importance.growth", 5), ("a", "importance.margin", 1), ("a", "importance.fit", 3), ("a", "importance.voice", 5),
               ("b", "importance.growth", 5), ("c", "importance.voice", 5))  # fmt: skip
    found = potential(wb, kam.score(wb, TODAY), TODAY, Params())

    assert found["potential"].round(6).tolist()[0] == 50.0
    assert found["potential"].isna().tolist() == [False, *[True] * 9]
    assert found["potential_coverage"].round(6).tolist()[:3] == [0.6, 0.2, 0.0]


def test_the_resellers_again_in_pandas() -> None:
    """High value are those that stand before 80 % of the profit gained in twelve months; the rest is split by 60 points."""
    scores = reseller_scores()
    gains = scores.set_index("account_id")["profit_12m"].clip(lower=0).sort_values(ascending=False)
    high = set(gains.index[(gains.cumsum() - gains) / gains.sum() < 0.8])
    found = valued(resellers(), scores, DAY.date(), Params()).set_index("account_id")

    assert set(found.index[found["value_class"] == HIGH]) == high
    rest = found[~found.index.isin(high)]
    assert (rest["value_class"] == np.where(rest["potential"].isna(), UNKNOWN, np.where(rest["potential"] >= 60, POTENTIAL, LOW))).all()


def test_without_costs_revenue_stands_in() -> None:
    """No cost at all: ranked by revenue, and said so."""
    scores = pd.DataFrame({"profit_12m": [np.nan, np.nan], "revenue_12m": [1.0, 2.0]})

    worth, by_profit = worth_of(scores, "_12m")
    assert (worth.tolist(), by_profit) == ([1.0, 2.0], False)


def test_an_account_inherits_the_policy_of_its_class() -> None:
    """The register knows the class, its policy rules where no tier says more, and cuts set in the workbook move it."""
    wb = book([(f"a{place}", "2024-01-05", 1000 // place, 1, f"o{place}") for place in range(1, 12)])
    wb.apply(written(USUAL, translator("en")))
    scores = kam.score(wb, TODAY)
    found = register(wb, scores, TODAY, Params())

    assert found["value_class"].tolist() == value_classes(wb, scores, TODAY, Params()).tolist()
    assert cells(found[found["account_id"] == "a1"], "value_class", "service_level", "policy_from") == [
        [HIGH, "Key account manager", "value_class"]
    ]
    wide = Params.of(abc_a=0.1)
    assert (register(wb, scores, TODAY, wide)["value_class"] == HIGH).sum() == 1
    assert register(wb, scores, TODAY, wide)["abc"].tolist() == abc(scores["profit_12m"], 0.1).tolist()
    tiers = pd.DataFrame({"account_id": ["x"], "tier": ["A"], "status": [None], "industry": [None], "value_class": [HIGH]})
    both = pd.DataFrame([("tier", "A", "Gold", None, None), ("value_class", HIGH, "Silver", 5.0, None)],
                        columns=["applies_to", "value", "service_level", "cadence_days", "entitlements"])  # fmt: skip
    assert cells(in_force(tiers, both), "service_level", "cadence_days", "policy_from") == [["Gold", 5.0, "tier"]]
