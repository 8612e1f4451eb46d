"""Every screen of the app by a name, with the link that leads to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page of several parts: its link without one, what the link calls a part, the parts in their order, and which switch turns them."""

    path: str
    names: str
    parts: tuple[str, ...]
    switch: int = 0
    """How many groups of buttons stand above it."""

    def link(self, part: str) -> str:
        """The link to a part."""
        return f"{self.path}{'&' if '?' in self.path else '?'}{self.names}={part}"


PAGES = {
    "value": Page("/value", "part", ("profit", "beyond", "lifetime", "buyers", "ranking", "forecast", "myths")),
    "segments": Page("/segments", "part", ("concentration", "lifecycle", "cohorts", "segments", "basket")),
    "matrices": Page(
        "/matrix", "m",
        ("loyalty", "relationship", "follow_up", "decision", "selection", "needs", "delivered_value", "profit_by_cost"),
    ),
    "matrix": Page("/matrix?m=relationship", "part", ("place", "moves", "certainty", "plays", "priority"), 1),
    "ratings": Page("/ratings", "part", ("grid", "surveys", "satisfaction", "mirror", "interviews")),
    "judged": Page("/account?part=judged", "judged", ("trust", "confidence", "delivered", "stage", "decision"), 1),
}  # fmt: skip
"""Pages of several parts."""

PARTS = {name: page.parts for name, page in PAGES.items() if page.names == "part" and page.switch == 0}
"""The parts of a page, by the name of its script."""

SINGLE = {
    "overview": "/",
    "whatif": "/whatif",
    "efficiency": "/matrix?m=follow_up&part=efficiency",
    "risks": "/matrix?m=decision&part=risks",
    "proposal": "/matrix?m=selection&part=proposal",
    "gaps": "/matrix?m=needs&part=gaps",
    "parts-of-value": "/matrix?m=delivered_value&part=parts",
    "register": "/register",
    "account": "/account",
    "upload": "/upload",
    "tables": "/tables",
    "quality": "/tables?tab=quality",
    "journal": "/settings",
    "parameters": "/settings?tab=parameters",
    "currency": "/settings?tab=currency",
    "workbook": "/settings?tab=workbook",
    "wall": "/present?slide=overview",
    "wall-matrix": "/present?slide=loyalty",
    "wall-people": "/present?slide=decision",
}
"""Screens that are one page."""

SCREENS = {
    **SINGLE,
    **{f"{name}-{part}" if name == "judged" else part: page.link(part) for name, page in PAGES.items() for part in page.parts},
}
