"""What accounts are compared by, by hand: a portfolio of three accounts over two years."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from kam_core.params import Params
from kam_core.segments.features import features, known, title, word, written
from kam_core.text import translator
from kam_core.workbook import Workbook
from tests.value.portfolio import add

DAY = date(2024, 12, 31)


@pytest.fixture(scope="module")
def book() -> Workbook:
    """A bought 100 every 50 days in two categories, then 40 of it came back; B bought once, three years ago; C never."""
    wb = Workbook()
    days = [DAY - timedelta(days=20 + 50 * i) for i in range(10)]
    lines = [("A", day, 100.0, 80.0, "Bikes" if i % 2 == 0 else "Helmets") for i, day in enumerate(days)]
    lines += [("A", DAY - timedelta(days=10), -40.0, -30.0, "Helmets"), ("B", date(2021, 5, 1), 500.0, 300.0, "Bikes")]
    columns = ("account_id", "date", "revenue", "cost", "category")
    add(wb, "accounts", [{"account_id": id} for id in "CBA"])
    wb.record("test", {"transactions": pa.Table.from_pylist([dict(zip(columns, line, strict=True)) for line in lines])})
    add(wb, "needs", [{"need_id": f"N{i}", "account_id": "C", "need": "faster"} for i in range(2)])
    touched = (("high", 5.0, date(2022, 5, 1)), ("middle", 4.0, date(2024, 9, 1)), ("low", 1.0, date(2024, 12, 1)), ("never", 5.0, None))
    names = ("contact_id", "influence", "last_touch")
    add(wb, "contacts", [{"account_id": "A", "contact_name": "Ann", **dict(zip(names, one, strict=True))} for one in touched])
    add(wb, "account_facts", [{"account_id": "C", "fact": "addressable_spend_24m", "value": 9_000.0, "valid_on": DAY}])
    return wb


def test_features_by_hand(book: Workbook) -> None:
    """Money of 12 months, growth against the 12 before, rhythm, range and shares; what is not known is missing."""
    found = features(book, DAY, Params())
    a, b, c = found.loc["A"], found.loc["B"], found.loc["C"]

    assert found.index.tolist() == ["A", "B", "C"]
    # 7 orders lie within the year (20 to 320 days ago) less 40 that came back, 3 before it (370 to 470).
    assert (a["revenue"], a["profit"]) == (660.0, 660.0 - 7 * 80 + 30)
    assert a["margin"] == pytest.approx(130 / 660)
    assert a["growth"] == pytest.approx((660 - 300) / (660 + 300))
    assert (a["gap"], a["silence"], a["order_size"]) == (50.0, 20 / 50, 960 / 10)
    assert (a["categories"], a["mix:Bikes"], a["mix:Helmets"]) == (2.0, pytest.approx(500 / 960), pytest.approx(460 / 960))
    assert (b["revenue"], b["order_size"]) == (0.0, 500.0)
    assert b[["margin", "growth", "gap", "silence", "categories", "mix:Bikes"]].isna().all()
    assert (c["needs"], c["spend"], c["revenue"]) == (2.0, 9_000.0, pytest.approx(np.nan, nan_ok=True))
    assert a["level"] == 4.0  # the highest of those touched within the year
    assert a[["needs", "spend"]].isna().all()


def test_another_day_has_other_figures(book: Workbook) -> None:
    """Two hundred days earlier nothing of what came later is known; a category nobody buys any more is still asked for in vain."""
    then = features(book, DAY - timedelta(days=200), Params(), categories=["Helmets", "Tents"])

    assert then.loc["A", "revenue"] == 600.0  # 220 to 470 days before the last day
    assert "mix:Tents" not in then


def test_values_are_written_in_their_units() -> None:
    """Money, shares, days; growth as people say it, losses and falls by their name."""
    t = translator("en")

    assert [written(t, name, value, "$") for name, value in (("profit", -5_450.0), ("repeat", 0.75), ("gap", 1.0), ("silence", 4.64))] == [
        "−$5.45k", "75%", "1 day", "4.6 × own rhythm",
    ]  # fmt: skip
    assert [written(t, "growth", value, "$") for value in (-1 / 3, 0.0, 1 / 3, 1.0)] == ["−50%", "0%", "100%", "from nothing"]
    assert written(t, "importance", float("nan"), "$") == t.missing
    assert [word(t, "profit", high, median) for high, median in ((True, 5.0), (True, -1.0), (False, 1.0), (False, -5.0))] == [
        "profitable", "smaller losses", "little profit", "loses money",
    ]  # fmt: skip
    assert (word(t, "mix:Bikes", True, 0.9), title(t, "mix:Bikes")) == ("much Bikes", "Share of Bikes")
    assert [known(name) for name in ("profit", "mix:Bikes", "mix:", "who", None)] == [True, True, False, False, False]
