"""What the page of satisfaction looks at: the answers of a survey or of all, the people behind them, and how a figure is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isnan

import pandas as pd

from kam_core import surveys
from kam_core.accounts import months_of
from kam_core.fiscal import WINDOW, months_before, year_start
from kam_core.surveys import Estimate, Figure
from pages.ui.view import View

ALL = "all"
IN_FILES = {
    "step": "scale_step", "score": "satisfaction_score", "least": "least_decider", "covered": "share_answered", "begins": "begins_on",
    "low": "interval_low", "high": "interval_high", "asked": "people_asked", "invited": "people_asked", "answered": "people_answered",
    "waiting": "people_waiting", "expired": "people_expired", "intro": "note",
}  # fmt: skip
"""What the columns of these tables are called in a download, where every name means one thing."""


@dataclass(frozen=True)
class Answered:
    """What is shown: the answers (one a person) of a survey or of all, the invitations behind them, and the figure looked at."""

    view: View
    survey: str
    """Its id; ``ALL`` = the latest answer of each person in any."""
    every: pd.DataFrame
    """The answers of all surveys up to the date, narrowed to the accounts shown."""
    listed: pd.DataFrame
    """The surveys."""
    figure: Figure

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The answers that count."""
        if self.survey != ALL:
            return self.every[self.every["survey_id"] == self.survey]
        since = _since(self.view)
        recent = self.every if since is None else self.every[pd.to_datetime(self.every["valid_on"]) > since]
        return surveys.latest(recent)

    @cached_property
    def invited(self) -> pd.DataFrame:
        """The invitations behind the answers; of several to one person the one that was answered, else the last."""
        found = invitations(self.view)
        if self.survey != ALL:
            return found[found["survey_id"] == self.survey]
        found = found[found["survey_id"].isin(self.rows["survey_id"].unique())]
        ranked = found.assign(subject=found["contact_id"].fillna(found["account_id"]), first=found["standing"].eq("answered"))
        ranked = ranked.sort_values(["first", "sent_on"], kind="stable")
        return ranked.drop_duplicates("subject", keep="last").drop(columns=["subject", "first"])

    @cached_property
    def asked_by_survey(self) -> dict[str, int | None]:
        """How many people of the accounts shown each survey asked, those who answered uninvited included; ``None`` where nobody counted."""
        people = _people(invitations(self.view)).groupby("survey_id")["person"].agg(set)
        found: dict[str, int | None] = {}
        for row in self.listed.to_dict("records"):
            name, known = str(row["survey_id"]), bool(row["counted"]) and not self.view.filters
            answered = set(self.every.loc[self.every["survey_id"] == name, "person"])
            found[name] = len(people[name] | answered) if name in people else int(row["invited"]) if known else None
        return found

    @property
    def asked(self) -> int | None:
        """How many could have answered; ``None`` where nobody counted."""
        if self.survey != ALL:
            return self.asked_by_survey.get(self.survey)
        if self.invited.empty or "" in set(self.rows["survey_id"]):
            return None
        return len(set(_people(self.invited)["person"]) | set(self.rows["person"]))

    def estimate(self, figure: Figure) -> Estimate:
        """One of the three figures."""
        return surveys.estimate(self.rows, figure, self.asked)


def _people(invited: pd.DataFrame) -> pd.DataFrame:
    """The invitations with the person each is for, as answers call it."""
    return invited.assign(person=invited["contact_id"].fillna(invited["account_id"] + " / " + invited["account_name"]))


def invitations(view: View) -> pd.DataFrame:
    """The invitations of the accounts shown; none on a stage."""

    def make() -> pd.DataFrame:
        found = surveys.invitations(view.book, "", date.today())
        return found if view.accounts is None else found[found["account_id"].isin(view.accounts)]

    revisions = [view.book.revisions[name] for name in ("surveys", "invitations")]
    return view.kept("survey_invited", make, date.today(), *revisions)  # type: ignore[return-value]


def _since(view: View) -> pd.Timestamp | None:
    """The day after which answers count in the window chosen; ``None`` = all."""
    months = months_of(view.window)
    if view.window == WINDOW:
        return pd.Timestamp(year_start(view.as_of, view.params.calendar.fiscal_year_start)) - pd.Timedelta(days=1)
    return None if months is None else months_before(view.as_of, months)


def written(view: View, figure: Figure, value: float) -> str:
    """A value of the figure as people write it: +30, 75 %, 5.2."""
    t = view.t
    if pd.isna(value):
        return t.missing
    if figure.id == "nps":
        return f"{value:+.0f}".replace("-", "−") if round(value) else "0"
    return t.percent(value, 0) if figure.id == "csat" else f"{value:.1f}"


def interval(view: View, figure: Figure, told: Estimate) -> str:
    """The interval in words, or why there is none."""
    t = view.t
    if not told.answers:
        return t("no answer")
    if isnan(told.low):
        return t("too few answers for an interval")
    if told.whole:
        return t("everybody answered")
    return t("95%: {low} to {high}", low=written(view, figure, told.low), high=written(view, figure, told.high))
