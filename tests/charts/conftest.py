"""Frames as the scores return them, from a fixed seed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from kam_core.text import Translator, translator

QUADRANTS = {
    "hh": ("true", "True loyalty"),
    "lh": ("latent", "Latent loyalty"),
    "hl": ("spurious", "Spurious loyalty"),
    "ll": ("none", "No loyalty"),
}
NAMES = (
    "Brakes and Gears",
    "Metropolitan Bicycle Supply",
    "上海骏驰车业有限公司",
    "Health Spa, Limited",
    "Great Bikes",
    "Out-of-the-Way Hotels",
)


def placed_frame(n: int, seed: int = 7) -> pd.DataFrame:
    """``n`` crowded subjects around the cut, everybody well known and none about to renew."""
    random = np.random.default_rng(seed)
    x, y = np.clip(random.normal(60, 15, n), 2, 98), np.clip(random.normal(58, 14, n), 2, 98)
    quadrant = np.where(x >= 60, np.where(y >= 60, "true", "spurious"), np.where(y >= 60, "latent", "none"))
    ids = [f"A-{i:05d}" for i in range(n)]
    return pd.DataFrame(
        {
            "subject_type": "account", "subject_id": ids, "account_id": ids, "account_name": [f"{NAMES[i % 6]} {i}" for i in range(n)],
            "x": x, "y": y, "quadrant": quadrant, "probability": random.uniform(0.4, 1.0, n), "coverage": 0.9, "evidence": 0.8,
            "profit": random.normal(2000, 9000, n), "revenue": 50_000.0, "renews_in_days": np.nan,
        }
    )  # fmt: skip


@pytest.fixture
def frame() -> Callable[..., pd.DataFrame]:
    """The maker of matrix frames."""
    return placed_frame


@pytest.fixture
def t() -> Translator:
    """English."""
    return translator("en")


@pytest.fixture
def loyalty(t: Translator) -> dict[str, object]:
    """What a page says about the loyalty matrix."""
    return {"quadrants": QUADRANTS, "x_title": "Repeat patronage", "y_title": "Relative attitude", "cut_x": 60.0, "cut_y": 60.0, "t": t}
