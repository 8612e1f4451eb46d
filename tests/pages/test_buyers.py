"""Who will buy, as a screen: the sample in both languages, an account chosen, and a workbook of which nothing can be foretold."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

import kam_core as kam
from tests.pages import chinese
from tests.pages.session import charts, figures, finding, headers, messages, opened, texts


def test_both_languages_say_the_same_and_an_account_is_chosen(books: dict[str, Path]) -> None:
    """
    Profit, because costs are known; the naive rule is believed and said to be better; no English in Chinese. Another account has
    another path, and stands in the link.
    """
    with kam.Workbook(books["resellers"]) as book:
        data = chinese.typed(book)
    english, han = (opened(books["resellers"], "value", part="buyers", lang=lang) for lang in ("en", "zh"))
    assert not english.exception and not han.exception and messages(english) == []
    written = list(texts(han))

    assert finding(english).startswith("Expected in 12 months: 1,790 purchases, profit −$76.5k")
    assert finding(english).endswith("A naive rule is better here: models of purchases are not to be believed on these data.")
    assert chinese.english_left(written, data) == [] and chinese.half_width(written, data) == []
    assert len(figures(finding(english))) == len(figures(finding(han))) > 3
    assert english.metric[0].value == "1,790" and "Top tenth" in headers(english)[1]
    assert {"carriers_en_light", "alive_map_en_light", "calibration_en_light", "spread_of_value_en_light"} <= set(charts(english))

    (before,) = [name for name in charts(english) if name.startswith("alive_path")]
    english.selectbox(key="account").select_index(7).run()
    (after,) = [name for name in charts(english) if name.startswith("alive_path")]
    assert not english.exception and before != after and english.query_params["account"][0] in after


def test_nobody_came_back(tmp_path: Path) -> None:
    """Three hundred customers with one purchase each: said in one sentence, with the plain rules and without a model's chart."""
    path, n = tmp_path / "once.duckdb", 300
    lines = {"account_id": [f"A{place}" for place in range(n)], "date": [date(2023, 1, 1) + timedelta(days=place) for place in range(n)],
             "revenue": [10.0 + place for place in range(n)]}  # fmt: skip
    with kam.Workbook(path) as book:
        book.record("lines", {"transactions": pa.table(lines)}, source="test")
    session = opened(path, "value", part="buyers")

    assert not session.exception and messages(session) == [] and charts(session) == {}
    assert finding(session) == "300 customers with one purchase each, nobody has come back yet: nothing tells who will."
    assert not [text for text in texts(session) if "nan" in text.text.lower().split()]
    assert len(session.dataframe) == 2, "what the rules say, and the customers"
