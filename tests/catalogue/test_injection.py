"""Catalogue C, what no other test covers: text is text, in a table, a file name, a search, a sentence, an export, a log."""

from __future__ import annotations

import ast
import os
import pickle
import time
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import kam_core as kam
from kam_core import charts
from kam_core.errors import KamError
from kam_core.export import csv_bytes, xlsx_bytes
from kam_core.ingest import recipes
from kam_core.schema import TABLES, Column
from kam_core.workbook import home, lookup
from pages.ui.words import file_stem, on_badge, plain

ROOT = Path(__file__).parents[2]


def calls(word: str) -> list[ast.Call]:
    """Where the product calls a method of that name."""
    files = [file for room in ("kam_core", "pages") for file in (ROOT / room).rglob("*.py")]
    trees = [ast.parse(text) for file in files if f".{word}(" in (text := file.read_text("utf-8"))]
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == word]


HOSTILE = (
    'x"; drop table rows_accounts;--',
    "'); delete from rows_accounts;--",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[press](javascript:alert(1)) ![p](http://127.0.0.1:9/p.png)",
    "{0.__class__} {x} %s %(x)s $x^2$ :red[y] {{7*7}} ${7*7}",
    "=cmd|' /C calc'!A0",
    "Nord\n2026-01-01 00:00:00 ERROR root: all is lost\r\nSet-Cookie: a=b",
    "\x1b[31mred\u202egpj.exe\u200b",
)


VALID = {"money": 1, "number": 1, "integer": 1, "share": 0.5, "date": "2024-01-05", "boolean": True}


def row_of(table: str, text: str) -> dict[str, object]:
    """A row of a table with the text wherever it takes one, and something valid elsewhere."""
    return {column.name: _cell(column, text) for column in TABLES[table].columns}


def _cell(column: Column, text: str) -> object:
    if column.kind in ("id", "text"):
        return text
    if column.kind == "choice":
        return column.choices[0]
    return max(int(column.low or 1), 1) if column.kind == "integer" else VALID[column.kind]


def test_c02_every_field_of_every_table_keeps_what_was_typed() -> None:
    """SQL, markup, placeholders, formulas, line ends: stored as typed, nothing else happens to any table."""
    text, other = HOSTILE[0], "; ".join(HOSTILE[:7])
    with kam.Workbook() as book:
        book.apply([kam.Insert(name, row_of(name, text)) for name in TABLES], author=text)
        before = {name: book.table(name) for name in TABLES}
        texts = [(name, column) for name in TABLES for column in TABLES[name].columns if column.kind in ("id", "text")]
        mine = [(name, column.name) for name, column in texts if column.editable and column.name not in TABLES[name].key]
        book.apply([kam.Change(name, int(before[name].index[0]), column, text, other) for name, column in mine])
        after = {name: book.table(name) for name in TABLES}

        assert [(name, column.name) for name, column in texts if before[name][column.name].tolist() != [text]] == []
        assert [(name, column) for name, column in mine if after[name][column].tolist() != [other]] == []
        assert len(mine) > 60
        assert {name: book.count(name) for name in TABLES} == dict.fromkeys(TABLES, 1)


NAMES = ("../../etc/passwd", "CON", "a/b", "C:\\x", "nul.txt", "a\x00b", "x" * 300, "名字", "..", "~", "-rf", "\u202egpj")


@pytest.mark.parametrize("name", NAMES[:6])
def test_c03_a_workbook_of_any_name_lies_in_its_folder(name: str) -> None:
    """It is made, found again by the name one sees, and no file lies anywhere else."""
    shelf = kam.Shelf()
    path = shelf.create(name).path
    shelf.close_all()

    assert path is not None and path.parent == home.home("workbooks")
    assert home.path_of(path.stem) == path
    assert [file.parent.name for file in home.home().rglob("*.duckdb*")] == ["workbooks"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "(a+)+$", "[", ".*", "'; drop table rows_accounts;--", "$blanks", "{x}"])
