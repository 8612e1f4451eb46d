"""What a name comes to without the ways of writing it: a firm without case, width, signs and legal form, a person in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from kam_core.identity.words import (
    BRANCH_HAN,
    FORMS,
    FORMS_HAN,
    GROUPS,
    GROUPS_HAN,
    PLACES,
    PLACES_HAN,
    SHORT,
    SILENT,
    SIMPLIFIED,
    WIDE_HAN,
)
from kam_core.text import N_

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
IS_HAN = re.compile(rf"[{HAN}]")
_DROPPED = re.compile(r"[.'’`]")
_BETWEEN = re.compile(r"[\W_]+")
_IN_HAN = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")
_SIGNED = re.compile(r"\bs\.\s?p\.\s?a\b|\bsp\.?\s?z\.?\s?o\.?\s?o\b|\bs\.\s?a\.\s?de\s?c\.\s?v\b|\ba/s\b")
"""Legal forms that are other words without their signs."""
_FORMS_END = re.compile(rf"(?<=..)(?<![分子])(?:{'|'.join(FORMS_HAN)})$")
_GROUPS_END = re.compile(rf"(?<=..)(?:{'|'.join(GROUPS_HAN)})$")
_PLACE_HAN = re.compile("|".join(PLACES_HAN))
_OF_PLACE = re.compile(rf"({'|'.join(PLACES_HAN)})(?:市|省)(?=[{HAN}]{{2}})")
_BRANCH = re.compile("|".join(BRANCH_HAN))
_ACCENTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})

WHY: Mapping[str, str] = {
    "name": N_("The same name"),
    "width": N_("Same but for full-width characters"),
    "case": N_("Same but for capitals"),
    "signs": N_("Same but for spaces or signs"),
    "traditional": N_("Same but for traditional characters"),
    "short": N_("Same but for words cut short"),
    "form": N_("Same but for the legal form"),
    "group": N_("Same but for the word group"),
    "accents": N_("Same but for accents"),
    "order": N_("Same words in another order"),
    "place": N_("Same but for where the place stands"),
    "no_place": N_("One lacks the place in front"),
    "letter": N_("One letter or character differs"),
    "word": N_("One word is written differently"),
    "id": N_("Ids differ by zeros or capitals only"),
    "person": N_("The same person by name"),
}
"""Why two rows may be one, from the surest on."""


def firm(name: str) -> str:
    """
    The name of a firm without case, width, punctuation and legal form; empty for a name of signs only. Doing it twice changes nothing.

    >>> firm("Nord & Süd G.m.b.H."), firm("ＮＯＲＤ und Süd AG"), firm("上海駿馳車業（集團）有限公司")
    ('nord süd', 'nord süd', '上海骏驰车业')
    """
    return _settled(_without_group, name)


def person(name: str) -> str:
    """
    The name of a person without case, width, punctuation and order of its parts.

    >>> person("Holm, Han") == person("han holm"), person("李 娜")
    (True, '李娜')
    """
    return " ".join(sorted(_signless(name).split()))


def plain_id(value: str) -> str:
    """
    An id without case, width, spaces and zeros in front.

    >>> plain_id(" Ｋ-0017 "), plain_id("00017"), plain_id("0")
    ('k-0017', '17', '0')
    """
    text = "".join(unicodedata.normalize("NFKC", str(value)).casefold().split())
    return text.lstrip("0") or text[:1]


def places(form: str) -> tuple[str, ...]:
    """
    The places that a bare name holds, sorted.

    >>> places("acme austria"), places("联想北京"), places("北京上海快递")
    (('austria',), ('北京',), ('上海', '北京'))
    """
    found = _PLACE_HAN.findall(form) if IS_HAN.search(form) else [word for word in form.split() if word in PLACES]
    return tuple(sorted(found))


def unplaced(form: str) -> str:
    """A bare Chinese name without its places."""
    return _PLACE_HAN.sub("", form)


def led_by_city(form: str) -> str:
    """
    A bare Chinese name without the one city it begins with; "" where it begins with none, has a second place or is a branch.

    >>> led_by_city("上海骏驰车业"), led_by_city("中国骏驰车业"), led_by_city("骏驰北京分公司")
    ('骏驰车业', '', '')
    """
    found = _PLACE_HAN.match(form)
    if not found or found.group() in WIDE_HAN or _BRANCH.search(form):
        return ""
    rest = form[found.end() :]
    return "" if _PLACE_HAN.search(rest) else rest


def branch(form: str) -> str:
    """The word that says a bare name is that of a part of a firm, or ""."""
    found = _BRANCH.search(form)
    return found.group() if found else ""


def unaccented(form: str) -> tuple[str, ...]:
    """
    How a name with accents is written without them; empty for one that has none.

    >>> unaccented("müller"), unaccented("muller")
    (('muller', 'mueller'), ())
    """
    bare = "".join(sign for sign in unicodedata.normalize("NFD", form) if not unicodedata.combining(sign)).replace("ø", "o")
    return () if bare == form or IS_HAN.search(form) else tuple(dict.fromkeys((bare, form.translate(_ACCENTS))))


def why_same(left: str, right: str) -> str:
    """The first way of writing in which two names of one firm do not differ any more (an id of ``WHY``)."""
    ways: dict[str, Callable[[str], str]] = {
        "name": str,
        "width": lambda name: unicodedata.normalize("NFKC", name),
        "case": _folded,
        "signs": lambda name: _BETWEEN.sub("", _DROPPED.sub("", _folded(name))),
        "traditional": lambda name: _BETWEEN.sub("", _DROPPED.sub("", _folded(name).translate(SIMPLIFIED))),
        "short": _words,
        "form": lambda name: _settled(_without_form, name),
    }
    return next((way for way, written in ways.items() if written(left) == written(right)), "group")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", str(name)).casefold())


def _signless(name: str) -> str:
    """Lower case and plain width, words parted by one space, none inside Chinese."""
    return _IN_HAN.sub("", _BETWEEN.sub(" ", _DROPPED.sub("", _folded(name))).strip())


def _words(name: str) -> str:
    """The same in simplified characters, with words that are often cut short in full."""
    text = _folded(name)
    if IS_HAN.search(text):
        text = text.translate(SIMPLIFIED)
    if "." in text or "/" in text:
        text = _SIGNED.sub(" co", text)
    text = _signless(text)
    if IS_HAN.search(text):
        return _OF_PLACE.sub(r"\1", text)
    return " ".join(SHORT.get(word, word) for word in text.split())


def _settled(step: Callable[[str], str], name: str) -> str:
    before, after = None, str(name)
    while before != after:
        before, after = after, step(after)
    return after


def _without_form(name: str) -> str:
    return _bare(name, FORMS, _FORMS_END)


def _without_group(name: str) -> str:
    return _GROUPS_END.sub("", _bare(name, FORMS | GROUPS, _FORMS_END))


def _bare(name: str, endings: frozenset[str], ending: re.Pattern[str]) -> str:
    text = _words(name)
    words = [word for word in text.split() if word not in SILENT] or text.split()
    while len(words) > 1 and words[-1] in endings:
        words.pop()
    return ending.sub("", _IN_HAN.sub("", " ".join(words)))
