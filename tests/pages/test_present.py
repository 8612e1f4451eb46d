"""The wall: every slide on every workbook, its keys, what the link keeps, and the disguise."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import kam_core as kam
from kam_core import disguise
from kam_core.charts.labels import short
from kam_core.matrices import MATRICES
from pages.ui.slides.deck import DECK, NEAREST
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import HAN, charts, messages, opened, parts, read, texts
from tests.sampling import every_other

BOOKS = ("resellers", "orders", "empty")
LANGUAGES = ("en", "zh")
SLIDES = tuple(DECK)


def headline(session: AppTest) -> str:
    """The sentence of the slide."""
    return read([*session.title, *session.header][0].value)


def slide(session: AppTest) -> str:
    """Which slide the link names."""
    (found,) = session.query_params["slide"] if isinstance(session.query_params["slide"], list) else [session.query_params["slide"]]
    return str(found)


def press(session: AppTest, name: str) -> AppTest:
    """Press a button of the wall."""
    return session.button(key=f"wall_{name}").click().run()


def named(session: AppTest) -> list[str]:
    """The names in the ranking, without rank and note."""
    rows = next(
        spec["data"] for key, spec in charts(session).items() if key.endswith(("side0", "picture")) and spec["data"][0]["type"] == "bar"
    )
    return [row[1] for row in rows[0]["customdata"]]


def amounts(session: AppTest) -> dict[str, str]:
    """What stands at the bars of the rankings, by id."""
    found: dict[str, str] = {}
    for spec in charts(session).values():
        for trace in spec["data"]:
            if trace.get("orientation") == "h":
                found |= {row[0]: text for row, text in zip(trace["customdata"], trace["text"], strict=True)}
    return found


def read_score(path, **more) -> pd.DataFrame:
    with kam.Workbook(path) as book:
        return kam.score(book, **more)


@pytest.mark.parametrize(("name", "asked", "language"), every_other(BOOKS, list(SLIDES), LANGUAGES))
def test_every_slide_opens(books, name, asked, language):
    """On the sample, on orders alone and on nothing: one headline in the language, no error, alt texts on every figure."""
    session = opened(books[name], "present", slide=asked, lang=language)

    assert [] == list(session.exception)
    assert [] == messages(session)
    assert 1 == len(session.title) + len(session.header) or not charts(session)
    assert slide(session) == asked
    assert (language == "zh") == bool(HAN.search(headline(session)))
    assert all(text.text for text in texts(session) if text.where.startswith("alt of"))
    if name == "resellers":
        assert charts(session)
    if name == "empty":
        assert not charts(session)


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("asked", SLIDES)
def test_nothing_on_a_chinese_slide_is_left_in_english(books, name, asked):
    """Headline, figures, keys and their help."""
    with kam.Workbook(books[name]) as book:
        typed_in = typed(book)
    data = typed_in | {short(text) for text in typed_in}  # in a ranking a name stands between rank and reason
    written = list(texts(opened(books[name], "present", slide=asked, lang="zh")))

    assert [] == english_left(written, data)
    assert [] == half_width(written, data)


def test_the_headlines_are_those_of_the_data(books):
    """Losers, key accounts and quadrants as queries of one's own find them."""
    scores = read_score(books["resellers"])
    with kam.Workbook(books["resellers"]) as book:
        priority = int((kam.matrix(book, "relationship")["quadrant"] == "priority").sum())
    key = scores["status"] == "key"
    share = kam.translator("en").percent(scores.loc[key, "revenue_12m"].sum() / scores["revenue_12m"].sum())

    assert headline(opened(books["resellers"], "present")).startswith(
        f"{(scores['profit'] < 0).sum()} of {len(scores)} accounts lose money."
    )
    assert f"{key.sum()} key accounts bring {share} of" in headline(opened(books["resellers"], "present", slide="register"))
    assert headline(opened(books["resellers"], "present", slide="relationship")).startswith(f"{priority} important accounts")


def test_the_rankings_are_those_of_the_data(books):
    """Who loses most; who of the riskiest quadrant buys most."""
    scores = read_score(books["resellers"])
    with kam.Workbook(books["resellers"]) as book:
        placed = kam.matrix(book, "loyalty")
    habit = scores[scores["account_id"].isin(placed.loc[placed["quadrant"] == "spurious", "account_id"])]
    losers, habitual = scores.nsmallest(5, "profit"), habit.nlargest(5, "revenue_12m")

    assert named(opened(books["resellers"], "present"))[:5] == losers["account_name"].tolist()
    assert named(opened(books["resellers"], "present", slide="loyalty"))[:5] == habitual["account_name"].tolist()


@pytest.mark.parametrize(("asked", "shown"), [("nonsense", "overview"), ("", "overview"), ("matrix", "loyalty"), *NEAREST.items()])
def test_an_id_without_a_slide_leads_to_the_nearest(books, asked, shown):
    """An unknown one to the first; pages without a slide of their own to the one that comes closest."""
    assert slide(opened(books["resellers"], "present", slide=asked)) == shown


def test_the_keys_walk_through_the_deck_and_stay_at_its_ends(books):
    """Next to the last slide and not beyond, previous to the first."""
    session, seen = opened(books["resellers"], "present"), []
    for _ in range(len(SLIDES) + 1):
        seen.append(slide(session))
        press(session, "next")
    assert seen == [*SLIDES, SLIDES[-1]]

    for _ in range(len(SLIDES)):
        press(session, "previous")
    assert slide(session) == SLIDES[0]


