"""Which column of a file is which field: proposed from the header words and from what the cells look like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kam_core.errors import AmbiguousMapping
from kam_core.ingest.layout.names import comparable
from kam_core.ingest.meaning.fields import fields
from kam_core.ingest.meaning.profiles import Profile, recognised, word_of
from kam_core.ingest.meaning.shapes import period_columns
from kam_core.ingest.meaning.taxes import GROSS, NET, tax_side, without_tax_words
from kam_core.ingest.values.amounts import Problem, is_missing, parse_amount, plain
from kam_core.ingest.values.dates import parse_date
from kam_core.schema import Column

CONFIDENT = 0.86
"""From here on a proposal is taken without asking."""
POSSIBLE = 0.75
"""From here on a field is named as a candidate."""
_EQUAL = 0.02
_GENERIC = frozenset((
    "id", "编码", "account", "customer", "client", "company", "客户", "公司", "order", "invoice", "doc", "sales", "amount", "金额", "收入",
    "date", "日期", "period", "month", "期间", "月份", "年月", "product", "item", "产品", "商品", "profit", "利润", "price", "价格", "费用",
    "小计", "spend", "wallet", "level", "class", "group", "parent", "area", "state", "value", "type", "kind", "name", "title",
))  # fmt: skip
"""Synonyms that many columns carry: a more exact one beside them wins."""
_NUMBERS = frozenset(("money", "number", "integer", "share"))
_PROFILE = 1.1
"""A word of the system the file comes from beats every general one."""
_SECOND = 0.8
"""What could be the field too, had the profile not a better word for it: a candidate, never taken by itself."""
_NET, _GROSS, _WHOLE = 0.03, 0.92, 0.9
"""An amount without tax is a little better than one that does not say; one with tax, or of a whole order, gives way to both."""
_CURRENCY = re.compile(r" (?:in )?(?:eur|usd|gbp|chf|cny|rmb|jpy|hkd|sgd|aud|cad|sek|nok|dkk|pln|czk)$")
"""A currency behind the name of an amount says nothing of what it is."""
_WHOLE_ORDER = frozenset(("订单金额", "订单总额", "订单总金额", "order amount", "order total", "销售订单金额"))
_SUMS = frozenset(("小计", "subtotal"))
"""An amount in a list of lines, and the sum of the others where periods stand side by side."""


@dataclass(frozen=True)
class Guess:
    """
    What a column is held to be: ``field`` when confident, else None with the ``candidates``, best first.

    ``ambiguous`` says that it could equally well be (or that another column could equally well be) one of the candidates.
    """

    column: str
    field: str | None
    confidence: float
    candidates: tuple[str, ...]
    example: str
    ambiguous: bool = False


def propose(headers: Sequence[str], samples: Sequence[Sequence[str]], table: str) -> list[Guess]:
    """
    One guess per column, in order; ``samples`` are some rows of the file.

    An exact synonym counts more than a similar one (rapidfuzz, 86 confident, 75 a candidate); a column whose cells do not
    fit the kind of the field is not confident. An export of a system that is recognised is read by the words of that system.
    """
    known = fields(table)
    columns = [[row[i] for row in samples if i < len(row) and not is_missing(row[i])] for i in range(len(headers))]
    sums = _SUMS if period_columns(headers) else frozenset[str]()
    scores = [{} if comparable(h) in sums else _scores(h, cells, known) for h, cells in zip(headers, columns, strict=True)]
    profile = recognised(headers)
    if profile:
        _follow(profile, table, headers, columns, scores)
    taken, tied = _assign(scores)
    _rescue(scores, taken, tied, known)
    guesses = []
    for i, header in enumerate(headers):
        ranked = tuple(sorted(scores[i], key=lambda field: -scores[i][field]))
        field = next((field for field, column in taken.items() if column == i), None)
        confidence = min(1.0, scores[i][field] if field else max(scores[i].values(), default=0.0))
        guesses.append(Guess(header, field, round(confidence, 3), ranked, next(iter(columns[i]), ""), i in tied))
    return guesses


def confident(guesses: Sequence[Guess]) -> dict[str, str]:
    """
    The mapping {column: field} of the confident guesses.

    Raises AmbiguousMapping when two columns want one field, or one column fits two fields equally well.
    """
    open_ = {guess.column: list(guess.candidates) for guess in guesses if guess.ambiguous}
    if open_:
        raise AmbiguousMapping(candidates=open_)
    return {guess.column: guess.field for guess in guesses if guess.field}


def _scores(header: str, cells: Sequence[str], known: Mapping[str, Column]) -> dict[str, float]:
    """The fields a column may be, with how well name and cells fit (own name 1.03, synonym 1, generic word .95, similar < .95)."""
    name = _own_name(header, known)
    found = {}
    side = tax_side(header)
    bare = comparable(without_tax_words(header)) if side else name
    for field, column in known.items():
        score = _name_score(name, column)
        if column.kind == "money" and (coinless := _CURRENCY.sub("", name)) != name:
            score = max(score, _name_score(coinless, column))
        if side and column.kind == "money" and (score := max(score, _name_score(bare, column))) >= CONFIDENT:
            score = min(score, _GROSS) if side == GROSS else score + _NET * (side == NET)
        if score >= POSSIBLE and not _plausible(cells, column):
            score = 0.6 if score >= 0.95 else 0.0
        if score >= 0.6:
            found[field] = score
    return found


def _own_name(header: str, known: Mapping[str, Column]) -> str:
    """The name of a column; under a Chinese heading over several columns (客户信息 客户编号) that of the lower row."""
    name = comparable(header)
    above, _, below = header.partition(" ")
    if not below or above.isascii() or max(_name_score(name, column) for column in known.values()) >= CONFIDENT:
        return name
    lower = comparable(below)
    return lower if max(_name_score(lower, column) for column in known.values()) >= CONFIDENT else name


def _follow(
    profile: Profile, table: str, headers: Sequence[str], columns: Sequence[Sequence[str]], scores: Sequence[dict[str, float]]
) -> None:
    """Let the words of a profile decide: its first word for a field is that field and nothing else, what it leaves out is nothing."""
    known, names, taken = fields(table), [word_of(header) for header in headers], set[int]()
    for i in (i for i, name in enumerate(names) if name in profile.without()):
        scores[i].clear()
    for field, words in profile.fields_of(table).items():
        there = [i for word in words for i, name in enumerate(names) if name == word and i not in taken]
        best = next((i for i in there if _plausible(columns[i], known[field])), None)
        for i in there:
            scores[i][field] = _SECOND
        if best is not None:
            scores[best].clear()
            scores[best][field] = _PROFILE
            taken.add(best)
            for other in (other for i, other in enumerate(scores) if i != best and other.get(field, 0) > _SECOND):
                other[field] = _SECOND


def _name_score(name: str, column: Column) -> float:
    if not name:
        return 0.0
    if name == column.name.replace("_", " "):
        return 1.03 if name not in _GENERIC else 0.95
    words = {comparable(synonym) for synonym in column.synonyms}
    if name in words:
        return _WHOLE if name in _WHOLE_ORDER else 0.95 if name in _GENERIC else 1.0
    return min(0.94, _similarity(name, words)) if len(name) >= (3 if name > "\x7f" else 4) else 0.0


def _similarity(name: str, words: set[str]) -> float:
    from rapidfuzz import fuzz

    # Short words are similar to everything; they only count when equal.
    long = [word for word in words if len(word) >= (3 if word > "\x7f" else 4)]
    return max((max(fuzz.ratio(name, word), fuzz.token_sort_ratio(name, word)) for word in long), default=0.0) / 100


def _plausible(cells: Sequence[str], column: Column) -> bool:
    """Whether more than a fifth of the cells fit the kind of the field; an empty column tells nothing."""
    cells = cells[:50]
    if not cells:
        return True
    if column.kind == "date":
        fits = sum(not isinstance(parse_date(cell), Problem) for cell in cells)
    elif column.kind in _NUMBERS:
        fits = sum(_is_number(cell) for cell in cells)
    elif column.kind == "choice":
        fits = sum(plain(cell).casefold() in column.choices for cell in cells)
    elif column.kind == "text" and column.name not in ("product", "category", "tier", "note", "period", "measure", "item", "value"):
        fits = sum(not _is_number(cell) for cell in cells)
    else:
        return True
    return fits > 0.2 * len(cells)


def _is_number(cell: str) -> bool:
    """Also true for NaN and infinity: they are numbers gone wrong, and their rows are to be listed, not their column passed over."""
    return (
        not isinstance(parse_amount(cell, measures=True), Problem)
        or re.fullmatch(r"[-+]?(nan|inf(inity)?)", cell.strip().lower()) is not None
    )


def _assign(scores: Sequence[Mapping[str, float]]) -> tuple[dict[str, int], set[int]]:
    """Best pairs first: {field: column}, and the columns that stay open because two fits are equally good."""
    edges = [(score, i, field) for i, fits in enumerate(scores) for field, score in fits.items() if score >= CONFIDENT]
    taken: dict[str, int] = {}
    tied: set[int] = set()
    while edges:
        top = max(edges)[0]
        band = [edge for edge in edges if edge[0] > top - _EQUAL]
        for _, i, field in band:
            rivals = [edge for edge in band if (edge[1] == i) != (edge[2] == field)]
            if rivals:
                tied.add(i)
            else:
                taken[field] = i
        settled = {field for _, _, field in band}
        columns = {i for _, i, _ in band}
        edges = [edge for edge in edges if edge[1] not in columns and edge[2] not in settled]
    return taken, tied


def _rescue(scores: Sequence[Mapping[str, float]], taken: dict[str, int], tied: set[int], known: Mapping[str, Column]) -> None:
    """
    A required field whose only bearer holds unreadable cells still gets it.

    Its rows are then rejected and listed one by one, which tells more than "there is no such column".
    """
    for field, column in known.items():
        bearers = [i for i, fits in enumerate(scores) if fits.get(field) == 0.6 and i not in tied and i not in taken.values()]
        if column.required and field not in taken and len(bearers) == 1:
            taken[field] = bearers[0]
