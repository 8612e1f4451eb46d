"""What is left in English on a Chinese page: everything that is neither Chinese, nor data, nor a name that stays."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterable

import kam_core as kam
from kam_core.charts.labels import short
from kam_core.schema import TABLES
from tests.pages.session import Text

LATIN = re.compile(r"[A-Za-z]{2,}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff）][,;:!?] ")
SAME_IN_CHINESE = {
    "CSV", "TSV", "XLSX", "Excel", "Parquet", "SQL", "ID", "EN", "SWOT", "KPI", "NPS", "UTC", "USD", "YYYY", "MM", "DD", "MIT",
    "Microsoft", "AdventureWorks", "AdventureWorks resellers", "AdventureWorks resellers (sample)", "Online Retail II",
    "Online Retail II (sample)", "resellers", "retail", "orders", "empty",
    "KAM Workbench", "UCI", "Daqing Chen", "CC BY", "Notebook", "PNG", "zip", "MB", "kB", "Enter", "Tab", "Ctrl+S", getpass.getuser(),
    "ODS", "ABC", "RFM", "HHI", "BIC", "ASC", "UTF", "GB18030", "BIG5", "SHIFT_JIS", "EUC_KR", "CP1252", "B3:F200", "ERP", "TAB",
    "BG/NBD", "MBG/NBD", "Pareto/NBD", "Gamma-Gamma", "beta", "RMSE",
    "Kaplan", "Sharp", "Reichheld", "Sasser", "Reinartz", "Kumar", "Spearman", "Fisher", "Bonett", "Wright", "Wilson", "Bonferroni",
    "CSAT", "CES",
}  # fmt: skip
"""Names, formats and units that stay; everything else on a Chinese page is Chinese, or data."""


def typed(book: kam.Workbook) -> set[str]:
    """Every text of a workbook that somebody wrote; choices are ids and have to be translated. Read once for a revision."""
    key = ("texts somebody wrote", book.revision)
    return set(book.memo.get(key) or book.memo.put(key, _typed(book)))


def _typed(book: kam.Workbook) -> set[str]:
    found: set[str] = set()
    for table in TABLES.values():
        for column in table.columns:
            if column.kind in ("id", "text"):
                found |= set(book.frame(f'SELECT DISTINCT "{column.name}" AS v FROM {table.name}')["v"].dropna())
    found |= set(book.journal()["source"].dropna()) | set(book.journal()["author"].dropna())
    return {text for text in found if LATIN.search(text)}


def english_left(written: Iterable[Text], data: set[str]) -> list[Text]:
    """What is neither Chinese nor data nor a name that stays."""
    longest_first, shortened = sorted(data | SAME_IN_CHINESE, key=len, reverse=True), {short(known) for known in data}
    left = []
    for text in dict.fromkeys(written):
        rest = text.text
        if not LATIN.search(rest) or rest in data or rest in shortened or is_cut(rest, data):
            continue
        for known in longest_first:
            if known in rest:
                rest = re.sub(rf"(?<![A-Za-z]){re.escape(known)}(?![A-Za-z])", " ", rest)
        if LATIN.search(rest):
            left.append(text)
    return left


def is_cut(text: str, data: set[str]) -> bool:
    """Whether a text is a data text cut for a narrow place: an ellipsis, the first 40 characters."""
    if len(text) == 40:
        return any(text == known[:40] for known in data)
    pieces = [piece.strip(" ,") for piece in re.split(r"[&…]", text)]
    return len(pieces) > 1 and any(known.startswith(pieces[0]) and all(piece in known for piece in pieces) for known in data)


def half_width(written: Iterable[Text], data: set[str]) -> list[Text]:
    """Texts of the page that put a comma or colon of half width behind a Chinese character."""
    return [text for text in written if HALF_WIDTH.search(text.text) and text.text not in data]