def test_the_light_falls_on_one(books):
    """The third of the ranking stays full, the others step back, and the headline tells of it; a second press ends that."""
    session = opened(books["resellers"], "present", slide="loyalty")
    before, third = headline(session), named(session)[2]

    press(session, "spot_3")
    ranking = charts(session)["wall_side0"]["data"][0]
    picture = charts(session)["wall_picture"]["data"][-1]

    assert headline(session).startswith(f"{third}: Spurious loyalty ")
    assert [0.16, 0.16, 1.0, 0.16] == ranking["marker"]["opacity"][:4]
    assert third in str(picture["customdata"])
    press(session, "spot_3")
    assert headline(session) == before


def test_the_light_goes_out_on_the_next_slide(books):
    """The third of one ranking is nobody in particular of another."""
    session = press(opened(books["resellers"], "present", slide="loyalty", spot="3"), "next")

    assert "spot" not in session.query_params
    assert "important accounts" in headline(session)


@pytest.mark.parametrize("spot", ["0", "12", "x", "-1", "٣"])
def test_a_light_on_nobody_changes_nothing(books, spot):
    """A link with a nonsense spot shows the slide."""
    session = opened(books["resellers"], "present", slide="loyalty", spot=spot)

    assert [] == list(session.exception)
    assert headline(session) == headline(opened(books["resellers"], "present", slide="loyalty"))


def test_the_link_says_all_that_is_shown(books):
    """Filters, window, date, account, language: a new session that opens the link of the wall shows the same."""
    asked = {"region": "Ohio", "window": "12m", "as_of": "2013-06-30", "lang": "zh", "freight": "true", "account": "AW00000599"}
    session = press(opened(books["resellers"], "present", **asked), "next")
    link = {key: value[0] if isinstance(value, list) else value for key, value in session.query_params.items()}
    again = opened(books["resellers"], "present", **link)

    assert asked.items() <= link.items()
    assert slide(again) == "worries"
    assert headline(again) == headline(session) != headline(opened(books["resellers"], "present", slide="worries", lang="zh"))
    assert named(again) == named(session)


@pytest.mark.parametrize(
    ("asked", "title"), [("overview", "Overview"), ("loyalty", "Matrices"), ("account", "Account room"), ("tables", "Tables and quality")]
)
def test_back_leads_to_the_page_it_came_from(books, asked, title):
    """Whatever slide one ended at, with the filters."""
    session = opened(books["resellers"], "present", slide=asked, region="Ohio")
    press(press(session, "next"), "back")

    assert [] == list(session.exception)
    assert [title] == [read(header.value) for header in session.header]
    assert "Ohio" in str(session.query_params.get("region"))


def test_nobody_under_the_filters_is_said_in_large(books):
    """A calm sentence instead of a picture, and the keys still work."""
    session = opened(books["resellers"], "present", region="Ohio", tier="A", industry="Warehouse")

    assert [] == list(session.exception)
    if not charts(session):
        assert headline(session).startswith("No account matches")
    press(session, "next")
    assert slide(session) == "worries"


def test_before_the_data_nothing_is_known(books):
    """A date before the first order says so."""
    assert headline(opened(books["resellers"], "present", as_of="2001-01-01")).startswith("Nothing is known up to 1 Jan 2001.")


def test_the_deck_can_be_jumped_through(books):
    """A dialog offers every slide under its title."""
    session = press(opened(books["resellers"], "present"), "jump")

    assert 1 == len(parts(session, "dialog"))
    assert [card.title for card in DECK.values()] == [button.label for button in session.button if button.key.startswith("jump_")]


def test_the_keys_can_be_hidden(books):
    """Nothing is left but the slide; the link keeps that."""
    session = press(opened(books["resellers"], "present"), "bare")

    assert [] == [button.key for button in session.button]
    assert ["true"] == list(session.query_params["bare"]) or session.query_params["bare"] == "true"


@pytest.mark.parametrize("asked", SLIDES)
def test_on_a_stage_no_name_and_no_amount_is_left(books, asked):
    """One press: the same slide with aliases and scaled money; the link names no account."""
    scores = read_score(books["resellers"])
    with kam.Workbook(books["resellers"]) as book:
        alias, people = disguise.aliases(book), book.table("contacts")["contact_name"].tolist()
    session = opened(books["resellers"], "present", slide=asked, account="AW00000599")
    before = amounts(session)
    press(session, "stage")
    shown = [text.text for text in texts(session)]

    assert [] == list(session.exception)
    assert slide(session) == asked
    assert [] == [(name, text) for text in shown for name in [*scores["account_name"], *people] if name in text]
    real = {alias.get(id, id): text for id, text in before.items()}
    assert [] == [id for id, text in amounts(session).items() if "$" in text and real.get(id) == text]
    assert set(real) == set(amounts(session)) or asked in ("register", "decision", "needs")  # owners, contacts, needs have others
    assert len(real) == len(amounts(session))
    assert "AW00000599" not in str(dict(session.query_params))
    assert alias["AW00000599"] in str(session.query_params["account"])

    press(session, "stage")
    assert "AW00000599" in str(session.query_params["account"])
    assert "stage" not in session.query_params


def test_a_name_in_a_link_does_not_stay_there_on_a_stage(books):
    """A link put together by hand: what the disguise does not know is taken out of it."""
    session = opened(books["resellers"], "present", stage="true", account="AW00000599", owner="Li Na")

    assert [] == list(session.exception)
    assert not {"AW00000599", "Li Na"} & {str(value) for values in dict(session.query_params).values() for value in [values]}
    assert "owner" not in session.query_params


def test_every_matrix_has_its_slide():
    """A matrix that is declared is in the deck."""
    assert set(MATRICES) <= set(DECK)
