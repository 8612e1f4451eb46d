"""The command line: the loads of the app for scripts, in words and as JSON, with exit codes one can rely on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import kam_core as kam
from kam_core.command import arguments, main
from kam_core.command.console import clean, language_of
from kam_core.ingest import apart
from kam_core.ingest.meaning.shapes import SHAPES
from kam_core.ingest.options import LoadOptions
from kam_core.ingest.source import open_source
from kam_core.text import translator

ROOT = Path(__file__).resolve().parents[1]
GOOD = "客户,日期,金额\n甲,2024-03-05,100.25\n乙,2024-03-06,50\n"
BAD = f"{GOOD}丙,2024-02-30,7\n"
TOTALS = f"{GOOD}合计,,150.25\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in, English unless a test says otherwise; files are read in this process, but for the last test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(apart, "open_source", open_source)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    for name, content in {"good.csv": GOOD, "bad.csv": BAD, "totals.csv": TOTALS}.items():
        Path(name).write_text(content, encoding="utf-8")
    return tmp_path


def rows(book: str = "acme.duckdb") -> int:
    with kam.Workbook(book) as wb:
        return wb.count("transactions")


def told(capsys, *argv: str) -> tuple[int, dict]:
    """Exit code and JSON of a command."""
    code = main([*argv, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_file_is_loaded_and_can_be_taken_back(folder, capsys) -> None:
    """Exit code 0; where every row went, the batch, and the command that undoes it, which works as it is printed."""
    assert 0 == main(["load", "good.csv", "--workbook", "acme.duckdb", "--author", "Ann"])
    out = capsys.readouterr().out

    assert 2 == rows()
    assert re.search(r"Loaded +2 +150\.25", out)
    assert "2 rows loaded as batch 1." in out
    undo = re.search(r"python -m kam_core (undo .+)", out)[1].replace('"', "").split()
    assert (0, 0) == (main(undo), rows())
    assert 0 == main(["journal", "-w", "acme.duckdb"])
    lines = capsys.readouterr().out.splitlines()
    assert ["by 2" in lines[-1], "Ann" in lines[-1], "good.csv" in lines[-1]] == [True] * 3


def test_rejected_rows_are_counted_written_and_told_by_the_code(folder, capsys) -> None:
    """Exit code 3: the good rows are loaded, the bad one is in the file with its problem."""
    code, said = told(capsys, "load", "bad.csv", "-w", "acme.duckdb", "--rejects", "out.csv")

    (result,) = said["results"]
    assert (3, 3, 2, 1) == (code, result["read"], result["loaded"], result["rejected"])
    assert 2 == rows()
    lines = Path("out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert ["row,客户,日期,金额,problem", "4,丙,2024-02-30,7,日期: not_a_date"] == lines


def test_total_rows_stop_a_load_until_somebody_agrees(folder, capsys) -> None:
    """Exit code 2, the rows and the two ways to go on; left out the sum is right, kept it counts twice."""
    assert 2 == main(["load", "totals.csv", "-w", "acme.duckdb"])
    said = capsys.readouterr().err
    assert "1 row looks like a total" in said and "Row 4: 合计" in said and "--totals leave-out" in said
    assert 0 == rows()

    assert 0 == main(["load", "totals.csv", "-w", "acme.duckdb", "--totals", "leave-out"])
    assert 2 == rows()
    assert main(["load", "totals.csv", "-w", "kept.duckdb", "--totals", "keep"]) in (0, 3)
    capsys.readouterr()


def test_the_same_file_twice_is_refused(folder, capsys) -> None:
    """Unless it is meant."""
    codes = [main(["load", "good.csv", "-w", "acme.duckdb", *more]) for more in ([], [], ["--again"])]

    assert [0, 2, 0] == codes
    assert "was loaded already, as batch 1" in capsys.readouterr().err
    assert 4 == rows()


def test_a_dry_run_stores_nothing(folder, capsys) -> None:
    """Not even a workbook."""
    assert 3 == main(["load", "bad.csv", "-w", "acme.duckdb", "--dry-run"])

    assert "Only checked; nothing was stored." in capsys.readouterr().out
    assert not Path("acme.duckdb").exists()


def test_several_files_and_wildcards(folder, capsys) -> None:
    """Each is a batch of its own; one that is refused does not keep the others out, and the code says so."""
    Path("none.csv").write_text("x,y\n1,2\n", encoding="utf-8")

    code, said = told(capsys, "load", "[gn]*.csv", "-w", "acme.duckdb")

    assert 2 == code and 2 == rows()
    assert ["good.csv"] == [result["file"] for result in said["results"]]
    assert any("none.csv" in line for line in said["refused"])
    assert 2 == main(["load", "nothing*.csv", "-w", "acme.duckdb"])


def test_a_recipe_is_kept_found_and_carried(folder, capsys) -> None:
    """Kept with a load, found by the next header without a word, exported, imported elsewhere, deleted."""
    Path("march.csv").write_text("Kunde;Tag;Summe\nNord;03/04/2024;1.234,50\n合计;;1.234,50\n", encoding="utf-8")
    Path("april.csv").write_text("Kunde;Tag;Summe\nNord;05/04/2024;20,00\n合计;;20,00\n", encoding="utf-8")
    words = ["--map", "Kunde=account_name", "--map", "Tag=date", "--map", "Summe=revenue", "--month-first", "--totals", "leave-out"]
    assert 0 == main(["load", "march.csv", "-w", "acme.duckdb", *words, "--save-recipe", "Monthly"])

    assert 0 == main(["load", "april.csv", "-w", "acme.duckdb"])
    assert "Recipe Monthly" in capsys.readouterr().out
    with kam.Workbook("acme.duckdb") as wb:
        assert ["2024-03-04", "2024-05-04"] == [str(day.date()) for day in wb.table("transactions")["date"]]

    assert 0 == main(["recipes", "export", "Monthly", "-w", "acme.duckdb"])
    assert 2 == main(["recipes", "export", "Monthly", "-w", "acme.duckdb"]), "a file that is there is not written over"
    assert 0 == main(["load", "april.csv", "-w", "other.duckdb", "--recipe", "Monthly.json"])
    assert 0 == main(["recipes", "import", "Monthly.json", "--name", "Theirs", "-w", "other.duckdb"])
    assert 0 == main(["recipes", "rename", "Theirs", "Ours", "-w", "other.duckdb"])
    capsys.readouterr()
    assert ["Ours"] == [recipe["name"] for recipe in told(capsys, "recipes", "list", "-w", "other.duckdb")[1]["results"]]
    assert 0 == main(["recipes", "delete", "Ours", "-w", "other.duckdb"])
    assert 2 == main(["load", "april.csv", "-w", "other.duckdb", "--recipe", "Ours", "--again"])


def test_two_recipes_that_fit_have_to_be_told_apart(folder, capsys) -> None:
    """No guess: exit code 2 with both names."""
    assert 0 == main(["load", "good.csv", "-w", "acme.duckdb", "--save-recipe", "One"])
    assert 0 == main(["load", "good.csv", "-w", "acme.duckdb", "--again", "--recipe", "One", "--save-recipe", "Two"])

    assert 2 == main(["load", "good.csv", "-w", "acme.duckdb", "--again"])
    assert "One, Two" in capsys.readouterr().err
    assert 0 == main(["load", "good.csv", "-w", "acme.duckdb", "--again", "--no-recipe"])


def test_what_cannot_be_mapped_says_how(folder, capsys) -> None:
    """The table that fits is found; where none does, the way on is said; a word that is no field or table is refused."""
    Path("people.csv").write_text("contact id,customer id,name\n1,A,Ann\n", encoding="utf-8")
    assert 0 == main(["load", "people.csv", "-w", "acme.duckdb"])
    with kam.Workbook("acme.duckdb") as wb:
        assert ["Ann"] == wb.table("contacts")["contact_name"].tolist()
    capsys.readouterr()

    assert 2 == main(["load", "people.csv", "-w", "acme.duckdb", "--table", "costs"])
    said = capsys.readouterr().err
    assert "--map COLUMN=FIELD" in said and "--table contacts" in said
    assert 2 == main(["load", "good.csv", "-w", "acme.duckdb", "--map", "金额"])
    assert 2 == main(["load", "good.csv", "-w", "acme.duckdb", "--map", "金额=revenu"])
    assert 2 == main(["load", "good.csv", "-w", "acme.duckdb", "--table", "transaction"])


def test_inspect_says_what_a_file_looks_like(folder, capsys) -> None:
    """Encoding, columns, tables and recipes that fit; nothing is stored."""
    Path("gbk.csv").write_bytes(GOOD.encode("gb18030"))

    code, said = told(capsys, "inspect", "gbk.csv")

    (result,) = said["results"]
    assert 0 == code and "transactions" in result["tables"]
    assert {"客户": "account_name", "日期": "date", "金额": "revenue"} == {c["column"]: c["field"] for c in result["columns"]}
    assert 0 == main(["inspect", "gbk.csv"])
    assert "GB18030" in capsys.readouterr().out


def test_a_workbook_by_its_name(folder, kam_home) -> None:
    """A name without a path is that of a workbook in the app."""
    assert 0 == main(["load", "good.csv", "-w", "华东"])
    assert 2 == rows(str(kam_home / "workbooks" / "华东.duckdb"))
    assert 2 == main(["undo", "1", "-w", "nowhere"])
    assert not Path("nowhere").exists()


def test_it_speaks_the_language_asked_for(folder, capsys) -> None:
    """All of it Chinese but for what stands in the file and the words one types; the computer's language by default."""
    main(["load", "bad.csv", "-w", "acme.duckdb", "--lang", "zh"])
    main(["load", "totals.csv", "-w", "acme.duckdb", "--lang", "zh"])
    said = "".join(capsys.readouterr())
    assert "1 行" in said and "只检查" not in said
    words = set(re.findall(r"[A-Za-z]{3,}", re.sub(r"--[\w-]+( [\w-]+)?|python.*|\w+\.csv|→ +\w+|\"[^\"]*\"", "", said)))
    assert words <= {"acme", "duckdb"}, words
    assert ["zh", "en"] == [language_of(["--lang", "zh"]), language_of([])]


