"""Journal and settings: what was changed is told and undone, a preview comes true, rates convert, nothing deleted is lost."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import streamlit as st

import kam_core as kam
from kam_core import assumptions
from kam_core.params import fields_of
from kam_core.workbook import Insert, Shelf, aside, home, lookup
from pages.ui.draft import effect_of
from pages.ui.view import View
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import dialog, figures, finding, messages, opened, parts, texts
from tests.sampling import every_other
from tests.value.portfolio import book

TABS = ("journal", "parameters", "currency", "workbook")


@pytest.fixture(scope="module")
def data(books) -> dict[str, set[str]]:
    """Every text that somebody wrote in a workbook, by its name."""
    found = {}
    for name, path in books.items():
        with kam.Workbook(path) as book:
            found[name] = typed(book) | {path.stem}
    return found


def reopened(path: Path, **more) -> kam.Workbook:
    """The workbook after the app let go of it."""
    st.cache_resource.clear()
    return kam.Workbook(path, **more)


@pytest.fixture
def changed(own) -> Path:
    """The orders with some more batches: an edit by Ann of two tables, its undo, one by Bo that a later one rests on."""
    path = own("orders")
    with kam.Workbook(path) as book:
        rows = {str(a): int(row) for row, a in book.table("accounts")["account_id"].items()}
        first = rows["Nord AG"]
        note = kam.Insert("notes", {"account_id": "Nord AG", "date": "2024-03-01", "text": "called"})
        edit = book.apply([kam.Change("accounts", first, "owner", None, "Li Na"), note], author="Ann")
        book.undo(edit, author="Ann")
        book.apply([kam.Change("accounts", first, "region", None, "East")], author="Bo")
        book.apply([kam.Change("accounts", first, "region", "East", "West")], author="Bo")
    return path


def listed(session) -> list[str]:
    """The batches the journal shows."""
    return session.dataframe[0].value["batch"].tolist()


def button(within, label: str):
    (found,) = [one for one in within.button if one.label == label]
    return found


# -- every part, everywhere


@pytest.mark.parametrize(("name", "tab", "language"), every_other(["resellers", "retail", "empty", "orders"], list(TABS), ["en", "zh"]))
def test_every_part_opens_on_every_workbook(books, data, name, tab, language):
    """No error, a finding, and on a Chinese page nothing but Chinese, data and names."""
    session = opened(books[name], "settings", tab=tab, lang=language)

    assert [] == list(session.exception)
    assert [] == messages(session)
    assert finding(session)
    if language == "zh":
        known = data[name] | set(home.names()) | {"CHF", "kr"}
        assert [] == english_left(list(texts(session)), known)
        assert [] == half_width(list(texts(session)), known)


@pytest.mark.parametrize("tab", [*TABS, "nonsense"])
def test_the_part_stands_in_the_link(books, tab):
    """An unknown one is the journal."""
    session = opened(books["orders"], "settings", tab=tab)
    chosen = next(group for group in session.button_group if group.key == "settings_tab").value

    assert chosen == (tab if tab in TABS else "journal")


def test_on_a_stage_nothing_can_be_changed(books):
    """No journal with names in it, no form, no file."""
    for tab in TABS:
        session = opened(books["orders"], "settings", tab=tab, stage="true")
        assert [] == list(session.exception)
        assert "Nothing can be changed while names are disguised." == finding(session)
        assert not session.dataframe
        assert not session.number_input


# -- the journal


def test_the_journal_lists_batches_the_latest_first(changed):
    """Who, what, and by which batch something was undone."""
    table = opened(changed, "settings").dataframe[0].value

    assert ["5", "4", "3", "2", "1"] == table["batch"].tolist()
    assert ["Bo", "Bo", "Ann", "Ann"] == table["who"].tolist()[:4]
    assert ["Edit", "Edit", "Undo → 2", "Edit", "Load"] == table["kind"].tolist()
    assert ["", "", "", "by 3", ""] == table["undone"].tolist()
    assert "Accounts 1, Notes 1" == table["what"].tolist()[3]
    assert "orders.csv" == table["source"].tolist()[4]


@pytest.mark.parametrize(
    ("link", "expected"),
    [({"by": "Ann"}, ["3", "2"]), ({"kind": "load"}, ["1"]), ({"about": "notes"}, ["3", "2"]), ({"find": "ORDERS"}, ["1"]),
     ({"since": "2020-01-01"}, ["5", "4", "3", "2", "1"]), ({"by": "Ann", "kind": "undo"}, ["3"])],
)  # fmt: skip
def test_the_journal_is_narrowed_by_the_link(changed, link, expected):
    """Each filter alone and two together; the finding counts."""
    session = opened(changed, "settings", **link)

    assert expected == listed(session)
    assert sorted([str(len(expected)), "5"]) == figures(finding(session))


def test_nothing_found_is_said(changed):
    """Neither an empty table nor an error."""
    session = opened(changed, "settings", until="2020-01-01")

    assert "0 of 5 batches match." == finding(session)
    assert not session.dataframe


def test_the_journal_comes_in_pages(own):
    """Twenty a page, the page in the link; narrowing begins at the first page again."""
    path = own("empty")
    with kam.Workbook(path) as book:
        for number in range(45):
            book.apply([kam.Insert("accounts", {"account_id": f"A{number}"})], author="Ann" if number % 2 else "Bo")

    def at_page(number: str):
        session = opened(path, "settings")
        session.query_params["page"] = number
        return session.run()

    assert [str(n) for n in range(45, 25, -1)] == listed(opened(path, "settings"))
    last = at_page("3")
    assert ["5", "4", "3", "2", "1"] == listed(last)
    last.selectbox(key="by").set_value("Ann").run()
    assert "44" == listed(last)[0]
    assert "page" not in last.query_params
    assert ["5", "4", "3", "2", "1"] == listed(at_page("99"))


def test_a_batch_opens_with_its_cells_and_rows(changed):
    """Old and new under the account's name, the added row, both counted, in both languages."""
    for language, words in (("en", ["Nord AG", "Owner", "–", "Li Na"]), ("zh", ["Nord AG", "负责人", "–", "Li Na"])):
        session = opened(changed, "settings", batch="2", lang=language)
        cells, added = (table.value for table in dialog(session).dataframe)
        assert words == cells.iloc[0].tolist()
        assert 1 == len(cells)
        assert "called" in added.iloc[0].tolist()
    assert any("This batch is undone" in text.text for text in texts(dialog(opened(changed, "settings", batch="2"))))


