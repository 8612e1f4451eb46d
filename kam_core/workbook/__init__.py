"""The DuckDB file: batches, journal, undo, revisions, backup, recovery."""

from kam_core.workbook.book import Workbook
from kam_core.workbook.edits import Change, Delete, Edit, Insert
from kam_core.workbook.reconciled import reconciliation
from kam_core.workbook.report import LoadReport
from kam_core.workbook.shelf import Shelf

__all__ = ["Change", "Delete", "Edit", "Insert", "LoadReport", "Shelf", "Workbook", "reconciliation"]
