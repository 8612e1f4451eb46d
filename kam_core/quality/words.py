"""The findings in words: one sentence a check, and the sentence a page opens with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kam_core.quality.checks import CHECKS
from kam_core.schema import TABLES
from kam_core.text import Translator

if TYPE_CHECKING:
    from kam_core.quality.report import Report

WORST = 3
"""So many findings are named in the opening sentence."""


def says(check: str, n: int, t: Translator) -> str:
    """The sentence of a check for so many rows, without a stop, as it stands within another sentence."""
    declared = CHECKS[check]
    table = TABLES[declared.table]
    column = t(table.column(declared.column).title) if declared.column else ""
    return t.n(declared.one, declared.many, n, table=t(table.title), column=column)


def weakens(check: str, t: Translator) -> str:
    """Which results it weakens."""
    return t.listed([t(result) for result in CHECKS[check].weakens])


def finding(found: Report, t: Translator) -> str:
    """What weakens the scores most; or that nothing does; or, without a row, the question."""
    if found.tables.empty:
        return t("What do the figures rest on?")
    worst = found.checks.head(WORST)
    if worst.empty:
        rows = t.count(int(found.tables["rows"].sum()))
        return t("Nothing weakens the scores: {rows} rows were checked.", rows=rows)
    things = [says(check, n, t) for check, n in zip(worst["check"], worst["n"], strict=True)]
    told = ("；" if t.lang == "zh" else "; ").join(things)
    return t.n("{n} thing weakens the scores most: {things}.", "{n} things weaken the scores most: {things}.", len(things), things=told)
