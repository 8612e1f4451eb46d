"""
Stage of the relationship 关系阶段: what people answered, what the links show, and where it shall go (methods 13).

Form and height are read from the links, because studied relationships differed by who talks to whom, not by what was intended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.engine import question
from kam_core.index.cells import Cells
from kam_core.index.declared.stage import STAGE
from kam_core.index.engine import index_values, inputs
from kam_core.index.shapes import DIGITS
from kam_core.params import Params
from kam_core.text import N_
from kam_core.workbook import lookup

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

STAGES = (N_("Exploratory"), *(title for _, title in STAGE.bands))
"""The five stages in their order (message ids); the first is where nobody has answered."""

MODES = (
    N_("Find out who decides and what they need; no joint work yet."),
    N_("Sell and serve order by order through one seller and one buyer."),
    N_("Several functions meet; one plan for the year, some services made for them."),
    N_("Managements meet; both open their plans and solve problems together."),
    N_("Work as one company where it pays: shared processes, systems and teams."),
)
"""The mode of cooperation 合作模式 of each stage (message ids)."""

TARGET = "stage_target"
"""The account fact that says which stage it shall reach, 1-5."""

LINKED_FROM = 2.0
"""Level of a link from which two people are in touch."""

DIAMOND_FROM = 3
"""So many linked pairs of functions make a diamond."""

FORMS: Mapping[str, str] = {
    "none": N_("No link known"),
    "unknown": N_("Functions unknown"),
    "bow_tie": N_("Bow-tie"),
    "transition": N_("In transition"),
    "diamond": N_("Diamond"),
}
"""Shapes of the contact, from thin to broad (message ids)."""

BROAD: Mapping[str, float] = {"none": 0.0, "unknown": 0.0, "bow_tie": 0.0, "transition": 0.5, "diamond": 1.0}
"""How far the drawn shape opens in the middle."""


@dataclass(frozen=True)
class Structure:
    """Who talks to whom, as the links tell."""

    links: pd.DataFrame
    """One row a link of level 2 or more: who, our_function, contact_id, contact_name, their_function, seniority, level, wanted."""
    ours: tuple[str, ...]
    """Functions of ours that are on the account or linked with it."""
    theirs: tuple[str, ...]
    """Functions of their people, linked or not."""

    @property
    def pairs(self) -> pd.DataFrame:
        """One row a linked pair of functions: our_function, their_function, people (links), level (the highest)."""
        known = self.links.dropna(subset=["our_function", "their_function"])
        grouped = known.groupby(["our_function", "their_function"], sort=True)
        return grouped.agg(people=("who", "size"), level=("level", "max")).reset_index()

    @property
    def unknown(self) -> int:
        """Links of which one side's function is not known."""
        return int(self.links[["our_function", "their_function"]].isna().any(axis=1).sum())

    @property
    def height(self) -> float:
        """The highest level in their house we are in touch with, 1-4; NaN where none is known."""
        return float(self.links["seniority"].max()) if len(self.links) else np.nan

    @property
    def form(self) -> str:
        """One pair of people is a bow-tie, three pairs of functions or more a diamond (proposed definition)."""
        if len(self.links) < 2:
            return "bow_tie" if len(self.links) else "none"
        if self.pairs.empty:
            return "unknown"
        return "diamond" if len(self.pairs) >= DIAMOND_FROM else "transition"

    @property
    def breadth(self) -> float:
        """What the links say of the item breadth, 1-4: up to one pair of functions 1, two 2, three or four 3, more 4."""
        return float(np.searchsorted([2, 3, 5], len(self.pairs), side="right") + 1) if len(self.links) > self.unknown else np.nan


