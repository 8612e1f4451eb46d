"""What one cell says as a number: every way in which people and programs write amounts, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from kam_core.ingest.files.hanzi import chinese_amount

MISSING_WORDS = frozenset((
    "", "-", "--", "---", ".", "..", "/", "\\", "?", "n/a", "#n/a", "na", "n.a.", "nil", "null", "none", "(blank)", "tbd",
    "无", "暂无", "空", "未知", "不详",
))  # fmt: skip
"""Spellings of "nothing here". They are missing values, never zero."""

MULTIPLIERS = {
    "百": 10**2, "千": 10**3, "万": 10**4, "萬": 10**4, "十万": 10**5, "十萬": 10**5, "百万": 10**6, "百萬": 10**6, "千万": 10**7,
    "千萬": 10**7, "亿": 10**8, "億": 10**8,
    "k": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "b": 10**9, "bn": 10**9, "thousand": 10**3, "million": 10**6, "billion": 10**9,
}  # fmt: skip

_PLAIN = str.maketrans(
    dict.fromkeys("−–—‐‑‒―", "-")
    | dict.fromkeys("\u00a0\u202f\u2009", " ")
    | dict.fromkeys("’‘", "'")
    | dict.fromkeys("\ufeff\u200b\u200c\u200d\u200e\u200f\u2060")
)
_CURRENCY = r"(?:us\$|hk\$|nt\$|a\$|c\$|s\$|r\$|[¥$€£₹₩₽]|rmb|cny|usd|eur|gbp|hkd|jpy|chf|sgd|aud|cad|人民币|美元|欧元|港币)"
_UNIT = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
_MEASURE = (
    "件|箱|台|个|個|只|套|吨|公斤|千克|斤|盒|包|瓶|支|张|張|条|條|米|升|次|人|家|天|日|小时|小時|工时|本|双|雙|对|桶|袋|卷|块|片|辆|部|组|批|单|笔"
    "|pcs?|ea|units?|kg|hours?|hrs?|h|days?|d"
)
_AMOUNT = re.compile(
    rf"(?P<before>[-+负]?)\s*{_CURRENCY}?\s*(?P<sign>[-+]?)\s*(?P<body>\d[\d.,' ]*|[.,]\d+)(?P<exponent>e[-+]?\d{{1,4}})?\s*"
    rf"(?:(?P<unit>{_UNIT})?\s*(?P<currency>{_CURRENCY}|元[整正]?)?\s*(?P<rate>[%‰])?|(?P<many>[千万])?(?P<measure>{_MEASURE}))\s*(?P<after>[-+]?)",
    re.IGNORECASE,
)
_IN_PARENTHESES = re.compile(rf"{_CURRENCY}?\s*\((?P<inner>.+)\)", re.IGNORECASE)
_SIGN = re.compile(rf"{_CURRENCY}|元", re.IGNORECASE)
_SAME_CURRENCY = {
    "rmb": "¥", "cny": "¥", "人民币": "¥", "元": "¥", "us$": "$", "usd": "$", "美元": "$", "eur": "€", "欧元": "€",
    "gbp": "£", "hkd": "hk$", "港币": "hk$",
    "aud": "a$", "cad": "c$", "sgd": "s$",
}  # fmt: skip
_NO_AMOUNT = re.compile(rf"{_CURRENCY}\s*-+", re.IGNORECASE)
"""The accounting format of Excel writes nothing so."""
_MARKED = re.compile(r"[\'`](?P<bare>[^\'`]*)|=\s*\"(?P<formula>[^\"]*)\"")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3}")
"""Digits grouped by threes, or the Indian way."""
_LONGEST = 64


@dataclass(frozen=True)
class Problem:
    """A value that cannot be read, with the reason code that the list of rejected rows shows."""

    reason: str


NOT_A_NUMBER = Problem("not_a_number")


def plain(text: str) -> str:
    """
    The cell with full-width characters, odd dashes and odd spaces made plain, without blanks around it.

    >>> plain("１２３，４５６。")
    '123,456。'
    """
    return unicodedata.normalize("NFKC", text).translate(_PLAIN).strip()


def unmarked(text: str) -> str:
    """
    The cell without what spreadsheets and payment systems put before numbers to keep them as text.

    >>> unmarked("'00123"), unmarked('="00123"'), unmarked("`00123"), unmarked("O'Brien")
    ('00123', '00123', '00123', "O'Brien")
    """
    match = _MARKED.fullmatch(text.strip()) if text[:1] in "'`=" or text != text.strip() else None
    return text if match is None else (match["bare"] or match["formula"] or "").strip()


def is_missing(text: str) -> bool:
    """
    True for an empty cell and for the usual ways of writing "none".

    >>> is_missing("—"), is_missing("0")
    (True, False)
    """
    return plain(text).casefold() in MISSING_WORDS


def parse_amount(text: str, decimal: str = ".", *, measures: bool = False) -> Decimal | Problem | None:
    """
    The amount in a cell; None when the cell is missing, a Problem when it is no number.

    ``decimal`` only decides what is really open: ``1.234`` or ``1,234``. A percentage comes back as its fraction.
    ``measures`` lets a number of things carry their word (``12件``), which no amount of money does.

    >>> parse_amount("￥1,234.50"), parse_amount("(1.234,50)"), parse_amount("12.5万"), parse_amount("nan")
    (Decimal('1234.50'), Decimal('-1234.50'), Decimal('125000.0'), Problem(reason='not_a_number'))
    """
    cell = plain(unmarked(text))
    if cell.casefold() in MISSING_WORDS or _NO_AMOUNT.fullmatch(cell):
        return None
    if len(cell) > _LONGEST:
        return NOT_A_NUMBER
    inner = _IN_PARENTHESES.fullmatch(cell)
    negative = inner is not None
    match = _AMOUNT.fullmatch(inner["inner"].strip() if inner else cell)
    signs = [match[part] for part in ("before", "sign", "after") if match[part]] if match else []
    if match is None or len(signs) + negative > 1 or (match["measure"] and not measures):
        numerals = None if match else chinese_amount(cell)
        return NOT_A_NUMBER if numerals is None else numerals
    digits = _plain_digits(match["body"].strip(), decimal)
    if digits is None:
        return NOT_A_NUMBER
    value = Decimal(digits + (match["exponent"] or ""))
    unit = match["unit"] or match["many"]
    value *= MULTIPLIERS[unit.lower()] if unit else 1
    value /= {"%": 100, "‰": 1000}.get(match["rate"] or "", 1)
    return -value if negative or {"-", "负"} & set(signs) else value


def decimal_mark(text: str) -> str | None:
    """
    The decimal mark that a cell proves, or None when it could be either (``1,234``) or has no mark.

    >>> decimal_mark("1.234,50"), decimal_mark("1,234.5"), decimal_mark("1,234"), decimal_mark("12,5")
    (',', '.', None, ',')
    """
    body = re.sub(r"[^\d.,]", "", plain(text))
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        return "." if body.rfind(".") > body.rfind(",") else ","
    if dots + commas != 1:
        return {(True, False): ",", (False, True): "."}.get((dots > 1, commas > 1))
    mark, other = (".", ",") if dots else (",", ".")
    grouped = _GROUPS.fullmatch(body.replace(".", ","))
    return None if grouped else mark if body.strip(other) else None


def has_own_unit(text: str) -> bool:
    """
    True when the cell itself says its unit (``35%``, ``12万``, ``500元``), so that a unit in the header must not count twice.

    >>> has_own_unit("35%"), has_own_unit("35"), has_own_unit("500元")
    (True, False, True)
    """
    cell = plain(unmarked(text)).strip("()")
    match = _AMOUNT.fullmatch(cell)
    return chinese_amount(cell) is not None if match is None else bool(match["unit"] or match["rate"] or "元" in (match["currency"] or ""))


def currency_of(text: str) -> str:
    """
    The sign or code of the currency in a cell, one for each currency; "" when there is none.

    >>> currency_of("RMB 800"), currency_of("800元"), currency_of("US$5"), currency_of("5")
    ('¥', '¥', '$', '')
    """
    found = _SIGN.search(plain(unmarked(text)).casefold())
    return _SAME_CURRENCY.get(found[0], found[0]) if found else ""


def is_rate(text: str) -> bool:
    """
    True for a percentage, which is a share of something and no amount of it.

    >>> is_rate("12.5%"), is_rate("12.5")
    (True, False)
    """
    match = _AMOUNT.fullmatch(plain(unmarked(text)))
    return bool(match and match["rate"])


def measure_of(text: str) -> str:
    """
    The word for what is counted, "" when there is none.

    >>> measure_of("12 箱"), measure_of("3千克"), measure_of("3千")
    ('箱', '千克', '')
    """
    match = _AMOUNT.fullmatch(plain(unmarked(text)))
    return (match["measure"] or "").casefold() if match else ""


def _plain_digits(body: str, decimal: str) -> str | None:
    """The digits with a dot as the only mark; None when the marks make no sense."""
    body = body.replace("'", " ")
    if " " in body:
        body = _without_spaces(body)
    mark = decimal_mark(body) or decimal
    group = "," if mark == "." else "."
    whole, _, fraction = body.partition(mark)
    if not (whole or fraction) or mark in fraction or group in fraction:
        return None
    if group in whole:
        if not _GROUPS.fullmatch(whole.replace(group, ",")):
            return None
        whole = whole.replace(group, "")
    return f"{whole or '0'}.{fraction}" if fraction else whole


def _without_spaces(body: str) -> str:
    """``1 234 567,5`` without its blanks; anything that is not grouped by threes is spoilt on purpose."""
    first, *groups = body.split(" ")
    whole = [re.split("[.,]", groups[-1])[0], *groups[:-1]]
    grouped = 1 <= len(first) <= 3 and first.isdigit() and all(len(g) == 3 and g.isdigit() for g in whole)
    return "".join((first, *groups)) if grouped else "x,x.x"
