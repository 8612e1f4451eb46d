"""
Your own matrix: any two indices or measures of an account, with cuts and names of your own, kept in the workbook.

A row that this release cannot place (an index of a later release, one axis twice) is listed with its reason and never in the way.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from kam_core.errors import BadArgument, UnknownName
from kam_core.index.declared import INDICES
from kam_core.index.shapes import Floats
from kam_core.matrices import CUT, PLACES, Axis, Matrix, Place, Quadrant, matrix_of
from kam_core.text import LANGUAGES, N_, Translator, translator
from kam_core.workbook.edits import MAX_MONEY, Change, Delete, Edit, Insert

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

Unit = Literal["index", "money", "share", "percent", "years", "days", "count"]
Texts = Mapping[str, str]
"""What something is called, by language."""

PREFIX, TABLE = "own-", "own_matrices"
LONGEST_TITLE, LONGEST_NAME = 60, 32
"""Characters that a choice of matrices, and the corner of a chart, have room for."""

PLAIN_NAMES: Mapping[Place, str] = {
    "hh": N_("High / high"), "lh": N_("Low / high"), "hl": N_("High / low"), "ll": N_("Low / low"),
}  # fmt: skip
"""Quadrants nobody named: the axis across first."""

ORDER: tuple[Place, Place, Place, Place] = ("hh", "hl", "lh", "ll")
"""Nobody said which quadrant needs a decision first: they come as one reads their names."""

OUTLIERS = {"ratio": ((0.25, 0.75), 3.0), "amount": ((0.025, 0.975), 1.0)}
"""The middle of a measure, and how many of its widths beside it are drawn where they are; a ratio of little to nothing can be anything."""


@dataclass(frozen=True)
class Measure:
    """Something an axis can be: its title (message id) and its unit; a share is kept as 0-1, per cent as 0-100."""

    id: str
    title: str
    unit: Unit


INDEXED: Mapping[str, Measure] = {
    index.id: Measure(index.id, index.title, "index") for index in INDICES.values() if {"account", "contact"} & set(index.subjects)
}
"""Every index an account has: its own, and those its contacts roll up to."""

MEASURES: Mapping[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure("revenue_12m", N_("Revenue, 12 months"), "money"),
        Measure("profit_12m", N_("Profit, 12 months"), "money"),
        Measure("clv", N_("Lifetime value"), "money"),
        Measure("cost_to_serve_12m", N_("Cost to serve, 12 months"), "money"),
        Measure("fact_addressable_spend_24m", N_("Addressable spend, next 24 months"), "money"),
        Measure("profit_margin", N_("Profit margin, 12 months"), "share"),
        Measure("growth", N_("Revenue growth, 12 months"), "share"),
        Measure("wallet_share", N_("Share of wallet"), "share"),
        Measure("revenue_share", N_("Share of our revenue"), "share"),
        Measure("retention", N_("Retention"), "share"),
        Measure("repeat_rate", N_("Repeat rate"), "share"),
        Measure("net_margin", N_("Gross profit, % of revenue"), "percent"),
        Measure("serving_share", N_("Cost to serve and credit, % of revenue"), "percent"),
        Measure("tenure_years", N_("Years as a customer"), "years"),
        Measure("orders_12m", N_("Orders, 12 months"), "count"),
        Measure("median_gap_days", N_("Days between orders"), "days"),
        Measure("days_since_last", N_("Days since the last order"), "days"),
        Measure("renews_in_days", N_("Days to the renewal"), "days"),
        Measure("employees", N_("Employees"), "count"),
    )
}
CHOICES: Mapping[str, Measure] = {**INDEXED, **MEASURES}
"""Everything an axis can be."""

VALUED = frozenset({"clv", "retention"})
"""Measures that rest on the lifetime value, which an account state does not hold."""


@dataclass(frozen=True)
class Own:
    """One matrix of somebody's own, as it is kept."""

    id: str
    x: str
    y: str
    cut_x: float = CUT
    cut_y: float = CUT
    titles: Texts = field(default_factory=dict)
    names: Mapping[str, Texts] = field(default_factory=dict)
    """By place (x first) and language; who is missing has the plain name."""
    author: str = ""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Its axes that this release does not know."""
        return tuple(axis for axis in (self.x, self.y) if axis not in CHOICES)

    def title(self, lang: str) -> str:
        """What it is called in a language, else in the other one; without any a message id that says so."""
        return _in(self.titles, lang) or N_("Matrix without a title")

    def declared(self, lang: str = "en") -> Matrix:
        """Its declaration, the words in a language; an axis that this release does not know raises UnknownName."""
        for axis in self.unknown:
            raise UnknownName.of("index or measure", axis, list(CHOICES))
        named = {place: _in(self.names.get(place, {}), lang) or PLAIN_NAMES[place] for place in PLACES}
        t, names = translator(lang), list(named.values())  # columns of a file and chips are told apart by their titles
        told = {place: name if names.count(name) == 1 else f"{name} ({t(PLAIN_NAMES[place])})" for place, name in named.items()}
        quadrants = tuple(Quadrant(place, told[place], place) for place in ("hh", "lh", "hl", "ll"))
        axes = _axis(self.x, self.cut_x), _axis(self.y, self.cut_y)
        return Matrix(self.id, self.title(lang), *axes, quadrants, order=ORDER)  # type: ignore[arg-type]


def _axis(name: str, cut: float) -> Axis:
    return Axis(name, cut, "" if name in INDEXED else MEASURES[name].title)


def _in(texts: Texts, lang: str) -> str:
    return texts.get(lang) or next((texts[other] for other in LANGUAGES if texts.get(other)), "")


def kept(wb: Workbook) -> dict[str, Own]:
    """Every own matrix of a workbook by its id, in the order they were made; those that cannot be placed too."""
    key = ("own", wb.revisions[TABLE])
    found: dict[str, Own] = wb.memo.get(key) or wb.memo.put(key, {one.id: one for one in map(_own, wb.table(TABLE).to_dict("records"))})
    return found


def declared(wb: Workbook, lang: str = "en") -> Mapping[str, Matrix]:
    """The own matrices that can be placed, as declarations in the words of a language."""
    return {id: one.declared(lang) for id, one in kept(wb).items() if not one.unknown and one.x != one.y}


def named(wb: Workbook, name: str, lang: str = "en") -> Matrix:
    """The declaration of a matrix of the field or of one's own; an unknown name, or one of its axes, raises UnknownName."""
    if not name.startswith(PREFIX):
        return matrix_of(name)
    mine = kept(wb)
    if name not in mine:
        raise UnknownName.of("matrix", name, list(mine))
    return mine[name].declared(lang)


