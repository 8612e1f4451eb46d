"""What the command line says: lines and tables for people, one JSON document for programs; complaints on the error output."""

from __future__ import annotations

import json
import locale
import os
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from kam_core.text import LANGUAGES, Translator

DONE, REFUSED, PARTLY, STOPPED = 0, 2, 3, 130


def language_of(argv: Sequence[str]) -> str:
    """
    The language that ``--lang`` names, else that of the computer; needed before the arguments are read, for the help.

    >>> language_of(["load", "--lang", "zh"]), language_of(["--lang=en"])
    ('zh', 'en')
    """
    for index, word in enumerate(argv):
        told = (
            word.partition("=")[2] if word.startswith("--lang=") else argv[index + 1] if word == "--lang" and index + 1 < len(argv) else ""
        )
        if told in LANGUAGES:
            return told
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    with suppress(ValueError):
        named = named or locale.getlocale()[0]
    return "zh" if (named or "").casefold().startswith(("zh", "chinese")) else "en"


def width(text: str) -> int:
    """
    How many columns a text takes on a terminal: a Chinese character takes two.

    >>> width("abc"), width("客户")
    (3, 4)
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def clean(text: object) -> str:
    """What a file says, without the characters that would move the cursor or colour the terminal."""
    return "".join(" " if unicodedata.category(character)[0] == "C" else character for character in str(text))


class Console:
    """One run: what it says, in which language, and what it gives to a program that asked for JSON."""

    def __init__(self, t: Translator, *, as_json: bool = False) -> None:
        self.t, self.as_json = t, as_json
        self._given: list[dict[str, Any]] = []
        self._refused: list[str] = []
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError, ValueError):  # a console of another code page shows what it has no sign for as \u....
                stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]

    def say(self, text: str = "") -> None:
        """A line for people."""
        if not self.as_json:
            print(clean(text))

    def table(self, rows: Sequence[Sequence[object]], right: Sequence[int] = (), indent: str = "  ") -> None:
        """Some rows in columns; those of ``right`` stand flush right."""
        texts = [[clean(cell) for cell in row] for row in rows]
        widest = [max(width(row[i]) for row in texts) for i in range(len(texts[0]))] if texts else []
        for row in texts:
            cells = [
                " " * (widest[i] - width(cell)) + cell if i in right else cell + " " * (widest[i] - width(cell))
                for i, cell in enumerate(row)
            ]
            self.say((indent + "  ".join(cells)).rstrip())

    def refuse(self, text: str) -> None:
        """A complaint, on the error output."""
        self._refused.append(text)
        print(clean(text), file=sys.stderr)

    def give(self, **facts: Any) -> None:
        """Facts for a program."""
        self._given.append(facts)

    def finish(self) -> None:
        """Print what was given, if somebody asked for it."""
        if self.as_json:
            print(json.dumps({"results": self._given, "refused": self._refused}, ensure_ascii=False, indent=1, default=str))
