"""Doubles and groups on the quality tab: seen, merged, kept apart, accepted; each one batch with its way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import kam_core as kam
from pages.ui import cache
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import dialog, finding, messages, opened, parts, texts

HOSTILE = "[x](http://a) :red[y] $z$"
ACCOUNTS = {
    "K": f"Nord {HOSTILE}", "G": f"ＮＯＲＤ {HOSTILE} AG", "L1": "骏驰（北京）有限公司", "L2": "骏驰（上海）有限公司",
    "0042": "Ost", "42": "Ost",
}  # fmt: skip
TWINS, GROUPS = "Accounts that may be one and the same", "May belong to a group"


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """Two spellings of one firm, the second with a note; one id with and without zeros; one name in two places."""
    path = tmp_path / "orders.duckdb"
    with kam.Workbook(path) as book:
        book.apply([kam.Insert("accounts", {"account_id": name, "account_name": title}) for name, title in ACCOUNTS.items()])
        row = int(book.table("accounts").query("account_id == 'G'").index[0])
        note = kam.Insert("notes", {"account_id": "G", "date": "2024-05-01", "text": "x"})
        book.apply([kam.Change("accounts", row, "owner", None, "Li Na"), note])
    return path


def quality(path: Path, **link: str) -> AppTest:
    return opened(path, "tables", tab="quality", **link)


def press(session: AppTest, key: str, row: int = 0) -> AppTest:
    session.session_state[key] = {"row": row}
    session.run()
    if key in session.session_state:
        del session.session_state[key]
    return session


def _hold(session: AppTest) -> AppTest:
    """In a browser the dialog runs by itself; here the whole page does, and the click that opened it has to last."""
    session.session_state["merge_twins"] = {"row": 0}
    return session


def told(session: AppTest, alt: str) -> list[list[str]]:
    """The cells of the table that is described so; none without it."""
    return next((element.value.values.tolist() for element in session.dataframe if element.proto.alt == alt), [])


def ids(path: Path) -> set[str]:
    return set(cache.book(path).table("accounts")["account_id"])


def undo(session: AppTest) -> None:
    next(button for button in session.button if button.label == "Undo").click().run()


def test_a_double_is_merged_in_a_dialog_and_comes_back(messy: Path) -> None:
    """The one with rows stays unless told; the button says how many rows move; undo stands beside."""
    session = quality(messy)
    _hold(session).run()

    assert ["merge_now"] == [button.key for button in dialog(session).get("button") if button.label.startswith("Merge")]
    [which] = [radio for radio in session.radio if radio.label == "Which one stays?"]
    assert ("G", ["0 rows", "1 row"]) == (which.value, sorted(option.rpartition(" · ")[2] for option in which.options))
    which.set_value("K")
    _hold(session).run()
    session.button(key="merge_now").click()
    _hold(session).run()

    assert ([], []) == (list(session.exception), messages(session))
    assert set(ACCOUNTS) - {"G"} == ids(messy)
    assert ["K"] == cache.book(messy).table("notes")["account_id"].tolist()
    undo(session)
    assert set(ACCOUNTS) == ids(messy)


def test_what_is_not_the_same_is_not_listed_again(messy: Path) -> None:
    """Until that is undone."""
    session = quality(messy)
    assert 2 == len(told(session, TWINS))

    press(session, "part_twins")
    assert 1 == len(told(session, TWINS))
    undo(session)
    assert 2 == len(told(session, TWINS))


def test_a_group_is_accepted_or_dismissed(messy: Path) -> None:
    """The members get it as their group; a name without an account becomes one; what is dismissed is not listed again."""
    session = quality(messy)
    assert ["骏驰 (new account)", "Make it the group of 2"] == [told(session, GROUPS)[0][place] for place in (0, 3)]

    press(session, "accept_group")
    accounts = cache.book(messy).table("accounts").set_index("account_id")
    assert ("骏驰", "骏驰", "骏驰") == (accounts["parent_id"]["L1"], accounts["parent_id"]["L2"], accounts["account_name"]["骏驰"])
    assert [] == told(session, GROUPS)
    undo(session)
    press(session, "dismiss_group")
    assert ([], set(ACCOUNTS)) == (told(session, GROUPS), ids(messy))


def test_the_tab_and_the_dialog_are_chinese(messy: Path) -> None:
    """Nothing English is left but what people typed, which is shown as they typed it."""
    with kam.Workbook(messy) as book:
        data = typed(book)
    session = press(quality(messy, lang="zh"), "merge_twins")

    assert ([], []) == (list(session.exception), messages(session))
    assert ([], []) == (english_left(texts(session), data), half_width(texts(session), data))
    shown = " ".join(text.text for text in texts(dialog(session)))
    assert HOSTILE in shown


def test_where_nothing_is_alike_the_page_says_so(books: dict[str, Path]) -> None:
    """Two languages, one sentence."""
    session = quality(books["orders"])

    assert any(text.text == "No two accounts and no two contacts look alike." for text in texts(session))


def test_nothing_is_merged_on_a_stage(messy: Path) -> None:
    """The page ends with its sentence, whatever the session remembers."""
    session = press(quality(messy, stage="true"), "merge_twins")

    assert ("Nothing can be changed while names are disguised.", []) == (finding(session), parts(session, "dialog"))


def test_a_link_to_a_merged_account_leads_to_the_one_that_stayed(messy: Path) -> None:
    """It says so; a link to nobody still says that."""
    with kam.Workbook(messy) as book:
        book.merge("K", ["G"])
    session = opened(messy, "account", account="G")

    assert ("K", []) == (session.query_params["account"], messages(session))
    assert any("was merged into this account." in text.text for text in texts(session))


def test_a_file_finds_its_accounts_by_name_and_replaces_rows(own: Callable[[str], Path]) -> None:
    """Both are asked on the upload page where the workbook has accounts; what becomes of the rows is said before they are loaded."""
    path = own("orders")
    session = opened(path, "upload")
    (uploader,) = session.get("file_uploader")
    uploader.upload("more.csv", b"Customer,Order Date,Amount\nNORD,2024-01-05,101\nNeu,2024-01-06,5\n", "text/csv").run()

    next(box for box in session.button_group if (box.key or "").startswith("known_match_")).set_value("account_name").run()
    next(box for box in session.multiselect if (box.key or "").startswith("known_by_")).set_value(["date"]).run()

    assert ([], []) == (list(session.exception), messages(session))
    assert "Rows: 1 new, 1 updated, 0 as they were." in [element.value for element in session.caption]
    next(button for button in session.button if button.proto.type == "primary").click().run()
    sales = cache.book(path).table("transactions").set_index("date")
    assert ("Nord AG", 101.0) == tuple(sales.loc["2024-01-05", ["account_id", "revenue"]])
    assert "NORD" not in ids(path)
