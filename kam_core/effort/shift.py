"""Where hours would bring more: proposals to move some from the lowest to the highest marginal efficiency."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam_core.effort.efficiency import KEY
from kam_core.effort.plan import effort_ratio
from kam_core.index.shapes import Floats
from kam_core.params import EffortParams, Params

MOST = 5
"""Proposals at a time."""
ERRORS = 2.0
"""Standard errors of their difference that two must lie apart."""
COLUMNS = ["from_id", "from_name", "to_id", "to_name", "hours", "from_marginal", "to_marginal", "from_quarters", "to_quarters"]


def shifts(table: pd.DataFrame, params: Params, most: int = MOST) -> pd.DataFrame:
    """
    Proposals, the strongest first: move ``hours`` a year from one subject to another; each is named once.

    Only between subjects with enough quarters whose marginal efficiencies lie two standard errors apart, towards one above zero;
    nobody falls below the minimum service, nobody gains more than a step.
    """
    effort = params.effort
    able = table[(table["known_quarters"] >= effort.fewest_quarters) & table["marginal"].notna() & (table["hours"] > 0)]
    ranked = able.sort_values(["marginal", "subject_id"]).reset_index(drop=True)
    gives, takes = spare(ranked, effort), ranked["hours"].to_numpy("float64") * effort.hours_step
    rows: list[tuple[object, ...]] = []
    low, high = 0, len(ranked) - 1
    while low < high and len(rows) < most:
        one, two, hours = ranked.iloc[low], ranked.iloc[high], np.floor(min(gives[low], takes[high]))
        if gives[low] < 1:
            low += 1
        elif takes[high] < 1:
            high -= 1
        elif not _apart(one, two):
            # The less sure of the two makes room for the next.
            low, high = (low + 1, high) if one["marginal_error"] > two["marginal_error"] else (low, high - 1)
        else:
            rows.append((one["subject_id"], one["subject_name"], two["subject_id"], two["subject_name"], hours, one["marginal"],
                         two["marginal"], one["known_quarters"], two["known_quarters"]))  # fmt: skip
            low, high = low + 1, high - 1
    return pd.DataFrame(rows, columns=COLUMNS)


def spare(table: pd.DataFrame, effort: EffortParams) -> Floats:
    """Hours a year that each subject could give without falling below its minimum service."""
    least = np.where(table["status"] == KEY, effort.least_hours_key, effort.least_hours)
    return np.asarray(table["hours"].to_numpy("float64") * (1 - least), dtype="float64")


def _apart(one: pd.Series, two: pd.Series) -> bool:
    distance = two["marginal"] - one["marginal"]
    return bool(two["marginal"] > 0 and distance > ERRORS * np.hypot(one["marginal_error"], two["marginal_error"]))


def short_of(table: pd.DataFrame, params: Params) -> tuple[int, int]:
    """How many subjects have enough quarters, and how many more the best of the others needs (0 where there is none)."""
    enough = table["known_quarters"] >= params.effort.fewest_quarters
    rest = table.loc[~enough, "known_quarters"]
    return int(enough.sum()), int(params.effort.fewest_quarters - rest.max()) if len(rest) else 0


def after_shift(proposed: pd.DataFrame, pairs: pd.DataFrame, params: Params) -> pd.DataFrame:
    """
    The input of everybody named before and after: subject_id, subject_name, hours (moved), input_before, input_after (0-100).

    Missing where no effort is planned. The result is left as it is: what more effort brings is not known beforehand.
    """
    parts = [(-1, "from"), (1, "to")]
    moved = pd.concat(
        [
            pd.DataFrame({"subject_id": proposed[f"{end}_id"], "subject_name": proposed[f"{end}_name"], "hours": sign * proposed["hours"]})
            for sign, end in parts
        ],
        ignore_index=True,
    )
    known = pairs.set_index("subject_id").reindex(moved["subject_id"]).reset_index(drop=True)
    later = known.assign(actual=known["actual"] + moved["hours"].astype("float64") * params.effort.hour_rate)
    return moved.assign(input_before=as_index(effort_ratio(known)), input_after=as_index(effort_ratio(later)))


def as_index(ratio: Floats) -> Floats:
    """Effort against plan as the axis shows it: at plan = 50, twice the plan or more = 100."""
    return np.asarray(50.0 * np.clip(ratio, 0.0, 2.0), dtype="float64")
