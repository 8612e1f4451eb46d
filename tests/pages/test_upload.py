"""The upload page with good files and the worst ones: a plain sentence or a listed row, and nothing stored before it is accepted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import kam_core as kam
from kam_core.workbook import home
from pages.ui import cache
from tests.pages.chinese import english_left
from tests.pages.session import figures, finding, messages, opened, parts, read, texts

GOOD = "Customer,Date,Amount,Cost\nNord AG,2024-01-05,100,60\nSüd & Söhne,2024-02-05,50,70\nWest,2024-03-05,200,120\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" + bytes(range(256)) * 40


def give(session, content: str | bytes, name: str = "orders.csv"):
    """Drop a file on the page."""
    data = content if isinstance(content, bytes) else content.encode()
    (uploader,) = session.get("file_uploader")
    return uploader.upload(name, data, "text/csv").run()


def load(session):
    """Press the primary button."""
    (button,) = [button for button in session.button if button.proto.type == "primary"]
    assert not button.disabled
    return button.click().run()


def can_load(session) -> bool:
    return any(button.proto.type == "primary" and not button.disabled for button in session.button)


def book_of(path: Path) -> kam.Workbook:
    """The workbook as the running app has it open."""
    return cache.book(path)


def state_of(path: Path) -> tuple[int, dict[str, int]]:
    """Revision and rows of a workbook."""
    book = book_of(path)
    return book.revision, {name: book.count(name) for name in kam.TABLES}


@pytest.fixture
def here(own) -> Callable[..., object]:
    """The upload page on a workbook of one's own that was loaded once, so that files go into it."""
    path = own("orders")

    def open_(**link: str):
        session = opened(path, "upload", **link)
        session.path = path
        return session

    return open_


def test_a_file_of_orders_becomes_a_portfolio(books):
    """Dropped, read, checked, loaded: the overview opens on a private workbook with the figures of the file."""
    session = give(opened(books["resellers"], "upload"), GOOD)
    assert [] == list(session.exception)
    assert "3 of 3 rows are ready." == finding(session)

    load(session)

    assert [] == list(session.exception)
    assert finding(session).startswith("1 of 3 accounts lose")
    assert ["1", "1.2", "3"] == [figure for figure in figures(finding(session)) if figure != "2"]
    assert str(home.home("private")) == str(Path(session.session_state["book"]).parent)
    assert any("3 rows loaded" in toast.value for toast in session.get("toast"))


def test_nothing_is_stored_before_it_is_accepted(here):
    """Looking at a file, mapping it and leaving it changes no table and makes no batch."""
    session = here()
    before = state_of(session.path)

    give(session, GOOD)
    assert state_of(session.path) == before
    next(button for button in session.button if button.label == "Cancel").click().run()

    assert [] == list(session.exception)
    assert "One file of orders is enough. Ratings can follow." == finding(session)
    assert state_of(session.path) == before


def test_what_was_read_is_deleted_after_loading(here):
    """The uploaded bytes do not stay in the temporary folder."""
    session = load(give(here(), GOOD))

    assert [] == list(session.exception)
    assert [] == [file.name for file in home.home("temp", "uploads").rglob("*") if file.is_file()]


