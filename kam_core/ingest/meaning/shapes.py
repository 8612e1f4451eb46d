"""What kind of table a file is: transactions (a row a line), an account list (a row an account), a wide table (periods side by side)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from kam_core.ingest.meaning.fields import ACCOUNT_TABLES
from kam_core.ingest.repair import Repair
from kam_core.ingest.values.dates import parse_period
from kam_core.schema import table as declared

Shape = Literal["transactions", "accounts", "wide", "plain"]
SHAPES: tuple[Shape, ...] = ("transactions", "accounts", "wide", "plain")
_FEWEST_PERIODS = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*(?:年|财年|年度|fy|$|[^\d./-]))", re.IGNORECASE)
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])月份?|第?[一二三四1-4]季度")
_PART_OF_A_DAY = re.compile(r"年份?|年度|会计年度|会计期间|月份?|日|year|month|day|jahr|monat|tag", re.IGNORECASE)
_BRACKETS, _UNIT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]"), re.compile(r"[/_ ]?[百千十]?[万亿千]?元$")
_CUT = re.compile(r"\s+|(?<=[月度])(?=[^\s\d份度])")
_SIGNS = re.compile(r"\W+")
_MEASURES = {"": "revenue"} | {
    _SIGNS.sub("", word).casefold(): name
    for name in ("revenue", "quantity")
    for word in (name, *declared("transactions").column(name).synonyms)
}
"""What stands under a period; a word that is none of these is not taken for sales."""


def period_columns(headers: Sequence[str], year: int | None = None) -> dict[str, date]:
    """
    The columns of sales whose header is a period, with its last day; empty unless there are at least three.

    ``year`` is that of months without one (1月).

    >>> period_columns(["客户", "2023Q1", "2023Q2", "2023Q3"])["2023Q3"]
    datetime.date(2023, 9, 30)
    """
    found = {header: day for header, (day, measure) in _measured(headers, year).items() if measure == "revenue"}
    return found if len(found) >= _FEWEST_PERIODS else {}


def beside_periods(headers: Sequence[str], year: int | None = None) -> dict[str, tuple[date, str]]:
    """
    The columns of something else than sales that stand in the periods of a wide table: the last day and the field, "" for none.

    >>> beside_periods([f"2024年{month}月 {word}" for month in (1, 2, 3) for word in ("数量", "金额")])["2024年2月 数量"]
    (datetime.date(2024, 2, 29), 'quantity')
    """
    return {header: found for header, found in _measured(headers, year).items() if found[1] != "revenue"}


def notes(repairs: Iterable[Repair]) -> list[str]:
    """What stands above and below the table."""
    return [repair.detail for repair in repairs if repair.kind in ("preamble", "footnote")]


def stated_year(lines: Iterable[str]) -> int | None:
    """
    The one year that titles name, None when they name several or none.

    >>> stated_year(["2024年各客户月度销售额"]), stated_year(["2023年至2024年"])
    (2024, None)
    """
    years = {int(year) for line in lines for year in _YEAR.findall(unicodedata.normalize("NFKC", line))}
    return years.pop() if len(years) == 1 else None


def months_without_year(headers: Sequence[str]) -> list[str]:
    """
    The headers that are months of an unknown year; empty unless there are at least three.

    >>> months_without_year(["客户", "1月", "2月", "3月"])
    ['1月', '2月', '3月']
    """
    found = [header for header in headers if _MONTH.fullmatch(unicodedata.normalize("NFKC", header).strip())]
    return found if len(found) >= _FEWEST_PERIODS else []


def _measured(headers: Sequence[str], year: int | None) -> dict[str, tuple[date, str]]:
    """Last day and field of every header that names a period, alone or with a word for what is measured."""
    found = {}
    for header in headers:
        text = _UNIT.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", header))).strip()
        cuts = [(text, ""), *((text[: m.start()], text[m.end() :]) for m in _CUT.finditer(text))]
        for period, word in (*cuts, *((right, left) for left, right in cuts[1:])):
            day = parse_period(f"{year}年{period}" if year and _MONTH.fullmatch(period) else period)
            if isinstance(day, date):
                found[header] = (day, _MEASURES.get(_SIGNS.sub("", word).casefold(), ""))
                break
    return found


def find_shape(table: str, mapping: Mapping[str, str], headers: Sequence[str], accounts: Sequence[str], year: int | None = None) -> Shape:
    """
    The shape of a file; ``accounts`` are the account cells of some rows.

    Periods side by side make a wide table; no date column, nor parts of one (年, 月, 日), and no account twice make an account list.
    """
    if table not in ACCOUNT_TABLES:
        return "plain"
    fields = set(mapping.values())
    if period_columns([header for header in headers if header not in mapping], year) and not fields & {"date", "revenue"}:
        return "wide"
    lines = fields & {"date", "order_id", "product", "quantity"} or [name for name in headers if _PART_OF_A_DAY.fullmatch(name.strip())]
    if table == "accounts" or (not lines and len(set(accounts)) == len(accounts)):
        return "accounts"
    return "transactions"
