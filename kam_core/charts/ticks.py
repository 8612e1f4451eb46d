"""Round numbers for axes, written on the server because the browser's own formats follow the wrong language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from kam_core.text import Translator

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def nice(low: float, high: float, count: int = 5) -> list[float]:
    """
    About ``count`` round values from low to high, zero among them where the range holds it.

    >>> nice(-0.6, 0.4, 3)
    [-0.5, -0.25, 0.0, 0.25]
    >>> nice(0, 590)
    [0.0, 100.0, 200.0, 300.0, 400.0, 500.0]
    """
    span = high - low
    if not np.isfinite(span) or span <= 0:
        return [float(low)] if np.isfinite(low) else []
    power = 10.0 ** np.floor(np.log10(span / count))
    step = float(next(power * s for s in STEPS if span / (power * s) <= count + 1.25))
    first, last = int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9))
    return [round(i * step, 12) for i in range(first, last + 1)]


def ticks(low: float, high: float, text: Callable[[float], str], count: int = 5, *, skip_zero: bool = False) -> dict[str, Any]:
    """The keys of a plotly axis for round ticks with our own words; ``skip_zero`` leaves out the label at a corner origin."""
    values = nice(low, high, count)
    return {"tickmode": "array", "tickvals": values, "ticktext": ["" if skip_zero and value == 0 else text(value) for value in values]}


def money(t: Translator, symbol: str) -> Callable[[float], str]:
    """How amounts stand at an axis; zero needs no currency."""
    return lambda value: "0" if value == 0 else t.axis_money(value, symbol)


def names_axis(names: Sequence[str], title: str) -> dict[str, Any]:
    """The keys of a plotly axis that lists names from the top, with its title clear of them."""
    rows = list(range(len(names)))
    shown = {"tickvals": rows, "ticktext": list(names), "range": [len(rows) - 0.4, -0.6], "showgrid": False}
    return {**shown, "title": {"text": title, "standoff": 14}}
