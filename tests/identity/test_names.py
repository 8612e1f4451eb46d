"""When two names mean one firm: legal forms, width and slips do not matter, figures and points of the compass do."""

from __future__ import annotations

import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.identity.alike import alike, groups
from kam_core.identity.names import firm, person, plain_id, why_same


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


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ("Nord AG", "Nord AG", "name"), ("Nord", "ＮＯＲＤ", "case"), ("Nord", "Ｎｏｒｄ", "width"), ("Nord", "NORD", "case"),
        ("O'Reilly Auto", "oreilly-auto", "signs"), ("骏驰车业", "駿馳車業", "traditional"), ("Intl Paper", "International Paper", "short"),
        ("Nord AG", "Nord GmbH", "form"), ("骏驰车业有限公司", "骏驰车业集团", "group"),
    ],
)  # fmt: skip
def test_why_two_names_are_one_is_the_way_of_writing_that_makes_them_so(left: str, right: str, why: str) -> None:
    """The least that has to be overlooked."""
    assert why == why_same(left, right)


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ("Müller Maschinenbau", "Mueller Maschinenbau", "accents"), ("Harris Steel Works", "Steel Works Harris", "order"),
        ("上海骏驰车业", "骏驰车业（上海）", "place"), ("上海骏驰车业", "骏驰车业", "no_place"), ("Caterpillar", "Catepillar", "letter"),
    ],
)  # fmt: skip
def test_what_is_written_in_another_way_is_said(left: str, right: str, why: str) -> None:
    """Accents, order, place, a letter; either way round."""
    assert [why] == [pair.why for pair in alike([left, right])] == [pair.why for pair in alike([right, left])]


def test_a_place_left_out_is_no_twin_of_two_cities() -> None:
    """With Shanghai and Beijing on record nobody knows which one is meant."""
    assert [] == list(alike(["骏驰车业", "上海骏驰车业", "北京骏驰车业"]))


def test_ids_are_one_but_for_how_they_are_typed() -> None:
    """Capitals, width, spaces, zeros in front; a zero stays one."""
    assert 1 == len({plain_id(value) for value in ("k-17", "K-17 ", "Ｋ-17")})
    assert plain_id("0017") == plain_id("17") != plain_id("170")
    assert "0" == plain_id("000")


def test_people_are_one_whatever_the_order_of_their_names() -> None:
    """Family name first or last, comma or not."""
    assert person("Holm, Han") == person("HAN  Holm") != person("Han Holmes")


def test_a_text_in_the_place_of_a_name_takes_no_memory() -> None:
    """A full cell (32,000 characters) is compared as it stands, and never taken apart letter by letter."""
    text = "".join(random.Random(1).choices("abcdefgh", k=32_000))
    tracemalloc.start()
    found = list(alike([text, text.upper(), text[1:]]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [(0, 1, 100.0, "case")] == found
    assert peak < 20_000_000
