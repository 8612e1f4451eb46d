"""The rooms of the house, kept by tests and not by habit: who imports what, how long things are, what nobody does."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE, PAGES, SQL = ROOT / "kam_core", ROOT / "pages", ROOT / "kam_core" / "sql"

MAX_FUNCTION, MAX_MODULE, MAX_PAGE = 40, 250, 120

DECLARED_DATA = ("kam_core/schema.py", "kam_core/errors.py", "kam_core/params.py", "kam_core/described.py")  # fmt: skip
"""Modules that are tables written as Python: as long as what they declare."""

SQL_BUILDERS = ("kam_core/workbook", "kam_core/ingest", "kam_core/engine")
"""Where the names of declared tables and columns are put into SQL; values travel as parameters everywhere."""

LOOKS_LIKE_SQL = re.compile(
    r"\bselect\b.+\bfrom\b|\binsert\s+into\b|\bdelete\s+from\b|\bupdate\b.+\bset\b.+=|\battach\b.+\bas\b"
    r"|\b(create|drop|alter)\s+(or\s+replace\s+)?(temp(orary)?\s+)?(table|view|macro|sequence|index)\b|\bcopy\b.+\bto\b\s*'",
    re.IGNORECASE | re.DOTALL,
)


@cache
def product() -> dict[str, ast.Module]:
    """Every module of the app and the library, by its path; a room without a module is an error of this test."""
    files = [ROOT / "app.py"]
    for room in (CORE, PAGES):
        assert room.is_dir(), f"{room.name}/ is missing"
        found = sorted(room.rglob("*.py"))
        assert found, f"{room.name}/ holds no module"
        files += found
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8"), str(file)) for file in files}


@cache
def imports() -> dict[str, set[str]]:
    """What each module imports, at any depth of its code, as dotted names."""
    found: dict[str, set[str]] = {}
    for path, tree in product().items():
        names = found.setdefault(path, set())
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                names.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    return found


def importers(package: str) -> list[str]:
    """The modules that import a package or anything below it."""
    return [path for path, names in imports().items() if any(f"{name}.".startswith(f"{package}.") for name in names)]


def outside(paths: list[str], *rooms: str) -> list[str]:
    """Those paths that lie in none of the rooms (a room is a file or a folder)."""
    return [path for path in paths if not any(path == room or path.startswith(f"{room}/") or path == f"{room}.py" for room in rooms)]


def nodes(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of a kind in the product, with the path of its module."""
    for path, tree in product().items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield path, node


@pytest.mark.parametrize(
    ("package", "rooms"),
    [
        ("streamlit", ("app.py", "pages")),
        ("duckdb", ("kam_core/workbook", "kam_core/engine", "kam_core/ingest")),
        ("plotly", ("kam_core/charts",)),
        ("pages", ("app.py", "pages")),
        ("matplotlib", ()),
        ("lifetimes", ()),
    ],
)
def test_a_package_is_imported_only_in_its_rooms(package: str, rooms: tuple[str, ...]) -> None:
    """Each heavy package has its room, so that the library works in a notebook and every score without a database."""
    assert outside(importers(package), *rooms) == []


def test_scores_know_no_database() -> None:
    """Outside workbook, engine and ingest nothing holds a cursor."""
    users = {path for path, node in nodes(ast.Attribute) if node.attr == "cursor"}

    assert outside(sorted(users), *SQL_BUILDERS) == []


def test_importing_the_library_is_light() -> None:
    """A notebook that imports kam_core pays for neither Streamlit nor scikit-learn nor scipy nor plotly."""
    code = "import sys, kam_core; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr

    assert sorted({"streamlit", "sklearn", "scipy", "plotly", "matplotlib"} & set(run.stdout.split())) == []


def test_one_module_caches() -> None:
    """Only pages/ui/cache.py decides what is remembered, and by which key."""
    users = [path for path, node in nodes(ast.Attribute) if node.attr in ("cache_data", "cache_resource")]
    users += [path for path, names in imports().items() if names & {"streamlit.cache_data", "streamlit.cache_resource"}]

    assert outside(users, "pages/ui/cache.py") == []


