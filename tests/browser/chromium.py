"""
Finds a Chromium for the journeys, and gets one where there is none.

    python -m tests.browser.chromium --install

Looked for, in this order: the path in KAM_CHROMIUM, /usr/bin/chromium, Playwright's own.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOW_TO_GET = """No Chromium was found, and the browser journeys need one. Any of these will do:
    .venv/bin/python -m playwright install chromium       (macOS, Windows, Linux; add --with-deps on a bare Linux)
    sudo apt-get install chromium fonts-noto-cjk          (Debian, Ubuntu without snap)
    export KAM_CHROMIUM=/path/to/chrome-or-chromium       (one that is there already)
"""


class NoChromiumError(RuntimeError):
    """No browser to be had; the message says how to get one."""


def executable() -> str | None:
    """The path of a Chromium, ``None`` for Playwright's own; raises ``NoChromiumError`` when there is none."""
    named = os.environ.get("KAM_CHROMIUM")
    if named:
        if Path(named).is_file():
            return named
        raise NoChromiumError(f"KAM_CHROMIUM names {named}, which is not a file.\n\n{HOW_TO_GET}")
    if _runs("/usr/bin/chromium"):
        return "/usr/bin/chromium"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        if Path(playwright.chromium.executable_path).is_file():
            return None
    raise NoChromiumError(HOW_TO_GET)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError as error:
        raise NoChromiumError("The journeys need Playwright: pip install -r requirements-dev.txt") from error

    path = executable()
    with sync_playwright() as playwright:
        sandbox = [] if os.name == "nt" or os.geteuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
        browser = playwright.chromium.launch(executable_path=path, args=[*sandbox, "--disable-dev-shm-usage", "--force-color-profile=srgb"])
        yield browser
        browser.close()


def wait_idle(page: Page, timeout: float = 30.0) -> None:
    """
    Wait until the script has run and the page stands still.

    Right after a click the app still says "not running" for a moment, so idle must hold for a while to count.
    """
    idle = """quiet => {
        const app = document.querySelector('[data-testid="stApp"]');
        const busy = !app || app.dataset.testScriptState !== 'notRunning' || document.querySelector('[data-stale="true"]');
        const now = performance.now();
        if (busy || !window.kamIdleSince) { window.kamIdleSince = busy ? 0 : now; }
        return window.kamIdleSince > 0 && now - window.kamIdleSince >= quiet;
    }"""
    page.evaluate("() => { window.kamIdleSince = 0; }")
    page.wait_for_function(idle, arg=400, timeout=timeout * 1000)


def _runs(path: str) -> bool:
    """Whether it starts: on Ubuntu the file may be a stub that only asks for a snap."""
    if not Path(path).is_file():
        return False
    return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0


def _install() -> None:
    if sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        packages = ["chromium", "fonts-noto-cjk"]
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=quiet, check=False)
        if _runs("/usr/bin/chromium"):
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _found() -> bool:
    try:
        executable()
    except NoChromiumError:
        return False
    return True


def main() -> int:
    """Say which Chromium is used; with --install get one where there is none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true", help="get one where there is none")
    from playwright.sync_api import Error

    if parser.parse_args().install and not os.environ.get("KAM_CHROMIUM") and not _found():
        _install()
    try:
        path = executable()
        with chromium() as browser:
            print(f"Chromium {browser.version}, {path or 'of Playwright'}")
    except (NoChromiumError, Error) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
