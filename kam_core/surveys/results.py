"""What the answers of a survey say: NPS, CSAT and CES with the interval of a small, finite population; coverage; accounts; trend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kam_core.engine import question
from kam_core.index.answers import judged_item
from kam_core.index.evidence import INFLUENCE_UNKNOWN
from kam_core.index.shapes import Floats
from kam_core.surveys.questionnaires import EASE, MAIN, OVERALL, RECOMMEND
from kam_core.text import N_

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

Z = 1.959964
"""95 % of a normal distribution lie within so many standard deviations."""
SMALL = 30
"""Below so many answers a figure is said to be of a small sample."""
PROMOTER, DETRACTOR, SATISFIED = 9, 6, 4
"""From here on they recommend; up to here they advise against; from here on they are satisfied."""
DECIDERS = ("decider", "approver")


@dataclass(frozen=True)
class Estimate:
    """A figure from answers: NPS in points, CSAT as a share, CES as a mean; NaN where nothing can be said."""

    value: float
    low: float
    high: float
    answers: int
    asked: int | None
    """Of so many people who could have answered (at least the answers); ``None`` = not known."""

    @property
    def small(self) -> bool:
        """Whether so few answered that one more could move it far (and not everybody did)."""
        return self.answers < SMALL and not self.whole

    @property
    def whole(self) -> bool:
        """Whether everybody who was asked answered: then there is nothing to estimate."""
        return self.answers == self.asked

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def correction(answers: int, asked: int | None) -> float:
    """
    The finite population factor sqrt((N - n) / (N - 1)): 1 for a sample of very many (or N unknown), 0 when everybody answered.

    >>> round(correction(10, 12), 4), correction(12, 12)
    (0.4264, 0.0)
    """
    if asked is None:
        return 1.0
    if asked <= 1:
        return 0.0
    return float(np.sqrt(max(asked - answers, 0) / (asked - 1)))


def nps(values: Floats, asked: int | None) -> Estimate:
    """
    Share of 9-10 less share of 0-6, in points, with its 95 % interval; without one where all answered alike and others did not.

    >>> told = nps(np.array([10.0] * 5 + [8.0] * 3 + [3.0] * 2), 12)
    >>> round(told.value), round((told.high - told.value), 1)
    (30, 20.6)
    """
    n, asked = len(values), _at_least(asked, len(values))
    if not n:
        return _nothing(asked)
    promoters, detractors = float((values >= PROMOTER).mean()), float((values <= DETRACTOR).mean())
    value = promoters - detractors
    half = float(Z * np.sqrt((promoters + detractors - value**2) / n)) * correction(n, asked)
    if half == 0 and n != asked:
        return Estimate(100 * value, float("nan"), float("nan"), n, asked)
    return Estimate(100 * value, 100 * max(value - half, -1.0), 100 * min(value + half, 1.0), n, asked)


def csat(values: Floats, asked: int | None) -> Estimate:
    """Share of 4-5 of 5, 0-1, with the Wilson interval of the sample that the finite population makes larger."""
    n, asked = len(values), _at_least(asked, len(values))
    if not n:
        return _nothing(asked)
    share, factor = float((values >= SATISFIED).mean()), correction(n, asked) ** 2
    if factor == 0:
        return Estimate(share, share, share, n, asked)
    size = n / factor
    middle = (share + Z**2 / (2 * size)) / (1 + Z**2 / size)
    half = float(Z / (1 + Z**2 / size) * np.sqrt(share * (1 - share) / size + Z**2 / (4 * size**2)))
    return Estimate(share, max(middle - half, 0.0), min(middle + half, 1.0), n, asked)


def ces(values: Floats, asked: int | None) -> Estimate:
    """The mean of 1-7 (higher is easier) with its t interval; without one for a single answer of several people."""
    n, asked = len(values), _at_least(asked, len(values))
    if not n:
        return _nothing(asked)
    mean, factor = float(values.mean()), correction(n, asked)
    if factor == 0:
        return Estimate(mean, mean, mean, n, asked)
    spread = float(values.std(ddof=1)) if n > 1 else 0.0
    if spread == 0:
        return Estimate(mean, float("nan"), float("nan"), n, asked)
    from scipy.special import stdtrit

    half = float(stdtrit(n - 1, 0.975)) * spread / float(np.sqrt(n)) * factor
    return Estimate(mean, max(mean - half, 1.0), min(mean + half, 7.0), n, asked)


def _at_least(asked: int | None, answers: int) -> int | None:
    return None if asked is None else max(asked, answers)


def _nothing(asked: int | None) -> Estimate:
    return Estimate(float("nan"), float("nan"), float("nan"), 0, asked)


@dataclass(frozen=True)
class Figure:
    """One of the three figures of satisfaction: its item, its formula, and how it is computed."""

    id: str
    item: str
    title: str
    about: str
    estimate: Callable[[Floats, int | None], Estimate]
    grade: Callable[[Floats], Floats]
    """1 speaks for us, 0 is neither, -1 against us."""


def _graded(low: float, high: float) -> Callable[[Floats], Floats]:
    return lambda values: np.where(values >= high, 1.0, np.where(values <= low, -1.0, 0.0))


SATISFACTION: Mapping[str, Figure] = {
    figure.id: figure
    for figure in (
        Figure("nps", RECOMMEND, N_("Recommendation (NPS)"),
               N_("Share of answers 9-10 less share of answers 0-6, in points."), nps, _graded(DETRACTOR, PROMOTER)),
        Figure("csat", OVERALL, N_("Satisfaction (CSAT)"),
               N_("Share of answers 4-5 of 5 to the question how satisfied they are."), csat, _graded(2, SATISFIED)),
        Figure("ces", EASE, N_("Ease (CES)"),
               N_("Mean of 1-7 to the sentence that it is easy to work with us; higher is easier."), ces, _graded(3, 5)),
    )
}  # fmt: skip


def answers(wb: Workbook, day: date) -> pd.DataFrame:
    """
    The answers of customers to the three items in all surveys, those without a survey included, up to a day; the oldest first.

    ``survey_id`` ("" = none), ``person`` (the contact, or who answered for the account), ``account_id``, ``contact_name``, ``role``,
    ``influence``, ``item``, ``value``, ``valid_on``.
    """
    scales = [judged_item(item) for item in MAIN]
    bounds = {"lows": [item.low for item in scales], "highs": [item.high for item in scales]}
    return wb.frame(question("survey_answers"), {"items": list(MAIN), **bounds, "day": day})


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Of several answers of one person to one item the latest."""
    return rows.drop_duplicates(["person", "item"], keep="last")


