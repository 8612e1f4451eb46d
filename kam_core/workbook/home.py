"""
Where workbooks live on this computer, and what this computer remembers of each.

``KAM_HOME`` (default: the platform's data folder) holds ``workbooks``, ``private`` (uploads nobody saved yet, kept 24 h),
``trash``, ``backups``, ``temp`` and ``seen``: the commit sequence of every workbook, kept outside the file so that an older
copy or a shortened one is noticed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import time
import unicodedata
from pathlib import Path

from kam_core.errors import WorkbookExists, WorkbookMissing

SUFFIX = ".duckdb"
PRIVATE_HOURS = 24
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(10)), *(f"lpt{i}" for i in range(10))}


def home(*parts: str) -> Path:
    """The data folder of this computer (or a folder below it), made when missing."""
    root = os.environ.get("KAM_HOME")
    if root is None:
        from platformdirs import user_data_dir

        root = user_data_dir("kam-workbench", appauthor=False)
    folder = Path(root, *parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def file_name(name: str) -> str:
    """
    A safe file name for what a user typed: letters of any script stay, separators and control characters go.

    >>> file_name("../../etc/pass:wd"), file_name("CON"), file_name("华东 2025")
    ('etc pass wd.duckdb', 'CON_.duckdb', '华东 2025.duckdb')
    """
    text = unicodedata.normalize("NFC", name)
    text = re.sub(r'[<>:"/\\|?*.\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+', " ", text)
    text = re.sub(r"\s+", " ", text).strip()[:80].strip() or "workbook"
    return f"{text}_{SUFFIX}" if text.casefold() in _RESERVED else f"{text}{SUFFIX}"


def path_of(name: str) -> Path:
    """The file of the workbook of that name, which need not exist."""
    return home("workbooks") / file_name(name.removesuffix(SUFFIX))


def names() -> list[str]:
    """The saved workbooks, last used first."""
    files = sorted(home("workbooks").glob(f"*{SUFFIX}"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [file.stem for file in files]


def new_path(name: str) -> Path:
    """A path for a new workbook; a taken name raises."""
    path = path_of(name)
    if path.exists():
        raise WorkbookExists(name=path.stem)
    return path


def private_path() -> Path:
    """A path for an upload that only its own session knows."""
    return home("private") / f"{secrets.token_hex(16)}{SUFFIX}"


def move_to_trash(path: Path) -> Path:
    """Move a closed workbook and its log to the trash; returns where it lies."""
    if not path.exists():
        raise WorkbookMissing(name=path.stem)
    kept = home("trash") / f"{path.stem}.{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}{SUFFIX}"
    os.replace(path, kept)
    log = path.with_name(path.name + ".wal")
    if log.exists():
        os.replace(log, kept.with_name(kept.name + ".wal"))
    return kept


def rename(path: Path, name: str) -> Path:
    """Give a closed workbook another name; returns its new path."""
    target = new_path(name)
    os.replace(path, target)
    return target


def purge_private(now: float | None = None) -> int:
    """Delete private uploads older than 24 h and leftovers of the temp folder; returns how many files went."""
    limit = (time.time() if now is None else now) - PRIVATE_HOURS * 3600
    gone = 0
    for folder in ("private", "temp"):
        for file in home(folder).rglob("*"):
            if file.is_file() and file.stat().st_mtime < limit:
                with contextlib.suppress(OSError):
                    file.unlink()
                    gone += 1
    return gone


def sequence_seen(uuid: str) -> int | None:
    """The commit sequence this computer has seen of a workbook; ``None`` for one it does not know."""
    try:
        return int(json.loads(_seen(uuid).read_text(encoding="utf-8"))["sequence"])
    except (OSError, ValueError, KeyError):
        return None


def remember_sequence(uuid: str, sequence: int) -> None:
    """Write the commit sequence durably: the new file is on the disk before it replaces the old one."""
    target = _seen(uuid)
    draft = target.with_suffix(f".{os.getpid()}-{secrets.token_hex(3)}.new")
    with open(draft, "w", encoding="utf-8") as file:
        json.dump({"sequence": sequence}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, target)


def holder_file(path: Path) -> Path:
    """The note that says which process has a workbook open (for systems whose lock error does not name it)."""
    return home("seen") / f"{hashlib.sha256(str(path).encode()).hexdigest()[:24]}.pid"


def _seen(uuid: str) -> Path:
    return home("seen") / f"{uuid}.json"
