"""A file read apart and kept on disk: the same source as read here, without reading it again."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kam_core.errors import Cancelled, TooLarge, UnreadableFile
from kam_core.ingest import LoadOptions, apart, read_table, reading
from kam_core.ingest import source as opening
from kam_core.ingest.inspect import inspect
from kam_core.ingest.repair import RepairLog
from kam_core.ingest.source import Source, open_source
from kam_core.ingest.stage import stage
from kam_core.workbook import home

Write = Callable[..., Path]
MESSY = "报表\n\nid,客户,金额\n" + "1,甲公司,￥1\n" * 150 + "2,乙\n\n合计,,151\n3,丙,4,5\n注：以上\n"


def told(source: Source) -> list[Any]:
    """All that a source holds, as plain values."""
    chunks = [
        (line, chunk.row(index), index in chunk.totals) for chunk in source.chunks() for index, line in enumerate(chunk.lines.to_pylist())
    ]
    rejects = [reject for chunk in replace(source, repairs=RepairLog()).chunks() for reject in chunk.rejects]
    facts = replace(source.facts, content=source.path, unpacked=None)
    return [chunks, rejects, source.names, source.labels, source.has_header, source.dialect, source.layout, source.sample, facts]


def folders() -> list[str]:
    return [folder.name for folder in home.home("temp").rglob(f"{home.READING}*")]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_read_apart_is_read_here(write: Write, encoding: str) -> None:
    """Rows, lines, total rows, rejects, header, facts and repairs are the same; nothing is left when it is discarded."""
    path = write(MESSY, encoding=encoding)
    source, here = apart.open_source(path), open_source(path)
    try:
        assert told(source) == told(here)
        assert source.repairs.all() == here.repairs.all() and len(here.repairs.all()) > 5
    finally:
        source.discard()
    assert folders() == []


def test_what_was_unpacked_is_kept_too(load: Any, tmp_path: Path) -> None:
    """The lines of a table in an archive can be counted again; the worker leaves no temporary files."""
    with zipfile.ZipFile(tmp_path / "books.zip", "w") as archive:
        archive.writestr("inner.csv", "customer,date,amount\nA,2024-01-05,10\n\nB,2024-01-06,5\n")
    source = apart.open_source(tmp_path / "books.zip")
    staged = stage(load.cursor, "transactions", source)

    assert staged.rows_ready == 2
    assert sorted(os.listdir(source.folder)) == [reading.CONTENT, reading.FACTS, reading.ROWS]
    assert source.facts.content.read_text(encoding="utf-8").count("\n") == 4
    source.discard()


def test_options_go_along(write: Write) -> None:
    """The delimiter and header a person chose hold there too; options of a load are no concern of the reader."""
    path = write("a;b,c\n1;2,3\n")
    source = apart.open_source(path, LoadOptions(delimiter=",", keep_totals=True))

    assert source.names == ("a;b", "c")
    source.discard()


def test_a_file_that_is_no_table_is_refused_as_here(write: Write) -> None:
    """With the same sentence, and nothing left behind."""
    for content in (b"", b"%PDF-1.7", b"PK\x03\x04broken"):
        path = write(content)
        with pytest.raises(UnreadableFile) as here:
            open_source(path)
        with pytest.raises(type(here.value)) as there:
            apart.open_source(path)
        assert (there.value.message, there.value.facts) == (here.value.message, here.value.facts)
    assert folders() == []


def test_progress_comes_and_a_stop_leaves_nothing(write: Write) -> None:
    """Bytes to the end; stopped in the middle it is Cancelled."""
    path = write("a,b\n" + "1,2\n" * 130_000)
    done: list[tuple[int, int, int]] = []
    apart.open_source(path, progress=lambda *told: done.append(told)).discard()
    assert done[-1] == (130_000, path.stat().st_size, path.stat().st_size)

    with pytest.raises(Cancelled):
        apart.open_source(path, cancel=lambda: True)
    assert folders() == []


def test_a_kept_reading_has_a_limit(write: Write) -> None:
    """What a small file swells to is measured while it is written."""
    path = write("a,b\n" + "1,2\n" * 50_000)
    with pytest.raises(TooLarge, match="What the file holds is too large"):
        apart.open_source(path, limits=apart.Limits(output=100_000))
    assert folders() == []


def test_another_mapping_reads_nothing_again(load: Any, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kept rows are staged as often as wanted without a parser, and no repair is told twice."""
    path = write("customer,date,amount,other\n" + "A,2024-01-05,10,20\n" * 40 + "合计,,400,800\n\nB,2024-01-06,5,6\n")
    fresh = load(path)
    source = apart.open_source(path)
    monkeypatch.setattr(opening, "examine", None)

    first = stage(load.cursor, "transactions", source)
    again = stage(load.cursor, "transactions", source, mapping={"customer": "account_name", "date": "date", "other": "revenue"})
    third = stage(load.cursor, "transactions", source)

    assert (first.rows_read, first.rows_ready, first.totals) == (fresh.rows_read, fresh.rows_ready, fresh.totals) == (42, 41, 1)
    assert load.column(first, "revenue") == load.column(third, "revenue") == load.column(fresh, "revenue")
    assert sum(load.column(again, "revenue")) == 40 * 20 + 6
    assert third.repairs == first.repairs == fresh.repairs
    assert inspect(source, "transactions").header_key == fresh.header_key
    source.discard()


def test_a_reading_of_an_upload_goes_with_it(write: Write) -> None:
    """It lies beside the upload in the temporary folder; any other lies in a folder of its own."""
    upload = home.home("temp", "uploads", "abc") / "sales.csv"
    upload.write_bytes(write("a,b\n1,2\n").read_bytes())
    beside, own = apart.open_source(upload), apart.open_source(write("a,b\n1,2\n"))

    assert beside.folder.parent == upload.parent
    assert own.folder.parent == home.home("temp", "readings")
    for source in (beside, own):
        source.discard()
        source.discard()
    assert not own.folder.exists()
    with pytest.raises(UnreadableFile, match=r"what was read of it is gone"):
        list(own.chunks())


@pytest.mark.skipif(os.name == "nt", reason="there the age decides")
def test_readings_of_processes_that_are_gone_are_purged(write: Write) -> None:
    """After a crash the next start clears them away; those of this process and of others that run stay."""
    kept = apart.open_source(write("a,b\n1,2\n"))
    stale = home.home("temp", "uploads", "x", f"{home.READING}999999999-1f")
    (stale / reading.ROWS).write_bytes(b"x")
    parent = home.home("temp", "readings", f"{home.READING}{os.getppid()}-2e")
    old = home.home("temp", "uploads", "old") / "a.csv"
    old.write_text("x", encoding="utf-8")
    os.utime(old, (0, 0))

    home.purge_private()

    assert not stale.exists()
    assert not old.parent.exists()
    assert parent.exists() and told(kept)
    kept.discard()
    parent.rmdir()


def test_a_frame_of_a_file_read_apart(write: Write) -> None:
    """For a notebook: the same table, and the kept reading is gone."""
    path = write(MESSY)
    here, there = read_table(path), read_table(path, apart=True)

    assert here.frame.equals(there.frame)
    assert (replace(there, frame=here.frame)) == here
    assert folders() == []
