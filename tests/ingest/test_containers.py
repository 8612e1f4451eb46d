"""Workbooks, pages and archives: which table is taken, what its cells become, and what is said about the rest."""

from __future__ import annotations

import datetime as dt
import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest

from kam_core.errors import EmptyFile, UnreadableFile
from kam_core.ingest import read_table
from kam_core.ingest.files import sheets
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.source import open_source
from kam_core.ingest.table import TableRead
from kam_core.ingest.values.shown import as_text
from tests.ingest.making import ods, ods_cell, ods_row, raw_xlsx, sheet_xml, table, written, xlsb, xlsx, xml_book, zipped

ROWS = [["name", "amount"], ["A", 1], ["B", 2.5]]
XLS = Path(__file__).parent / "files" / "sheets.xls"


def told(read: TableRead, kind: str) -> list[tuple[int | None, str, int]]:
    return [(repair.row, repair.detail, repair.count) for repair in read.repairs if repair.kind == kind]


def listed(read: TableRead) -> list[list[str]]:
    return [list(read.labels), *read.frame.to_numpy().tolist()]


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    """A27: a text called .xlsx, a workbook called .csv, tabs called .xls."""
    wanted = [["name", "amount"], ["A", "1"], ["B", "2.5"]]
    made = {
        "a.xlsx": b"name,amount\nA,1\nB,2.5\n", "b.csv": xlsx(table(ROWS)), "c.xls": b"name\tamount\nA\t1\nB\t2.5\n",
        "d.txt": b"<table><tr><th>name<th>amount<tr><td>A<td>1<tr><td>B<td>2.5</table>",
    }  # fmt: skip

    assert {name: listed(read_table(written(tmp_path, content, name))) for name, content in made.items()} == dict.fromkeys(made, wanted)


def test_cells_of_every_kind(tmp_path: Path) -> None:
    """A24, A25, A32: days of both calendars, shares, truth values, errors, long numbers, numbers as text."""

    def write(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        day, share = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, ["day", "share", "yes", "error", "id", "text", "none"])
        sheet.write_datetime(1, 0, dt.datetime(2024, 3, 5), day)
        sheet.write_number(1, 1, 0.125, share)
        sheet.write_boolean(1, 2, True)
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_number(1, 4, 123456789012345678)
        sheet.write_string(1, 5, "0012")

    wanted = ["2024-03-05", "0.125", "true", "#DIV/0!", "1.234567890123457e+17", "0012", ""]

    assert listed(read_table(written(tmp_path, xlsx(write))))[1] == wanted
    assert listed(read_table(written(tmp_path, xlsx(write, date_1904=True))))[1] == wanted


def test_units_in_number_formats_are_told(tmp_path: Path) -> None:
    """A23: 12.5 shown as 12.5万元 by its format is stored as 12.5; nobody sees that in the numbers."""

    def write(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["name", "amount", "share"])
        sheet.write_row(1, 0, ["A"])
        sheet.write_number(1, 1, 12.5, book.add_format({"num_format": '0.0"万元"'}))
        sheet.write_number(1, 2, 0.5, book.add_format({"num_format": "0.0%"}))

    read = read_table(written(tmp_path, xlsx(write)))

    assert (told(read, "shown_unit"), read.frame["amount"].tolist()) == ([(None, '0.0"万元"', 1)], ["12.5"])


def test_numbers_of_sixteen_digits_show_that_they_lost_some() -> None:
    """A25: Excel keeps 15 digits; such a number is no id any more."""
    assert [as_text(number) for number in (999999999999999.0, 6222021234567890.0, -1e15)] == [
        "999999999999999", "6.222021234567890e+15", "-1.000000000000000e+15",
    ]  # fmt: skip


def test_which_sheet_is_read(tmp_path: Path) -> None:
    """A32: the first shown one with content; the others are told, hidden ones as such; another may be chosen."""

    def write(book: Any) -> None:
        book.add_worksheet("Cover")
        hidden = book.add_worksheet("Secret")
        hidden.write_row(0, 0, ["x", "y"])
        hidden.hide()
        for name in ("Data", "More"):
            book.add_worksheet(name).write_row(0, 0, [name, "amount"])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$A$1:$B$1"})
        book.add_chartsheet("Chart").set_chart(chart)

    path = written(tmp_path, xlsx(write))
    read = read_table(path)

    assert (read.dialect.sheet, [detail for _, detail, _ in told(read, "sheet_not_read")]) == ("Data", ["Cover", "Secret (hidden)", "More"])
    assert read_table(path, sheet="More").labels == ("More", "amount")
    assert [(one.name, one.visible, one.rows, one.columns) for one in sheets.listing(path)] == [
        ("Cover", True, 0, 0), ("Secret", False, 1, 2), ("Data", True, 1, 2), ("More", True, 1, 2),
    ]  # fmt: skip
    with pytest.raises(UnreadableFile, match="it has Cover, Secret, Data, More"):
        read_table(path, sheet="Chart")


