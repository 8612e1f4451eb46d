"""What one cell says as a day: every way in which people and programs write dates, in English and Chinese."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from kam_core.ingest.files.hanzi import arabic_day
from kam_core.ingest.values.amounts import MISSING_WORDS, Problem, plain, unmarked
from kam_core.schema import FIRST_DAY, LAST_DAY

NOT_A_DATE = Problem("not_a_date")
OUT_OF_RANGE = Problem("date_out_of_range")
NO_YEAR = Problem("no_year")

_FIRST, _LAST = date.fromisoformat(FIRST_DAY), date.fromisoformat(LAST_DAY)
_EXCEL_ZERO, _MAC_ZERO = date(1899, 12, 30), date(1904, 1, 1)
"""Day 0 of Excel's 1900 system as it counts from March 1900 on, and of its 1904 system."""
_LONGEST = 48

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_CHINESE_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_TIME = re.compile(
    r"(?:[t ]|(?<=日))\s*(?:上午|下午)?\s*\d{1,2}[:时点]\d{0,2}(?:[:分]\d{0,2})?(?:\.\d+)?秒?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:z|utc|gmt|[-+]\d{2}:?\d{2})?$"
)

_WEEKDAY = re.compile(
    r"[\s,(]*(?:(?:星期|周|礼拜)[一二三四五六日天]|(?<![a-z])(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])\.?)[\s,)]*"
)
_NO_YEAR = re.compile(rf"\d{{1,2}}月\d{{1,2}}[日号]?|\d{{1,2}}[-/]\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?[- ]{_MONTH}")
_DAY_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})\s*[-/.年 ]\s*(?P<m>\d{1,2})\s*[-/.月 ]\s*(?P<d>\d{1,2})\s*[日号]?",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<y>\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-/., ]*{_MONTH}[-/., ]*(?P<y>\d{{4}}|\d{{2}})",
        rf"{_MONTH}[-/. ]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|[-/ ]+)(?P<y>\d{{4}})",
        rf"(?P<y>\d{{4}})[-/. ]{_MONTH}[-/. ](?P<d>\d{{1,2}})",
    )
)
_NUMERIC = re.compile(r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{4}|\d{1,2})")
_PERIOD_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*月?份?",
        r"(?P<y>\d{4})(?P<m>0[1-9]|1[0-2])",
        r"(?P<m>0?[1-9]|1[0-2])[-/.](?P<y>\d{4})",
        r"(?P<y>\d{2})年(?P<m>\d{1,2})月份?",
        rf"{_MONTH}[-/., ']*(?P<y>\d{{4}}|\d{{2}})",
        rf"(?P<y>\d{{4}})[-/., ]*{_MONTH}",
        r"(?P<y>\d{4})\s*[-/.]?\s*q(?P<q>[1-4])",
        r"q(?P<q>[1-4])\s*[-/.' ]?\s*(?P<y>\d{4}|\d{2})",
        r"(?P<q>[1-4])q[-/.' ]?(?P<y>\d{4}|\d{2})",
        r"(?P<y>\d{4})年?\s*第?(?P<q>[1-4一二三四])\s*季度?",
        r"(?P<y>\d{4})\s*[-/.]?\s*h(?P<h>[12])",
        r"h(?P<h>[12])\s*[-/.' ]?\s*(?P<y>\d{4})",
        r"(?P<y>\d{4})年?(?P<h>[上下])半年",
        r"(?:fy\s*)?(?P<y>\d{4})\s*年?(?:度|全年)?",
    )
)
_SERIAL = re.compile(r"(?P<days>\d{5})(?:\.\d+)?")


