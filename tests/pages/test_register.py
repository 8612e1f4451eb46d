"""The register page: what it says, what is decided in it, and what a stage does not let through."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import kam_core as kam
from pages.ui import cache
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import HAN, charts, dialog, figures, finding, messages, opened, texts
from tests.sampling import every_other

LISTS = ("key", "proposals", "prospects", "all", "policy")


def stored(path) -> kam.Workbook:
    """The workbook that the app has open, or opens for us."""
    return cache.book(Path(path))


def accounts(path) -> pd.DataFrame:
    """The accounts as they are stored, by id."""
    return stored(path).table("accounts").set_index("account_id")


def written(path, *edits) -> None:
    """Write into a workbook beside the page."""
    stored(path).apply(list(edits))


def press(session, label: str):
    """Press the button of that label."""
    next(button for button in session.button if button.label == label).click().run()
    return session


def grid(session) -> str:
    """The state key of the one grid that can be edited."""
    (key,) = [element.proto.id.split("-", 6)[-1] for element in session.dataframe if element.proto.editing_mode]
    return key


def type_into(session, **told):
    """What the browser would tell after somebody typed."""
    session.session_state[grid(session)] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **told}
    return session.run()


def save(session):
    """Save what was typed."""
    next(b for b in session.button if b.proto.type == "primary" and b.label.startswith(("Save", "保存"))).click().run()
    assert [] == list(session.exception)
    return session


def decide(session, row: int, key: str = "accept_proposal"):
    """Press a button in the list of proposals."""
    session.session_state[key] = {"row": row}
    session.run()
    if key in session.session_state:
        del session.session_state[key]
    return session


@pytest.mark.parametrize(("name", "shown", "language"), every_other(["resellers", "retail", "empty", "orders"], list(LISTS), ["en", "zh"]))
def test_every_list_opens_on_every_workbook(books, name, shown, language):
    """No list fails; the title is in the language of the session; a link names its list."""
    session = opened(books[name], "register", lang=language, list=shown)

    assert [] == list(session.exception)
    assert [] == messages(session)
    assert (language == "zh") == bool(HAN.search(session.header[0].value))
    assert name == "empty" or session.button_group(key="list").value == shown


@pytest.mark.parametrize("shown", LISTS)
def test_nothing_on_a_chinese_page_is_left_in_english(books, shown):
    """Labels, chips, reasons, cells and the words inside the chart are Chinese, data, or a name."""
    data = typed(stored(books["resellers"]))
    session = opened(books["resellers"], "register", lang="zh", list=shown)

    assert [] == english_left(texts(session), data)
    assert [] == half_width(texts(session), data)


def test_the_finding_counts_the_key_accounts_of_the_workbook(books):
    """The sample has 22 key accounts by a query of one's own, none with a review; the proposals told are those listed."""
    path = books["resellers"]
    assert 22 == (accounts(path)["status"] == "key").sum()

    session = opened(path, "register", list="proposals")
    listed = session.dataframe[0].value
    more = int((listed["suggestion"].str[0] == "Make key").sum())

    assert sorted(["22", str(more)]) == figures(finding(session))
    assert not set(listed.loc[listed["suggestion"].str[0] == "Make key", "status"]) & {"Key account", "Former"}


def test_the_chart_shows_the_load_of_each_owner(books):
    """Bars of key accounts add up to what stands in the table, for the owners shown."""
    path = books["resellers"]
    key = accounts(path).query("status == 'key'")["owner"].value_counts()
    (figure,) = charts(opened(path, "register")).values()

    shown = dict(zip(figure["layout"]["yaxis"]["ticktext"], figure["data"][0]["x"], strict=True))
    assert shown == {owner: key[owner] for owner in shown}
    assert figure["data"][0]["x"][0] == key.max() == 5


def test_an_empty_workbook_invites(books):
    """One sentence and a way to load."""
    session = opened(books["empty"], "register")

    assert "One file of orders is enough. Ratings can follow." == finding(session)
    assert "Upload a file" in [button.label for button in session.button]


