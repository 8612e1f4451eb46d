"""A rerun sends what changed: charts that stay as they are, are not sent again."""

from __future__ import annotations

import pytest

from tests.browser.chromium import wait_idle
from tests.browser.wire import Wire

pytestmark = pytest.mark.browser

PARTS_OF_A_FIGURE = (b'"hovertemplate"', b'"annotations"')


def figures(wire: Wire) -> int:
    """How many frames carry a chart."""
    return sum(any(part in frame for part in PARTS_OF_A_FIGURE) for frame in wire.frames)


def test_an_unchanged_chart_is_not_sent_again(open_page):
    """Another quadrant changes the list beside the matrix: the matrix was sent once and stays; another matrix is sent."""
    page = open_page("/upload?lang=en", fresh=True)
    wait_idle(page)
    wire = Wire(page)
    page.goto("/".join(page.url.split("/")[:3]) + "/matrix?m=loyalty&lang=en")
    wait_idle(page)
    assert figures(wire) == 1

    wire.frames.clear()
    page.locator('[data-testid="stMain"] button', has_text="True loyalty").first.click()
    wait_idle(page)
    assert len(wire.frames) > 5
    assert figures(wire) == 0

    page.locator('[data-testid="stMain"] button', has_text="Relationship").first.click()
    wait_idle(page)
    assert figures(wire) == 1
