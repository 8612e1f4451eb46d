"""Concentration and cohorts on screen: what they find, in both languages, and what they say where nothing can be said."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import kam_core as kam
from tests.pages.chinese import english_left, typed
from tests.pages.session import charts, dialog, figures, finding, opened, read, texts


def test_concentration_of_the_sample(books: dict[str, Path]) -> None:
    """The same figures in both languages, none of them a constant; the proof of one gives it again."""
    with kam.Workbook(books["resellers"]) as book:
        amounts, data = kam.score(book)["revenue_12m"], typed(book)
    share = amounts[amounts > 0] / amounts[amounts > 0].sum()
    english, chinese = (opened(books["resellers"], "segments", part="concentration", lang=lang) for lang in ("en", "zh"))
    shown = {metric.label: metric.value for metric in english.metric}

    assert [list(session.exception) for session in (english, chinese)] == [[], []]
    assert (
        finding(english)
        == f"The revenue of 12 months is diversified: spread as among {1 / (share**2).sum():.0f} equal accounts. The largest has 1.5%."
    )
    assert figures(finding(english)) == figures(finding(chinese))
    assert (shown["HHI x10,000"], shown["Largest"]) == (f"{1e4 * (share**2).sum():.0f}", f"{100 * share.max():.1f}%")
    assert len(charts(english)) == 4
    assert [] == english_left(list(texts(chinese)), data)
    english.button(key="proof_top5_").click().run()
    assert dialog(english).metric[0].value == f"{100 * share.nlargest(5).sum():.2f}%"


def test_cohorts_of_the_sample(books: dict[str, Path]) -> None:
    """Switched to money: another triangle, the same finding, no English left in Chinese."""
    with kam.Workbook(books["resellers"]) as book:
        data = typed(book)
    session = opened(books["resellers"], "segments", part="cohorts", lang="zh")
    before, told = charts(session), finding(session)
    session.segmented_control(key="left").set_value("net").run()

    assert [] == list(session.exception)
    assert finding(session) == told and figures(told) == sorted(["87", "84", "453"])
    assert [name for name in before if before[name] != charts(session)[name]] == ["cohort_map_zh_light"]
    assert [] == english_left(list(texts(session)), data)


BAD = {
    "loss": [("A", "2024-01-05", 100.0, 160.0), ("B", "2024-01-05", 100.0, 160.0)],
    "returns": [("A", "2024-01-05", -300.0, -10.0), ("B", "2024-01-09", 50.0, 20.0)],
    "nothing": [("A", "2024-01-05", -300.0, -10.0)],
}
SAID = {
    "loss": "The profit of 12 months is −120 in all: nobody has a share of that. Shares of the revenue are shown.",
    "returns": "1 is below zero (−300) and has no share.",
    "nothing": "No revenue in the 12 months up to 5 Jan 2024: there is nothing to share out.",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_portfolios(name: str, tmp_path: Path) -> None:
    """A loss in all, returns larger than sales, nothing sold: said, and never an exception, in both parts."""
    path = tmp_path / f"{name}.duckdb"
    lines = pd.DataFrame(BAD[name], columns=["account_id", "date", "revenue", "cost"])
    with kam.Workbook(path) as book:
        book.record("test", {"transactions": pa.Table.from_pandas(lines.assign(date=pd.to_datetime(lines["date"]).dt.date))})
    session = opened(path, "segments", part="concentration", basis="profit")
    written = " ".join(read(text.value) for text in [*session.subheader, *session.caption])
    cohorts = opened(path, "segments", part="cohorts")

    assert [list(page.exception) for page in (session, cohorts)] == [[], []]
    assert SAID[name] in written
