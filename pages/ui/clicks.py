"""What a click leads to: a bubble or a row opens its account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from pages.ui import state

T = TypeVar("T")


def open_account(event: Any) -> None:
    """A click on a point opens the account."""
    account = clicked(event)
    if account:
        st.switch_page("pages/account.py", query_params={state.ACCOUNT: account})


def open_row(key: str, accounts: list[str]) -> None:
    """A press on a button in a table opens the account of that row."""
    account = pressed(key, accounts)
    if account:
        st.switch_page("pages/account.py", query_params={state.ACCOUNT: account})


def pressed(key: str, of_rows: Sequence[T]) -> T | None:
    """What stands for the row whose button was pressed in a table, if one was; ``of_rows`` has one for each row."""
    press = state.get(key)
    return of_rows[press["row"]] if press and press["row"] < len(of_rows) else None


def pressed_row(key: str, rows: pd.DataFrame) -> pd.Series | None:
    """The row itself."""
    place = pressed(key, range(len(rows)))
    return None if place is None else rows.iloc[place]


def clicked(event: Any) -> str | None:
    """The account id of the first selected point."""
    points = event["selection"]["points"] if event else []
    return account_of(points[0]) if points else None


def account_of(point: Any) -> str | None:
    """The account id a point carries (custom data arrives as a dict or a list); ``None`` for a point that is no account."""
    data = point.get("customdata")
    if not data:
        return None
    return str(next(iter(data.values())) if isinstance(data, dict) else data[0])


def subject_of(point: Any) -> str | None:
    """The subject id a point of a matrix carries behind its account; ``None`` for a point that is nobody."""
    data = point.get("customdata")
    if not data:
        return None
    told = list(data.values()) if isinstance(data, dict) else list(data)
    return str(told[1]) if len(told) > 1 else str(told[0])
