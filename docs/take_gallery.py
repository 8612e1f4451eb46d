"""
Take a picture of every screen in every light it can stand in, to look at: one folder of pictures and a contact sheet per portfolio.

    python docs/take_gallery.py /tmp/gallery --portfolios sample empty --only register settings

Portfolios: the sample, an empty workbook, 10,000 accounts. Looks: English and Chinese, light and dark, 1440 and 390 pixels wide.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from PIL import Image  # noqa: E402 - the project is found by its folder
from rerun import big_portfolio  # noqa: E402

from kam_core import samples  # noqa: E402
from kam_core.workbook import Workbook  # noqa: E402
from tests.browser.chromium import chromium, wait_idle  # noqa: E402
from tests.browser.screens import SCREENS  # noqa: E402
from tests.browser.server import serving  # noqa: E402

WIDTHS = {1440: 900, 390: 844}
PORTFOLIOS = ("sample", "retail", "empty", "many")
COLUMNS = 4


def make(portfolio: str, home: Path) -> str:
    """Put the portfolio where the app finds it; returns what the link says of it."""
    if portfolio == "sample":
        return ""
    file = home / "workbooks" / f"{portfolio}.duckdb"
    file.parent.mkdir(parents=True, exist_ok=True)
    if portfolio == "many":
        big_portfolio(file, 10_000)
    elif portfolio == "retail":
        with Workbook(file) as wb:
            samples.fill(wb, "online_retail")
    else:
        Workbook(file).close()
    return f"wb={portfolio}&"


def take(page: Any, url: str, file: Path) -> None:
    """The whole page, when it stands still; a page that never does is taken as it is, and said."""
    page.goto(url)
    page.wait_for_selector('[data-testid="stApp"]')
    try:
        wait_idle(page)
    except Exception as error:  # a picture of what went wrong is what one wants to see
        print(f"{file.name}: {str(error).splitlines()[0]}")
    page.wait_for_timeout(500)
    page.screenshot(path=file, full_page=True)


def sheet(files: list[Path], target: Path, width: int) -> None:
    """The pictures side by side, reduced."""
    small = 480 if width > 600 else 240
    pictures = [Image.open(file).convert("RGB") for file in files]
    pictures = [p.resize((small, round(p.height * small / p.width))) for p in pictures]
    rows = [pictures[i : i + COLUMNS] for i in range(0, len(pictures), COLUMNS)]
    whole = Image.new("RGB", (small * COLUMNS, sum(max(p.height for p in row) + 6 for row in rows)), "grey")
    top = 0
    for row in rows:
        for place, picture in enumerate(row):
            whole.paste(picture, (place * small, top))
        top += max(p.height for p in row) + 6
    whole.save(target)


def main() -> None:
    """Start the app on a fresh data folder and go through everything that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--portfolios", nargs="*", default=PORTFOLIOS, choices=PORTFOLIOS)
    parser.add_argument("--only", nargs="*", help="names of screens (all)")
    parser.add_argument("--langs", nargs="*", default=("en", "zh"))
    parser.add_argument("--themes", nargs="*", default=("light", "dark"))
    parser.add_argument("--widths", nargs="*", type=int, default=tuple(WIDTHS))
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    screens = {name: path for name, path in SCREENS.items() if not args.only or name in args.only}
    with tempfile.TemporaryDirectory(prefix="kam-gallery-") as home, serving(Path(home)) as server, chromium() as browser:
        for portfolio in args.portfolios:
            book = make(portfolio, Path(home))
            for width, lang, theme in product(args.widths, args.langs, args.themes):
                context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, color_scheme=theme, timezone_id="UTC")
                page, files = context.new_page(), []
                for name, path in screens.items():
                    file = args.folder / f"{portfolio}-{name}-{width}-{lang}-{theme}.png"
                    take(page, f"{server.url}{path}{'&' if '?' in path else '?'}{book}lang={lang}", file)
                    files.append(file)
                sheet(files, args.folder / f"sheet-{portfolio}-{width}-{lang}-{theme}.png", width)
                context.close()


if __name__ == "__main__":
    main()