def test_c04_what_is_searched_is_taken_literally(text: str) -> None:
    """In tables, the journal, and by the name of an account: only what holds these very signs is found, at once (C05)."""
    with kam.Workbook() as book:
        names = [f"Nord {text} AG", "a" * 60 + "!", "Nord AG", "100 percent"]
        book.apply([kam.Insert("accounts", {"account_id": f"A{n}", "account_name": name}) for n, name in enumerate(names)])
        started = time.process_time()
        found = lookup.page(book, "accounts", lookup.Sought(text=text), rows=50)

    assert found["account_name"].tolist() == [names[0]]
    assert time.process_time() - started < 1


def test_c06_a_chart_takes_names_as_text() -> None:
    """The web page of a chart holds no markup of a name, and none can end its script."""
    names = (HOSTILE[2], "<a href='http://127.0.0.1:9'>b</a>", "</script><script>alert(2)</script>")
    frame = pd.DataFrame({"group": names, "gained": [3.0, 2.0, 1.0], "lost": [0.0, -1.0, -2.0]})
    page = charts.losses_by_group(frame, t=kam.translator("en")).to_html(include_plotlyjs=False, full_html=True)

    assert "alert(1)" in page
    assert [part for part in ("<script>alert", "<img src=x", "<a href=", "</script><script>alert") if part in page] == []


@pytest.mark.parametrize(
    "text",
    [
        ":material/home: :streamlit: :smile:", "a -> b <-> c -- d >= e", "1. one", "- two", "---", "===", "x\n===", "> quote", "    code",
        "$x^2$ \\(y\\)", "&lt;b&gt; &amp;", "www.evil.example me@evil.example http://evil.example", "| a |\n|--|", ":red[x] :blue-badge[y]",
        *HOSTILE,
    ],
)  # fmt: skip
def test_c07_text_on_a_screen_is_no_markdown(text: str) -> None:
    """Each sign that Markdown or Streamlit acts on is escaped or kept apart; what a person reads is what was typed."""
    written = plain(text)
    read = "".join(part for part in _unescaped(written)).replace("\u2060", "")

    assert read == text.removeprefix("    ")
    assert [sign for sign in "*_`[]<>$#|~:" if sign in _bare(written)] == []
    assert not any(bait in written for bait in (":material/", ":streamlit:", "www.e", "@e", "->", "- -"))


@pytest.mark.parametrize("text", [*HOSTILE, "[a] \\\\[b](http://evil.example)", "- [x]"])
def test_c06_a_badge_escapes_brackets_once(text: str) -> None:
    """``st.badge`` escapes brackets itself: what reaches the browser is the text as anywhere else, and no link."""
    sent = AppTest.from_string(f"import streamlit as st\nst.badge({on_badge(text)!r})").run().markdown[0].value

    assert sent == f":blue-badge[{plain(text)}]"


def test_c06_no_badge_is_given_text_that_is_escaped_twice() -> None:
    """What users wrote goes through ``on_badge``, never through ``plain``, into a badge."""
    badges = [ast.unparse(call) for call in calls("badge")]

    assert len(badges) > 20
    assert [badge for badge in badges if badge.startswith("st.badge(plain(")] == []


def _unescaped(text: str) -> list[str]:
    return [part[-1] if part.startswith("\\") else part for part in _pieces(text)]


def _bare(text: str) -> str:
    return "".join(part for part in _pieces(text) if not part.startswith("\\"))


def _pieces(text: str) -> list[str]:
    pieces, at = [], 0
    while at < len(text):
        step = 2 if text[at] == "\\" and at + 1 < len(text) else 1
        pieces.append(text[at : at + step])
        at += step
    return pieces


FORMULAS = ("=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1", "＠x", "'quoted", "'=1", "plain", "-5", "a\nb")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_c08_what_is_exported_comes_in_again_as_it_was(tmp_path: Path, ending: str) -> None:
    """Names that a spreadsheet would run leave as text, and are the same names when the file is loaded again."""
    names = [name for name in FORMULAS if ending == "csv" or not name.startswith("'=")]  # in a sheet text is text, without a mark
    with kam.Workbook() as book:
        book.apply([kam.Insert("accounts", {"account_id": f"A{n:02}", "account_name": name}) for n, name in enumerate(names)])
        table = book.table("accounts")
    file = tmp_path / f"accounts.{ending}"
    file.write_bytes(csv_bytes(table) if ending == "csv" else xlsx_bytes(table))
    with kam.Workbook() as other:
        other.load("accounts", file)
        read = other.table("accounts").sort_values("account_id")["account_name"].tolist()

    assert [name.strip() for name in read] == [name.strip() for name in names]


