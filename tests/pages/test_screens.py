"""Every screen on every workbook in both languages: it opens, says what the data say, and every figure opens its proof."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.charts.labels import short
from kam_core.schema import TABLES
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import HAN, charts, dialog, figures, finding, headers, messages, opened, parts, proofs, read, texts
from tests.sampling import every_other

PAGES = ("overview", "matrix", "account", "upload", "tables")
BOOKS = ("resellers", "retail", "empty", "orders")
LANGUAGES = ("en", "zh")


def profits(path: Path, until: str = "2099-12-31", *, freight: bool = False) -> pd.Series:
    """Profit of each account, added up by SQL of the test's own."""
    less = "UNION ALL SELECT account_id, -amount AS profit FROM costs WHERE date <= $day AND activity = 'freight'"
    sql = f"""SELECT account_id, sum(profit) AS profit FROM (
                  SELECT account_id, revenue - cost AS profit FROM transactions WHERE date <= $day {less if freight else ""}
              ) GROUP BY ALL ORDER BY ALL"""
    with kam.Workbook(path) as book:
        return book.frame(sql, {"day": until}).set_index("account_id")["profit"]


def revenues(path: Path) -> pd.Series:
    """Revenue of each account with an id."""
    with kam.Workbook(path) as book:
        sql = "SELECT account_id, sum(revenue) AS r FROM transactions WHERE account_id <> '(no account)' GROUP BY ALL"
        return book.frame(sql).set_index("account_id")["r"]


def few_bring_most(path: Path) -> tuple[int, int]:
    """How many of the largest accounts bring 80 % of the positive revenue, and how many have any."""
    ranked = revenues(path).loc[lambda r: r > 0].sort_values(ascending=False).to_numpy()
    return int((np.cumsum(ranked) < 0.8 * ranked.sum() - 1e-9).sum()) + 1, len(ranked)


def quadrants(path: Path, name: str) -> pd.Series:
    """How many accounts stand in each quadrant."""
    with kam.Workbook(path) as book:
        return kam.matrix(book, name)["quadrant"].value_counts()


def in_words(n: int) -> str:
    return f"{n:,}"


def told_by_the_data(page: str, name: str, path: Path) -> list[str]:
    """The figures that a page's finding has to name, computed from the workbook."""
    if page == "upload" or name == "empty":
        return []
    if page == "tables":
        with kam.Workbook(path) as book:
            return [in_words(book.count("accounts"))]
    if page == "overview":
        return _of_overview(name, path)
    if page == "matrix":
        return _of_loyalty(name, path)
    return []  # the account room: test_the_account_room_says_what_the_largest_account_brought


def _of_overview(name: str, path: Path) -> list[str]:
    if name != "resellers":
        few, every = few_bring_most(path)
        return sorted([in_words(few), in_words(every), "80"])
    profit = profits(path)
    losers = int((profit < 0).sum())
    times = f"{profit[profit > 0].sum() / profit.sum():.1f}"
    return sorted([in_words(losers), in_words(len(profit)), in_words(len(profit) - losers), times])


def _of_loyalty(name: str, path: Path) -> list[str]:
    if name != "resellers":
        return []
    with kam.Workbook(path) as book:
        placed = kam.matrix(book, "loyalty")
    habit = placed[placed["quadrant"] == "spurious"]
    soon = int((habit["renews_in_days"] <= 183).sum())
    return sorted([in_words(len(habit)), in_words(placed["quadrant"].notna().sum()), in_words(soon)])


@pytest.fixture(scope="module")
def data(books) -> dict[str, set[str]]:
    """For each workbook every text that people typed into it."""
    found = {}
    for name, path in books.items():
        with kam.Workbook(path) as book:
            found[name] = typed(book)
    return found


