"""Who answered last, in words: on what a row of the grid shows, on its other side, or about the people of the account."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.ui.ratings import Asked
from pages.ui.view import View


def told(view: View, asked: Asked, page: pd.DataFrame, rows: pd.DataFrame, answers: pd.DataFrame) -> list[str]:
    """Who answered last on what the row shows; else that the answers there are are the other side's, or those about its people."""
    t = view.t
    own = answers.sort_values(["valid_on", "version"]).drop_duplicates("subject_id", keep="last").set_index("subject_id")
    about = set(rows.loc[rows["subject_type"] == asked.subject_type, "subject_id"])
    found = []
    for id, rater, day in zip(page["subject_id"], page["rater"], page["newest"], strict=True):
        if id in own.index:
            found.append(by(view, own.loc[id, "rater"], own.loc[id, "valid_on"]))
        elif pd.isna(day):
            found.append(t.missing)
        else:
            who = by(view, rater, day)
            found.append(t("Other side: {by}", by=who) if id in about else t("About its people: {by}", by=who))
    return found


def by(view: View, rater: Any, day: Any) -> str:
    """A rater and a day in words."""
    t = view.t
    return t.listed([rater, t.day(day)]) if isinstance(rater, str) and rater else t.day(day)