BAD = {
    "empty": (b"", "file.csv", "it is empty"),
    "blank lines": (b"\n\n\n", "file.csv", "rows"),
    "a picture": (PNG, "chart.csv", "cannot be read"),
    "a broken workbook": (b"PK\x03\x04 not really", "book.xlsx", "cannot be read"),
    "ten thousand columns": ((",".join(f"c{i}" for i in range(10_000)) + "\n" + ",".join("1" * 10_000)).encode(), "wide.csv", "10,000"),
    "nothing that is an account": (b"x,y,z\n1,2,3\n4,5,6\n", "file.csv", "column"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(here, case, language):
    """The page says what is wrong in its language, offers no Load, and the workbook is as it was."""
    content, name, word = BAD[case]
    session = here(lang=language)
    before = state_of(session.path)

    give(session, content, name)

    assert [] == list(session.exception)
    said = " ".join(messages(session))
    assert said, "nothing was said"
    if language == "en":
        assert word in said
    else:
        assert [] == english_left(texts(session), {name, "orders.csv", "sep"})
    assert not can_load(session)
    assert before == state_of(session.path)


def test_a_header_alone_has_no_rows(here):
    """A header without rows is said as such; there is nothing to load."""
    session = give(here(), "Customer,Date,Amount\n")

    assert [] == list(session.exception)
    assert "The file has a header and no rows." == finding(session) or any("no rows" in message for message in messages(session))
    assert not can_load(session)


ROWS = {
    "nan": ("Nord AG,2024-01-06,nan", "Not a number"),
    "infinity": ("Nord AG,2024-01-06,inf", "Not a number"),
    "a formula": ("Nord AG,2024-01-06,=1+1", "Not a number"),
    "a far date": ("Nord AG,2924-01-06,10", "Date out of range"),
    "no such day": ("Nord AG,2024-02-30,10", "Not a date"),
    "no amount": ("Nord AG,2024-01-06,", "A value is needed"),
    "a very long cell": ("N" * 5_000_000 + ",2024-01-06,10", "Text too long"),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_bad_row_is_listed_with_its_reason_and_left_out(here, case):
    """The good row is ready, the bad one stands in the list of problems with a reason; only the good one is loaded."""
    row, reason = ROWS[case]
    session = here()
    _, rows = state_of(session.path)

    give(session, f"Customer,Date,Amount\nNord AG,2024-01-05,100\n{row}\n")

    assert [] == list(session.exception)
    assert "1 of 2 rows are ready. 1 needs you." == finding(session)
    (problems,) = [table.value for table in session.dataframe if "problem" in table.value]
    assert [[reason]] == [list(words) for words in problems["problem"]]

    load(session)
    assert [] == list(session.exception)
    assert rows["transactions"] + 1 == state_of(session.path)[1]["transactions"]


def test_a_file_with_problems_is_told_in_chinese(here):
    """Badges, mapping, questions, repairs, reasons: the whole page of a staged file is Chinese, but for what stands in the file."""
    session = give(here(lang="zh"), "Customer,Date,Amount\nNord AG,2024-01-05,100\nNord AG,2924-01-05,abc\nTotal,,100\n")

    assert [] == list(session.exception)
    own_words = {"Customer", "Date", "Amount", "Nord AG", "abc", "Total", "orders.csv", "UTF"}
    assert [] == english_left(texts(session), own_words)


def test_every_bad_thing_in_one_file(here):
    """Mixed with good rows, each bad row is counted once and the total of the good ones is right."""
    bad = [row for row, _ in ROWS.values() if len(row) < 100]
    session = give(here(), "Customer,Date,Amount\n" + "Nord AG,2024-01-05,100\n" * 3 + "\n".join(bad) + "\n")

    assert f"3 of {3 + len(bad)} rows are ready. {len(bad)} need you." == finding(session)


def test_hostile_headers_and_names_are_text(here):
    """A column called like an attack is shown and may be left out; a name with a script tag or a formula is loaded as it stands."""
    names = ["<script>alert(1)</script>", '=HYPERLINK("https://evil.example")', "[press](https://evil.example)", "$x^2$"]
    cells = "\n".join(f'"{name.replace(chr(34), chr(34) * 2)}",2024-01-05,100,1' for name in names)
    session = give(here(), f'Customer,Date,Amount,"x""; drop table accounts;--"\n{cells}\n', "$x$ [evil](https://evil.example).csv")

    assert [] == list(session.exception)
    assert "4 of 4 rows are ready." == finding(session)
    marked = [element.value for kind in (session.markdown, session.caption, session.subheader) for element in kind]
    assert not any("](https://evil" in text for text in marked)

    load(session)
    assert [] == list(session.exception)
    shown = opened(session.path, "tables", table="accounts").dataframe[0].value
    assert set(names) <= set(shown["account_name"])


def test_the_same_file_twice_is_asked_about(here):
    """The second load of the same bytes is refused with batch and day; only "all the same" counts the rows twice."""
    path = here().path
    load(give(here(), GOOD))
    once = state_of(path)[1]["transactions"]

    session = load(give(here(), GOOD))
    assert any("was loaded already, as batch" in message for message in messages(session))
    assert once == state_of(path)[1]["transactions"]

    session.run()
    again = [button for button in session.button if button.key == "again"]
    assert again, "no way to load it all the same"
    again[0].click().run()
    assert [] == list(session.exception)
    assert once + 3 == state_of(path)[1]["transactions"]


def test_the_button_to_load_again_is_there_at_once(here):
    """Beside the question stands the answer: no further click is needed to see it."""
    load(give(here(), GOOD))

    session = load(give(here(), GOOD))

    assert ["again"] == [button.key for button in session.button if button.key == "again"]


def test_a_private_upload_is_seen_by_its_own_session_only(books):
    """Another session of the same process is offered neither the workbook nor any of its figures."""
    mine = load(give(opened(books["resellers"], "upload"), GOOD.replace("Nord AG", "Secret Buyer")))
    assert "Secret Buyer" in str([table.value for table in mine.dataframe]) or "1 of 3" in finding(mine)

    other = opened(books["resellers"])
    private = Path(mine.session_state["book"]).stem

    assert {"335", "635"} <= set(figures(finding(other)))
    labels = [button.label for button in other.button]
    assert private not in " ".join(labels) + str(other.query_params)
    assert "Private upload" not in labels
    assert private not in str(mine.query_params)


def test_the_currency_that_was_named_is_shown(books):
    """¥ chosen at the upload stands before every amount."""
    session = give(opened(books["resellers"], "upload"), GOOD)
    next(group for group in session.button_group if group.key == "upload_currency").set_value("¥").run()

    load(session)

    assert any(metric.value.startswith("¥") for metric in session.metric)


def test_adding_to_the_workbook_adds(here):
    """With "Add to" the rows join those that are there, as one batch."""
    session = here()
    revision, rows = state_of(session.path)

    load(give(session, GOOD))

    now, after = state_of(session.path)
    assert (revision + 1, rows["transactions"] + 3, rows["accounts"] + 1) == (now, after["transactions"], after["accounts"])
    assert session.session_state["book"] == str(session.path)


def test_a_mapping_is_remembered_for_the_same_header(here):
    """The second file with the same header is mapped as the first was, and says so."""
    load(give(here(), GOOD))

    session = give(here(), GOOD.replace("2024", "2023"))

    assert any("Same header as before" in read(element.value) for element in session.markdown)
    assert can_load(session)


def test_many_tries_in_a_row_do_not_use_up_the_places(books):
    """Six files tried one after another, none loaded: the page keeps working, private workbooks do not pile up."""
    session = opened(books["resellers"], "upload")

    for number in range(6):
        give(session, GOOD.replace("100", str(100 + number)), f"try{number}.csv")
        assert [] == [error.value for error in session.exception], f"file {number + 1}"
        assert [] == messages(session), f"file {number + 1}"


@pytest.mark.parametrize(("answer", "day"), [("day", "2024-04-03"), ("month", "2024-03-04")])
def test_dates_in_both_orders_follow_the_answer(here, answer, day):
    """03/04/2024 is 3 April or 4 March as the person says."""
    session = give(here(), "Customer,Date,Amount\nNord AG,03/04/2024,12345\n")
    next(group for group in session.button_group if str(group.key).startswith("upload_day_first")).set_value(answer).run()

    load(session)

    assert day == book_of(session.path).frame("SELECT max(date)::varchar AS d FROM transactions WHERE revenue = 12345")["d"].iloc[0]


def test_a_chinese_file_is_read_in_its_own_words(books):
    """GB 18030 with 万元 in the header: amounts are multiplied, the finding counts the losers."""
    rows = "客户名称,日期,销售额（万元）,成本（万元）\n甲公司,2024年1月5日,12.5,10\n乙公司,2024/2/5,3,4\n丙公司,2024-03-05,8,9\n"

    session = load(give(opened(books["resellers"], "upload", lang="zh"), rows.encode("gb18030"), "订单.csv"))

    assert [] == list(session.exception)
    assert "3 家客户中有 2 家亏损" in finding(session)
    assert any("23.5万" in metric.value for metric in session.metric)


def test_ratings_can_follow(here):
    """A second file with ratings goes to its own table."""
    session = here()
    session.selectbox(key="upload_table").set_value("ratings").run()
    give(session, "account id,item,value,date\nNord AG,trust,4,2024-03-01\n", "ratings.csv")

    load(session)

    assert [] == list(session.exception)
    assert 1 == state_of(session.path)[1]["ratings"]


def test_money_is_shown_in_the_currency_that_was_chosen(books):
    """¥ chosen at the upload stands in the reconciliation although the workbook one looks at has another currency."""
    session = give(opened(books["resellers"], "upload"), GOOD)
    next(group for group in session.button_group if group.key == "upload_currency").set_value("¥").run()

    (sums,) = [table.value for table in session.dataframe if "share" in table.value]
    assert ["¥350.00", "¥350.00"] == [money for money in sums["revenue"] if money]


def test_a_currency_is_asked_anew_for_the_next_file(books):
    """What was answered about one file is not taken for the next: its own sign is proposed."""
    session = give(opened(books["resellers"], "upload"), GOOD)
    next(group for group in session.button_group if group.key == "upload_currency").set_value("¥").run()

    give(session, GOOD.replace("Amount", "Amount $"), "next.csv")

    assert ["$"] == [group.value for group in session.button_group if group.key == "upload_currency"]


def test_an_archive_of_several_files_asks_which_one(here):
    """Neither is read until one is chosen; the other can be chosen after it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("north.csv", GOOD)
        archive.writestr("south.csv", GOOD.splitlines()[0] + "\nSouth,2024-01-05,10,6\n")
    session = give(here(), content.getvalue(), "both.zip")
    assert [] == list(session.error)
    assert not can_load(session)

    for name, said in (("north.csv", "3 of 3 rows are ready."), ("south.csv", "1 of 1 rows are ready.")):
        (choice,) = [box for box in session.selectbox if box.label == "File"]
        choice.set_value(name).run()
        assert said == finding(session)


def test_a_load_is_seen_in_the_figures_at_once(here):
    """A day chosen before the load does not hide what came with it."""
    session = here(as_of="2024-01-31")

    load(give(session, GOOD.replace("2024", "2025")))

    assert "as_of" not in session.query_params
    assert any("5 Mar 2025" in block.proto.popover.label for block in parts(session, "popover"))


def test_a_private_workbook_is_never_called_by_its_file(books):
    """Where a second file goes is said in words, not by the random name that only this session knows."""
    session = load(give(opened(books["resellers"], "upload"), GOOD))

    session.switch_page("pages/upload.py").run()

    (where,) = session.radio
    assert ["A private workbook of my own", "Add to Private upload"] == where.options


def test_dates_in_both_orders_say_how_they_are_read_meanwhile(here):
    """Until somebody answers, the page says which order is taken; the answer puts the sentence away."""
    session = give(here(), "Customer,Date,Amount\nNord AG,03/04/2024,12345\n")
    said = "Read as day first until you choose."
    assert said in [element.value for element in session.caption]

    next(group for group in session.button_group if str(group.key).startswith("upload_day_first")).set_value("month").run()

    assert said not in [element.value for element in session.caption]


def test_a_file_whose_accounts_were_not_found_says_so(here):
    """Rows without any account may be loaded, but not without a word about the column that was not understood."""
    asked = "No row has an account."

    session = give(here(), "Zzz,Date,Amount\nNord AG,2024-01-05,100\nWest,2024-01-06,50\n")
    assert any(asked in message for message in messages(session)) or not can_load(session)
    session = give(here(), "抬头,开票日期,发票号码,不含税金额\n甲公司,2024-01-10,24332000000012345678,100.00\n", "invoices.csv")
    assert any(asked in message for message in messages(session))

    assert not any(asked in message for message in messages(give(here(), GOOD)))
