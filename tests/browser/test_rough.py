"""What happens to everybody one day: a stale link, a reload at the wrong moment, two tabs, a server that went away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.chromium import wait_idle
from tests.browser.server import serving

pytestmark = pytest.mark.browser

FINDING = "h3"
BROKEN = '[data-testid="stException"]'
STEPS_BACK = 12
"""A page that puts its choices into the address one by one needs a step back for each; so many are surely enough."""


def settled(page) -> str:
    """The finding of a page that stands still, and no exception on it."""
    page.locator(FINDING).first.wait_for()
    wait_idle(page)
    assert 0 == page.locator(BROKEN).count()
    return page.locator(FINDING).first.inner_text()


@pytest.mark.parametrize(
    "path",
    [
        "/account?account=NOBODY",
        "/?wb=No%20such%20workbook",
        "/matrix?m=nonsense&as_of=9999-99-99&window=x&region=%F0%9F%92%A3&stage=maybe&lang=xx",
        "/tables?table=sqlite_master&tab=%27;drop",
        "/ratings?index=__class__&subject=x",
        "/settings?tab=..%2F..",
        "/present?slide=%00",
        "/register?list=&owner=&owner=x",
    ],
)
def test_a_link_that_makes_no_sense_leads_to_a_page_that_does(open_page, path):
    """Whatever stands behind the question mark: a page with a finding, and nothing broken on it."""
    assert settled_or_wall(open_page(path))


def settled_or_wall(page) -> bool:
    """A page says its finding as a third heading, the wall as the first."""
    page.locator("h1, h3").first.wait_for()
    wait_idle(page)
    return page.locator(BROKEN).count() == 0 and len(page.locator("h1, h3").first.inner_text()) > 5


def test_a_reload_in_the_middle_of_a_proof_shows_the_page(open_page):
    """The dialog is gone, the page and its link are as they were."""
    page = open_page("/account?account=AW00000676&lang=en")
    before = settled(page)
    page.get_by_role("button", name="Proof").first.click()
    page.get_by_role("dialog").wait_for()
    page.reload()

    assert before == settled(page)
    assert 0 == page.get_by_role("dialog").count()
    assert "account=AW00000676" in page.url


def test_back_and_forward_lead_where_they_say(open_page):
    """From the overview to the matrices and back with the browser's own buttons."""
    page = open_page("/?lang=en&region=Ohio")
    first = settled(page)
    page.locator('[data-testid="stSidebarNav"]').get_by_role("link", name="Matrices", exact=True).click()
    page.get_by_role("heading", name="Matrices", level=2).wait_for()
    settled(page)
    for _ in range(STEPS_BACK):
        page.go_back()
        wait_idle(page)
        if page.evaluate("location.pathname") == "/":
            break
    page.get_by_role("heading", name="Overview", level=2).wait_for()

    assert first == settled(page)


def test_after_a_restart_of_the_server_the_link_shows_the_same(browser, tmp_path: Path):
    """The session is gone with the server; what matters is in the link and in the workbook."""
    with serving(tmp_path) as server:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(f"{server.url}/matrix?m=relationship&region=Ohio&region=Texas&as_of=2012-08-15&lang=en")
        before, link = settled(page), page.url
        port = int(server.url.rsplit(":", 1)[1])
    with serving(tmp_path, port=port):
        page.goto(link)
        assert before == settled(page)
        assert link == page.url
        page.context.close()