def test_one_module_spells_session_state() -> None:
    """Only pages/ui/state.py names what a session remembers."""
    users = [path for path, node in nodes(ast.Attribute) if node.attr == "session_state"]
    users += [path for path, names in imports().items() if "streamlit.session_state" in names]

    assert outside(users, "pages/ui/state.py") == []


KEEPERS = ("get", "put", "drop", "start", "keep_in_link", "link", "links", "choice", "several", "switch", "page", "number")
"""Functions of pages/ui/state.py and linked.py whose first argument is the name of something a session keeps."""


def test_what_a_page_keeps_has_one_maker() -> None:
    """Two parts that keep different results under one name would show each other's."""
    makers: dict[str, set[str]] = {}
    for path, node in nodes(ast.Call):
        kept = isinstance(node.func, ast.Attribute) and node.func.attr == "kept" and ast.unparse(node.func.value) in ("view", "room")
        if kept and isinstance(node.args[0], ast.Constant):
            makers.setdefault(str(node.args[0].value), set()).add(path)

    assert {name: sorted(paths) for name, paths in makers.items() if len(paths) > 1} == {}


def test_no_module_of_the_screens_hides_one_of_python() -> None:
    """The server runs as a script of that folder, so its modules come before the standard library's."""
    names = {Path(path).stem for path in product() if Path(path).parent == Path("pages/ui")}

    assert names & set(sys.stdlib_module_names) == set()


