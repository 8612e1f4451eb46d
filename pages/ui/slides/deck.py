"""The deck: every slide by its id, in the order they are shown, and which page leads to which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import kam_core as kam
from kam_core.text import N_
from pages.ui import state
from pages.ui.slides import one, placed, portfolio
from pages.ui.slides.shown import Room, Slide
from pages.ui.view import View

Build = Callable[[View, Room, int], Slide]


@dataclass(frozen=True)
class Card:
    """One slide of the deck, and the page it stands for."""

    id: str
    title: str
    build: Build
    page: str
    link: tuple[tuple[str, str], ...] = ()
    """What the link to that page says besides."""


DECK: Mapping[str, Card] = {
    card.id: card
    for card in (
        Card("overview", N_("Overview"), portfolio.overview, "pages/overview.py"),
        Card("worries", N_("Whom to see first"), portfolio.worries, "pages/overview.py"),
        *(
            Card(name, declared.title, partial(placed.matrix, name=name), "pages/matrix.py", ((state.MATRIX, name),))
            for name, declared in kam.MATRICES.items()
        ),
        Card("account", N_("Account room"), one.account, "pages/account.py"),
        Card("register", N_("Register"), portfolio.register, "pages/register.py"),
    )
}

NEAREST = {"ratings": "relationship", "quality": "overview", "tables": "overview", "settings": "overview", "upload": "overview"}
"""Pages without a slide of their own -> the slide that comes closest. They are their own way back."""


def card(told: str | None) -> Card:
    """The slide a link asks for; the first for an unknown one. 'matrix' is the matrix that was looked at."""
    asked = state.get(state.MATRIX, "") if told == "matrix" else NEAREST.get(told or "", told)
    fallback = next(iter(kam.MATRICES)) if told == "matrix" else next(iter(DECK))
    return DECK.get(str(asked), DECK[fallback])


def step(current: Card, by: int) -> str:
    """The id of the slide so many further, staying at both ends."""
    order = list(DECK)
    return order[min(max(order.index(current.id) + by, 0), len(order) - 1)]


def way_back(origin: str | None) -> tuple[str, dict[str, str]]:
    """The page a deck was called from, and what its link says besides."""
    if origin in NEAREST:
        return f"pages/{'tables' if origin == 'quality' else origin}.py", {}
    return card(origin).page, dict(card(origin).link)