@pytest.mark.parametrize(("name", "page", "language"), every_other(BOOKS, PAGES, LANGUAGES))
def test_a_screen_opens_and_its_finding_names_the_figures_of_the_data(books, name, page, language):
    """No screen fails on any workbook; the sentence on top holds exactly the figures a query of one's own finds."""
    expected = told_by_the_data(page, name, books[name])

    session = opened(books[name], page, lang=language)

    assert [] == list(session.exception)
    assert [] == messages(session)
    assert 1 == len(session.subheader)
    if page != "account":
        assert expected == figures(finding(session))
    assert (language == "zh") == bool(HAN.search(session.header[0].value))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", BOOKS)
def test_nothing_on_a_chinese_page_is_left_in_english(books, data, name, page):
    """Labels, captions, badges, column titles, cells, words inside charts, the rail: Chinese, data, or a name; signs in full width."""
    written = list(texts(opened(books[name], page, lang="zh")))

    assert [] == english_left(written, data[name])
    assert [] == half_width(written, data[name])


def test_the_finding_of_the_sample_reads_in_both_languages(books):
    """The sentence of the first screen, whole."""
    assert "335 of 635 accounts lose money. The other 300 earn 5.6 times the profit that is left." == finding(opened(books["resellers"]))
    assert "635 家客户中有 335 家亏损。其余 300 家赚到的利润是最终所剩的 5.6 倍。" == finding(opened(books["resellers"], lang="zh"))


def test_the_account_room_says_what_the_largest_account_brought(books):
    """Without a link the room opens at the account with the most revenue; without costs it says what was bought."""
    largest = revenues(books["retail"]).sort_values().index[-1]
    amount = revenues(books["retail"])[largest]

    session = opened(books["retail"], "account")

    assert largest == session.query_params["account"]
    assert f"Customer {largest}: Bought for £{amount / 1000:.0f}k" in finding(session)


def test_the_account_room_says_why_one_should_worry(books):
    """Of 250.50 in all the largest account brought 150: that is what the room opens with."""
    session = opened(books["orders"], "account")

    assert ("Nord AG", "Nord AG: Brings 60% of all revenue") == (session.query_params["account"], finding(session))


def test_the_account_room_says_what_an_account_earned(books):
    """Profit and revenue of the twelve months up to the last day, added up by a query of one's own."""
    sql = """SELECT sum(revenue) AS r, sum(revenue) - sum(cost) AS p FROM transactions
             WHERE account_id = 'AW00000599' AND date > DATE '2012-11-29' AND date <= DATE '2013-11-29'"""
    with kam.Workbook(books["resellers"]) as book:
        row = book.frame(sql).iloc[0]
        name = book.frame("SELECT account_name AS n FROM accounts WHERE account_id = 'AW00000599'")["n"].iloc[0]
    shown = opened(books["resellers"], "account", account="AW00000599")

    assert finding(shown).startswith(f"{name}: ")
    assert [kam.translator("en").money(row["r"], "$")] == [metric.value for metric in shown.metric if metric.label == "Revenue, 12 months"]


@pytest.mark.parametrize(("name", "page", "language"), every_other(["resellers", "retail", "orders"], ["overview", "account"], LANGUAGES))
def test_every_figure_opens_its_proof(books, data, name, page, language):
    """Each metric has a proof button; each proof opens as a dialog with a value and a way to get it again, in the page's language."""
    session = opened(books[name], page, lang=language)
    keys = proofs(session)
    assert len(session.metric) == len(keys) > 0
    for key in keys:
        session.button(key=key).click().run()
        assert [] == list(session.exception), key
        shown = dialog(session)
        assert 1 == len(shown.metric), key
        assert shown.code, key
        if language == "zh":
            assert [] == english_left(list(texts(shown)), data[name]), key


@pytest.mark.parametrize("freight", [False, True])
def test_the_code_of_a_proof_gives_the_figure_again(books, own, freight):
    """Run in a notebook on a copy, the lines of a proof give the value the proof shows, under the same assumptions."""
    copy = own("resellers")
    session = opened(books["resellers"])
    session.toggle(key="freight").set_value(freight).run()
    told = {}
    for key in proofs(session):
        session.button(key=key).click().run()
        shown = dialog(session)
        told[key] = (shown.metric[0].value, next(code.value for code in shown.code if "import kam_core" in code.value))

    amount = kam.translator("en").amount
    for key, (value, code) in told.items():
        *lines, last = code.strip().replace(str(books["resellers"]), str(copy)).splitlines()
        names: dict[str, object] = {}
        exec("\n".join(lines), names)
        again = eval(last, names)
        names["wb"].close()
        assert value == (amount(again, "$") if "$" in value else amount(again)), key


