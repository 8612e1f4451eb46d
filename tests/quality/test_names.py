"""When two names mean one firm: legal forms, width and slips do not matter, figures and points of the compass do."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.quality.names import alike, firm, groups, person


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Nord AG", "ＮＯＲＤ G.m.b.H."), ("Acme Co., Ltd.", "ACME"), ("Brakes & Gears", "Brakes and Gears Inc."),
        ("上海骏驰车业有限公司", "上海骏驰车业股份有限公司"), ("上海骏驰车业（集团）有限公司", "上海骏驰车业"),
        ("Metropolitan Bicycle Supply", "Metropolitain Bicycle Supply"), ("Bike World", "BikeWorld Ltd"),
        ("上海骏驰车业", "上海骏驰汽车业"),
    ],
)  # fmt: skip
def test_one_firm_written_in_two_ways_is_found(left: str, right: str) -> None:
    """Case, width, punctuation, legal form, a missing space, a slip of one letter."""
    assert [(0, 1)] == [pair[:2] for pair in alike([left, right])]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Nord Motors", "Ford Motors"), ("East Bike Shop", "West Bike Shop"), ("Branch 12", "Branch 13"),
        ("上海第一机床厂", "上海第二机床厂"), ("Line A Logistics", "Line B Logistics"), ("Nord", "Nora"), ("", "  "), ("?!", "&"),
        ("Nord Industrie", "Nord Logistik"),
    ],
)  # fmt: skip
def test_different_firms_are_not(left: str, right: str) -> None:
    """Other first letters, figures, numerals, directions, short names, and names of nothing."""
    assert [] == list(alike([left, right]))


def test_words_that_many_use_are_not_slips_of_one_another() -> None:
    """Stone and store differ by a letter; where both stand in many names they are words."""
    names = [f"{first} {last}" for first in ("Harbor Garden", "Mountain Glass", "River Metal") for last in ("Stone", "Store")]

    assert [] == list(alike(names))
    assert 1 == len(list(alike(names[:2])))


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(name: str) -> None:
    """Whatever the name is made of."""
    assert firm(firm(name)) == firm(name)
    assert person(person(name)) == person(name)


@given(
    st.lists(st.sampled_from(["Nord AG", "nord", "Süd", "Metropolitan", "Metropolitain", "上海骏驰车业", "Ost 1", "Ost 2"]), max_size=8),
    st.randoms(),
)
def test_the_order_of_rows_does_not_matter(names: list[str], order: random.Random) -> None:
    """The same firms are found together in any order."""

    def found(listed: list[str]) -> list[list[str]]:
        return sorted(sorted(listed[i] for i in places) for places, _ in groups(alike(listed)))

    shuffled = names[:]
    order.shuffle(shuffled)
    assert found(names) == found(shuffled)


def test_people_are_one_whatever_the_order_of_their_names() -> None:
    """Family name first or last, comma or not."""
    assert person("Holm, Han") == person("HAN  Holm") != person("Han Holmes")
