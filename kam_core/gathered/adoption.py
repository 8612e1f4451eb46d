"""Which part of the product lines that suit an account it buys (methods 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.engine import question
from kam_core.fiscal import months_before
from kam_core.gathered.source import Asked, Source

if TYPE_CHECKING:
    pass

FACT = "fact_suitable_lines"


def _gather(asked: Asked) -> pd.DataFrame:
    """Without anybody's number of suitable lines no transaction is read; who never bought a named line is missing, not zero."""
    wb, state = asked.wb, asked.state
    suitable = state[FACT].to_numpy("float64") if FACT in state else np.full(len(state), np.nan)
    if not (suitable > 0).any():
        return pd.DataFrame({"adoption": np.full(len(state), np.nan)})
    key = ("adoption", wb.revisions.get("transactions", 0), wb.revisions.get("account_facts", 0), asked.as_of)
    bought: pd.Series | None = wb.memo.get(key)
    if bought is None:
        year = {"as_of": asked.as_of, "since": months_before(asked.as_of, 12).date()}
        bought = wb.memo.put(key, wb.frame(question("adoption_lines"), year).set_index("account_id")["bought"])
    lines = bought.reindex(state["account_id"]).to_numpy("float64")
    return pd.DataFrame({"adoption": np.where(suitable > 0, lines / np.where(suitable > 0, suitable, 1.0), np.nan)})


ADOPTION = Source(("adoption",), ("transactions", "account_facts"), _gather)
