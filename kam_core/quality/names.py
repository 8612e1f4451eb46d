"""When two names mean one firm or one person: the same once case, width, punctuation and legal form are gone, or a slip apart."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

FORMS = frozenset((
    "inc", "incorporated", "ltd", "limited", "llc", "llp", "plc", "corp", "corporation", "co", "company", "gmbh", "mbh", "ag", "kg",
    "kgaa", "ohg", "ug", "se", "sa", "sas", "sarl", "srl", "bv", "nv", "ab", "oy", "oyj", "aps", "pty", "pte", "kk", "bhd", "sdn",
    "group", "holding", "holdings",
))  # fmt: skip
"""Words at the end of a name that say how a firm is held, not which firm it is."""

_FORMS_ZH = re.compile(r"(?<=..)(?:股份有限公司|有限责任公司|有限公司|股份公司|集团公司|总公司|公司|集团)$")
_SILENT = frozenset({"and", "the", "und", "et"})
_DROPPED = re.compile(r"[.'’`]")
_BETWEEN = re.compile(r"[\W_]+")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_IN_HAN = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_IS_HAN = re.compile(rf"[{_HAN}]")
_TELLING = re.compile(r"\d+|[一二三四五六七八九十东西南北中上下新老甲乙丙丁]")
_TELLING_WORDS = frozenset((
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "new", "old", "upper", "lower", "ii", "iii", "iv", "vi",
    "first", "second",
))  # fmt: skip

_SHORTEST, _SHORTEST_HAN = 7, 5
"""Names with fewer characters differ by one letter too easily to be called alike."""
_TOKEN = 5
_CROWD = 60
"""In a larger block only neighbours in the alphabet are compared."""
_COMMON = 3
"""A word that stands in so many names is a word and no slip of another one: stone and store."""


def firm(name: str) -> str:
    """
    The name of a firm without case, width, punctuation and legal form; empty for a name of signs only. Doing it twice changes nothing.

    >>> firm("Nord & Süd G.m.b.H."), firm("ＮＯＲＤ und Süd AG"), firm("上海骏驰车业（集团）有限公司")
    ('nord süd', 'nord süd', '上海骏驰车业')
    """
    before, after = None, str(name)
    while before != after:
        before, after = after, _bare(after)
    return after


def person(name: str) -> str:
    """
    The name of a person without case, width, punctuation and order of its parts.

    >>> person("Holm, Han") == person("han holm"), person("李 娜")
    (True, '李娜')
    """
    return " ".join(sorted(_words(name).split()))


def alike(names: Sequence[str], least: float = 90.0) -> Iterator[tuple[int, int, float]]:
    """
    Pairs of positions whose names mean one firm: equal bare names (100), or a slip of the pen apart (the ratio, at least ``least``).

    Only names that share a block are compared (one letter or one word left out), so 10,000 names take well below a second. Figures,
    numerals, points of the compass and single letters tell firms apart, and so does the first letter of a word.
    """
    same: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        form = firm(name)
        if form:
            same[form].append(place)
    for places in same.values():
        for other in places[1:]:
            yield places[0], other, 100.0
    for left, right, ratio in _slips(list(same), least):
        first, second = sorted((same[left][0], same[right][0]))
        yield first, second, ratio


def groups(pairs: Iterable[tuple[int, int, float]]) -> list[tuple[tuple[int, ...], float]]:
    """
    The pairs joined to groups: positions ascending, and the weakest ratio that holds the group together.

    >>> groups([(0, 4, 100.0), (4, 2, 93.0), (1, 3, 95.0)])
    [((0, 2, 4), 93.0), ((1, 3), 95.0)]
    """
    head: dict[int, int] = {}

    def top(place: int) -> int:
        while head.setdefault(place, place) != place:
            place = head[place]
        return place

    listed = list(pairs)
    for left, right, _ in listed:
        first, second = sorted((top(left), top(right)))
        head[second] = first
    members: dict[int, set[int]] = defaultdict(set)
    weakest: dict[int, float] = {}
    for left, right, ratio in listed:
        members[top(left)] |= {left, right}
        weakest[top(left)] = min(ratio, weakest.get(top(left), 100.0))
    return [(tuple(sorted(members[place])), weakest[place]) for place in sorted(members)]


def _words(name: str) -> str:
    """Lower case and plain width, words parted by one space, none inside Chinese."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", str(name)).casefold())
    return _IN_HAN.sub("", _BETWEEN.sub(" ", _DROPPED.sub("", text)).strip())


def _bare(name: str) -> str:
    text = _words(name)
    words = [word for word in text.split() if word not in _SILENT] or text.split()
    while len(words) > 1 and words[-1] in FORMS:
        words.pop()
    return _FORMS_ZH.sub("", _IN_HAN.sub("", " ".join(words)))


def _slips(forms: list[str], least: float) -> Iterator[tuple[str, str, float]]:
    from rapidfuzz import fuzz

    counts = Counter(word for form in forms for word in set(form.split()))
    common = {word for word, n in counts.items() if n >= _COMMON}
    seen: set[tuple[str, str]] = set()
    for block in _blocks(forms):
        for left, right in _pairs(block):
            if (left, right) not in seen and _told(left) == _told(right) and _slip(left, right, common):
                seen.add((left, right))
                ratio = fuzz.ratio(left, right)
                if ratio >= least:
                    yield left, right, ratio


def _blocks(forms: list[str]) -> Iterator[list[str]]:
    """Names that are equal but for one letter, or but for one word that begins alike."""
    found: dict[object, list[str]] = defaultdict(list)
    for form in forms:
        whole = form.replace(" ", "")
        if len(whole) < (_SHORTEST_HAN if _IS_HAN.search(whole) else _SHORTEST):
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


def _told(form: str) -> list[str]:
    """What tells two firms of nearly one name apart, in order."""
    return _TELLING.findall(form) + sorted(word for word in form.split() if word in _TELLING_WORDS or (len(word) == 1 and word.isalpha()))


def _slip(left: str, right: str, common: set[str]) -> bool:
    """Whether the words that differ may be slips of one another; words run together are let through."""
    one, other = left.split(), right.split()
    if len(one) != len(other):
        return left[0] == right[0]
    return all(a == b or _slip_of_word(a, b, common) for a, b in zip(one, other, strict=True))


def _slip_of_word(one: str, other: str, common: set[str]) -> bool:
    if _IS_HAN.search(one):
        return True
    return one[0] == other[0] and min(len(one), len(other)) >= _TOKEN - 1 and not {one, other} <= common
