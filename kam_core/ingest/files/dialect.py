"""The dialect of a text table: what stands between its cells and around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from kam_core.ingest.files.cutter import Cutter
from kam_core.ingest.files.records import Signs, plain_text, records
from kam_core.ingest.layout.forms import kind_of, looks_typed
from kam_core.ingest.values.amounts import parse_amount

DELIMITERS = (",", ";", "\t", "|", "，")
RARE = ("~", "^", "¦", "§", "!", "&", "*", ":", "\x1f", "\x01")
"""Delimiters that are believed only when every line has the same number of them."""
QUOTES = ('"', "'")
_LINES, _CHARACTERS = 120, 60_000
_QUOTED = 500
"""Characters within which a cell in quotes has to end to tell of them; quotes that never close would each look at the whole line."""
_WEAK = 0.15
"""The score below which the usual delimiters have not explained a text: then a blank or a rare sign may."""


@dataclass(frozen=True)
class Dialect:
    """How a file was read; ``header_row`` is its line or sheet row, 0 without a header."""

    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    escape: str = ""
    framed: bool = False
    line_end: str = ""
    header_row: int = 0
    sheet: str = ""
    cells: str = ""
    """The cells of the sheet that were read, as in "B3:F200"; all when empty."""


def find_signs(lines: Sequence[str], delimiter: str | None = None) -> Signs:
    """
    The signs under which the sample is most like a table; a delimiter that was told is taken.

    Consistency after Pollock's and CleverCSV's lesson: most rows of one width, wide rather than narrow, cells that look like values.
    """
    sample = _sampled(lines)
    text = "".join(sample)
    told = delimiter is not None
    quotes = [quote for quote in QUOTES if quote == '"' or _wraps(text, quote, delimiter)]
    usual = [delimiter] if delimiter else [sign for sign in DELIMITERS if sign in text]
    if not sample:
        return Signs(delimiter or ",")
    best = max(((_score(sample, sign, quote), -i, sign, quote) for i, (sign, quote) in enumerate(_pairs(usual, quotes))), default=None)
    if not told and (best is None or best[0] < _WEAK):
        best = max([best or (0.0, 0, ",", '"'), *_unusual(sample, text, quotes)])
    sign, quote = (best[2], best[3]) if best and (told or best[0] > 0) else (",", '"')
    escape = _escape(sample, sign, quote)
    return Signs(sign + " " * _takes_blank(text, sign, quote), quote, escape, sign == "|" and _framed(sample))


def _sampled(lines: Sequence[str]) -> list[str]:
    """The first lines, blank ones left out: enough to tell, never so many that it takes long."""
    sample, size = list[str](), 0
    for line in lines:
        if line.strip():
            sample.append(line)
            size += len(line)
        if len(sample) >= _LINES or (size > _CHARACTERS and len(sample) >= 8):
            break
    return sample


def _pairs(delimiters: Sequence[str], quotes: Sequence[str]) -> list[tuple[str, str]]:
    return [(delimiter, quote) for quote in quotes for delimiter in delimiters]


def _wraps(text: str, quote: str, delimiter: str | None) -> bool:
    """Whether a quote character stands around whole cells somewhere."""
    signs = re.escape(delimiter or "".join(DELIMITERS))
    return re.search(rf"(?:^|[{signs}] ?){quote}[^{quote}\n]*{quote}(?:[{signs}]|\s*$)", text, re.MULTILINE) is not None


def _unusual(sample: list[str], text: str, quotes: Sequence[str]) -> list[tuple[float, int, str, str]]:
    """Scores of a blank and of rare signs as delimiters, as far as the text proves them."""
    found = []
    for i, sign in enumerate(RARE):
        counts = {line.count(sign) for line in sample}
        if sign in text and len(sample) > 1 and len(counts) == 1 and looks_like_table(sample, sign):
            found.append((_score(sample, sign, '"'), -100 - i, sign, '"'))
    for quote in quotes:
        if looks_like_table(sample, " ", quote):
            found.append((_score(sample, " ", quote), -200, " ", quote))
    return found


def looks_like_table(sample: list[str], sign: str, quote: str = '"') -> bool:
    """
    Whether lines cut at a sign give at least three columns, or two, and values in them that the whole lines are not.

    >>> looks_like_table(["a b c", "1 2 3"], " "), looks_like_table(["when", "2024-01-01 10:00"], " ")
    (True, False)
    """
    cutter = Cutter(sign, quote)
    rows = [cutter.pieces(line).cells for line in sample]
    cells = list(chain.from_iterable(rows))
    least = 3 if sign in " :" else 2
    whole = sum(1 for line in sample if kind_of(line) in ("date", "time") or isinstance(parse_amount(line), Decimal))
    if min(map(len, rows)) < least or whole * 2 >= len(sample):
        return False
    return sign not in " :" or sum(map(looks_typed, cells)) >= 0.2 * len(cells)


def _score(lines: list[str], delimiter: str, quote: str) -> float:
    rows = [row for batch in records(iter(["".join(lines)]), delimiter, quote, 1) for row in batch.rows if any(row)]
    widths = Counter(len(row) for row in rows)
    # Of several usual widths the wider one is the table, the narrower ones are titles and notes.
    width, often = max(widths.items(), key=lambda item: (item[1] * (1 - 1 / item[0]), item[0]), default=(1, 0))
    if width < 2:
        return 0.0
    cells = Counter(chain.from_iterable(rows))
    total = cells.total()
    typed = sum(n for cell, n in cells.items() if not cell or looks_typed(cell)) / total
    soiled = sum(n for cell, n in cells.items() if cell.strip()[:1] in QUOTES or cell[-1:] in QUOTES) / total if quote in QUOTES else 0
    return float((often / len(rows)) ** 2 * (1 - 1 / width) * (0.3 + typed) * (1 - soiled))


def _escape(sample: list[str], delimiter: str, quote: str) -> str:
    r"""A backslash when fewer lines have their quotes out of place once it escapes them."""
    marked = [line for line in sample if "\\" + quote in line]
    cutter = Cutter(delimiter, quote)
    wrong = sum(1 for line in marked if cutter.quickly([line]) is None)
    better = sum(1 for line in marked if cutter.quickly([plain_text(line, Signs(delimiter, quote, "\\"))]) is None)
    return "\\" if better < wrong else ""


def _framed(sample: list[str]) -> bool:
    """Whether nearly all lines with bars in them begin and end with one."""
    lines = [line.strip() for line in sample if "|" in line]
    return sum(1 for line in lines if len(line) > 1 and line[0] == line[-1] == "|") >= 0.9 * len(lines) > 1


def _takes_blank(text: str, delimiter: str, quote: str) -> bool:
    """Whether a blank follows the delimiter as part of it: before quotes, or always and before text."""
    if delimiter not in ",;":
        return False
    sign = re.escape(delimiter)
    before_quotes = len(re.findall(rf"{sign} +{quote}[^\r\n]{{0,{_QUOTED}}}?{quote} *(?:{sign}|[\r\n]|$)", text, re.MULTILINE))
    if before_quotes:
        return before_quotes > text.count(delimiter + quote)
    after = re.findall(rf"{sign}( ?)([^{sign}\n]*)", text)
    spaced = [cell for blank, cell in after if blank or not cell.strip()]
    return len(after) > 3 and len(spaced) == len(after) and sum(map(looks_typed, spaced)) < 0.8 * len(spaced)
