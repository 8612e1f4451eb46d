"""What a source of measures is, and what it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.index.shapes import SubjectType
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


@dataclass(frozen=True)
class Asked:
    """For whom a measure is wanted: one row a subject (``subject_id`` or ``account_id``), on a day, under assumptions."""

    wb: Workbook
    state: pd.DataFrame
    as_of: date
    params: Params
    subject_type: SubjectType

    @property
    def subjects(self) -> pd.Series:
        """The ids of the subjects, row by row."""
        return self.state["account_id" if self.subject_type == "account" else "subject_id"]


Gather = Callable[[Asked], pd.DataFrame]
"""What is asked -> a frame row by row like its state."""


@dataclass(frozen=True)
class Source:
    """Columns, the tables they are made of, the subjects they are known for, and how they are gathered."""

    columns: tuple[str, ...]
    tables: tuple[str, ...]
    gather: Gather
    subjects: tuple[SubjectType, ...] = ("account",)
