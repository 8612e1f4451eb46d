"""The account room: who is shown, one part at a time, forms that are one batch each, and nothing to write on a stage."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import kam_core as kam
from kam_core.text import translator
from pages.ui import cache
from pages.ui.details import PARTS
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import charts, dialog, finding, messages, opened, proofs, read, texts
from tests.sampling import SOAK, every_other

LARGEST = "AW00000697"
WHOSE = ((LARGEST, "zh"), ("AW00000001", "en"), *(((LARGEST, "en"),) if SOAK else ()))
"""Accounts and languages in which every part is opened."""
EN = translator("en")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A prospect with two people and a visit, a group of two accounts of one name, one of them with six monthly orders."""
    path = tmp_path / "small.duckdb"
    with kam.Workbook(path) as book:

        def row(table: str, account: str, **values: object) -> kam.Insert:
            return kam.Insert(table, {"account_id": account, **values})

        book.apply([
            row("accounts", "P", account_name="Prospect AG", owner="Li Na", status="prospect"),
            row("accounts", "G", account_name="Holding"),
            row("accounts", "T1", account_name="Twin", parent_id="G", owner="Meyer", status="key", tier="A", review_on="2024-01-01"),
            row("accounts", "T2", account_name="Twin", parent_id="G", owner="Wu"),
            row("contacts", "P", contact_id="1", contact_name="Ann", role="decider", influence=5, support=2),
            row("contacts", "P", contact_id="2", contact_name="Bo", influence=4, support=-1),
            row("contacts", "P", contact_id="3", contact_name="Cy", influence=3, support=1),
            row("contacts", "P", contact_id="4", contact_name="Di", influence=2, support=0),
            row("interactions", "P", date="2024-05-01", kind="visit", who="Li Na", contact_id="1"),
            *(row("transactions", "T1", date=f"2024-0{month}-01", revenue=100.0 * month, cost=10.0) for month in range(1, 7)),
            row("transactions", "T2", date="2024-06-30", revenue=50.0),
        ])  # fmt: skip
    return path


def stored(path: Path) -> kam.Workbook:
    """The workbook as the app has it open."""
    return cache.book(path)


def warnings(session: AppTest) -> list[str]:
    return [read(element.value) for element in session.warning]


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def captions(session: AppTest) -> str:
    return " ".join(read(caption.value) for caption in session.caption)


def table(session: AppTest, column: str) -> list[object]:
    """A column of the first table that has it."""
    return next(frame.value[column].tolist() for frame in session.dataframe if column in frame.value)


# -- whom the page shows


def test_filters_do_not_hide_a_linked_account(small):
    """A link to an account outside of its filters shows it, with all its figures, and says so; without filters it says nothing."""
    plain = opened(small, "account", account="T1")
    session = opened(small, "account", account="T1", owner="Wu")

    assert [] == messages(session) and 0 == len(plain.info)
    assert finding(session) == finding(plain)
    assert [metric.value for metric in session.metric] == [metric.value for metric in plain.metric]
    assert ["This account lies outside the filters (Owner: Wu); it is shown all the same."] == [read(info.value) for info in session.info]
    assert "T1" == session.query_params["account"]


def test_filters_say_through_whom_one_leafs(small):
    """With an owner chosen the box holds that owner's accounts, and the page says how many."""
    session = opened(small, "account", owner="Wu")

    assert ["Twin · T2"] == session.selectbox(key="account").options
    assert "Leafing through 1 account: Owner: Wu" in captions(session)


def test_previous_and_next_follow_the_revenue(small):
    """T1 (2,100), T2 (50), then those without revenue; the first has none before it, the last none after."""
    session = opened(small, "account")
    seen = [session.query_params["account"]]
    assert session.button(key="leaf_chevron_left").disabled
    while not session.button(key="leaf_chevron_right").disabled:
        session.button(key="leaf_chevron_right").click().run()
        seen.append(session.query_params["account"])

    assert ["T1", "T2"] == seen[:2] and {"P", "G"} == set(seen[2:])
    session.button(key="leaf_chevron_left").click().run()
    assert seen[2] == session.query_params["account"]