def estimate(rows: pd.DataFrame, figure: Figure, asked: int | None) -> Estimate:
    """A figure of satisfaction from rows of ``answers`` (one a person)."""
    return figure.estimate(rows.loc[rows["item"] == figure.item, "value"].to_numpy("float64"), asked)


def by_account(rows: pd.DataFrame, figure: Figure) -> pd.DataFrame:
    """
    One row an account that answered: ``score`` (mean weighted by influence, on the scale of the item; an unknown influence counts 3),
    ``least`` among those who decide (missing where none of them answered), and the number of ``answers``.
    """
    own = rows[(rows["item"] == figure.item) & rows["account_id"].notna()]
    weight = own["influence"].astype("float64").fillna(INFLUENCE_UNKNOWN)
    decides = own["role"].isin(DECIDERS)
    parts = own.assign(weight=weight, weighted=weight * own["value"], decided=own["value"].where(decides))
    found = parts.groupby("account_id").agg(
        answers=("value", "size"), weight=("weight", "sum"), weighted=("weighted", "sum"), least=("decided", "min")
    )
    return found.assign(score=found["weighted"] / found["weight"])[["answers", "score", "least"]].reset_index()


def coverage(invited: pd.DataFrame, by: Literal["account_id", "role"]) -> pd.DataFrame:
    """How many of the invited answered, by account or by role (missing role = ""): ``invited``, ``answered``, ``share``."""
    keys = invited[by].astype(object).where(invited[by].notna(), "")
    found = (
        invited.assign(answered=invited["standing"].eq("answered"))
        .groupby(keys)
        .agg(invited=("standing", "size"), answered=("answered", "sum"))
    )
    return found.assign(share=found["answered"] / found["invited"]).rename_axis(by).reset_index()


def trend(rows: pd.DataFrame, figure: Figure, asked: Mapping[str, int | None], by: Literal["survey", "quarter"]) -> pd.DataFrame:
    """
    The figure over surveys (by the day their answers began) or quarters, the oldest first.

    ``period`` (the id of the survey, or the first day of the quarter), ``begins``, ``value``, ``low``, ``high``, ``answers``, ``asked``.
    ``asked`` is the number invited by survey (missing = not known); a quarter is taken as a sample of everybody asked in its surveys.
    """
    own = rows[rows["item"] == figure.item]
    days = pd.to_datetime(own["valid_on"])
    own = own.assign(period=own["survey_id"] if by == "survey" else days.dt.to_period("Q").dt.start_time, day=days)
    found = []
    for period, part in own[own["period"] != ""].groupby("period"):
        people = [asked.get(str(name)) for name in part["survey_id"].unique()]
        told = estimate(latest(part), figure, None if None in people else sum(filter(None, people)))
        begins = part["day"].min() if by == "survey" else period
        found.append(
            {
                "period": period,
                "begins": begins,
                "value": told.value,
                "low": told.low,
                "high": told.high,
                "answers": told.answers,
                "asked": told.asked,
            }
        )
    columns = ["period", "begins", "value", "low", "high", "answers", "asked"]
    return pd.DataFrame(found, columns=columns).sort_values("begins", kind="stable").reset_index(drop=True)
