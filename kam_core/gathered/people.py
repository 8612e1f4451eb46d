"""What is known of every contact beside their ratings: how far they support us."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.engine import question
from kam_core.gathered.source import Source
from kam_core.index.shapes import SubjectType
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


def support(wb: Workbook, state: pd.DataFrame, as_of: date, params: Params, subject_type: SubjectType) -> pd.DataFrame:  # noqa: ARG001
    """Support of every contact, -2 to 2, as it stands now: contacts keep no dates."""
    stances = wb.frame(question("contact_stances")).set_index("contact_id")["support"]
    return pd.DataFrame({"support": state["subject_id"].map(stances).astype("float64")})


SUPPORT = Source(("support",), ("contacts",), support, ("contact",))
