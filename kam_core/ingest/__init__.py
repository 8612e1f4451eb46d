"""Bytes to typed rows: any messy file is read, mapped, checked, with every repair and every rejected row listed."""

from kam_core.ingest.layout.names import header_key
from kam_core.ingest.meaning.mapping import Guess, propose
from kam_core.ingest.options import LoadOptions
from kam_core.ingest.repair import Repair
from kam_core.ingest.stage import Staged
from kam_core.ingest.table import TableRead, read_table

__all__ = ["Guess", "LoadOptions", "Repair", "Staged", "TableRead", "header_key", "propose", "read_table"]