def test_two_accounts_of_one_name_can_be_told_apart(small):
    """The box adds the id where a name stands twice, and opens the one that was chosen."""
    session = opened(small, "account")
    assert {"Twin · T1", "Twin · T2", "Prospect AG", "Holding"} == set(session.selectbox(key="account").options)

    assert "Twin · T2" == opened(small, "account", account="T2").selectbox(key="account").format_func("T2")
    assert ["50"] == [m.value for m in opened(small, "account", account="T2").metric if m.label == "Revenue, 12 months"]


def test_an_unknown_account_is_said_and_never_repeated_on_a_stage(small):
    """The first account is shown instead; on a stage the warning does not say what the link held."""
    assert ["There is no account T9 in this workbook."] == warnings(opened(small, "account", account="T9"))
    assert ["The account of the link is not in this workbook."] == warnings(opened(small, "account", account="T1", stage="true"))


def test_identity_in_chips_and_links(small):
    """Standing, tier, owner, an overdue review; the group leads to its members and they to it."""
    member, group = opened(small, "account", account="T1"), opened(small, "account", account="G")
    chips = " ".join(read(element.value) for element in member.markdown)

    assert all(word in chips for word in ("Key account · tier A", "Owner Meyer", "Next review 1 Jan 2024"))
    links = [(element.proto.label, element.proto.query_string) for element in member.get("page_link")]
    assert ("Group Holding", "account=G") in links
    assert {"account=T1", "account=T2"} <= {element.proto.query_string for element in group.get("page_link")}


# -- parts


@pytest.mark.parametrize(("part", "account", "language"), [(part, *who) for part in PARTS for who in WHOSE])
def test_every_part_opens_in_both_languages(books, part, account, language):
    """Each part of a rich and of a plain account; nothing English or half-width on the Chinese page; no NaN anywhere."""
    session = opened(books["resellers"], "account", account=account, part=part, lang=language)

    assert [] == list(session.exception)
    assert [] == messages(session)
    written = list(texts(session))
    assert [] == [text for text in written if re.search(r"\b(nan|NaN|NaT|None|<NA>)\b", text.text)]
    if language == "zh":
        book = stored(books["resellers"])
        data = typed(book)
        assert [] == english_left([text for text in written if "Fiscal" not in text.text], data)
        assert [] == half_width(written, data)


@pytest.mark.parametrize(("part", "account"), every_other(list(PARTS), ["P", "T2", "G"]))
def test_every_part_of_an_account_without_much_invites(small, part, account):
    """A prospect, a group without anything, an account of one order: no error, no NaN, something to read in every part."""
    session = opened(small, "account", account=account, part=part)

    assert [] == list(session.exception)
    assert [] == [text for text in texts(session) if re.search(r"\b(nan|NaN|NaT|None|<NA>)\b", text.text)]
    assert ("part" in session.query_params) == (part != "habits")


def test_only_the_chosen_part_is_drawn(books):
    """The list of people is there under ``?part=people`` and nowhere else; an unknown part opens the first."""
    drawn = {
        part: {key for key in ("support", "promise", "flag", "step") for f in session.dataframe if key in f.value}
        for part in ("people", "visits", "timeline", "habits", "nonsense")
        if (session := opened(books["resellers"], "account", account=LARGEST, part=part))
    }

    assert {"people": {"support"}, "visits": {"promise"}, "timeline": {"flag"}, "habits": {"step"}, "nonsense": {"step"}} == drawn


