"""A long list a page at a time."""

from __future__ import annotations

import pandas as pd
import streamlit as st


def paged(rows: pd.DataFrame, size: int, key: str, *, anew: bool = False) -> tuple[pd.DataFrame, int]:
    """
    The rows of the page that is chosen, and its number from 1; what fits one page needs no control.

    With ``anew`` a list that has come to more or fewer pages starts at its first.
    """
    pages = max(1, -(-len(rows) // size))
    number = 1 if pages == 1 else int(st.pagination(pages, key=f"{key}_{pages}" if anew else key))
    return rows.iloc[size * (number - 1) : size * number], number
