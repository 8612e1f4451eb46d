"""What a play is: the advice for accounts that stand alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Play:
    """One sentence of strategy and the actions; texts are message ids."""

    strategy: str
    actions: tuple[str, ...]
