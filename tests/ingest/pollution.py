"""One clean table and many files that hold it with one thing wrong: the classes of the Pollock benchmark, made from our own table."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

LABELS = ["order", "day", "hour", "customer", "city", "units", "amount", "note", "page", "remark"]
ASIDE = ("preamble", "blank_row", "footnote", "second_table", "repeated_header", "continued")
"""Repairs for lines that are no data."""
_FIRST = ("Nord", "Süd", "Atlas", "Borealis", "Delta", "Kirsch & Sohn", "華東貿易", "Quince", "Mill Lane", "Old Harbour")
_LAST = ("AG", "Ltd", "Trading", "Works", "of London", "GmbH & Co", "有限公司", "Partners")
_CITIES = ("Berlin", "York", "上海", "Lyon", "Graz")
_NOTES = (
    "deliver to the back door, ring twice",
    'wants the 24" frame, not the 20" one',
    "paid in two parts; the second part is due in May",
    "the customer's own transport",
    "fragile, do not stack, keep dry",
)


@dataclass(frozen=True)
class Polluted:
    """A file and the table that should be read from it; ``labels`` is empty where the file has no header."""

    name: str
    content: bytes
    labels: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table(count: int = 60, seed: int = 7) -> list[list[str]]:
    """Rows of ten columns: a code, a day, a time, two texts, two numbers, a text with commas and quotes, a link, and nothing."""
    draw = random.Random(seed)
    return [
        [
            f"K{1000 + i}-{draw.choice('ABCDE')}",
            f"2024-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
            f"{draw.randint(7, 19):02d}:{draw.choice(('00', '15', '30', '45'))}",
            f"{draw.choice(_FIRST)} {draw.choice(_LAST)}",
            draw.choice(_CITIES),
            str(draw.randint(1, 40)),
            f"€{draw.randint(5, 900)}.{draw.randint(10, 99)}",
            draw.choice(_NOTES),
            f"https://shop.example/{i}",
            "",
        ]
        for i in range(count)
    ]


def line(cells: list[str], delimiter: str = ",", quote: str = '"', escape: str = "", always: tuple[int, ...] = (7,)) -> str:
    """One record; cells that need it and those of the ``always`` columns stand in quotes."""
    return delimiter.join(_quoted(cell, delimiter, quote, escape, i in always) for i, cell in enumerate(cells))


def _quoted(cell: str, delimiter: str, quote: str, escape: str, always: bool) -> str:
    if not always and not any(sign in cell for sign in (delimiter.strip() or delimiter, quote, "\n")):
        return cell
    return quote + cell.replace(quote, (escape or quote) + quote) + quote


def file(name: str, lines: list[str], rows: list[list[str]], labels: list[str] | None = LABELS, end: str = "\n") -> Polluted:
    """A polluted file of these lines."""
    return Polluted(name, (end.join(lines) + end).encode(), tuple(labels or ()), tuple(map(tuple, rows)))


def dialects() -> Iterator[Polluted]:
    """Delimiters, quotes, escapes and line ends."""
    rows = table()
    for sign in (",", ";", "\t", "|", "，", ", ", "; ", "~", "^"):
        yield file(f"delimiter {sign!r}", [line(row, sign) for row in (LABELS, *rows)], rows)
    quoted = tuple(range(len(LABELS)))
    yield file("delimiter ' '", [line(row, " ", always=quoted) for row in (LABELS, *rows)], rows)
    single = [[cell.replace("'", "") for cell in row] for row in rows]
    yield file("quote '", [line(row, quote="'", always=quoted) for row in (LABELS, *single)], single)
    yield file("escape \\", [line(row, escape="\\") for row in (LABELS, *rows)], rows)
    yield file("escape \\0", [line(row, escape="\0") for row in (LABELS, *rows)], rows)
    for name, end in (("LF", "\n"), ("CRLF", "\r\n"), ("CR", "\r")):
        yield file(f"line end {name}", [line(row) for row in (LABELS, *rows)], rows, end=end)
    mixed = "".join(line(row) + ("\n", "\r\n", "\r")[i % 3] for i, row in enumerate((LABELS, *rows)))
    yield Polluted("line ends mixed", mixed.encode(), tuple(LABELS), tuple(map(tuple, rows)))
    yield Polluted(
        "no line end at the end", "\n".join(line(row) for row in (LABELS, *rows)).encode(), tuple(LABELS), tuple(map(tuple, rows))
    )


def structures() -> Iterator[Polluted]:
    """Preambles, headers of several rows or none, footnotes, further tables."""
    rows = table()
    lines = [line(row) for row in (LABELS, *rows)]
    for count in (1, 3, 10, 30):
        titles = [("Sales of the year", "Printed by the office", "Area: all; status, open")[i % 3] for i in range(count)]
        yield file(f"preamble of {count}", [*titles, *lines], rows)
        yield file(f"preamble of {count}, padded", [*(f'"{title}"' + "," * 9 for title in titles), "," * 9, *lines], rows)
    for count in (2, 3):
        labels = [" ".join([label] * count) for label in LABELS]
        yield file(f"header of {count} rows", [lines[0]] * (count - 1) + lines, rows, labels)
    merged = ["Order", "", "", "Customer", "", "Value", "", "", "", ""]
    labels = [f"{('Order', 'Customer', 'Value')[(i > 2) + (i > 4)]} {label}" for i, label in enumerate(LABELS)]
    yield file("merged header", [line(merged, always=()), *lines], rows, labels)
    yield file("no header", lines[1:], rows, None)
    yield file("header alone", lines[:1], [])
    yield file("one row", lines[:2], rows[:1])
    yield file("footnotes", [*lines, "", "Source: the order book", "* provisional"], rows)
    yield file(
        "footnotes, padded", [*lines, "," * 9, "Amounts without tax, as agreed with the customer in the yearly talks" + "," * 7], rows
    )
    yield file("blank rows", [lines[0], "", *lines[1:9], "", "," * 9, *lines[9:], "", ""], rows)
    for name, width in (("narrower", 8), ("same", 10), ("wider", 12)):
        second = [[*row, "x", "y"][:width] for row in (LABELS, *rows)]
        yield file(f"second table, {name}", [*lines, *map(line, second)], rows)
    other = ["name,age,town,street", "Ann,30,York,Mill Lane", "Bob,41,Graz,Ring"]
    yield file("another table below", [*lines, "", *other], rows)
    yield file("another table with a title", [*lines, "", "Our people", *other], rows)


def broken_rows(step: int = 4) -> Iterator[Polluted]:
    """One row with a separator too many or too few, a stray quote, or another delimiter."""
    rows = table()
    lines = [line(row) for row in (LABELS, *rows)]
    for at in range(1, len(rows) + 1, step):
        row = rows[at - 1]
        cells = [line([cell], always=(0,) if i == 7 else ()) for i, cell in enumerate(row)]
        for column in range(1, len(row)):
            yield _with(f"row {at}: separator too many at {column}", lines, at, ",".join([*cells[:column], "", *cells[column:]]), rows)
        for column in (1, 2, 3, 6, 7, 8, 9):
            joined = ",".join([*cells[: column - 1], cells[column - 1] + cells[column], *cells[column + 1 :]])
            yield _with(f"row {at}: separator missing at {column}", lines, at, joined, rows)
        for column in range(len(row)):
            stray = ",".join('"' + cell if i == column else cell for i, cell in enumerate(cells))
            told = [[*other] for other in rows]
            told[at - 1][column] = '"' + told[at - 1][column]
            yield _with(f"row {at}: stray quote at {column}", lines, at, stray, told)
        for sign in (";", "\t", "|", " "):
            yield _with(f"row {at}: delimiter {sign!r}", lines, at, line(row, sign), rows)


def _with(name: str, lines: list[str], at: int, changed: str, rows: list[list[str]]) -> Polluted:
    return file(name, [*lines[:at], changed, *lines[at + 1 :]], rows)


def written(rows: list[list[str]], **dialect: object) -> str:
    """Rows as the csv module writes them."""
    out = io.StringIO(newline="")
    csv.writer(out, **dialect).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()
