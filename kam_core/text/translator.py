"""Texts in one language: message ids are the English sentences, and a sentence without translation stays English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from kam_core.text.catalogue import catalogue
from kam_core.text.formats import MISSING, Formats
from kam_core.text.rounding import exact, round_to

WORDS = frozenset({"kind", "what", "detail"})
"""Facts of errors that hold our own words; every other text is the user's and is shown as it is."""


@dataclass(frozen=True)
class Translator(Formats):
    """
    Texts and formats of one language; equal and hashed by ``lang``, without state, so it may be shared by threads and caches.

    >>> t = translator("en")
    >>> t("Valid on {day}", day=t.day("2013-11-29"))
    'Valid on 29 Nov 2013'
    """

    def __call__(self, message: str, /, **values: object) -> str:
        """
        The message in this language, its ``{names}`` filled; without values it is returned as it stands, braces and all.

        Dates, lists and missing values among the values are written in the language; numbers as they are: format them first.
        """
        return self._filled(catalogue(self.lang).get(message, message), values)

    def n(self, one: str, many: str, n: object, /, **values: object) -> str:
        """
        The message for a count; ``{n}`` is filled with the count.

        >>> [translator("en").n("{n} account renews", "{n} accounts renew", n) for n in (1, 1271)]
        ['1 account renews', '1,271 accounts renew']
        """
        message = catalogue(self.lang).get(one, one if exact(n) == 1 else many)
        return self._filled(message, {**values, "n": self.count(n)})

    def points(self, value: object) -> str:
        """
        A distance on the scale of an index; points are not per cent.

        >>> translator("en").points(5)
        '5 points'
        """
        number = exact(value)
        return MISSING if number is None else self.n("{n} point", "{n} points", round_to(number, 0))

    def listed(self, items: object) -> str:
        """
        Several things in one line; a mapping shows each key with its things.

        >>> translator("en").listed({"a": ["b", "c"]}), translator("zh").listed(["甲", "乙"])
        ('a: b, c', '甲、乙')
        """
        comma, colon, stop = ("、", "：", "；") if self.lang == "zh" else (", ", ": ", "; ")
        if isinstance(items, Mapping):
            return stop.join(f"{key}{colon}{self._shown(value)}" for key, value in items.items())
        if isinstance(items, (set, frozenset)):
            return comma.join(sorted(str(self._shown(item)) for item in items))
        return comma.join(str(self._shown(item)) for item in items) if isinstance(items, (list, tuple)) else str(items)

    def error(self, exc: Exception) -> str:
        """
        The sentence of an error: its ``template`` filled with its ``facts``, or its own message where it was given one.

        >>> translator("en").error(ValueError("The weight must not be negative."))
        'The weight must not be negative.'
        """
        if not getattr(exc, "said_by_template", False):
            return self(str(exc))
        template, facts = str(getattr(exc, "template", "")), dict(getattr(exc, "facts", {}))
        return self(template, **{name: self(fact) if name in WORDS and isinstance(fact, str) else fact for name, fact in facts.items()})

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        return text.format_map({name: self._shown(value) for name, value in values.items()}) if values else text

    def _shown(self, value: object) -> object:
        if isinstance(value, (list, tuple, set, frozenset, Mapping)):
            return self.listed(value)
        if not isinstance(value, str) and str(value) in ("None", "nan", "NaT", "<NA>"):
            return MISSING
        return self.day(value) if isinstance(value, date) else value


@cache
def translator(lang: str) -> Translator:
    """The translator of a language, one object per language; an unknown language raises ValueError."""
    return Translator(lang)


def render(message: str, values: Mapping[str, object] | None = None, lang: str = "en") -> str:
    """
    Words for a message id and its values, for what the core returns.

    >>> render("Valid on {day}", {"day": "today"})
    'Valid on today'
    """
    return translator(lang)(message, **(values or {}))
