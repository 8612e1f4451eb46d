"""
What a file holds, kept on disk once it was read: the rows as an Arrow file, everything else beside it as JSON.

A kept reading is a Source like any other, except that its rows come from the disk as they are: another mapping or other options
of the load never parse the file again.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from kam_core.errors import Cancelled, TooLarge, UnreadableFile
from kam_core.ingest.files.decode import Cancel, FileFacts, Progress
from kam_core.ingest.files.dialect import Dialect
from kam_core.ingest.files.encodings import Unread
from kam_core.ingest.layout.structure import Layout
from kam_core.ingest.repair import Reject, Repair, RepairLog
from kam_core.ingest.source import Chunk, Source
from kam_core.text import N_

ROWS, FACTS, CONTENT = "rows.arrow", "facts.json", "content"


@dataclass
class KeptSource(Source):
    """A source that was read to its end: its rows lie in ``folder``, with the repairs that each of them took."""

    folder: Path
    closing: list[Repair]
    """What was noted after the last rows."""

    def chunks(self, progress: Progress | None = None, cancel: Cancel | None = None) -> Iterator[Chunk]:
        """The data rows as they were read, and the repairs into the log as then; raises Cancelled, UnreadableFile once deleted."""
        done, size = 0, self.facts.size
        with self._rows() as reader:
            for index in range(reader.num_record_batches):
                if cancel and cancel():
                    raise Cancelled()
                batch, told = reader.get_batch_with_custom_metadata(index)
                beside = json.loads(told[b"beside"])
                done += batch.num_rows
                self.repairs.extend(_repairs(beside["repairs"]))
                yield Chunk(batch.column(0), batch.columns[1:], beside["totals"], [Reject(*reject) for reject in beside["rejects"]])
                if progress:
                    progress(done, size * (index + 1) // reader.num_record_batches, size)
        self.repairs.extend(self.closing)

    @contextmanager
    def _rows(self) -> Iterator[pa.RecordBatchFileReader]:
        try:
            with pa.OSFile(str(self.folder / ROWS)) as file:
                yield pa.ipc.open_file(file)
        except (OSError, pa.ArrowException) as error:
            raise UnreadableFile(name=self.path.name, detail=N_("what was read of it is gone; choose the file again")) from error

    def discard(self) -> None:
        """Delete what was kept; a second time does no harm."""
        shutil.rmtree(self.folder, ignore_errors=True)


def keep(source: Source, folder: Path, *, most: int, progress: Progress | None = None, cancel: Cancel | None = None) -> None:
    """
    Read a source to its end and keep what it holds; raises TooLarge beyond ``most`` bytes, and what ``source.chunks`` raises.

    The facts are written last: a folder without them holds a reading that was cut short.
    """
    schema = pa.schema([("line", pa.int64()), *((f"c{i}", pa.string()) for i in range(len(source.names)))])
    opening, log = source.repairs, RepairLog(listed=sys.maxsize)
    source = replace(source, repairs=log)
    try:
        with pa.OSFile(str(folder / ROWS), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            for chunk in source.chunks(progress, cancel):
                beside = {
                    "totals": chunk.totals,
                    "rejects": list(map(astuple, chunk.rejects)),
                    "repairs": list(map(astuple, log.drained())),
                }
                batch = pa.record_batch([chunk.lines, *chunk.columns], schema)
                writer.write_batch(batch, custom_metadata={"beside": json.dumps(beside)})
                _refuse_beyond(most, file.tell())
        told = {"repairs": list(map(astuple, opening.all())), "closing": list(map(astuple, log.drained())), **_facts(source, folder)}
        facts = json.dumps(told)
        _refuse_beyond(most, len(facts))
        (folder / FACTS).write_text(facts, encoding="utf-8")
    except OSError as error:
        raise UnreadableFile(name=source.path.name, detail=N_("there is no room on the disk for what it holds")) from error


def kept(folder: Path) -> KeptSource:
    """The reading in a folder."""
    told: dict[str, Any] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    repairs = RepairLog()
    repairs.extend(_repairs(told["repairs"]))
    facts = told["facts"] | {"content": Path(told["facts"]["content"]), "unread": Unread(**_tuples(told["facts"]["unread"]))}
    layout, dialect = Layout(**_tuples(told["layout"])), Dialect(**told["dialect"])
    seen = (Path(told["path"]), FileFacts(**_tuples(facts)), dialect, layout, tuple(told["names"]), told["sample"])
    return KeptSource(*seen, repairs, folder, _repairs(told["closing"]))


def _repairs(told: list[Any]) -> list[Repair]:
    return [Repair(*repair) for repair in told]


def _facts(source: Source, folder: Path) -> dict[str, Any]:
    content = source.facts.content
    if source.facts.unpacked:
        content = Path(shutil.move(content, folder / CONTENT))
    facts = asdict(replace(source.facts, content=content, unpacked=None, surveys={}))
    return {
        "path": str(source.path),
        "facts": {**facts, "content": str(content)},
        "dialect": asdict(source.dialect),
        "layout": asdict(source.layout),
        "names": source.names,
        "sample": source.sample,
    }


def _tuples(told: dict[str, Any]) -> dict[str, Any]:
    """The values with tuples for lists, as they were before JSON, which knows lists only."""
    return {name: _tuple(value) for name, value in told.items()}


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value


def _refuse_beyond(most: int, found: int) -> None:
    if found > most:
        raise TooLarge(what=N_("What the file holds"), found=f"> {most:,} bytes", limit=f"{most:,} bytes")
