"""
Portfolios that break formulas: every part of value, segments and what if says what can be computed and what not.

Each screen opens without an exception, in plain words: no "nan", "None" or "inf" anywhere, and a finding that says what is wrong. With
``KAM_SOAK=1`` every portfolio meets every part; else the pairs where something has to be said.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import kam_core as kam
from tests.pages.session import Text, finding, messages, opened, texts
from tests.value.portfolio import add

SOAK = os.environ.get("KAM_SOAK") == "1"
PARTS = (
    ("value", "profit"), ("value", "beyond"), ("value", "lifetime"), ("value", "ranking"), ("value", "forecast"), ("value", "myths"),
    ("segments", "concentration"), ("segments", "lifecycle"), ("segments", "cohorts"), ("segments", "segments"), ("segments", "basket"),
    ("whatif", ""),
)  # fmt: skip
"""Every page and part."""

Rows = Iterator[dict[str, Any]]
SLIPS = re.compile(r"(?<![\w'])(nan|NaN|None(?! of)|null|inf|NaT|<NA>|Infinity)(?![\w'])")
"""What a machine calls missing; "none" and "None of them" are words."""


def line(account: int, day: date, revenue: float, cost: float | None, product: str = "P") -> dict[str, Any]:
    """An order of one account."""
    return {"account_id": f"A{account:02}", "date": day, "order_id": f"{account}-{day:%y%m%d}-{product}", "product": product,
            "category": f"Group {product}", "quantity": 1.0, "revenue": revenue, "cost": cost}  # fmt: skip


def days(step: int = 30, count: int = 36, last: date = date(2024, 12, 31)) -> list[date]:
    """Days a month apart, back from the last one."""
    return [last - timedelta(days=step * place) for place in range(count)]


def losing() -> Rows:
    """The total is a loss: three earn, nine lose more."""
    return (line(i, day, 1000.0 + i, 1000.0 + i + (40 if i > 2 else -10), "PQ"[i % 2]) for i in range(12) for day in days())


def alike() -> Rows:
    """Twelve accounts that differ in nothing."""
    return (line(i, day, 500.0, 300.0) for i in range(12) for day in days())


def one() -> Rows:
    """A single account."""
    return (line(0, day, 800.0 + 10 * place, 500.0) for place, day in enumerate(days()))


def returns() -> Rows:
    """Everybody brought back more than was bought in the last year; two in all years."""
    for i in range(12):
        for place, day in enumerate(days()):
            yield line(i, day, 400.0, 250.0)
            if place < 12 or i < 2:
                yield line(i, day, -600.0 - i, -350.0, "R")


def negative_margins() -> Rows:
    """Every account sells below cost."""
    return (line(i, day, 300.0 + 5 * i, 330.0 + 9 * i) for i in range(12) for day in days())


def no_cost() -> Rows:
    """Revenue alone."""
    return (line(i, day, 300.0 + 50 * i * (place % 3), None, "PQ"[place % 2]) for i in range(12) for place, day in enumerate(days()))


def gaps() -> Rows:
    """Orders in January and July only; nobody bought in the last nine months."""
    months = [day for day in days(1, 1500) if day.month in (1, 7) and day.day == 15 and day < date(2024, 4, 1)]
    yield from (line(i, day, 200.0 * (i + 1), 150.0 * (i + 1)) for i in range(12) for day in months)
    yield line(11, date(2024, 12, 31), -5.0, None)


PORTFOLIOS: Mapping[str, Callable[[], Rows]] = {
    "losing": losing, "alike": alike, "one": one, "returns": returns, "negative_margins": negative_margins, "no_cost": no_cost,
    "gaps": gaps,
}  # fmt: skip

CURRENCIES = "two_currencies"
"""Half the lines are in yen and no exchange rate is kept: a file, because a table of a workbook knows one currency."""

WORDS: Mapping[tuple[str, str], str] = {
    ("losing", "profit"): "more than all of it",
    ("losing", "ranking"): "9 lose money",
    ("losing", "lifetime"): "worth −",
    ("alike", "ranking"): "no class means anything",
    ("alike", "concentration"): "12 equal accounts. The largest has 8.3%. Above its limit: the five largest.",
    ("alike", "basket"): "Only one thing is bought",
    ("alike", "segments"): "segments need 20",
    ("one", "lifetime"): "Too few accounts",
    ("one", "concentration"): "rests on A00 alone",
    ("one", "myths"): "None of the 6 claims can be told",
    ("one", "cohorts"): "",
    ("one", "basket"): "",
    ("one", "segments"): "segments need 20",
    ("returns", "concentration"): "there is nothing to share out",
    ("returns", "lifecycle"): "10 accounts decline or are lost and were not",
    ("returns", "forecast"): "−",
    ("returns", "whatif"): "",
    ("negative_margins", "profit"): "none earns money",
    ("negative_margins", "beyond"): "",
    ("negative_margins", "lifetime"): "worth −",
    ("negative_margins", "whatif"): "A11, the largest account",
    ("no_cost", "profit"): "Profit shows once costs are known",
    ("no_cost", "lifetime"): "No cost is known",
    ("no_cost", "myths"): "can be told from your data yet",
    ("no_cost", "whatif"): "",
    ("gaps", "forecast"): "Same quarter a year ago",
    ("gaps", "cohorts"): "0% of 12 accounts buy",
    ("gaps", "lifecycle"): "12 accounts decline or are lost and were not",
    (CURRENCIES, "profit"): "72 rows are in another currency",
    (CURRENCIES, "concentration"): "72 rows are in another currency",
    (CURRENCIES, "whatif"): "72 rows are in another currency",
}
"""What a part has to say of a portfolio; where that is nothing special, that it opens is enough."""


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The file of a bad portfolio, made when first asked for."""
    folder = tmp_path_factory.mktemp("bad")

    def made(name: str) -> Path:
        path = folder / f"{name}.duckdb"
        if not path.is_file():
            with kam.Workbook(path) as book:
                if name == CURRENCIES:
                    book.load("transactions", mixed(folder / "orders.csv"))
                else:
                    add(book, "transactions", list(PORTFOLIOS[name]()))
        return path

    return made


