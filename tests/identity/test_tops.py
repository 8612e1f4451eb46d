"""The group at the very top: transitive, beyond the list, and round a ring."""

from __future__ import annotations

import pandas as pd
import pytest

from kam_core.identity.tops import tops


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ({"A": None, "B": "A", "C": "B", "D": "C"}, {"A": "A", "B": "A", "C": "A", "D": "A"}),
        ({"D": "C", "C": "B", "B": "A", "A": None}, {"A": "A", "B": "A", "C": "A", "D": "A"}),
        ({"A": "Holding", "B": "A"}, {"A": "Holding", "B": "Holding"}),
        ({"A": "B", "B": "A", "C": "B"}, {"A": "A", "B": "A", "C": "A"}),
        ({"C": "B", "B": "A", "A": "B"}, {"A": "A", "B": "A", "C": "A"}),
        ({"A": "A", "B": ""}, {"A": "A", "B": "B"}),
    ],
)
def test_tops(above: dict[str, str | None], expected: dict[str, str]) -> None:
    """In any order of the rows; a parent that is no account is a top by its name; of a ring the smallest id stands for all."""
    accounts = pd.DataFrame({"account_id": list(above), "parent_id": list(above.values())})

    assert tops(accounts).to_dict() == expected
    assert tops(accounts.iloc[::-1]).to_dict() == expected
