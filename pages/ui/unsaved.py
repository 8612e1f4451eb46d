"""
Edits that are not saved yet, kept for the session whatever is shown.

Streamlit forgets a grid that is not drawn: what was typed into it is carried over when one pages, searches or leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import kam_core as kam
from kam_core.workbook import Edit
from pages.ui import state
from pages.ui.editor import merged
from pages.ui.view import View


@dataclass
class Unsaved:
    """What waits to be saved: typed into grids that are gone (``carried``) and into the one on the screen (``live``)."""

    carried: list[Edit] = field(default_factory=list)
    live: list[Edit] = field(default_factory=list)
    key: str = ""
    """The grid on the screen."""
    names: dict[tuple[str, int], str] = field(default_factory=dict)
    """What people call the rows that were edited."""

    @property
    def pending(self) -> list[Edit]:
        """Everything, a cell once."""
        return merged(self.carried, self.live)


def of(view: View) -> Unsaved:
    """What waits in this workbook."""
    name = f"unsaved_{view.book.id}"
    kept: Unsaved | None = state.get(name)
    return kept if kept is not None else state.put(name, Unsaved())


def settle(view: View, key: str) -> bool:
    """Carry over what was typed into a grid that is no longer the one to be drawn (``key``); whether there was anything."""
    waiting = of(view)
    if waiting.live and (waiting.key != key or state.get(waiting.key) is None):
        waiting.carried, waiting.live = waiting.pending, []
        state.bump("grid")
        return True
    return False


def note(view: View, key: str, live: Sequence[Edit], names: Mapping[tuple[str, int], str]) -> None:
    """What is typed into the grid on the screen by now."""
    waiting = of(view)
    waiting.key, waiting.live = key, list(live)
    waiting.names |= {row: name for row, name in names.items() if row not in waiting.names}


def elsewhere(waiting: Unsaved, table: str, shown: Sequence[int]) -> list[Edit]:
    """What waits on rows that are not on the screen, rows added before among them."""
    there = {(table, int(row)) for row in shown}
    carried = [edit for edit in waiting.carried if isinstance(edit, kam.Insert) or (edit.table, edit.row_id) not in there]
    return [edit for edit in carried if edit in waiting.pending]


def forget(view: View) -> None:
    """Nothing waits any more."""
    state.drop(f"unsaved_{view.book.id}")
