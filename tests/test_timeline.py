"""The timeline of an account: every kind once and in its words, the latest first, and what a date leaves out."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.engine import question
from kam_core.schema import TABLES
from kam_core.text import translator
from kam_core.timeline import COLUMNS, KINDS, index_moves, timeline, words
from kam_core.workbook import Delete, Insert, Workbook

DAY = date(2024, 6, 30)
RATED = ("subject_type", "subject_id", "item", "value", "valid_on", "rater")
RATINGS = (
    ("account", "A", "trust", 4, "2024-01-01", "Li"), ("contact", "C1", "x", 4, "2024-01-01", "Ann"),
    ("account", "A", "y", 4, "2024-01-02", "Li"),
)  # fmt: skip


@pytest.fixture(scope="module")
def wb() -> Workbook:
    """An account A with every kind of event in one batch, a second one (undone), a third that deletes a note; B has its own."""
    wb = Workbook()

    def of(table: str, **values: object) -> Insert:
        return Insert(table, {"account_id": "A", **values})

    wb.apply([
        of("accounts", account_name="Nord"),
        of("contacts", contact_id="C1", contact_name="Ann"),
        of("transactions", date="2024-03-01", order_id="O1", revenue=70.0),
        of("transactions", date="2024-03-01", order_id="O1", revenue=30.0),
        of("transactions", date="2024-03-01", order_id="O2", revenue=5.0), of("transactions", date="2024-04-01", revenue=-20.0),
        of("interactions", date="2024-05-01", kind="visit", who="Li", contact_id="C1", note="Long talk"),
        of("interactions", date="2024-05-01", kind="promise", who="Li", contact_id="C1", promise="A sample", kept=False),
        of("interactions", date="2024-05-02", kind="call", promise="An answer"),
        of("actions", action_id="1", action="Send it", state="planned", due_on="2024-06-01"),
        of("actions", action_id="2", action="Dinner", state="done", due_on="2024-05-05", done_on="2024-05-04"),
        of("actions", action_id="3", action="Plan", due_on="2024-09-01"), of("actions", action_id="4", action="Some day"),
        of("contracts", contract_id="K", start_on="2023-01-01", end_on="2024-12-31", value=1000.0),
        of("feedback", date="2024-02-01", text="All fine"),
        of("notes", date="2024-02-02", text="Likes tea", author="Li"), of("notes", date="2024-02-03", text="Wrong"),
        *(Insert("ratings", dict(zip(RATED, row, strict=True))) for row in RATINGS),
        Insert("transactions", {"account_id": "B", "date": "2024-03-01", "revenue": 1.0}),
    ], author="me")  # fmt: skip
    wb.undo(wb.apply([of("notes", date="2024-02-04", text="Never")]))
    notes = wb.table("notes")
    wb.apply([Delete("notes", int(notes.index[notes["text"] == "Wrong"][0]))], author="you")
    return wb


def _told(found: pd.DataFrame, kind: str, lang: str = "en") -> list[str]:
    t = translator(lang)
    return [words(event, t, "$") for event in found[found["kind"] == kind].to_dict("records")]


def test_every_kind_in_its_words(wb: Workbook) -> None:
    """One event an order and day, a day of ratings, both ends of a contract; a visit with a promise is both; undone rows are gone."""
    places = [(date(2024, 3, 30), {"trust": 52.4}), (DAY, {"trust": 60.0})]
    found = timeline(wb, "A", DAY, places=places, band=5.0)

    assert {kind: _told(found, kind) for kind in KINDS} == {
        "order": ["Return: −$20, 1 line", "Order O2: $5, 1 line", "Order O1: $100, 2 lines"],
        "rating": ["1 answer by Li", "2 answers by 2 people"],
        "move": ["Trust 52 → 60"],
        "visit": ["Call", "Visit with Ann: Long talk"],
        "promise": ["Open: An answer", "Broken: A sample"],
        "action": ["Planned: Plan", "Planned: Send it", "Done: Dinner"],
        "contract": ["Contract K ends: $1k a year", "Contract K starts: $1k a year"],
        "feedback": ["All fine"],
        "note": ["Likes tea"],
        "record": ["Edit: Notes 1", "Edit: Notes 1 (undone)", _told(found, "record")[2]],
    }
    assert _told(found, "record")[2].startswith("Edit: ") and "Transactions 4" in _told(found, "record")[2]
    assert list(found.columns) == list(COLUMNS)


def test_the_latest_comes_first(wb: Workbook) -> None:
    """Days never grow going down; each event names the batch and table it comes from."""
    found = timeline(wb, "A", DAY)

    assert found["day"].is_monotonic_decreasing
    assert set(found["batch"]) == {1, 2, 4}  # 3 is the undo of 2: it has no rows of its own
    assert set(found.loc[found["kind"] != "record", "origin"]) <= set(TABLES)


def test_what_needs_a_look_and_what_lies_ahead(wb: Workbook) -> None:
    """A broken promise and an action past its day are bad; a plan and the end of a contract lie ahead; a fall of an index is bad."""
    found = timeline(wb, "A", DAY, places=[(date(2024, 3, 30), {"trust": 60.0}), (DAY, {"trust": 40.0})], band=5.0)

    assert found.loc[found["bad"], "what"].tolist() == ["trust", "Send it", "A sample"]
    assert sorted(found.loc[found["ahead"], "what"]) == ["K", "Plan"]


def test_an_earlier_date_leaves_out_what_came_later(wb: Workbook) -> None:
    """Up to 15 March: no visit, no return; plans, contract ends and the record stay."""
    found = timeline(wb, "A", date(2024, 3, 15), until=date(2024, 3, 15))

    assert set(found.loc[found["day"] > "2024-03-15", "kind"]) == {"action", "contract", "record"}
    assert _told(found, "order") == ["Order O2: $5, 1 line", "Order O1: $100, 2 lines"]


def test_contracts_not_begun_yet_are_not_known_earlier() -> None:
    """A contract that starts later has no end on an earlier date."""
    wb = Workbook()
    wb.apply([Insert("contracts", {"account_id": "A", "contract_id": "K", "start_on": "2024-05-01", "end_on": "2025-05-01"})])

    assert "contract" not in set(timeline(wb, "A", date(2024, 3, 1), until=date(2024, 3, 1))["kind"])
    assert set(timeline(wb, "A", date(2024, 6, 1))["kind"]) == {"contract", "record"}


def test_nobody_has_no_events(wb: Workbook) -> None:
    """An unknown account has an empty timeline with the same columns, and B only its own."""
    assert timeline(wb, "nobody", DAY).empty
    assert list(timeline(wb, "nobody", DAY).columns) == list(COLUMNS)
    assert timeline(wb, "B", DAY)["kind"].tolist() == ["record", "order"]


def test_an_edited_row_is_one_row_of_its_batch() -> None:
    """A change closes one version and opens the next: the journal's event says one row, not two."""
    wb = Workbook()
    wb.apply([Insert("notes", {"account_id": "A", "date": "2024-01-01", "text": "a"})])
    wb.apply([kam.Change("notes", int(wb.table("notes").index[0]), "text", "a", "b")])

    assert timeline(wb, "A", DAY).query("kind == 'record'")["lines"].tolist() == [1, 1]


