"""
Where the names of a crowded scatter stand so that none lies on another, decided before the figure leaves the server.

Everything is in pixels. A plot may become wider than the width it was laid out for: names keep their distance from their point
while the points drift apart, so a pair is accepted only when it stays apart at every width from the narrowest to ``WIDEST``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WIDEST = 2.4
"""The widest plot, as a multiple of the narrowest."""
LINE = 1.3
PAD = 2.0
DISTANCES = np.array([5.0, 14.0, 26.0, 40.0, 60.0, 84.0])
LEADER_FROM = 14.0
# East first, then the directions a reader expects a name in; y points down, as on a screen.
DIRECTIONS = np.array([(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)], dtype=float)
PER_STEP, PER_BUBBLE, PER_COVER, FADED, PER_TRAIL, PER_CROSSING, PER_CLASH, LIMIT = 9.0, 12.0, 36.0, 0.12, 5.0, 3.0, 30.0, 46.0
"""Costs: a step away; a bubble touched, and wholly covered (so a small one is never hidden); the factor for faded bubbles; a sample of a
trail; a bubble under a leader line; a line through a name. A place dearer than the limit is not worth it."""
ALWAYS = 3
ALONG = np.linspace(0.15, 0.85, 5)
"""Where along a leader line it is looked whether it crosses something."""
STEPS = np.repeat(np.arange(len(DISTANCES)) * PER_STEP, len(DIRECTIONS)) + np.tile(np.arange(float(len(DIRECTIONS))), len(DISTANCES))
LED = np.repeat(DISTANCES >= LEADER_FROM, len(DIRECTIONS))
"""What each candidate costs by itself, and whether it needs a line."""
LONGEST = 12.8
"""Names are cut at so many em (about 22 Latin or 12 Chinese characters)."""
NARROW, SLIM, BROAD = frozenset("ijlI.,:;'|! ·"), frozenset("frt()[]-/"), frozenset("MWmw@…")
LEGAL = (" Company", "股份有限公司", "有限责任公司", "有限公司")


@dataclass(frozen=True)
class Labels:
    """The names that found a place: which points (positions), and the centre of each name relative to its point, in pixels."""

    at: NDArray[np.intp]
    offset: Floats
    leader: Bools
    """Whether the name stands so far off that a line must lead to it."""


def text_width(text: str, font: float) -> float:
    """
    The width of a text in pixels, by kinds of characters; on the safe side for Inter.

    >>> text_width("客户", 10), text_width("Ai", 100)
    (20.0, 99.0)
    """
    return font * sum(_em(sign) for sign in text)


def _em(sign: str) -> float:
    if sign >= "\u2e80":
        return 1.0
    if sign in NARROW:
        return 0.29
    if sign in SLIM:
        return 0.38
    return 0.9 if sign in BROAD else 0.7 if sign.isupper() else 0.6


def short(name: str, longest: float = LONGEST) -> str:
    """
    A name as it is written beside a point: legal forms dropped, 'and' as '&', cut with an ellipsis after ``longest`` em.

    >>> short("Latest Sports Equipment and Gear Company"), short("上海骏驰车业有限公司")
    ('Latest Sports Equipme…', '上海骏驰车业')
    """
    for form in LEGAL:
        name = name.replace(form, "") or name
    name = name.replace(" and ", " & ").strip()
    if text_width(name, 1.0) <= longest:
        return name
    kept = np.cumsum([_em(sign) for sign in name]) <= longest - 0.9
    return name[: int(kept.sum())].rstrip(" ,&") + "…"


def place(
    points: Floats,
    radii: Floats,
    widths: Floats,
    order: Sequence[int],
    *,
    frame: tuple[float, float],
    line: float,
    reserved: Floats | None = None,
    faded: Bools | None = None,
    trail: Floats | None = None,
) -> Labels:
    """
    Place the names of the points in ``order`` greedily, each where it costs least; what finds no place is left out.

    Args:
        points: (n, 2) centres in the narrowest frame, y down; ``radii`` (n,); ``widths`` (n,) of the texts.
        order: positions of the points to name, the most important first; the first three are placed at any cost.
        frame: width and height of the narrowest plot.
        line: height of a line of text.
        reserved: (k, 4) boxes left, top, right, bottom no name may touch.
        faded: (n,) points that may be covered.
        trail: (m, 2) samples of lines better not covered.
    """
    named = np.asarray(order, dtype=np.intp)
    if not len(named):
        return Labels(named, np.empty((0, 2)), np.empty(0, dtype=bool))
    half = np.column_stack([widths[named] / 2 + PAD, np.full(len(named), line / 2 + PAD)])
    offset = _candidates(radii[named], half)
    cost = _costs(points, radii, named, offset, half, faded, trail)
    cost[_outside(points[named][:, None] + offset, half, frame, reserved)] = np.inf
    best = _greedy(points[named], half, offset, cost)
    kept = best >= 0
    rows = np.flatnonzero(kept)
    return Labels(named[kept], offset[rows, best[kept]], LED[best[kept]])


def _candidates(radii: Floats, half: Floats) -> Floats:
    """(n, 48, 2) centres of the boxes relative to the point: every distance in every direction."""
    unit = DIRECTIONS / np.linalg.norm(DIRECTIONS, axis=1, keepdims=True)
    reach = radii[:, None, None] + DISTANCES[None, :, None] - PAD
    offset = reach[..., None] * unit[None, None] + DIRECTIONS[None, None] * half[:, None, None]
    return np.asarray(offset.reshape(len(radii), -1, 2), dtype=float)


def _costs(
    points: Floats, radii: Floats, named: NDArray[np.intp], offset: Floats, half: Floats, faded: Bools | None, trail: Floats | None
) -> Floats:
    """(n, 48) the cost of each place: its distance and direction, the bubbles and trails it covers, the bubbles its line crosses."""
    weight = np.ones(len(points)) if faded is None else np.where(faded, FADED, 1.0)
    reach = np.abs(offset).max() + half.max() + radii.max()
    cost = np.tile(STEPS, (len(named), 1))
    for i, point in enumerate(named):
        near = np.flatnonzero((np.abs(points - points[point]).max(axis=1) < reach) & (np.arange(len(points)) != point))
        (x, y), radius = (points[near] - points[point]).T, radii[near]
        right, down = offset[i, :, :1], offset[i, :, 1:]
        apart = np.maximum(np.abs(x - right) - half[i, 0], 0) ** 2 + np.maximum(np.abs(y - down) - half[i, 1], 0) ** 2
        depth = radius - np.sqrt(apart)
        along = np.clip((x * right + y * down) / (right**2 + down**2), 0, 1)
        crossed = LED[:, None] & ((x - along * right) ** 2 + (y - along * down) ** 2 < radius**2)
        cost[i] += np.where(depth > 0, PER_BUBBLE + PER_COVER * depth / radius, PER_CROSSING * crossed) @ weight[near]
        if trail is not None and len(trail):
            cost[i] += PER_TRAIL * _within(trail - points[point], offset[i], half[i]).sum(axis=1)
    return cost


def _within(points: Floats, centres: Floats, half: Floats) -> Bools:
    """(n, m) whether each of the m points lies in the box around each of the n centres."""
    inside = np.abs(points[:, 0] - centres[:, :1]) < half[0]
    inside &= np.abs(points[:, 1] - centres[:, 1:]) < half[1]
    return np.asarray(inside, dtype=bool)


def _outside(centre: Floats, half: Floats, frame: tuple[float, float], reserved: Floats | None) -> Bools:
    """Whether a place leaves the frame or touches a reserved box. The narrowest frame decides: wider ones only give way."""
    low, high = centre - half[:, None], centre + half[:, None]
    bad = (low < 0).any(axis=2) | (high > np.array(frame)).any(axis=2)
    for left, top, right, bottom in () if reserved is None else reserved:
        bad |= (low[..., 0] < right) & (high[..., 0] > left) & (low[..., 1] < bottom) & (high[..., 1] > top)
    return np.asarray(bad, dtype=bool)


def _greedy(points: Floats, half: Floats, offset: Floats, cost: Floats) -> NDArray[np.intp]:
    """The chosen place of each name or -1, most important first; lines and names keep off each other."""
    best = np.full(len(points), -1, dtype=np.intp)
    taken = np.empty((0, 4))  # of the placed names: x of the point, x offset, y of the name, half its width
    lines = np.empty((0, 2))
    for i, point in enumerate(points):
        names = point + offset[i]
        price = cost[i] + PER_CLASH * _within(lines, names, half[i]).any(axis=1)
        price += PER_CLASH * LED * _led_across(point, offset[i], taken, half[i, 1])
        price[_touches(point, offset[i], half[i], taken)] = np.inf
        choice = int(np.argmin(price))
        if price[choice] < (np.inf if i < ALWAYS else LIMIT):
            best[i] = choice
            taken = np.vstack([taken, (point[0], offset[i, choice, 0], names[choice, 1], half[i, 0])])
            if LED[choice]:
                lines = np.vstack([lines, point + ALONG[:, None] * offset[i, choice]])
    return best


def _led_across(point: Floats, offset: Floats, taken: Floats, high: float) -> Bools:
    """Whether the line to a place would run through a placed name."""
    x, y = (point[:, None, None] + offset.T[:, :, None] * ALONG)[..., None]
    inside = np.abs(x - taken[:, 0] - taken[:, 1]) < taken[:, 3]
    return np.asarray((inside & (np.abs(y - taken[:, 2]) < high)).any(axis=(1, 2)), dtype=bool)


def _touches(point: Floats, offset: Floats, half: Floats, placed: Floats) -> Bools:
    """
    Whether a place lies on a placed name at any width.

    Stretching the plot by s moves the distance of two names to s·(x1 - x2) + (o1 - o2), which is linear in s: the least distance
    over the range is at an end of it, or zero where the sign changes.
    """
    run = point[0] - placed[:, 0]
    ends = np.stack([run + offset[:, :1] - placed[:, 1], WIDEST * run + offset[:, :1] - placed[:, 1]])
    least = np.where(ends[0] * ends[1] <= 0, 0.0, np.abs(ends).min(axis=0))
    across = np.abs(point[1] + offset[:, 1:] - placed[:, 2])
    return np.asarray(((least < half[0] + placed[:, 3]) & (across < 2 * half[1])).any(axis=1), dtype=bool)
