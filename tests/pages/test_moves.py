"""How they moved and how sure that is, on a page: the finding, a date picked, a cause with its batch, no English left."""

from __future__ import annotations

import kam_core as kam
from kam_core.certainty import doubtful_first
from kam_core.moves import moves
from tests.pages.chinese import english_left, typed
from tests.pages.session import charts, figures, finding, messages, opened, texts


def test_the_finding_counts_who_crossed_and_a_step_back_draws_another_day(books):
    """The sentence says what the library finds on both axes; one quarter back is the chart of that day on the same axes."""
    with kam.Workbook(books["resellers"]) as book:
        known = moves(book, "relationship").query("kind == 'moved'")
    session = opened(books["resellers"], "matrix", m="relationship", part="moves")
    counts = [str((known[f"crossed_{axis}"] == way).sum()) for axis in "xy" for way in (1, -1)]
    counts = [*counts[:2], *(n for n in counts[2:] if n != "0")]  # of the second axis only what happened is told

    assert not session.exception
    assert figures(finding(session)) == sorted(counts)
    before = next(iter(charts(session).values()))["layout"]
    session.button(key="moves_back").click().run()
    after = next(iter(charts(session).values()))["layout"]
    assert not session.exception
    assert after["xaxis"]["range"] == before["xaxis"]["range"]
    assert after["meta"]["alt"] != before["meta"]["alt"]


def test_both_parts_are_chinese_and_the_threshold_is_that_of_the_link(books):
    """With a date in the link that lies before the last one; with 95 in the link only places of less than 95% are unsure."""
    with kam.Workbook(books["resellers"]) as book:
        data = typed(book)
        known = doubtful_first(kam.matrix(book, "relationship", "2013-08-29"), kam.MATRICES["relationship"])
    link = {"m": "relationship", "lang": "zh", "as_of": "2013-08-29", "certain": "unsure", "sure_from": "95"}
    for part in ("moves", "certainty"):
        session = opened(books["resellers"], "matrix", part=part, **link)
        assert not session.exception and not messages(session)
        assert english_left(texts(session), data) == []
    assert {str(len(known)), str(int((known["probability"] >= 0.95).sum())), "95"} <= set(figures(finding(session)))


def test_without_ratings_it_invites(books):
    """A workbook of orders alone: a question as the finding, and where to give ratings."""
    session = opened(books["orders"], "matrix", m="relationship", part="moves")

    assert not session.exception and finding(session).endswith("?")
