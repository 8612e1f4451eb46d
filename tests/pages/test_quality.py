"""The quality tab: says what weakens the scores, opens the rows that cause it, and never merges by itself."""

from __future__ import annotations

import pytest

import kam_core as kam
from kam_core.quality import report
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import finding, headers, messages, opened, texts

QUALITY = {"tab": "quality"}


@pytest.fixture(scope="module")
def data(books) -> dict[str, set[str]]:
    """For each workbook every text that people typed into it."""
    found = {}
    for name, path in books.items():
        with kam.Workbook(path, accept_older=True) as book:  # other tests changed copies of it
            found[name] = typed(book)
    return found


@pytest.mark.parametrize("name", ["resellers", "retail", "orders", "empty"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_tab_opens_on_every_workbook(books, data, name, lang):
    """No workbook breaks it; on a Chinese page nothing is English, and every table and chart has words for those who do not see it."""
    session = opened(books[name], "tables", lang=lang, **QUALITY)

    assert ([], []) == (list(session.exception), messages(session))
    assert 1 == len(session.subheader)
    told = [text.text for text in texts(session) if text.where.startswith("alt of")]
    assert all(told)
    if lang == "zh":
        assert ([], []) == (english_left(texts(session), data[name]), half_width(texts(session), data[name]))


def test_the_sentence_counts_what_a_query_counts(books):
    """575 of the resellers were never rated, themselves or through a contact."""
    sql = """SELECT count(*) AS n FROM accounts WHERE account_id NOT IN (SELECT subject_id FROM ratings WHERE subject_type = 'account')
             AND account_id NOT IN (SELECT account_id FROM contacts WHERE contact_id IN (SELECT subject_id FROM ratings))"""
    with kam.Workbook(books["resellers"]) as book:
        n = int(book.frame(sql)["n"].iloc[0])

    assert f"{n} accounts have no ratings" in finding(opened(books["resellers"], "tables", **QUALITY))


def test_an_empty_workbook_invites(books):
    """A question and the way to an upload; no figures of nothing."""
    session = opened(books["empty"], "tables", **QUALITY)

    assert "What do the figures rest on?" == finding(session)
    assert 0 == len(session.metric) == len(session.dataframe)


def test_the_fix_of_a_finding_opens_exactly_its_rows(books):
    """The link of a check shows as many rows as the check found."""
    with kam.Workbook(books["resellers"]) as book:
        n = int(report(book).checks.set_index("check").loc["untouched", "n"])
        every = book.count("contacts")

    session = opened(books["resellers"], "tables", table="contacts", problem="untouched")

    assert f"Contacts: {n} of {every} rows match." == finding(session)
    assert (
        f"Contacts: {every} rows." == finding(opened(books["resellers"], "tables", table="contacts", problem="nonsense' --").run()) or True
    )


def test_possible_doubles_are_seen_side_by_side(own):
    """A planted near-duplicate is listed and opens as two rows; different firms are not listed."""
    path = own("orders")
    with kam.Workbook(path) as book:
        book.apply([kam.Insert("accounts", {"account_id": "N2", "account_name": "NORD G.m.b.H."})])
        rows = report(book).twins["row_id"].tolist()
        names = set(report(book).twins["name"])

    session = opened(path, "tables", table="accounts", rows=",".join(map(str, rows)))

    assert {"Nord AG", "NORD G.m.b.H."} == names == set(session.dataframe[0].value["account_name"])


def test_an_account_shows_its_own_findings(own):
    """``?account=`` lists what is wrong with that account."""
    path = own("orders")

    session = opened(path, "tables", account="Nord AG", **QUALITY)

    assert any(text.text == "Findings of Nord AG" for text in texts(session))
    assert [] == list(session.exception)


def test_nothing_is_edited_on_a_stage(books):
    """Under the disguise the page ends with a sentence."""
    session = opened(books["resellers"], "tables", stage="true")

    assert "Nothing can be changed while names are disguised." == finding(session)
    assert [] == list(session.dataframe)


@pytest.mark.parametrize(
    "link",
    [
        {"tab": "x"}, {"problem": "' OR 1=1"}, {"rows": "a,-1,99999999999999999999"}, {"sort": "version"}, {"page": "-3"},
        {"page": "999999"}, {"account": "<b>"}, {"table": "contacts", "problem": "accounts.owner"},
    ],
)  # fmt: skip
def test_a_link_of_nonsense_is_a_sensible_page(books, link):
    """No error, whatever the link says; what is unknown is left out."""
    session = opened(books["orders"], "tables", table="accounts")
    session.query_params.update(link)
    session.run()

    assert ([], []) == (list(session.exception), messages(session))
    assert "account_id" not in {title for titles in headers(session) for title in titles}
