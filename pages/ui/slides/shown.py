"""What a slide is made of, and the room it has on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from kam_core import charts
from pages.ui.view import View

Draw = Callable[[], Any]

CALLED = 9
"""Digits on a keyboard: so many of a ranking can be called out."""


@dataclass(frozen=True)
class Room:
    """The pixels a slide has: its figures, and which size they are drawn in."""

    size: str
    height: int
    side: int
    """The width of the ranking at the right."""
    whole: int
    """The width of everything."""


@dataclass(frozen=True)
class Slide:
    """One sentence, one picture, one ranking; or a sentence and how to fill the rest."""

    finding: str
    ranked: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Who can be called out by a digit: id, name, and what ``charts.ranking`` needs."""
    main: Draw | None = None
    side: tuple[Draw, ...] = ()
    """At the right, one under the other; none = the picture takes the whole width."""
    invitation: str = ""
    """Instead of pictures: what is missing."""
    called: str = ""
    """What to say of the account that is called out."""


def spotted(ranked: pd.DataFrame, spot: int) -> list[str]:
    """The id of the account that is called out, or nobody."""
    return [str(ranked["id"].iloc[spot - 1])] if 0 < spot <= min(len(ranked), CALLED) else []


def ranking(view: View, room: Room, key: str, frame: pd.DataFrame, light: list[str], *more: object, height: int = 0, **words: Any) -> Draw:
    """A ranking at the right, kept for this view, this room and this light."""
    tall = height or room.height

    def draw() -> Any:
        look = {"t": view.t, "theme": view.theme, "size": room.size, "height": tall, "highlight": light}
        return charts.ranking(frame, **{"width": room.side, **look, **words})

    # What is ranked may rest on tables no score reads (a snoozed alert): the rows themselves are part of the key.
    return lambda: view.kept(f"wall_{key}", draw, room, tuple(light), tall, str(frame.to_numpy().tolist()), *more)