def test_moves_of_an_index_by_hand() -> None:
    """From 40 to 44 is within a band of 5, 44 to 49 is not below it; unknown values move nothing."""
    days = [date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1)]
    found = index_moves([(day, {"trust": value, "attitude": np.nan}) for day, value in zip(days, (40.0, 44.0, 49.0), strict=True)], 5.0)

    assert found[["day", "what", "before", "amount"]].to_numpy().tolist() == [[days[2], "trust", 44.0, 49.0]]
    assert index_moves([(days[0], {"trust": 40.0})], 0.0).empty


def test_chinese_words_hold_no_english(wb: Workbook) -> None:
    """Every sentence of ours is Chinese; what remains in Latin letters is what people typed."""
    found = timeline(wb, "A", DAY, places=[(date(2024, 3, 30), {"trust": 52.4}), (DAY, {"trust": 60.0})], band=5.0)
    typed = r"Likes tea|O1|O2|Li|Ann|Long talk|A sample|An answer|Send it|Dinner|Plan|\bK\b|All fine"

    left = [text for kind in KINDS for text in _told(found, kind, "zh") if re.search("[A-Za-z]", re.sub(typed, "", text))]
    assert left == []


def test_every_table_with_an_account_is_in_the_record() -> None:
    """A table of the schema that names an account is asked for its batches; one that is added must be added there."""
    text = question("account_batches")
    about = [name for name, table in TABLES.items() if "account_id" in table.names] + ["ratings", "targets"]

    assert [name for name in about if f"FROM rows_{name} " not in text and f"FROM rows_{name}\n" not in text] == []
