"""A workbook in memory with accounts, contacts, facts and ratings, for the tests of indices and matrices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from kam_core.workbook import Workbook

DAY = date(2024, 12, 31)

RATING = {
    "subject_type": "account", "valid_on": DAY, "rater": "Li Na", "rater_side": "customer", "source": "survey", "status": "confirmed",
}  # fmt: skip


def workbook(
    accounts: Sequence[str],
    ratings: Sequence[tuple[str, str, float] | Mapping[str, Any]] = (),
    contacts: Sequence[tuple[str, str, float | None]] = (),
    facts: Sequence[tuple[str, str, float]] = (),
) -> Workbook:
    """Ratings are (subject, item, value) or mappings that say more; contacts (id, account, influence); facts (account, fact, value)."""
    wb = Workbook()
    add(wb, "accounts", [{"account_id": id, "account_name": f"Account {id}", "owner": "Wang"} for id in accounts])
    add(wb, "contacts", [{"contact_id": id, "account_id": of, "contact_name": id, "influence": weight} for id, of, weight in contacts])
    add(wb, "account_facts", [{"account_id": of, "fact": fact, "value": value, "valid_on": DAY} for of, fact, value in facts])
    rate(wb, ratings)
    return wb


def rate(wb: Workbook, ratings: Sequence[tuple[str, str, float] | Mapping[str, Any]]) -> None:
    """Record ratings as one batch."""
    add(
        wb,
        "ratings",
        [RATING | (dict(zip(("subject_id", "item", "value"), r, strict=True)) if isinstance(r, tuple) else r) for r in ratings],
    )


def add(wb: Workbook, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Record rows as one batch; none are no batch."""
    if rows:
        wb.record("test", {table: pa.Table.from_pandas(pd.DataFrame(rows), preserve_index=False)})
