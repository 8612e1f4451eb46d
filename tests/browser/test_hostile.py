"""Names that would like to be more than names, as a real browser draws them: text, and nothing is run or asked for."""

from __future__ import annotations

import pytest

import kam_core as kam
from tests.browser.chromium import wait_idle

pytestmark = pytest.mark.browser

NAMES = (
    "<img src=http://127.0.0.1:9/a.png onerror=alert(1)><script>alert(2)</script> ![p](http://127.0.0.1:9/b.png) [x](javascript:alert(3))",
    "www.evil.example :material/home: :streamlit: :smile: :red[z] a -> b -- c $x^2$ \\(y\\) &lt;b&gt; &amp; {0.__class__} **bold** `code`",
)
FILE = "<img src=x onerror=alert(4)> ![p](http://127.0.0.1:9/c.png).csv"
ORDERS = 'Customer,Date,Amount,"<script>alert(5)</script>"\n' + "\n".join(f'"{name}",2024-01-05,100,1' for name in NAMES) + "\n"


@pytest.fixture(scope="module")
def hostile(app) -> str:
    """The link's part that opens a workbook of such names."""
    file = app.home / "workbooks" / "Hostile.duckdb"
    file.parent.mkdir(parents=True, exist_ok=True)
    with kam.Workbook(file) as book:
        for number, name in enumerate(NAMES):
            book.apply(
                [
                    kam.Insert(
                        "accounts", {"account_id": f"H{number}", "account_name": name, "owner": name, "industry": name, "note": name}
                    ),
                    kam.Insert("transactions", {"account_id": f"H{number}", "date": "2024-01-05", "revenue": 900 - number, "cost": 100}),
                    kam.Insert("notes", {"account_id": f"H{number}", "date": "2024-02-01", "text": name, "author": name}),
                ],
                author=name,
            )
    return "wb=Hostile&lang=en"


def test_names_are_text_and_nothing_is_asked_for(open_page, app, hostile):
    """On the pages that write names as text and in charts: every sign stands there, no window opens, nothing is loaded from elsewhere."""
    page = open_page(f"/?{hostile}", fresh=True)
    asked, opened = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    wait_idle(page)
    told = []
    for path in (*(f"/account?account=H{number}&" for number in range(len(NAMES))), "/settings?"):
        page.goto(f"{app.url}{path}{hostile}")
        page.wait_for_selector("h3")
        wait_idle(page)
        told.append("\n".join(page.locator('[data-testid="stMain"]').all_inner_texts()).replace("\u2060", ""))

    page.goto(f"{app.url}/upload?{hostile}")
    page.set_input_files('input[type="file"]', files=[{"name": FILE, "mimeType": "text/csv", "buffer": ORDERS.encode()}])
    page.get_by_text("2 of 2 rows are ready").wait_for()
    wait_idle(page)
    badge = page.locator('[data-testid="stMain"] .stMarkdownBadge').first.inner_text().replace("\u2060", "")

    assert FILE in badge
    assert opened == []
    assert [url for url in asked if not url.startswith((app.url, "data:", "blob:", app.url.replace("http", "ws")))] == []
    assert [name for name, text in zip(NAMES, told, strict=False) if name not in text] == []
    assert page.locator('[data-testid="stMain"] img[src*="127.0.0.1:9"], [data-testid="stMain"] a[href*="evil"]').count() == 0
