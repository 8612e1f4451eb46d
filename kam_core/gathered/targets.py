"""How far targets are reached, each in its own measure, for the axis of the result (methods 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kam_core.gathered.source import Asked, Source

if TYPE_CHECKING:
    pass

COLUMN = "result_of_targets"


def _gather(asked: Asked) -> pd.DataFrame:
    from kam_core.effort.attainment import attainment, result

    found = attainment(asked.wb, asked.as_of, asked.params, asked.subject_type).reindex(asked.subjects)
    return pd.DataFrame({COLUMN: result(found, asked.params)})


TARGETS = Source(
    (COLUMN,), ("targets", "actions", "interactions", "costs", "transactions", "accounts", "account_facts", "contracts"), _gather,
    ("account", "owner"),
)  # fmt: skip