def kept_names() -> dict[str, set[str]]:
    """What sessions keep, by name: the constants that stand for it, as module and name."""
    constants = {
        (path, target.id): node.value.value
        for path, tree in product().items()
        if path.startswith("pages/ui/")
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    names: dict[str, set[str]] = {}
    for node in product()["pages/ui/state.py"].body:  # A, B = "a", "b"; and the journal's own
        if isinstance(node, ast.Assign):
            values = getattr(node.value, "elts", None) or getattr(node.value, "values", None) or [node.value]
            for value in values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    names.setdefault(value.value, set()).add("state")
    for path, node in nodes(ast.Call):
        asked = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in ("state", "linked") and node.func.attr in KEEPERS
        if asked and node.args and isinstance(node.args[0], ast.Name) and (path, node.args[0].id) in constants:
            names.setdefault(constants[path, node.args[0].id], set()).add(f"{path} {node.args[0].id}")
    return names


def test_no_two_things_are_kept_under_one_name() -> None:
    """A page that keeps its own under a name of another page breaks that page on the next visit."""
    names = kept_names()
    assert len(names) > 40

    assert {name: sorted(owners) for name, owners in names.items() if len(owners) > 1} == {}


def page_scripts() -> list[Path]:
    """The screens, one file each."""
    found = sorted(file for file in PAGES.glob("*.py") if file.name != "__init__.py")
    assert found, "pages/ holds no screen"
    return found


def test_pages_read_like_a_table_of_contents() -> None:
    """A page defines nothing but dialogs and fragments: any other `def` says that the code belongs elsewhere."""
    offenders = [
        f"{page.name}:{node.lineno} {node.name}"
        for page in page_scripts()
        for node in ast.walk(ast.parse(page.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not any(re.match(r"st\.(dialog|fragment)\b", ast.unparse(mark)) for mark in node.decorator_list)
    ]

    assert offenders == []


def test_pages_are_short() -> None:
    """A page fits on three screens of an editor."""
    too_long = {page.name: lines for page in [ROOT / "app.py", *page_scripts()] if (lines := _lines(page)) > MAX_PAGE}

    assert too_long == {}


def test_modules_are_short() -> None:
    """A module is one business noun; only declared data may be longer."""
    assert set(DECLARED_DATA) <= set(product()), "an exception for a module that is gone"
    paths = [path for path in product() if path not in DECLARED_DATA]
    too_long = {path: lines for path in paths if (lines := _lines(ROOT / path)) > MAX_MODULE}

    assert too_long == {}


def test_functions_are_short() -> None:
    """A function fits on one screen; its docstring does not count."""
    too_long = {
        f"{path}:{node.name}": lines
        for kind in (ast.FunctionDef, ast.AsyncFunctionDef)
        for path, node in nodes(kind)
        if (lines := _body_lines(node)) > MAX_FUNCTION
    }

    assert too_long == {}


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def _body_lines(node: ast.FunctionDef) -> int:
    lines = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node) is not None:
        lines -= node.body[0].end_lineno - node.body[0].lineno + 1
    return lines


def test_modules_are_business_nouns() -> None:
    """There is no drawer for what found no place."""
    drawers = {"utils", "util", "helpers", "helper", "misc", "common", "tools"}

    assert [path for path in product() if drawers & set(re.split(r"[/._]", path.removesuffix(".py")))] == []


def test_no_page_trusts_html() -> None:
    """Data never reaches a page as markup."""
    users = [path for path, node in nodes(ast.keyword) if node.arg in ("unsafe_allow_html", "unsafe_allow_javascript")]

    assert users == []


def test_nothing_from_outside_is_executed() -> None:
    """No pickle in any form, no eval, no exec, no shell: a workbook or an upload is data."""
    calls = [
        f"{path}:{node.lineno} {ast.unparse(node.func)}"
        for path, node in nodes(ast.Call)
        if (isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec", "compile", "__import__"))
        or (isinstance(node.func, ast.Attribute) and node.func.attr in ("read_pickle", "to_pickle", "system"))
        or any(word.arg == "shell" for word in node.keywords)
    ]
    unsafe = ("pickle", "cPickle", "dill", "joblib", "cloudpickle", "shelve", "marshal")
    modules = [path for package in unsafe for path in importers(package)]

    assert (calls, modules) == ([], [])


def test_values_never_become_sql() -> None:
    """SQL text is put together only where declared names are; everywhere else it is whole, and values are parameters."""
    built = [f"{path}:{node.lineno}" for kind in (ast.JoinedStr, ast.BinOp, ast.Call) for path, node in nodes(kind) if _builds_sql(node)]

    assert [place for place in built if outside([place.rpartition(":")[0]], *SQL_BUILDERS)] == []


def _builds_sql(node: ast.AST) -> bool:
    """Whether an f-string, ``+``, ``%`` or ``.format`` puts something into what looks like SQL."""
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else " x " for part in node.values]
        return len(parts) > 1 and bool(LOOKS_LIKE_SQL.search("".join(parts)))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return any(_is_sql(side) for side in (node.left, node.right))
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format" and _is_sql(node.func.value)


def _is_sql(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(LOOKS_LIKE_SQL.search(node.value))


def test_the_sql_guard_sees_what_it_is_for() -> None:
    """The guard above finds the four ways of building SQL and leaves sentences alone."""
    built = ['f"SELECT {c} FROM t"', '"DELETE FROM t WHERE a = " + name', '"select a from %s" % t', '"INSERT INTO {} VALUES (1)".format(t)']
    plain = ['"SELECT a FROM t"', 'f"Select {n} accounts"', 'f"Updated {n} rows from {name}"', '"a" + b']

    assert [_builds_sql(ast.parse(code, mode="eval").body) for code in built + plain] == [True] * 4 + [False] * 4


def test_no_global_statement() -> None:
    """No function changes a module: sessions share modules."""
    assert [f"{path}:{node.lineno}" for path, node in nodes(ast.Global)] == []


def test_the_core_has_no_clock() -> None:
    """Dates are arguments; only what records a file or a batch looks at the clock."""
    clocks = ("now", "today", "utcnow")
    users = [
        f"{path}:{node.lineno}"
        for path, node in nodes(ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in clocks and path.startswith("kam_core/")
    ]

    assert [place for place in users if outside([place.rpartition(":")[0]], "kam_core/workbook", "kam_core/ingest", "kam_core/jobs")] == []


def test_every_question_in_sql_names_its_grain() -> None:
    """The first line of a .sql file is a comment: the question, then what one row stands for."""
    files = sorted(SQL.rglob("*.sql"))
    assert files, "kam_core/sql/ holds no question"
    first = {file.name: file.read_text(encoding="utf-8").splitlines()[0] for file in files}

    assert {name: line for name, line in first.items() if not re.fullmatch(r"-- .+\? Grain: .+\.", line)} == {}
