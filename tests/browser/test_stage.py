"""
Stage-safe on the wire: what reaches the browser during a whole journey holds no real name and no real amount.

Every frame of the web socket and every file that is downloaded is kept and searched; the same journey without the disguise shows that
the search finds what it looks for.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import kam_core as kam
from kam_core.playbook import PLAYBOOK
from tests.browser.chromium import wait_idle
from tests.browser.wire import Wire
from tests.sampling import SOAK

pytestmark = pytest.mark.browser

JOURNEY = (
    "/", "/matrix?m=loyalty", "/matrix?m=relationship&region=Ohio", "/register", "/account", "/ratings", "/tables", "/settings", "/upload",
    "/present", "/present?slide=matrix", "/matrix?m=decision&part=risks", "/ratings?part=satisfaction", "/ratings?part=surveys",
    "/ratings?part=interviews", "/account?part=judged",
)  # fmt: skip
"""Every screen; the tables and the journal are locked and have to say so without showing anything."""

CONTROL = JOURNEY if SOAK else JOURNEY[::2]
"""The journey without the disguise: every other screen is enough to see that the search finds."""


@pytest.fixture(scope="module")
def secrets() -> list[bytes]:
    """Names of accounts, people, contracts, rivals and orders of the sample, long enough to be no chance find."""
    book = kam.Workbook()
    kam.samples.fill(book, "resellers")
    columns = {
        "accounts": ["account_id", "account_name", "owner"], "contacts": ["contact_name", "contact_id"], "contracts": ["contract_id"],
        "competitors": ["competitor"], "ratings": ["rater"], "transactions": ["order_id"], "actions": ["action"], "goals": ["text"],
        "feedback": ["text"], "notes": ["text"], "invitations": ["token"],
    }  # fmt: skip
    found = {str(value) for name, listed in columns.items() for c in listed for value in book.table(name)[c].dropna().unique()}
    # What the playbook of the product proposes is no secret of a workbook that follows it.
    known = {action for one in PLAYBOOK.values() for play in one.values() for action in play.actions}
    return [value.encode() for value in found - known if len(value) >= 7]


@pytest.fixture(scope="module")
def amounts() -> np.ndarray:
    """What the accounts really bought and earned, above a thousand: every fifth amount, because each is sought in all its forms."""
    book = kam.Workbook()
    kam.samples.fill(book, "resellers")
    scores = kam.score(book)
    money = scores[["revenue", "revenue_12m", "gross_profit", "profit", "profit_12m", "clv"]].to_numpy().ravel()
    return np.unique(money[np.abs(money) > 1000])[::5]


def travelled(open_page: Callable[..., Any], stage: str, journey: tuple[str, ...] = JOURNEY) -> Wire:
    """The journey: every screen by its link, a proof, a chosen account, a file, the other language."""
    page = open_page("/upload?stage=" + stage, fresh=True)
    wire, home = Wire(page), "/".join(page.url.split("/")[:3])
    for path in journey:
        page.goto(home + path + ("&" if "?" in path else "?") + f"stage={stage}&lang=en")
        page.wait_for_selector('[data-testid="stApp"]')
        wait_idle(page)
        if path in ("/", "/account"):
            page.get_by_role("button", name="Proof").first.click()
            page.get_by_role("dialog").wait_for()
            wait_idle(page)
            page.keyboard.press("Escape")
            with page.expect_download() as arriving:
                page.locator('[data-testid="stDownloadButton"] button', has_text="CSV").first.click()
            wire.frames.append(arriving.value.path().read_bytes())
    page.goto(f"{home}/?stage={stage}&lang=zh")
    wait_idle(page)
    return wire


def leaked(wire: Wire, secrets: list[bytes]) -> set[bytes]:
    sent = wire.sent
    return {secret for secret in secrets if secret in sent}


def real_amounts(wire: Wire, amounts: np.ndarray) -> int:
    """How many real amounts arrived, as numbers of a chart, of a table, or written out."""
    numbers = wire.numbers()
    numbers = np.sort(numbers[np.isfinite(numbers) & (np.abs(numbers) > 1000) & (np.abs(numbers) < 1e12)])
    near = np.searchsorted(numbers, amounts)
    gaps = [np.abs(numbers[np.clip(near + step, 0, max(len(numbers) - 1, 0))] / amounts - 1) for step in (-1, 0)] if len(numbers) else []
    drawn = int((np.min(gaps, axis=0) < 1e-7).sum()) if gaps else 0
    sent = wire.sent
    return drawn + sum(any(form in sent for form in forms(float(value))) for value in amounts)


def forms(value: float) -> list[bytes]:
    """How an amount may travel: as a number, in thousands or millions too, written out to the cent, or as a file has it."""
    numbers = [struct.pack("<d", value / unit) for unit in (1, 1e3, 1e4, 1e6)]
    return [*numbers, f"{abs(value):,.2f}".encode(), f"{abs(value):.9g}".encode(), repr(abs(value)).encode()]


def test_a_stage_gets_no_name_and_no_amount(open_page, secrets, amounts):
    """Under the disguise nothing of 600 accounts, their people, orders and amounts arrives; without it hundreds of each do."""
    plain = travelled(open_page, "false", CONTROL)
    assert len(leaked(plain, secrets)) > 300
    assert real_amounts(plain, amounts) > 15

    masked = travelled(open_page, "true")
    assert len(masked.sent) > 100_000
    assert set() == leaked(masked, secrets)
    # Among so many numbers one or two may meet a real amount by chance.
    assert real_amounts(masked, amounts) <= 2
