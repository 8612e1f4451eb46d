"""
Take the pictures of the README from the running app on its sample.

    python docs/take_screenshots.py

Writes docs/*.png: screens in English and light, those called *-zh in Chinese and dark, and the import of three ugly files, upload-*.png,
each reduced to 256 colours so that it stays below 250 kB.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - the project is found by its folder
from playwright.sync_api import Page, TimeoutError  # noqa: E402

from tests.browser.chromium import chromium, wait_idle  # noqa: E402
from tests.browser.server import serving  # noqa: E402

LIMIT = 250_000
UGLY = ROOT / "tests" / "ingest" / "handmade" / "files"
READY = '[data-testid="stMain"] h3 >> text=/ready|就绪/'


@dataclass(frozen=True)
class Shot:
    """One picture: what is opened, how it looks, and what must be there before it is taken."""

    name: str
    path: str
    theme: str = "light"
    locale: str = "en-GB"
    ready: str = ".js-plotly-plot .main-svg"
    file: str = ""
    """A file that is dropped on the page."""


SHOTS = (
    Shot("overview", "/?lang=en"),
    Shot("matrix", "/matrix?lang=en&m=loyalty"),
    Shot("account", "/account?lang=en"),
    Shot("profit", "/value?lang=en"),
    Shot("lifetime", "/value?lang=en&part=lifetime"),
    Shot("buyers", "/value?lang=en&part=buyers"),
    Shot("moves", "/matrix?lang=en&m=relationship&part=moves"),
    Shot("decision-zh", "/matrix?lang=zh&m=decision", "dark", "zh-CN"),
    Shot("satisfaction", "/ratings?lang=en&part=satisfaction"),
    Shot("mirror", "/ratings?lang=en&part=mirror"),
    Shot("whatif-zh", "/whatif?lang=zh&lost=AW00000599", "dark", "zh-CN"),
    Shot("overview-zh", "/?lang=zh", "dark", "zh-CN"),
    Shot("upload-gbk", "/upload?lang=en", ready=READY, file="01_gbk_sales.csv"),
    Shot("upload-html", "/upload?lang=zh", "dark", "zh-CN", READY, "03_erp_html.xls"),
    Shot("upload-merged", "/upload?lang=en", ready=READY, file="04_merged_headers.xlsx"),
)


def take(page: Page, url: str, shot: Shot) -> bytes:
    """The picture of a screen that stands still."""
    page.goto(url + shot.path)
    if shot.file:
        page.set_input_files("input[type=file]", UGLY / shot.file)
    try:
        page.wait_for_selector(shot.ready, timeout=60_000)
    except TimeoutError as error:
        page.screenshot(path=(failed := Path(tempfile.gettempdir(), f"{shot.name}-failed.png")))
        raise SystemExit(f"{shot.path} shows no {shot.ready}; the page as it is: {failed}") from error
    wait_idle(page)
    page.evaluate("() => document.fonts.ready")
    page.wait_for_timeout(800)  # figures fade in
    return page.screenshot()


def reduced(png: bytes) -> bytes:
    """The same picture with as many colours as fit below the limit."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64):
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() < LIMIT:
            break
    return out.getvalue()


def main() -> None:
    """Start the app on a fresh data folder and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", help="names of pictures (all)")
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--to", type=Path, default=ROOT / "docs")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kam-shots-") as home, serving(Path(home)) as server, chromium() as browser:
        for shot in SHOTS:
            if args.only and shot.name not in args.only:
                continue
            size = {"width": args.width, "height": args.height}
            context = browser.new_context(viewport=size, color_scheme=shot.theme, locale=shot.locale, timezone_id="UTC")
            picture = reduced(take(context.new_page(), server.url, shot))
            context.close()
            (args.to / f"{shot.name}.png").write_bytes(picture)
            print(f"{shot.name}.png  {len(picture) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
