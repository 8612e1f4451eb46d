"""How good the data are: completeness, freshness, conflicts and near-duplicates per table and account, each with the way to mend it."""

from kam_core.quality.checks import CHECKS, Check
from kam_core.quality.report import Report, quality, report
from kam_core.quality.rows import any_of, counts_of, rows_of

__all__ = ["CHECKS", "Check", "Report", "any_of", "counts_of", "quality", "report", "rows_of"]
