"""Two indices of two and one item on a field of four quadrants, and answers on any day, for the tests of movements."""

from __future__ import annotations

from datetime import date
from typing import Any

from kam_core.index.shapes import Index, Item
from kam_core.matrices import Axis, Matrix, Quadrant

SINCE, AS_OF = date(2024, 1, 1), date(2024, 12, 26)
"""360 days apart: two half-lives of 180."""

LEFT = Index("left", "Left", "", (Item("left.a", "A", "", 0.6), Item("left.b", "B", "", 0.4)), subjects=("account", "contact"))
RIGHT = Index("right", "Right", "", (Item("right.c", "C", "", 1.0),))
TWO = {"left": LEFT, "right": RIGHT}
FIELD = Matrix(
    "field", "Field", Axis("left"), Axis("right"),
    (Quadrant("both", "", "hh"), Quadrant("up", "", "lh"), Quadrant("across", "", "hl"), Quadrant("none", "", "ll")),
)  # fmt: skip


def said(
    subject: str, item: str, value: float, day: date | None, rater: str = "Li Na", side: str = "customer", **more: Any
) -> dict[str, Any]:
    """One answer on a scale of 1 to 5: 1, 2, 3, 4, 5 are 0, 25, 50, 75, 100 points."""
    return {"subject_id": subject, "item": item, "value": value, "valid_on": day, "rater": rater, "rater_side": side, **more}
