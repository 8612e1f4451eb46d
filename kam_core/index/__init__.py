"""Indices: weighted sets of items that yield 0-100, coverage, evidence, uncertainty and an explanation."""

from kam_core.index.declared import INDICES, Index, Item, index_of
from kam_core.index.engine import IndexInputs, IndexResult, index_table, index_values, inputs

__all__ = ["INDICES", "Index", "IndexInputs", "IndexResult", "Item", "index_of", "index_table", "index_values", "inputs"]
