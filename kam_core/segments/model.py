"""
A fitted segmentation as a few numbers: the scales of its features, the axes they are turned to, and where each segment lies.

All numbers are rounded when the model is made, so that a model that was kept and read again says the same of every account.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kam_core.errors import BadArgument
from kam_core.schema import MAX_TEXT
from kam_core.segments.features import feature, known
from kam_core.segments.scaling import Floats, Scale, shortened

VERSION = 1
METHODS = ("kmeans", "mixture")

MOST = 8
"""Segments of a model."""

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Model:
    """
    Where the segments lie. Points are features in spreads, turned to the principal axes of the data.

    ``spreads`` are the standard deviations of each segment along the axes, ``shares`` how many accounts it had, ``reach`` how far
    from its centre an account may lie before it is far from every segment.
    """

    method: str
    made_on: str
    scales: tuple[Scale, ...]
    axes: Rows
    """(features, axes): what turns a point."""
    centres: Rows
    spreads: Rows
    shares: tuple[float, ...]
    reach: tuple[float, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The features it looks at."""
        return tuple(scale.name for scale in self.scales)

    @property
    def segments(self) -> tuple[str, ...]:
        """The ids of its segments: 1, 2, ... in the order of their value."""
        return tuple(str(place + 1) for place in range(len(self.centres)))

    def turned(self, points: Floats) -> Floats:
        """Points along the principal axes."""
        return np.asarray(points @ np.asarray(self.axes, dtype=float), dtype=float)

    def in_other_money(self, factor: float, names: Mapping[str, str]) -> Model:
        """The same segments of a portfolio whose money is multiplied by a factor, with other names of some features."""
        changed = tuple(
            replace(scale, name=names.get(scale.name, scale.name), unit=scale.unit * (factor if _is_money(scale) else 1))
            for scale in self.scales
        )
        return replace(self, scales=changed)


def rows(values: Floats) -> Rows:
    """A table of numbers as a model keeps it."""
    return tuple(tuple(shortened(value) for value in row) for row in np.atleast_2d(values))


def text_of(model: Model) -> str:
    """The model as compact JSON; one that a cell of a workbook cannot hold raises BadArgument."""
    told = {
        "v": VERSION, "method": model.method, "made_on": model.made_on,
        "features": [[scale.name, scale.unit, scale.centre, scale.spread] for scale in model.scales],
        "axes": model.axes, "centres": model.centres, "spreads": model.spreads, "shares": model.shares, "reach": model.reach,
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    if len(text) > MAX_TEXT:
        raise BadArgument.saying(BadArgument.template_model_long, value=len(text), limit=MAX_TEXT)
    return text


def model_of(text: object) -> Model:
    """The model of a JSON text; what is none, or of a later version, raises BadArgument."""
    try:
        told = json.loads(str(text))
        if told["v"] != VERSION or told["method"] not in METHODS:
            raise ValueError
        scales = tuple(Scale(str(name), *map(float, numbers)) for name, *numbers in told["features"])
        tables = [tuple(tuple(map(float, row)) for row in told[name]) for name in ("axes", "centres", "spreads")]
        shares, reach = (tuple(map(float, told[name])) for name in ("shares", "reach"))
        date.fromisoformat(told["made_on"])
        model = Model(told["method"], str(told["made_on"]), scales, tables[0], tables[1], tables[2], shares, reach)
        _check(model)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadArgument.saying(BadArgument.template_model, value=str(text)[:40]) from error
    return model


def _check(model: Model) -> None:
    """Numbers that fit together; whoever edited the cell may have left anything in it."""
    d, k = len(model.scales), len(model.centres)
    shapes = [np.asarray(part, dtype=float).shape for part in (model.axes, model.centres, model.spreads, model.shares, model.reach)]
    numbers = [scale.unit for scale in model.scales] + [scale.centre for scale in model.scales]
    positive = [scale.spread for scale in model.scales] + [*model.shares, *model.reach, *(v for row in model.spreads for v in row)]
    sound = d > 0 and 0 < k <= MOST and shapes == [(d, d), (k, d), (k, d), (k,), (k,)] and all(known(name) for name in model.names)
    finite = np.isfinite([*numbers, *positive, *np.ravel(model.axes), *np.ravel(model.centres)]).all()
    if not (sound and finite and min(positive) > 0 and min(scale.unit for scale in model.scales) >= 0):
        raise ValueError


def _is_money(scale: Scale) -> bool:
    return feature(scale.name).kind == "money"


def axes_of(points: Floats) -> Rows:
    """
    The principal axes of points, the widest first, each pointing the way of its largest part.

    >>> axes_of(np.array([[0.0, 0.0], [1.0, 0.1], [2.0, -0.1]]))[0][0] > 0.9
    True
    """
    centred = points - points.mean(axis=0)
    widths, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, np.argsort(-widths, kind="stable")]
    largest = axes[np.argmax(np.abs(axes), axis=0), np.arange(axes.shape[1])]
    return rows(axes * np.where(largest < 0, -1.0, 1.0))
