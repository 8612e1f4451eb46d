"""Which part of the product lines that suit an account it buys (methods 8)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.engine import question
from kam_core.fiscal import months_before
from kam_core.gathered.source import Source
from kam_core.index.shapes import SubjectType
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

FACT = "fact_suitable_lines"


def _gather(
    wb: Workbook,
    state: pd.DataFrame,
    as_of: date,
    params: Params,  # noqa: ARG001 - as every source
    subject_type: SubjectType,  # noqa: ARG001 - as every source
) -> pd.DataFrame:
    """Without anybody's number of suitable lines no transaction is read; who never bought a named line is missing, not zero."""
    suitable = state[FACT].to_numpy("float64") if FACT in state else np.full(len(state), np.nan)
    if not (suitable > 0).any():
        return pd.DataFrame({"adoption": np.full(len(state), np.nan)})
    key = ("adoption", wb.revisions.get("transactions", 0), wb.revisions.get("account_facts", 0), as_of)
    bought: pd.Series | None = wb.memo.get(key)
    if bought is None:
        asked = {"as_of": as_of, "since": months_before(as_of, 12).date()}
        bought = wb.memo.put(key, wb.frame(question("adoption_lines"), asked).set_index("account_id")["bought"])
    lines = bought.reindex(state["account_id"]).to_numpy("float64")
    return pd.DataFrame({"adoption": np.where(suitable > 0, lines / np.where(suitable > 0, suitable, 1.0), np.nan)})


ADOPTION = Source(("adoption",), ("transactions", "account_facts"), _gather)