def test_the_languages_of_computers(monkeypatch) -> None:
    """LC_ALL before LANG; what is not Chinese is English."""
    for name, value, wanted in (("LC_ALL", "zh_CN.UTF-8", "zh"), ("LC_ALL", "de_DE.UTF-8", "en"), ("LC_ALL", "C", "en")):
        monkeypatch.setenv(name, value)
        assert wanted == language_of(["load"])


def test_what_a_file_says_cannot_steer_the_terminal(folder, capsys) -> None:
    """Control characters of a header or a cell are blanks."""
    Path("evil.csv").write_text("客户,日期,金额\x1b[31m\n\x1b]0;owned\x07甲,2024-02-30,1\n", encoding="utf-8")

    main(["load", "evil.csv", "-w", "acme.duckdb"])

    assert "\x1b" not in "".join(capsys.readouterr())
    assert "a b" == clean("a\nb")


def test_every_option_of_a_load_can_be_typed() -> None:
    """What the library can be told, the command line can; shapes are those of the library."""
    typed = ["load", "f.csv", "-w", "b", "--scale", "trust=1:10", "--update-by", "order_id, product", "--delimiter", "tab", "--date-1904"]
    args = arguments.parser(translator("en")).parse_args(typed)

    assert {item.name for item in fields(LoadOptions)} - set(vars(args)) == {"keep_totals"}, "--totals says it"
    assert arguments.typed(args, LoadOptions) == {
        "scales": (("trust", (1.0, 10.0)),), "update_by": ("order_id", "product"), "delimiter": "\t", "date_1904": True,
    }  # fmt: skip
    assert arguments.SHAPES == SHAPES


