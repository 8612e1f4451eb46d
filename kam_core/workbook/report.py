"""What a load did, for people and for notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from kam_core.ingest.balance.reconcile import Reconciliation
    from kam_core.ingest.repair import Repair
    from kam_core.ingest.stage import Staged


@dataclass(frozen=True)
class LoadReport:
    """The outcome of one load: ``rows_read = rows_loaded + rows_rejected`` + rows left out (listed in ``repairs``)."""

    table: str
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    rejects: pd.DataFrame
    """One line per bad cell: row (as numbered in the file), column, value, reason."""
    repairs: Sequence[Repair]
    """Everything that was put right or assumed: row (or None), kind, detail, count."""
    mapping: Mapping[str, str]
    """Source column -> field."""
    derived: Sequence[str]
    """What the file lacked and how it was made."""
    batch: int
    reconciliation: Reconciliation = field(repr=False)
    """Where every row and every amount of the file went, to the row and to the cent."""
    effect: Mapping[str, int] = field(default_factory=dict)
    """Rows that were new, updated and unchanged; empty where all were added."""

    @classmethod
    def of(cls, staged: Staged, batch: int) -> LoadReport:
        """The report of what was staged, once it is stored."""
        return cls(
            table=staged.table,
            rows_read=staged.rows_read,
            rows_loaded=staged.rows_ready,
            rows_rejected=staged.rows_rejected,
            rejects=staged.rejects,
            repairs=staged.repairs,
            mapping={column: field for column, field in staged.mapping.items() if field},
            derived=staged.derived,
            batch=batch,
            reconciliation=replace(staged.reconciliation, batch=batch),
            effect=staged.known.effect,
        )
