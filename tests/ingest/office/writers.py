"""From the sheet to bytes: delimited text, Excel, what Excel calls .xls but is HTML or text, and a zip."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import xlsxwriter

from tests.ingest.office.draft import Cell, Draft
from tests.ingest.office.values import TO_TRADITIONAL

Plan = Mapping[str, str]

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "comma_wide": "，", "comma_blank": ", ", "sep_line": ";"}
ENDS = {"crlf": "\r\n", "lf": "\n", "cr": "\r", "no_last": "\r\n"}
CODECS = {"gb18030_rare": "gb18030", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}
MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
SUFFIXES = {"csv": ".csv", "txt": ".txt", "xlsx": ".xlsx", "xls_html": ".xls", "xls_tsv": ".xls", "zip_csv": ".zip"}
ERRORS = frozenset({"#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NAME?"})
FIXED = (1980, 1, 1, 0, 0, 0)


def write(made: Draft, plan: Plan, rng: Random) -> bytes:
    """The bytes of the sheet in the container of the plan; text the encoding cannot hold raises UnicodeEncodeError."""
    container = plan["container"]
    if container == "xlsx":
        return workbook(made, plan)
    if container == "xls_html":
        return encoded(webpage(made, plan), plan)
    text = encoded(delimited(made, plan, rng), plan)
    return zipped(text) if container == "zip_csv" else text


def encoded(text: str, plan: Plan) -> bytes:
    """The text in the encoding of the plan, with its mark."""
    encoding = plan["encoding"]
    if encoding == "big5":
        text = text.translate(TO_TRADITIONAL)
    return MARKS.get(encoding, b"") + text.encode(CODECS.get(encoding, encoding))


def grid(made: Draft) -> list[list[str]]:
    """Everything on the sheet as text, row by row."""
    return [*made.above, *made.header, *([c.text for c in row.cells] for row in made.rows), *made.below]


def delimited(made: Draft, plan: Plan, rng: Random) -> str:
    """The sheet as delimited text."""
    delimiter = "\t" if plan["container"] in {"xls_tsv"} else DELIMITERS[plan["delimiter"]]
    body = range(len(made.above) + len(made.header), len(made.above) + len(made.header) + len(made.rows))
    lines = ["sep=;"] if plan["delimiter"] == "sep_line" else []
    for at, row in enumerate(grid(made)):
        cells = [_quoted(cell, delimiter, plan["quoting"] == "all") for cell in row]
        padded = cells + [""] * (made.width - len(cells)) if rng.random() < 0.9 or at in body else cells
        if at in body and plan["noise"] == "short_rows":
            padded = _shortened(padded)
        if at in body and plan["noise"] == "long_rows" and rng.random() < 0.4:
            padded = [*padded, ""]
        lines.append(delimiter.join(padded))
    return _joined(lines, plan["ends"], rng)


def _shortened(cells: list[str]) -> list[str]:
    while len(cells) > 1 and not cells[-1]:
        cells = cells[:-1]
    return cells


def _quoted(cell: str, delimiter: str, always: bool) -> str:
    if always or any(sign in cell for sign in (delimiter, delimiter.strip() or delimiter, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _joined(lines: list[str], ends: str, rng: Random) -> str:
    if ends == "mixed":
        return "".join(line + rng.choice(("\r\n", "\n")) for line in lines)
    made = ENDS[ends].join(lines)
    return made if ends == "no_last" else made + ENDS[ends]


def zipped(data: bytes) -> bytes:
    """A zip with one file in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("销售导出.csv", FIXED), data)
    return out.getvalue()


def webpage(made: Draft, plan: Plan) -> str:
    """A table of HTML, as systems hand out for Excel."""
    charset = {"gbk": "gb2312", "gb18030_rare": "gb18030", "utf-8-sig": "utf-8"}.get(plan["encoding"], plan["encoding"])
    lines = [
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>',
        f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">',
        "<style>td{mso-number-format:'\\@';}</style></head><body><table border=1>",
    ]
    for row in made.above:
        lines.append(_html_row([*row, *[""] * (0 if len(row) == 1 else made.width - len(row))], "td", made.width if len(row) == 1 else 1))
    lines += [_html_row(row, "th") for row in made.header]
    lines += [_html_row([c.text for c in row.cells], "td") for row in made.rows]
    lines += [_html_row(row, "td", made.width if len(row) == 1 else 1) for row in made.below]
    return "\r\n".join([*lines, "</table></body></html>"])


