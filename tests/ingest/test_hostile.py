"""Files that would harm: refused before they can, or read without harm (the ids are those of the catalogue)."""

from __future__ import annotations

import resource
import time
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from kam_core.errors import KamError, LoadError, TooLarge, UnreadableFile
from kam_core.ingest import read_table
from tests.ingest.making import ods, ods_cell, ods_row, raw_xlsx, sheet_xml, table, written, xlsx, xlsx_parts, xml_book, zipped

BIG = 30_000_000


def cell(place: str, value: str = "<v>1</v>") -> str:
    return f'<c r="{place}">{value}</c>'


def kinds(path: Path) -> dict[str, str]:
    return {repair.kind: repair.detail for repair in read_table(path).repairs}


def refused(path: Path, error: type[KamError], match: str, seconds: float = 2.0) -> None:
    """The file is refused in words, quickly and with little memory."""
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(error, match=match):
        read_table(path)
    assert time.process_time() - started < seconds
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_a_part_that_swells_is_refused(tmp_path: Path) -> None:
    """B01: 30 MB of zeros in 30 KB, in a workbook, in a zip of one table, in a gzip."""
    import gzip

    refused(written(tmp_path, raw_xlsx(sheet_xml(""), extra={"xl/media/image1.png": bytes(BIG)})), TooLarge, "unpacked file is too large")
    refused(written(tmp_path, zipped({"a.csv": bytes(BIG)}), "a.zip"), TooLarge, "unpacked file is too large: .* : 1")
    refused(written(tmp_path, gzip.compress(bytes(BIG)), "a.csv.gz"), TooLarge, "unpacked file is too large")


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """B01: the directory says 1,000 bytes, the content unpacks to 30 MB; readers that trust the content would fill the memory."""
    content = bytearray(raw_xlsx(sheet_xml(""), shared=b"<sst/>" + b" " * BIG))
    with zipfile.ZipFile(written(tmp_path, bytes(content))) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size
    content = content.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

    refused(written(tmp_path, bytes(content)), TooLarge, "unpacked file is too large")


def test_a_monstrous_shared_text_is_refused(tmp_path: Path) -> None:
    """B02: a text of 30 MB in 30 KB."""
    shared = "<sst><si><t>" + "A" * BIG + "</t></si></sst>"

    refused(written(tmp_path, raw_xlsx(sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), shared)), TooLarge, "unpacked file")


