"""The clean table comes out of every polluted file made from it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kam_core.ingest import TableRead, read_table
from tests.ingest import pollution
from tests.ingest.pollution import ASIDE, Polluted

Write = Callable[..., Path]

BROKEN = list(pollution.broken_rows(1 if os.environ.get("KAM_SOAK") else 15))
WHOLE = [*pollution.dialects(), *pollution.structures()]


def found(read: TableRead) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    return (read.labels if read.has_header else (), tuple(map(tuple, read.frame.to_numpy())))


@pytest.mark.parametrize("polluted", WHOLE, ids=lambda polluted: polluted.name)
def test_a_polluted_file_gives_the_clean_table(write: Write, polluted: Polluted) -> None:
    """Without any parameter: every label and every cell."""
    assert found(read_table(write(polluted.content))) == (polluted.labels, polluted.rows)


def test_one_broken_row_is_mended_and_said(write: Write) -> None:
    """A separator too many or too few, a stray quote, another delimiter: all cells are right, and the row is named."""
    wrong = []
    for polluted in BROKEN:
        read = read_table(write(polluted.content))
        said = [repair.kind for repair in read.repairs if repair.row is not None]
        # At the end, where all cells are empty, one too many or too few changes nothing.
        if found(read) != (polluted.labels, polluted.rows) or (not said and " at 9" not in polluted.name):
            wrong.append((polluted.name, said))

    assert not wrong
    assert len(BROKEN) > 100


@pytest.mark.parametrize("polluted", [p for p in WHOLE if "escape" not in p.name], ids=lambda polluted: polluted.name)
def test_every_row_of_the_file_is_accounted_for(write: Write, polluted: Polluted) -> None:
    """Data rows, header rows and the rows that were left out, each with its reason, are the rows of the file."""
    read = read_table(write(polluted.content))
    aside = Counter[str]()
    for repair in read.repairs:
        aside[repair.kind] += repair.count
    header = len(polluted.labels[0].split()) if polluted.labels else 0

    assert len(read.frame) + header + sum(aside[kind] for kind in ASIDE) == len(polluted.content.decode().splitlines())
