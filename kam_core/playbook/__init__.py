"""What to do with an account in each quadrant: declared as data, one module a family of matrices; ``written`` is what people made of it."""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.playbook import decision, follow_up, money, relations, selection
from kam_core.playbook.shapes import Play

__all__ = ["PLAYBOOK", "Play"]

PLAYBOOK: Mapping[str, Mapping[str, Play]] = {
    **relations.PLAYS, **money.PLAYS, **follow_up.PLAYS, **decision.PLAYS, **selection.PLAYS,
}  # fmt: skip
"""By matrix and quadrant."""
