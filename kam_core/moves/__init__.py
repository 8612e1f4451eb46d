"""
The time machine of a matrix: where everybody stood at the ends of quarters, who moved, and what moved them.

``places`` is the table of movements, ``cause`` takes the change of one index apart into the answers, facts and lines that made it,
``path`` values an index after every single answer, ``told`` says it in words.
"""

from __future__ import annotations

from kam_core.moves.cause import Cause, causes, explained
from kam_core.moves.places import between, ends_of_quarters, first_answered, movements, moves, trails

__all__ = ["Cause", "between", "causes", "ends_of_quarters", "explained", "first_answered", "movements", "moves", "trails"]