def test_an_undo_tells_what_it_turned_back(changed):
    """The cells of its target the other way round."""
    cells, _ = (table.value for table in dialog(opened(changed, "settings", batch="3")).dataframe)

    assert ["Nord AG", "Owner", "Li Na", "–"] == cells.iloc[0].tolist()


def test_a_press_on_a_line_opens_its_batch_and_the_link_says_so(changed):
    """What the table tells when its button is pressed."""
    session = opened(changed, "settings")
    session.session_state["open_batch"] = {"row": 1, "column": "batch"}
    session.run()

    assert "4" == session.query_params["batch"]
    assert dialog(session)


def test_undo_of_a_batch_and_undo_of_the_undo(changed):
    """The value goes back and comes again; each is a batch."""

    def region() -> str | None:
        with reopened(changed) as book:
            value = book.table("accounts").set_index("account_id")["region"].get("Nord AG")
        return value if isinstance(value, str) else None

    session = opened(changed, "settings", batch="5")
    assert any("1 row goes back" in text.text for text in texts(dialog(session)))
    button(dialog(session), "Undo batch 5").click().run()
    assert [] == list(session.exception)
    assert ["6", "5"] == listed(session)[:2]
    assert "East" == region()

    again = opened(changed, "settings", batch="6")
    button(dialog(again), "Undo batch 6").click().run()
    assert ["7"] == listed(again)[:1]
    assert "West" == region()


def test_a_refused_undo_says_what_stands_against_it_and_leads_there(changed):
    """The row, the batch that changed it later, and a way to that batch."""
    session = opened(changed, "settings", batch="4")
    button(dialog(session), "Undo batch 4").click().run()

    shown = dialog(session)
    assert any("Batch 4 cannot be undone" in text.text for text in texts(shown))
    conflicts = shown.dataframe[-1].value
    assert ["Accounts", "Nord AG", "changed by batch 5"] == conflicts.iloc[0].tolist()
    button(shown, "Open batch 5").click().run()
    assert [] == list(session.exception)
    assert any("Undo batch 5" == one.label for one in dialog(session).button)


