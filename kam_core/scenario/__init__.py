"""
What if: changed facts and assumptions for a calculation, never written to the workbook.

>>> import kam_core as kam
>>> dearer = kam.Scenario(price=0.02)
>>> # kam.score(wb, scenario=dearer); kam.scenario.compare(wb, {"dearer": dearer})
>>> dearer.changes
True
"""

from kam_core.scenario.change import Scenario
from kam_core.scenario.kept import delete_edits, rename_edits, save_edits, saved, unreadable
from kam_core.scenario.outcome import FIGURES, Outcome, compare, largest, outcome

__all__ = [
    "FIGURES",
    "Outcome",
    "Scenario",
    "compare",
    "delete_edits",
    "largest",
    "outcome",
    "rename_edits",
    "save_edits",
    "saved",
    "unreadable",
]
