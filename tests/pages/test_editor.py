"""From the grid to the workbook: positions become row ids, what may not be edited is ignored, and a cell that moved on is said."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

import kam_core as kam
from kam_core.errors import BadEdit, StaleEdit
from kam_core.schema import TABLES
from pages.ui.editor import edits, merged, refused
from tests.pages.chinese import english_left
from tests.pages.session import dialog, finding, messages, opened, texts

NOTHING = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}


@pytest.fixture
def shown() -> pd.DataFrame:
    """Three accounts as the grid was given them; row ids are not positions."""
    return pd.DataFrame(
        {
            "account_id": ["A", "B", "C"],
            "account_name": ["Nord", "Süd", None],
            "opened_year": [1990, None, 2001],
            "status": ["key", None, "key"],
        },
        index=pd.Index([17, 42, 5], name="row_id"),
    )


def test_nothing_told_is_no_edit(shown):
    """The state of an untouched grid, and one that is not there yet."""
    assert [] == edits("accounts", shown, NOTHING)
    assert [] == edits("accounts", shown, {})


def test_positions_become_row_ids_with_the_value_that_was_seen(shown):
    """A change names the row by its id and carries the old value; positions come as numbers or as text."""
    told = {**NOTHING, "edited_rows": {"2": {"account_name": "West"}, 0: {"opened_year": 1991}}}

    assert [
        kam.Change("accounts", 5, "account_name", None, "West"),
        kam.Change("accounts", 17, "opened_year", 1990, 1991),
    ] == edits("accounts", shown, told)


def test_a_missing_value_is_none_and_not_nan(shown):
    """What was missing in the frame is ``None`` in the edit, so that it compares as missing; clearing a cell sets it missing."""
    told = {**NOTHING, "edited_rows": {1: {"opened_year": 2000, "status": "key"}, 0: {"account_name": None}}}

    assert [
        kam.Change("accounts", 42, "opened_year", None, 2000),
        kam.Change("accounts", 42, "status", None, "key"),
        kam.Change("accounts", 17, "account_name", "Nord", None),
    ] == edits("accounts", shown, told)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NaT, pd.NA])
def test_every_kind_of_missing_is_missing(missing):
    """None, NaN, NaT and NA are one thing to the workbook."""
    frame = pd.DataFrame({"account_name": pd.Series([missing], dtype=object)}, index=[9])

    assert [kam.Change("accounts", 9, "account_name", None, "x")] == edits("accounts", frame, {"edited_rows": {0: {"account_name": "x"}}})


def test_columns_that_may_not_be_edited_are_ignored():
    """A browser may claim anything: unknown columns, internal ones and those that are not editable make no edit."""
    frame = pd.DataFrame({"account_id": ["A"], "revenue": [10.0], "grain": ["line"]}, index=[3])
    told = {
        "edited_rows": {0: {"grain": "period", "version": 1, "row_id": 7, 'x"; DROP TABLE accounts;--': 1, "revenue": 11}},
        "added_rows": [{"revenue": 5, "grain": "period", "batch": 0}],
    }

    assert TABLES["transactions"].column("grain").editable is False
    assert [
        kam.Change("transactions", 3, "revenue", 10.0, 11),
        kam.Insert("transactions", {"revenue": 5}),
    ] == edits("transactions", frame, told)


def test_a_row_that_was_added_and_left_empty_is_no_edit(shown):
    """The grid tells ``{}`` as soon as a row is added; empty text and missing count as left empty, zero and no do not."""
    told = {**NOTHING, "added_rows": [{}, {"account_id": ""}, {"account_id": None, "note": ""}, {"account_id": "D", "note": ""}]}

    assert [kam.Insert("accounts", {"account_id": "D"})] == edits("accounts", shown, told)
    assert [kam.Insert("accounts", {"employees": 0})] == edits("accounts", shown, {"added_rows": [{"employees": 0}]})
    assert [kam.Insert("interactions", {"kept": False})] == edits("interactions", shown, {"added_rows": [{"kept": False}]})


def test_a_new_rating_is_about_an_account_and_valid_on_the_day_shown(shown):
    """What a new row leaves open is filled in where the answer is plain; what was typed stands."""
    day, other = date(2024, 3, 9), date(2024, 1, 1)
    told = {"added_rows": [{}, {"subject_id": "A", "item": "trust"}, {"subject_id": "B", "subject_type": "contact", "valid_on": other}]}

    assert [
        kam.Insert("ratings", {"subject_type": "account", "valid_on": day, "subject_id": "A", "item": "trust"}),
        kam.Insert("ratings", {"subject_type": "contact", "valid_on": other, "subject_id": "B"}),
    ] == edits("ratings", shown, told, day)


def test_deleting_a_row_wins_over_changing_it(shown):
    """A row that was edited and then deleted is deleted; each once, in the order of the grid."""
    told = {**NOTHING, "edited_rows": {2: {"account_name": "x"}, 0: {"account_name": "y"}}, "deleted_rows": [2, 1, 2]}

    assert [
        kam.Change("accounts", 17, "account_name", "Nord", "y"),
        kam.Delete("accounts", 42),
        kam.Delete("accounts", 5),
    ] == edits("accounts", shown, told)


def test_what_the_grid_was_told_is_left_as_it_is(shown):
    """The function is pure: asked twice it answers the same."""
    told = {"edited_rows": {1: {"account_name": "x"}}, "added_rows": [{"account_id": "D"}], "deleted_rows": [0]}
    before, frame = repr(told), shown.copy()

    first, second = edits("accounts", shown, told), edits("accounts", shown, told)

    assert first == second
    assert before == repr(told)
    pd.testing.assert_frame_equal(frame, shown)


def test_edits_of_a_grid_are_one_batch_and_one_undo():
    """A change, a new row and a deletion go in together and come out together."""
    book = kam.Workbook()
    book.apply([kam.Insert("accounts", {"account_id": id, "account_name": id.lower()}) for id in "ABC"])
    before = book.table("accounts")
    told = {"edited_rows": {1: {"account_name": "Süd", "employees": 12}}, "added_rows": [{}, {"account_id": "D"}], "deleted_rows": [0]}

    batch = book.apply(edits("accounts", before, told))

    after = book.table("accounts")
    assert [("B", "Süd"), ("C", "c"), ("D", None)] == sorted(
        (id, name if isinstance(name, str) else None) for id, name in zip(after["account_id"], after["account_name"], strict=True)
    )
    book.undo(batch)
    pd.testing.assert_frame_equal(before, book.table("accounts"))


def test_a_snapshot_that_is_no_longer_true_is_refused_as_a_whole():
    """When one of the cells has moved on, nothing of the batch is stored and both values are known."""
    book = kam.Workbook()
    book.apply([kam.Insert("accounts", {"account_id": id, "account_name": id.lower()}) for id in "AB"])
    seen = book.table("accounts")
    book.apply([kam.Change("accounts", int(seen.index[0]), "account_name", "a", "Ann's")], author="Ann")

    with pytest.raises(StaleEdit) as refused:
        book.apply(edits("accounts", seen, {"edited_rows": {0: {"account_name": "mine"}, 1: {"account_name": "b2"}}}))

    (conflict,) = refused.value.facts["conflicts"]
    assert ("account_name", "mine", "Ann's", "Ann") == (conflict["column"], conflict["yours"], conflict["theirs"], conflict["by"])
    assert ["Ann's", "b"] == book.table("accounts")["account_name"].tolist()


def test_a_new_row_without_its_id_is_refused():
    """A row that lacks what it needs is refused with its column, and the good edits of the batch with it."""
    book = kam.Workbook()

    with pytest.raises(BadEdit, match="account_id"):
        book.apply(edits("accounts", book.table("accounts"), {"added_rows": [{"account_id": "A"}, {"note": "no id"}]}))

    assert 0 == book.count("accounts")


def grid(session) -> str:
    """The state key of the grid on the tables page."""
    (key,) = [element.proto.id.split("-", 6)[-1] for element in session.dataframe if element.proto.editing_mode]
    return key


def type_into(session, **told):
    """What the browser would tell after somebody typed."""
    session.session_state[grid(session)] = {**NOTHING, **told}
    return session.run()


def save(session):
    (button,) = [button for button in session.button if button.proto.type == "primary" and button.label.startswith(("Save", "保存"))]
    return button.click().run()


def test_save_stores_what_was_typed_as_one_batch(own):
    """Two cells typed, one Save, one line in the journal; its undo asks first."""
    session = type_into(opened(own("orders"), "tables", table="accounts"), edited_rows={0: {"account_name": "Nord SE", "owner": "Ann"}})
    assert ["Save 2 changes"] == [button.label for button in session.button if button.proto.type == "primary"]

    save(session)
    assert [] == messages(session)
    assert "Nord SE" in session.dataframe[0].value["account_name"].tolist()
    assert ["2 changes saved."] == [toast.value for toast in session.get("toast")]

    session.button(key="undo_2").click().run()
    assert [] == list(session.exception)
    assert ["Undo batch 2"] == [button.label for button in dialog(session).button]
    assert dialog(session).markdown[0].value.startswith("Batch 2: ")


@pytest.fixture
def overtaken(own):
    """Ann has saved the name of the first account while I typed another one, and an owner into the second row."""

    def open_(language: str = "en"):
        path = own("orders")
        mine, ann = opened(path, "tables", table="accounts", lang=language), opened(path, "tables", table="accounts")
        type_into(mine, edited_rows={0: {"account_name": "Nord of mine"}, 1: {"owner": "me"}})
        save(type_into(ann, edited_rows={0: {"account_name": "Nord of Ann"}}))
        return save(mine)

    return open_


def stored(session) -> list[tuple[str, str]]:
    """Names and owners as a new session sees them."""
    table = opened(session.session_state["book"], "tables", table="accounts").dataframe[0].value
    return list(zip(table["account_name"], table["owner"], strict=True))


def test_somebody_else_was_faster(overtaken):
    """Ann saves while I type into the same cell: nothing of mine is stored, and both values are shown."""
    mine = overtaken()

    assert [] == list(mine.exception)
    assert any("1 of these cells" in message for message in messages(mine))
    (conflicts,) = [table.value for table in mine.dataframe if "theirs" in table.value]
    assert [("Nord of mine", "Nord of Ann")] == list(zip(conflicts["yours"], conflicts["theirs"], strict=True))
    assert [("Nord of Ann", ""), ("Süd & Söhne", ""), ("华东电气", "")] == stored(mine)


def test_mine_can_stand_over_hers(overtaken):
    """After seeing both values I may insist: all I typed is stored as one batch."""
    mine = overtaken()

    next(button for button in mine.button if button.label == "Use mine").click().run()

    assert [] == list(mine.exception)
    assert [] == messages(mine)
    assert [("Nord of mine", ""), ("Süd & Söhne", "me"), ("华东电气", "")] == stored(mine)


def test_keeping_hers_does_not_throw_away_what_nobody_disputes(overtaken):
    """Her value stands in the cell we both typed into; what I typed elsewhere is saved, or still waits to be."""
    mine = overtaken()

    next(button for button in mine.button if button.label == "Keep theirs").click().run()
    if any(button.label.startswith("Save 1") for button in mine.button):
        save(mine)

    assert [] == messages(mine)
    assert [("Nord of Ann", ""), ("Süd & Söhne", "me"), ("华东电气", "")] == stored(mine)


def test_a_conflict_stays_with_its_table(overtaken):
    """On another table nothing is said of it, and nothing can be stored there by its buttons."""
    mine = overtaken()

    mine.selectbox(key="table").set_value("transactions").run()

    assert [] == messages(mine)
    assert [] == [button.label for button in mine.button if button.label in ("Use mine", "Keep theirs")]


@pytest.mark.parametrize("edited", ["stale", "out of bounds"])
def test_what_was_refused_is_said_in_chinese(overtaken, own, edited):
    """A Chinese page refuses in Chinese: message, columns and bounds."""
    if edited == "stale":
        session = overtaken("zh")
    else:
        session = opened(own("orders"), "tables", table="accounts", lang="zh")
        type_into(session, edited_rows={0: {"opened_year": 12}})
        next(button for button in session.button if button.proto.type == "primary").click().run()

    data = {"Nord of mine", "Nord of Ann", "Nord AG", "Süd & Söhne", "Söhne", "me", "orders.csv", "You"}
    assert messages(session)
    assert [] == english_left(texts(session), data)


def test_a_value_out_of_bounds_is_refused_in_words(own):
    """What the grid lets through the workbook checks again: the sentence names the column, nothing is stored."""
    session = save(type_into(opened(own("orders"), "tables", table="accounts"), edited_rows={0: {"opened_year": 12, "owner": "Ann"}}))

    assert any("opened_year" in message or "Opened in" in message for message in messages(session))
    assert ["", "", ""] == session.dataframe[0].value["owner"].tolist()


def test_discard_forgets_what_was_typed(own):
    """Discard leaves nothing pending and the workbook as it was."""
    session = type_into(opened(own("orders"), "tables", table="accounts"), edited_rows={0: {"account_name": "x"}})
    next(button for button in session.button if button.label == "Discard").click().run()

    assert ["Save"] == [button.label for button in session.button if button.proto.type == "primary"]
    assert "Nord AG" in session.dataframe[0].value["account_name"].tolist()


def test_finding_a_text_edits_the_row_that_is_shown(own):
    """After a search the first position means the first row found, not the first of the table."""
    path = own("orders")
    session = opened(path, "tables", table="accounts")
    session.text_input(key="find_accounts").set_value("华东").run()
    assert "Accounts: 1 of 3 rows match." == finding(session)

    save(type_into(session, edited_rows={0: {"owner": "李娜"}}))

    found = opened(path, "tables", table="accounts").dataframe[0].value
    assert {"华东电气": "李娜"} == {name: owner for name, owner in zip(found["account_name"], found["owner"], strict=True) if owner}


def test_a_search_is_taken_literally(own):
    """Percent signs, quotes and SQL are text to look for."""
    session = opened(own("orders"), "tables", table="accounts")

    for text in ("%", "'; DROP TABLE rows_accounts;--", "_", '"'):
        session.text_input(key="find_accounts").set_value(text).run()
        assert "Accounts: 0 of 3 rows match." == finding(session)
        assert [] == list(session.exception)


@pytest.mark.parametrize(
    "told", [{"edited_rows": {"99": {"owner": "x"}, "-1": {"owner": "y"}, "a": {"owner": "z"}}}, {"deleted_rows": [9, -1]}]
)
def test_positions_that_were_not_shown_are_no_edits(shown, told):
    """A browser may claim anything."""
    assert [] == edits("accounts", shown, told)


def test_a_new_row_in_a_narrowed_table_is_about_that_account():
    """What the filter says need not be typed again; a row with nothing else is left out."""
    frame = pd.DataFrame({"contact_id": [], "account_id": [], "contact_name": []})
    told = {"added_rows": [{"contact_id": "1", "contact_name": "Li"}, {"account_id": "A"}]}

    assert [kam.Insert("contacts", {"account_id": "A", "contact_id": "1", "contact_name": "Li"})] == edits(
        "contacts", frame, told, account="A"
    )


def test_edits_of_two_pages_become_one_list():
    """The later value of a cell stands on what was seen first; a cell put back is no change; a deletion wins."""
    first = [
        kam.Change("accounts", 1, "owner", "a", "b"),
        kam.Change("accounts", 2, "owner", "x", "y"),
        kam.Change("accounts", 3, "city", "", "L"),
    ]
    later = [kam.Change("accounts", 1, "owner", "a", "c"), kam.Change("accounts", 2, "owner", "x", "x"), kam.Delete("accounts", 3)]

    assert [kam.Change("accounts", 1, "owner", "a", "c"), kam.Delete("accounts", 3)] == merged(first, later)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("opened_year", 12), ("employees", float("inf")), ("employees", 1e300), ("employees", 1.5), ("key_since", "0999-01-01"),
        ("key_since", "9999-12-31"), ("key_since", "yesterday"), ("note", "x" * 5000), ("status", "boss"), ("account_id", ""),
    ],
)  # fmt: skip
def test_every_kind_of_bad_cell_is_named(column, value):
    """Bounds, infinity, dates out of range, text too long, a choice that is none, a needed value taken away."""
    ((edit, error),) = refused([kam.Change("accounts", 1, column, None, value)])

    assert (column, "accounts") == (error.facts["column"], error.facts["table"])
    assert edit.row_id == 1


def test_a_refused_cell_is_told_with_its_row_and_column(own):
    """Before anything is saved: the firm, the title of the column, the bounds; choices in the language of the page."""
    session = type_into(
        opened(own("orders"), "tables", table="accounts", lang="zh"), edited_rows={0: {"opened_year": 12}, 1: {"status": "boss"}}
    )

    (message,) = messages(session)
    assert all(word in message for word in ("Nord AG", "Söhne", "1600", "2099", "关键客户"))


@pytest.fixture
def many(own):
    """A workbook with 150 accounts: two pages."""
    path = own("empty")
    with kam.Workbook(path) as book:
        book.apply([kam.Insert("accounts", {"account_id": f"A{i:03d}", "account_name": f"Firm {i}"}) for i in range(150)])
    return path


def test_what_is_typed_waits_while_one_pages_and_searches(many):
    """Edits of page one, of page two and of a search are one Save; each is shown again where it was typed."""
    session = type_into(opened(many, "tables", table="accounts"), edited_rows={0: {"owner": "Ann"}})
    session.session_state[session.session_state["page"]] = 2  # a click on the second page: the tool has no pagination
    session.run()
    assert "A100" == session.dataframe[0].value["account_id"].iloc[0]
    type_into(session, edited_rows={1: {"owner": "Bo"}})
    session.text_input(key="find_accounts").set_value("A07").run()
    assert any(button.label == "Save 2 changes" for button in session.button)

    save(session)

    assert [] == messages(session)
    with_owner = opened(many, "tables", table="accounts", sort="owner").dataframe[0].value
    assert [("A000", "Ann"), ("A101", "Bo")] == list(zip(with_owner["account_id"], with_owner["owner"], strict=True))[:2]


def test_what_is_typed_waits_on_another_page_of_the_app(own):
    """Overview and back: the cell shows what was typed, and Save stores it."""
    path = own("orders")
    session = type_into(opened(path, "tables", table="accounts"), edited_rows={0: {"owner": "Ann"}})
    session.switch_page("pages/upload.py").run()
    session.switch_page("pages/tables.py").run()

    assert any(button.label == "Save 1 change" for button in session.button)
    assert "Ann" == session.dataframe[0].value["owner"].iloc[0]
    save(session)
    assert [("Nord AG", "Ann")] == stored(session)[:1]


def test_a_row_deleted_meanwhile_is_said_and_the_rest_is_kept(own):
    """Ann deletes a row I edit: I am told, and save what is left."""
    path = own("orders")
    mine, ann = opened(path, "tables", table="accounts"), opened(path, "tables", table="accounts")
    type_into(mine, edited_rows={0: {"owner": "me"}, 1: {"owner": "me"}})
    save(type_into(ann, deleted_rows=[0]))
    save(mine)
    assert any("deleted meanwhile" in caption.value for caption in mine.caption)

    next(button for button in mine.button if button.label == "Save the rest").click().run()

    assert [] == messages(mine)
    assert [("Süd & Söhne", "me"), ("华东电气", "")] == stored(mine)


def test_deleting_says_how_many_rows_and_can_be_undone(own):
    """The count before, the undo after."""
    session = type_into(opened(own("orders"), "tables", table="accounts"), deleted_rows=[0, 2])
    assert any("2 rows will be deleted." in caption.value for caption in session.caption)

    save(session)
    assert 1 == len(session.dataframe[0].value)
    session.button(key="undo_2").click().run()
    assert ["Undo batch 2"] == [button.label for button in dialog(session).button]


def test_every_table_can_be_opened_and_shows_whose_rows_they_are(books):
    """All tables of the schema; where rows are about accounts the name stands beside the id and cannot be edited."""
    for name in TABLES:
        session = opened(books["resellers"], "tables", table=name)
        assert [] == list(session.exception), name
    contacts = opened(books["resellers"], "tables", table="contacts", account="AW00000697").dataframe[0].value
    assert {"Brakes and Gears"} == set(contacts["of_account"])