def test_rows_are_updated_by_fields(folder, capsys) -> None:
    """Those that agree take the place of the stored ones, the others are added, and both are counted."""
    for name, rows_ in {"one.csv": "甲,2024-03-05,1,100\n乙,2024-03-06,2,50", "two.csv": "甲,2024-03-05,1,120\n丙,2024-03-06,3,50"}.items():
        Path(name).write_text(f"客户,日期,单号,金额\n{rows_}\n", encoding="utf-8")
    assert 0 == main(["load", "one.csv", "-w", "acme.duckdb"])
    code, said = told(capsys, "load", "two.csv", "-w", "acme.duckdb", "--update-by", "order_id") if not capsys.readouterr().err else (1, {})

    assert (0, {"new": 1, "updated": 1, "unchanged": 0}) == (code, said["results"][0]["effect"])
    with kam.Workbook("acme.duckdb") as wb:
        assert [50, 50, 120] == sorted(wb.table("transactions")["revenue"])


def test_help_is_there_in_both_languages(capsys) -> None:
    """For every command, without a workbook."""
    for command in ([], ["load"], ["inspect"], ["recipes"], ["recipes", "import"], ["undo"], ["journal"]):
        for lang in ("en", "zh"):
            with pytest.raises(SystemExit) as stopped:
                arguments.parser(translator(lang)).parse_args([*command, "--help"])
            assert 0 == stopped.value.code
            assert re.search(r"[\u4e00-\u9fff]{2}", capsys.readouterr().out) or lang == "en"