def parse_date(
    text: str, day_first: bool = True, *, serial: bool = True, year_first: bool = False, date_1904: bool = False
) -> date | Problem | None:
    """
    The day in a cell; None when the cell is missing, a Problem when it is no day. A period stands for its last day.

    ``day_first`` decides ``03/04/2024`` and ``year_first`` ``24/3/5``; ``serial`` allows Excel's day numbers (only in
    columns known to hold dates), which ``date_1904`` counts from 1904.

    >>> parse_date("2024年3月5日"), parse_date("Mar-24"), parse_date("03/04/2024", day_first=False)
    (datetime.date(2024, 3, 5), datetime.date(2024, 3, 31), datetime.date(2024, 3, 4))
    """
    cell = _day_part(text)
    if cell in MISSING_WORDS:
        return None
    if len(cell) > _LONGEST:
        return NOT_A_DATE
    if match := _NUMERIC.fullmatch(cell):
        if year_first and len(match["y"]) < 4:
            return _checked(_year(match["a"]), int(match["b"]), int(match["y"])) if len(match["a"]) == 2 else NOT_A_DATE
        if len(match["y"]) == 1:
            return NOT_A_DATE
        day, month = (match["a"], match["b"]) if day_first else (match["b"], match["a"])
        return _checked(_year(match["y"]), int(month), int(day))
    for form in _DAY_FORMS:
        if match := form.fullmatch(cell):
            return _checked(_year(match["y"]), _month(match), int(match["d"]))
    if serial and (match := _SERIAL.fullmatch(cell)):
        return _bounded((_MAC_ZERO if date_1904 else _EXCEL_ZERO) + timedelta(days=int(match["days"])))
    return parse_period(cell) or (NO_YEAR if _NO_YEAR.fullmatch(cell) else NOT_A_DATE)


def parse_period(text: str) -> date | Problem | None:
    """
    The last day of a month, quarter, half-year or year; None when the text names no period.

    >>> parse_period("2013Q2"), parse_period("2024年1月"), parse_period("2023"), parse_period("5-Mar-24")
    (datetime.date(2013, 6, 30), datetime.date(2024, 1, 31), datetime.date(2023, 12, 31), None)
    """
    cell = arabic_day(plain(text[: 2 * _LONGEST]).casefold())
    if len(cell) > _LONGEST:
        return None
    for form in _PERIOD_FORMS:
        match = form.fullmatch(cell)
        if match is None:
            continue
        month, year = _last_month(match), _year(match["y"])
        if not 1 <= month <= 12:
            return NOT_A_DATE
        return _checked(year, month, calendar.monthrange(max(year, 1), month)[1])
    return None


def day_order(text: str) -> bool | None:
    """
    True when a cell can only be day first, False when only month first, None when it proves neither.

    >>> day_order("25/03/2024"), day_order("03/25/2024"), day_order("03/04/2024"), day_order("2024-03-25")
    (True, False, None, None)
    """
    match = _NUMERIC.fullmatch(_day_part(text))
    if match is None or (int(match["a"]) > 12) == (int(match["b"]) > 12):
        return None
    return int(match["a"]) > 12


def is_short(text: str) -> bool:
    """
    True for three short numbers, of which the first or the last may be the year.

    >>> is_short("24/3/5"), is_short("24/3/2005")
    (True, False)
    """
    match = _NUMERIC.fullmatch(_day_part(text))
    return match is not None and len(match["y"]) < 4


def is_ambiguous(text: str) -> bool:
    """
    True when day and month could change places and give another day.

    >>> is_ambiguous("03/04/2024"), is_ambiguous("03/03/2024"), is_ambiguous("25/03/2024")
    (True, False, False)
    """
    match = _NUMERIC.fullmatch(_day_part(text))
    return match is not None and match["a"].zfill(2) != match["b"].zfill(2) and int(match["a"]) <= 12 and int(match["b"]) <= 12


def _day_part(text: str) -> str:
    cell = _TIME.sub("", plain(unmarked(text[: 2 * _LONGEST])).casefold())
    return arabic_day(_WEEKDAY.sub(" ", cell).strip())


def _year(digits: str) -> int:
    """Two digits follow the usual pivot: 00-68 are 2000s, 69-99 are 1900s (POSIX)."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 69 else 1900)


def _month(match: re.Match[str]) -> int:
    parts = match.groupdict()
    return int(parts["m"]) if parts.get("m") else _MONTH_NAMES.index(match["name"][:3]) + 1


def _last_month(match: re.Match[str]) -> int:
    parts = match.groupdict()
    if quarter := parts.get("q"):
        return 3 * int(_CHINESE_DIGITS.get(quarter, 0) or quarter)
    if half := parts.get("h"):
        return 6 * int(_CHINESE_DIGITS.get(half, 0) or half)
    return _month(match) if parts.get("m") or parts.get("name") else 12


def _checked(year: int, month: int, day: int) -> date | Problem:
    try:
        return _bounded(date(year, month, day))
    except ValueError:
        return NOT_A_DATE


def _bounded(day: date) -> date | Problem:
    return day if _FIRST <= day <= _LAST else OUT_OF_RANGE
