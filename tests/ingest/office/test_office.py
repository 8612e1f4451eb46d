"""The corpus through the reader, without parameters: every value right or said to be a problem, none silently wrong."""

from __future__ import annotations

import os

import pytest

from tests.ingest.office.corpus import OfficeFile, corpus
from tests.ingest.office.forms import FORMS
from tests.ingest.office.verdict import judge

SAMPLED = 64
ASKED = frozenset({"header:none"})
"""Files with these forms do not say which column is which: they are refused with a reason, and nothing is stored."""


def sample(files: list[OfficeFile], size: int) -> list[OfficeFile]:
    """So many files that hold every form: always the one with most forms that are not there yet."""
    chosen, seen = list[OfficeFile](), set[str]()
    rest = list(files)
    while len(chosen) < size:
        best = max(rest, key=lambda file: len({*file.forms} - seen))
        rest.remove(best)
        chosen.append(best)
        seen.update(best.forms)
    return chosen


FILES = list(corpus()) if os.environ.get("KAM_SOAK") else sample(list(corpus()), SAMPLED)


def test_the_sample_holds_every_form():
    """What runs each time shows every form at least once."""
    assert sorted(set(FORMS) - {form for file in FILES for form in file.forms}) == []


@pytest.mark.soak
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_value_is_right_or_listed(file):
    """
    What the workbook holds is the truth of the file; cells nobody can read are listed with their row.

    Only a file that does not name its columns may be refused.
    """
    verdict = judge(file)

    assert verdict.wrong == []
    assert verdict.unread == 0, "rows were rejected that can be read"
    assert verdict.untaken == [], "columns were not taken"
    assert not verdict.refused or ASKED & set(file.forms), verdict.refused