@pytest.mark.parametrize(("name", "page", "language"), every_other(["resellers", "orders"], PAGES, LANGUAGES))
def test_every_chart_and_table_has_words_for_those_who_do_not_see_it(books, name, page, language):
    """The alternative text of a chart or table is never empty and is in the page's language."""
    session = opened(books[name], page, lang=language)

    told = [text.text for text in texts(session) if text.where.startswith("alt of")]
    assert all(told)
    assert (language == "zh") == all(HAN.search(text) for text in told) or not told
    assert len(told) == len(session.get("plotly_chart")) + len(session.dataframe)


def test_the_matrix_named_in_the_link_is_shown(books):
    """``?m=relationship`` opens that matrix with its finding and its four counts."""
    counts = quadrants(books["resellers"], "relationship")

    session = opened(books["resellers"], "matrix", m="relationship")

    assert [in_words(int(counts["priority"]))] == figures(finding(session))
    chosen = next(group for group in session.button_group if group.key == "quadrant_relationship")
    titles = {q.id: q.title for q in kam.MATRICES["relationship"].quadrants}
    assert {f"{titles[id]} {counts.get(id, 0)}" for id in titles} == set(chosen.options)
    assert "relationship" == session.query_params["m"]


def test_the_members_of_a_quadrant_are_those_of_the_core(books):
    """The table beside the chart holds exactly the accounts of the chosen quadrant."""
    with kam.Workbook(books["resellers"]) as book:
        placed = kam.matrix(book, "loyalty")
    session = opened(books["resellers"], "matrix")

    for quadrant in ("spurious", "true"):
        group = next(group for group in session.button_group if group.key == "quadrant_loyalty")
        group.set_value(quadrant).run()
        expected = placed.loc[placed["quadrant"] == quadrant, "account_name"].map(short)
        listed = session.dataframe[0].value["account"]
        assert len(expected) == len(listed)
        # A name that is too long for its column is cut.
        assert [name for name in listed if not expected.str.startswith(name.rstrip("…")).any()] == []


def test_the_account_named_in_the_link_is_shown(books):
    """``?account=`` opens that account."""
    session = opened(books["resellers"], "account", account="AW00000146")

    assert "AW00000146" == session.selectbox(key="account").value
    assert "AW00000146" == session.query_params["account"]


def test_the_table_named_in_the_link_is_shown(books):
    """``?table=ratings`` opens the ratings."""
    with kam.Workbook(books["resellers"]) as book:
        rows = book.count("ratings")

    session = opened(books["resellers"], "tables", table="ratings")

    assert f"Ratings: {rows:,} rows." == finding(session)
    assert {column.title for column in TABLES["ratings"].columns} <= set(headers(session)[0])


@pytest.mark.parametrize("day", ["2012-08-15", "2011-12-31"])
def test_the_date_of_the_link_is_obeyed(books, day):
    """``?as_of=`` counts nothing later: fewer losers than today, as a query up to that day finds."""
    profit = profits(books["resellers"], day)
    losers, every = int((profit < 0).sum()), len(profit)

    session = opened(books["resellers"], as_of=day)

    assert [] == list(session.exception)
    assert {str(losers), str(every)} <= set(figures(finding(session)))
    assert {str(losers), str(every)} != {"335", "635"}
    assert [str(losers)] == [metric.value for metric in session.metric if metric.label == "Losing money, all years"]
    assert any(kam.translator("en").day(pd.Timestamp(day)) in caption.value for caption in session.caption)