def _own(row: Mapping[Hashable, Any]) -> Own:
    text = {str(name): "" if pd.isna(value) else str(value) for name, value in row.items()}
    titles = {lang: text[f"title_{lang}"].strip() for lang in LANGUAGES}
    cuts = [CUT if pd.isna(row[name]) else float(row[name]) for name in ("cut_x", "cut_y")]
    return Own(_id(text["matrix_id"]), text["x"], text["y"], cuts[0], cuts[1], titles, _names(text["names"]), text["author"])


def _id(text: str) -> str:
    """The id of a row; one typed by hand cannot pass for a matrix of the field."""
    return text if text.startswith(PREFIX) else PREFIX + text


def _names(text: str) -> dict[str, Texts]:
    """The names of the quadrants as they are kept; what cannot be read is left out."""
    try:
        told = json.loads(text or "{}")
    except ValueError:
        return {}
    pairs = told.items() if isinstance(told, dict) else ()
    return {place: {str(k): str(v) for k, v in names.items()} for place, names in pairs if place in PLACES and isinstance(names, dict)}


def frame_of(axis: str, values: Floats) -> tuple[float, float]:
    """Between what the values of an axis are drawn where they are: all of an index, of a measure not its far outliers."""
    known = values[~np.isnan(values)]
    if axis not in MEASURES or not len(known):
        return -math.inf, math.inf
    middle, widths = OUTLIERS["ratio" if MEASURES[axis].unit in ("share", "percent") else "amount"]
    low, high = (float(end) for end in np.quantile(known, middle))
    return low - widths * (high - low), high + widths * (high - low)


