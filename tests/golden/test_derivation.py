"""The golden files are what their derivation gives, and hold the figures that were published with the data."""

from __future__ import annotations

import ast
import json

import pytest

from tests.golden import derive


@pytest.mark.parametrize("name", sorted(derive.written()))
def test_the_derivation_gives_the_files(name: str) -> None:
    """Every golden file, to the last letter; `python tests/golden/derive.py` writes them again."""
    assert (derive.FILES / name).read_text(encoding="utf-8") == derive.written()[name]


def test_the_derivation_knows_nothing_of_the_workbench() -> None:
    """Two that import each other cannot check each other."""
    tree = ast.parse((derive.ROOT / "tests" / "golden" / "derive.py").read_text(encoding="utf-8"))
    modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {"pandas", "numpy"} <= modules
    assert [] == [name for name in modules if name.split(".")[0] in ("kam_core", "pages", "tests", "duckdb")]


def test_published_figures_of_both_samples() -> None:
    """Revenue, profit, losers and freight as data/README.md has them, which were added up from the sources."""
    resellers, retail = (json.loads((derive.FILES / f"{name}.json").read_text(encoding="utf-8")) for name in ("resellers", "online_retail"))

    assert (80_450_596.9823, 470_482.6033, 2_011_265.9158) == (
        resellers["revenue"], resellers["profit"]["gross"], resellers["cost_to_serve"]["freight"],
    )  # fmt: skip
    assert (335, 399) == (resellers["whale"]["gross"]["losers"], resellers["whale"]["freight"]["losers"])
    assert (561.88, 0.472) == (round(resellers["whale"]["gross"]["peak_percent"], 2), round(resellers["whale"]["gross"]["peak_at"], 3))
    assert pytest.approx(18_909_744.118 - 2_566_093.08) == retail["revenue"]
