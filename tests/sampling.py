"""Long lists of cases are sampled in CI, the same ones every time, and run in full in the soak."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import product
from typing import Any

SOAK = os.environ.get("KAM_SOAK") == "1"


def every_other(*choices: Sequence[Any]) -> list[tuple[Any, ...]]:
    """
    Of all combinations every other one, as on a chessboard, so that each choice meets half of the others; all under ``KAM_SOAK=1``.

    >>> every_other("ab", (1, 2))
    [('a', 1), ('b', 2)]
    """
    places = product(*(range(len(choice)) for choice in choices))
    return [tuple(choice[at] for choice, at in zip(choices, place, strict=True)) for place in places if SOAK or sum(place) % 2 == 0]
