"""Amounts with and without tax, as headers say it: sales are counted without."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from kam_core.ingest.files.hanzi import simplified

NET, GROSS = "net", "gross"
_BREAK = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_NET = re.compile(
    r"不含税|未含税|未税|无税|除税|税前|去税|\bexcl\w*\.?\s*(?:of\s*)?(?:tax|vat|gst)|\b(?:tax|vat|gst)\s*excl|\bnet\b|\bhors taxe",
    re.IGNORECASE,
)
_GROSS = re.compile(
    r"含税|价税合计|税后|\bincl\w*\.?\s*(?:of\s*)?(?:tax|vat|gst)|\b(?:tax|vat|gst)\s*incl|\bgross (?:sales|amount|total|value)",
    re.IGNORECASE,
)

_NO_SUM = re.compile(r"单价|率|price|rate", re.IGNORECASE)


def tax_side(label: str) -> str:
    """
    Whether the amounts of a column are said to be without tax (NET), with it (GROSS), or nothing is said.

    >>> tax_side("金额（不含税）"), tax_side("价税合计"), tax_side("Total (incl. VAT)"), tax_side("金额")
    ('net', 'gross', 'gross', '')
    """
    text = _BREAK.sub("", simplified(unicodedata.normalize("NFKC", label)))
    return NET if _NET.search(text) else GROSS if _GROSS.search(text) else ""


def without_tax_words(label: str) -> str:
    """
    The label without what it says of tax: what is left is the name of the amount.

    >>> without_tax_words("Amount incl. VAT"), without_tax_words("不含税销售额")
    ('Amount', '销售额')
    """
    text = unicodedata.normalize("NFKC", label)
    return _GROSS.sub("", _NET.sub("", text)).strip()


def with_tax_beside(names: Sequence[str], mapping: Mapping[str, str]) -> str:
    """
    The column with tax that stands beside the one without that was taken for sales; "" when there is none.

    >>> with_tax_beside(["客户", "含税单价", "金额", "价税合计"], {"客户": "account_name", "金额": "revenue"})
    '价税合计'
    """
    taken = next((column for column, field in mapping.items() if field == "revenue"), None)
    if taken is None or tax_side(taken) == GROSS:
        return ""
    beside = (name for name in names if name not in mapping and tax_side(name) == GROSS and not _NO_SUM.search(name))
    return next(beside, "")
