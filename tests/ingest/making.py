"""Workbooks and archives made on the spot, well formed or not."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

_CELLS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{_RELATIONS}"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/></Types>'
)
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"


def zipped(parts: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def xlsx(write: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    """A workbook as xlsxwriter writes it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    write(book)
    book.close()
    return buffer.getvalue()


def table(rows: list[list[object]], name: str = "Data") -> Callable[[xlsxwriter.Workbook], None]:
    """Writes rows into one sheet."""

    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)

    return write


def stored(content: bytes) -> bytes:
    """The same archive without compression and checksums that fit, so that damage reaches its readers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({part.filename: archive.read(part) for part in archive.infolist()}, zipfile.ZIP_STORED)


def raw_xlsx(sheet: bytes | str, shared: bytes | str = "", extra: dict[str, bytes | str] | None = None) -> bytes:
    """A workbook of one sheet whose XML is given as it is."""
    return zipped(xlsx_parts(sheet, shared) | (extra or {}))


def xlsx_parts(sheet: bytes | str, shared: bytes | str = "") -> dict[str, bytes | str]:
    """The parts of such a workbook."""
    sheets = '<sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets>'
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_CELLS}" xmlns:r="{_RELATION}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml", "sharedStrings.xml"),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": shared or f'<sst xmlns="{_CELLS}" count="0" uniqueCount="0"/>',
    }


def _relations(kind: str, *targets: str) -> str:
    kinds = ["sharedStrings" if target.startswith("shared") else kind for target in targets]
    links = [f'<Relationship Id="r{i}" Type="{_RELATION}/{kinds[i - 1]}" Target="{to}"/>' for i, to in enumerate(targets, 1)]
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>'


def xlsb(sheets: dict[str, list[list[object]]]) -> bytes:
    """A binary workbook with these sheets; a cell that is None is an error (#DIV/0!)."""
    names = b"".join(_record(156, struct.pack("<2I", 0, i) + _wide(f"r{i}") + _wide(name)) for i, name in enumerate(sheets, 1))
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "xl/workbook.bin": _record(131) + _record(143) + names + _record(144) + _record(132),
        "xl/_rels/workbook.bin.rels": _relations("worksheet", *(f"worksheets/sheet{i}.bin" for i in range(1, len(sheets) + 1))),
    }
    for i, rows in enumerate(sheets.values(), 1):
        cells = b"".join(
            _record(0, struct.pack("<I13x", r)) + b"".join(map(_binary_cell, range(len(row)), row)) for r, row in enumerate(rows)
        )
        size = _record(148, struct.pack("<4I", 0, max(len(rows) - 1, 0), 0, 0))
        parts[f"xl/worksheets/sheet{i}.bin"] = _record(129) + size + _record(145) + cells + _record(146) + _record(130)
    return zipped(parts)


def _binary_cell(column: int, value: object) -> bytes:
    place = struct.pack("<2I", column, 0)
    if value is None:
        return _record(3, place + b"\x07")
    return _record(6, place + _wide(value)) if isinstance(value, str) else _record(5, place + struct.pack("<d", value))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, content: bytes = b"") -> bytes:
    first = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    return first + (bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])) + content


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    """The XML of a sheet with these rows."""
    return f'<worksheet xmlns="{_CELLS}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def ods(tables: str, extra: dict[str, bytes | str] | None = None) -> bytes:
    """An OpenDocument workbook with these tables as XML."""
    spaces = "".join(f' xmlns:{name}="{_OPEN}{name}:1.0"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f"<office:document-content{spaces}>{body}</office:document-content>"
    entry = '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    manifest = f'<m:manifest xmlns:m="{_OPEN}manifest:1.0">{entry}</m:manifest>'
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": manifest, "content.xml": content}
    return zipped(parts | (extra or {}))


def ods_row(*cells: object, attributes: str = "") -> str:
    """A row of texts and numbers; a text that begins with "<" is a cell in XML already."""
    made = [cell if isinstance(cell, str) and cell.startswith("<") else ods_cell(cell) for cell in cells]
    return f"<table:table-row {attributes}>{''.join(made)}</table:table-row>"


def ods_cell(value: object, attributes: str = "") -> str:
    """A cell with a text or a number."""
    kind = 'office:value-type="string"' if isinstance(value, str) else f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind} {attributes}><text:p>{value}</text:p></table:table-cell>"


def written(folder: Path, content: bytes, name: str = "file.xlsx") -> Path:
    """The bytes as a file."""
    path = folder / name
    path.write_bytes(content)
    return path


def xml_book(rows: str, before: str = "", name: str = "Data") -> bytes:
    """An XML spreadsheet of 2003 with these rows, ``before`` it what XML allows there."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    sheet = f'<Worksheet ss:Name="{name}"><Table>{rows}</Table></Worksheet>'
    return f'<?xml version="1.0"?>{before}<Workbook xmlns="{space}" xmlns:ss="{space}">{sheet}</Workbook>'.encode()
