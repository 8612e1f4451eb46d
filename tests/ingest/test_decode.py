"""What a file is, and which encoding it has."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kam_core.errors import Cancelled, TooLarge, UnreadableFile
from kam_core.ingest.files import decode

Write = Callable[..., Path]
CHINESE = "客户,日期,金额\n上海某某有限公司,2024-01-01,100\n北京分公司,2024-01-02,200\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("gbk", "gb18030"), ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"),
    ],
)  # fmt: skip
def test_chinese_text_in_every_encoding(write: Write, encoding: str, found: str) -> None:
    """With and without a byte order mark."""
    facts = decode.examine(write(CHINESE, encoding=encoding))

    assert (facts.kind, facts.encoding, facts.replaced) == ("text", found, 0)


def test_western_text_is_not_taken_for_chinese(write: Write) -> None:
    """Accents in cp1252 form pairs that GB 18030 could read as rare characters."""
    facts = decode.examine(write("Kunde,Stadt\nMüller & Söhne,Köln\nCafé André,Orléans\nBjörn,Malmö €\n", encoding="cp1252"))

    assert (facts.encoding, facts.replaced) == ("cp1252", 0)


def test_unreadable_bytes_are_counted(write: Write) -> None:
    """Bytes that no candidate reads are replaced and counted, never dropped."""
    cp1252 = decode.examine(write(b"name,amount\nCaf\xe9,1\nx\x81y,2\n"))
    utf8 = decode.examine(write(("é" * 100).encode() + b",\xff\n"))

    assert (cp1252.encoding, cp1252.replaced) == ("cp1252", 1)
    assert (utf8.encoding, utf8.replaced) == ("utf-8", 1)


def test_bytes_beyond_the_first_block_decide_too(write: Write) -> None:
    """The only accent may stand at the end of a big file."""
    facts = decode.examine(write(b"a,b\n" + b"x,1\n" * 600_000 + "客户,客户甲\n".encode("gb18030")))

    assert facts.encoding == "gb18030"


def test_the_fingerprint_is_that_of_the_bytes(write: Write) -> None:
    """SHA-256, by which the same file is known again."""
    path = write(CHINESE)

    assert decode.examine(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "it is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "it is a PNG picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "it is a JPEG picture"),
        (b"%PDF-1.7\n", "it is a PDF document"),
        (b"MZ\x90\0\x03\0\0\0", "it is a program"),
        (b"\x7fELF\x02\x01", "it is a program"),
        (b"\xd0\xcf\x11\xe0", "it is a damaged old Excel file (.xls)"),
        (b"PK\x03\x04garbage", "it is a damaged zip archive or Excel file"),
        (b"<?xml version='1.0'?><feed/>", "it is XML without a table; save it as .xlsx or .csv"),
        (b"MIME-Version: 1.0\r\n", "it is a web archive (.mht); save it as .xlsx or .csv"),
        (bytes(range(1, 32)) * 20, "it is not text"),
        (b"\0\0\0\1" * 50, "it is not text (it is full of zero bytes)"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_plain_words(write: Write, content: bytes, sentence: str) -> None:
    """A picture renamed to .csv stays a picture."""
    with pytest.raises(UnreadableFile) as caught:
        decode.examine(write(content, "renamed.csv"))

    assert caught.value.facts["detail"] == sentence


def test_a_document_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """Content decides, not the name."""
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")

    with pytest.raises(UnreadableFile, match="Word document"):
        decode.examine(tmp_path / "a.xlsx")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """With a sentence, not a stack."""
    with pytest.raises(UnreadableFile, match="no such file"):
        decode.examine(tmp_path / "nowhere.csv")
    with pytest.raises(UnreadableFile, match="folder"):
        decode.examine(tmp_path)


def test_the_size_is_limited(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is read."""
    monkeypatch.setattr(decode, "MAX_BYTES", 10)

    with pytest.raises(TooLarge):
        decode.examine(write("a,b\n1,2\n3,4\n"))


def test_looking_can_be_cancelled(write: Write) -> None:
    """Even before the first row."""
    with pytest.raises(Cancelled):
        decode.examine(write(CHINESE), cancel=lambda: True)
