"""Assumptions being tried: kept for the session until they are saved or thrown away. Nothing here writes but ``save``."""

from __future__ import annotations

from typing import Any

import kam_core as kam
from kam_core import assumptions
from kam_core.errors import KamError
from kam_core.fiscal import MONTHS
from kam_core.params import Declared
from kam_core.preview import Effect, effect
from kam_core.text import Translator
from kam_core.value.soft import READ
from pages.ui import cache, refusal, state
from pages.ui.view import View

MONTH = "month"
"""The unit of a parameter that is the number of a month."""


def saved(view: View) -> kam.Params:
    """What the workbook keeps, without the switches of the session."""
    return assumptions.saved(view.book)


def drafted(view: View) -> kam.Params:
    """What the workbook keeps with what was tried on top."""
    params = saved(view)
    for name, value in _tried(view).items():
        params = assumptions.with_value(params, name, value)
    return params


def changes(view: View) -> dict[str, tuple[Any, Any]]:
    """What a save would change: kept and tried value by name."""
    return assumptions.differences(saved(view), drafted(view))


def try_on(view: View, params: kam.Params) -> None:
    """Try a whole set."""
    _keep(view, {name: new for name, (_, new) in assumptions.differences(saved(view), params).items()})


def try_value(view: View, item: Declared, value: Any) -> None:
    """Try one value; what is kept already is no longer tried."""
    tried = {name: other for name, other in _tried(view).items() if name != item.name}
    _keep(view, tried if value == assumptions.value_of(saved(view), item.name) else {**tried, item.name: value})


def discard(view: View) -> None:
    """Back to what the workbook keeps."""
    _keep(view, {})


def save(view: View) -> None:
    """Keep the draft as one batch; rows without sense go with it. The switches of the session follow."""
    t = view.t
    try:
        pending = assumptions.edits(view.book, drafted(view))
        batch = view.book.apply(pending, author=state.author())
    except KamError as error:
        state.put(state.REFUSED, refusal.told(t, error))
        return
    discard(view)
    follow(view)
    state.put(
        state.NOTICE, t.n("{n} assumption saved as batch {batch}.", "{n} assumptions saved as batch {batch}.", len(pending), batch=batch)
    )


def follow(view: View) -> None:
    """The switches of the session show what the workbook keeps from now on."""
    kept = saved(view).value
    state.put(state.FREIGHT, kept.freight_is_cost_to_serve)
    state.put(state.ILLUSTRATIVE, kept.count_illustrative)


def effect_of(view: View, params: kam.Params) -> Effect:
    """What the accounts the page is narrowed to look like under these assumptions."""
    key = ("effect", params, view.as_of, view.window, view.filters, *(view.book.revisions[name] for name in READ))
    tables = tuple(dict.fromkeys(table for name in kam.MATRICES for table in cache.read_by_matrix(view.book, name, params)))
    made: Effect = cache.kept(view.book, key, lambda: effect(view.book, params, view.as_of, view.window, view.accounts), tables)
    return made


def written(t: Translator, item: Declared, value: Any) -> str:
    """A value as people read it, without its unit but for per cent."""
    if value is None:
        return t("empty")
    if isinstance(value, bool):
        return t("on") if value else t("off")
    if item.unit == MONTH:
        return t(MONTHS[int(value) - 1])
    return f"{shown(item, value):g}" + ("%" if item.percent else "")


def shown(item: Declared, value: float) -> float:
    """The number a form shows."""
    return round(value * 100, 6) if item.percent else value


def _tried(view: View) -> dict[str, Any]:
    book, tried = state.get(state.ASSUMED, ("", {}))
    return dict(tried) if book == view.book.id else {}


def _keep(view: View, tried: dict[str, Any]) -> None:
    state.put(state.ASSUMED, (view.book.id, tried))
