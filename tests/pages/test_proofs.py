"""
The proof of random numbers on every page: what its notebook cell gives, run by itself, is what the page shows.

A page is covered as soon as it stands in ``pages/``: every number with a proof button on it is a candidate.
"""

from __future__ import annotations

import random
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import kam_core as kam
from kam_core import assumptions, figures
from kam_core.figures import Figure
from kam_core.index import INDICES
from kam_core.workbook.backup import copy
from tests.pages.session import APP, _blocks, dialog, opened, read

NUMBERS = 20
"""Numbers that are proved on each page."""

PAGES = sorted(path.stem for path in (APP.parent / "pages").glob("*.py"))

LINKS: tuple[dict[str, str], ...] = (
    {},
    {"as_of": "2013-02-14", "freight": "true"},
    {"window": "12m", "region": "Ohio"},
    {"as_of": "2012-06-30", "window": "3m", "owner": "Li Na", "illustrative": "true", "lang": "zh"},
)
"""What a session may have chosen: date, window, filters, switches, language."""


class Number(NamedTuple):
    """A number with a proof button: the key of the button and what stands above it."""

    key: str
    shown: str


@pytest.fixture(scope="module")
def path(books, known, tmp_path_factory) -> Path:
    """The sample with assumptions of its own: horizon, weights and cuts that differ from the defaults."""
    path = tmp_path_factory.mktemp("proofs") / "portfolio.duckdb"
    with kam.Workbook(books["resellers"]) as original:
        copy(original, path, uuid=uuid.uuid4().hex)  # one of its own: its changes are not missing in the original
    with kam.Workbook(path) as found:
        params = kam.Params.of(horizon=3, half_life_days=90.0, weights={"trust.reliability": 0.5}, cuts={"loyalty.x": 55.0})
        found.apply(assumptions.edits(found, params))
        known[found.id, found.revision] = (path.resolve(), found.memo)
    return path


@pytest.fixture(scope="module")
def book(path) -> Iterator[kam.Workbook]:
    """A copy of it for the notebook: one process holds a file once."""
    with kam.Workbook(shutil.copy(path, path.with_name("notebook.duckdb"))) as found:
        yield found


def numbers(session: AppTest) -> list[Number]:
    """Every number of the page that has a proof."""
    found = []
    for block in _blocks(session._tree):
        elements = list(block.children.values())
        metrics = [child.value for child in elements if getattr(child, "type", "") == "metric"]
        keys = [child.key for child in elements if getattr(child, "type", "") == "button" and (child.key or "").startswith("proof_")]
        found += [Number(key, value) for key, value in zip(keys, metrics, strict=False)]
    return found


def run(code: str, book: kam.Workbook, path: Path) -> Any:
    """The value of the last line of a notebook cell, run in a namespace of its own on a workbook with the same content."""
    *lines, last = code.splitlines()
    assert sum(str(path) in line for line in lines) == 1

    class Opened:
        def __new__(cls, at: str) -> kam.Workbook:
            assert at == str(path)
            return book

    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kam, "Workbook", Opened)
        exec("\n".join(lines), names)
        return eval(last, names)


def declared() -> dict[str, Figure]:
    """Every figure, in whichever list of the module it is declared."""
    lists = [found for found in vars(figures).values() if isinstance(found, dict)]
    return {name: figure for found in lists for name, figure in found.items() if isinstance(figure, Figure)}


def named(key: str) -> str | None:
    """The figure or index whose proof a button opens; ``None`` for one that is declared on its page."""
    return next((name for name in sorted({*declared(), *INDICES}, key=len, reverse=True) if key.startswith(f"proof_{name}_")), None)


def forms(value: Any, t: kam.text.Translator) -> set[str]:
    """How a value that a page declares may read; of a span its middle, of a forecast its day, of rows how many there are."""
    value = len(value) if isinstance(value, pd.DataFrame) else getattr(value, "expected", getattr(value, "middle", value))
    if value is None:
        return {t.missing}
    if hasattr(value, "year"):
        return {t.day(value)}
    return {t.money(value, "$"), t.count(value), t.index(value), t.percent(value), t.n("{n} day", "{n} days", value)}


