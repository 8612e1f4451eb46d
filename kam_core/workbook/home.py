"""
Where workbooks live on this computer, and what this computer remembers of each.

``KAM_HOME`` (default: the platform's data folder) holds ``workbooks``, ``private`` (uploads nobody saved yet, kept 24 h),
``trash``, ``backups``, ``temp`` and ``seen``: the commit sequence of every workbook, kept outside the file so that an older
copy or a shortened one is noticed.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import time
import unicodedata
from collections import defaultdict
from pathlib import Path

from kam_core.errors import HomeUnusable, WorkbookExists, WorkbookMissing
from kam_core.text import N_

SUFFIX = ".duckdb"
PRIVATE_HOURS = 24
PRIVATE_NAME = "[0-9a-f]" * 32
"""What the name of a private upload looks like, in the trash and among the backups too."""
READING = "reading-"
"""How the name of a folder with what was read of a file begins; the number of the process that reads follows."""
MAX_NAME_BYTES = 240
"""Of a name, without its ending: file systems allow 255 with it."""

_DATED_NAME_BYTES = 200
"""The trash and the backups add a date."""

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$", *(f"{port}{i}" for port in ("com", "lpt") for i in "0123456789¹²³")}


def home(*parts: str) -> Path:
    """The data folder of this computer (or a folder below it), made when missing; one that cannot be used raises ``WorkbookError``."""
    root = os.environ.get("KAM_HOME")
    if root is None:
        from platformdirs import user_data_dir

        root = user_data_dir("kam-workbench", appauthor=False)
    folder = Path(root, *parts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder.resolve()
        reason = N_("it is not writable")
    except OSError as error:
        reason = error.strerror or str(error)
    raise HomeUnusable(folder=folder, detail=reason)


def secret() -> bytes:
    """What only this computer knows: made once, so that a mark in a link cannot be guessed from a list of names."""
    kept = home("seen") / "secret"
    if not kept.exists():
        kept.write_bytes(secrets.token_bytes(32))
    return kept.read_bytes()


def file_name(name: str) -> str:
    """
    A safe file name for what a user typed: letters of any script stay, separators and control characters go.

    >>> file_name("../../etc/pass:wd"), file_name("CON"), file_name("华东 2025")
    ('etc pass wd.duckdb', 'CON_.duckdb', '华东 2025.duckdb')
    """
    text = unicodedata.normalize("NFC", name)
    text = "".join(" " if character in '<>:"/\\|?*.' or unicodedata.category(character) in _UNSEEN else character for character in text)
    text = " ".join(text.split())[:80].encode()[:MAX_NAME_BYTES].decode(errors="ignore").strip() or "workbook"
    return f"{text}_{SUFFIX}" if text.casefold() in _RESERVED else f"{text}{SUFFIX}"


def path_of(name: str) -> Path:
    """The file of the workbook of that name, which need not exist; one that was put into the folder by hand keeps its name."""
    folder = home("workbooks")
    by_hand = folder / f"{name}{SUFFIX}"
    return by_hand if Path(name).name == name and os.path.isfile(by_hand) else folder / file_name(name.removesuffix(SUFFIX))


def names() -> list[str]:
    """The saved workbooks, last used first."""
    return [file.stem for file in sorted(home("workbooks").glob(f"*{SUFFIX}"), key=_changed_at, reverse=True) if file.is_file()]


def new_path(name: str) -> Path:
    """A path for a new workbook; a taken name raises."""
    path = path_of(name)
    if path.exists():
        raise WorkbookExists(name=path.stem)
    return path


def private_path() -> Path:
    """A path for an upload that only its own session knows; those of yesterday go, for a server may run for weeks."""
    purge_private()
    return home("private") / f"{secrets.token_hex(16)}{SUFFIX}"


def move_to_trash(path: Path) -> Path:
    """Move a closed workbook and its log to the trash; returns where it lies."""
    if not path.exists():
        raise WorkbookMissing(name=path.stem)
    stem = path.stem.encode()[:_DATED_NAME_BYTES].decode(errors="ignore")
    return move(path, home("trash") / f"{stem}.{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}{SUFFIX}")


def dated(path: Path) -> str:
    """A name for a copy of a workbook made now; that of the workbook is cut where the date would make it too long."""
    stem = path.stem.encode()[:_DATED_NAME_BYTES].decode(errors="ignore")
    return f"{stem} {time.strftime('%Y-%m-%d %H.%M.%S')}{SUFFIX}"


def rename(path: Path, name: str) -> Path:
    """Give a closed workbook another name; returns its new path."""
    if not path.exists():
        raise WorkbookMissing(name=path.stem)
    return move(path, new_path(name))


def move(path: Path, target: Path) -> Path:
    """Move a closed workbook, log first: a kill in between must not leave a log that the next file of that name would replay."""
    if log_of(path).exists():
        shutil.move(log_of(path), log_of(target))
    shutil.move(path, target)
    return target


def log_of(path: Path) -> Path:
    """Where the engine keeps the log of a workbook."""
    return path.with_name(f"{path.name}.wal")


def erase_private(path: Path) -> Path:
    """Delete a closed private upload with its log and backups: nobody but its session could bring it back."""
    for file in (log_of(path), path):
        file.unlink(missing_ok=True)
    shutil.rmtree(home("backups") / path.stem, ignore_errors=True)
    return path


_LEFT = (
    ("private", "*"), ("temp", "*"), ("backups", ".*"), ("backups", f"{PRIVATE_NAME}/*"), ("trash", f"{PRIVATE_NAME}.*"), ("seen", "*.new"),
)  # fmt: skip
"""Where private uploads and leftovers lie, and what they are called there."""


def purge_private(now: float | None = None) -> int:
    """Delete private uploads unchanged for 24 h (file and log together) and leftovers; returns how many files went."""
    purge_readings()
    limit = (time.time() if now is None else now) - PRIVATE_HOURS * 3600
    together: dict[Path, list[Path]] = defaultdict(list)
    for folder, pattern in _LEFT:
        for file in home(folder).rglob(pattern):
            if file.is_file():
                together[file.with_name(file.name.removesuffix(".wal"))].append(file)
    old = [file for files in together.values() if max(map(_changed_at, files)) < limit for file in files]
    gone = sum(_deleted(file) for file in old)
    for place in {file.parent for file in old} - set(map(home, ("private", "temp", "backups", "trash", "seen"))):
        with contextlib.suppress(OSError):  # something else lies there
            place.rmdir()
    return gone


def reading_path(file: Path) -> Path:
    """A new folder for what a file holds: beside a file that lies in the temporary folder, and goes with it."""
    beside = file.resolve().parent
    folder = beside if beside.is_relative_to(home("temp")) else home("temp", "readings")
    made = folder / f"{READING}{os.getpid()}-{secrets.token_hex(8)}"
    try:
        made.mkdir()
    except OSError as error:
        raise HomeUnusable(folder=folder, detail=error.strerror or str(error)) from error
    return made


def purge_readings() -> None:
    """Delete what processes that are gone have read; on Windows, where asking for a process may end it, that is left to the 24 h."""
    if os.name != "nt":
        for folder in list(home("temp").rglob(f"{READING}*-*")):
            number = folder.name.removeprefix(READING).partition("-")[0]
            if folder.is_dir() and number.isdecimal() and not _runs(int(number)):
                shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is somebody else's
        return True
    return True


def _changed_at(file: Path) -> float:
    with contextlib.suppress(OSError):
        return file.stat().st_mtime
    return 0.0


def _deleted(file: Path) -> bool:
    with contextlib.suppress(OSError):
        file.unlink()
        return True
    return False


def sequence_seen(uuid: str) -> int | None:
    """The commit sequence this computer has seen of a workbook; ``None`` for one it does not know."""
    try:
        return int(json.loads(_seen(uuid).read_text(encoding="utf-8"))["sequence"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember_sequence(uuid: str, sequence: int) -> None:
    """
    Write the commit sequence durably: the new file is on the disk before it replaces the old one.

    A note that cannot be written is left out: the change it would vouch for is on the disk, and a lower number raises no alarm.
    """
    with contextlib.suppress(OSError, HomeUnusable):
        target = _seen(uuid)
        draft = target.with_suffix(f".{os.getpid()}-{secrets.token_hex(3)}.new")
        with open(draft, "w", encoding="utf-8") as file:
            json.dump({"sequence": sequence}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)


def _seen(uuid: str) -> Path:
    return home("seen") / f"{uuid}.json"