def test_habits_name_the_next_order(books):
    """The day, the interval and the count of gaps, computed here from the order days."""
    book = stored(books["resellers"])
    sql = f"SELECT DISTINCT date AS d FROM transactions WHERE account_id = '{LARGEST}' AND revenue > 0 ORDER BY d"
    days = [day.date() for day in book.frame(sql)["d"]]
    gaps = sorted((after - before).days for before, after in pairwise(days))
    expected = days[-1].fromordinal(days[-1].toordinal() + gaps[len(gaps) // 2])
    session = opened(books["resellers"], "account", account=LARGEST)

    assert [EN.day(expected)] == [metric.value for metric in session.metric if metric.label == "Next order expected"]
    assert f"from {len(gaps)} own gaps" in captions(session)


def test_people_show_the_worked_number(small):
    """(5,2) (4,-1) (3,1) (2,0) make +0.32; only Ann was touched: 5 of 14."""
    session = opened(small, "account", account="P", part="people")
    told = {metric.label: metric.value for metric in session.metric}

    assert ("+0.32", "36%", "1/5") == (told["Net support"], told["Coverage"], told["Roles held"])
    assert ["Ann", "Bo", "Cy", "Di"] == table(session, "name")


@pytest.mark.parametrize(("part", "language"), [("habits", "en"), ("people", "zh"), ("visits", "en")])
def test_figures_of_a_part_open_their_proof(books, part, language):
    """Each card has a proof: value, formula, rows and the lines of a notebook, which run and give a value."""
    session = opened(books["resellers"], "account", account=LARGEST, part=part, lang=language)
    keys = [key for key in proofs(session) if key.split("_AW")[0] not in
            ("proof_revenue_12m", "proof_profit_12m", "proof_clv", "proof_trust", "proof_attitude", "proof_days_since_last")]  # fmt: skip
    assert len(session.metric) == len(proofs(session))
    assert len(keys) >= 4
    book = stored(books["resellers"])
    data = typed(book)
    for key in keys:
        session.button(key=key).click().run()
        shown = dialog(session)
        assert 1 == len(shown.metric) and len(shown.dataframe) == 1 and shown.code, key
        if language == "zh":
            assert [] == english_left(list(texts(shown)), data), key
        lines = shown.code[0].value.splitlines()
        names: dict[str, object] = {}
        opening = [line for line in lines if line.startswith("wb = ")]
        assert 1 == len(opening)
        book = stored(books["resellers"])
        names["wb"] = book
        exec("\n".join(line for line in lines[:-1] if line not in opening), names)
        assert eval(lines[-1], names) is not None, key


# -- the timeline


def test_the_timeline_filters_by_the_link(books):
    """``?lanes=order&lanes=promise`` shows these kinds only, in the list and in the picture; an unknown kind is dropped."""
    session = AppTest.from_file(str(Path(kam.__file__).parents[1] / "app.py"), default_timeout=30)
    session.session_state["book"] = str(books["resellers"])
    session.query_params.update({"account": LARGEST, "part": "timeline", "lanes": ["order", "promise", "nonsense"]})
    session.switch_page("pages/account.py").run()

    assert {("Orders",), ("Promises",)} == {tuple(kind) for kind in table(session, "kind")}
    assert {"order", "promise"} == set(session.query_params["lanes"])
    (lanes,) = [spec for key, spec in charts(session).items() if key.startswith("lanes")]
    assert ["Orders", "Promises"] == lanes["layout"]["yaxis"]["ticktext"]


def test_the_timeline_is_paged_and_the_latest_comes_first(books):
    """A page holds 25 lines; the second goes on where the first ended, and no line is on both."""
    session = opened(books["resellers"], "account", account=LARGEST, part="timeline")
    first = list(zip(table(session, "day"), table(session, "what"), strict=True))
    key = next(key for pages in range(2, 9) if (key := f"timeline_page_{LARGEST}_{pages}") in session.session_state)
    session.session_state[key] = 2  # a click on the second page: the tool has no pagination
    session.run()
    second = list(zip(table(session, "day"), table(session, "what"), strict=True))

    assert 25 == len(first) and set(first).isdisjoint(second) and len(second) > 0


# -- writing


def _note(session: AppTest, text: str) -> AppTest:
    session.text_area[0].set_value(text)
    return next(button for button in session.button if button.label == "Keep the note").click().run()


def test_a_note_is_one_batch_and_can_be_undone_at_once(small):
    """Written, listed as text, told with its batch; Undo takes it away, and the journal holds both."""
    session = _note(opened(small, "account", account="P", part="notes"), "Asked for **tea** :red[now]")

    book = stored(small)
    assert [["P", "Asked for **tea** :red[now]"]] == book.table("notes")[["account_id", "text"]].to_numpy().tolist()
    batch = book.revision
    assert ["Asked for **tea** :red[now]"] == [text for element in session.markdown if "tea" in (text := unescaped(element.value))]
    assert not any(":red[now]" in element.value for element in session.markdown)
    assert f"Note kept. Batch {batch}: undo it here or in the journal." in [toast.value for toast in session.get("toast")]

    session.button(key=f"undo_saved_{batch}").click().run()
    book = stored(small)
    assert (0, batch + 1) == (len(book.table("notes")), book.revision)
    assert not [button for button in session.button if (button.key or "").startswith("undo_saved_")]


def test_an_empty_note_is_not_kept(small):
    """Spaces are no note: it is said, and nothing is written."""
    session = _note(opened(small, "account", account="P", part="notes"), "   ")

    assert ["The note is empty; nothing was kept."] == warnings(session)
    book = stored(small)
    assert (0, 1) == (len(book.table("notes")), book.revision)


def test_a_deleted_note_comes_back_by_undo(small):
    """Delete is a batch; its Undo brings the note back."""
    session = _note(opened(small, "account", account="P", part="notes"), "Stays")
    next(button for button in session.button if (button.key or "").startswith("delete_note_")).click().run()
    book = stored(small)
    assert [] == book.table("notes")["text"].tolist()
    batch = book.revision

    session.button(key=f"undo_saved_{batch}").click().run()
    book = stored(small)
    assert ["Stays"] == book.table("notes")["text"].tolist()


def _save(session: AppTest, opener: str) -> None:
    """Save the open form. The tool reruns the page where a browser reruns the form alone: what opened it has to be pressed again."""
    session.button(key=opener).click()
    next(one for one in dialog(session).button if one.label == "Save").click().run()


@pytest.mark.parametrize(
    ("part", "button", "table_name", "fields"),
    [
        ("people", "add_contact", "contacts", {"contact_name": "Eve"}),
        ("visits", "add_visit", "interactions", {}),
        ("actions", "add_action", "actions", {"action": "Call Ann"}),
        ("needs", "add_need", "needs", {"need": "Faster answers"}),
        ("competitors", "add_competitor", "competitors", {"competitor": "Rival"}),
        ("feedback", "add_feedback", "feedback", {"text": "All fine"}),
    ],
)
def test_a_form_adds_one_row_in_one_batch(small, part, button, table_name, fields):
    """Opened, filled, saved: one row about the account, one batch, one line to take it back."""
    session = opened(small, "account", account="P", part=part)
    session.button(key=button).click().run()
    for name, value in fields.items():
        key = f"field_{table_name}_new_{name}"
        next(field for field in [*session.text_input, *session.text_area] if field.key == key).set_value(value)
    _save(session, button)

    assert [] == list(session.exception)
    book = stored(small)
    rows = book.table(table_name)
    new = rows.iloc[-1]
    assert 2 == book.revision
    assert ("P", fields) == (new["account_id"], {name: new[name] for name in fields})
    assert session.button(key="undo_saved_2")


def test_what_is_needed_is_asked_for_and_nothing_is_written(small):
    """A contact without a name is refused inside the form, in the words of the screen."""
    session = opened(small, "account", account="P", part="people")
    session.button(key="add_contact").click().run()
    _save(session, "add_contact")

    assert any("Full name" in error for error in messages(session))
    book = stored(small)
    assert 1 == book.revision


def test_the_register_is_changed_in_place(small):
    """Edit opens what the register says; one changed field is one change; what was left alone stays."""
    session = opened(small, "account", account="T1")
    session.button(key="edit_account").click().run()
    owner = next(field for field in session.text_input if field.label == "Owner")
    assert "Meyer" == owner.value
    owner.set_value("Wu")
    _save(session, "edit_account")

    book = stored(small)
    row = book.table("accounts").set_index("account_id").loc["T1"]
    assert ("Wu", "Twin", "A", 2) == (row["owner"], row["account_name"], row["tier"], book.revision)
    assert not [one for one in session.button if (one.key or "").startswith("delete_accounts")]


@pytest.mark.parametrize("part", PARTS)
def test_nothing_can_be_written_on_a_stage(books, part):
    """Disguised: no form, no button that writes, no real name or id."""
    session = opened(books["resellers"], "account", part=part, stage="true")

    assert [] == list(session.exception)
    assert [] == [button.label for button in session.button if (button.key or "").startswith(("add_", "edit_", "delete_", "undo_"))]
    assert 0 == len(session.text_area)
    assert not any("edit" in frame.value for frame in session.dataframe)
    book = stored(books["resellers"])
    names = set(book.table("contacts")["contact_name"]) | set(book.table("accounts")["account_name"])
    assert [] == [text for text in texts(session) if text.text in names or "AW00000" in text.text]