def test_a_load_tells_file_rows_and_hash(changed):
    """Its bytes are known by their hash; a few of its rows are shown."""
    with kam.Workbook(changed) as book:
        known = book.journal()["file_hash"].iloc[-1]
        lines = book.count("transactions")
    shown = dialog(opened(changed, "settings", batch="1"))

    assert [known] == [code.value for code in shown.code]
    assert any(f"{lines} rows added" in text.text for text in texts(shown))


def test_a_batch_that_is_not_there_is_said(changed):
    """A link from another workbook breaks nothing."""
    session = opened(changed, "settings", batch="77")

    assert [] == list(session.exception)
    assert any("77" in message for message in messages(session))


# -- assumptions


def test_a_draft_is_previewed_and_writes_nothing_until_it_is_saved(own):
    """The figures beside the form are those a notebook gets after saving; one batch, which can be undone."""
    path = own("resellers")
    session = opened(path, "settings", tab="parameters")
    session.number_input(key="assumed_discount_rate").set_value(20.0).run()
    session.toggle(key="assumed_freight_is_cost_to_serve").set_value(True).run()
    said, table = finding(session), session.dataframe[0].value
    assert {"2", "64"} <= set(figures(said))
    assert ["335", "399", "+64"] == table.loc[table["what"] == "Accounts losing money", ["before", "after", "change"]].iloc[0].tolist()

    button(session, "Save 2 changes").click().run()
    assert [] == messages(session)
    with reopened(path) as book:
        assert kam.Params.of(discount_rate=0.2, freight_is_cost_to_serve=True) == assumptions.saved(book)
        assert {"parameters": 2} == json.loads(book.journal()["counts"].iloc[0])
        scores = kam.score(book)
    money = kam.translator("en").money
    clv, profit = (table.loc[table["what"] == name, "after"].iloc[0] for name in ("Lifetime value", "Profit, all years"))
    assert (money(scores["clv"].sum()), money(scores["profit"].sum())) == (clv, profit)
    assert 399 == (scores["profit"] < 0).sum()


def test_saved_freight_counts_at_once_on_other_pages(own):
    """The switch of the title row follows what was saved, there and back."""
    path = own("resellers")
    session = opened(path)
    assert finding(session).startswith("335 of 635")
    session.switch_page("pages/settings.py")
    session.query_params["tab"] = "parameters"
    session.run()
    session.toggle(key="assumed_freight_is_cost_to_serve").set_value(True).run()
    button(session, "Save 1 change").click().run()
    session.switch_page("pages/overview.py").run()

    assert finding(session).startswith("399 of 635")


def test_a_draft_that_counts_hours_follows_the_visits() -> None:
    """A rate of visit hours is tried: a visit written down meanwhile costs in the preview too."""
    wb = book([("A", "2024-01-15", 100.0, 60.0)], accounts=["A"])
    view = View(kam.translator("en"), wb, date(2024, 1, 31), kam.Params(), "light")
    tried = kam.Params.of(cost_per_visit_hour=10.0)
    before = effect_of(view, tried).profit
    wb.apply([Insert("interactions", {"account_id": "A", "date": "2024-01-20", "kind": "visit", "hours": 2.0})])

    assert (before, effect_of(view, tried).profit) == (40.0, 20.0)


def test_what_was_drafted_is_discarded_or_set_back(books):
    """Discard drops everything, the way back one value; what is back needs no saving."""
    session = opened(books["orders"], "settings", tab="parameters")
    session.number_input(key="assumed_horizon").set_value(7).run()
    assert "1" in figures(finding(session))
    button(session, "Back to 5").click().run()
    assert "Every assumption stands at its default." == finding(session)
    session.number_input(key="assumed_retention").set_value(80.0).run()
    button(session, "Discard").click().run()

    assert session.number_input(key="assumed_retention").value is None
    assert "Every assumption stands at its default." == finding(session)


