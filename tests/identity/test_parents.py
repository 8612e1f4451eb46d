"""Groups that names tell of: who would be the parent, who its members, and on what evidence."""

from __future__ import annotations

import pandas as pd
import pytest

from kam_core.identity import accept, dismiss, parents
from kam_core.identity.parents import proposed
from kam_core.workbook import Insert, Workbook


def _found(*names: str) -> list[tuple[str, bool, tuple[str, ...], str]]:
    """Name of the group, whether it is an account, names of the members, evidence."""
    frame = pd.DataFrame({"account_id": [f"A{n}" for n in range(len(names))], "account_name": names, "parent_id": None})
    named = dict(zip(frame["account_id"], names, strict=True))
    return [(one.name, one.account_id is not None, tuple(named[member] for member in one.members), one.evidence) for one in proposed(frame)]


@pytest.mark.parametrize(
    ("names", "group", "there", "members", "evidence"),
    [
        (("中石化北京分公司", "中石化上海分公司", "宏达"), "中石化", False, ("中石化北京分公司", "中石化上海分公司"), "branches"),
        (("工商银行", "工商银行海淀支行", "工商银行朝阳支行"), "工商银行", True, ("工商银行海淀支行", "工商银行朝阳支行"), "branches"),
        (("联想（北京）有限公司", "联想（上海）有限公司"), "联想", False, ("联想（北京）有限公司", "联想（上海）有限公司"), "places"),
        (("骏驰集团", "骏驰销售有限公司", "骏驰（上海）"), "骏驰集团", True, ("骏驰销售有限公司", "骏驰（上海）"), "named"),
        (("Acme Group", "Acme Italy", "Acme Logistics", "Acmetron"), "Acme Group", True, ("Acme Italy", "Acme Logistics"), "named"),
        (("Siemens AG", "Siemens France"), "Siemens AG", True, ("Siemens France",), "places"),
        (("Nord Foods Spain", "Nord Foods Italy AG"), "Nord Foods", False, ("Nord Foods Spain", "Nord Foods Italy AG"), "places"),
    ],
)  # fmt: skip
def test_a_group_is_found(names: tuple[str, ...], group: str, there: bool, members: tuple[str, ...], evidence: str) -> None:
    """An account called a group, branches of one name, one name in several places; with or without an account of its own."""
    assert [(group, there, members, evidence)] == _found(*names)


@pytest.mark.parametrize(
    "names",
    [
        ("Bank of China", "Bank of America"), ("北京京东", "上海京东"), ("Nord Germany",), ("Acme Logistics", "Acme Foods"),
        ("First Austria", "First Italy"), ("中国银行", "中国人寿"), ("Acme Group",),
    ],
)  # fmt: skip
def test_names_that_only_begin_alike_are_no_group(names: tuple[str, ...]) -> None:
    """Common words, cities in front, a branch alone, a group alone."""
    assert [] == _found(*names)


def _book() -> Workbook:
    wb = Workbook()
    wb.apply(
        [
            Insert("accounts", {"account_id": f"S{n}", "account_name": f"中石化{city}分公司"})
            for n, city in enumerate(("北京", "上海", "广州"))
        ]
    )
    return wb


def test_accepting_sets_the_group_in_one_batch() -> None:
    """A group that is no account becomes one; its members are not proposed again; the undo takes it all back."""
    wb = _book()
    before = wb.table("accounts")

    batch = accept(wb, parents(wb)[0], author="Li")

    accounts = wb.table("accounts").set_index("account_id")["parent_id"]
    assert ["中石化"] * 3 == accounts[["S0", "S1", "S2"]].tolist()
    assert "中石化" in accounts.index
    assert [] == parents(wb)
    wb.undo(batch)
    assert before.equals(wb.table("accounts"))


def test_a_dismissed_group_is_not_proposed_until_that_is_undone() -> None:
    """A member that comes later does not bring the others back."""
    wb = _book()
    batch = dismiss(wb, parents(wb)[0], author="Li")
    assert [] == parents(wb)
    wb.apply([Insert("accounts", {"account_id": "S9", "account_name": "中石化天津分公司"})])
    assert [] == parents(wb)
    wb.undo(batch)
    assert [4] == [len(one.members) for one in parents(wb)]


def test_who_has_a_group_is_left_alone_and_nobody_stands_under_himself() -> None:
    """Members of another group, and a group that stands under one that would be its member."""
    frame = pd.DataFrame(
        {
            "account_id": ["G", "A", "B", "C"],
            "account_name": ["Acme Group", "Acme Germany", "Acme France", "Acme Spain"],
            "parent_id": ["A", None, "X", None],
        }
    )
    assert [("C",)] == [one.members for one in proposed(frame)]


def test_a_group_whose_name_is_the_id_of_another_account_gets_an_id_of_its_own() -> None:
    """The other account is left alone, and the members are under the new one."""
    wb = Workbook()
    names = {"1": "Acme Germany GmbH", "2": "Acme France SA", "Acme": "Somebody else"}
    wb.apply([Insert("accounts", {"account_id": id, "account_name": name}) for id, name in names.items()])
    (group,) = parents(wb)

    accept(wb, group)

    assert dict(wb.frame("SELECT account_id, parent_id FROM accounts WHERE parent_id IS NOT NULL").to_numpy()) == {
        "1": "Acme 2",
        "2": "Acme 2",
    }
    assert wb.frame("SELECT account_name FROM accounts WHERE account_id = 'Acme'")["account_name"].tolist() == ["Somebody else"]
