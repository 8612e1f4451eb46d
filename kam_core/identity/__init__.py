"""
Who is who: accounts recorded twice, what a merge of them does, and groups that names tell of.

Everything here proposes; what is done is one batch each (``Workbook.merge``, ``keep_apart``, ``accept``) and can be undone.
"""

from kam_core.identity.names import WHY
from kam_core.identity.parents import Parent, accept, dismiss, parents
from kam_core.identity.twins import after_load, keep_apart, twins_of
from kam_core.workbook.merging import Attribute, Preview, merged_into, preview

__all__ = [
    "WHY", "Attribute", "Parent", "Preview", "accept", "after_load", "dismiss", "keep_apart", "merged_into", "parents", "preview",
    "twins_of",
]  # fmt: skip