def test_a_draft_waits_while_one_looks_elsewhere(books):
    """Another group, another part of the page: it is still there, and counted on its group."""
    session = opened(books["orders"], "settings", tab="parameters")
    session.number_input(key="assumed_horizon").set_value(7).run()
    for group in ("calendar", "value"):
        next(one for one in session.button_group if one.key == "group").set_value(group).run()

    assert 7 == session.number_input(key="assumed_horizon").value
    assert "Profit and lifetime value · 1" in next(one for one in session.button_group if one.key == "group").options


def test_every_declared_assumption_stands_on_the_form(books):
    """With its sentence; groups, weights and cuts alike."""
    fields = list(fields_of())
    for group in dict.fromkeys(item.group for item in fields):
        session = opened(books["orders"], "settings", tab="parameters", group=group)
        told = " ".join(caption.value for caption in session.caption)
        keys = {one.key for kind in ("number_input", "toggle", "selectbox") for one in getattr(session, kind)}
        for item in fields:
            if item.group == group:
                assert f"assumed_{item.name}" in keys
                assert item.about.split(",")[0].split(":")[0].split("'")[0][:25] in told
    cuts = opened(books["orders"], "settings", tab="parameters", group="cuts")
    assert {f"assumed_cut:{m}.{axis}" for m in kam.MATRICES for axis in "xy"} <= {one.key for one in cuts.number_input}


def test_weights_are_summed_and_rescaled(books):
    """The sum and the share of each item; a cut and a weight are saved under the names the library reads."""
    session = opened(books["resellers"], "settings", tab="parameters", group="weights")
    session.selectbox(key="weights_of").set_value("attitude").run()
    session.number_input(key="assumed_weight:attitude.comfort").set_value(1.1).run()

    told = next(caption.value for caption in session.caption if caption.value.startswith("Sum"))
    assert "Sum 2," in told
    assert "Comfort 55%" in told


def test_the_fiscal_year_starts_where_it_is_set(own):
    """Saved as a month; the window then counts from it."""
    path = own("orders")
    session = opened(path, "settings", tab="parameters", group="calendar")
    session.selectbox(key="assumed_fiscal_year_start").set_value(3).run()
    button(session, "Save 1 change").click().run()
    by_window = opened(path, "settings", tab="parameters", window="fy")
    assert [] == list(by_window.exception)
    with reopened(path) as book:
        revenue = kam.score(book, window="fy").set_index("account_id")["revenue"].to_dict()
    assert {"Nord AG": 0.0, "Süd & Söhne": 70.0, "华东电气": 30.5} == revenue


def test_named_sets_are_saved_compared_loaded_and_deleted(own):
    """A set is a batch of its own and counts for nothing until it is loaded and saved."""
    path = own("resellers")
    session = opened(path, "settings", tab="parameters")
    session.number_input(key="assumed_horizon").set_value(3).run()
    session.text_input(key="set_name").set_value("Short").run()
    button(session, "Save as a set").click().run()
    button(session, "Discard").click().run()
    session.toggle(key="compare_sets").set_value(True).run()
    differ = next(table.value for table in session.dataframe if "left" in table.value)
    assert [["Horizon", "5", "3"]] == differ.to_numpy().tolist()

    button(session, "Load").click().run()
    assert 3 == session.number_input(key="assumed_horizon").value
    session.button(key="delete_set").click().run()
    button(dialog(session), "Delete the set").click().run()
    assert [] == list(session.exception)
    with reopened(path) as book:
        assert {} == assumptions.sets(book)
        assert kam.Params() == assumptions.saved(book)
        assert 2 == len(book.journal()) - 2


def test_rows_nobody_can_read_are_named_and_can_be_removed(own):
    """A slip of the pen in the table of parameters."""
    path = own("orders")
    with kam.Workbook(path) as book:
        book.apply([kam.Insert("parameters", {"name": "horizont", "value": "4"})])
    session = opened(path, "settings", tab="parameters")
    assert any("horizont" in message for message in messages(session))
    button(session, "Remove them").click().run()

    assert [] == messages(session)


# -- currency


def test_the_sign_of_the_money_is_chosen_or_written(own):
    """At most three characters; every page then shows it."""
    path = own("orders")
    session = opened(path, "settings", tab="currency")
    (sign,) = [box for box in session.selectbox if (box.key or "").startswith("currency_sign")]
    sign.set_value("€").run()
    assert finding(session).startswith("Amounts are in €")
    with reopened(path) as book:
        assert "€" == book.meta["currency"]