def test_hidden_rows_and_columns_and_formulas_without_result_are_told(tmp_path: Path) -> None:
    """A32: a filtered list is read whole, and that is said."""
    row = '<row r="{0}"{1}><c r="A{0}" t="inlineStr"><is><t>x{0}</t></is></c><c r="B{0}">{2}</c></row>'
    rows = row.format(1, "", "<v>1</v>") + row.format(2, ' hidden="1"', "<v>2</v>") + row.format(3, "", "<f>B1+B2</f>")
    made = raw_xlsx(sheet_xml(rows, before='<cols><col min="2" max="3" width="9" hidden="1"/></cols>'))
    read = read_table(written(tmp_path, made))

    assert (len(read.frame), told(read, "hidden_cells"), told(read, "not_calculated")) == (
        3, [(None, "rows", 1), (None, "columns", 2)], [(None, "", 1)],
    )  # fmt: skip


def merged_sheet(book: Any) -> None:
    sheet = book.add_worksheet("Data")
    bold = book.add_format()
    sheet.merge_range("B2:G2", "Sales of the year", bold)
    sheet.merge_range("B3:B4", "region", bold)
    sheet.merge_range("C3:C4", "client", bold)
    sheet.merge_range("D3:E3", "2024年", bold)
    sheet.merge_range("F3:G3", "2025年", bold)
    sheet.write_row("D4", ["Q1", "Q2", "Q1", "Q2"])
    sheet.merge_range("B5:B7", "East", bold)
    sheet.merge_range("G5:G6", 900, bold)
    for at, client in enumerate(("A", "B", "C"), 4):
        sheet.write_row(at, 2, [client, at, at + 1, at + 2])
    sheet.write("G7", 7)


def test_merged_cells(tmp_path: Path) -> None:
    """A12: labels go to the rows and columns they were merged over, the title stays one cell, an amount counts once; all is told."""
    read = read_table(written(tmp_path, xlsx(merged_sheet)))

    assert listed(read) == [
        ["region", "client", "2024年 Q1", "2024年 Q2", "2025年 Q1", "2025年 Q2"],
        ["East", "A", "4", "5", "6", "900"], ["East", "B", "5", "6", "7", ""], ["East", "C", "6", "7", "8", "7"],
    ]  # fmt: skip
    assert [(row, detail) for row, detail, _ in told(read, "preamble")] == [(2, "Sales of the year")]
    assert told(read, "merged_left") == [(5, "900", 1)]
    assert (5, "East", 2) in told(read, "merged_filled")


def test_a_chosen_range(tmp_path: Path) -> None:
    """Only the cells of it, with the row numbers of the sheet; what is no range is refused in words."""
    path = written(tmp_path, xlsx(table([["a", "b", "c"], [1, 2, 3], [4, 5, 6], [7, 8, 9]])))

    assert listed(read_table(path, cells="B1:C3")) == [["b", "c"], ["2", "3"], ["5", "6"]]
    assert listed(read_table(path, cells="$b:$b")) == [["b"], ["2"], ["5"], ["8"]]
    assert [chunk.lines.to_pylist() for chunk in open_source(path, ReadOptions(cells="A3:B4", header_rows=0)).chunks()] == [[3, 4]]
    for wrong in ("B3", "F200:B3", "everything", ":", "A0:B2"):
        with pytest.raises(UnreadableFile, match="write them as B3:F200"):
            read_table(path, cells=wrong)


def test_an_open_document(tmp_path: Path) -> None:
    """Its merged cells, errors, filtered rows and comments; the empty cells to the edge of the sheet cost nothing."""
    error = '<table:table-cell office:value-type="string" office:string-value=""><text:p>#REF!</text:p></table:table-cell>'
    remark = ods_cell("C").replace("<text:p>", "<office:annotation><text:p>a remark</text:p></office:annotation><text:p>", 1)
    rows = [
        ods_row("region", "client", "amount"),
        ods_row(ods_cell("East", 'table:number-rows-spanned="2"'), "A", 1.5),
        ods_row("<table:covered-table-cell/>", "B", error, attributes='table:visibility="filter"'),
        ods_row("West", remark, 3),
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    ]
    read = read_table(
        written(tmp_path, ods(f'<table:table table:name="T">{"".join(rows)}</table:table><table:table table:name="Empty"/>'), "a.ods")
    )

    assert listed(read) == [["region", "client", "amount"], ["East", "A", "1.5"], ["East", "B", "#REF!"], ["West", "C", "3"]]
    assert told(read, "hidden_cells") == [(None, "rows", 1)]
    assert told(read, "merged_filled") == [(2, "East", 1)]
    assert told(read, "sheet_not_read") == [(None, "Empty", 1)]


