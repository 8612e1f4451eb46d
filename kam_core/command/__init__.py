"""
The command line: the same loads, recipes, journal and undo as in the app, for scripts and schedules.

Exit codes: 0 everything was done, 2 something was refused (of several files the others are loaded), 3 loaded, but some rows were
rejected, 130 stopped by hand. What went wrong is said on the error output, in the language of ``--lang`` or of the computer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from kam_core.command.arguments import parser
from kam_core.command.console import REFUSED, STOPPED, Console, language_of
from kam_core.errors import KamError
from kam_core.text import translator

ROOMS = {"load": "loading", "inspect": "looking", "recipes": "keeping", "journal": "history", "undo": "history"}
"""The module of each command, loaded when it is asked for: a help text waits for no database."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say (those of the process when none are given) and return the exit code."""
    told = list(sys.argv[1:] if argv is None else argv)
    t = translator(language_of(told))
    args = parser(t).parse_args(told)
    console = Console(t, as_json=bool(getattr(args, "json", False)))
    try:
        run: Callable[..., int] = getattr(import_module(f"kam_core.command.{ROOMS[args.command]}"), args.run)
        code = run(args, console)
    except KamError as error:
        console.refuse(t.error(error))
        code = REFUSED
    except OSError as error:
        console.refuse(f"{error.filename or ''}: {error.strerror or error}")
        code = REFUSED
    except KeyboardInterrupt:
        console.refuse(t("Stopped. Nothing was stored."))
        code = STOPPED
    console.finish()
    return code
