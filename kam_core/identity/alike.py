"""When two names mean one firm: the same once the ways of writing are gone, or a slip of the pen apart; and why."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kam_core.identity.names import IS_HAN, branch, firm, led_by_city, places, unaccented, unplaced, why_same
from kam_core.identity.words import PLACES, TELLING

_TELLING = re.compile(r"\d+|[一二三四五六七八九十东西南北中上下新老大小甲乙丙丁]")

SHORTEST, SHORTEST_HAN = 7, 5
"""Names with fewer characters differ by one letter too easily to be called alike."""
LONGEST = 200
"""Longer ones are texts in the place of a name; left out letter by letter, one of a full cell would take a gigabyte."""
_TOKEN = 5
_CROWD = 60
"""In a larger block only neighbours in the alphabet are compared."""
_COMMON = 3
"""A word that stands in so many names is a word and no slip of another one: stone and store."""
_NEAR = 24
"""So near by number two characters of the first plane of GB 2312, which is in the order of their sounds, sound alike."""
_LEVEL_ONE = 3755

RATIO = {"group": 96.0, "accents": 98.0, "order": 96.0, "place": 96.0, "no_place": 92.0, "id": 92.0}
"""How much alike two names are that differ in a way that says more than their letters; any other way of writing is no difference."""


class Pair(NamedTuple):
    """Two positions, how much alike their names are (0-100), and why (an id of ``names.WHY``)."""

    left: int
    right: int
    ratio: float
    why: str


def alike(names: Sequence[str], least: float = 90.0) -> Iterator[Pair]:
    """
    Pairs of positions whose names mean one firm: equal bare names (100), or a slip of the pen apart (the ratio, at least ``least``).

    Only names that share a block are compared (one letter or one word left out), so 10,000 names take well below a second. Figures,
    numerals, points of the compass, places and single letters tell firms apart, and so does the first letter of a word.
    """
    same: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        form = firm(name)
        if form:
            same[form].append(place)
    for members in same.values():
        for other in members[1:]:
            why = why_same(names[members[0]], names[other])
            yield Pair(members[0], other, RATIO.get(why, 100.0), why)
    forms = list(same)
    seen: set[tuple[str, str]] = set()
    for left, right, ratio, why in (*_rewritten(forms), *_slips(forms, least)):
        first, second = sorted((same[left][0], same[right][0]))
        if ratio >= least and (left, right) not in seen:
            seen |= {(left, right), (right, left)}
            yield Pair(first, second, ratio, why)


def groups(pairs: Iterable[Pair]) -> list[tuple[tuple[int, ...], Pair]]:
    """
    The pairs joined to groups: positions ascending, and the weakest pair that holds the group together.

    >>> [(members, pair.ratio) for members, pair in groups([Pair(0, 4, 100.0, ""), Pair(4, 2, 93.0, ""), Pair(1, 3, 95.0, "")])]
    [((0, 2, 4), 93.0), ((1, 3), 95.0)]
    """
    head: dict[int, int] = {}

    def top(place: int) -> int:
        while head.setdefault(place, place) != place:
            place = head[place]
        return place

    listed = list(pairs)
    for pair in listed:
        first, second = sorted((top(pair.left), top(pair.right)))
        head[second] = first
    members: dict[int, set[int]] = defaultdict(set)
    weakest: dict[int, Pair] = {}
    for pair in listed:
        members[top(pair.left)] |= {pair.left, pair.right}
        weakest[top(pair.left)] = min(pair, weakest.get(top(pair.left), pair), key=lambda one: one.ratio)
    return [(tuple(sorted(members[place])), weakest[place]) for place in sorted(members)]


def _rewritten(forms: list[str]) -> Iterator[tuple[str, str, float, str]]:
    """Names that are equal in another way of writing: no accents, other order of words, the place elsewhere or left out."""
    known, keyed = set(forms), defaultdict(list)
    cities: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        words = form.split()
        if len(words) > 2:
            keyed["order", *sorted(words)].append(form)
        if IS_HAN.search(form):
            found = places(form)
            if found and len(unplaced(form)) > 1:
                keyed["place", unplaced(form), *found].append(form)
            rest = led_by_city(form)
            if len(rest) >= SHORTEST_HAN - 1:
                cities[rest].append(form)
        for bare in unaccented(form):
            if bare in known:
                yield form, bare, RATIO["accents"], "accents"
    for key, members in keyed.items():
        yield from ((members[0], other, RATIO[key[0]], key[0]) for other in members[1:])
    # Of several cities nobody knows which one is meant.
    yield from ((rest, led[0], RATIO["no_place"], "no_place") for rest, led in cities.items() if rest in known and len(led) == 1)


def _slips(forms: list[str], least: float) -> Iterator[tuple[str, str, float, str]]:
    from rapidfuzz import fuzz

    counts = Counter(word for form in forms for word in set(form.split()))
    common = {word for word, n in counts.items() if n >= _COMMON}
    seen: set[tuple[str, str]] = set()
    for block in _blocks(forms):
        for left, right in _pairs(block):
            if (left, right) not in seen:
                seen.add((left, right))
                if _told(left) == _told(right) and _slip(left, right, common) and (ratio := fuzz.ratio(left, right)) >= least:
                    yield left, right, ratio, "letter" if abs(len(left) - len(right)) < 2 and ratio >= 94 else "word"


def _blocks(forms: list[str]) -> Iterator[list[str]]:
    """Names that are equal but for one letter, or but for one word that begins alike."""
    found: dict[object, list[str]] = defaultdict(list)
    for form in forms:
        whole = form.replace(" ", "")
        if not (SHORTEST_HAN if IS_HAN.search(whole) else SHORTEST) <= len(whole) <= LONGEST:
            continue
        for key in {whole, *(whole[:i] + whole[i + 1 :] for i in range(len(whole)))}:
            found[key].append(form)
        words = form.split()
        for i, word in enumerate(words):
            if len(words) > 1 and len(word) >= _TOKEN:
                found[(*words[:i], word[:2], "", *words[i + 1 :])].append(form)
    return (sorted(block) for block in found.values() if len(block) > 1)


def _pairs(block: list[str]) -> Iterator[tuple[str, str]]:
    reach = len(block) if len(block) <= _CROWD else 3
    for i, left in enumerate(block):
        for right in block[i + 1 : i + 1 + reach]:
            if left != right:
                yield left, right


def _told(form: str) -> tuple[object, ...]:
    """What tells two firms of nearly one name apart, in order."""
    words = sorted(word for word in form.split() if word in TELLING or (len(word) == 1 and word.isalpha()))
    return _TELLING.findall(form), words, places(form), branch(form)


def _slip(left: str, right: str, common: set[str]) -> bool:
    """Whether the words that differ may be slips of one another; words run together are let through."""
    one, other = left.split(), right.split()
    if len(one) != len(other):
        return left[0] == right[0]
    return all(a == b or _slip_of_word(a, b, common) for a, b in zip(one, other, strict=True))


def _slip_of_word(one: str, other: str, common: set[str]) -> bool:
    if IS_HAN.search(one):
        return len(one) != len(other) or all(a == b or _sound_alike(a, b) for a, b in zip(one, other, strict=True))
    if {one, other} & PLACES:
        return False
    return one[0] == other[0] and min(len(one), len(other)) >= _TOKEN - 1 and not {one, other} <= common


def _sound_alike(one: str, other: str) -> bool:
    """Whether two characters are near one another in an alphabet that goes by sound; typed by sound, one stands for the other."""
    first, second = _by_sound(one), _by_sound(other)
    return max(first, second) <= _LEVEL_ONE and abs(first - second) <= _NEAR


def _by_sound(sign: str) -> int:
    """The number of a character in GB 2312, 1-3755 in the order of sounds; past the end for one that is not in it."""
    try:
        row, cell = sign.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return 10 * _LEVEL_ONE
    return (row - 0xB0) * 94 + cell - 0xA0
