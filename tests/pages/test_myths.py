"""The part "Myth or your data": every claim with its verdict, in both languages, and two spends that are typed and kept."""

from __future__ import annotations

import pandas as pd
import pytest

import kam_core as kam
from tests.pages.chinese import english_left, typed
from tests.pages.session import charts, finding, opened, texts


def said(session) -> list[str]:
    """Everything written on the page."""
    return [text.text for text in texts(session)]


def test_every_claim_is_told_of_the_sample_in_both_languages(books):
    """Of the resellers none of six holds, two cannot be told; the shares are those of plain pandas; nothing is left in English."""
    lines = pd.read_parquet(kam.samples.DATA / "resellers" / "transactions.parquet")
    revenue = lines.groupby("account_id")["revenue"].sum().astype(float).sort_values(ascending=False)
    share = f"{revenue.iloc[:127].sum() / revenue.sum():.0%}"
    with kam.Workbook(books["resellers"]) as book:
        data = typed(book)

    english, chinese = (opened(books["resellers"], "value", part="myths", lang=lang) for lang in ("en", "zh"))

    assert [] == [*english.exception, *chinese.exception]
    assert "Of 6 claims 0 hold in your data; not holding: 4; not to be told yet: 2." == finding(english)
    assert [text for text in said(english) if f"(127 accounts) brings {share} of the revenue" in text]
    assert {"67% · interval 64% to 70% · 635 accounts", "490 to 635 accounts"} <= {text.strip() for text in said(english)}
    assert 3 == len([text for text in said(english) if text.startswith("Rank correlation (Spearman)")])
    assert {"gains", "claim_pareto", "claim_loyal", "ranks_loyal", "ranks_big", "ranks_chain"} <= {
        key.split("_en")[0] for key in charts(english)
    }
    assert [] == english_left(list(texts(chinese)), data)


def test_two_spends_are_typed_kept_and_judged(own):
    """207 new and 279 kept accounts: 2,070,000 and 279,000 make 10,000 against 1,000, ten times; a batch that the journal undoes."""
    path = own("resellers")
    session = opened(path, "value", part="myths")
    session.number_input(key="acquisition_spend_0").set_value(2_070_000.0)
    session.number_input(key="retention_spend_0").set_value(279_000.0).run()

    session.button(key="save_spends").click().run()

    assert [] == list(session.exception)
    assert ["Winning one of 207 accounts cost $10k, keeping one of 279 $1k: 10.0 times."] == [
        text for text in said(session) if text.startswith("Winning")
    ]


@pytest.mark.parametrize("book", ["retail", "orders"])
def test_what_cannot_be_told_says_why(books, book):
    """No cost, no rating, a handful of orders: reasons instead of figures."""
    session = opened(books[book], "value", part="myths")

    assert [] == list(session.exception)
    assert "No cost is known, so there is no profit." in said(session)
    assert [] == [text for text in said(session) if "nan" in text.lower().split()]
