"""What a header says about its cells: units that scale them, percent, tax, the ends of a rating scale."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

_CHINESE = {"千": 10**3, "万": 10**4, "萬": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_ENGLISH = {"k": 10**3, "thousand": 10**3, "thousands": 10**3, "000": 10**3, "000s": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6,
            "million": 10**6, "millions": 10**6, "bn": 10**9, "billion": 10**9}  # fmt: skip
_UNIT_ZH = re.compile(
    r"[(\[/,_ :-]\s*(?:单位:?)?\s*(?:人民币|rmb)?\s*(百万|千万|十万|[千万萬亿])元?\s*[)\]]?$|(百万|千万|十万|[千万萬亿])元[)\]]?$"
)
_UNIT_EN = re.compile(
    r"[(\[,/]\s*(?:in\s+)?(?:[$€£¥]|usd|eur|gbp|cny|rmb)?\s*'?(k|thousands?|000s?|m|mn|mio|millions?|bn|billion)\s*(?:[$€£¥]|usd|eur|gbp|cny|rmb)?\s*[)\]]?$"
)
_SCALE = re.compile(r"(\d+)\s*(?:-|–|~|to|至|到)\s*(\d+)\s*分?")
_OUT_OF = re.compile(r"(?:/|满分|out of)\s*(5|7|10|100)\b")


@dataclass(frozen=True)
class HeaderUnit:
    """``factor`` multiplies amounts; ``percent`` divides shares by 100; ``scale`` holds the ends of a rating scale."""

    factor: int = 1
    percent: bool = False
    tax_included: bool = False
    scale: tuple[float, float] | None = None

    def or_else(self, factor: int) -> HeaderUnit:
        """The same with another factor where the header names none."""
        return replace(self, factor=factor) if self.factor == 1 else self


def header_unit(label: str) -> HeaderUnit:
    """
    Read the unit out of a header.

    >>> header_unit("销售额（万元）").factor, header_unit("Sales (k$)").factor, header_unit("Trust (1-10)").scale
    (10000, 1000, (1.0, 10.0))
    """
    text = unicodedata.normalize("NFKC", label).casefold().strip()
    taxed = ("含税" in text and "不含税" not in text) or re.search(r"incl\w*\.?\s*(?:tax|vat)|(?:tax|vat)\s*incl", text) is not None
    return HeaderUnit(_factor(text), "%" in text, taxed, _scale(text))


def unit_of_title(lines: Iterable[str]) -> int:
    """
    The factor that a line above the table states for all amounts.

    >>> unit_of_title(["2024 年销售明细", "单位：万元"])
    10000
    """
    found = (re.search(r"单位[:：]\s*(?:人民币)?\s*(百万|千万|十万|[千万萬亿])元", line) for line in lines)
    return next((_CHINESE[match[1]] for match in found if match), 1)


def _factor(text: str) -> int:
    if match := _UNIT_ZH.search(text):
        return _CHINESE[match[1] or match[2]]
    match = _UNIT_EN.search(text)
    return _ENGLISH[match[1]] if match else 1


def _scale(text: str) -> tuple[float, float] | None:
    if (match := _SCALE.search(text)) and int(match[1]) < int(match[2]) <= 100:
        return float(match[1]), float(match[2])
    if match := _OUT_OF.search(text):
        high = float(match[1])
        return (1.0, high) if high in (5, 7) else (0.0, high)
    return (0.0, 100.0) if "%" in text else None
