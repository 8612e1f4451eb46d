"""
The catalogue of what a file, an archive and a text may do to the workbench: id, case, expected safe behaviour, tests.

``cases.txt`` holds a line per case, and below it the tests that cover it, named as pytest names them; tests of this folder carry the
id in their names (``test_a11_...``) and need no line. ``python -m tests.catalogue`` prints all of it.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LINE = re.compile(r"(?P<id>[ABC]\d\d) (?P<case>.+) -> (?P<safe>.+)")


class Case(NamedTuple):
    """One of them."""

    id: str
    case: str
    safe: str
    tests: tuple[str, ...]


@cache
def cases() -> tuple[Case, ...]:
    """All cases, in the order of the file."""
    found: list[Case] = []
    for line in (HERE / "cases.txt").read_text(encoding="utf-8").splitlines():
        if told := LINE.fullmatch(line):
            found.append(Case(*told.group("id", "case", "safe"), _named_by(told["id"])))
        else:
            found[-1] = found[-1]._replace(tests=(line.strip(), *found[-1].tests))
    return tuple(found)


def _named_by(id: str) -> tuple[str, ...]:
    """The tests of this folder that carry an id in their names."""
    named = [(file, name) for file in sorted(HERE.glob("test_*.py")) for name in sorted(functions(file))]
    return tuple(f"{file.relative_to(ROOT).as_posix()}::{name}" for file, name in named if name.startswith(f"test_{id.lower()}_"))


@cache
def functions(file: Path) -> frozenset[str]:
    """The tests of a file: names of functions, and ``Class::name`` of those in a class."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    found = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    for group in (node for node in body if isinstance(node, ast.ClassDef)):
        found |= {f"{group.name}::{node.name}" for node in group.body if isinstance(node, ast.FunctionDef)}
    return frozenset(found)
