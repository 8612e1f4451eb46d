"""Ratings may name their question in words; what no index reads is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kam_core.ingest.meaning.items import item_ids
from kam_core.workbook import Workbook


@pytest.mark.parametrize(
    ("word", "item"),
    [
        ("Credibility", "trust.credibility"),
        ("专业可信", "trust.credibility"),
        ("TRUST.RELIABILITY", "trust.reliability"),
        ("钱包份额", "patronage.wallet"),
    ],
)
def test_an_item_is_known_by_id_and_by_title_in_both_languages(word: str, item: str) -> None:
    """Case and width do not matter."""
    assert item == item_ids()[word.casefold()]


def test_titles_become_ids_and_unknown_questions_are_told(tmp_path: Path) -> None:
    """The rating counts under its id; a question that no index reads is kept as it stands and listed with its count."""
    file = tmp_path / "ratings.csv"
    file.write_text("客户名称,题项,评分\n甲,专业可信,7\n甲,Reliability,8\n乙,心情,3\n", encoding="utf-8")
    wb = Workbook()

    report = wb.load("ratings", file)

    assert ["trust.credibility", "trust.reliability", "心情"] == wb.table("ratings")["item"].tolist()
    assert [("unknown_item", "心情", 1)] == [(r.kind, r.detail, r.count) for r in report.repairs if r.kind == "unknown_item"]
