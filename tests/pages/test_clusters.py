"""The part Segments of the page Risk and segments: what it says, what it refuses to invent, what is kept of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

import kam_core as kam
from kam_core.segments.assigning import assigned
from kam_core.segments.fitting import model as fitted
from kam_core.segments.kept import kept
from kam_core.segments.scaling import prepared
from kam_core.workbook import Insert
from pages.ui import cache
from pages.ui.segments import clusters_charts
from pages.ui.segments.clusters_choice import Shown
from pages.ui.segments.clusters_market import crossed
from pages.ui.view import View
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import charts, dialog, figures, finding, messages, opened, texts
from tests.segments.planted import planted
from tests.value.portfolio import book


def test_segments_are_crossed_with_the_market() -> None:
    """The twelve most frequent values, then the others together, then those without one; accounts in no segment are left out."""
    accounts = [f"A{i}" for i in range(31)]
    members = pd.DataFrame({"account_id": accounts, "segment": ["1", "2"] * 15 + [None]})
    values = pd.Series(["Ohio"] * 5 + [f"R{i:02d}" for i in range(13)] * 2, index=accounts)
    values["A30"], values["A29"] = "Ohio", None
    table = crossed(members, values, "the others", "not known")

    assert table.index.tolist()[0] == "Ohio"
    assert table.index.tolist()[-2:] == ["the others", "not known"]
    assert (len(table), int(table.to_numpy().sum())) == (14, 30)
    assert table.loc["Ohio"].tolist() == [3, 2]


def segments(path, **link):
    """The part, opened by a link."""
    return opened(path, "segments", part="segments", **link)


def press(session, label: str):
    """Press the button of that label."""
    next(button for button in session.button if button.label == label).click().run()
    return session


def test_the_sample_is_told_in_both_languages(books) -> None:
    """The same figures in both, nothing English on the Chinese page, a picture of the map, the number and the profile."""
    en, zh = segments(books["resellers"], lang="en"), segments(books["resellers"], lang="zh", across="status")

    assert [list(en.exception), list(zh.exception), messages(en), messages(zh)] == [[], [], [], []]
    assert finding(en).startswith("635 accounts fall into 4 segments")
    assert figures(finding(en)) == figures(finding(zh))
    assert len(charts(en)) == 3
    data = typed(cache.book(books["resellers"]))
    assert (english_left(texts(zh), data), half_width(texts(zh), data)) == ([], [])


def test_groups_are_not_invented(books) -> None:
    """A crowd is called a crowd, three accounts too few; a number chosen by hand is obeyed and still says what it is worth."""
    retail, three = segments(books["retail"]), segments(books["orders"])

    assert [list(retail.exception), list(three.exception)] == [[], []]
    assert finding(retail) == "The accounts form no groups: they differ by degrees."
    assert finding(three) == "3 accounts are known well enough; segments need 20."
    retail.selectbox(key="number").set_value("3").run()
    assert "3 segments" in finding(retail)
    assert "no groups" in {told.text for told in texts(retail)}


def test_segments_are_named_kept_and_taken_back(own) -> None:
    """One batch with names and playbooks, shown by name when the page is opened again; undone, the page finds anew."""
    path = own("resellers")
    session = press(segments(path, lang="en", number="3"), "Name and keep these segments")
    assert len(dialog(session).text_area) == 3
    for key, text in (("segmentation_title", "Spring"), ("segment_title_1", "Core <b>"), ("segment_playbook_1", "Visit every month.")):
        session.session_state[key] = text
    next(button for button in session.button if button.label == "Name and keep these segments").click()
    next(button for button in dialog(session).button if button.label == "Keep").click().run()
    (one,) = kept(cache.book(Path(path)))

    assert [list(session.exception), messages(session)] == [[], []]
    assert (one.title, one.words["1"], len(one.words)) == ("Spring", ("Core <b>", "Visit every month."), 3)
    again = segments(path, lang="en", as_of="2013-05-31")
    assert again.selectbox(key="segmentation").value == one.segmentation_id
    assert any("Visit every month." in told.text for told in texts(again))
    assert any(told.text.startswith("1 · Core <b> (") for told in texts(again))
    assert r"Core \<b\>" in next(group for group in again.button_group if group.key == "of_segment").options
    cache.book(Path(path)).undo(cache.book(Path(path)).revision)
    assert "segmentation" not in {box.key for box in segments(path, lang="en").selectbox}


def test_the_map_follows_needs_that_are_written_down(monkeypatch) -> None:
    """Needs are no part of a score; a new one moves its account on the map all the same."""
    raw, _ = planted()
    raw = raw.rename(columns={"categories": "needs"})
    model = fitted(prepared(raw, list(raw)), "kmeans", 3, "2024-01-01")
    wb, drawn = book(accounts=raw.index), []
    view = View(kam.translator("en"), wb, date(2024, 1, 1), kam.Params(), "light")
    monkeypatch.setattr(clusters_charts.pictures, "chart", lambda _view, made, *_args, **_named: drawn.append(made()))
    monkeypatch.setattr(clusters_charts.clicks, "open_account", lambda _event: None)
    monkeypatch.setattr(clusters_charts.download, "below", lambda *_args: None)

    def shown(features: pd.DataFrame) -> Shown:
        return Shown(features, None, model, assigned(model, features), pd.DataFrame(), pd.DataFrame(), ("one", "two", "three"))

    clusters_charts._map(view, shown(raw))
    wb.apply([Insert("needs", {"need_id": "N", "account_id": "A0000", "need": "Speed"})])
    clusters_charts._map(view, shown(raw.assign(needs=raw["needs"] + 1)))

    before, after = ([trace.x.tolist() for trace in figure.data] for figure in drawn)
    assert before != after
