"""What a stranger finds in the folder: pinned packages, a README that works, licences, nothing heavy."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAX_FILE = 6 * 2**20
NOT_OURS = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__"}


def requirement_lines(name: str) -> list[str]:
    """The requirements of a file, without comments and options."""
    lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("-")]


def shipped() -> list[Path]:
    """Every file that git keeps; in a folder that came as an archive, every file that is ours."""
    if not (ROOT / ".git").exists():
        return [file for file in ROOT.rglob("*") if file.is_file() and not NOT_OURS & set(file.relative_to(ROOT).parts)]
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT.as_posix()}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    return [file for name in listed.stdout.decode().split("\0") if name and (file := ROOT / name).is_file()]


def text_of(name: str) -> str:
    """A text file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_requirement_is_pinned() -> None:
    """Today's install is next year's install."""
    lines = requirement_lines("requirements.txt") + requirement_lines("requirements-dev.txt")
    assert len(lines) > 40

    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][\w.]*(; \S.*)?", line)] == []


def test_no_requirement_is_named_twice() -> None:
    """One place per package, so that one line moves with an update."""
    names = [
        line.split("==")[0].lower().replace("_", "-")
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in requirement_lines(name)
    ]

    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_installed_versions_are_the_pinned_ones() -> None:
    """The tests speak about the versions that are shipped."""
    from importlib.metadata import version

    pins = dict(line.split("==") for line in requirement_lines("requirements.txt") if ";" not in line)

    assert {name: version(name) for name in pins} == pins


def test_nothing_heavy_is_kept() -> None:
    """A clone stays small: no file above 6 MB, no workbook, no secret."""
    files = shipped()
    assert len(files) > 20

    assert [str(file) for file in files if file.stat().st_size > MAX_FILE] == []
    assert [str(file) for file in files if file.name.endswith((".duckdb", ".wal")) or file.name in ("secrets.toml", ".env")] == []


def test_readme_names_both_ways_to_start() -> None:
    """With make and without."""
    readme = text_of("README.md")
    commands = ("make run", "make test", "pip install -r requirements.txt", "streamlit run app.py", "pytest")

    assert [command for command in commands if command not in readme] == []


def test_links_of_the_readme_lead_somewhere() -> None:
    """Every file the README points at is there."""
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text_of("README.md"))

    assert [target for target in targets if not target.startswith(("http", "mailto:")) and not (ROOT / target).exists()] == []


def test_changelog_has_a_place_for_what_comes() -> None:
    """Keep a Changelog: an Unreleased section or a version with its date."""
    assert re.search(r"^## \[(Unreleased|\d+\.\d+\.\d+)\]", text_of("CHANGELOG.md"), re.MULTILINE)


def test_licences_are_named() -> None:
    """Our own licence, those of the sample data and that of the fonts travel with the files."""
    notices = {
        room: "\n".join(
            file.read_text(encoding="utf-8")
            for file in sorted((ROOT / room).rglob("*"))
            if re.search(r"licen[cs]e|notice|readme|ofl", file.name, re.IGNORECASE) and file.suffix in (".md", ".txt", "")
        )
        for room in ("data", "static")
    }

    assert text_of("LICENSE").startswith("MIT License")
    assert re.search(r"\bMIT\b|CC BY", notices["data"])
    assert re.search(r"SIL open font license", notices["static"], re.IGNORECASE)


def test_settings_that_are_shipped() -> None:
    """The server listens to this computer alone, tells nobody, and shows no stack to a visitor."""
    shipped_settings = tomllib.loads(text_of(".streamlit/config.toml"))
    wanted = {
        "server": {
            "address": "127.0.0.1", "port": 8501, "headless": True, "maxUploadSize": 200, "enableStaticServing": True,
            "fileWatcherType": "none", "disconnectedSessionTTL": 900,
        },
        "browser": {"gatherUsageStats": False},
        "client": {"toolbarMode": "viewer", "showErrorDetails": "none", "showErrorLinks": False},
        "runner": {"magicEnabled": False},
    }  # fmt: skip

    assert {section: {name: shipped_settings[section].get(name) for name in names} for section, names in wanted.items()} == wanted
    assert shipped_settings["server"].get("enableXsrfProtection", True)
    assert shipped_settings["server"].get("enableCORS", True)


def test_line_ends_and_bytes_are_guarded() -> None:
    """Scripts keep Unix line ends on Windows, and messy test files keep their bytes."""
    attributes = text_of(".gitattributes")

    assert re.search(r"^\* text=auto eol=lf$", attributes, re.MULTILINE)
    assert re.search(r"^data/\*\* -text$", attributes, re.MULTILINE)
