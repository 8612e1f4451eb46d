"""Fears of the decision unit: the worked number of the methods, who blocks, and what weighs most."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

import kam_core as kam
from kam_core.decision.relievers import RELIEVERS
from kam_core.decision.risks import AGAINST_US, Fears, fears
from kam_core.decision.words import fears as told
from kam_core.decision.words import matrix as matrix_told
from kam_core.index.declared.decision import CATEGORIES
from kam_core.text import translator
from kam_core.workbook import Change, Insert, Workbook

DAY = date(2024, 6, 30)
WORKED = {"performance": (5, 4), "financial": (2, 3), "delivery": (2, 2), "switching": (4, 1), "compliance": (1, 2), "career": (1, 1)}
"""P·C 20 6 4 4 2 1: max 20, mean 37/6."""


def rated(contact: str, pairs: dict[str, tuple[int, int]]) -> list[Insert]:
    """Both answers of one person on some categories."""
    values = {f"risk.{name}{end}": v for name, pair in pairs.items() for end, v in zip(("", "_consequence"), pair, strict=True)}
    row = {"subject_type": "contact", "subject_id": contact, "valid_on": "2024-06-01", "rater": "Li", "status": "confirmed"}
    return [Insert("ratings", {**row, "item": item, "value": float(value)}) for item, value in values.items()]


def contact(id: str, account: str, role: str, influence: float | None, support: float | None) -> Insert:
    """One person of an account."""
    values = {"contact_id": id, "account_id": account, "contact_name": f"P{id}", "role": role, "influence": influence, "support": support}
    return Insert("contacts", {name: value for name, value in values.items() if value is not None})


@pytest.fixture
def wb() -> Workbook:
    """Alpha: a user with the worked fears. Beta: a decider against us. Gamma: mild fears. Delta: nobody."""
    book = Workbook()
    names = {"A": "Alpha", "B": "Beta", "G": "Gamma", "D": "Delta"}
    book.apply([
        *(Insert("accounts", {"account_id": id, "account_name": name}) for id, name in names.items()),
        contact("1", "A", "user", 4, 1), contact("2", "A", "buyer", 2, 1), contact("3", "B", "decider", 5, -1),
        contact("4", "G", "decider", None, 0), contact("5", "G", "user", None, -2),
        *rated("1", WORKED), *rated("2", {"performance": (1, 2)}),
        *rated("4", {"delivery": (3, 4), "career": (3, 3)}), *rated("5", {"delivery": (2, 2)}),
    ])  # fmt: skip
    return book


def found(wb: Workbook) -> Fears:
    """The fears of every account."""
    return fears(wb, kam.score(wb, as_of=DAY), DAY, kam.Params())


def test_the_worked_number_of_the_methods(wb: Workbook) -> None:
    """R = 100 (0.5·20 + 0.5·37/6) / 25 = 52.3, and one product of 20 blocks."""
    row = found(wb).people.set_index("contact_id").loc["1"]

    assert row["risk"] == pytest.approx(100 * (0.5 * 20 + 0.5 * 37 / 6) / 25)
    assert round(row["risk"], 1) == 52.3
    assert row["blocks"]


def test_products_are_probability_times_consequence(wb: Workbook) -> None:
    """Every pair of answers once, the gravest first; a person without answers has none."""
    risks = found(wb).risks
    mine = risks[risks["contact_id"] == "1"]

    assert dict(zip(mine["category"], mine["product"], strict=True)) == {name: p * c for name, (p, c) in WORKED.items()}
    assert risks["product"].is_monotonic_decreasing
    assert set(risks["contact_id"]) == {"1", "2", "4", "5"}


def test_who_or_what_blocks(wb: Workbook) -> None:
    """Beta by its decider, Alpha by one grave risk of a user; a user of Gamma against us blocks nothing."""
    blocks = found(wb).blocks

    assert {(a, c, why) for a, c, why in zip(blocks["account_id"], blocks["contact_id"], blocks["why"], strict=True)} == {
        ("B", "3", AGAINST_US), ("A", "1", "performance"),
    }  # fmt: skip
    matrix = kam.matrix(wb, "decision", DAY, subject_type="account").set_index("account_id")
    assert matrix.loc[["A", "B", "G"], "blocked"].tolist() == [True, True, False]


def test_just_below_the_threshold_nothing_blocks(wb: Workbook) -> None:
    """A mean of two raters of 19.5 is no 20."""
    wb.apply([Insert("ratings", {"subject_type": "contact", "subject_id": "1", "item": "risk.performance", "value": 4.75, "rater": "Li",
                                 "valid_on": "2024-06-02", "status": "confirmed"})])  # fmt: skip
    risks = found(wb).risks

    assert risks["product"].max() == 19.0
    assert found(wb).blocks["why"].tolist() == [AGAINST_US]


def test_the_account_rolls_up_by_influence(wb: Workbook) -> None:
    """Alpha: R of both people weighted 4 and 2; all of Gamma without influence counts alike."""
    people, matrix = (
        found(wb).people.set_index("contact_id"),
        kam.matrix(wb, "decision", DAY, subject_type="account").set_index("account_id"),
    )

    assert matrix.loc["A", "y"] == pytest.approx((4 * people.loc["1", "risk"] + 2 * people.loc["2", "risk"]) / 6)
    assert matrix.loc["G", "y"] == pytest.approx((people.loc["4", "risk"] + people.loc["5", "risk"]) / 2)
    assert pd.isna(matrix.loc["D", "y"])


def test_accounts_and_categories(wb: Workbook) -> None:
    """The blocked account first, by its largest risk; means by influence, an unknown influence counts 3: performance (4·20 + 2·2)/6."""
    every = found(wb)
    categories = every.categories.set_index("category")

    assert every.accounts[["account_id", "category", "product", "blocked"]].values.tolist() == [
        ["A", "performance", 20.0, True], ["G", "delivery", 12.0, False],
    ]  # fmt: skip
    assert categories.loc["performance", ["weight", "people", "worst", "unbearable"]].tolist() == pytest.approx([14.0, 2, 20, 1])
    assert categories.loc["delivery", "weight"] == pytest.approx((4 * 4 + 3 * 12 + 3 * 4) / 10)
    assert categories.index[0] == "performance"


def test_a_contact_that_moves_takes_its_fears_along(wb: Workbook) -> None:
    """Moved to Gamma, the user of Alpha blocks Gamma; no answer is lost."""
    before = len(found(wb).risks)
    (row,) = wb.frame("SELECT row_id FROM contacts WHERE contact_id = '1'")["row_id"]
    wb.apply([Change("contacts", int(row), "account_id", "A", "G")])
    after = found(wb)

    assert len(after.risks) == before
    assert after.blocks.loc[after.blocks["why"] == "performance", "account_id"].tolist() == ["G"]


def test_the_sentence(wb: Workbook) -> None:
    """Two of the three units are blocked, performance weighs most; without anybody it asks its question."""
    t = translator("en")

    assert told(found(wb), t) == "2 of 3 decision units are blocked. Performance risk weighs most (14 of 25)."
    assert told(found(Workbook()), t) == "Who decides, and what do they fear?"


def test_every_category_has_a_reliever() -> None:
    """No fear is named without a step against it."""
    assert set(RELIEVERS) == set(CATEGORIES)
    assert all(RELIEVERS.values())


def test_the_sentence_of_the_matrix_counts_people_and_accounts(wb: Workbook) -> None:
    """Only who is placed is counted, as on the map."""
    t = translator("en")
    people, accounts = (kam.matrix(wb, "decision", DAY, subject_type=who) for who in ("contact", "account"))

    assert matrix_told(accounts, t).endswith("1 are blocked.")
    assert matrix_told(people, t).endswith("of them can block.")
    assert matrix_told(accounts.head(0), t) == "Who wants to decide for us, and what holds them back?"
