"""The playbook of a workbook: what people wrote goes before what is proposed, language by language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.playbook.shapes import Play
from kam_core.text import LANGUAGES, Translator, translator
from kam_core.workbook.edits import Change, Delete, Edit, Insert

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

TABLE = "plays"
NOTHING = Play("", ())
STAGE, SEGMENT = "stage.", "segment."
"""``stage.<id>`` and ``segment.<segmentation>.<segment>`` are plays of no matrix; the others are ``<matrix>.<quadrant>``."""


def proposed(play: str, t: Translator) -> Play:
    """The play that is declared for a quadrant or a lifecycle stage, in words of a language; nothing where none is declared."""
    from kam_core.playbook import PLAYBOOK
    from kam_core.portfolio.stages import STAGES

    matrix, _, name = play.partition(".")
    if play.startswith(STAGE) and name in STAGES:
        return Play(t(STAGES[name].strategy), (t(STAGES[name].step),))
    told = PLAYBOOK.get(matrix, {}).get(name, NOTHING)
    return Play(t(told.strategy) if told.strategy else "", tuple(map(t, told.actions)))


def plays(wb: Workbook) -> Mapping[tuple[str, str], Play]:
    """What people wrote, by play and language."""
    key = ("plays", wb.revisions[TABLE])
    found: dict[tuple[str, str], Play] | None = wb.memo.get(key)
    if found is not None:
        return found
    rows = wb.table(TABLE)
    columns = [rows[name].fillna("").astype(str) for name in ("play", "lang", "strategy", "actions")]
    return wb.memo.put(key, {(p, lang): Play(s.strip(), lines(a)) for p, lang, s, a in zip(*columns, strict=True)})  # type: ignore[no-any-return]


def play_of(wb: Workbook, play: str, t: Translator) -> Play:
    """A play in words of a language: as somebody wrote it there, as it is proposed, or as somebody wrote it in the other language."""
    written = plays(wb)
    if (play, t.lang) in written:
        return written[play, t.lang]
    told = _of_segment(wb, play) if play.startswith(SEGMENT) else proposed(play, t)
    return told if told != NOTHING else next((written[play, lang] for lang in LANGUAGES if (play, lang) in written), NOTHING)


def _of_segment(wb: Workbook, play: str) -> Play:
    """What stands beside the name of a kept segment (``segment.<segmentation>.<segment>``), in whatever language it was written."""
    segmentation, _, segment = play.removeprefix(SEGMENT).rpartition(".")
    rows = wb.table("segments")
    found = rows.loc[(rows["segmentation_id"] == segmentation) & (rows["segment_id"] == segment), "playbook"].dropna()
    return Play("", lines(str(found.iloc[-1]))) if len(found) else NOTHING


def is_written(wb: Workbook, play: str) -> bool:
    """Whether somebody wrote this play, in any language."""
    return any((play, lang) in plays(wb) for lang in LANGUAGES)


def lines(text: str) -> tuple[str, ...]:
    """The actions of a text, one a line; empty lines and marks of a list are left out."""
    return tuple(line for line in (raw.strip().lstrip("-*•·").strip() for raw in text.splitlines()) if line)


def saving(wb: Workbook, play: str, told: Mapping[str, Play]) -> list[Edit]:
    """What to apply so that a play reads so, by language; what reads as proposed is not kept, and nothing comes of what is the same."""
    edits: list[Edit] = []
    for lang, wanted in told.items():
        rows = _rows(wb, play, lang)
        texts = {"strategy": wanted.strategy.strip(), "actions": "\n".join(wanted.actions)}
        if Play(texts["strategy"], lines(texts["actions"])) == proposed(play, translator(lang)):
            edits += [Delete(TABLE, int(str(row))) for row in rows.index]
        elif rows.empty:
            edits.append(Insert(TABLE, {"play": play, "lang": lang, **{name: text for name, text in texts.items() if text}}))
        else:
            edits += _changes(rows, texts)
    return edits


def _changes(rows: pd.DataFrame, texts: Mapping[str, str]) -> list[Edit]:
    row_id, row = int(str(rows.index[-1])), rows.iloc[-1]
    old = {name: None if pd.isna(row[name]) else str(row[name]) for name in texts}
    return [Change(TABLE, row_id, name, old[name], text or None) for name, text in texts.items() if (old[name] or "") != text]


def as_proposed(wb: Workbook, names: Iterable[str]) -> list[Edit]:
    """What to apply so that plays are the proposed ones again, in every language."""
    rows = wb.table(TABLE)
    return [Delete(TABLE, int(str(row))) for row in rows.index[rows["play"].isin(list(names))]]


def _rows(wb: Workbook, play: str, lang: str) -> pd.DataFrame:
    rows = wb.table(TABLE)
    return rows[(rows["play"] == play) & (rows["lang"] == lang)]
