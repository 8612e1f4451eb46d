"""The sentences of selection, needs, delivered value and the priority list."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from kam_core import matrix_findings as say
from kam_core.text import Translator, translator

EN = translator("en")


def placed(*quadrants: str | None) -> pd.DataFrame:
    """Subjects in these quadrants."""
    return pd.DataFrame({"quadrant": pd.Series(quadrants, dtype=object)})


@pytest.mark.parametrize(
    ("sentence", "quadrants", "expected"),
    [
        (say.selection, ("star", "strategic", "star", "status", None), "2 of 3 attractive accounts see the best rival as stronger."),
        (say.selection, ("star", "strategic"), "1 of 2 attractive accounts sees the best rival as stronger."),
        (say.selection, ("status", "streamline"), "2 accounts are rated; none is attractive enough."),
        (say.selection, (None,), "Which accounts deserve to be key accounts?"),
        (say.needs, ("concentrate", "keep_up", "concentrate"), "2 of 3 needs matter and are not met well."),
        (say.needs, (), "Which needs matter most, and how well do we meet them?"),
        (say.delivered, ("behind", "ahead", None), "In 1 of 2 rated accounts the best rival delivers more value at less cost."),
        (say.delivered, (None,), "Who delivers more to them: we, or the best rival?"),
    ],
)
def test_sentences_of_the_matrices(sentence: Callable[[pd.DataFrame, Translator], str], quadrants: tuple[str, ...], expected: str) -> None:
    """Counted from the quadrants; without ratings the page asks its question."""
    assert sentence(placed(*quadrants), EN) == expected


def test_the_proposal() -> None:
    """Only what is proposed is named; nothing at all is said too."""
    found = pd.DataFrame({"suggestion": ["key", "review", "key"]})

    assert say.proposal(found, 9, EN) == "The selection matrix proposes 2 accounts to become key; 1 key account to review."
    assert say.proposal(found.iloc[:0], 9, EN) == "The selection matrix proposes no change to the register."
    assert say.proposal(found.iloc[:0], 0, EN) == "Which accounts deserve to be key accounts?"


def test_the_priority_list() -> None:
    """Who is first, and how many feasibilities are open."""
    ranked = pd.DataFrame(
        {"account_name": ["Nord", "Süd", "Ost"], "importance": [80, 70, np.nan], "trust": [40, 60, 50], "priority": [0.4, 0.2, np.nan],
         "assumed": [False, True, True]}
    )  # fmt: skip

    assert say.priority(ranked, EN) == ("Nord comes first: importance 80, trust 40. Feasibility of 1 of 2 accounts is not judged yet.")
    assert say.priority(ranked.head(1), EN) == "Nord comes first: importance 80, trust 40."
    assert say.priority(ranked.tail(1), EN) == "Whom should we develop first?"


def test_the_largest_gap() -> None:
    """The need, its account, its size; how many the rival meets better, where one is known."""
    needs = pd.DataFrame({"need": ["Speed", "Price"], "account_name": ["Nord", "Süd"], "gap": [15.0, 4.0], "ahead": [-1.0, np.nan]})

    assert say.gaps(needs, EN) == "Largest gap: Speed, Nord (15 of 20). The best rival meets 1 of 1 needs better."
    assert say.gaps(needs.assign(ahead=np.nan), EN) == "Largest gap: Speed, Nord (15 of 20)."
    assert say.gaps(needs.assign(gap=0.0), EN) == "Which needs matter most, and how well do we meet them?"
