"""The part of the follow-up matrix about efficiency: the finding, targets, hints, and what a file may hold that nobody can count."""

from __future__ import annotations

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

import kam_core as kam
from tests.pages.chinese import english_left, typed
from tests.pages.session import charts, figures, finding, messages, opened, texts

ODD = (("revenue", "soon", 5), ("goodwill", "2024", 5), ("revenue", "2024Q1", -1), ("revenue", "2024-03", 0))


def by_hand(path) -> tuple[int, int]:
    """Accounts whose gross profit rose and those whose change is known: in plain pandas, over quarters counted back by day."""
    with kam.Workbook(path) as wb:
        lines, met, paid = (wb.table(name) for name in ("transactions", "interactions", "costs"))
    support = paid[paid["activity"] == "support"].assign(kind="visit", hours=1.0)
    met = pd.concat([met[(met["kind"] != "promise") & (met["hours"] > 0)], support])
    ends = [pd.Timestamp(2013, 11, 29) - pd.DateOffset(months=3 * n) for n in range(9)]
    gross = lines.assign(gross=(lines["revenue"] - lines["cost"]).astype(float), date=pd.to_datetime(lines["date"]))
    first_met, first_bought = pd.to_datetime(met["date"]).groupby(met["account_id"]).min(), gross.groupby("account_id")["date"].min()
    change = {}
    for account in met["account_id"].unique():
        own, parts = gross[gross["account_id"] == account], []
        for n in range(4):
            now, before = (own[own["date"].gt(ends[k + 1]) & own["date"].le(ends[k])]["gross"].sum() for k in (n, n + 4))
            known = first_met[account] <= ends[n] and first_bought.get(account, ends[0]) <= ends[n + 4]
            parts += [now - before] if known else []
        change[account] = sum(parts) if parts else np.nan
    known = pd.Series(change).dropna()
    return int((known > 0).sum()), len(known)


def test_efficiency_of_accounts_in_both_languages(books) -> None:
    """The finding holds what plain pandas counts; the chart is there; nothing of a Chinese page is English."""
    rose, known = by_hand(books["resellers"])
    english = opened(books["resellers"], "matrix", m="follow_up", part="efficiency")

    assert not english.exception
    assert not messages(english)
    assert finding(english).endswith(f"at {rose} of {known} accounts the margin rose.")
    assert "effort_account_en_light" in charts(english)


def test_owners_in_chinese(books) -> None:
    """The switch is in the link; targets of the owners stand in their own measure."""
    with kam.Workbook(books["resellers"]) as wb:
        own_words = typed(wb)
    chinese = opened(books["resellers"], "matrix", m="follow_up", part="efficiency", of="owner", lang="zh")

    assert not chinese.exception
    assert "位负责人" in finding(chinese)
    assert len(figures(finding(chinese))) >= 3
    assert not english_left(texts(chinese), own_words)
    targets = next(element.value for element in chinese.dataframe if "attained" in element.value.columns)
    assert targets["attained"].between(0, 1000).all()


def test_targets_nobody_can_count_are_told_and_nothing_breaks(own) -> None:
    """No effort, odd targets: the page says which are not counted and what to upload; a target of zero has no attained part."""
    path = own("orders")
    with kam.Workbook(path) as wb:
        account = str(wb.table("transactions")["account_id"].iloc[0])
        wb.apply([
            kam.Insert("targets", {"subject_type": "account", "subject_id": account, "measure": measure, "period": period, "value": value})
            for measure, period, value in ODD
        ])  # fmt: skip

    session = opened(path, "matrix", m="follow_up", part="efficiency")

    assert not session.exception
    assert finding(session) == "What does our effort bring?"
    (warning,) = messages(session)
    assert warning.startswith("3 targets are kept but not counted:")
    assert all(word in warning for word in ("soon", "goodwill", "below zero"))
    targets = next(element.value for element in session.dataframe if "attained" in element.value.columns)
    assert targets["attained"].isna().all()


def shown(path: str, account: str) -> None:
    """A page with the section of the account room alone."""
    from datetime import date

    import kam_core as kam
    from pages.ui import cache, confidence_account
    from pages.ui.view import View

    view = View(kam.translator("en"), cache.book(path), date(2013, 11, 29), kam.Params(), "light")
    confidence_account.show(view, account)


def test_confidence_of_one_account(own) -> None:
    """Its figures, the reading with trust, and the path over four quarters."""
    session = AppTest.from_function(shown, kwargs={"path": own("resellers"), "account": "AW00000697"}, default_timeout=30).run()

    assert not session.exception
    assert [metric.label for metric in session.metric] == ["Confidence", "Change", "Invested", "Effectiveness"]
    assert session.metric[0].value == "86"
    assert "confidence_AW00000697_en_light" in charts(session)
    assert any(one.value.startswith("Trust and confidence") for one in session.markdown)