def test_without_a_key_account_the_way_leads_on(own):
    """Rated enough, an account is proposed, and the button shows the proposals; else it shows all accounts."""
    path = own("resellers")
    rows = stored(path).table("accounts").query("status == 'key'")
    written(path, *(kam.Change("accounts", int(row), "status", "key", None) for row in rows.index))

    session = opened(path, "register")
    assert finding(session).startswith("No account is key yet; the data propose ")
    press(session, "Look at the proposals")
    assert "proposals" == session.button_group(key="list").value

    bare = press(opened(own("orders"), "register"), "All accounts")
    assert ("Which accounts are key?", "all") == (finding(bare), bare.button_group(key="list").value)


def test_a_status_typed_into_the_grid_is_one_batch_with_by_whom_and_since_when(own):
    """The rest is filled in with the author and the day of the page; one undo takes it all back."""
    path = own("orders")
    session = opened(path, "register", list="all")
    assert ["Süd & Söhne", "华东电气"] == session.dataframe[0].value["account_name"].tolist()[1:]

    save(type_into(session, edited_rows={0: {"status": "key", "decided_why": "Largest"}}))
    row = accounts(path).loc["Nord AG"]

    assert ["key", "Largest"] == [row["status"], row["decided_why"]]
    assert row["decided_by"]
    assert (date(2024, 3, 9), date(2025, 3, 9)) == (row["key_since"].date(), row["review_on"].date())
    assert "1 key account." == finding(session)

    assert "undo_2" in [button.key for button in session.button]
    stored(path).undo(2)
    assert accounts(path).loc["Nord AG", ["status", "decided_by", "key_since", "review_on"]].isna().all()


def test_what_somebody_else_decided_meanwhile_is_shown_and_not_overwritten(own):
    """Both statuses are told; keeping theirs leaves the register as they decided."""
    path = own("orders")
    mine, ann = (opened(path, "register", list="all") for _ in range(2))
    type_into(mine, edited_rows={0: {"status": "candidate"}})
    save(type_into(ann, edited_rows={0: {"status": "key"}}))
    save(mine)

    assert any("cells" in message for message in messages(mine))
    press(mine, "Keep theirs")
    assert "key" == accounts(path).loc["Nord AG", "status"]


def test_a_proposal_is_accepted_with_its_reason(own):
    """The dialog offers status, owner, tier, reason and review; one press writes it, and the account is no longer proposed."""
    path = own("resellers")
    session = opened(path, "register", list="proposals")
    first = session.dataframe[0].value.iloc[0]
    decide(session, 0)
    assert first["why"] == dialog(session).text_area[0].value

    press(session, "Decide")
    row = accounts(path).set_index("account_name").loc[first["account"]]

    assert ("key", first["why"]) == (row["status"], row["decided_why"])
    assert (date(2013, 11, 29), date(2014, 11, 29)) == (row["key_since"].date(), row["review_on"].date())
    assert first["account"] not in session.dataframe[0].value["account"].tolist()
    assert "23" in figures(finding(session))


def test_a_proposal_is_declined_only_with_a_reason_and_not_proposed_again_before_its_review(own):
    """Without a reason nothing is written; with one it keeps its status and comes back on the day of its review."""
    path = own("resellers")
    session = opened(path, "register", list="proposals")
    first = session.dataframe[0].value.iloc[0]
    decide(session, 0, "decline_proposal")
    press(session, "Decline")
    assert any(message.startswith("Say why") for message in messages(session))
    dialog(session).text_area[0].set_value("Too far away")
    dialog(session).date_input[0].set_value(date(2013, 11, 30))
    press(session, "Decline")

    row = accounts(path).set_index("account_name").loc[first["account"]]
    assert ("candidate", "Too far away") == (row["status"], row["decided_why"])
    assert first["account"] not in session.dataframe[0].value["account"].tolist()

    written(path, kam.Insert("transactions", {"account_id": row.name, "date": date(2013, 12, 1), "revenue": 1}))
    later = opened(path, "register", list="proposals")
    assert first["account"] in later.dataframe[0].value["account"].tolist()


def test_review_dates_for_all_at_once(own):
    """The button says how many; afterwards none is without a date."""
    path = own("resellers")
    session = press(opened(path, "register"), "Set review dates")
    press(session, "Set for 22 accounts")

    assert accounts(path).query("status == 'key'")["review_on"].notna().all()
    assert "Set review dates" not in [button.label for button in session.button]


