"""What a header says about its cells: units that scale them, percent, tax, the ends of a rating scale."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kam_core.ingest.files.hanzi import simplified
from kam_core.ingest.meaning.taxes import GROSS, tax_side

_CHINESE = {"百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_ENGLISH = {"k": 10**3, "thousand": 10**3, "thousands": 10**3, "000": 10**3, "000s": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6,
            "million": 10**6, "millions": 10**6, "bn": 10**9, "billion": 10**9, "billions": 10**9}  # fmt: skip
_MANY_ZH = "百万|千万|十万|[千万亿]"
_MANY_EN = "k|thousands?|000s?|m|mn|mio|millions?|bn|billions?"
_MONEY = "[$€£¥]|usd|eur|gbp|cny|rmb"
_UNIT_ZH = re.compile(rf"[(\[/,_ :-]\s*(?:单位:?)?\s*(?:人民币|{_MONEY})?\s*({_MANY_ZH})元?\s*[)\]]?$|({_MANY_ZH})元[)\]]?$")
_UNIT_EN = re.compile(rf"[(\[,/]\s*(?:in\s+)?(?:{_MONEY})?\s*'?({_MANY_EN})\s*(?:{_MONEY})?\s*[)\]]?$")
_YUAN = re.compile(rf"[(\[/,_ :-]\s*(?:单位:?)?\s*(?:人民币|{_MONEY})?\s*元\s*[)\]]?$")
_COUNT = re.compile(r"[(\[/,_ :-]\s*(?:单位:?)?\s*([百千万亿])\s*[件箱台个只套盒包瓶支张条次人家户]\s*[)\]]?$")
_TITLE_ZH = re.compile(
    rf"(?<![制报送属写列])单位\s*(?:[:(]|均?[为是])?\s*(?:[^:,;、/元]{{1,3}}[、,/]\s*)?(?:人民币|{_MONEY})?\s*({_MANY_ZH})?元"
    rf"|\((?:人民币|{_MONEY})?\s*({_MANY_ZH})?元\)\s*$|以(?:人民币)?({_MANY_ZH})?元(?:为单位|计)"
)
_TITLE_EN = re.compile(
    rf"(?:\bunits?\b\s*:?|\b(?:amounts|figures|all)\b|\()\s*(?:are\s+)?(?:in\s+)?(?:{_MONEY})?\s*'?({_MANY_EN})\b(?:\s*of)?\s*(?:{_MONEY})?\s*(?:\)|,|;|$)"
)
_SCALE = re.compile(r"(\d+)\s*(?:-|–|~|to|至|到)\s*(\d+)\s*分?")
_OUT_OF = re.compile(r"(?:/|满分|out of)\s*(5|7|10|100)\b")


@dataclass(frozen=True)
class HeaderUnit:
    """
    ``factor`` multiplies amounts of money and ``count`` numbers of things; ``percent`` divides shares by 100.

    ``scale`` holds the ends of a rating scale, ``tax`` NET or GROSS where the header says it. ``stated`` is true when the
    header itself names the unit of its amounts, were it the plain one (元).
    """

    factor: int = 1
    count: int = 1
    stated: bool = False
    percent: bool = False
    tax: str = ""
    scale: tuple[float, float] | None = None

    @property
    def tax_included(self) -> bool:
        """Whether the amounts are said to include tax."""
        return self.tax == GROSS

    def or_else(self, title: HeaderUnit) -> HeaderUnit:
        """The same with what a title says of all amounts where the header says nothing."""
        return replace(self, factor=self.factor if self.stated else title.factor, tax=self.tax or title.tax)


def header_unit(label: str) -> HeaderUnit:
    """
    Read the unit out of a header.

    >>> header_unit("销售额（万元）").factor, header_unit("Sales (k$)").factor, header_unit("Trust (1-10)").scale
    (10000, 1000, (1.0, 10.0))
    """
    text = _folded(label)
    factor, counted = _factor(text), _COUNT.search(text)
    stated = factor is not None or _YUAN.search(text) is not None
    return HeaderUnit(factor or 1, _CHINESE[counted[1]] if counted else 1, stated, "%" in text, tax_side(text), _scale(text))


def title_unit(lines: Iterable[str]) -> HeaderUnit:
    """
    What lines above or below the table state for all amounts: their unit, and whether tax is in them.

    >>> title_unit(["2024 年销售明细", "金额单位：人民币万元（含税）"])
    HeaderUnit(factor=10000, count=1, stated=True, percent=False, tax='gross', scale=None)
    """
    found = HeaderUnit()
    for line in map(_folded, lines):
        zh, en = _TITLE_ZH.search(line), _TITLE_EN.search(line)
        if not found.stated and (zh or en):
            factor = _CHINESE.get(next(filter(None, zh.groups()), ""), 1) if zh else _ENGLISH[en[1]] if en else 1
            found = replace(found, factor=factor, stated=True)
        if not found.tax and (zh or en or "金额" in line):
            found = replace(found, tax=tax_side(line))
    return found


def _folded(text: str) -> str:
    return " ".join(simplified(unicodedata.normalize("NFKC", text)).casefold().split())


def _factor(text: str) -> int | None:
    if match := _UNIT_ZH.search(text):
        return _CHINESE[match[1] or match[2]]
    match = _UNIT_EN.search(text)
    return _ENGLISH[match[1]] if match else None


def _scale(text: str) -> tuple[float, float] | None:
    if (match := _SCALE.search(text)) and int(match[1]) < int(match[2]) <= 100:
        return float(match[1]), float(match[2])
    if match := _OUT_OF.search(text):
        high = float(match[1])
        return (1.0, high) if high in (5, 7) else (0.0, high)
    return (0.0, 100.0) if "%" in text else None
