"""Filters, window and disguise: what every page is narrowed to comes from the link, stays across pages, and never ends in an error."""

from __future__ import annotations

import pandas as pd
import pytest

import kam_core as kam
from kam_core import disguise
from pages.ui import state
from tests.pages.session import finding, messages, opened, read, texts

OHIO = ("overview", "matrix", "account", "register", "ratings", "settings")
"""Pages with controls."""


def linked(session, name: str) -> list[str]:
    """What the link says, as a list."""
    told = session.query_params.get(name, [])
    return [told] if isinstance(told, str) else list(told)


def in_region(book, *regions: str) -> pd.DataFrame:
    with kam.Workbook(book) as wb:
        scores = kam.score(wb)
    return scores[scores["region"].isin(regions)]


def test_the_link_narrows_the_overview(books):
    """Losing accounts and their number are those of the region; the foot of the page says what it is narrowed to."""
    ours = in_region(books["resellers"], "Ohio", "Texas")
    session = opened(books["resellers"], "overview", region=["Ohio", "Texas"])

    assert str(int((ours["profit"] < 0).sum())) in finding(session)
    assert str(len(ours)) in finding(session)
    assert [caption for caption in session.caption if "only Region: Ohio, Texas" in read(caption.value)]


@pytest.mark.parametrize("page", OHIO)
def test_filters_and_window_survive_navigation_and_language(books, page):
    """Chosen on one page they hold on the next, in its link too, and in Chinese."""
    session = opened(books["resellers"], "overview", region=["Ohio"], window="12m", lang="en")
    session.switch_page(f"pages/{page}.py").run()

    assert not session.exception
    assert (["Ohio"], ["12m"]) == (linked(session, "region"), linked(session, "window"))
    session.query_params["lang"] = "zh"
    session.run()
    assert (["Ohio"], ["12m"]) == (linked(session, "region"), linked(session, "window"))


def test_the_window_says_how_much_money_counts(books):
    """The same accounts over 12 months: other losers than over all years."""
    with kam.Workbook(books["resellers"]) as wb:
        losers = [int((kam.score(wb, window=window)["profit"] < 0).sum()) for window in (None, "12m")]
    told = [finding(opened(books["resellers"], "overview", **link)) for link in ({}, {"window": "12m"})]

    assert losers[0] != losers[1]
    assert [True, True] == [str(n) in text for n, text in zip(losers, told, strict=True)]


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"region": ["Atlantis"]}, ["Left out of the filters, because no account has it: Atlantis."]),
        ({"owner": ["Ohio", "*x*"]}, ["Left out of the filters, because no account has it: *x*, Ohio."]),
        ({"window": "7 weeks", "stage": "perhaps"}, []),
    ],
)
def test_what_no_option_holds_is_dropped_and_said(books, link, told):
    """A link of another workbook or of a wrong mind narrows nothing, breaks nothing, and is not taken for what it asked."""
    session = opened(books["resellers"], "matrix", **link)

    assert not session.exception
    assert told == messages(session)
    assert "60" in finding(session) or "58" in finding(session)


def test_filters_that_leave_nobody_say_so_and_show_the_way_back(books):
    """Two filters that exclude each other: which they are, and one press shows every account again."""
    owner = in_region(books["resellers"], "Ohio")["owner"].iloc[0]
    elsewhere = next(
        region for region in ("Hamburg", "Ontario", "England") if owner not in set(in_region(books["resellers"], region)["owner"])
    )
    session = opened(books["resellers"], "overview", owner=[owner], region=[elsewhere])

    assert "No account matches" in finding(session)
    button = next(b for b in session.main.button if b.label == "Show every account")
    button.click().run()
    assert "635" in finding(session)
    assert "region" not in session.query_params


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_disguise_shows_aliases_and_keeps_the_account(books, lang):
    """The room of an account stays the room of that account, under its alias and back under its name."""
    with kam.Workbook(books["resellers"]) as wb:
        alias, name = disguise.aliases(wb)["AW00000676"], str(kam.score(wb).set_index("account_id").loc["AW00000676", "account_name"])
    session = opened(books["resellers"], "account", account="AW00000676", lang=lang)
    assert name in finding(session)

    session.sidebar.toggle(key=state.STAGE).set_value(True).run()
    assert alias in finding(session)
    assert ([alias], ["true"]) == (linked(session, "account"), linked(session, "stage"))
    assert not [text for text in texts(session) if name in text.text or "AW00000676" in text.text]
    session.sidebar.toggle(key=state.STAGE).set_value(False).run()
    assert name in finding(session)
    assert "stage" not in session.query_params


@pytest.mark.parametrize("page", ["upload", "tables", "settings", "ratings"])
def test_under_the_disguise_nothing_can_be_changed(books, page):
    """Pages that write say so, and offer nothing to press but the way back."""
    session = opened(books["resellers"], page, stage="true")

    assert not session.exception
    assert "Nothing can be changed" in finding(session)
    assert [] == [element for element in session.main if element.type in ("arrow_data_frame", "data_editor")]


def test_a_link_under_the_disguise_names_no_workbook_and_finds_it(books, own, monkeypatch, tmp_path):
    """The name of a workbook may be that of a customer: the link carries a mark instead, and a reload opens the same workbook."""
    monkeypatch.setenv("KAM_HOME", str(tmp_path))
    kept = tmp_path / "workbooks" / "Nord AG 2026.duckdb"
    kept.parent.mkdir()
    own("orders").rename(kept)
    session = opened(kept, "overview", stage="true")
    (mark,) = linked(session, "wb")
    assert "Nord" not in mark

    again = opened(None, "overview", stage="true", wb=mark)
    assert again.session_state["book"] == str(kept)
    assert not [text for text in texts(again) if "Nord" in text.text]


def test_owners_one_filters_by_stay_the_same_under_the_disguise(books):
    """The same accounts before, under and after it: the filter goes by the alias of the owner and back."""
    session = opened(books["resellers"], "overview", owner=["Li Na"])
    before = finding(session)
    session.sidebar.toggle(key=state.STAGE).set_value(True).run()

    (alias,) = linked(session, "owner")
    assert "Li Na" != alias
    assert [n for n in before.split() if n.isdigit()] == [n for n in finding(session).split() if n.isdigit()]
    session.sidebar.toggle(key=state.STAGE).set_value(False).run()
    assert (["Li Na"], before) == (linked(session, "owner"), finding(session))


@pytest.mark.parametrize("page", ["overview", "tables", "ratings", "settings"])
def test_the_link_of_a_stage_holds_no_word_somebody_typed(books, page):
    """What was sought, who is meant, which account: only ids of ours, days and switches stay."""
    session = opened(books["resellers"], page, stage="true", find="Metro", by="Li Na", account="AW00000676", owner="Li Na", contact="x")

    assert {"stage"} <= set(session.query_params)
    assert not {"find", "by", "account", "owner", "contact"} & set(session.query_params)


def test_a_workbook_that_does_not_open_is_not_named_on_a_stage(tmp_path, monkeypatch):
    """Neither its name nor its folder; the switch can be turned all the same."""
    monkeypatch.setenv("KAM_HOME", str(tmp_path))
    broken = tmp_path / "workbooks" / "Nord AG.duckdb"
    broken.parent.mkdir()
    broken.write_bytes(b"no database" * 999)
    session = opened(broken, "overview", stage="true")

    assert ["This workbook does not open. Switch off stage-safe to see why."] == messages(session)
    assert not [text for text in texts(session) if "Nord" in text.text]
    session.sidebar.toggle(key=state.STAGE).set_value(False).run()
    assert not session.exception
    assert "Nord AG" in messages(session)[0]
