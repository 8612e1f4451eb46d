"""Ratings may name their question in words; what no index reads is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kam_core.index.declared import INDICES, Index, Item
from kam_core.ingest.meaning import items
from kam_core.ingest.meaning.items import item_ids
from kam_core.workbook import Workbook


@pytest.mark.parametrize(
    ("word", "item"),
    [
        ("Credibility", "trust.credibility"),
        ("专业可信", "trust.credibility"),
        ("TRUST.RELIABILITY", "trust.reliability"),
        ("钱包份额", "patronage.wallet"),
        ("Trust: Reliability", "trust.reliability"),
        ("delivered.money_rival", "delivered.money_rival"),
    ],
)
def test_an_item_is_known_by_id_and_by_title_in_both_languages(word: str, item: str) -> None:
    """Case and width do not matter."""
    assert item == item_ids()[word.casefold()]


def test_a_title_that_several_items_bear_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess would put an answer on the wrong question; the id and "index: item" still name one."""
    two = {name: Index(name, name, "", (Item(f"{name}.service", "Service", "", 1.0),)) for name in ("ours", "theirs")}
    monkeypatch.setattr(items, "INDICES", two)
    known = item_ids()

    assert "service" not in known
    assert (known["ours: service"], known["theirs.service"]) == ("ours.service", "theirs.service")


def test_every_item_can_be_named() -> None:
    """By its id at least."""
    assert {item.id for index in INDICES.values() for item in index.items} <= set(item_ids().values())


def test_titles_become_ids_and_unknown_questions_are_told(tmp_path: Path) -> None:
    """The rating counts under its id; a question that no index reads is kept as it stands and listed with its count."""
    file = tmp_path / "ratings.csv"
    file.write_text("客户名称,题项,评分\n甲,专业可信,7\n甲,Reliability,8\n乙,心情,3\n", encoding="utf-8")
    wb = Workbook()

    report = wb.load("ratings", file)

    assert ["trust.credibility", "trust.reliability", "心情"] == wb.table("ratings")["item"].tolist()
    assert [("unknown_item", "心情", 1)] == [(r.kind, r.detail, r.count) for r in report.repairs if r.kind == "unknown_item"]


def test_answers_off_their_scale_are_listed_not_loaded(tmp_path: Path) -> None:
    """Trust goes from 1 to 10: 99, 0 and -3 are rejected with their row; a whole index goes to 100, an unknown question has no scale."""
    file = tmp_path / "ratings.csv"
    lines = ["Credibility,99", "trust.reliability,0", "坦诚亲近,-3", "trust.intimacy,10", "trust,80", "Mood,99"]
    file.write_text("\n".join(["account,item,value", *(f"Nord,{line}" for line in lines)]), encoding="utf-8")
    wb = Workbook()

    report = wb.load("ratings", file)

    assert [10.0, 80.0, 99.0] == wb.table("ratings")["value"].tolist()
    assert [(2, "out_of_bounds"), (3, "out_of_bounds"), (4, "out_of_bounds")] == [
        (row["row"], row["reason"]) for row in report.rejects.to_dict("records")
    ]
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (6, 3, 3)
