"""What the columns of a downloaded table are called, how they are written and what they mean."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import kam_core as kam
from kam_core.columns import OWN, described, heads, in_words
from kam_core.history import quarters
from kam_core.schema import TABLES
from tests.value.portfolio import book

EN, ZH = kam.translator("en"), kam.translator("zh")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def wb() -> kam.Workbook:
    """Two accounts that buy."""
    return book([("A", "2024-01-01", 100.0, 60.0), ("B", "2024-02-01", 50.0)])


def frames(wb: kam.Workbook) -> dict[str, pd.DataFrame]:
    """The tables a page offers."""
    params = kam.Params()
    return {
        "scores": kam.score(wb), "loyalty": kam.matrix(wb, "loyalty"),
        "history": quarters(wb, pd.Timestamp("2024-02-29").date(), params),
    }  # fmt: skip


def test_money_says_its_currency_and_its_span(wb: kam.Workbook) -> None:
    """In both languages, no two titles alike."""
    found = {head.name: head for head in heads(kam.score(wb), EN, "CHF")}

    assert found["revenue"].title == "Revenue, CHF"
    assert found["profit_12m"].title == "Profit, 12 months, CHF"
    assert (found["trust"].title, found["trust"].kind) == ("Trust", "index")
    assert (found["trust_coverage"].title, found["trust_coverage"].kind) == ("Trust, coverage", "share")
    assert "Revenue = sum of the order lines" in found["revenue"].about
    assert next(head for head in heads(kam.score(wb), ZH, "¥") if head.name == "revenue").title == "收入，¥"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_column_of_a_score_and_a_matrix_has_a_title(wb: kam.Workbook, language: str) -> None:
    """None is called by its field; the Chinese ones are Chinese; no two are alike."""
    t = kam.translator(language)
    for frame in frames(wb).values():
        shown = frame.drop(columns=["subject_type", "subject_id", "x", "y", "x_coverage", "y_coverage", "x_sd", "y_sd"], errors="ignore")
        shown = shown.drop(columns=[name for name in shown.columns if str(name).startswith("p_")])
        titles = [head.title for head in heads(shown, t, "$")]
        assert [title for title in titles if "_" in title] == []
        assert len(set(titles)) == len(titles)
        assert language == "en" or [title for title in titles if not HAN.search(title)] == []


def test_the_rows_of_a_table_keep_their_field_names() -> None:
    """So that the file can be loaded again; what they are called stands in the note."""
    frame = pd.DataFrame({"account_id": ["A"], "status": ["key"], "tier": ["a"]})
    found = heads(frame, EN, "$", "accounts")

    assert [head.title for head in found] == ["account_id", "status", "tier"]
    assert [head.about for head in found] == ["Account id", "Status", "Tier"]
    assert in_words(frame, EN, "accounts")["status"].tolist() == ["key"]
    assert in_words(frame, EN)["status"].tolist() == ["Key account"]


def test_choices_are_written_in_words() -> None:
    """Quadrants and standings in the language; missing stays missing, words nobody knows stay as they are."""
    frame = pd.DataFrame({"quadrant": ["spurious", None, "mine"], "x": [1.0, 2.0, 3.0]})

    assert in_words(frame, EN)["quadrant"].tolist()[::2] == ["Spurious loyalty", "mine"]
    assert in_words(frame, ZH)["quadrant"].tolist()[0] == "迟钝忠诚"
    assert in_words(frame, EN)["quadrant"].isna().tolist() == [False, True, False]
    assert frame["quadrant"].tolist()[0] == "spurious"


def test_a_column_nobody_declared() -> None:
    """Called as it is named, a number as a number, a day as a day."""
    frame = pd.DataFrame({"odd": [1.5], "when": pd.to_datetime(["2024-01-01"]), "someone": ["x"], "yes": [True]})

    found = [(head.title, head.kind) for head in heads(frame, EN)]

    assert found == [("odd", "number"), ("when", "date"), ("someone", "text"), ("yes", "text")]


def test_two_columns_with_one_title_are_told_apart() -> None:
    """By their field: the category of a need is called its kind, as is the kind of an alert."""
    frame = pd.DataFrame({"category": ["price"], "kind": ["x"]})

    assert [head.title for head in heads(frame, EN, table="needs")] == ["Kind", "Kind (kind)"]


def test_every_column_of_the_schema_is_described() -> None:
    """With the title and the kind it has there."""
    for name, table in TABLES.items():
        for column in table.columns:
            assert (described(column.name, name).title, described(column.name, name).kind) == (column.title, column.kind)


def test_own_columns_are_named_as_they_are_kept() -> None:
    """The key is the name."""
    assert [name for name, column in OWN.items() if column.name != name] == []


def test_columns_of_one_name_are_told_apart() -> None:
    """Two segments called alike, or one called as a column is, still make a file; nothing is lost."""
    frame = pd.DataFrame([["Ohio", 1, 2.0, 3]], columns=["region", "Others", "region", "Others"])
    told = in_words(frame, EN)

    assert told.columns.tolist() == ["region", "Others", "region (2)", "Others (2)"]
    assert [head.title for head in heads(told, EN)] == ["Region", "Others", "region (2)", "Others (2)"]
    assert told.iloc[0].tolist() == ["Ohio", 1, 2.0, 3]
