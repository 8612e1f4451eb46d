"""Tables as files: CSV that Excel opens in any language, and formatted XLSX; a cell is never a formula."""

from kam_core.export.sheets import csv_bytes, xlsx_bytes

__all__ = ["csv_bytes", "xlsx_bytes"]
