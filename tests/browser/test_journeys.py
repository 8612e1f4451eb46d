"""The ways people take through the app, in a real browser: look, upload, edit and undo; in Chinese, on a phone, without internet."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

import kam_core as kam
from tests.browser.chromium import wait_idle
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import Text

pytestmark = pytest.mark.browser

FINDING = "h3"
GRID = '[data-testid="stDataFrame"]'
PRIMARY = '[data-testid="stMain"] button[kind="primary"]'

ACCOUNTS_ON_CHART = """() => {
    const chart = document.querySelector('[data-testid="stMain"] .js-plotly-plot');
    const box = chart.getBoundingClientRect(), {xaxis, yaxis} = chart._fullLayout, found = [];
    chart.data.forEach((trace, t) => (trace.customdata || []).forEach((row, i) => {
        const {x, y} = chart._fullData[t];
        found.push({
            account: row[1], x: x[i], y: y[i],
            left: box.x + xaxis._offset + xaxis.d2p(x[i]), top: box.y + yaxis._offset + yaxis.d2p(y[i]),
        });
    }));
    return found;
}"""
"""Every bubble of the matrix: account, place on the axes, place on the screen."""

LEFT_OUT = (
    'script, style, noscript, canvas, code, [role="img"], [translate="no"], [data-testid="stToolbar"], .modebar, '
    '[data-testid="stFileUploaderDropzone"]'
)
VISIBLE_TEXT = """leftOut => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
        const text = walker.currentNode.data.trim(), parent = walker.currentNode.parentElement;
        if (text && !parent.closest(leftOut) && parent.checkVisibility({visibilityProperty: true})) { found.push(text); }
    }
    return found;
}"""
"""What can be read on the page; the names of icons, code and Streamlit's own menu are left out."""

BUILT_IN = {"Skip to main content", "Ctrl + Enter", "Ctrl + S"}
"""Words of Streamlit itself, which cannot be translated."""


@pytest.fixture(scope="module")
def sample() -> kam.Workbook:
    """The portfolio the app starts with, row for row, outside the app."""
    book = kam.Workbook()
    kam.samples.fill(book, "resellers")
    return book


