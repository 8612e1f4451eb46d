"""Every screen of the app by a name, with the link that leads to it."""

from __future__ import annotations

SCREENS = {
    "overview": "/",
    "loyalty": "/matrix?m=loyalty",
    "relationship": "/matrix?m=relationship",
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