def test_a_prospect_is_added_and_listed(own):
    """With a name of its own; a name that is taken is refused in words."""
    path = own("orders")
    session = press(opened(path, "register", list="prospects"), "Add a prospect")
    dialog(session).text_input[0].set_value("nord ag")
    next(button for button in dialog(session).button if button.label == "Add a prospect").click().run()
    assert any("another account has this name" in message for message in messages(session))

    dialog(session).text_input[0].set_value("West <b>")
    next(button for button in dialog(session).button if button.label == "Add a prospect").click().run()
    assert ("West <b>", "prospect") == tuple(accounts(path).loc["P-001", ["account_name", "status"]])
    assert ["West <b>"] == session.dataframe[0].value["account_name"].tolist()


def test_a_policy_is_started_changed_and_its_reach_shown_before_it_is_saved(own):
    """The proposed policy covers the tiers in use; a change not saved yet moves the preview."""
    path = own("resellers")
    session = press(opened(path, "register", list="policy"), "Start with a proposed policy")
    before = session.dataframe[1].value
    assert [("Tier · A", 22), ("Tier · B", 8), ("Tier · C", 30)] == list(zip(before["policy"], before["covers"], strict=True))

    type_into(session, edited_rows={0: {"cadence_days": 1}}, added_rows=[{"applies_to": "status", "value": "regular", "cadence_days": 365}])
    preview = session.dataframe[1].value
    assert preview["overdue"].tolist()[0] > before["overdue"].tolist()[0]
    assert ("Status · Regular", 29) == tuple(preview[["policy", "covers"]].iloc[3])

    save(session)
    assert [1, 90, 180, 365] == stored(path).table("policies")["cadence_days"].tolist()


def test_one_account_deviates_with_a_reason_and_inherits_again(own):
    """The dialog tells what holds now; the agreement is listed and can be taken back."""
    path = own("resellers")
    written(path, kam.Insert("policies", {"applies_to": "tier", "value": "A", "service_level": "Gold", "cadence_days": 30}))
    account = accounts(path).query("tier == 'A'").index[0]
    session = press(opened(path, "register", list="policy"), "Agree something else")
    dialog(session).selectbox[0].set_value(account).run()
    assert any("Gold" in caption.value and "30" in caption.value for caption in dialog(session).caption)
    dialog(session).number_input[0].set_value(7)
    dialog(session).text_input[-1].set_value("They asked for it")
    press(session, "Agree")

    agreed = stored(path).table("policies").iloc[-1]
    assert ("account", account, 7) == tuple(agreed[["applies_to", "value", "cadence_days"]])
    assert "Own service policy: They asked for it" == stored(path).table("notes")["text"].iloc[-1]
    decide(session, 0, "inherit_again")
    assert ["tier"] == stored(path).table("policies")["applies_to"].tolist()


@pytest.mark.parametrize("shown", LISTS)
def test_on_a_stage_it_is_shown_and_nothing_can_be_changed(books, shown):
    """No Save, no decision, no real name of an account or a person."""
    session = opened(books["resellers"], "register", list=shown, stage="true")
    real = set(accounts(books["resellers"])["account_name"]) | set(accounts(books["resellers"])["owner"])

    assert [] == list(session.exception)
    labels = {button.label for button in session.button}
    assert not labels & {"Save", "Set review dates", "Add a prospect", "Agree something else", "Start with a proposed policy", "Undo"}
    assert [] == [element for element in session.dataframe if {"accept", "decline", "back"} & set(element.value.columns)]
    assert [] == sorted(real & {text.text for text in texts(session)})


def test_the_lists_follow_the_filters_and_the_limits_do_not(books):
    """Narrowed to one owner the list holds that owner's accounts; the limit of an owner is told of everybody."""
    session = opened(books["resellers"], "register", owner="Li Na")

    assert {"Li Na"} == set(session.dataframe[0].value["owner"])
    assert "5 key accounts" in finding(session)
    (left,) = [metric.delta for metric in session.metric if metric.label == "Key accounts"]
    assert "13 places left" == left
