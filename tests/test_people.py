"""The people of an account: the worked number of the methods, gaps, threads and promises by hand, and what always holds."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.people import People, Promises, Thread, coverage, net_support, people, promises, role_gaps, thread, touches
from kam_core.workbook import Insert, Workbook

DAY = date(2024, 6, 30)
weights = st.lists(st.tuples(st.integers(1, 5), st.integers(-2, 2)), min_size=1, max_size=12)


def test_net_support_is_the_worked_number_of_the_methods() -> None:
    """(5,2) (4,-1) (3,1) (2,0): 9 of 28."""
    assert net_support(pd.Series([5, 4, 3, 2]), pd.Series([2, -1, 1, 0])) == pytest.approx(9 / 28)
    assert round(9 / 28, 3) == 0.321


def test_people_without_an_answer_count_nothing() -> None:
    """Missing is not zero: one without support or influence is left out, and without anybody nothing is known."""
    assert net_support(pd.Series([5, None, 3]), pd.Series([2, -2, None])) == 1.0
    assert np.isnan(net_support(pd.Series([None]), pd.Series([1.0])))
    assert np.isnan(coverage(pd.Series([None]), pd.Series([1.0])))


@given(weights, st.randoms())
def test_net_support_lies_between_all_against_and_all_for(pairs: list[tuple[int, int]], random: object) -> None:
    """-1 to 1; the order of people does not matter; everybody turned round turns the sign; twice the influence changes nothing."""
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def of(rows: list[tuple[int, int]], times: int = 1, sign: int = 1) -> float:
        return net_support(pd.Series([times * w for w, _ in rows]), pd.Series([sign * s for _, s in rows]))

    assert -1 <= of(pairs) <= 1
    assert of(shuffled) == pytest.approx(of(pairs))
    assert of(pairs, sign=-1) == pytest.approx(-of(pairs))
    assert of(pairs, times=2) == pytest.approx(of(pairs))


@given(st.lists(st.tuples(st.integers(1, 5), st.one_of(st.none(), st.integers(0, 400))), min_size=1, max_size=12))
def test_coverage_is_the_influence_of_those_touched_within_ninety_days(rows: list[tuple[int, int | None]]) -> None:
    """By its definition, person by person; one never touched counts below the line only."""
    expected = sum(w for w, days in rows if days is not None and days <= 90) / sum(w for w, _ in rows)

    assert coverage(pd.Series([float(w) for w, _ in rows]), pd.Series([days for _, days in rows], dtype="float64")) == pytest.approx(
        expected
    )


def test_role_gaps_are_the_needed_roles_that_nobody_holds() -> None:
    """Five roles are needed; an approver fills none of them."""
    assert role_gaps(pd.Series(["decider", "user", "approver", None])) == ("buyer", "influencer", "gatekeeper")
    assert role_gaps(pd.Series([], dtype="str")) == ("decider", "buyer", "influencer", "user", "gatekeeper")
    assert role_gaps(pd.Series(["gatekeeper", "user", "influencer", "buyer", "decider"])) == ()


def test_a_thread_is_the_largest_share() -> None:
    """6 of 8 with Li; without any tie there is none; of equals the first by name."""
    assert thread(pd.Series(["Li", "Meyer", "Li"]), pd.Series([2.0, 2.0, 4.0])) == Thread("Li", 0.75, 2)
    assert thread(pd.Series(["Li"]), pd.Series([0.0])) is None
    assert thread(pd.Series(["B", "A"]), pd.Series([1.0, 1.0])) == Thread("A", 0.5, 2)


def _filled(*more: Insert) -> Workbook:
    wb = Workbook()

    def contact(id: str, name: str, **values: object) -> Insert:
        return Insert("contacts", {"contact_id": id, "account_id": "A", "contact_name": name, **values})

    wb.apply([
        contact("1", "Ann", role="decider", influence=5, support=-1, last_touch="2024-06-01"),
        contact("2", "Bo", role="buyer", influence=3, support=2, last_touch="2024-01-01"),
        contact("3", "Cy", role="user", influence=2),
        Insert("contacts", {"contact_id": "9", "account_id": "B", "contact_name": "Other", "role": "gatekeeper", "influence": 5}),
        Insert("interactions", {"account_id": "A", "date": "2024-05-20", "kind": "visit", "contact_id": "2", "who": "Li"}),
        Insert("interactions", {"account_id": "A", "date": "2024-05-21", "kind": "call", "contact_id": "2", "who": "Li"}),
        Insert("interactions", {"account_id": "A", "date": "2024-05-21", "kind": "promise", "contact_id": "1", "who": "Wu"}),
        Insert("interactions", {"account_id": "A", "date": "2024-07-20", "kind": "visit", "contact_id": "3", "who": "Wu"}),
        *more,
    ])  # fmt: skip
    return wb


def test_the_people_of_an_account_by_hand() -> None:
    """Touched is the later of the note and the visits up to the date; Ann can block; nobody influences or keeps the gate."""
    found = people(_filled(), "A", DAY)

    assert found.contacts["contact_name"].tolist() == ["Ann", "Bo", "Cy"]
    assert found.contacts["days_ago"].tolist()[:2] == [29, 40]
    assert pd.isna(found.contacts["days_ago"].iloc[2])
    assert (found.net_support, found.judged) == (pytest.approx((-5 + 6) / 16), 2)
    assert found.coverage == pytest.approx(8 / 10)
    assert (found.gaps, found.vetoes) == (("influencer", "gatekeeper"), ("Ann",))


def test_ties_are_the_days_met_where_no_link_has_a_level() -> None:
    """Li met Bo on two days; the promise and the visit of next month are no ties of today."""
    found = people(_filled(), "A", DAY)

    assert (found.by_links, found.ours, found.theirs) == (False, Thread("Li", 1.0, 1), Thread("Bo", 1.0, 1))


def test_levels_of_links_come_first() -> None:
    """Li 3 + 1, Wu 4: half and half, the first by name; Bo holds 7 of 8; links among the customer's people and of others do not count."""
    links = [
        Insert("links", {"from_id": who, "to_id": whom, "kind": kind, "level": level})
        for who, whom, kind, level in (
            ("Li", "2", "our_link", 3), ("Li", "1", "our_link", 1), ("Wu", "2", "our_link", 4), ("2", "1", "reports_to", 4),
            ("Li", "9", "our_link", 4),
        )
    ]  # fmt: skip
    found = people(_filled(*links), "A", DAY)

    assert (found.by_links, found.ours, found.theirs) == (True, Thread("Li", 0.5, 2), Thread("Bo", 0.875, 2))


