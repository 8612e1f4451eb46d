"""What answers say: intervals computed by hand, coverage, accounts, trend."""

from __future__ import annotations

from datetime import date
from math import isnan, sqrt

import numpy as np
import pyarrow as pa
import pytest

from kam_core import surveys
from kam_core.surveys import SATISFACTION
from tests.surveys.asked import DAY, portfolio, survey, tokens


def test_nps_of_a_small_population() -> None:
    """5 promoters, 3 passives, 2 detractors: +30 ± 48.4 of very many, ± 20.6 of 12, exact of 10; methods, worked numbers."""
    values = np.array([9, 9, 10, 10, 10, 7, 8, 8, 0, 6.0])
    for asked, half in ((10**9, 48.4), (12, 20.6), (10, 0.0), (3, 0.0)):
        told = surveys.nps(values, asked)
        assert (told.value, told.high - 30, 30 - told.low) == (
            pytest.approx(30),
            pytest.approx(half, abs=0.05),
            pytest.approx(half, abs=0.05),
        )
    assert surveys.nps(values, 12).small
    assert not surveys.nps(values, 10).small


def test_an_interval_that_cannot_be_computed_is_missing() -> None:
    """All alike and not everybody asked: nothing is known of the spread; the NPS never leaves -100 to 100; nobody = missing."""
    alike = surveys.nps(np.array([10.0, 10, 9]), 20)
    assert (alike.value, isnan(alike.low)) == (100, True)
    assert surveys.nps(np.array([10.0, 10, 10, 0]), 10**6).high == 100
    assert all(isnan(make(np.array([]), 5).value) for make in (surveys.nps, surveys.csat, surveys.ces))
    assert isnan(surveys.ces(np.array([6.0]), 3).low)


def test_csat_is_wilson_of_the_corrected_sample() -> None:
    """3 of 4 satisfied, everybody among very many: Wilson 30.1 % to 95.4 %; of 5 people the sample counts as 4 / (1/4) = 16."""
    values = np.array([4, 5, 5, 2.0])
    assert [surveys.csat(values, 10**9).low, surveys.csat(values, 10**9).high] == pytest.approx([0.3006, 0.9544], abs=5e-4)
    p, n, z = 0.75, 16.0, 1.959964
    middle, half = (p + z * z / 2 / n) / (1 + z * z / n), z * sqrt(p * (1 - p) / n + z * z / 4 / n**2) / (1 + z * z / n)
    assert [surveys.csat(values, 5).low, surveys.csat(values, 5).high] == pytest.approx([middle - half, middle + half], abs=1e-9)


def test_ces_is_a_mean_with_its_t_interval() -> None:
    """7, 5, 6: mean 6, sd 1, t(2) = 4.3027: ± 2.484 of very many (never above 7), ± 2.484 x sqrt(1/3) of 4."""
    values = np.array([7.0, 5, 6])
    many, few = surveys.ces(values, 10**9), surveys.ces(values, 4)
    assert (many.value, many.low, many.high) == (6, pytest.approx(6 - 2.4841, abs=1e-3), 7)
    assert few.low == pytest.approx(6 - 2.4841 * sqrt(1 / 3), abs=1e-3)


def test_accounts_coverage_and_trend() -> None:
    """A: the decider of influence 5 says 4, the user of influence 1 says 10: (20 + 10)/6 = 5, least 4. Two surveys, one quarter apart."""
    wb = portfolio()
    first = survey(wb, "nps")
    held = tokens(wb, first)
    for contact, value in (("c1", 4), ("c2", 10)):
        surveys.answer(wb, held[contact], {"attitude.recommend": value}, "", DAY)
    second = survey(wb, "nps", closes_on=None)
    surveys.answer(wb, tokens(wb, second)["c3"], {"attitude.recommend": 9}, "", date(2025, 1, 15))
    rows, figure = surveys.answers(wb, date(2025, 2, 1)), SATISFACTION["nps"]
    asked = surveys.surveys(wb, date(2025, 2, 1)).set_index("survey_id")["invited"].to_dict()

    found = surveys.by_account(rows, figure).set_index("account_id")
    assert (found.loc["A", "score"], found.loc["A", "least"], found.loc["A", "answers"]) == (pytest.approx(5), 4, 2)
    assert (found.loc["B", "score"], isnan(found.loc["B", "least"])) == (9, True)
    covered = surveys.coverage(surveys.invitations(wb, first, DAY), "role").set_index("role")
    assert covered["answered"].to_dict() == {"buyer": 0, "decider": 1, "user": 1}
    by_survey = surveys.trend(rows, figure, asked, "survey")
    assert by_survey[["period", "value", "answers", "asked"]].to_numpy().tolist() == [[first, 0, 2, 3], [second, 100, 1, 3]]
    assert [f"{day:%Y-%m-%d}" for day in surveys.trend(rows, figure, asked, "quarter")["period"]] == ["2024-10-01", "2025-01-01"]
    assert len(surveys.answers(wb, date(2024, 12, 31))) == 2


def test_whoever_answers_for_the_account_is_its_contact_of_that_name() -> None:
    """Rows about the account with a person as rater count once a person, with the role and influence of the contact called so."""
    wb = portfolio()
    given = [("A", "Li Na", 10.0), ("A", "Somebody", 0.0), ("A", "Li Na", 8.0)]
    fixed = {"subject_type": "account", "item": "attitude.recommend", "rater_side": "customer", "source": "survey", "survey_id": "S1"}
    wb.record("load", {"ratings": pa.Table.from_pylist([
        fixed | {"subject_id": subject, "rater": rater, "value": value, "valid_on": DAY} for subject, rater, value in given
    ])})  # fmt: skip
    rows = surveys.answers(wb, DAY).set_index("person")

    assert rows["value"].to_dict() == {"c1": 8.0, "A / Somebody": 0.0}
    assert (rows.loc["c1", "role"], rows.loc["c1", "influence"]) == ("decider", 5)
    assert surveys.by_account(rows.reset_index(), SATISFACTION["nps"])["score"].tolist() == [pytest.approx((5 * 8 + 3 * 0) / 8)]


@pytest.mark.parametrize(("item", "good", "off"), [
    ("attitude.recommend", 0.0, 99.0), ("satisfaction.overall", 1.0, 6.0), ("satisfaction.effort", 7.0, 1e12),
])  # fmt: skip
def test_an_answer_off_its_scale_is_none(item: str, good: float, off: float) -> None:
    """A file holds 99 of 0-10 after a 0: the 0 stands, nobody is made a promoter, and whoever said nothing else did not answer."""
    wb = portfolio()
    fixed = {"subject_type": "contact", "item": item, "rater_side": "customer", "source": "survey", "survey_id": "S1"}
    given = [("c1", good, DAY), ("c1", off, date(2024, 12, 20)), ("c2", off, DAY), ("c3", -1.0, DAY)]
    wb.record("load", {"ratings": pa.Table.from_pylist([
        fixed | {"subject_id": who, "rater": who, "value": value, "valid_on": day} for who, value, day in given
    ])})  # fmt: skip

    assert surveys.answers(wb, date(2025, 1, 1))[["person", "value"]].to_numpy().tolist() == [["c1", good]]