def mixed(file: Path) -> Path:
    """Twelve customers a month, every second one paid in dollars, the others in yen."""
    lines = [
        f"C{i},2024-{month:02}-05,{1000 if i % 2 else 150000},{'USD' if i % 2 else 'JPY'}" for i in range(12) for month in range(1, 13)
    ]
    file.write_text("\n".join(["customer,date,amount,currency", *lines]), encoding="utf-8")
    return file


def cases() -> list[tuple[str, str, str]]:
    """Portfolio, page and part: those with a word to say; in a soak all."""
    every = [(name, page, part) for name in (*PORTFOLIOS, CURRENCIES) for page, part in PARTS]
    return [case for case in every if SOAK or (case[0], case[2] or case[1]) in WORDS]


def slips(written: Iterator[Text]) -> list[Text]:
    """Text that shows what a machine calls missing."""
    return [text for text in written if SLIPS.search(text.text)]


@pytest.mark.parametrize(("name", "page", "part"), cases())
def test_a_bad_portfolio_is_shown_in_words(bad, name, page, part) -> None:
    """No exception, a sentence above everything that says what cannot be told, nothing that reads like a machine's missing value."""
    session = opened(bad(name), page, **({"part": part} if part else {}))

    assert [] == list(session.exception)
    assert finding(session).strip()
    assert WORDS.get((name, part or page), "") in " ".join([finding(session), *messages(session)])
    assert [] == slips(texts(session))
    assert [] == empty_cells(session)


def empty_cells(session: Any) -> list[tuple[str, str]]:
    """Tables with a missing cell and no sign for it: Streamlit writes None there."""
    found = []
    for table in session.dataframe:
        hidden = {name for name, told in json.loads(table.proto.columns or "{}").items() if told and told.get("hidden")}
        missing = [str(name) for name in table.value.columns if table.value[name].isna().any() and str(name) not in hidden]
        found += [(table.proto.alt, name) for name in missing if not table.proto.placeholder]
    return found


def test_every_part_meets_a_bad_portfolio() -> None:
    """The choice above leaves no screen out."""
    assert {(page, part) for page, part in PARTS} == {(page, part) for _, page, part in cases()}


def test_losing_the_only_account_leaves_nothing(bad) -> None:
    """What if the one account goes: profit falls to zero, what cannot be told is a dash, and nothing breaks."""
    session = opened(bad("one"), "whatif")

    session.multiselect(key="lost").set_value(["A00"]).run()

    assert [] == list(session.exception)
    assert finding(session).startswith("Without A00") and "→ 0" in finding(session)
    assert [] == slips(texts(session))
