"""Rows that sum up others, and rows that only look like it."""

from __future__ import annotations

import pytest

from kam_core.ingest.values.totals import total_rows

DATA = ("上海明珠有限公司", "2024-03-05", "轴承", "120.50")


@pytest.mark.parametrize(
    "row",
    [
        ("合计", "", "", "120.50"),
        ("合 计", "", "", "120.50"),
        ("總計：", "", "", "120.50"),
        ("合计（12笔）", "", "", "120.50"),
        ("", "本页合计", "", "120.50"),
        ("上海明珠有限公司小计", "", "", "120.50"),
        ("KH0001 汇总", "", "", "120.50"),
        ("KH0001 Total", "", "", "120.50"),
        ("上海明珠有限公司", "2024-03-31", "本月合计", ""),
        ("Grand Total", "", "", "￥1,120.50"),
        ("Summe", "", "", "1.120,50 €"),
        ("平均", "", "", "12"),
    ],
)
def test_sums(row):
    """A word for a total, alone, behind the name of its group, or in a later column."""
    assert total_rows(list(zip(DATA, row, strict=True))) == [1]


@pytest.mark.parametrize(
    "row",
    [
        ("合计财务咨询有限公司", "2024-03-05", "轴承", "1"),
        ("小计量仪器有限公司", "", "", "1"),
        ("Total", "2024-03-05", "", "1"),
        ("Total Energies", "2024-03-05", "", "1"),
        ("上海明珠有限公司", "2024-03-05", "合计器", "1"),
        ("上海小计", "2024-03-05", "轴承", "1"),
        ("Summer Ltd", "", "", "1"),
    ],
)
def test_no_sums(row):
    """Names that begin or end like a word for a total, with a day or a product beside them."""
    assert total_rows(list(zip(DATA, row, strict=True))) == []