def test_an_account_without_people_has_nothing_to_say() -> None:
    """Every figure is missing, every role a gap."""
    found: People = people(_filled(), "C", DAY)

    assert found.contacts.empty
    assert np.isnan(found.net_support) and np.isnan(found.coverage)
    assert (len(found.gaps), found.ours, found.theirs, found.vetoes) == (5, None, None, ())


def _interactions(*rows: tuple[str, str, str | None, bool | None, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["date", "kind", "promise", "kept", "hours"])


def test_promises_kept_broken_and_open() -> None:
    """A promise is one by its kind or by its words; one of tomorrow is none yet; two of three settled ones were kept."""
    rows = _interactions(
        ("2024-01-01", "promise", "a", True, None), ("2024-01-02", "visit", "b", True, None), ("2024-01-03", "promise", None, False, None),
        ("2024-01-04", "promise", "d", None, None), ("2024-01-05", "visit", None, None, 2.0), ("2024-07-01", "promise", "e", False, None),
    )  # fmt: skip
    found = promises(rows, DAY)

    assert found == Promises(kept=2, broken=1, open=1)
    assert found.reliability == pytest.approx(2 / 3)
    assert np.isnan(Promises(0, 0, 3).reliability)


def test_touches_of_a_year() -> None:
    """Twelve months counted back by day; older and later ones and promises are left out; hours nobody noted are missing."""
    rows = _interactions(
        ("2023-06-30", "visit", None, None, 7.0), ("2023-07-01", "visit", None, None, 5.0),
        ("2023-07-02", "call", None, None, None), ("2024-06-20", "mail", None, None, 1.5),
        ("2024-06-30", "promise", "x", None, 9.0), ("2024-07-01", "visit", None, None, 9.0),
    )  # fmt: skip
    found = touches(rows, DAY)

    assert (found.visits, found.hours, found.since_last) == (3, 6.5, 10)
    assert np.isnan(touches(rows.iloc[2:3], DAY).hours)
    assert np.isnan(touches(rows.iloc[5:], DAY).since_last)