def test_an_old_excel_file(tmp_path: Path) -> None:
    """A31: read as any other; its empty first sheet is passed over."""
    read = read_table(XLS)

    assert (read.dialect.sheet, read.frame.shape, read.labels[:3]) == ("data", (5, 8), ("text", "date", "integer"))
    assert read.frame["date"].tolist()[:2] == ["1971-01-01", "1948-01-01"]
    assert [(one.name, one.rows) for one in sheets.listing(XLS)] == [("not this one", 0), ("data", 6), ("ʤ", 2)]


def test_a_binary_workbook(tmp_path: Path) -> None:
    """A31: read as any other; the error cells of the chosen sheet are its own."""
    path = written(
        tmp_path, xlsb({"客户": [["name", "amount"], ["A", 1.5], ["B", None]], "More": [["x", "y"], [None, 2], ["z", 3]]}), "a.xlsb"
    )

    assert listed(read_table(path)) == [["name", "amount"], ["A", "1.5"], ["B", "#DIV/0!"]]
    assert listed(read_table(path, sheet="More")) == [["x", "y"], ["#DIV/0!", "2"], ["z", "3"]]
    assert [(one.name, one.rows, one.columns) for one in sheets.listing(path)] == [("客户", 3, 2), ("More", 3, 2)]


def test_a_protected_workbook_is_refused_in_words(tmp_path: Path) -> None:
    """A31: the name of its only stream tells that it is encrypted; an entry of a zip that needs a password is told too."""
    content = XLS.read_bytes().replace("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")[:16])
    at = content.index("Encrypte".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    content = content[:at] + name + content[at + len(name) : at + 64] + (len(name) + 2).to_bytes(2, "little") + content[at + 66 :]
    locked = bytearray(zipped({"a.csv": "a,b\n1,2\n"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1

    for made in (content, bytes(locked)):
        with pytest.raises(UnreadableFile, match="protected by a password"):
            read_table(written(tmp_path, made, "a.xlsx"))


PAGE = """<html><head><meta charset="gb2312"><style>td {x}</style><script>document.write("<table><tr><td>no")</script></head><body>
<table><tr><td>导出时间</td><td>2024-03-05</td></tr></table>
<!-- <table><tr><td>no</td></tr></table> -->
<table border=1><caption>订单</caption><thead><tr><th rowspan=2>客户<th colspan="2">2024年</tr><tr><th>一季度<th>二季度</thead>
<tr><td rowspan="2">上海&nbsp;申通 &amp; 子公司<td>1,200.50</td><td>2</tr>
<tr style="display:none"><td>3</td><td><b>4</b><br>万</td></tr>
<tr><td>A &lt;x&gt;</td><td>5</td><td>6</td></tr></table></body></html>"""


def test_a_page_with_tables(tmp_path: Path) -> None:
    """A27: what systems call .xls: the largest table, its spans and entities, in the encoding the page names; the others are told."""
    read = read_table(written(tmp_path, PAGE.encode("gb18030"), "export.xls"))

    assert listed(read) == [
        ["客户", "2024年 一季度", "2024年 二季度"], ["上海 申通 & 子公司", "1,200.50", "2"], ["上海 申通 & 子公司", "3", "4 万"],
        ["A <x>", "5", "6"],
    ]  # fmt: skip
    assert (read.dialect.encoding, read.dialect.sheet, told(read, "sheet_not_read")) == ("gb18030", "Table 2", [(None, "Table 1", 1)])
    assert told(read, "hidden_cells") == [(None, "rows", 1)]


def test_a_table_within_a_table_stands_for_itself(tmp_path: Path) -> None:
    """Pages are laid out with tables: the data are in the inner one."""
    inner = "<table>" + "".join(f"<tr><td>{name}<td>{n}" for name, n in (("name", "n"), ("A", 1), ("B", 2))) + "</table>"

    assert listed(read_table(written(tmp_path, f"<table><tr><td>menu<td>{inner}</table>".encode(), "a.html"))) == [
        ["name", "n"],
        ["A", "1"],
        ["B", "2"],
    ]


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    """In words."""
    with pytest.raises(UnreadableFile, match="without a table"):
        read_table(written(tmp_path, b"<html><body>Please log in</body></html>", "a.xls"))
    with pytest.raises(EmptyFile):
        open_source(written(tmp_path, b"<table><tr><td></table>", "a.xls"))


def test_an_xml_spreadsheet(tmp_path: Path) -> None:
    """A27: SpreadsheetML of 2003: sheets, places, merged cells, kinds of values."""
    cell = '<Cell{2}><Data ss:Type="{0}">{1}</Data></Cell>'.format
    rows = [
        cell("String", "name", "") + cell("String", "day", "") + cell("String", "amount", ' ss:Index="4"'),
        cell("String", "A &amp; B", ' ss:MergeDown="1"')
        + cell("DateTime", "2024-03-05T00:00:00.000", "")
        + cell("Number", "12.50", ' ss:Index="4"'),
        cell("DateTime", "2024-03-06T10:30:00.000", ' ss:Index="2"') + cell("Error", "#N/A", "") + cell("Number", "7", ""),
    ]
    body = "".join(f"<Row>{row}</Row>" for row in rows)
    read = read_table(written(tmp_path, xml_book(body, name="订单"), "a.xls"))

    assert listed(read) == [
        ["name", "day", "", "amount"],
        ["A & B", "2024-03-05", "", "12.5"],
        ["A & B", "2024-03-06 10:30:00", "#N/A", "7"],
    ]
    assert read.dialect.sheet == "订单"


@pytest.mark.parametrize(("name", "content"), [("a.csv", b"name,amount\nA,1\nB,2.5\n"), ("b.xlsx", xlsx(table(ROWS))), ("c.ods", b"")])
def test_a_zip_with_one_table(tmp_path: Path, name: str, content: bytes) -> None:
    """Whatever it holds; what the packing program adds is no table. Nothing of it stays on the disk."""
    content = content or ods('<table:table table:name="T">' + "".join(ods_row(*row) for row in ROWS) + "</table:table>")
    path = written(tmp_path, zipped({"folder/": "", f"folder/{name}": content, f"__MACOSX/._{name}": b"x", ".DS_Store": b"x"}), "a.zip")
    source = open_source(path)
    place = source.facts.content

    assert place.exists()
    assert [column.to_pylist() for chunk in source.chunks() for column in chunk.columns] == [["A", "B"], ["1", "2.5"]]
    assert [repair.detail for repair in source.repairs.all() if repair.kind == "unpacked"] == [f"folder/{name}"]
    del source
    assert not place.exists()


def test_a_zip_with_several_files_asks_which(tmp_path: Path) -> None:
    """By name, in the letters of the country where it was packed; one of them may be chosen, nothing else."""
    made = bytearray(zipped({"orders.csv": "a,b\n1,2\n", "kkkk.csv": "c,d\n3,4\n"}))
    made = made.replace(b"kkkk", "客户".encode("gbk"))
    path = written(tmp_path, bytes(made), "a.zip")

    with pytest.raises(UnreadableFile, match=r"several files; say which one to read: orders.csv, 客户.csv"):
        open_source(path)
    assert open_source(path, ReadOptions(member="客户.csv")).labels == ("c", "d")
    with pytest.raises(UnreadableFile, match="holds no file named"):
        open_source(path, ReadOptions(member="../orders.csv"))


def test_a_gzip_of_one_text(tmp_path: Path) -> None:
    """As data portals hand out; an archive in an archive is refused."""
    text = "客户,金额\n上海申通有限公司,100\n北京华夏科技,200\n".encode("gb18030")

    assert read_table(written(tmp_path, gzip.compress(text), "a.csv.gz")).frame["金额"].tolist() == ["100", "200"]
    with pytest.raises(UnreadableFile, match="archive inside of an archive"):
        read_table(written(tmp_path, gzip.compress(zipped({"a.csv": "a,b\n1,2\n"})), "a.gz"))
    with pytest.raises(UnreadableFile, match="damaged"):
        read_table(written(tmp_path, gzip.compress(text)[:-9], "a.csv.gz"))


def test_a_sheet_is_surveyed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking and reading share what was found out about a sheet."""
    from kam_core.ingest.files import xlsx as survey

    counted: list[str] = []
    look = survey.look
    monkeypatch.setattr(survey, "look", lambda *given: counted.append(given[1]) or look(*given))
    source = open_source(shutil.copy(written(tmp_path, xlsx(table(ROWS))), tmp_path / "b.xlsx"))
    rows = sum(len(chunk.lines) for chunk in source.chunks())

    assert (rows, counted) == (2, ["Data"])
