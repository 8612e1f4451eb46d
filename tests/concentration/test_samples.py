"""The shipped portfolios, recomputed with pandas from the files themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.concentration.holders import holders
from kam_core.portfolio.cohorts import cohorts

DATA = Path(kam.__file__).parents[1] / "data"
LAST = {"resellers": "2013-11-29", "online_retail": "2011-12-09"}


@pytest.fixture(scope="module", params=list(LAST))
def sample(request: pytest.FixtureRequest) -> tuple[kam.Workbook, pd.DataFrame, pd.Timestamp]:
    """A workbook, its order lines as they lie in the file, and its last day."""
    wb = kam.Workbook()
    kam.samples.fill(wb, request.param)
    lines = pd.read_parquet(DATA / request.param / "transactions.parquet", columns=["account_id", "date", "revenue"]).dropna()
    return wb, lines.assign(date=pd.to_datetime(lines["date"]), revenue=lines["revenue"].astype(float)), pd.Timestamp(LAST[request.param])


def test_concentration(sample: tuple[kam.Workbook, pd.DataFrame, pd.Timestamp]) -> None:
    """HHI, effective number, CR1, CR5 and CR10 of the last 12 months, returns left out."""
    wb, lines, last = sample
    year = lines[(lines["date"] > last - pd.DateOffset(years=1)) & (lines["date"] <= last)]
    amounts = year.groupby("account_id")["revenue"].sum()
    share = (amounts[amounts > 0] / amounts[amounts > 0].sum()).sort_values(ascending=False).to_numpy()
    found = holders(kam.score(wb)).measure

    assert found is not None
    assert found.hhi == pytest.approx(float(share @ share), abs=1e-9)
    assert found.effective == pytest.approx(1 / float(share @ share), abs=0.005)
    assert [found.top1, found.top5, found.top10] == pytest.approx([share[:n].sum() for n in (1, 5, 10)], abs=1e-9)


def test_retention(sample: tuple[kam.Workbook, pd.DataFrame, pd.Timestamp]) -> None:
    """Every cell of the triangle by quarters: accounts that buy, and their money, by the quarter of the first positive line."""
    wb, lines, _ = sample
    every = lines.assign(at=lines["date"].dt.year * 4 + lines["date"].dt.quarter - 1)
    begun = every[every["revenue"] > 0].groupby("account_id")["at"].min()
    every["start"] = every["account_id"].map(begun)
    bought = every[every["revenue"] > 0].groupby(["start", "at"])["account_id"].nunique()
    money = every.groupby(["start", "at"])["revenue"].sum()
    found = cohorts(wb).cells
    start = (found["cohort"].dt.year * 4 + found["cohort"].dt.quarter - 1).to_numpy()
    key = pd.MultiIndex.from_arrays([start, start + found["age"].to_numpy()])
    first = pd.MultiIndex.from_arrays([start, start])

    assert len(found) == sum(int(every["at"].max()) - at + 1 for at in begun.unique())
    active, revenue = bought.reindex(key, fill_value=0).to_numpy(), money.reindex(key, fill_value=0.0).to_numpy()
    np.testing.assert_allclose(found["retained"], active / bought.reindex(first).to_numpy(), atol=1e-12)
    np.testing.assert_allclose(found["revenue"], revenue, atol=0.005)
    np.testing.assert_allclose(found["net"], revenue / money.reindex(first).to_numpy(), atol=1e-9)
