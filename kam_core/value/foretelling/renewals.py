"""Renewals of contracts, as the shifted beta-geometric model takes them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.engine import WorkbookEngine
from kam_core.schema import NO_ACCOUNT

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


def renewals(wb: Workbook, as_of: date) -> pd.DataFrame:
    """Renewals made (``recency``) and due (``T``) by account up to a date; who lets a contract end without another has left."""
    found: pd.DataFrame = WorkbookEngine(wb).run("renewals", as_of=str(as_of), no_account=NO_ACCOUNT).to_pandas()
    return found.set_index("account_id").astype("float64")
