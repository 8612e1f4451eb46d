"""Accounts with names alike, and contacts of one name in one account: what may be one thing recorded twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.params import Params
from kam_core.quality.names import alike, groups, person
from kam_core.schema import NO_ACCOUNT

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


def accounts_of(wb: Workbook) -> pd.DataFrame:
    """Every account: row_id, account_id, account_name."""
    return wb.frame(
        "SELECT row_id, account_id, account_name FROM accounts WHERE account_id <> $no_account ORDER BY account_id, row_id",
        {"no_account": NO_ACCOUNT},
    )


def twins_of(wb: Workbook, params: Params) -> pd.DataFrame:
    """Rows that may be one thing: check, group, row_id, account_id, name, ratio (0-100); kept until an account or a contact changes."""
    key = ("twins", wb.revisions["accounts"], wb.revisions["contacts"], params.quality.alike_from)
    kept: pd.DataFrame | None = wb.memo.get(key)
    if kept is not None:
        return kept
    found = pd.concat([_firms(accounts_of(wb), params.quality.alike_from * 100), _people(wb)], ignore_index=True)
    return wb.memo.put(key, found)  # type: ignore[no-any-return]


def _firms(accounts: pd.DataFrame, least: float) -> pd.DataFrame:
    names = accounts["account_name"].fillna("").tolist()
    found = groups(alike(names, least))
    places = [place for members, _ in found for place in members]
    frame = accounts.iloc[places].rename(columns={"account_name": "name"})
    sizes = [len(members) for members, _ in found]
    return frame.assign(
        check="alike",
        group=np.repeat(np.arange(len(found)), sizes),
        ratio=np.repeat([ratio for _, ratio in found], sizes).astype("float64"),
    )


def _people(wb: Workbook) -> pd.DataFrame:
    people = wb.frame("SELECT row_id, account_id, contact_name AS name FROM contacts WHERE account_id IS NOT NULL ORDER BY row_id")
    people["form"] = people["name"].fillna("").map(person)
    same = people[(people["form"] != "") & people.duplicated(["account_id", "form"], keep=False)]
    number = same.groupby(["account_id", "form"], sort=False).ngroup()
    return same.drop(columns="form").assign(check="same_person", group=number, ratio=100.0)
