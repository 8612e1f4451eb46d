"""What a source of measures is."""

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

Gather = Callable[["Workbook", pd.DataFrame, date, Params, SubjectType], pd.DataFrame]
"""Workbook, one row a subject (``subject_id`` or ``account_id``), day, assumptions, type of subject -> a frame row by row like it."""


@dataclass(frozen=True)
class Source:
    """Columns, the tables they are made of, the subjects they are known for, and how they are gathered."""

    columns: tuple[str, ...]
    tables: tuple[str, ...]
    gather: Gather
    subjects: tuple[SubjectType, ...] = ("account",)