@pytest.fixture
def visit(open_page: Callable[..., Any], browser: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Open the app as ``open_page`` does; afterwards the console must hold no error, and nothing may have been asked from elsewhere."""
    asked: list[str] = []
    errors: list[str] = []
    begin = browser.new_context

    def watched(**options: Any) -> Any:
        context = begin(**options)
        context.on("request", lambda request: asked.append(request.url))
        context.on("console", lambda message: errors.append(f"{message.text} {message.location}") if message.type == "error" else None)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        return context

    monkeypatch.setattr(browser, "new_context", watched)
    yield partial(open_page, fresh=True)
    # Streamlit looks for its own files below the page first, and takes them from the root when they are not there.
    assert [] == [error for error in errors if not re.search(r"404.*/_stcore/", error)]
    assert [] == [url for url in asked if urlsplit(url).hostname not in ("127.0.0.1", None, "") and not url.startswith(("data:", "blob:"))]


def finding(page: Any) -> str:
    return page.locator(FINDING).first.inner_text()


def go(page: Any, title: str) -> None:
    """Follow the navigation."""
    page.locator('[data-testid="stSidebarNav"]').get_by_role("link", name=title, exact=True).click()
    page.get_by_role("heading", name=title, level=2).wait_for()
    wait_idle(page)


def link_of(page: Any) -> dict[str, str]:
    """The link's parameters."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def bubbles(page: Any) -> dict[str, dict[str, Any]]:
    """Every account on the matrix of the page."""
    page.wait_for_function("() => document.querySelector('[data-testid=\"stMain\"] .js-plotly-plot')?._fullLayout?.xaxis?.d2p")
    return {point["account"]: point for point in page.evaluate(ACCOUNTS_ON_CHART)}


def loneliest(points: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The bubble with the most room around it: a click there can mean no other."""

    def room(one: dict[str, Any]) -> float:
        others = (point for point in points.values() if point is not one)
        return min((one["left"] - other["left"]) ** 2 + (one["top"] - other["top"]) ** 2 for other in others)

    return max(points.values(), key=room)


def test_from_the_first_screen_to_an_account_and_into_chinese(visit, sample):
    """
    The finding is there within ten seconds; a click on a bubble opens that account's room; a figure opens its proof; one press
    turns everything Chinese; the link carries account and language.
    """
    begun = time.monotonic()
    page = visit("/")
    page.locator(FINDING).first.wait_for()
    assert time.monotonic() - begun < 10
    assert "335 of 635 accounts" in finding(page)

    wait_idle(page)
    go(page, "Matrices")
    chosen = loneliest(bubbles(page))
    page.mouse.click(chosen["left"], chosen["top"])
    page.wait_for_url(f"**/account?*account={chosen['account']}*")
    wait_idle(page)
    name = sample.frame("SELECT account_name AS n FROM accounts WHERE account_id = $a", {"a": chosen["account"]})["n"].iloc[0]
    assert finding(page).startswith(f"{name}")

    page.get_by_role("button", name="Proof").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Get it again").wait_for()
    assert name in dialog.inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")

    page.locator('[data-testid="stSidebar"]').get_by_text("中文", exact=True).click()
    page.get_by_role("heading", level=2).filter(has_text=re.compile("[\u4e00-\u9fff]")).wait_for()
    wait_idle(page)
    written = [Text("page", text) for text in page.evaluate(VISIBLE_TEXT, LEFT_OUT) if text not in BUILT_IN]
    data = typed(sample)
    assert [] == english_left(written, data)
    assert [] == half_width(written, data)
    assert 0 == page.locator(".katex").count()
    assert {"account": chosen["account"], "lang": "zh"} == link_of(page)


def test_a_link_shows_the_same_to_somebody_else(visit):
    """Language, matrix, date and freight of a link are obeyed in a browser that never saw the app."""
    page = visit("/matrix?lang=zh&m=relationship&as_of=2012-08-15")
    page.locator(FINDING).first.wait_for()
    wait_idle(page)
    assert "关系" in page.locator('[data-testid="stMain"]').inner_text()
    assert "2012年8月15日" in page.locator('[data-testid="stMain"]').inner_text()

    page.goto(page.url.split("/matrix")[0] + "/?freight=true&lang=en")
    page.locator(FINDING).first.wait_for()
    wait_idle(page)
    assert finding(page).startswith("399 of 635 accounts")


LOSING = {2, 5, 6, 11, 13, 17, 19}
"""Accounts of the uploaded file whose cost is above their revenue."""


def orders() -> bytes:
    """An office export of twenty accounts, amounts in 万元, in the Chinese national encoding."""
    lines = ["客户名称,下单日期,销售额（万元）,成本（万元）"]
    for number in range(20):
        revenue = 10 + number
        cost = revenue + 2 if number in LOSING else revenue - 4
        lines.append(f"第{number}公司,2024-{1 + number % 12:02}-15,{revenue},{cost}")
    return "\n".join(lines).encode("gb18030")


def test_from_a_chinese_file_to_the_finding(visit, app):
    """Dropped, checked, loaded: the overview says how many accounts lose money, in amounts of its unit; the link names no file."""
    page = visit("/upload")
    page.locator(FINDING).first.wait_for()
    page.set_input_files('input[type="file"]', {"name": "订单.csv", "mimeType": "text/csv", "buffer": orders()})
    page.get_by_role("heading", name="20 of 20 rows are ready.").wait_for()
    wait_idle(page)

    page.locator(PRIMARY).filter(has_text="Load 20 rows").click()
    page.get_by_role("heading", name="Overview", level=2).wait_for()
    wait_idle(page)

    assert finding(page).startswith(f"{len(LOSING)} of 20 accounts")
    total = sum(10 + number for number in range(20)) * 10_000
    assert kam.translator("en").money(total, "") in page.locator('[data-testid="stMetricValue"]').first.inner_text()
    private = [file.stem for file in (app.home / "private").glob("*.duckdb")]
    assert private
    assert not any(name in page.url for name in private)


def telling_answer(book: kam.Workbook) -> tuple[str, int, float, tuple[float, float]]:
    """A rating whose change moves the bubble of its account: account, position among its rows, new value, new place."""
    ratings = book.table("ratings")
    ratings = ratings[ratings["subject_type"] == "account"]
    before = kam.matrix(book, "relationship").set_index("account_id")
    for account in ratings["subject_id"].value_counts().index[::-1]:
        rows = ratings[ratings["subject_id"] == account]
        if len(rows) > 100 or not isinstance(before.at[account, "quadrant"], str):
            continue
        for position, (row_id, row) in reversed(list(enumerate(rows.iterrows()))):
            if not row["item"].startswith(("trust", "importance")):
                continue
            new = 1.0 if row["value"] > 3 else 5.0
            batch = book.apply([kam.Change("ratings", row_id, "value", row["value"], new)])
            after = kam.matrix(book, "relationship").set_index("account_id")
            book.undo(batch)
            place = (after.at[account, "x"], after.at[account, "y"])
            moved = abs(place[0] - before.at[account, "x"]) + abs(place[1] - before.at[account, "y"])
            if moved > 1 and isinstance(after.at[account, "quadrant"], str):
                return account, position, new, place
    raise LookupError("no rating moves a bubble")


def test_an_edit_moves_the_bubble_and_its_undo_moves_it_back(visit, sample):
    """One answer typed into the grid and saved: the account stands where the core says; undone in the journal, it is back."""
    account, position, new, place = telling_answer(sample)
    page = visit("/matrix?m=relationship")
    page.locator(FINDING).first.wait_for()
    wait_idle(page)
    before = bubbles(page)[account]

    go(page, "Tables and quality")
    page.goto(page.url.split("/tables")[0] + "/tables?table=ratings")
    page.get_by_role("heading", name="Ratings").first.wait_for()
    search = page.get_by_placeholder("Find in any text column")
    search.fill(account)
    search.press("Enter")
    page.get_by_role("heading", name="rows match").wait_for()
    wait_idle(page)
    beside = 1  # the name of the account stands beside its id
    type_into_grid(page, position, list(kam.TABLES["ratings"].names).index("value") + beside, f"{new:g}")
    page.locator(PRIMARY).filter(has_text="Save 1 change").click()
    page.get_by_text("1 change saved.").wait_for()

    go_to_relationship(page)
    moved = bubbles(page)[account]
    assert (moved["x"], moved["y"]) == pytest.approx(place, abs=0.01)
    assert (moved["x"], moved["y"]) != (before["x"], before["y"])

    go(page, "Tables and quality")
    page.get_by_role("button", name="Undo", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Undo batch").click()
    page.get_by_text("is undone.").wait_for()
    go_to_relationship(page)
    back = bubbles(page)[account]
    assert (back["x"], back["y"]) == (before["x"], before["y"])


def go_to_relationship(page: Any) -> None:
    """The matrix page, on the matrix of importance and trust."""
    go(page, "Matrices")
    page.locator('[data-testid="stMain"]').get_by_text("Relationship", exact=True).click()
    page.wait_for_url("**m=relationship*")
    wait_idle(page)


def type_into_grid(page: Any, row: int, column: int, text: str) -> None:
    """
    Type into a cell as a person does: select it, open it, replace what is there.

    The grid is a canvas: the arrow keys find the cell, and the table that it keeps for screen readers tells whether they did.
    """
    cell = page.locator(f"#glide-cell-{column + 1}-{row}")  # column 0 is the one that selects rows
    box = page.locator(GRID).first.bounding_box()
    page.mouse.click(box["x"] + 100, box["y"] + 35 + 17)
    for _ in range(20):  # a busy browser loses keys: look where the selection stands, and go on from there
        at_column, at_row = selected(page)
        if (at_column, at_row) == (column + 1, row):
            break
        for key, steps in (("ArrowDown", row - at_row), ("ArrowUp", at_row - row), ("ArrowRight", column + 1 - at_column),
                           ("ArrowLeft", at_column - column - 1)):  # fmt: skip
            for _ in range(max(steps, 0)):
                page.keyboard.press(key, delay=15)
        page.wait_for_timeout(250)
    expect(cell).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)  # the first keys after opening a cell are lost
    page.keyboard.press("Control+A")
    page.keyboard.type(text, delay=60)
    page.keyboard.press("Enter")
    wait_idle(page)
    expect(cell).to_have_text(text)


def selected(page: Any) -> tuple[int, int]:
    """Column and row of the cell that is selected, as the table for screen readers tells it."""
    cell = page.locator('td[id^="glide-cell-"][aria-selected="true"]').last
    _, _, column, row = cell.get_attribute("id", timeout=10_000).split("-")
    return int(column), int(row)


@pytest.mark.parametrize("path", ["", "matrix", "account", "upload", "tables"])
def test_a_page_fits_a_phone(visit, path):
    """At 390 pixels nothing but the tables scrolls sideways, and the finding is on the first screen."""
    page = visit(f"/{path}", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.locator(FINDING).first.wait_for()
    wait_idle(page)

    wide = page.evaluate("""() => ['html', 'body', '[data-testid="stMain"]'].map(name => document.querySelector(name))
        .filter(part => part.scrollWidth > part.clientWidth + 1).map(part => part.outerHTML.slice(0, 80))""")
    assert [] == wide
    assert page.locator(FINDING).first.bounding_box()["y"] < 844


def test_every_answer_carries_the_security_headers(app):
    """Page, script and health answer say: no framing, no sniffing, no referrer, nothing from elsewhere."""
    for path in ("/", "/_stcore/health", "/account?account=x"):
        with urlopen(app.url + path, timeout=10) as answer:
            headers = answer.headers
        assert "nosniff" == headers["X-Content-Type-Options"]
        assert "DENY" == headers["X-Frame-Options"]
        assert "no-referrer" == headers["Referrer-Policy"]
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "http:" not in headers["Content-Security-Policy"] and "https:" not in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
