"""JSON from outside, read strictly: a bounded size and depth, finite numbers, no key twice, and every value of its declared type."""

from __future__ import annotations

import json
import math
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kam_core.text import N_

MAX_BYTES = 2**20
MAX_DEPTH = 12
MAX_CHARACTERS = 4_000
"""Of one text."""

TOO_LONG, NOT_UTF8, NO_JSON, TOO_DEEP = N_("it is too large"), N_("it is not UTF-8"), N_("it is no JSON"), N_("it is nested too deeply")
NO_NUMBER, TWICE, NO_OBJECT = (
    N_("it holds a number that is none"),
    N_("it names something twice"),
    N_("it is no object of names and values"),
)


def parse(text: str | bytes) -> dict[str, Any]:
    """
    The object that a JSON text holds; ValueError with a message id says why there is none.

    >>> parse('{"a": [1, 2]}')
    {'a': [1, 2]}
    """
    if len(text) > MAX_BYTES:
        raise ValueError(TOO_LONG)
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValueError(NOT_UTF8) from None
    if _depth(text) > MAX_DEPTH:
        raise ValueError(TOO_DEEP)
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_refused, parse_float=_finite, parse_int=_whole)
    except (json.JSONDecodeError, RecursionError):
        raise ValueError(NO_JSON) from None
    if not isinstance(found, dict):
        raise ValueError(NO_OBJECT)
    return found


def typed(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """
    The values by the types a dataclass declares; an unknown name raises KeyError with it, a value of another type ValueError with its name.

    >>> from kam_core.ingest.options import LoadOptions
    >>> typed(LoadOptions, {"valid_on": "2024-03-05", "scales": [["trust", [1, 10]]]})
    {'valid_on': datetime.date(2024, 3, 5), 'scales': (('trust', (1.0, 10.0)),)}
    """
    hints = get_type_hints(kind)
    known = {item.name for item in fields(kind)}
    for name in values:
        if name not in known:
            raise KeyError(name)
    found = {}
    for name, value in values.items():
        try:
            found[name] = _value(hints[name], value)
        except (TypeError, ValueError):
            raise ValueError(name) from None
    return found


def plain(thing: Any) -> dict[str, Any]:
    """What differs from the defaults of a dataclass, in the forms that JSON knows; ``typed`` reads it back."""
    own = {item.name: (getattr(thing, item.name), item.default) for item in fields(thing)}
    return {name: _plain(value) for name, (value, default) in own.items() if default is MISSING or value != default}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _value(hint: Any, value: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None and types.NoneType in inner:
            return None
        return _first_of([kind for kind in inner if kind is not types.NoneType], value)
    if origin is Literal:
        return value if isinstance(value, str) and value in inner else _no()
    if origin is tuple:
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else list(inner)
        return tuple(_value(kind, item) for kind, item in zip(kinds, value, strict=True)) if isinstance(value, list) else _no()
    if hint is date:
        return date.fromisoformat(value)
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    fits = type(value) is hint and (hint is not str or len(value) <= MAX_CHARACTERS)
    return value if fits else _no()


def _first_of(kinds: list[Any], value: Any) -> Any:
    for kind in kinds[:-1]:
        try:
            return _value(kind, value)
        except (TypeError, ValueError):
            continue
    return _value(kinds[-1], value)


def _no() -> Any:
    raise ValueError


def _depth(text: str) -> int:
    """How deep brackets are nested at most; those in texts count too, which only a hostile file has many of."""
    deepest = depth = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(TWICE)
    return found


def _refused(_: str) -> Any:
    raise ValueError(NO_NUMBER)


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else float(_refused(text))


def _whole(text: str) -> int:
    return int(text) if len(text) < 20 else int(_refused(text))