@dataclass(frozen=True)
class Stage:
    """Stage, target and structure of one account."""

    now: int
    """1 exploratory (nobody answered) to 5 integrated."""
    total: float
    """The sum of the six items, 6-24, over those answered; NaN without any."""
    answers: Mapping[str, float]
    """By item the mean answer, 1-4; NaN = none."""
    target: int | None
    structure: Structure

    @property
    def over(self) -> bool:
        """Whether more is invested in the relationship than its target asks for."""
        return self.target is not None and self.now > self.target

    @property
    def differing(self) -> list[tuple[str, float, float]]:
        """Items where answer and links lie a point or more apart: item, answered, seen."""
        seen = {"stage.breadth": self.structure.breadth, "stage.height": self.structure.height}
        return [(item, self.answers[item], value) for item, value in seen.items() if abs(self.answers[item] - value) >= 1]


def stage_number(value: float) -> int:
    """
    The stage of an index value (0-100): its band, exploratory where it is missing.

    >>> [stage_number(v) for v in (float("nan"), 0.0, 100 * 5 / 18, 100.0)]
    [1, 2, 3, 5]
    """
    return 1 + sum(value >= start for start, _ in STAGE.bands)


def stage(wb: Workbook, account_id: str, as_of: date, params: Params) -> Stage:
    """The stage of one account on a date."""
    row = pd.DataFrame({"account_id": [account_id]})
    data = inputs(wb, row, as_of, params, "account", {STAGE.id: STAGE})
    value = float(index_values(data, STAGE, params).value[0])
    links = wb.frame(question("account_structure"), {"account_id": account_id})
    links = links[links["level"] >= LINKED_FROM].reset_index(drop=True)
    team, contacts = (lookup.of_account(wb, name, account_id)["department"] for name in ("team", "contacts"))
    structure = Structure(links, _named(team, links["our_function"]), _named(contacts))
    target = _targets(wb, as_of).get(account_id)
    aimed = None if target is None else int(target)
    return Stage(stage_number(value), round(6 + 18 * value / 100, DIGITS), _answers(data.cells), aimed, structure)


def stages(wb: Workbook, accounts: pd.DataFrame, as_of: date, params: Params) -> pd.DataFrame:
    """
    Stage and target of every account on a date, those that are furthest above their target first, then those furthest below.

    ``accounts`` has account_id, account_name and revenue_12m; the columns besides are ``owner`` where it is there, ``stage_now`` (1-5),
    ``stage_total`` (6-24), ``stage_target`` and ``stage_gap`` (now less target; missing without a target).
    """
    columns = [name for name in ("account_id", "account_name", "owner", "revenue_12m") if name in accounts]
    found = accounts[columns].reset_index(drop=True)
    value = index_values(inputs(wb, found[["account_id"]], as_of, params, "account", {STAGE.id: STAGE}), STAGE, params).value
    found["stage_now"], found["stage_total"] = [stage_number(one) for one in value], np.round(6 + 18 * value / 100, DIGITS)
    found["stage_target"] = found["account_id"].map(_targets(wb, as_of)).astype("float64")
    found["stage_gap"] = found["stage_now"] - found["stage_target"]
    above = found["stage_gap"].clip(lower=0).fillna(0)
    order = np.lexsort((-found["revenue_12m"].fillna(-np.inf), found["stage_gap"].fillna(0), -above))
    return found.iloc[order].reset_index(drop=True)


def _named(*functions: pd.Series) -> tuple[str, ...]:
    """The functions that have a name, each once, in alphabetical order."""
    return tuple(sorted({str(name) for name in pd.concat(functions).dropna() if name}))


def _answers(cells: Cells) -> dict[str, float]:
    return {item.id: item.raw(float(cells.row(item.id)[0, 0])) for item in STAGE.items}


def _targets(wb: Workbook, as_of: date) -> pd.Series:
    """By account the latest target set up to a date; one that names no stage counts as none."""
    facts = wb.frame(question("account_facts"), {"as_of": as_of})
    return facts[(facts["fact"] == TARGET) & facts["value"].isin(range(1, len(STAGES) + 1))].set_index("account_id")["value"]
