"""What a file says of its amounts beside them, in another column or in the header, is never passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

import kam_core as kam


@pytest.mark.parametrize(
    ("text", "kind", "rows"),
    [
        ("客户,日期,金额,单位\n甲,2024-01-05,1.5,万元\n乙,2024-01-06,300,元\n", "unit_beside", [2]),
        ("客户,日期,金额,单位\n甲,2024-01-05,1.5,元\n乙,2024-01-06,300,元\n", "unit_beside", []),
        ("客户,日期,数量,单位,金额\n甲,2024-01-05,3,件,100\n", "unit_beside", []),
        ("客户,日期,销售额(USD)\n甲,2024-01-05,100\n", "header_currency", [None]),
        ("客户,日期,销售额(元)\n甲,2024-01-05,100\n", "header_currency", []),
        ("客户,日期,销售额,毛利率\n甲,2024-01-05,100,35\n乙,2024-01-05,100,0.35\n丙,2024-01-05,100,35%\n", "mixed_shares", [3]),
        ("客户,日期,销售额,毛利率\n甲,2024-01-05,100,0.4\n乙,2024-01-05,100,0.35\n", "mixed_shares", []),
    ],
)
def test_what_is_said_beside_the_amounts_is_told(tmp_path: Path, text: str, kind: str, rows: list[int | None]) -> None:
    """Each row it is about is named; a file that says nothing of the kind is told nothing."""
    file = tmp_path / "file.csv"
    file.write_text(text, encoding="utf-8")

    report = kam.Workbook().load("transactions", file)

    assert [repair.row for repair in report.repairs if repair.kind == kind] == rows