def test_a_date_chosen_on_the_page_changes_the_figures(books):
    """The date control does what the link does."""
    by_link = opened(books["resellers"], as_of="2012-08-15")
    session = opened(books["resellers"])
    before = finding(session)

    session.date_input(key="as_of").set_value(pd.Timestamp("2012-08-15").date()).run()

    assert finding(by_link) == finding(session) != before


@pytest.mark.parametrize(("page", "link"), [
    ("matrix", {"m": "nonsense"}), ("account", {"account": "nobody"}), ("tables", {"table": "x'; DROP TABLE accounts;--"}),
    ("overview", {"as_of": "yesterday"}), ("overview", {"as_of": "2924-01-01"}), ("overview", {"as_of": "1700-01-01"}),
    ("overview", {"lang": "xx"}), ("overview", {"freight": "perhaps"}),
    ("account", {"account": "<script>alert(1)</script>"}),
])  # fmt: skip
def test_a_link_with_an_unknown_value_falls_back(books, page, link):
    """Nothing breaks: the page opens as without that part of the link (an unknown account is said)."""
    usual = opened(books["resellers"], page)

    session = opened(books["resellers"], page, **link)

    assert [] == list(session.exception)
    assert [] == [error.value for error in session.error]
    assert finding(usual) == finding(session)
    assert [metric.value for metric in usual.metric] == [metric.value for metric in session.metric]
    assert ("account" in link) == bool(session.warning)


def test_the_language_of_the_browser_counts_without_a_link(books):
    """A Chinese browser gets Chinese at the first visit."""
    from streamlit.testing.v1 import AppTest

    from tests.pages.session import APP

    session = AppTest.from_file(str(APP), default_timeout=30)
    session.session_state["book"] = str(books["resellers"])
    session.context = {"locale": "zh-CN"}
    session.run()

    assert HAN.search(finding(session))


def test_switching_the_language_translates_rail_and_page(books, data):
    """One press, and everything is Chinese, the navigation and the rail included; a second press brings English back."""
    session = opened(books["resellers"])
    english = finding(session)

    switch = next(group for group in session.button_group if group.key == "lang")
    switch.set_value("zh").run()
    assert [] == english_left(list(texts(session)), data["resellers"])
    assert "zh" == session.query_params["lang"]

    next(group for group in session.button_group if group.key == "lang").set_value("en").run()
    assert english == finding(session)


def test_the_link_of_an_open_session_changes_rail_and_page_together(books, data):
    """Back and forward of the browser change the link in an open session: no page in two languages."""
    session = opened(books["resellers"])

    session.query_params["lang"] = "zh"
    session.run()

    assert [] == english_left(list(texts(session)), data["resellers"])


def test_freight_tells_another_story(books):
    """With freight 399 accounts lose, more than the others earn, and the percentages of the whale are gone."""
    profit = profits(books["resellers"], freight=True)
    assert (399, -1) == (int((profit < 0).sum()), int(np.sign(profit.sum())))
    money = kam.translator("en").money
    lost, gained = money(-profit[profit < 0].sum(), "$"), money(profit[profit > 0].sum(), "$")

    session = opened(books["resellers"])
    session.toggle(key="freight").set_value(True).run()

    assert finding(session).startswith(f"399 of 635 accounts lose {lost}")
    assert gained in finding(session)
    assert ["399"] == [metric.value for metric in session.metric if metric.label == "Losing money, all years"]
    assert finding(opened(books["resellers"], freight="true")) == finding(session)


HOSTILE = (
    "<script>alert(1)</script>",
    "[press me](https://evil.example)",
    "$x^2$ costs $5",
    "![p](https://evil.example/p.png)",
    ":red[boo] :material/home:",
    '<a href="https://evil.example">b</a>',
    "<img src=x onerror=alert(1)>",
    "**bold** `code` ~~gone~~",
)


