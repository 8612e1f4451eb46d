"""Decision units of a portfolio: by hand, the same as one account says of itself, and large ones."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from kam_core.decision.units import units
from kam_core.people import people
from kam_core.workbook import Change, Insert, Workbook

DAY = date(2024, 6, 30)
ACCOUNTS = pd.DataFrame({"account_id": ["A", "B", "C"], "account_name": ["Alpha", "Beta", "Gamma"], "revenue_12m": [10.0, 90.0, 50.0]})


def contact(id: str, account: str, **values: object) -> Insert:
    """A contact of an account, named by its id."""
    return Insert("contacts", {"contact_id": id, "account_id": account, "contact_name": f"P{id}", **values})


def link(who: str, contact_id: str, level: float) -> Insert:
    """One of us holds one of them."""
    return Insert("links", {"from_id": who, "to_id": contact_id, "kind": "our_link", "level": level})


@pytest.fixture
def wb() -> Workbook:
    """Alpha has the four people of the methods, Beta one that decides against us, Gamma nobody."""
    book = Workbook()
    alpha = zip("1234", (5, 4, 3, 2), (2, -1, 1, 0), ("decider", "buyer", "user", "influencer"), strict=True)
    book.apply([
        *(contact(id, "A", influence=w, support=s, role=role, last_touch="2024-06-01") for id, w, s, role in alpha),
        contact("9", "B", influence=5, support=-2, role="approver"),
        link("Li", "1", 3), link("Li", "2", 1), link("Bo", "2", 2), link("Bo", "3", 2),
    ])  # fmt: skip
    return book


def test_one_line_an_account_by_hand(wb: Workbook) -> None:
    """Net support 9/28 = 0.321; everybody touched; a gatekeeper is missing; Li and P1 hold 4 and 3 of 8 ties."""
    row = units(wb, ACCOUNTS, DAY).set_index("account_id").loc["A"]

    assert round(row["net_support"], 3) == 0.321
    assert (row["people"], row["judged"], row["coverage"]) == (4, 4, 1.0)
    assert (row["our_share"], row["their_share"]) == (4 / 8, 3 / 8)
    assert (row["gaps"], row["vetoes"], row["reasons"]) == (("gatekeeper",), (), ())


def test_those_that_need_a_look_come_first(wb: Workbook) -> None:
    """A veto before nobody known, that before nothing to say; an unknown figure is missing."""
    found = units(wb, ACCOUNTS, DAY)

    assert found["account_id"].tolist() == ["B", "C", "A"]
    assert found["reasons"].tolist() == [("veto", "against", "no_decider", "untouched"), ("nobody",), ()]
    assert found["vetoes"].tolist() == [("P9",), (), ()]
    assert found.loc[1, ["net_support", "coverage", "our_share"]].isna().all()


def test_all_without_influence(wb: Workbook) -> None:
    """People without influence are counted, but weigh nothing: no net support, no coverage, a veto all the same."""
    rows = wb.frame("SELECT row_id, influence FROM contacts WHERE account_id = 'B'")
    wb.apply([Change("contacts", int(id), "influence", was, None) for id, was in zip(rows["row_id"], rows["influence"], strict=True)])
    row = units(wb, ACCOUNTS, DAY).set_index("account_id").loc["B"]

    assert (row["people"], row["judged"]) == (1, 0)
    assert np.isnan(row["net_support"]) and np.isnan(row["coverage"])
    assert row["reasons"] == ("veto", "no_decider")


def test_a_contact_that_moves_takes_its_links_along(wb: Workbook) -> None:
    """P2 goes from Alpha to Beta: three ties follow, nothing is lost, and undoing the batch brings it back."""
    before = units(wb, ACCOUNTS, DAY)
    (row,) = wb.frame("SELECT row_id FROM contacts WHERE contact_id = '2'")["row_id"]
    batch = wb.apply([Change("contacts", int(row), "account_id", "A", "B")])
    after = units(wb, ACCOUNTS, DAY).set_index("account_id")

    assert after["people"].to_dict() == {"A": 3, "B": 2, "C": 0}
    assert after.loc["B", ["our_share", "their_share"]].tolist() == [2 / 3, 1.0]
    assert after.loc["A", ["our_share", "their_share"]].tolist() == [3 / 5, 3 / 5]
    assert after.loc["B", "net_support"] == pytest.approx((5 * -2 + 4 * -1) / (2 * 9))
    wb.undo(batch)
    pd.testing.assert_frame_equal(units(wb, ACCOUNTS, DAY), before)


def test_five_hundred_contacts_on_one_account_as_the_account_says_itself() -> None:
    """The line of the portfolio is what ``people`` says of the account, with and without links."""
    rng, n = np.random.default_rng(7), 500
    roles = np.array(["user", "buyer", "decider", "approver", None], dtype=object)
    rows = pd.DataFrame({
        "contact_id": [f"C{i}" for i in range(n)], "account_id": "A", "contact_name": [f"N{i}" for i in range(n)],
        "role": roles[rng.integers(0, 5, n)], "influence": rng.choice([1.0, 2.0, 5.0, np.nan], n),
        "support": rng.choice([-2.0, -1.0, 0.0, 2.0, np.nan], n), 
        "last_touch": pd.to_datetime("2024-06-30") - pd.to_timedelta(rng.integers(0, 300, n), "D"),
    })  # fmt: skip
    rows["last_touch"] = rows["last_touch"].dt.date
    ties = pd.DataFrame({"from_id": rng.choice(["Li", "Bo", "An"], n), "to_id": rows["contact_id"], "kind": "our_link",
                         "level": rng.choice([1.0, 2.0, 4.0], n)})  # fmt: skip
    book = Workbook()
    book.record(
        "test", {"contacts": pa.Table.from_pandas(rows, preserve_index=False), "links": pa.Table.from_pandas(ties, preserve_index=False)}
    )
    row, one = units(book, ACCOUNTS, DAY).set_index("account_id").loc["A"], people(book, "A", DAY)

    assert row["people"] == n
    assert [row["net_support"], row["coverage"]] == pytest.approx([one.net_support, one.coverage])
    assert one.ours is not None and one.theirs is not None
    assert [row["our_share"], row["their_share"]] == pytest.approx([one.ours.share, one.theirs.share])
    assert row["gaps"] == one.gaps == ("influencer", "gatekeeper")
    assert sorted(row["vetoes"]) == sorted(one.vetoes)


def test_without_links_the_days_we_met_are_the_ties() -> None:
    """Li met P1 on two days and P2 on one: Li holds all of it, P1 two thirds; an account with links ignores its visits."""
    book = Workbook()
    met = [("1", "2024-05-01"), ("1", "2024-05-02"), ("2", "2024-05-03"), ("2", "2022-05-03")]
    visit = {"account_id": "A", "kind": "visit", "who": "Li"}
    visits = [Insert("interactions", {**visit, "date": day, "contact_id": id}) for id, day in met]
    book.apply([contact("1", "A", role="decider"), contact("2", "A"), *visits])
    row = units(book, ACCOUNTS, DAY).set_index("account_id").loc["A"]

    assert [row["our_share"], row["their_share"]] == pytest.approx([1.0, 2 / 3])
    assert "single" in row["reasons"]