def checked(own: Own) -> Own:
    """The matrix if it can be kept: two different axes that are known, cuts within bounds, a title that fits; else it raises."""
    own.declared()
    if own.x == own.y:
        raise BadArgument.saying(BadArgument.template_one_axis, what=CHOICES[own.x].title)
    if not any(own.titles.values()):
        raise BadArgument.saying(BadArgument.template_matrix_untitled)
    names = [name for texts in own.names.values() for name in texts.values()]
    for text, limit in (*((title, LONGEST_TITLE) for title in own.titles.values()), *((name, LONGEST_NAME) for name in names)):
        if len(text) > limit:
            raise BadArgument.saying(BadArgument.template_long, value=text[:limit] + "…", limit=limit)
    for axis, cut in ((own.x, own.cut_x), (own.y, own.cut_y)):
        low, high = bounds(axis)
        if not (math.isfinite(cut) and low <= cut <= high):
            raise BadArgument.saying(BadArgument.template_cut, what=CHOICES[axis].title, low=f"{low:g}", high=f"{high:g}", value=f"{cut:g}")
    return own


def bounds(axis: str) -> tuple[float, float]:
    """Between what a cut of an axis can lie: an index is 0-100."""
    return (0.0, 100.0) if CHOICES[axis].unit == "index" else (-MAX_MONEY, MAX_MONEY)


def saving(wb: Workbook, own: Own) -> list[Edit]:
    """What to apply, as one batch, so that a workbook keeps the matrix: a new row, or the cells that changed; raises like ``checked``."""
    wanted = _row(checked(own))
    rows = wb.table(TABLE)
    there = rows[rows["matrix_id"].map(_id) == own.id]
    if there.empty:
        return [Insert(TABLE, {name: value for name, value in wanted.items() if value not in ("", None)})]
    row_id, row = int(str(there.index[-1])), there.iloc[-1]
    old = {name: None if pd.isna(row[name]) else row[name] for name in wanted if name not in ("matrix_id", "author")}
    new = {name: None if wanted[name] == "" else wanted[name] for name in old}
    return [Change(TABLE, row_id, name, old[name], new[name]) for name in old if old[name] != new[name]]


def deleting(wb: Workbook, name: str) -> list[Edit]:
    """What to apply so that an own matrix is gone; its plays stay for an undo."""
    rows = wb.table(TABLE)
    return [Delete(TABLE, int(str(row))) for row in rows.index[rows["matrix_id"].map(_id) == name]]


def _row(own: Own) -> dict[str, object]:
    named = {place: {lang: name.strip() for lang, name in texts.items() if name.strip()} for place, texts in own.names.items()}
    told = json.dumps({place: texts for place, texts in named.items() if texts}, ensure_ascii=False, sort_keys=True)
    titles = {f"title_{lang}": own.titles.get(lang, "").strip() for lang in LANGUAGES}
    axes = {"x": own.x, "y": own.y, "cut_x": float(own.cut_x), "cut_y": float(own.cut_y)}
    return {"matrix_id": own.id, **titles, **axes, "names": "" if told == "{}" else told, "author": own.author}


def format_of(axis: str, t: Translator, symbol: str = "") -> Callable[[float], str] | None:
    """How a value of an axis is written; ``None`` = as an index of 0-100."""
    writes: Mapping[Unit, Callable[[float], str]] = {
        "money": lambda v: t.money(v, symbol),
        "share": t.percent,
        "percent": lambda v: t.percent(v / 100),
        "years": lambda v: t("{years} years", years=f"{v:.1f}"),
        "days": lambda v: t.n("{n} day", "{n} days", round(v)),
        "count": t.count,
    }
    return writes.get(CHOICES[axis].unit) if axis in CHOICES else None
