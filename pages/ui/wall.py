"""The wall: one slide at a time, large, driven by keys; what it shows is in the link."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from kam_core import assumptions, charts
from kam_core.accounts import as_of_or_last
from kam_core.charts.labels import text_width
from kam_core.charts.theme import WALLS
from kam_core.text import N_
from pages.ui import about, rail, remote, scope, state
from pages.ui.slides import deck
from pages.ui.slides.deck import Card
from pages.ui.slides.shown import CALLED, Draw, Room, Slide, spotted
from pages.ui.view import View
from pages.ui.words import plain

SMALLEST = (1280, 720)
"""The screen that is reckoned with before the browser has said its own."""
AROUND = (160, 292)
"""Pixels beside and above and below the figures: margins, title, keys."""
HEADLINE, KEYS = 128, 46
"""Heights that do not depend on what stands there, so that nothing jumps from slide to slide."""
PHONE, HALL = 700, (1700, 900)
"""A narrower screen is a phone; on one as large as this the figures' text is larger too."""
PARTS = (67, 33)
"""Picture and ranking."""
H1 = 39.0
"""Font of a headline in pixels; two lines of it fit."""

NEXT, PREVIOUS, FIRST, LAST, JUMP, STAGE, BARE, BACK, OPEN = "next", "previous", "first", "last", "jump", "stage", "bare", "back", "open"

BUTTONS = (
    (PREVIOUS, N_("Previous"), "Left"),
    (NEXT, N_("Next"), "Right"),
    (JUMP, N_("Jump"), "J"),
    (STAGE, N_("Stage-safe"), "S"),
    (BARE, N_("Hide"), "H"),
    (BACK, N_("Back"), "B"),
)
"""What a button does, its words, its key."""

ALWAYS = {
    "PageDown": NEXT, "PageUp": PREVIOUS, " ": NEXT, "ArrowDown": NEXT, "ArrowUp": PREVIOUS, "Home": FIRST, "End": LAST, "Escape": BACK,
    "a": OPEN, **{str(digit): f"spot {digit}" for digit in range(CALLED + 1)},
}  # fmt: skip
"""Keys without a button; a clicker sends the first two."""

WHILE_BARE = {"ArrowLeft": PREVIOUS, "ArrowRight": NEXT, "j": JUMP, "s": STAGE, "h": BARE, "b": BACK}
"""Keys whose button is hidden."""


def card(view: View) -> Card:
    """The slide of the link; the link says all that is shown, so that a reload shows the same, and where the deck was called from."""
    told = st.query_params.get(state.SLIDE)
    found = deck.card(told)
    if state.ORIGIN not in st.query_params:
        state.keep_in_link(state.ORIGIN, told if told in deck.NEAREST else found.id)
    state.keep_in_link(state.SLIDE, found.id)
    for key, value in _carried(view).items():
        state.keep_in_link(key, value)
    return found


def _carried(view: View) -> dict[str, Any]:
    """What goes along to the wall and back, as a link says it; names that this workbook (or its disguise) does not know stay behind."""
    value, kept = view.params.value, assumptions.saved(view.book).value
    account = state.get(state.ACCOUNT) or st.query_params.get(state.ACCOUNT)
    return {
        state.LANGUAGE: view.t.lang,
        state.STAGE: "true" if view.stage else None,
        state.AS_OF: view.as_of.isoformat() if view.as_of != as_of_or_last(view.book, None) else None,
        state.WINDOW: view.window,
        state.FREIGHT: _turned(value.freight_is_cost_to_serve, kept.freight_is_cost_to_serve),
        state.ILLUSTRATIVE: _turned(value.count_illustrative, kept.count_illustrative),
        state.ACCOUNT: account if account in set(view.every_score["account_id"]) else None,
        **dict.fromkeys(state.FILTERS),
        **dict(view.filters),
    }


def _turned(now: bool, kept: bool) -> str | None:
    """A switch that does not stand as the workbook keeps it."""
    return None if now == kept else str(now).lower()


def room() -> Room:
    """What the screen leaves for figures."""
    width, height = state.get(state.SCREEN) or SMALLEST
    if width < PHONE:
        return Room("mini", 420, width - 32, width - 32)
    whole, tall = width - AROUND[0], min(max(height - AROUND[1], 300), 1200)
    hall = width >= HALL[0] and height >= HALL[1]
    return Room("hall" if hall else "stage", tall, round(whole * PARTS[1] / sum(PARTS)) - 16, whole)


def slide(view: View, shown: Card, space: Room) -> Slide:
    """The slide, or in large why there is nothing on it."""
    t = view.t
    if view.every_score.empty:
        return Slide(t("One file of orders is enough. Ratings can follow."), invitation=t("This workbook is empty."))
    if view.scores.empty:
        return Slide(t("No account matches: {filters}.", filters=scope.words(view)))
    last = as_of_or_last(view.book, None)
    if view.as_of < last and view.scores[["revenue", "trust"]].isna().to_numpy().all():
        return Slide(t("Nothing is known up to {day}. The data reach to {last}.", day=t.day(view.as_of), last=t.day(last)))
    return shown.build(view, space, spot())


def spot() -> int:
    """Which of the ranking is called out; 0 = nobody."""
    told = st.query_params.get(state.SPOT, "")
    return int(told) if told in "123456789" and len(told) == 1 else 0