@pytest.mark.parametrize(
    "names", [("xl/worksheets/Sheet1.XML",), ("xl/elsewhere/SHEET1.xml",), ("xl/worksheets/sheet1.xml", "XL/worksheets/sheet1.xml")]
)
def test_a_sheet_under_another_name_is_measured_too(tmp_path: Path, names: tuple[str, ...]) -> None:
    """B03: readers ignore case and follow the index: so does what measures; two parts of one name are no workbook."""
    parts = xlsx_parts(sheet_xml(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'))
    parts |= dict.fromkeys(names, parts.pop("xl/worksheets/sheet1.xml"))
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = str(parts[links]).replace("worksheets/sheet1.xml", names[0].removeprefix("xl/").lower())

    refused(written(tmp_path, zipped(parts)), LoadError, "stray cells|damaged")


@pytest.mark.parametrize(
    "place", ['r="XFD1048576"', "r='XFD1048576'", 'r = "XFD1048576"', 'r="xfd1048576"', 'r=" XFD1048576"', 's="1"\nr="XFD1048576"'],
)  # fmt: skip
def test_one_stray_cell_at_the_far_corner_is_refused(tmp_path: Path, place: str) -> None:
    """B03: a reader would lay out 17 thousand million cells (549 GB) and take the process down; however the place is written."""
    rows = f'<row r="1">{cell("A1")}</row><row r="1048576"><c {place}><v>1</v></c></row>'

    refused(written(tmp_path, raw_xlsx(sheet_xml(rows))), TooLarge, "Delete the stray cells", seconds=1)


def test_empty_cells_far_away_do_no_harm(tmp_path: Path) -> None:
    """B03: a format on a far corner, as many workbooks have it, is no cell."""
    rows = f'<row r="1">{cell("A1")}{cell("B1")}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>'

    assert read_table(written(tmp_path, raw_xlsx(sheet_xml(rows)))).frame.shape == (1, 2)


def test_repeated_cells_of_an_open_document_are_counted(tmp_path: Path) -> None:
    """B03: a cell repeated over all columns in a row repeated a million times is written in 200 bytes."""
    many = ods_row(ods_cell("x", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048576"')

    refused(written(tmp_path, ods(f'<table:table table:name="a">{many}</table:table>'), "a.ods"), TooLarge, "Delete the stray cells")


def test_old_excel_files_that_lie_are_refused(tmp_path: Path) -> None:
    """B03: a cell in row 65,000 and column 65,000, a table of texts that announces two thousand million of them, sectors in a circle."""
    content = (Path(__file__).parent / "files" / "sheets.xls").read_bytes()
    number = content.index(b"\x03\x02\x0e\x00")
    strings = content.index(b"\xfc\x00")
    far = bytearray(content)
    far[number + 4 : number + 8] = b"\xf0\xff\xf0\xff"
    many = bytearray(content)
    many[strings + 8 : strings + 12] = b"\xff\xff\xff\x7f"
    circle = bytearray(content)
    table_of_sectors = (int.from_bytes(content[0x4C:0x50], "little") + 1) * 512
    circle[table_of_sectors + 8 : table_of_sectors + 12] = (2).to_bytes(4, "little")

    for made in (far, many, circle):
        refused(written(tmp_path, bytes(made), "a.xls"), UnreadableFile, "damaged old Excel file")


def test_a_lying_dimension_hides_no_rows(tmp_path: Path) -> None:
    """B04: the sheet says A1:B2 and holds 300 rows."""
    rows = "".join(f'<row r="{i}">{cell(f"A{i}", f"<v>{i}</v>")}{cell(f"B{i}")}</row>' for i in range(1, 301))

    assert len(read_table(written(tmp_path, raw_xlsx(sheet_xml(rows, before='<dimension ref="A1:B2"/>')))).frame) == 300


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize(
    "types",
    [
        '<!DOCTYPE a [<!ENTITY b "' + "ha" * 10 + '"><!ENTITY c "' + "&b;" * 10 + '"><!ENTITY d "' + "&c;" * 10 + '">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
    ids=["laughs", "file"],
)  # fmt: skip
def test_document_types_in_xml_are_refused(tmp_path: Path, part: str, types: str) -> None:
    """B05 and B06: entities that multiply, or that read files of this computer, in any part."""
    parts = xlsx_parts(sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'))
    parts[part] = f'<?xml version="1.0"?>{types}' + str(parts[part])

    refused(written(tmp_path, zipped(parts)), UnreadableFile, "document type")


def test_document_types_in_open_documents_and_xml_spreadsheets_are_refused(tmp_path: Path) -> None:
    """B05 and B06: there too."""
    entity = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    page = xml_book("<Row><Cell><Data>&b;</Data></Cell></Row>", before=entity)

    refused(written(tmp_path, ods("", {"content.xml": f"{entity}<a>&b;</a>"}), "a.ods"), UnreadableFile, "document type")
    refused(written(tmp_path, page, "a.xls"), UnreadableFile, "document type")


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:/evil.csv", "..\\evil.csv"])
def test_names_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    """B07: nothing is ever written by such a name, and the archive is not trusted."""
    refused(written(tmp_path, zipped({name: "a,b\n1,2\n"}), "a.zip"), UnreadableFile, "lead outside")


def test_links_in_an_archive_are_refused(tmp_path: Path) -> None:
    """B07: an entry that is a link to a file of this computer."""
    link = zipfile.ZipInfo("table.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")

    refused(tmp_path / "a.zip", UnreadableFile, "lead outside")


def test_ten_thousand_entries_are_refused(tmp_path: Path) -> None:
    """B08: a workbook has dozens of parts."""
    refused(written(tmp_path, zipped({f"p{i}": "" for i in range(10_000)}), "a.zip"), TooLarge, "number of parts")


def test_active_content_is_ignored_and_told(tmp_path: Path) -> None:
    """B09: macros, links to other files (DDE among them), embedded objects are never read; the table is."""
    extra = {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": "<ddeLink/>", "xl/embeddings/oleObject1.bin": b"x"}
    rows = f'<row r="1">{cell("A1")}{cell("B1")}</row>'
    read = read_table(written(tmp_path, raw_xlsx(sheet_xml(rows), extra=extra)))

    assert read.frame.shape == (1, 2)
    assert [repair.detail for repair in read.repairs if repair.kind == "active_content"] == [
        "macros",
        "links to other files",
        "embedded objects",
    ]


def test_five_hundred_sheets_with_odd_names(tmp_path: Path) -> None:
    """B10: the first with content is read, the others are told, not one by one without end."""

    def write(book: object) -> None:
        for i in range(500):
            book.add_worksheet(f"a\"b'c&<{i}").write_row(0, 0, ["name", "amount"])

    read = read_table(written(tmp_path, xlsx(write)))
    told = [repair for repair in read.repairs if repair.kind == "sheet_not_read"]

    assert read.dialect.sheet == "a\"b'c&<0"
    assert sum(repair.count for repair in told) == 499
    assert len(told) < 100


def test_a_truncated_archive_and_a_wrong_checksum_are_told(tmp_path: Path) -> None:
    """B11: as damage, whatever the reader says."""
    content = xlsx(table([["name", "amount"], *(["x", i] for i in range(500))]))
    with zipfile.ZipFile(written(tmp_path, content)) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    flipped = bytearray(content)
    flipped[at + 200] ^= 0xFF

    for made in (content[:200], content[: len(content) // 2], content[:-30], bytes(flipped)):
        refused(written(tmp_path, made), UnreadableFile, "damaged")


def test_names_with_what_nobody_sees(tmp_path: Path) -> None:
    """A19: zero bytes, terminal codes, direction marks, zero widths leave the names; in the cells they are counted."""
    content = "na\u200bme\u202e,am\x1b[31mount\x00\nA\u202eB,1\nC\u200dD,2\n"
    path = written(tmp_path, content.encode(), "a.csv")
    read = read_table(path)

    assert read.names == ("name", "am[31mount")
    assert {"hidden_characters": 5, "zero_characters": 1}.items() <= {r.kind: r.count for r in read.repairs}.items()
    assert kinds(written(tmp_path, xlsx(table([["name", "amount"], ["A\u202eB", 1]])))).keys() >= {"hidden_characters"}


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    """A28: by its size, before a byte of it is read."""
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(1_000_000_001)

    refused(path, TooLarge, "1,000,000,001 bytes", seconds=0.1)


def test_fifty_thousand_columns_are_refused(tmp_path: Path) -> None:
    """A29: as text, workbook and page, in less than a second each."""
    line = ",".join(f"c{i}" for i in range(50_000))
    page = "<table><tr>" + "<td>x</td>" * 50_000 + "</tr></table>"
    rows = "".join(f'<row r="{r}">' + "".join(f'<c r="{letter}{r}"><v>1</v></c>' for letter in ("A", "XFA")) + "</row>" for r in (1, 2, 3))

    refused(written(tmp_path, f"{line}\n{line}\n".encode(), "a.csv"), TooLarge, "columns", seconds=1)
    refused(written(tmp_path, page.encode(), "a.xls"), TooLarge, "cells|columns", seconds=1)
    refused(written(tmp_path, raw_xlsx(sheet_xml(rows))), TooLarge, "columns|stray", seconds=1)


def test_a_cell_of_many_megabytes_is_refused(tmp_path: Path) -> None:
    """A30: as text and in a sheet."""
    import random

    long = random.Random(1).randbytes(8_400_000).hex()
    shared = f"<sst><si><t>{long[:1_000_001]}</t></si></sst>"
    rows = f'<row r="1">{cell("B1")}<c r="A1" t="s"><v>0</v></c></row>'

    refused(written(tmp_path, f"a,b\n{long},1\n".encode(), "a.csv"), TooLarge, "One line")
    refused(written(tmp_path, raw_xlsx(sheet_xml(rows), shared)), TooLarge, "One cell")


def test_broken_markup_costs_no_quadratic_time(tmp_path: Path) -> None:
    """A page of half-open tags and comments is read in time that grows with its size."""
    for piece in ("<a ", "<!--", "<a b='", "<td><table>", "</", "<![CDATA["):
        page = "<table><tr><td>x<td>y</table>" + piece * (100_000 // len(piece))
        started = time.process_time()
        with suppress(TooLarge):
            read_table(written(tmp_path, page.encode(), "a.xls"))
        assert time.process_time() - started < 1.5


@pytest.mark.parametrize(
    "piece", ['<c r="A1" t="e"', "<c ", '<c r="A1" t="e"><f>', "<f ", '<row hidden="', "<f><f>", "<aaaaaaaaaaaaaaaaaa:"]
)
def test_broken_sheets_cost_no_quadratic_time(tmp_path: Path, piece: str) -> None:
    """The same of XML: half a million characters of tags that never end."""
    filling = '"e" hidden' + piece * (500_000 // len(piece))
    started = time.process_time()
    with suppress(KamError):
        read_table(written(tmp_path, raw_xlsx(sheet_xml(filling))))

    assert time.process_time() - started < 2


def test_long_lines_and_many_comments_cost_no_quadratic_time(tmp_path: Path) -> None:
    """A line of megabytes with one odd byte at its end; a text that begins like a page and is none."""
    started = time.process_time()
    with suppress(KamError):
        read_table(written(tmp_path, b"a" * 3_000_000 + b"\xe9\n", "a.csv"))
    with suppress(KamError):
        read_table(written(tmp_path, b"<!---->" * 5_000 + b"a,b\n1,2\n", "a.csv"))

    assert time.process_time() - started < 2


def test_no_memory_is_kept_of_what_was_refused(tmp_path: Path) -> None:
    """Refusing a bomb twenty times costs no memory that stays."""
    path = written(tmp_path, zipped({"a.csv": bytes(BIG)}), "a.zip")
    tracemalloc.start()
    for _ in range(20):
        with pytest.raises(TooLarge):
            read_table(path)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 2_000_000
