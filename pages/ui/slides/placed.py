"""A slide for each matrix: who stands where, and who stands in the corner that needs a decision."""

from __future__ import annotations

from typing import Any

import pandas as pd

import kam_core as kam
from kam_core import charts, findings
from kam_core.charts.bubbles import CROWD
from kam_core.matrices import Matrix, Quadrant
from pages.ui import pictures
from pages.ui.matrix import seen
from pages.ui.slides.shown import CALLED, Draw, Room, Slide, ranking, spotted
from pages.ui.view import View

TONES = {"hh": "blue", "lh": "sky", "hl": "ochre", "ll": "grey"}


def matrix(view: View, room: Room, spot: int, name: str) -> Slide:
    """A matrix and its riskiest corner, the largest revenue first."""
    t, declared, placed = view.t, kam.MATRICES[name], view.matrix(name)
    rated = placed[placed["quadrant"].notna()]
    finding = findings.BY_MATRIX[name](placed, t) if name in findings.BY_MATRIX else t(declared.title)
    if rated.empty:
        return Slide(finding, invitation=t("No ratings yet. A few answers per account place it here."))
    corner = _corner(declared, rated)
    ranked = _ranked(view, rated[rated["quadrant"] == corner.id], TONES[declared.tones.get(corner.place, corner.place)])
    light = spotted(ranked, spot)
    own = rated[rated["subject_id"].isin(light)]
    words = {"head": t(corner.title), "subtitle": t("Revenue, 12 months"), "foot": _key(view)}
    listed = ranking(view, room, name, ranked, light, **words)
    return Slide(
        finding,
        ranked,
        main=_picture(view, room, declared, ranked["id"].tolist(), light, listed),
        side=(listed,),
        called=_told(view, declared, own.iloc[0]) if len(own) else "",
    )


def _corner(declared: Matrix, rated: pd.DataFrame) -> Quadrant:
    """The first corner in need of a decision where anybody stands."""
    places = {quadrant.place: quadrant for quadrant in declared.quadrants}
    order = [places[place] for place in declared.order]
    return next(quadrant for quadrant in order if (rated["quadrant"] == quadrant.id).any())


def _ranked(view: View, members: pd.DataFrame, tone: str) -> pd.DataFrame:
    bought = members["account_id"].map(view.every_score.set_index("account_id")["revenue_12m"])
    members = members.assign(bought=bought).sort_values("bought", ascending=False, kind="stable", na_position="last").head(CALLED)
    names = members["subject_name" if "subject_name" in members else "account_name"]
    return pd.DataFrame(
        {
            "id": members["subject_id"],
            "name": names,
            "note": members["account_name"].fillna("") if names.name == "subject_name" else "",
            "value": members["bought"],
            "text": [view.t.money(value, view.symbol) for value in members["bought"]],
            "tone": ["loss" if days <= findings.RENEWAL_DAYS else tone for days in members["renews_in_days"]],
        }
    ).reset_index(drop=True)


def _picture(view: View, room: Room, declared: Matrix, first: list[str], light: list[str], listed: Draw) -> Draw:
    """The matrix; who stands in the ranking, as far as it has room, carries its rank, of a crowd the key accounts are named."""

    def draw() -> Any:
        placed = view.matrix(declared.id)
        if declared.subject_type == "need":
            placed = seen.apart(placed.assign(profit=float("nan")), declared.cuts(view.params))
        key = view.scores.loc[view.scores["status"] == "key", "account_id"].tolist() if len(placed) > CROWD else []
        look = {"size": room.size, "height": room.height, "highlight": light, "key_ids": [*first, *key], "evidence": view.params.evidence}
        rows = int(listed().layout.meta["rows"])
        marks = {} if light else {id: str(place) for place, id in enumerate(first[:rows], 1)}
        return charts.matrix(placed, marks=marks, **pictures.named(declared, view), **look)

    return lambda: view.kept(f"wall_matrix_{declared.id}", draw, room, tuple(light), view.read_by(declared.id))


def _key(view: View) -> list[str]:
    """What the symbols mean."""
    t = view.t
    words = [t("area = profit, ◆ = loss"), t("red = renews within 6 months"), t("hollow = thin evidence")]
    return [*words, t("illustrative ratings")] if view.ratings_invented else words


def _who(row: pd.Series) -> str:
    return str(row.get("subject_name", row["account_name"]))


def _told(view: View, declared: Matrix, row: pd.Series) -> str:
    """Where who is called out stands, in words."""
    t = view.t
    name = t.listed([row["subject_name"], row["account_name"]]) if "subject_name" in row and pd.notna(row["account_name"]) else _who(row)
    x, y = (f"{t(axis.label)} {t.index(row[at])}" for axis, at in ((declared.x, "x"), (declared.y, "y")))
    quadrant = f"{t(declared.quadrant(row['quadrant']).title)} {t.percent(row['probability'])}"
    return t("{account}: {facts}.", account=name, facts=t.listed([quadrant, x, y]))
