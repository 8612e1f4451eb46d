"""Stage of the relationship: sums and bands, the shape read from links, the target, and where answers and links differ."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

import kam_core as kam
from kam_core.stage import STAGES, TARGET, stage, stage_number, stages
from kam_core.workbook import Insert, Workbook

DAY = date(2024, 6, 30)
ITEMS = ("breadth", "height", "information", "planning", "service", "integration")


def rated(*values: float, account: str = "A") -> list[Insert]:
    """The six answers about an account."""
    row = {"subject_type": "account", "subject_id": account, "valid_on": "2024-06-01", "rater": "Li"}
    return [Insert("ratings", {**row, "item": f"stage.{item}", "value": value}) for item, value in zip(ITEMS, values, strict=False)]


def person(id: str, function: str | None, level: int, account: str = "A") -> Insert:
    """A contact with a function and a level in the house."""
    values = {"contact_id": f"{account}{id}", "account_id": account, "contact_name": id, "seniority": level}
    return Insert("contacts", {**values, **({"department": function} if function else {})})


def link(who: str, contact: str, level: float, account: str = "A") -> Insert:
    """Our link."""
    return Insert("links", {"from_id": who, "to_id": f"{account}{contact}", "kind": "our_link", "level": level})


def book(*rows: Insert) -> Workbook:
    """One account, three of us with functions."""
    wb = Workbook()
    team = [Insert("team", {"member": who, "department": function}) for who, function in (("Li", "Sales"), ("Bo", "Service"), ("An", "IT"))]
    wb.apply([Insert("accounts", {"account_id": "A", "account_name": "Alpha"}), *team, *rows])
    return wb


SUMS = (((1, 1, 1, 1, 1, 1), 2), ((4, 2, 1, 1, 1, 1), 2), ((4, 3, 1, 1, 1, 1), 3), ((4, 4, 4, 2, 1, 1), 3), ((4, 4, 4, 3, 1, 1), 4),
        ((4, 4, 4, 4, 4, 2), 4), ((4, 4, 4, 4, 4, 3), 5), ((4, 4, 4, 4, 4, 4), 5))  # fmt: skip
"""Six answers, and the stage their sum names."""


def test_the_sum_names_the_stage() -> None:
    """6-10 basic, 11-16 cooperative, 17-22 interdependent, 23-24 integrated, exploratory where nobody answered."""
    wb = book(*(row for place, (values, _) in enumerate(SUMS) for row in rated(*values, account=f"S{place}")))
    found = [stage(wb, f"S{place}", DAY, kam.Params()) for place in range(len(SUMS))]
    unknown = stage(wb, "A", DAY, kam.Params())

    assert [(one.now, one.total) for one in found] == [(number, sum(values)) for values, number in SUMS]
    assert (unknown.now, len(STAGES)) == (1, 5) and np.isnan(unknown.total)


def test_sums_between_two_stages_belong_to_the_nearer() -> None:
    """10.4 is basic, 10.6 cooperative: means of raters need not be whole."""
    assert [stage_number(100 * (total - 6) / 18) for total in (10.4, 10.6, 16.4, 16.6, 22.4, 22.6)] == [2, 3, 3, 4, 4, 5]


def test_from_bow_tie_to_diamond() -> None:
    """One pair of people, then two pairs of functions, then three; a link of level 1 counts nothing."""
    rows: list[Insert] = []
    for n, account in enumerate("WXYZ"):
        links = [("Li", "1", 3), ("Bo", "2", 2), ("An", "1", 2)][:n]
        rows += [person("1", "Buying", 2, account), person("2", "Lab", 3, account), person("3", None, 4, account)]
        rows += [link(*one, account=account) for one in [("Bo", "1", 1), *links]]
    wb = book(*rows)
    forms = [stage(wb, account, DAY, kam.Params()).structure for account in "WXYZ"]

    assert [found.form for found in forms] == ["none", "bow_tie", "transition", "diamond"]
    assert [len(found.pairs) for found in forms] == [0, 1, 2, 3]
    assert [found.height for found in forms[1:]] == [2, 3, 3]
    assert [found.breadth for found in forms[1:]] == [1, 2, 3]
    assert forms[3].theirs == ("Buying", "Lab")


def test_links_without_functions_tell_no_shape() -> None:
    """Two links with somebody whose function nobody noted: people are linked, the shape is unknown."""
    found = stage(book(person("3", None, 4), link("Li", "3", 2), link("Bo", "3", 3)), "A", DAY, kam.Params()).structure

    assert (found.form, found.unknown, len(found.pairs)) == ("unknown", 2, 0)
    assert np.isnan(found.breadth)


def test_answers_and_links_that_differ_are_named() -> None:
    """Answered 4 and 2; the links show one pair (1) and height 4."""
    found = stage(book(*rated(4, 2, 2, 2, 2, 2), person("1", "Board", 4), link("Li", "1", 2)), "A", DAY, kam.Params())

    assert found.differing == [("stage.breadth", 4, 1), ("stage.height", 2, 4)]


def test_the_target_of_the_day_and_more_than_it_asks_for() -> None:
    """The latest target up to the date; above it is over-investment; a number that names no stage is none."""

    def fact(value: float, day: str) -> Insert:
        return Insert("account_facts", {"account_id": "A", "fact": TARGET, "value": value, "valid_on": day})

    wb = book(*rated(3, 3, 3, 3, 3, 3), fact(2, "2024-06-01"), fact(4, "2024-01-01"), fact(5, "2024-12-01"), fact(9, "2023-01-01"))
    now, before = stage(wb, "A", DAY, kam.Params()), stage(wb, "A", date(2024, 3, 1), kam.Params())

    assert (now.now, now.target, now.over) == (4, 2, True)
    assert (before.target, before.over) == (4, False)
    assert stage(wb, "A", date(2023, 6, 1), kam.Params()).target is None


def test_of_two_targets_of_one_day_the_later_recorded_holds() -> None:
    """The first of two rows of a day is corrected last: room and portfolio read the same."""

    def fact(value: float) -> Insert:
        return Insert("account_facts", {"account_id": "A", "fact": TARGET, "value": value, "valid_on": "2024-06-01"})

    wb = book(fact(2), fact(3))
    first = int(wb.table("account_facts").index[0])
    wb.apply([kam.Change("account_facts", first, "value", 2.0, 5.0)])
    accounts = pd.DataFrame({"account_id": ["A"], "account_name": ["Alpha"], "revenue_12m": [1.0]})

    assert stage(wb, "A", DAY, kam.Params()).target == 5
    assert stages(wb, accounts, DAY, kam.Params())["stage_target"].tolist() == [5.0]


def test_a_portfolio_by_stage_and_target() -> None:
    """Above the target first, then the furthest below, then the rest by revenue; without a target the gap is missing."""

    def fact(account: str, value: float) -> Insert:
        return Insert("account_facts", {"account_id": account, "fact": TARGET, "value": value, "valid_on": "2024-06-01"})

    wb = book(*rated(3, 3, 3, 3, 3, 3), *rated(1, 1, 1, 1, 1, 1, account="B"), *rated(2, 2, 2, 2, 2, 2, account="C"),
              fact("A", 2), fact("B", 4), fact("D", 2), fact("E", 9))  # fmt: skip
    accounts = pd.DataFrame({"account_id": list("FEDCBA"), "account_name": list("fedcba"), "revenue_12m": [9.0, 1, 2, 8, 3, 4]})
    found = stages(wb, accounts, DAY, kam.Params()).set_index("account_id")

    assert found.index.tolist() == ["A", "B", "D", "F", "C", "E"]
    assert found["stage_now"].to_dict() == {"A": 4, "B": 2, "D": 1, "F": 1, "C": 3, "E": 1}
    assert found.loc[["A", "B", "D"], "stage_gap"].tolist() == [2, -2, -1]
    assert found.loc[["C", "E", "F"], "stage_gap"].isna().all()
    assert found.loc["A", "stage_total"] == 18
