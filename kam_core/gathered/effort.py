"""Effort against plan, for the axis of the input (methods 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kam_core.gathered.source import Asked, Source

if TYPE_CHECKING:
    pass


def _gather(asked: Asked) -> pd.DataFrame:
    from kam_core.effort.plan import effort_pairs, effort_ratio

    pairs = effort_pairs(asked.wb, asked.as_of, asked.params, asked.subject_type)
    ratio = pd.Series(effort_ratio(pairs), index=pd.Index(pairs["subject_id"]))
    return pd.DataFrame({"effort_of_plan": ratio.reindex(asked.subjects).to_numpy()})


EFFORT = Source(
    ("effort_of_plan",), ("targets", "team", "interactions", "costs", "transactions", "accounts"), _gather, ("account", "owner")
)
