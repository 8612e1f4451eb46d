"""
What a matrix is: two indices (or measures) with cuts, four named quadrants and a playbook.

The quadrant is the cut rule at ``as_of`` and nothing else; at or above the cut is high. Its probability says how sure that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kam_core.errors import UnknownName
from kam_core.index.declared import index_of
from kam_core.index.shapes import SubjectType
from kam_core.params import Params
from kam_core.playbook import PLAYBOOK, Play

CUT = 60.0
"""Cut of both axes unless a declaration says otherwise (proposed definition; a user can move it)."""

Place = Literal["hh", "lh", "hl", "ll"]
"""Where a quadrant lies: x first, then y; h = at or above the cut."""

PLACES: tuple[Place, ...] = ("ll", "hl", "lh", "hh")
"""In the order of the code 1 * (x high) + 2 * (y high)."""


@dataclass(frozen=True)
class Quadrant:
    """One of the four fields of a matrix."""

    id: str
    title: str
    place: Place


@dataclass(frozen=True)
class Axis:
    """An index, or a column of the account state, with the cut between low and high."""

    id: str
    cut: float = CUT
    title: str = ""
    """Only for a measure; an index brings its own."""

    @property
    def label(self) -> str:
        """The title to draw (message id)."""
        return self.title or index_of(self.id).title


@dataclass(frozen=True)
class Matrix:
    """Two axes, four quadrants; the advice for a quadrant is in the playbook."""

    id: str
    title: str
    x: Axis
    y: Axis
    quadrants: tuple[Quadrant, Quadrant, Quadrant, Quadrant]
    subject_types: tuple[SubjectType, ...] = ("account",)
    """Who can be placed; the first unless asked otherwise."""
    short: str = ""
    """A shorter title for narrow places; empty = the title is short."""
    order: tuple[Place, ...] = ("hl", "hh", "lh", "ll")
    """The quadrants in the order in which they need a decision."""
    tones: Mapping[Place, Place] = field(default_factory=dict)
    """Where an axis is reversed: the corner whose colour a corner takes."""
    blocked: Quadrant | None = None
    """Where an account stands whose decision somebody blocks, whatever its place; ``None`` = nobody can block."""

    @property
    def subject_type(self) -> SubjectType:
        """Who is placed unless asked otherwise."""
        return self.subject_types[0]

    @property
    def standings(self) -> tuple[Quadrant, ...]:
        """Everything a subject can be in: the four quadrants, and blocked where that is possible."""
        return self.quadrants if self.blocked is None else (*self.quadrants, self.blocked)

    def quadrant(self, name: str) -> Quadrant:
        """The quadrant (or ``blocked``) of that id; an unknown one raises with the closest ones."""
        for quadrant in self.standings:
            if quadrant.id == name:
                return quadrant
        raise UnknownName.of("quadrant", name, [q.id for q in self.standings])

    def play(self, name: str) -> Play:
        """Strategy and actions for a quadrant."""
        return PLAYBOOK[self.id][self.quadrant(name).id]

    def cuts(self, params: Params) -> tuple[float, float]:
        """The cuts of x and y, moved by the user or as declared."""
        return params.cut(f"{self.id}.x", self.x.cut), params.cut(f"{self.id}.y", self.y.cut)
