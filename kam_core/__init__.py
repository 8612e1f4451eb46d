"""
KAM Workbench: score key accounts on profit, lifetime value and loyalty, with numbers one can trust.

>>> import kam_core as kam
>>> wb = kam.Workbook()                                  # in memory; Workbook("acme.duckdb") is a file
>>> kam.samples.fill(wb, "resellers")                    # or: wb.load("transactions", "sales.xlsx")
>>> scores = kam.score(wb, as_of="2013-11-29")           # one row per account
>>> int((scores["profit"] < 0).sum()), len(scores)
(335, 635)
>>> round(kam.whale_curve(scores["profit"]).peak_percent)
562
>>> len(kam.matrix(wb, "loyalty").dropna(subset="quadrant")) > 40
True
>>> batch = wb.apply([kam.Insert("accounts", {"account_id": "A-017", "account_name": "Nord AG"})])
>>> wb.undo(batch) == wb.revision
True
"""

import sys

# While `python -m kam_core` is looked for, the arguments read so: the command line loads what a command needs.
if sys.argv[:1] != ["-m"] or ("-m", "kam_core") not in zip(sys.orig_argv, sys.orig_argv[1:], strict=False):
    from kam_core import assumptions, charts, errors, identity, myths, samples, scenario
    from kam_core.alerts import alerts
    from kam_core.concentration import concentration
    from kam_core.errors import KamError
    from kam_core.explain import explain
    from kam_core.index.draft import draft
    from kam_core.ingest import LoadOptions, read_table, recipes
    from kam_core.matrices import MATRICES
    from kam_core.moves import moves
    from kam_core.params import Params
    from kam_core.placing import matrix
    from kam_core.portfolio import lenses
    from kam_core.portfolio.cohorts import cohorts
    from kam_core.portfolio.lifecycle import lifecycle
    from kam_core.quality import quality
    from kam_core.scenario import Scenario
    from kam_core.schema import TABLES
    from kam_core.score import score
    from kam_core.text import translator
    from kam_core.value import statement
    from kam_core.value.total import customer_value
    from kam_core.value.whale import whale_curve
    from kam_core.workbook import Change, Delete, Insert, LoadReport, Shelf, Workbook, reconciliation

__version__ = "0.1.0"
"""The version of the app and of the library."""

__all__ = [
    "MATRICES",
    "TABLES",
    "Change",
    "Delete",
    "Insert",
    "KamError",
    "LoadOptions",
    "LoadReport",
    "Params",
    "Scenario",
    "Shelf",
    "Workbook",
    "alerts",
    "assumptions",
    "charts",
    "cohorts",
    "concentration",
    "customer_value",
    "draft",
    "errors",
    "explain",
    "identity",
    "lenses",
    "lifecycle",
    "matrix",
    "moves",
    "myths",
    "quality",
    "read_table",
    "recipes",
    "reconciliation",
    "samples",
    "scenario",
    "score",
    "statement",
    "translator",
    "whale_curve",
]
