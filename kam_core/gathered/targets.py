"""How far targets are reached, each in its own measure, for the axis of the result (methods 10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.gathered.source import Source
from kam_core.index.shapes import SubjectType
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

COLUMN = "result_of_targets"


def _gather(wb: Workbook, state: pd.DataFrame, as_of: date, params: Params, subject_type: SubjectType) -> pd.DataFrame:
    from kam_core.effort.attainment import attainment, result

    found = attainment(wb, as_of, params, subject_type).reindex(state["account_id" if subject_type == "account" else "subject_id"])
    return pd.DataFrame({COLUMN: result(found, params)})


TARGETS = Source(
    (COLUMN,), ("targets", "actions", "interactions", "costs", "transactions", "accounts", "account_facts", "contracts"), _gather,
    ("account", "owner"),
)  # fmt: skip
