"""Every screen under a ruler: on a desk in English and light, on a phone in Chinese and dark."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import kam_core as kam
from kam_core.playbook import PLAYBOOK
from tests.browser.chromium import wait_idle
from tests.browser.dom import WELL, look
from tests.browser.screens import PAGES, SCREENS, SINGLE
from tests.browser.test_journeys import BUILT_IN, LEFT_OUT, VISIBLE_TEXT
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import Text

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.fixture(scope="module")
def data() -> set[str]:
    """Every text somebody wrote into the sample."""
    book = kam.Workbook()
    kam.samples.fill(book, "resellers")
    # A play is written in both languages side by side.
    plays = {text for one in PLAYBOOK.values() for play in one.values() for text in (play.strategy, *play.actions)}
    return typed(book) | plays


@pytest.fixture(scope="module")
def crowd(app) -> str:
    """The link's part that opens a workbook of 10,000 accounts."""
    sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
    from rerun import big_portfolio

    file = app.home / "workbooks" / "Ten thousand.duckdb"
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        big_portfolio(file, 10_000)
    return "wb=Ten%20thousand"


def standing(page: object) -> object:
    """The page, when nothing moves any more."""
    wait_idle(page)
    page.evaluate("() => document.fonts.ready")
    page.wait_for_timeout(300)
    return page


def not_chinese(page: object, data: set[str]) -> tuple[list[object], list[object]]:
    """What is left of English, and of half-width punctuation, on a Chinese page; the data and names that stay aside."""
    written = [Text("page", text) for text in page.evaluate(VISIBLE_TEXT, LEFT_OUT) if text not in BUILT_IN]
    return english_left(written, data), half_width(written, data)


def turned(page: object, number: int, switch: int = 0) -> object:
    """The page turned to one of its parts by the switch at its top."""
    page.locator('[data-testid="stMain"] [data-testid="stButtonGroup"]').nth(switch).locator("button").nth(number).click()
    return standing(page)


@pytest.mark.parametrize("screen", SINGLE)
def test_a_screen_on_a_desk(open_page, screen):
    """Nothing scrolls sideways, no name lies on another, axes have titles, charts alternative text, and everything can be read."""
    path = SCREENS[screen]
    page = standing(open_page(f"{path}{'&' if '?' in path else '?'}lang=en", **DESK))

    assert look(page) == WELL


@pytest.mark.parametrize("screen", SINGLE)
def test_a_screen_on_a_phone_in_chinese(open_page, data, screen):
    """The same in the dark at 390 pixels; nothing English is left but data and names that stay."""
    path = SCREENS[screen]
    page = standing(open_page(f"{path}{'&' if '?' in path else '?'}lang=zh", **PHONE))

    assert look(page) == WELL
    assert ([], []) == not_chinese(page, data)


@pytest.mark.parametrize("name", PAGES)
def test_the_parts_of_a_page_on_a_desk(open_page, name):
    """The same of every part of a page, turned to one after the other."""
    one = PAGES[name]
    page = standing(open_page(f"{one.path}{'&' if '?' in one.path else '?'}lang=en", **DESK))

    found = {part: look(turned(page, number, one.switch)) for number, part in enumerate(one.parts)}

    assert found == dict.fromkeys(one.parts, WELL)


@pytest.mark.parametrize("name", PAGES)
def test_the_parts_of_a_page_on_a_phone_in_chinese(open_page, data, name):
    """The same in the dark at 390 pixels, in Chinese."""
    one = PAGES[name]
    page = standing(open_page(f"{one.path}{'&' if '?' in one.path else '?'}lang=zh", **PHONE))

    found = {part: (look(turned(page, number, one.switch)), not_chinese(page, data)) for number, part in enumerate(one.parts)}

    assert found == dict.fromkeys(one.parts, (WELL, ([], [])))


@pytest.mark.parametrize("screen", ["overview", "loyalty", "relationship", "register", "account", "wall-matrix"])
def test_ten_thousand_accounts_stay_readable(open_page, crowd, screen):
    """A crowd is drawn as density with named key accounts; names do not touch, nothing is wider than the screen."""
    path = SCREENS[screen]
    page = standing(open_page(f"{path}{'&' if '?' in path else '?'}{crowd}&lang=en", **DESK))

    assert look(page) == WELL
