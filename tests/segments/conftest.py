"""Fits of tests run in one thread, as those of the product do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kam_core.segments.fitting import alone


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    """On so few accounts several threads only wait for each other."""
    with alone():
        yield
