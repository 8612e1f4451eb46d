"""The first five minutes in a notebook: the example of the package, and a file of one's own from load to undo."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import kam_core as kam

ONLINE = kam.samples.DATA / "online_retail"


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every twentieth line of Online Retail II as a file that a shop would export: other names, no id where there was none."""
    lines = pq.read_table(ONLINE / "transactions.parquet").to_pandas().iloc[::20]
    names = {"order_id": "Invoice", "product": "StockCode", "quantity": "Quantity", "date": "InvoiceDate", "revenue": "Net amount"}
    frame = lines.rename(columns={**names, "account_id": "Customer ID"})
    path = tmp_path_factory.mktemp("files") / "sales.csv"
    frame[["Invoice", "StockCode", "Quantity", "InvoiceDate", "Customer ID", "Net amount"]].to_csv(path, index=False)
    return path


def test_the_example_of_the_package_holds() -> None:
    """Every line of the docstring of ``kam_core`` does what it says."""
    found = doctest.testmod(kam, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)

    assert (found.failed, found.attempted > 6) == (0, True)


def test_a_file_of_ones_own(sales: Path) -> None:
    """Load, score, place, explain, undo: in memory, with nothing but the file."""
    wb = kam.Workbook()
    report = wb.load("transactions", sales)
    lines = pd.read_csv(sales)
    scores = kam.score(wb)
    nobody = lines["Customer ID"].isna()

    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (len(lines), len(lines), 0)
    assert report.mapping["Net amount"] == "revenue"
    assert len(scores) == lines["Customer ID"].nunique() > 3000
    assert scores["revenue"].sum() == pytest.approx(lines.loc[~nobody, "Net amount"].sum())
    assert (nobody.sum() > 1000, scores["profit"].notna().any()) == (True, False)
    placed = kam.matrix(wb, "loyalty")
    assert (len(placed), placed["quadrant"].isna().all()) == (len(scores), True)
    found = kam.explain(wb, scores["account_id"].iloc[0], "revenue")
    assert found.value == pytest.approx(scores["revenue"].iloc[0])
    with pytest.raises(kam.errors.AlreadyLoaded):
        wb.load("transactions", sales)
    wb.undo(report.batch)
    assert (kam.score(wb).empty, wb.count("transactions"), wb.revision) == (True, 0, 2)


def test_a_notebook_needs_no_screens() -> None:
    """``import kam_core`` pulls in neither streamlit nor plotly nor scipy nor sklearn; scoring a sample needs none of them either."""
    code = (
        "import sys, kam_core as kam; wb = kam.Workbook(); kam.samples.fill(wb, 'resellers'); kam.score(wb); kam.matrix(wb, 'loyalty')\n"
        "print(sorted({'streamlit', 'plotly', 'scipy', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(kam.__file__).parents[1], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