def written(name: str, value: Any, t: kam.text.Translator) -> tuple[str, str]:
    """A value as the card and as the proof show it."""
    if name in INDICES:
        return t.index(value), t.index(value)
    figure = declared()[name]
    exact = t.percent(value, 2) if figure.kind == "share" else t.amount(value, "$" if figure.money else "")
    return figures.shown(figure, value, t, "$"), exact


def prove(session: AppTest, number: Number, book: kam.Workbook, path: Path, t: kam.text.Translator) -> None:
    """Open the proof and recompute: the card, the dialog, the notebook and the SQL say the same."""
    session.button(key=number.key).click().run()
    assert [] == [error.value for error in session.exception], number.key
    shown = dialog(session)
    name = named(number.key)
    value = run(shown.code[0].value, book, path)

    if name is None:
        assert number.shown in forms(value, t), (number, shown.code[0].value)
    elif number.shown != t.missing:
        assert (number.shown, shown.metric[0].value) == written(name, value, t), (number, shown.code[0].value)
    for code in shown.code[1:]:
        found = book.frame(code.value)
        if list(found.columns) == [name] and found.shape == (1, 1) and pd.notna(value):
            assert float(found[name].iloc[0]) == pytest.approx(float(value), abs=1e-6), code.value


def sessions(page: str, path: Path) -> Iterator[tuple[AppTest, kam.text.Translator]]:
    """A page under every choice, the account room on other accounts each time."""
    ids = ["AW00000697", "AW00000146", "AW00000599", "AW00000001", "AW00000233"]
    for number, link in enumerate(LINKS):
        about = {"account": ids[number]} if page == "account" and "owner" not in link and "region" not in link else {}
        session = opened(path, page, **link, **about)
        assert [] == [error.value for error in session.exception], (page, link)
        yield session, kam.translator(link.get("lang", "en"))


