"""The wall before an audience: keys and clickers drive it, nothing scrolls, the way back leads where one came from."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.chromium import wait_idle

pytestmark = pytest.mark.browser

SLIDES = (
    "overview", "worries", "loyalty", "relationship", "follow_up", "decision", "selection", "needs", "delivered_value", "account",
    "register",
)  # fmt: skip
SCREENS = ((1280, 720), (1440, 900), (1920, 1080))

ROOM = """() => {
    const main = document.querySelector('[data-testid="stMain"]'), seen = innerHeight;
    const low = [...document.querySelectorAll('.stMain .js-plotly-plot, .stMain button')].map(part => part.getBoundingClientRect());
    return {
        scroll: Math.max(main.scrollHeight - main.clientHeight, document.documentElement.scrollHeight - seen),
        sideways: document.documentElement.scrollWidth - innerWidth,
        hidden: low.filter(box => box.height && (box.bottom > seen || box.right > innerWidth)).length,
        inner: [...document.querySelectorAll('.stMain .stVerticalBlock')].filter(b => b.scrollHeight > b.clientHeight + 1).length,
    };
}"""
FONTS = """() => [...document.querySelectorAll('.stMain .js-plotly-plot text')]
    .filter(text => text.textContent.trim()).map(text => parseFloat(getComputedStyle(text).fontSize))"""
BOXES = """() => [...document.querySelectorAll('.stMain .js-plotly-plot')].map(plot =>
    [...plot.querySelectorAll('.annotation-text-g text')].map(text => {
        const box = text.getBoundingClientRect();
        return {text: text.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom};
    }))"""
DRAWN = """() => {
    const charts = [...document.querySelectorAll('.stMain [data-testid="stPlotlyChart"]')];
    return charts.length && charts.every(chart => chart.querySelector('.main-svg .cartesianlayer'));
}"""
FITTED = """() => {
    const chart = document.querySelector('.stMain [data-testid="stPlotlyChart"]');
    return innerWidth < 700 || chart && innerHeight - chart.getBoundingClientRect().bottom < 120;
}"""
"""The screen has been measured: the figures reach down to the keys."""
OPACITIES = "() => [...document.querySelectorAll('.stMain .js-plotly-plot')].at(-1).data[0].marker.opacity"


def settle(page: Any) -> None:
    """Wait until the script has run and every figure is drawn."""
    wait_idle(page)
    page.wait_for_function(DRAWN)


def asked(page: Any) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def press(page: Any, *keys: str) -> None:
    """Press keys one after the other, each when the page stands still."""
    for key in keys:
        page.keyboard.press(key)
        settle(page)


def walk(page: Any, key: str, to: str) -> None:
    """Press a key and wait for the slide it leads to."""
    page.keyboard.press(key)
    page.wait_for_function("slide => new URLSearchParams(location.search).get('slide') === slide", arg=to)
    settle(page)


def slide(page: Any) -> str:
    """Which slide is shown."""
    return asked(page)["slide"][0]


@pytest.fixture
def wall(open_page: Callable[..., Any]) -> Callable[..., Any]:
    """Open the wall at a slide."""

    def open_(name: str = "overview", more: str = "", **context: Any) -> Any:
        page = open_page(f"/present?lang=en&slide={name}{more}", **context)
        page.wait_for_selector("h1, h2")
        page.wait_for_function(FITTED)
        settle(page)
        return page

    return open_


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_scrolls_and_everything_is_seen(wall: Callable[..., Any], screen: tuple[int, int]) -> None:
    """Every slide stands whole on a laptop, a meeting room and a hall; words in figures are 19 pixels or more."""
    page = wall(viewport={"width": screen[0], "height": screen[1]})
    for number, name in enumerate(SLIDES):
        if number:
            walk(page, "ArrowRight", name)
        assert page.evaluate(ROOM) == {"scroll": 0, "sideways": 0, "hidden": 0, "inner": 0}, name
        assert min(page.evaluate(FONTS)) >= 19, name


@pytest.mark.parametrize("name", ["loyalty", "relationship", "register"])
def test_words_keep_off_each_other(wall: Callable[..., Any], name: str) -> None:
    """No name of a figure lies on another."""
    page = wall(name)
    for boxes in page.evaluate(BOXES):
        for number, one in enumerate(boxes):
            for other in boxes[number + 1 :]:
                apart = one["right"] <= other["left"] + 1 or other["right"] <= one["left"] + 1
                apart = apart or one["bottom"] <= other["top"] + 3 or other["bottom"] <= one["top"] + 3
                assert apart, (one["text"], other["text"])


def test_keys_and_clickers_walk_through_the_deck(wall: Callable[..., Any]) -> None:
    """Arrows, space, page keys (what a clicker sends), home and end."""
    page = wall()
    for key, to in (
        ("ArrowRight", "worries"), ("PageDown", "loyalty"), ("Space", "relationship"), ("ArrowLeft", "loyalty"), ("PageUp", "worries"),
        ("End", "register"), ("Home", "overview"),
    ):  # fmt: skip
        walk(page, key, to)


def test_a_digit_puts_the_light_on_one(wall: Callable[..., Any]) -> None:
    """The others step back to .16; 0 ends it; A opens the account."""
    page = wall("loyalty")
    before = page.inner_text("h1")
    press(page, "2")
    third = page.evaluate(OPACITIES)
    assert third[1] == 1
    assert {round(value, 2) for at, value in enumerate(third) if at != 1} == {0.16}
    called = page.inner_text("h1")
    assert called != before

    press(page, "0")
    assert page.inner_text("h1") == before
    press(page, "2", "a")
    assert slide(page) == "account"
    assert page.inner_text("h1").startswith(called.split(":")[0])


def test_a_slide_is_jumped_to(wall: Callable[..., Any]) -> None:
    """J offers the slides, a digit takes one."""
    page = wall()
    press(page, "j")
    assert page.locator('[role="dialog"]').count() == 1
    walk(page, "4", "relationship")

    assert page.locator('[role="dialog"]').count() == 0


def test_the_keys_work_when_they_are_hidden(wall: Callable[..., Any]) -> None:
    """H leaves the slide alone, and brings the keys back."""
    page = wall()
    press(page, "h")
    assert page.locator(".stMain button").count() == 0
    walk(page, "ArrowRight", "worries")
    walk(page, "ArrowRight", "loyalty")
    walk(page, "ArrowLeft", "worries")
    press(page, "h")
    assert page.locator(".stMain button").count() > 6


def test_the_disguise_is_put_on_by_a_key(wall: Callable[..., Any]) -> None:
    """S: the same slide with aliases, and back; the headline keeps its counts."""
    page = wall("loyalty")
    headline, names = page.inner_text("h1"), page.inner_text(".stMain .js-plotly-plot >> nth=-1")
    press(page, "s")
    aliases = page.inner_text(".stMain .js-plotly-plot >> nth=-1")
    assert page.inner_text("h1") == headline
    assert len(re.findall(r"\bK\d{4}\b", aliases)) >= 7
    assert not re.search(r"\bK\d{4}\b", names)
    press(page, "s")
    assert page.inner_text(".stMain .js-plotly-plot >> nth=-1") == names


def test_the_way_back_and_a_reload_keep_everything(open_page: Callable[..., Any]) -> None:
    """From a page with filters, a date and an assumption to the wall, a reload there, and back to the same page."""
    page = open_page("/matrix?lang=en&m=relationship&region=Ohio&region=Washington&as_of=2013-06-30&window=12m&freight=true")
    page.wait_for_selector("h3")
    settle(page)
    before, said = asked(page), page.inner_text("h3")
    page.click('[data-testid="stSidebarNav"] a[href*="present"]')
    page.wait_for_selector("h1, h2")
    settle(page)
    shown = {"region": ["Ohio", "Washington"], "as_of": ["2013-06-30"], "window": ["12m"], "freight": ["true"]}
    assert shown.items() <= asked(page).items()

    for to in SLIDES[1:4]:
        walk(page, "ArrowRight", to)
    headline = page.inner_text("h1")
    page.reload()
    page.wait_for_selector("h1, h2")
    settle(page)
    assert (slide(page), page.inner_text("h1")) == ("relationship", headline)

    page.goto(page.url.replace("from=overview", "from=relationship"))
    page.wait_for_selector("h1, h2")
    settle(page)
    press(page, "b")
    page.wait_for_selector("h3")
    settle(page)
    assert urlsplit(page.url).path == "/matrix"
    assert {key: sorted(value) for key, value in asked(page).items()} == {key: sorted(value) for key, value in before.items()}
    assert page.inner_text("h3") == said


def test_on_a_phone_a_slide_is_stacked(wall: Callable[..., Any]) -> None:
    """Readable and no wider than the screen."""
    page = wall("loyalty", viewport={"width": 390, "height": 844})

    assert page.evaluate(ROOM)["sideways"] == 0
    tops = page.evaluate("() => [...document.querySelectorAll('.stMain .js-plotly-plot')].map(plot => plot.getBoundingClientRect().top)")
    assert tops[1] > tops[0] + 300
