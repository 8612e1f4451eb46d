"""The files under a table: what they hold, what they say of themselves, and what they must not say on a stage."""

from __future__ import annotations

import io
import re

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

import kam_core as kam
from tests.pages.session import opened

LINK = {"region": "Ohio", "freight": "true", "window": "12m", "as_of": "2013-05-31"}


def captured(monkeypatch) -> dict[str, object]:
    """What every download button of the next pages would bring, by its key."""
    import streamlit as st

    made: dict[str, object] = {}
    draw = st.download_button

    def keep(label, data, *args, **named):
        made[named.get("key", label)] = data
        made[f"name of {named.get('key', label)}"] = args[0] if args else named["file_name"]
        return draw(label, data, *args, **named)

    monkeypatch.setattr(st, "download_button", keep)
    return made


@pytest.fixture
def made(monkeypatch) -> dict[str, object]:
    """The same for the whole test."""
    return captured(monkeypatch)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_says_what_it_is(books, made, language):
    """Workbook, date, window, filters, assumptions, version; titles in the language, the field and the meaning of each column."""
    opened(books["resellers"], "matrix", **LINK, lang=language)
    t = kam.translator(language)
    csv = made["csv_loyalty"]().decode("utf-8-sig")
    note = csv.split("\r\n\r\n")[1]

    assert made["csv_loyalty"]().startswith(b"\xef\xbb\xbf")
    assert csv.splitlines()[0].startswith(f"{t('Account id')},{t('Account')},{t('Quadrant')}")
    told = ("2013-05-31", "Ohio", t("12 months"), t("Count freight as cost to serve"), f"KAM Workbench {kam.__version__}", "resellers")
    assert [text for text in told if text not in note] == []
    assert re.search(r",patronage,", note) and t("How strongly do they prefer us to the best alternative?") in note


def test_the_rows_are_those_of_the_page(books, made):
    """Narrowed to a region, on another day: the same accounts, values and quadrants in CSV and XLSX."""
    with kam.Workbook(books["resellers"]) as book:
        region = set(book.frame("SELECT account_id FROM accounts WHERE region = 'Ohio'")["account_id"])
        placed = kam.matrix(book, "loyalty", as_of="2013-05-31", params=kam.Params.of(freight_is_cost_to_serve=True), window="12m")
    opened(books["resellers"], "matrix", **LINK)
    expected = placed[placed["account_id"].isin(region)]
    found = pd.read_csv(io.BytesIO(made["csv_loyalty"]()), nrows=len(expected), encoding="utf-8-sig")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made["xlsx_loyalty"]())).get_sheet_by_index(0).to_python()

    assert found["Account id"].tolist() == expected["account_id"].tolist() == [row[0] for row in sheet[1:]]
    assert found["Repeat patronage"].tolist() == pytest.approx(expected["x"].tolist(), nan_ok=True)
    assert made["name of csv_loyalty"] == "loyalty-2013-05-31.csv"


def test_a_chart_as_a_page_carries_its_finding_date_and_filters(books, made):
    """One file without a link to anywhere: the alternative text on top, the line of the source below."""
    opened(books["resellers"], "matrix", **LINK)
    page = made["html_loyalty"]().decode()

    assert re.search(r"<h1[^>]*>Repeat patronage against Relative attitude: .*Spurious loyalty", page)
    assert "Figures up to 31 May 2013" in page and "only Region: Ohio" in page
    assert not re.search(r"<(script|link)[^>]+(src|href)=", page)


@pytest.mark.parametrize("page", ["overview", "matrix", "account"])
def test_a_stage_gives_aliases_only(books, made, page):
    """No name of an account, of a person or of the file in any file or file name."""
    with kam.Workbook(books["resellers"]) as book:
        names = set(book.frame("SELECT account_name AS n FROM accounts UNION SELECT owner FROM accounts")["n"].dropna()) - {""}
    opened(books["resellers"], page, stage="true")
    keys = [key for key in made if not key.startswith("name of")]
    files = {key: made[key]().decode("utf-8", "ignore") for key in keys if key.startswith(("csv_", "html_"))}
    labels = " ".join(str(made[f"name of {key}"]) for key in keys)

    assert files
    assert [(key, name) for key, text in {**files, "names": labels}.items() for name in names if name in text] == []
    assert not any("resellers" in text.rpartition("\r\n\r\n")[2] for key, text in files.items() if key.startswith("csv_"))


def test_a_table_of_the_workbook_can_be_loaded_again(books, made, tmp_path):
    """What "Tables" gives goes into another workbook as it is: field names, ids of choices, ISO days."""
    with kam.Workbook(books["resellers"]) as book:
        rows = {name: book.count(name) for name in ("accounts", "costs", "contacts")}
    for name, count in rows.items():
        opened(books["resellers"], "tables", table=name, lang="zh")
        for ending in ("csv", "xlsx"):
            file = tmp_path / f"{name}.{ending}"
            file.write_bytes(made[f"{ending}_{name}"]())
            with kam.Workbook() as other:
                report = other.load(name, file)
                assert (report.rows_loaded, report.rows_rejected) == (count, 0)
