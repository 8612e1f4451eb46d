"""The question files: each says its question and grain; stage A stays portable, and its answers merge."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlglot
from sqlglot import exp

import kam_core
from kam_core.engine import WorkbookEngine, question
from tests.test_accounts import DAYS, messy_lines
from tests.value.portfolio import book

FILES = sorted((Path(kam_core.__file__).parent / "sql").glob("*.sql"))
STAGE_A = ("account_months", "account_costs")
"""What may run where the lines are."""

PORTABLE = {"Sum", "Min", "Max", "Count", "Case", "If", "Cast", "Extract", "Lag", "DateDiff", "Lower", "And", "Or"}
"""Functions that DuckDB, Spark and Postgres share, by their name in sqlglot."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_first_line_states_question_and_grain(path: Path) -> None:
    """A comment with a question mark and a grain; the rest parses as one SELECT."""
    text = path.read_text(encoding="utf-8")

    assert re.match(r"-- [A-Z].+\? Grain: .+\.?", text.splitlines()[0])
    assert [statement.key for statement in sqlglot.parse(text, read="duckdb") if statement] == ["select"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_values_come_as_parameters(path: Path) -> None:
    """No file has a date or an account written into it."""
    dates = re.findall(r"'\d{4}-\d\d-\d\d'", path.read_text(encoding="utf-8"))

    assert set(dates) <= {"'1900-01-01'"}


@pytest.mark.parametrize("name", STAGE_A)
def test_stage_a_stays_within_the_portable_subset(name: str) -> None:
    """Only functions every engine has, no QUALIFY, no DISTINCT ON, no list."""
    tree = sqlglot.parse_one(question(name), read="duckdb")

    assert {type(node).__name__ for node in tree.find_all(exp.Func)} - PORTABLE == set()
    assert list(tree.find_all(exp.Qualify, exp.Anonymous, exp.Array, exp.Lambda)) == []


@pytest.mark.parametrize("dialect", ["spark", "postgres"])
@pytest.mark.parametrize("name", STAGE_A)
def test_stage_a_can_be_said_in_other_dialects(name: str, dialect: str) -> None:
    """sqlglot writes it without giving up on anything, and reads its own text again."""
    (text,) = sqlglot.transpile(question(name), read="duckdb", write=dialect, unsupported_level=sqlglot.ErrorLevel.RAISE)
    back = sqlglot.parse_one(text, read=dialect)

    assert [column.alias_or_name for column in back.selects] == [
        c.alias_or_name for c in sqlglot.parse_one(question(name), read="duckdb").selects
    ]
    assert "QUALIFY" not in text.upper()


@pytest.mark.parametrize("seam", [date(2022, 2, 10), date(2023, 6, 30)], ids=str)
def test_months_of_two_spans_merge(seam: date) -> None:
    """Lines up to a day and lines after it, asked apart: sums add, first and last by min and max, gaps with the one between."""
    lines = [row for row in messy_lines(7, 250) if row["order_id"]]
    asked = {"earlier": lambda row: row["date"] <= seam, "later": lambda row: row["date"] > seam}
    parts = [_months(book([row for row in lines if keep(row)]), None) for keep in asked.values()]
    whole = _months(book(lines), None)

    pd.testing.assert_frame_equal(parts[1], _months(book(lines), seam))
    merged = pd.concat(parts).groupby(["account_id", "months_ago"], sort=True).apply(_merged).astype(float)
    expected = whole.set_index(["account_id", "months_ago"]).sort_index()
    for name in merged.columns:
        np.testing.assert_allclose(merged[name], _numbers(expected[name]), err_msg=name)


def _months(wb: kam_core.Workbook, since: date | None) -> pd.DataFrame:
    found = WorkbookEngine(wb).run("account_months", as_of=DAYS[0], since=since).to_pandas()
    return found.sort_values(["account_id", "months_ago"], ignore_index=True)


def _numbers(values: pd.Series) -> np.ndarray:
    if values.dtype.kind == "M" or isinstance(next(iter(values.dropna()), None), date):
        return pd.to_datetime(values).map(lambda day: day.toordinal() if pd.notna(day) else np.nan).to_numpy(float)
    return values.astype(float).to_numpy()


def _merged(rows: pd.DataFrame) -> pd.Series:
    """The month of an account from that of its two spans (or the only one)."""
    values = pd.DataFrame({name: _numbers(rows[name]) for name in rows.columns if name not in ("account_id", "months_ago")})
    sums = ["revenue", "revenue_with_cost", "cost", "discount", "quantity", "lines", "order_days", "gap_days", "gap_squares"]
    found = values[sums].sum(min_count=1)
    for name in ("first_day", "first_order_day"):
        found[name] = values[name].min()
    for name in ("last_day", "last_order_day"):
        found[name] = values[name].max()
    if values["order_days"].notna().sum() == 2:
        between = values["first_order_day"].iloc[1] - values["last_order_day"].iloc[0]
        found["gap_days"] = np.nan_to_num(found["gap_days"]) + between
        found["gap_squares"] = np.nan_to_num(found["gap_squares"]) + between**2
    return found
