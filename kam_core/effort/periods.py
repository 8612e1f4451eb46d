"""Periods of targets as people write them: 2013, 2013Q1, 2013-05, 2013H2, FY2013, 2013年5月."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kam_core.fiscal import year_start

MONTHS_A_YEAR = 12
LENGTHS = {"Q": 3, "H": 6}
_HAN = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}

_YEAR = re.compile(r"(?P<y>\d{4})年?")
_FISCAL = re.compile(r"(?:FY(?P<y>\d{4}|\d{2})?|(?P<y2>\d{4})(?:FY|财年|财政年度))")
_PART = re.compile(r"(?:(?P<y>\d{4})(?P<k>[QH])(?P<n>[1-4])|(?P<k2>[QH])(?P<n2>[1-4])(?P<y2>\d{4}))")
_HAN_PART = re.compile(r"(?P<y>\d{4})年?(?:第?(?P<q>[1-4一二三四])季度?|(?P<h>[上下])半年)")
_MONTH = re.compile(r"(?:(?P<y>\d{4})(?P<m>\d{2})|(?P<y2>\d{4})[./年M](?P<m2>\d{1,2})月?)")


@dataclass(frozen=True)
class Period:
    """Whole months: number of the first (year x 12 + month - 1), how many, and whether it is a fiscal year."""

    first: int
    months: int
    fiscal: bool = False


def month_number(day: date) -> int:
    """
    The number of a month, so that months can be subtracted.

    >>> month_number(date(2013, 1, 31)) - month_number(date(2012, 11, 1))
    2
    """
    return day.year * MONTHS_A_YEAR + day.month - 1


def first_of(number: int) -> date:
    """The first day of a month of that number."""
    return date(number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1, 1)


def period(text: str, day: date, fiscal_start: int = 1) -> Period | None:
    """
    A period as written, ``None`` where nobody can tell. A fiscal year is named by the year it ends in; ``FY`` alone is that of ``day``.

    >>> period("2013Q2", date(2013, 5, 1)), period("spring", date(2013, 5, 1))
    (Period(first=24159, months=3, fiscal=False), None)
    """
    found = re.sub(r"[\s_]", "", str(text)).upper()
    found = re.sub(r"(?<=\d)-(?=[QHMF\d])|(?<=[QH][1-4])-", "." if re.fullmatch(r"\d{4}-\d{1,2}", found) else "", found)
    if match := _FISCAL.fullmatch(found):
        return _fiscal(match["y"] or match["y2"], day, fiscal_start)
    if match := _PART.fullmatch(found):
        return _part(int(match["y"] or match["y2"]), match["k"] or match["k2"], int(match["n"] or match["n2"]))
    if match := _HAN_PART.fullmatch(found):
        number = match["q"] or match["h"]
        return _part(int(match["y"]), "Q" if match["q"] else "H", int(_HAN.get(number, number)))
    if match := _YEAR.fullmatch(found):
        return _within(int(match["y"]), 0, MONTHS_A_YEAR)
    if match := _MONTH.fullmatch(found):
        month = int(match["m"] or match["m2"])
        return _within(int(match["y"] or match["y2"]), month - 1, 1) if 1 <= month <= MONTHS_A_YEAR else None
    return None


def _part(year: int, kind: str, number: int) -> Period | None:
    length = LENGTHS[kind]
    return _within(year, (number - 1) * length, length) if number * length <= MONTHS_A_YEAR else None


def _within(year: int, start: int, months: int) -> Period | None:
    """Years outside those of the schema are slips of the pen."""
    return Period(year * MONTHS_A_YEAR + start, months) if 1900 <= year < 2100 else None


def _fiscal(named: str | None, day: date, start: int) -> Period | None:
    if not named:
        return Period(month_number(year_start(day, start)), MONTHS_A_YEAR, start != 1)
    year = int(named) if len(named) == 4 else 2000 + int(named)
    begins = _within(year if start == 1 else year - 1, start - 1, MONTHS_A_YEAR)
    return begins and Period(begins.first, MONTHS_A_YEAR, start != 1)