def test_a_process_of_its_own(folder) -> None:
    """``python -m kam_core`` as a schedule calls it: the help waits for no database, a load ends with its code, a held file is said."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}

    def run(*argv: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *argv], env=env, capture_output=True, text=True, encoding="utf-8", check=False)

    located = "import sys; sys.argv = ['-m']; sys.orig_argv = ['python', '-m', '{}']; "
    light = "import kam_core.command; sys.exit(any(m in sys.modules for m in ('pandas', 'duckdb', 'numpy')))"
    assert 0 == run("-c", located.format("kam_core") + light).returncode
    assert "True" in run("-c", located.format("report.monthly") + "import kam_core as kam; print(callable(kam.score))").stdout
    assert "load files" in run("-m", "kam_core", "--help").stdout
    with kam.Workbook("acme.duckdb"):
        held = run("-m", "kam_core", "load", "good.csv", "-w", "acme.duckdb")
    assert 2 == held.returncode and f"PID {os.getpid()}" in held.stderr and "Traceback" not in held.stderr
    assert 3 == run("-m", "kam_core", "load", "bad.csv", "-w", "acme.duckdb").returncode
    assert 2 == rows()
    assert not list((Path(os.environ["KAM_HOME"]) / "temp").rglob("*.arrow")), "what was kept of the reading is gone"


def test_rejected_rows_of_several_files_are_all_written(folder) -> None:
    """Files of one name in two folders, with columns called like ours: each rejected row is there, with its file and its problem."""
    for name, day in (("a", "x"), ("b", "y")):
        Path(name).mkdir()
        Path(name, "bad.csv").write_text(f"customer,date,amount,row,problem\nN,2024-01-05,1,7,p\nN,{day},2,8,q\n", encoding="utf-8")

    assert 3 == main(["load", "a/bad.csv", "b/bad.csv", "-w", "acme.duckdb", "--rejects", "out.csv"])

    found = Path("out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert ["row", "customer", "date", "amount", "row_2", "problem_2", "problem", "file"] == found[0].split(",")
    assert ["3,N,x,2,8,q,date: not_a_date", "3,N,y,2,8,q,date: not_a_date"] == [line.rpartition(",")[0] for line in found[1:]]
    assert [Path("a/bad.csv"), Path("b/bad.csv")] == [Path(line.rpartition(",")[2]) for line in found[1:]]


def test_a_recipe_that_is_refused_stores_nothing(folder) -> None:
    """Exit code 2 means that nothing of the file was stored, whatever was wrong."""
    assert 2 == main(["load", "good.csv", "-w", "acme.duckdb", "--save-recipe", "n" * 90])
    assert 0 == rows()


@pytest.mark.skipif(os.name == "nt", reason="no such file name there")
def test_the_name_of_a_file_moves_no_cursor(folder, capsys) -> None:
    """Control characters of a file name do not reach the terminal."""
    Path("a\x1b[2Jb.csv").write_text(GOOD, encoding="utf-8")
    assert 0 == main(["load", "a\x1b[2Jb.csv", "-w", "acme.duckdb"])
    assert "\x1b" not in capsys.readouterr().out
