"""Every screen of the app by a name, with the link that leads to it."""

from __future__ import annotations

PARTS = {
    "value": ("profit", "beyond", "lifetime", "buyers", "ranking", "forecast", "myths"),
    "segments": ("concentration", "lifecycle", "cohorts", "segments", "basket"),
}
"""Pages of several parts, and the parts in their order."""

SINGLE = {
    "overview": "/",
    "loyalty": "/matrix?m=loyalty",
    "relationship": "/matrix?m=relationship",
    "whatif": "/whatif",
    "register": "/register",
    "account": "/account",
    "ratings": "/ratings",
    "upload": "/upload",
    "tables": "/tables",
    "quality": "/tables?tab=quality",
    "journal": "/settings",
    "parameters": "/settings?tab=parameters",
    "currency": "/settings?tab=currency",
    "workbook": "/settings?tab=workbook",
    "wall": "/present?slide=overview",
    "wall-matrix": "/present?slide=loyalty",
}
"""Screens that are one page."""

SCREENS = {**SINGLE, **{part: f"/{page}?part={part}" for page, parts in PARTS.items() for part in parts}}
