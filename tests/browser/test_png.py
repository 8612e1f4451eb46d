"""A chart as a picture: made in the browser, twice as sharp, on the paper of its theme, with its title and its source."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kam_core.charts import palette
from tests.browser.chromium import wait_idle

pytestmark = pytest.mark.browser

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def saved(page: Any, place: int = 0) -> tuple[str, bytes]:
    """Press the button under a chart: the file that lands and its name."""
    wait_idle(page)
    page.wait_for_selector(".js-plotly-plot .main-svg")
    with page.expect_download() as arriving:
        page.get_by_role("button", name="PNG", exact=True).nth(place).click()
    return arriving.value.suggested_filename, arriving.value.path().read_bytes()


def pixels(data: bytes) -> np.ndarray:
    """Rows of red, green, blue, opacity."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))


def differing(found: np.ndarray, paper: str) -> float:
    """The share of points that are not paper."""
    colour = [int(paper[i : i + 2], 16) for i in (1, 3, 5)]
    return float((np.abs(found[..., :3].astype(int) - colour) > 24).any(axis=-1).mean())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_picture_lands(open_page, theme, language):
    """A real PNG: twice the size of the chart and more, nothing transparent, the paper of the page, a title above, a source below."""
    page = open_page(f"/matrix?m=loyalty&lang={language}", viewport=DESK, color_scheme=theme)
    name, data = saved(page)
    found, paper = pixels(data), palette(theme).paper
    box = page.locator(".js-plotly-plot").first.bounding_box()

    assert (name, data[:8]) == ("matrix_loyalty-2013-11-29.png", b"\x89PNG\r\n\x1a\n")
    assert len(data) > 50_000
    assert found.shape[1] == 2 * round(box["width"] + 40)
    assert found.shape[0] > 2 * (box["height"] + 60)
    assert (found[..., 3] == 255).all()
    assert tuple(found[0, 0, :3]) == tuple(int(paper[i : i + 2], 16) for i in (1, 3, 5))
    assert differing(found[60:130], paper) > 0.005  # the title
    assert differing(found[-90:-30], paper) > 0.005  # the source


def test_chinese_is_drawn_as_chinese(open_page):
    """The title of the Chinese picture is not that of the English one, nor a row of equal boxes."""
    heads = {}
    for language in ("en", "zh"):
        found = pixels(saved(open_page(f"/matrix?m=loyalty&lang={language}", viewport=DESK))[1])
        heads[language] = found[44:96, 40:240, 0] < 128
    signs = [heads["zh"][:, left : left + 36] for left in range(0, 144, 36)]

    assert all(sign.mean() > 0.05 for sign in signs)
    assert len({sign.tobytes() for sign in signs}) == len(signs)
    assert not np.array_equal(heads["en"], heads["zh"])


def test_every_chart_of_a_page_has_a_button(open_page):
    """By name, reached by the keyboard, and it saves its own chart."""
    page = open_page("/", viewport=DESK)
    wait_idle(page)
    page.wait_for_selector(".js-plotly-plot .main-svg")
    buttons = page.get_by_role("button", name="PNG", exact=True)
    assert buttons.count() == page.locator(".js-plotly-plot").count() >= 2
    names = {saved(page, place)[0] for place in range(buttons.count())}
    buttons.first.focus()
    with page.expect_download() as arriving:
        page.keyboard.press("Enter")

    assert len(names) == buttons.count()
    assert arriving.value.suggested_filename in names


def test_a_stage_names_no_workbook(open_page):
    """The source of a disguised picture is another line than that of the file's; the button works there too."""
    plain = pixels(saved(open_page("/matrix", viewport=DESK))[1])
    staged = pixels(saved(open_page("/matrix?stage=true", viewport=DESK))[1])

    assert not np.array_equal(plain[-90:-30, :400], staged[-90:-30, :400])


def touch(a: list[float], b: list[float]) -> bool:
    """Whether two boxes (left, top, right, bottom) share more than an edge."""
    return a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1


def test_on_a_phone_no_name_lies_on_another(open_page):
    """The names that would touch, or leave the plot, step back; those of the corners stay; on a desk all are there."""
    shown = """() => [...document.querySelectorAll('.js-plotly-plot .annotation')].filter(a => a.style.visibility !== 'hidden')
        .map(a => a.querySelector('.annotation-text-g').getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"""
    every = "() => document.querySelectorAll('.js-plotly-plot .annotation').length"
    phone, desk = open_page("/matrix", viewport=PHONE), open_page("/matrix", viewport=DESK)
    for page in (phone, desk):
        wait_idle(page)
        page.wait_for_selector(".js-plotly-plot .annotation")
        page.wait_for_timeout(500)
    boxes = phone.evaluate(shown)

    assert [(a, b) for place, a in enumerate(boxes) for b in boxes[:place] if touch(a, b)] == []
    assert 8 <= len(boxes) < phone.evaluate(every)
    assert len(desk.evaluate(shown)) == desk.evaluate(every)
    assert phone.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
