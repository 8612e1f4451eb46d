"""
Measures that rest on more than the account state: effort against plan, targets, product lines, needs.

Each source is asked only where an index with one of its columns is computed; which tables it reads is declared beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.gathered.adoption import ADOPTION
from kam_core.gathered.effort import EFFORT
from kam_core.gathered.needs import NEEDS, NEEDS_MET
from kam_core.gathered.source import Asked, Source
from kam_core.gathered.targets import TARGETS
from kam_core.index.shapes import Index, SubjectType
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

SOURCES: tuple[Source, ...] = (NEEDS, NEEDS_MET, ADOPTION, EFFORT, TARGETS)


def measures_of(indices: Iterable[Index]) -> frozenset[str]:
    """The columns that the measured items of some indices read."""
    return frozenset(item.measure for index in indices for item in index.items if item.measure)


def tables_of(columns: Iterable[str]) -> tuple[str, ...]:
    """The tables read for some columns besides those of the account state."""
    wanted = set(columns)
    return tuple(dict.fromkeys(name for source in SOURCES if wanted & set(source.columns) for name in source.tables))


def with_measures(
    wb: Workbook, state: pd.DataFrame, as_of: date, params: Params, subject_type: SubjectType, columns: Iterable[str]
) -> pd.DataFrame:
    """The subjects with the columns of every source that has one of ``columns`` and knows this type of subject."""
    wanted = set(columns) - set(state.columns)
    asked = [source for source in SOURCES if wanted & set(source.columns) and subject_type in source.subjects]
    told = Asked(wb, state, as_of, params, subject_type)
    found = {source: source.gather(told) for source in asked}
    return state.assign(**{name: table[name].to_numpy() for source, table in found.items() for name in source.columns})
