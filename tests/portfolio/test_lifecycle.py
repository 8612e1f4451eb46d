"""Lifecycle stages: each rule, their order, the account's own rhythm, and who moved."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kam_core as kam
from kam_core.params import Params
from kam_core.portfolio.lifecycle import lifecycle, moves
from kam_core.portfolio.stages import RULES, STAGES, judged, why
from kam_core.text import translator
from tests.portfolio.resellers import DAY, before, lines
from tests.portfolio.resellers import book as resellers
from tests.value.portfolio import add, book

TODAY = date(2024, 3, 31)
STEADY = {
    "revenue": 100.0, "revenue_12m": 50.0, "revenue_prior_12m": 50.0, "lines_24m": 8.0, "growth": 0.0, "gap_ratio": 1.0,
    "net_support": 0.5, "tenure_years": 3.0, "order_days": 8.0, "days_since_last": 30.0, "share": 0.5, "share_change": 0.0,
}  # fmt: skip
NAN = np.nan


def stage_of(**facts: float) -> tuple[str, str]:
    """Stage and rule of a steady account about which these facts differ."""
    found = judged(pd.DataFrame([{**STEADY, **facts}]), Params())
    return str(found["stage"].iloc[0]), str(found["rule"].iloc[0])


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ("stable", "steady")),
        ({"revenue": NAN, "growth": NAN}, ("prospect", "never")),
        ({"gap_ratio": 4.01}, ("churned", "gap_churned")),
        ({"gap_ratio": 4.0}, ("declining", "gap_declining")),
        ({"gap_ratio": 2.0}, ("stable", "steady")),
        ({"gap_ratio": NAN, "lines_24m": 0, "growth": NAN, "revenue_12m": 0}, ("churned", "silent")),
        ({"gap_ratio": 1.5, "lines_24m": 0, "growth": NAN, "revenue_12m": 0}, ("stable", "rhythm")),
        ({"growth": -0.16}, ("declining", "shrinking")),
        ({"growth": -0.15}, ("stable", "steady")),
        ({"net_support": -0.01}, ("declining", "against_us")),
        ({"net_support": 0.0}, ("stable", "steady")),
        ({"revenue_12m": -1, "growth": NAN}, ("declining", "returns")),
        ({"tenure_years": 0.99, "growth": NAN}, ("exploring", "young")),
        ({"order_days": 2}, ("exploring", "few_orders")),
        ({"order_days": NAN, "gap_ratio": NAN}, ("stable", "steady")),
        ({"order_days": NAN, "gap_ratio": NAN, "days_since_last": NAN}, ("exploring", "few_orders")),
        ({"growth": 0.16}, ("forming", "growing")),
        ({"share_change": 0.06}, ("forming", "share_rising")),
        ({"growth": NAN, "revenue_prior_12m": 0}, ("forming", "again")),
        ({"share": 0.39}, ("stable", "steady_low_share")),
        ({"share": NAN}, ("stable", "steady_growth")),
        ({"growth": NAN}, ("stable", "rhythm")),
        ({"growth": -0.5, "tenure_years": 0.5, "gap_ratio": 5}, ("churned", "gap_churned")),
        ({"growth": -0.5, "tenure_years": 0.5}, ("declining", "shrinking")),
        ({"growth": 0.5, "tenure_years": 0.5}, ("exploring", "young")),
    ],
)
def test_each_rule_at_its_edge(facts: dict[str, float], expected: tuple[str, str]) -> None:
    """Limits are passed, not met; of two that hold the first in the order of the method decides."""
    assert stage_of(**facts) == expected


@given(st.lists(st.fixed_dictionaries({name: st.none() | st.floats(-5, 5) for name in STEADY}), min_size=1, max_size=20))
def test_everybody_has_one_stage(rows: list[dict[str, float | None]]) -> None:
    """Whatever is unknown, each account has one stage, that of the rule told, and a reason in both languages; row order is nothing."""
    facts = pd.DataFrame(rows, dtype="float64")
    found = judged(facts, Params())
    of_rule = {rule.id: rule.stage for rule in RULES}

    assert found["stage"].isin(list(STAGES)).all()
    assert (found["rule"].map(of_rule) == found["stage"]).all()
    assert judged(facts.iloc[::-1], Params()).sort_index().equals(found)
    for lang in ("en", "zh"):
        assert all("{" not in why(row, translator(lang), Params()) for row in pd.concat([facts, found], axis=1).to_dict("records"))


def test_limits_are_parameters() -> None:
    """A wider band makes decline stable, a longer youth makes it exploring."""
    facts = pd.DataFrame([{**STEADY, "growth": -0.2}])

    assert judged(facts, Params())["stage"].tolist() == ["declining"]
    assert judged(facts, Params.of(growth_band=0.25))["stage"].tolist() == ["stable"]
    assert judged(facts, Params.of(growth_band=0.25, young_years=4.0))["stage"].tolist() == ["exploring"]


def every(days: int, until: str, count: int, amount: float = 10.0) -> list[tuple[str, float]]:
    """So many order days, so many days apart, the last on a day."""
    last = date.fromisoformat(until).toordinal()
    return [(date.fromordinal(last - days * step).isoformat(), amount) for step in range(count)]


def test_silence_is_measured_in_own_gaps() -> None:
    """
    80 days of silence: with orders every 10 days it is 8 gaps (lost), every 30 days 2.7 (declining), every 90 days 0.9 (not yet).

    Twenty days are no silence for anybody, and two orders are no rhythm yet.
    """
    sold = {"fast": every(10, "2024-01-11", 70), "middle": every(30, "2024-01-11", 26), "slow": every(90, "2024-01-11", 9),
            "daily": every(1, "2024-03-11", 800), "two": every(10, "2024-01-11", 2)}  # fmt: skip
    wb = book([(name, day, amount, 1, f"{name}{day}") for name, days in sold.items() for day, amount in days])
    found = lifecycle(wb, TODAY).set_index("account_id")

    assert found.loc[["fast", "middle", "slow"], "gap_ratio"].round(2).tolist() == [8.0, 2.67, 0.89]
    assert found.loc[["fast", "middle"], "stage"].tolist() == ["churned", "declining"]
    assert found.loc["daily", "gap_ratio"] <= 1
    assert np.isnan(found.loc["two", "gap_ratio"])
    assert found.loc["two", "stage"] == "exploring"


def test_share_rises_by_facts_or_by_revenue() -> None:
    """30 % entered a year ago and 40 % now is a rise of 10 points; 48 of 120 against 36 of 120 too; one fact alone tells no change."""
    months = [(name, f"{year}-{month:02}-15", amount, 1, f"{name}{year}{month}")
              for name, year, amount in (("a", 2022, 4), ("a", 2023, 4), ("b", 2022, 3), ("b", 2023, 4), ("c", 2022, 4), ("c", 2023, 4))
              for month in range(1, 13)]  # fmt: skip
    facts = [("a", "wallet_share", 0.3, "2022-06-01"), ("a", "wallet_share", 0.4, "2023-06-01"),
             ("b", "wallet_spend", 120, "2022-01-01"), ("c", "wallet_share", 0.4, "2023-06-01")]  # fmt: skip
    found = lifecycle(book(months, facts=facts), date(2023, 12, 31)).set_index("account_id")

    assert found["share"].round(4).tolist() == [0.4, 0.4, 0.4]
    assert found["share_change"].round(4).tolist()[:2] == [0.1, 0.1]
    assert np.isnan(found.loc["c", "share_change"])
    assert found[["stage", "rule"]].to_numpy().tolist() == [["forming", "share_rising"], ["forming", "growing"], ["stable", "steady"]]


def test_who_moved() -> None:
    """The stage of a year before stands beside that of today; one who was not known then has none."""
    then = pd.DataFrame({"account_id": ["a", "b"], "stage": ["stable", "forming"]})
    now = pd.DataFrame({"account_id": ["a", "b", "c"], "stage": ["declining", "stable", "exploring"]})

    assert moves(then, now).fillna("").to_numpy().tolist() == [
        ["a", "declining", "stable"],
        ["b", "stable", "forming"],
        ["c", "exploring", ""],
    ]


def test_prospects_returns_and_totals_of_months() -> None:
    """No purchase: a prospect. Returns alone: declining. Totals by month have no rhythm, but grow or shrink all the same."""
    wb = book([("back", "2022-01-05", -10, None, "r"), ("back", "2024-01-05", -10, None, "r2")], accounts=["nobody"])
    add(wb, "transactions", [{"account_id": "sums", "date": date(year, month, 28), "revenue": float(year - 2021), "grain": "period"}
                             for year in (2022, 2023) for month in range(1, 13)])  # fmt: skip
    found = lifecycle(wb, date(2024, 1, 28)).set_index("account_id")

    assert found["stage"].to_dict() == {"back": "declining", "nobody": "prospect", "sums": "forming"}
    assert found.loc["back", "rule"] == "returns"


def test_an_empty_workbook_has_no_stages() -> None:
    """No account, no row, no exception."""
    assert lifecycle(kam.Workbook()).empty


def again(day: pd.Timestamp) -> pd.Series:
    """The stage of every reseller that had bought by a day, account by account with plain pandas from lines, facts and contacts."""
    sold = lines()
    years = [day - pd.DateOffset(years=ago) for ago in range(3)]
    now, prior = (before(sold, str(since.date()), str(until.date())) for until, since in pairwise(years))
    days = sold[(sold["revenue"] > 0) & (sold["date"] <= day)].groupby("account_id")["date"].agg(lambda dates: sorted(set(dates)))
    shares = [bought / _spend(until) for bought, until in zip((now, prior), years, strict=False)]
    people = resellers().table("contacts").dropna(subset=["influence", "support"]).astype({"influence": float, "support": float})
    weighed = people.assign(stance=people["influence"] * people["support"]).groupby("account_id")[["influence", "stance"]].sum()
    support = weighed["stance"] / (2 * weighed["influence"])
    found = {}
    for account, dates in days.items():
        bought, earlier = now.get(account, 0.0), prior.get(account, 0.0)
        growth = bought / earlier - 1 if earlier > 0 else NAN
        gaps = [(later - sooner).days for sooner, later in pairwise(dates)]
        silent, tenure = (day - dates[-1]).days, (day - dates[0]).days / 365.25
        ratio = silent / np.median(gaps) if len(dates) >= 3 and silent > 30 else NAN if len(dates) < 3 else 0.0
        if ratio > 4 or (len(dates) < 3 and tenure >= 2 and bought == earlier == 0):
            stage = "churned"
        elif growth < -0.15 or ratio > 2 or support.get(account, NAN) < 0:
            stage = "declining"
        elif tenure < 1 or len(dates) < 3:
            stage = "exploring"
        else:
            rise = shares[0].get(account, NAN) - shares[1].get(account, NAN)
            stage = "forming" if growth > 0.15 or rise > 0.05 or (earlier == 0 and bought > 0) else "stable"
        found[account] = stage
    return pd.Series(found)


def _spend(day: pd.Timestamp) -> pd.Series:
    """What each account was known on a day to spend a year."""
    facts = resellers().table("account_facts").assign(valid_on=lambda table: pd.to_datetime(table["valid_on"]))
    known = facts[(facts["fact"] == "wallet_spend") & (facts["valid_on"] <= day) & (facts["value"] > 0)]
    return known.sort_values("valid_on").groupby("account_id")["value"].last()


def test_the_resellers_again_in_pandas() -> None:
    """All 635 stages today and the 428 of a year ago, how many stand in each, and the 169 that slipped since."""
    past, now = (lifecycle(resellers(), day.date()).set_index("account_id")["stage"] for day in (DAY - pd.DateOffset(years=1), DAY))
    then, today = again(DAY - pd.DateOffset(years=1)), again(DAY)

    assert now.to_dict() == today.to_dict()
    assert past[past != "prospect"].to_dict() == then.to_dict()
    assert now.value_counts().to_dict() == {"exploring": 199, "declining": 170, "churned": 113, "forming": 99, "stable": 54}
    lost = ("declining", "churned")
    assert (today.isin(lost) & ~then.reindex(today.index).isin(lost)).sum() == 169
