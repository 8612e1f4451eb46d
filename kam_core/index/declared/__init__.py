"""
The indices, declared as data in the field's terms, one module a family. To add one, add a declaration (and its Chinese to the catalogue).

Weights, scales and anchors are our proposal where no source defines the tool; a user can change weights.
"""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.errors import UnknownName
from kam_core.index.declared.confidence import CONFIDENCE
from kam_core.index.declared.decision import RISK, WILLINGNESS
from kam_core.index.declared.delivered import BENEFITS, DELIVERED, SAVINGS
from kam_core.index.declared.effort import INPUT, RESULT
from kam_core.index.declared.importance import IMPORTANCE
from kam_core.index.declared.loyalty import ATTITUDE, PATRONAGE
from kam_core.index.declared.needs import NEED_FIT, NEED_IMPORTANCE, NEED_PERFORMANCE
from kam_core.index.declared.satisfaction import SATISFACTION
from kam_core.index.declared.selection import ATTRACTIVENESS, FEASIBILITY, STRENGTH
from kam_core.index.declared.stage import STAGE
from kam_core.index.declared.trust import TRUST, classic_trust
from kam_core.index.shapes import Index, Item

__all__ = ["INDICES", "SCORED", "Index", "Item", "classic_trust", "index_of"]

INDICES: Mapping[str, Index] = {
    index.id: index
    for index in (
        IMPORTANCE, TRUST, CONFIDENCE, ATTITUDE, PATRONAGE,
        ATTRACTIVENESS, STRENGTH, FEASIBILITY, DELIVERED, BENEFITS, SAVINGS, STAGE, SATISFACTION, NEED_FIT,
        WILLINGNESS, RISK, INPUT, RESULT, NEED_IMPORTANCE, NEED_PERFORMANCE,
    )
}  # fmt: skip

SCORED = (IMPORTANCE.id, TRUST.id, CONFIDENCE.id, ATTITUDE.id, PATRONAGE.id)
"""The indices every score of an account has; the others are computed where they are asked for."""


def index_of(name: str) -> Index:
    """The declaration of an index; an unknown name raises with the closest ones."""
    try:
        return INDICES[name]
    except KeyError:
        raise UnknownName.of("index", name, list(INDICES)) from None
