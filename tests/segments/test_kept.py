"""Kept segmentations: one batch, taken back by one undo; names and playbooks; on a stage the same segments without the words."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

import kam_core as kam
from kam_core import disguise
from kam_core.errors import BadArgument
from kam_core.params import Params
from kam_core.segments.assigning import assigned
from kam_core.segments.describing import STEPS, called, money, profile, sentences, step, words
from kam_core.segments.features import features
from kam_core.segments.kept import deleting, kept, renaming, saving
from kam_core.segments.segmentation import Segmentation, found
from kam_core.text import translator
from kam_core.workbook import Workbook
from tests.segments.planted import NAMES, planted
from tests.value.portfolio import book

DAY = date(2024, 6, 30)
WORDS = {"1": ("Core", "Protect."), "2": ("", "Wait."), "3": ("Lost", "")}


@pytest.fixture(scope="module")
def made() -> Segmentation:
    """Segments of the planted portfolio."""
    return found(planted(each=20)[0], NAMES, "kmeans", DAY)


def test_a_kept_segmentation_comes_back(made: Segmentation) -> None:
    """One batch of four rows: the same model, the names, the playbooks; undone it is gone, and comes back when that is undone."""
    wb = Workbook()
    batch = wb.apply(saving("S-1", " Spring ", made.model, WORDS, "li"), author="li")
    (one,) = kept(wb)

    assert (one.segmentation_id, one.title, one.author, one.model, dict(one.words)) == ("S-1", "Spring", "li", made.model, WORDS)
    assert (wb.count("segmentations"), wb.count("segments"), wb.revision) == (1, 3, batch)
    undone = wb.undo(batch)
    assert (kept(wb), wb.count("segments")) == ([], 0)
    wb.undo(undone)
    assert kept(wb)[0].model == made.model


def test_names_are_changed_and_all_is_deleted(made: Segmentation) -> None:
    """Only cells that differ are written; the latest segmentation stands first; deleting one leaves the other."""
    wb = Workbook()
    wb.apply(saving("S-1", "Spring", made.model, WORDS))
    wb.apply(saving("S-2", "Summer", made.model, {}))
    edits = renaming(wb, "S-1", "Autumn", {**WORDS, "3": ("Gone", "")})

    assert [(edit.table, edit.column, edit.old, edit.new) for edit in edits] == [
        ("segmentations", "title", "Spring", "Autumn"), ("segments", "title", "Lost", "Gone"),
    ]  # fmt: skip
    wb.apply(edits)
    assert [one.title for one in kept(wb)] == ["Summer", "Autumn"]
    assert renaming(wb, "S-1", "", {"3": ("Gone", "")}) == []
    wb.apply(deleting(wb, "S-1"))
    assert ([one.title for one in kept(wb)], wb.count("segments")) == (["Summer"], 3)


def test_what_cannot_be_kept_or_read_is_said(made: Segmentation) -> None:
    """No title, no segmentation; a broken model is none, and the rest of its row is there."""
    wb = Workbook()
    with pytest.raises(BadArgument):
        saving("S-1", "  ", made.model, WORDS)
    wb.apply(
        [kam.Insert("segmentations", {"segmentation_id": "S-9", "title": "Old", "model": "{}"}), *saving("S-1", "T", made.model, WORDS)[1:]]
    )
    assert [(one.title, one.model) for one in kept(wb)] == [("Old", None)]


def test_on_a_stage_the_segments_stay_and_the_words_go() -> None:
    """Every account is in the segment it was in, though all money is scaled; no title, no playbook, no name of a category that tells."""
    start = date(2024, 1, 1)
    lines = [
        (f"{kind}{i:02d}", (start + timedelta(days=gap * n + i)).isoformat(), amount * (1 + i / 40), amount / 2)
        for kind, amount, gap in (("large", 5_000, 20), ("small", 90, 55))
        for i in range(15)
        for n in range(3)
    ]
    wb = book(lines)
    raw = features(wb, DAY, Params())
    one = found(raw, ["revenue", "profit", "gap"], "kmeans", DAY)
    assert one.number == 2
    wb.apply(saving("S-large01", "large01 and others", one.model, {"1": ("large01", "call large01")}, "li"))
    stage = disguise.disguised(wb)
    (shown,) = kept(stage)
    there = assigned(shown.model, features(stage, DAY, Params())).set_index("account_id")["segment"]
    alias = disguise.aliases(wb)

    assert {alias[account]: segment for account, segment in one.members.set_index("account_id")["segment"].items()} == there.to_dict()
    assert (shown.title, set(shown.words.values())) == (disguise.HIDDEN, {(disguise.HIDDEN, disguise.HIDDEN), ("", "")})
    assert shown.model.scales[0].unit == pytest.approx(one.model.scales[0].unit * disguise.factor(wb))
    assert not any("large01" in str(cell) for name in ("segmentations", "segments") for cell in stage.table(name).to_numpy().ravel())


def test_money_and_profile_are_those_of_the_accounts(made: Segmentation) -> None:
    """Sums and medians as pandas gives them on the members."""
    raw = planted(each=20)[0].assign(revenue=lambda frame: frame["profit"] * 2)
    group = planted(each=20)[1]
    told = money(made.model, made.members, raw).set_index("segment")
    profiled = profile(made.model, raw, made.members).set_index(["segment", "feature"])

    assert told["accounts"].to_dict() == {"1": 20, "2": 20, "3": 20}
    assert told["revenue"].tolist() == pytest.approx(raw.groupby(group)["revenue"].sum().tolist())
    assert told["revenue_share"].sum() == pytest.approx(1)
    assert profiled.loc[("2", "profit"), "median"] == pytest.approx(raw.loc[group == "2", "profit"].median())
    assert profiled.loc[("2", "profit"), "others"] == pytest.approx(raw.loc[group != "2", "profit"].median())
    assert (profiled.xs("3")["difference"].round(0)).to_dict()["silence"] > 0


def test_segments_are_described_in_words(made: Segmentation) -> None:
    """The strongest differences first, in both languages, with medians in their units; a loss is called one."""
    raw = planted(each=20)[0]
    profiled = profile(made.model, raw, made.members)
    en, zh = translator("en"), translator("zh")

    assert set(words(en, profiled, "1").lower().split(", ")) <= {"profitable", "broad range", "active", "steady"}
    assert words(en, profiled, "3").lower().startswith(("silent", "irregular"))
    assert called(en, profiled, "1", "Core") == "Core"
    assert all(sentence.count("others") == 1 for sentence in sentences(en, profiled, "1", "$"))
    assert not any("others" in sentence for sentence in sentences(zh, profiled, "1", "$"))
    assert (step(profiled, "1"), step(profiled, "3")) == ("core", "lost")
    assert {step(profiled, segment) for segment in "123"} <= set(STEPS)
    plain = pd.DataFrame([{"segment": "1", "feature": "profit", "difference": 0.1, "median": 1.0, "others": 1.0, "known": 9}])
    assert (words(en, plain, "1"), step(plain, "1")) == ("Like the average", "none")
