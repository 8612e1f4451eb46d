"""What one cell says: the two parsers, amounts and days, under one name."""

from kam_core.ingest.amounts import Problem, has_own_unit, is_missing, parse_amount, plain
from kam_core.ingest.dates import day_order, parse_date, parse_period

__all__ = ["Problem", "day_order", "has_own_unit", "is_missing", "parse_amount", "parse_date", "parse_period", "plain"]
