"""Service policies: which one holds, what it leaves to the next, whom it covers, and how an account deviates."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.errors import BadEdit
from kam_core.policies import FIELDS, LEVELS, covered, in_force, inherit_edits, overdue, own_edits, usual_edits
from kam_core.text import translator
from tests.value.portfolio import cells

EN = translator("en")
DAY = date(2024, 3, 31)
ACCOUNTS = pd.DataFrame(
    {
        "account_id": ["a", "b", "c", "d"],
        "tier": ["A", "A", "B", None],
        "status": ["key", "regular", "key", None],
        "industry": ["Rail", "Rail", None, "Ship"],
        "days_since_contact": [10.0, 31.0, np.nan, 500.0],
    }
)


def policies(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Rows (applies to, value, level, days, entitlements)."""
    return pd.DataFrame(rows, columns=["applies_to", "value", *FIELDS])


TIER, STATUS = ("tier", "A", "Gold", 30, None), ("status", "key", "Key", 14, "Manager")
INDUSTRY, OWN = ("industry", "Rail", "Rail desk", 60, "Hotline"), ("account", "a", None, 7, None)


def test_without_a_policy_nothing_is_promised() -> None:
    """Missing, from nowhere."""
    found = in_force(ACCOUNTS, policies())

    assert found.isna().all().all()
    assert len(found) == 4


@pytest.mark.parametrize("order", [1, -1])
def test_the_most_specific_policy_that_says_something_stands(order: int) -> None:
    """Own agreement, tier, status, industry, field by field, whatever the order of the rows."""
    found = in_force(ACCOUNTS, policies(*[TIER, STATUS, INDUSTRY, OWN][::order]))

    assert cells(found, *FIELDS) == [["Gold", 7, "Manager"], ["Gold", 30, "Hotline"], ["Key", 14, "Manager"], [None, None, None]]
    assert cells(found, *(f"{name}_from" for name in FIELDS)) == [
        ["tier", "account", "status"], ["tier", "tier", "industry"], ["status", "status", "status"], [None, None, None],
    ]  # fmt: skip
    assert cells(found, "policy_from") == [["account"], ["tier"], ["status"], [None]]


def test_levels_are_told_from_the_most_specific_on() -> None:
    """The order in which they are declared is the order in which they win."""
    assert list(LEVELS) == ["account", "tier", "value_class", "status", "industry"]


def test_the_later_of_two_for_the_same_stands_and_silence_says_nothing() -> None:
    """Capitals and blanks do not make another tier; an empty text leaves what was said before."""
    found = in_force(ACCOUNTS, policies(TIER, ("tier", " a ", "Silver", None, "")))

    assert cells(found.head(1), *FIELDS) == [["Silver", 30, None]]


def test_account_ids_are_taken_literally() -> None:
    """'A' is not account 'a'."""
    assert in_force(ACCOUNTS, policies(("account", "A", "Gold", 1, None)))["policy_from"].isna().all()


@pytest.mark.parametrize(("cadence", "days", "late"), [(30, 30, False), (30, 31, True), (30, np.nan, True), (np.nan, 900, False)])
def test_a_contact_is_overdue_beyond_its_cadence(cadence: float, days: float, late: bool) -> None:
    """On the day itself it is due; who was never spoken to is overdue; without a cadence nobody is."""
    assert overdue(pd.Series([cadence]), pd.Series([days])).tolist() == [late]


def test_how_far_each_policy_reaches() -> None:
    """Accounts it applies to, those of them under a nearer one, and the overdue contacts among those whose cadence it sets."""
    found = covered(ACCOUNTS, policies(TIER, STATUS, INDUSTRY, OWN, ("tier", "Z", "None", 5, None)))

    assert cells(found, "applies_to", "covers", "overruled", "contact_overdue") == [
        ["tier", 2, 1, 1], ["status", 2, 1, 1], ["industry", 2, 2, 0], ["tier", 0, 0, 0],
    ]  # fmt: skip
    assert covered(ACCOUNTS, policies(OWN)).empty


def test_the_usual_policy_is_only_for_whom_there_is() -> None:
    """Tier A and B and key accounts without a tier exist here; tier C and prospects do not, so nothing is written for them."""
    accounts = pd.concat([ACCOUNTS, ACCOUNTS.tail(1).assign(account_id="e", status="key")], ignore_index=True)
    wb = kam.Workbook()
    wb.apply(usual_edits(accounts, translator("zh")))
    rows = wb.table("policies")

    assert cells(rows, "applies_to", "value", "cadence_days") == [["status", "key", 30], ["tier", "A", 30], ["tier", "B", 90]]
    assert rows["service_level"].tolist()[0] == "关键客户经理"
    assert usual_edits(ACCOUNTS.iloc[:0], EN) == []


def agree(wb: kam.Workbook, reason: str = "Strategic", **agreed: Any) -> int:
    """Agree something with account a."""
    return wb.apply(own_edits(wb.table("policies"), "a", agreed, reason, EN, author="Ann", day=DAY))


def test_an_own_agreement_is_one_row_with_its_reason_as_a_note() -> None:
    """Said again it changes that row; what is left empty is inherited; one undo takes both back."""
    wb = kam.Workbook()
    agree(wb, cadence_days=7, service_level="Gold")
    batch = agree(wb, "Cheaper", cadence_days=10, service_level="")

    assert cells(wb.table("policies"), "applies_to", "value", *FIELDS) == [["account", "a", None, 10, None]]
    assert wb.table("notes")["text"].tolist() == ["Own service policy: Strategic", "Own service policy: Cheaper"]
    assert cells(wb.table("notes").tail(1), "account_id", "author") == [["a", "Ann"]]
    wb.undo(batch)
    assert cells(wb.table("policies"), "service_level", "cadence_days") == [["Gold", 7]]


@pytest.mark.parametrize(("reason", "agreed"), [("  ", {"cadence_days": 7}), ("Strategic", {}), ("Strategic", {"service_level": ""})])
def test_an_agreement_needs_a_reason_and_something_agreed(reason: str, agreed: dict[str, Any]) -> None:
    """Else nothing is written."""
    wb = kam.Workbook()

    with pytest.raises(BadEdit):
        agree(wb, reason, **agreed)
    assert wb.revision == 0


def test_an_account_can_inherit_again() -> None:
    """Its row goes; policies of others stay."""
    wb = kam.Workbook()
    wb.apply([kam.Insert("policies", {"applies_to": "tier", "value": "a", "cadence_days": 30})])
    agree(wb, cadence_days=7)
    wb.apply(inherit_edits(wb.table("policies"), "a"))

    assert cells(wb.table("policies"), "applies_to", "cadence_days") == [["tier", 30]]