@pytest.fixture
def hostile(tmp_path) -> Path:
    """A workbook whose people, accounts and plans have names that Markdown, HTML, LaTeX or plotly would act upon."""
    path = tmp_path / "hostile.duckdb"
    with kam.Workbook(path) as book:
        edits: list[object] = []
        for number, name in enumerate(HOSTILE):
            id = f"H{number}"
            edits += [
                kam.Insert(
                    "accounts", {"account_id": id, "account_name": name, "owner": name, "industry": name, "city": name, "country": name}
                ),
                kam.Insert("transactions", {"account_id": id, "date": "2024-01-05", "revenue": 1000 - 100 * number, "cost": 500}),
                kam.Insert("transactions", {"account_id": id, "date": "2024-03-05", "revenue": 300, "cost": 100 * number}),
                kam.Insert("contacts", {"contact_id": f"C{number}", "account_id": id, "contact_name": name, "job": name}),
                kam.Insert("ratings", {"subject_type": "account", "subject_id": id, "item": "trust", "value": 4, "valid_on": "2024-01-01"}),
            ]
        book.apply(edits, author=HOSTILE[1])
    return path


@pytest.mark.parametrize("page", PAGES)
def test_hostile_names_are_shown_as_text(hostile, page):
    """No name becomes a link, a picture, a formula, a colour or an element: what is Markdown has it escaped, no HTML is allowed."""
    for link in [{}] if page != "account" else [{"account": f"H{number}"} for number in range(len(HOSTILE))]:
        session = opened(hostile, page, **link)
        assert [] == list(session.exception)
        kinds = (session.markdown, session.subheader, session.header, session.caption, session.info, session.warning, session.error)
        marked = [element.value for kind in kinds for element in kind] + [button.label for button in session.button]
        marked += [option for group in session.button_group for option in group.options]
        marked += [block.proto.popover.label for block in parts(session, "popover")]
        assert [] == [(name, text) for text in marked for name in HOSTILE if name in text]
        assert not [element for element in session.markdown if getattr(element.proto, "allow_html", False)]


@pytest.mark.parametrize("page", ["overview", "matrix", "account"])
def test_hostile_names_are_text_inside_charts(hostile, page):
    """Plotly draws <a> and <b> of a text as such: names in charts are escaped."""
    session = opened(hostile, page)
    drawn = {key: json.dumps([spec["data"], spec["layout"]]) for key, spec in charts(session).items()}

    assert drawn
    assert [] == [key for key, spec in drawn.items() if re.search(r"<(a|script|img)\b", spec)]


def test_hostile_names_are_text_in_a_dialog(hostile):
    """The title of a proof names the account as text."""
    session = opened(hostile, "account", account="H1")
    session.button(key=proofs(session)[0]).click().run()

    assert HOSTILE[1] not in dialog(session).proto.dialog.title
    assert HOSTILE[1] in read(dialog(session).proto.dialog.title)


def test_an_account_of_a_link_that_is_gone_is_said_as_text(books):
    """The warning repeats the link's account without acting on it."""
    session = opened(books["resellers"], "account", account="[press](https://evil.example)")

    assert "[press](https://evil.example)" in read(session.warning[0].value)
    assert "[press](https://evil.example)" not in session.warning[0].value


def test_the_journal_says_who_did_what(hostile):
    """The author of a batch stands in the journal as text."""
    session = opened(hostile, "settings")

    assert HOSTILE[1] in session.dataframe[0].value["who"].tolist()
    assert not any(HOSTILE[1] in text.value for kind in (session.caption, session.markdown, session.subheader) for text in kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_the_schema_opens_in_the_editor(books, language):
    """Each declared table, filled or empty, opens with its columns titled in the language."""
    for name, table in TABLES.items():
        session = opened(books["resellers"], "tables", table=name, lang=language)
        assert [] == list(session.exception), name
        assert finding(session).startswith(kam.translator(language)(table.title)), name


def test_an_empty_workbook_invites(books):
    """The first screens of an empty workbook say what to do, in one step."""
    session = opened(books["empty"])

    assert "One file of orders is enough. Ratings can follow." == finding(session)
    assert {"Upload a file", "Open the sample"} <= {button.label for button in session.button}
    assert 0 == len(session.metric)
