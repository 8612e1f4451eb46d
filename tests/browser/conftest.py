"""
What a journey stands on: the running app, a real Chromium, a fresh page; a picture of the page when it fails.

    from tests.browser.chromium import wait_idle

    pytestmark = pytest.mark.browser

    def test_the_overview_opens(page):
        wait_idle(page)
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.server import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SHOTS = Path(tempfile.gettempdir()) / "kam-failed-journeys"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Leave the outcome where the page fixture can see it."""
    report = yield
    if report.when == "call":
        item.stash[_failed] = report.failed
    return report


_failed = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a fresh data folder, one for all journeys."""
    with serving(tmp_path_factory.mktemp("browser-home")) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; without one the journeys fail and say how to get it, they are not skipped."""
    from tests.browser.chromium import NoChromiumError, chromium

    try:
        with chromium() as found:
            yield found
    except NoChromiumError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def idle_pages() -> dict[str, Page]:
    """Pages no test is using, by the options of their context: a page that is kept has read and compiled the app's scripts already."""
    return {}


@pytest.fixture
def open_page(app: Server, browser: Browser, idle_pages: dict[str, Page], request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """
    Open the app in a session of its own: ``open_page("/matrices?m=trust", color_scheme="dark")``.

    Further arguments are Playwright's for a new context. Several pages of one test are several users. A page that an earlier test
    left well is used again, its memory wiped; ``fresh=True`` asks for a browser that never saw the app.
    """
    pages: dict[Page, str] = {}

    def open_(path: str = "/", *, fresh: bool = False, **context: object) -> Page:
        size, light = context.pop("viewport", {"width": 1440, "height": 900}), context.pop("color_scheme", "light")
        options = {"locale": "en-GB", **context}
        kept = "" if fresh else repr(sorted(options.items()))
        page = idle_pages.pop(kept, None) or browser.new_context(viewport=size, **options).new_page()
        pages[page] = kept
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=light)
        page.set_default_timeout(30_000)
        page.goto(app.url + path)
        page.wait_for_selector('[data-testid="stApp"]')
        return page

    yield open_
    failed = request.node.stash.get(_failed, False)
    if failed:
        _keep_pictures(request.node.name, list(pages), app)
    for page, kept in pages.items():
        if failed or not kept or kept in idle_pages:
            page.context.close()
        else:
            idle_pages[kept] = _wiped(page)


def _wiped(page: Page) -> Page:
    """The page without what it remembers of the app, and at nothing, so that its session ends."""
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.context.clear_cookies()
    page.goto("about:blank")
    return page


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The app, opened at its first screen."""
    return open_page()


def _keep_pictures(name: str, pages: list[Page], app: Server) -> None:
    SHOTS.mkdir(exist_ok=True)
    stem = re.sub(r"[^\w-]+", "_", name)
    for number, page in enumerate(pages):
        picture = SHOTS / f"{stem}-{number}.png"
        page.screenshot(path=picture, full_page=True)
        print(f"\nPicture of the failed journey: {picture}")
    print(f"Last words of the app:\n{app.said()[-3000:]}")