@pytest.mark.parametrize("page", PAGES)
def test_random_numbers_of_a_page_recompute(book, path, page):
    """Twenty numbers of each page, drawn over dates, windows, filters, switches, accounts and both languages."""
    chance, proved = random.Random(page), 0
    for session, t in sessions(page, path):
        candidates = numbers(session)
        if not candidates:
            break
        for number in chance.sample(candidates, min(len(candidates), NUMBERS // len(LINKS))):
            prove(session, number, book, path, t)
            proved += 1
    assert proved == 0 or proved >= NUMBERS


def point(session: AppTest, name: str, chance: random.Random) -> None:
    """Choose a quadrant and a point of its list, and ask for its proof."""
    group = next(group for group in session.button_group if group.key == f"quadrant_{name}")
    group.set_value(chance.choice([q.id for q in kam.MATRICES[name].quadrants])).run()
    boxes = [box for box in session.selectbox if box.key == f"one_{name}"]
    if boxes:
        at = chance.randrange(len(boxes[0].options))
        boxes[0].select_index(at).run()
        session.button(key=f"prove_one_{name}").click().run()


@pytest.mark.parametrize("name", ["loyalty", "relationship"])
def test_random_points_of_a_matrix_recompute(book, path, name):
    """Both indices, the quadrant and its probability, as the cell gives them; every SQL text runs, and gives both indices again."""
    chance, proved = random.Random(name), 0
    for link in (*LINKS[:2], {"window": "12m", "lang": "zh"}):
        session, t = opened(path, "matrix", m=name, **link), kam.translator(link.get("lang", "en"))
        for _ in range(5):
            point(session, name, chance)
            assert [] == [error.value for error in session.exception]
            try:
                shown = dialog(session)
            except ValueError:  # nobody in that quadrant
                continue
            row = run(shown.code[0].value, book, path)
            quadrant = t(kam.MATRICES[name].quadrant(row["quadrant"]).title)
            assert [t.index(row["x"]), t.index(row["y"]), quadrant] == [metric.value for metric in shown.metric]
            assert any(t.percent(row["probability"], 0) in read(badge.value) for badge in shown.markdown)
            answers = [book.frame(code.value) for code in shown.code[1:]]
            again = {found.columns[0]: found.iloc[0, 0] for found in answers if found.shape == (1, 1)}
            axes = {kam.MATRICES[name].x.id: row["x"], kam.MATRICES[name].y.id: row["y"]}
            assert again == pytest.approx(axes)
            proved += 1
    assert proved >= 10


@pytest.mark.parametrize(("name", "wrong"), [
    ("profit_12m", {"code": 'scores["profit"].sum()'}), ("revenue_12m", {"sql": "sum(revenue)"}),
    ("days_since_last", {"code": 'scores["days_since_last"].iloc[0] + 1'}), ("clv", {"value": lambda _: 3.0}),
])  # fmt: skip
def test_a_wrong_formula_is_found(book, path, monkeypatch, name, wrong):
    """The check above fails when the cell, the SQL or the figure itself says something else."""
    monkeypatch.setitem(figures.FIGURES, name, replace(figures.FIGURES[name], **wrong))
    session = opened(path, "account")
    number = next(number for number in numbers(session) if named(number.key) == name)

    with pytest.raises(AssertionError):
        prove(session, number, book, path, kam.translator("en"))


def test_assumptions_of_the_workbook_and_of_the_session_stand_in_the_cell(book, path):
    """What the workbook keeps needs no words; a switch turned on the page is written out with all the rest."""
    plain, turned = opened(path, "account"), opened(path, "account", freight="true")
    for session in (plain, turned):
        session.button(key=next(number.key for number in numbers(session) if named(number.key) == "profit_12m")).click().run()

    assert "params" not in dialog(plain).code[0].value
    line = next(line for line in dialog(turned).code[0].value.splitlines() if line.startswith("params = "))
    found = eval(line.partition("= ")[2], {"kam": kam})
    assert found == kam.Params.of(
        horizon=3, half_life_days=90.0, freight_is_cost_to_serve=True, weights={"trust.reliability": 0.5}, cuts={"loyalty.x": 55.0}
    )


def test_a_disguised_proof_tells_no_path_and_says_so(book, path):
    """On a stage neither the file nor its name is told; the cell puts on the same disguise and gives the same figure."""
    session = opened(path, "account", stage="true")
    session.button(key=next(number.key for number in numbers(session) if named(number.key) == "revenue_12m")).click().run()
    shown = dialog(session)
    code = shown.code[0].value

    assert not [code.value for code in shown.code if str(path) in code.value or path.stem in code.value]
    assert any("disguised" in caption.value for caption in shown.caption)
    again = run(code.replace('"workbook.duckdb"', repr(str(path))), book, path)
    assert shown.metric[0].value == kam.translator("en").amount(again, "$")


def test_the_proof_of_a_filtered_page_covers_what_the_page_shows(book, path):
    """A portfolio narrowed to a region: coverage, accounts and order lines are those of the region."""
    session = opened(path, region="Ohio")
    session.button(key="proof_revenue_12m_").click().run()
    captions = [read(caption.value) for caption in dialog(session).caption]
    lines = book.frame("""SELECT count(*) AS n FROM transactions JOIN accounts USING (account_id) WHERE region = 'Ohio'
                          AND date > DATE '2012-11-29' AND date <= DATE '2013-11-29'""")["n"].iloc[0]

    assert any(f"{lines:,} order lines stand behind it" in caption for caption in captions)
    assert "region" in dialog(session).code[0].value


def test_random_points_of_the_whale_recompute(book, path):
    """What the curve has reached at an account: the sum of all that earn as much or more, by the cell and by the SQL."""
    profit = kam.score(book)[["account_id", "profit"]].sort_values("profit", ascending=False, kind="stable", ignore_index=True)
    session, chance = opened(path), random.Random("whale")
    session.button(key="point_curve_profit").click().run()
    assert dialog(session).metric[0].value == kam.translator("en").amount(profit["profit"].clip(lower=0).sum(), "$")  # the peak
    for place in chance.sample(range(len(profit)), 5):
        session.session_state["proof"] = ("curve:profit", profit["account_id"][place])
        session.run()
        shown = dialog(session)
        value = run(shown.code[0].value, book, path)
        assert value == pytest.approx(profit["profit"].head(place + 1).sum())
        assert shown.metric[0].value == kam.translator("en").amount(value, "$")
        assert float(book.frame(shown.code[1].value)["reached"].iloc[0]) == pytest.approx(value)