def _html_row(cells: list[str], tag: str, span: int = 1) -> str:
    spanned = f' colspan="{span}"' if span > 1 else ""
    return (
        "<tr>"
        + "".join(f"<{tag}{spanned}>{html.escape(c, quote=False).replace(chr(10), '<br>') or '&nbsp;'}</{tag}>" for c in cells)
        + "</tr>"
    )


def workbook(made: Draft, plan: Plan) -> bytes:
    """An Excel file, with what the plan asks: real days, formulas, merges, more sheets."""
    out, form = io.BytesIO(), plan["sheet"]
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": form == "dates_1904", "strings_to_numbers": False})
    book.set_properties({"created": datetime(2024, 12, 31, tzinfo=UTC).replace(tzinfo=None)})
    if form == "cover":
        book.add_worksheet("封面").write_string(1, 1, "2024年度销售报表")
    sheet = book.add_worksheet("数据")
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    _fill(book, sheet, made, plan, day)
    if form in {"second", "hidden"}:
        notes = book.add_worksheet("说明")
        for at, line in enumerate(("字段说明", "金额为不含运费", "区域代码", "华东", "华南")):
            notes.write_string(at, 0, line)
        if form == "hidden":
            notes.hide()
    book.close()
    return out.getvalue()


def _fill(book: xlsxwriter.Workbook, sheet: object, made: Draft, plan: Plan, day: object) -> None:
    centred = book.add_format({"align": "center", "bold": True})
    for at, row in enumerate(made.above):
        if len(row) == 1 and at == 0 and made.width > 1:
            sheet.merge_range(at, 0, at, made.width - 1, row[0], centred)
        else:
            _strings(sheet, at, row)
    top = len(made.above)
    for number, row in enumerate(made.header):
        _strings(sheet, top + number, row)
    _merge_header(sheet, made, top, centred)
    body = top + len(made.header)
    for number, row in enumerate(made.rows):
        for place, cell in enumerate(row.cells):
            _cell(sheet, body + number, place, cell, plan, day)
    for first, left, last, right in made.merges:
        sheet.merge_range(body + first, left, body + last, right, made.rows[first].cells[left].text, centred)
    for number, row in enumerate(made.below):
        _strings(sheet, body + len(made.rows) + number, row)


def _strings(sheet: object, at: int, row: list[str]) -> None:
    for place, cell in enumerate(row):
        if cell:
            sheet.write_string(at, place, cell)


def _merge_header(sheet: object, made: Draft, top: int, form: object) -> None:
    if len(made.header) != 2:
        return
    upper, lower = made.header
    for place, label in enumerate(upper):
        until = next((at for at in range(place + 1, made.width) if upper[at] or not lower[at]), made.width) - 1
        if label and not lower[place]:
            sheet.merge_range(top, place, top + 1, place, label, form)
        elif label and until > place:
            sheet.merge_range(top, place, top, until, label, form)


def _cell(sheet: object, row: int, column: int, cell: Cell, plan: Plan, day: object) -> None:
    if cell.text in ERRORS:
        sheet.write_formula(row, column, "=1/0", None, cell.text)
    elif isinstance(cell.native, date) and plan["sheet"] in {"real_dates", "dates_1904"}:
        sheet.write_datetime(row, column, datetime(cell.native.year, cell.native.month, cell.native.day), day)
    elif isinstance(cell.native, Decimal) and plan["sheet"] == "formulas":
        sheet.write_formula(row, column, f"={cell.native}*1", None, float(cell.native))
    elif isinstance(cell.native, Decimal) and plan["sheet"] != "numbers_as_text":
        sheet.write_number(row, column, float(cell.native))
    elif cell.text:
        sheet.write_string(row, column, cell.text)