def draw(view: View, shown: Card, made: Slide, space: Room) -> None:
    """Headline, picture, ranking, keys: always at the same place."""
    _headline(made.called or made.finding, space)
    if made.main is None:
        _calm(made.invitation, space)
    elif not made.side:
        _figure(made.main, "picture", space)
    else:
        left, right = st.columns(PARTS, gap="medium")
        with left:
            _figure(made.main, "picture", space)
        with right, st.container(gap=None):
            for number, part in enumerate(made.side):
                _figure(part, f"side{number}", space)
    _foot(view, shown, made, space)


def _headline(text: str, space: Room) -> None:
    """Two lines at most: what is longer is set smaller."""
    fits = text_width(text, H1) < 1.85 * space.whole
    with st.container(height=HEADLINE if space.size in WALLS else "content", border=False):
        (st.title if fits and space.size in WALLS else st.header)(plain(text), anchor=False)


def _calm(text: str, space: Room) -> None:
    """In place of pictures, at their height."""
    with st.container(height=space.height, border=False, vertical_alignment="center", horizontal_alignment="center"):
        st.header(plain(text), anchor=False, width="content")


def _figure(make: Draw, name: str, space: Room) -> None:
    figure = make()
    alt, settings = charts.alt_of(figure), charts.config(space.size)
    st.plotly_chart(figure, key=f"wall_{name}", theme=None, height=figure.layout.height, alt=alt, config=settings)


def _foot(view: View, shown: Card, made: Slide, space: Room) -> None:
    """What the figures are, and the keys; the ears of the wall are here too."""
    t, bare = view.t, _bare()
    tall = KEYS if space.size in WALLS else "content"
    with st.container(horizontal=True, height=tall, border=False, vertical_alignment="center", gap="small"):
        number = t("{n} of {all}", n=t.count(list(deck.DECK).index(shown.id) + 1), all=t.count(len(deck.DECK)))
        st.caption(plain(" · ".join([number, *([about.line(view)] if len(view.every_score) else [])])), width="stretch")
        if not bare:
            _digits(made)
            for action, label, key in BUTTONS:
                on = action == STAGE and view.stage
                _key(_strong(t(label), on), action, made, shortcut=key, key=f"wall_{action}")
        remote.listen({**ALWAYS, **(WHILE_BARE if bare else {})}, partial(act, made=made))


def _digits(made: Slide) -> None:
    """A button for each who can be called out, for those without a keyboard."""
    with st.container(horizontal=True, gap=None, width="content"):
        for digit, name in enumerate(made.ranked.get("name", ())[:CALLED], 1):
            on = digit == spot()
            _key(_strong(str(digit), on), f"spot {0 if on else digit}", made, help=plain(str(name)), key=f"wall_spot_{digit}")


def _key(label: str, action: str, made: Slide, **more: Any) -> None:
    st.button(label, type="tertiary", on_click=act, args=(action, made), **more)


def _strong(label: str, on: bool) -> str:
    """Bold while it holds: another kind of button would be wider, and its neighbours would jump."""
    return f"**{label}**" if on else label


def act(action: str, made: Slide) -> None:
    """Do what a button or a key means; what the page itself must do (leave, ask) is left for it to do."""
    shown, (what, _, digit) = deck.card(st.query_params.get(state.SLIDE)), action.partition(" ")
    steps = {NEXT: 1, PREVIOUS: -1, FIRST: -len(deck.DECK), LAST: len(deck.DECK)}
    if what in steps:
        _turn_to(deck.step(shown, steps[what]))
    elif what == "spot":
        state.keep_in_link(state.SPOT, digit.replace("0", ""))
    elif what == STAGE:
        rail.turn_disguise()
    elif what == BARE:
        state.keep_in_link(state.BARE, None if _bare() else "true")
    elif what == OPEN:
        for account in spotted(made.ranked, spot()):
            state.put(state.ACCOUNT, account)
            state.keep_in_link(state.ACCOUNT, account)
            _turn_to("account")
    else:
        state.put(state.ASKED, what)


def _turn_to(slide: str) -> None:
    state.keep_in_link(state.SLIDE, slide)
    state.keep_in_link(state.SPOT, None)


def _bare() -> bool:
    return st.query_params.get(state.BARE) == "true"


def asked(view: View) -> None:
    """Leave the wall, or offer the slides, when a key asked for it."""
    wish = state.drop(state.ASKED)
    if wish == BACK:
        page, link = deck.way_back(st.query_params.get(state.ORIGIN))
        carried = {key: value for key, value in _carried(view).items() if value}
        st.switch_page(page, query_params={**carried, **link})
    if wish == JUMP:
        _offer(view)


def _offer(view: View) -> None:
    t = view.t

    @st.dialog(t("Jump to"))
    def choose() -> None:
        for number, (name, shown) in enumerate(deck.DECK.items(), 1):
            if st.button(t(shown.title), key=f"jump_{name}", shortcut=str(number) if number < 10 else None, width="stretch"):
                _turn_to(name)
                st.rerun()
        st.caption(t("1 to 9 put the light on one of the ranking, 0 on all; A opens it. F fills the screen, H hides the keys."))

    choose()