def test_c09_negative_numbers_are_numbers_again(tmp_path: Path) -> None:
    """A return of goods in a CSV is not taken for a formula: the same amount after export and import."""
    with kam.Workbook() as book:
        book.apply([kam.Insert("transactions", {"account_id": "A", "date": "2024-01-05", "revenue": "-1234.5600"})])
        file = tmp_path / "t.csv"
        file.write_bytes(csv_bytes(book.table("transactions")))
    with kam.Workbook() as other:
        other.load("transactions", file)

        assert str(other.frame("SELECT CAST(revenue AS VARCHAR) AS r FROM transactions")["r"].iloc[0]) == "-1234.5600"


@pytest.mark.parametrize("name", ["{0.__class__}", "{name}", "%s{"])
def test_c10_braces_in_names_are_no_placeholders(tmp_path: Path, name: str) -> None:
    """A file, column or sheet called like a placeholder is named in a sentence as it is called, in both languages."""
    file = tmp_path / f"{name}.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(KamError) as caught:
        kam.read_table(file)
    said = [kam.translator(language).error(caught.value) for language in ("en", "zh")]
    file.write_text(f'"{name}",b\n1,2\n', encoding="utf-8")
    with kam.Workbook() as book, pytest.raises(KamError) as missing:
        book.load("transactions", file, {name: "account_id", "c": "date"})

    assert [sentence for sentence in said if f"{name}.csv" not in sentence] == []
    assert "class '" not in str(missing.value) + "".join(said)


def test_c11_no_name_reaches_a_log(tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """The library says nothing on its own, so nobody can write lines into a log: names with line ends are loaded and refused in silence."""
    quoted = HOSTILE[6].replace('"', '""')
    file = tmp_path / "orders.csv"
    file.write_text(f'customer,date,amount\n"{quoted}",2024-01-05,1\n"{quoted}",never,x\n', encoding="utf-8")
    with kam.Workbook() as book:
        book.load("transactions", file)
    assert (caplog.text, *capfd.readouterr()) == ("", "", "")


def test_c11_what_is_logged_is_one_line() -> None:
    """The few places that write into the server's log write what comes from outside with its line ends escaped."""
    said = [
        call for word in ("error", "warning", "info", "exception") for call in calls(word) if ast.unparse(call.func).startswith("_log.")
    ]

    assert said
    assert [ast.unparse(node) for node in said if "%r" not in ast.unparse(node.args[0]) and len(node.args) > 1] == []
    assert [ast.unparse(node) for node in said if isinstance(node.args[0], ast.JoinedStr)] == []


@pytest.mark.parametrize("name", [*NAMES, "a\r\nSet-Cookie: x=y", 'a"; filename="evil.exe', "", "名字 ☃"])
def test_c12_a_download_has_a_harmless_name(name: str) -> None:
    """Letters, digits and dashes: no line end, quote, blank, slash or turned writing reaches a header."""
    assert all(sign.isalnum() or sign in "_-" for sign in file_stem(name))
    assert 0 < len(file_stem(name)) <= 60


def test_c12_every_download_of_the_app_is_named_that_way() -> None:
    """No page puts what somebody typed into the name of a file but through ``file_stem``."""
    named = [ast.unparse(call.args[2]) for call in calls("download_button") if len(call.args) > 2]
    typed = [text for text in named if ".name" in text or "stem" in text]

    assert len(named) > 3
    assert [text for text in typed if "file_stem" not in text and text != "f'{stem}.{ending}'"] == []


class Bomb:
    """What a pickle does when somebody opens it."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(home.home() / "exploded"),)


@pytest.mark.parametrize("name", ["settings.pkl", "table.csv", "table.parquet", "recipe.json"])
def test_c14_a_pickle_is_never_opened(tmp_path: Path, name: str) -> None:
    """Whatever it is called: refused, or read as the bytes it is."""
    file = tmp_path / name
    file.write_bytes(pickle.dumps(Bomb()))
    for reads in (kam.read_table, lambda path: recipes.read(path.read_bytes())):
        with pytest.raises(KamError):
            reads(file)

    assert not (home.home() / "exploded").exists()