def test_rates_are_told_and_edited_like_any_table(own):
    """One row a currency and day; the finding names the latest."""
    path = own("orders")
    with kam.Workbook(path) as book:
        book.apply([kam.Insert("rates", {"currency": c, "valid_on": d, "rate": r})
                    for c, d, r in (("USD", "2024-01-01", 0.9), ("usd", "2024-03-01", 0.95))])  # fmt: skip
    session = opened(path, "settings", tab="currency")

    assert finding(session).endswith("files in USD since 1 Mar 2024 are converted.")
    assert ["USD", "usd"] == session.dataframe[0].value["currency"].tolist()


def test_the_upload_asks_for_the_currency_only_where_there_are_rates(own):
    """And converts: 100 dollars at 0.9 are 90."""
    path, plain_book = own("orders"), own("empty")
    with kam.Workbook(path) as book:
        book.apply([kam.Insert("rates", {"currency": "USD", "valid_on": "2024-01-01", "rate": 0.9})])
    asked = {}
    for name, file in (("rates", path), ("none", plain_book)):
        session = opened(file, "upload")
        session.file_uploader[0].upload("x.csv", b"customer,date,amount\nNeu,2024-02-01,100\n", "text/csv")
        session.run()
        radio = next(iter(session.radio))
        radio.set_value("here").run()
        asked[name] = [group for group in session.button_group if group.key == "upload_rates"]
        if name == "rates":
            asked[name][0].set_value("USD").run()
            button(session, "Load 1 row").click().run()
            assert [] == list(session.exception)
    assert (1, 0) == (len(asked["rates"]), len(asked["none"]))
    with reopened(path) as book:
        assert 90.0 == book.table("transactions").set_index("account_id")["revenue"]["Neu"]


# -- the workbook


@pytest.fixture
def saved_book() -> Path:
    """A named workbook in the data folder."""
    path = home.path_of("Acme")
    with kam.Workbook(path) as book:
        book.apply([kam.Insert("accounts", {"account_id": "A"})])
    return path


def test_what_is_in_the_workbook_and_where_it_lies(saved_book):
    """Rows by table, the path, the number of batches."""
    session = opened(saved_book, "settings", tab="workbook")

    assert {"table": ["Accounts"], "rows": [1]} == session.dataframe[0].value.to_dict("list")
    assert str(saved_book) in [code.value for code in session.code]
    assert finding(session).startswith("Acme: 1 row")


def test_a_backup_is_made_verified_and_restored(saved_book):
    """What came after it is counted before it is given up, and lies in the trash then."""
    session = opened(saved_book, "settings", tab="workbook")
    session.button(key="back_up_here").click().run()
    session.button(key="verify_0").click().run()
    assert any("Whole" in one.value for one in session.success)
    with reopened(saved_book) as book:
        book.apply([kam.Insert("accounts", {"account_id": "B"})])
    session = opened(saved_book, "settings", tab="workbook")
    session.button(key="restore_0").click().run()
    assert any("1 batch since then goes with it." in text.text for text in texts(dialog(session)))
    button(dialog(session), "Restore this backup").click().run()

    assert [] == list(session.exception)
    assert [] == messages(session)
    assert ["Acme"] == [kept.name for kept in aside.trashed()]
    with reopened(saved_book, accept_older=True) as book:
        assert {"accounts": 1} == lookup.filled(book)


def test_a_deleted_workbook_comes_back_from_the_trash(saved_book):
    """Under another name where its own is taken by now."""
    shelf = Shelf()
    shelf.delete(saved_book)
    shelf.create("Acme")
    shelf.close_all()
    session = opened(saved_book, "settings", tab="workbook")
    session.button(key="bring_back_0").click().run()

    assert [] == list(session.exception)
    assert {"Acme", "Acme 2"} <= set(home.names())
    assert finding(session).startswith("Acme 2: 1 row")


def test_the_language_is_chosen_here_too(saved_book):
    """The whole app follows."""
    session = opened(saved_book, "settings", tab="workbook")
    next(one for one in session.button_group if one.key == "language_here").set_value("zh").run()

    assert [] == list(session.exception)
    assert "工作簿" in " ".join(text.text for text in texts(session))
    assert parts(session, "popover")
