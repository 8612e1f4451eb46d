"""Your own matrix, the playbook and the plan on the screen."""

from __future__ import annotations

import base64

import numpy as np
import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.own import TABLE
from pages.ui.matrix import crossed, seen
from pages.ui.matrix.members import WIDTH
from pages.ui.tables import fitted
from tests.pages.chinese import english_left, typed
from tests.pages.session import charts, dialog, finding, messages, opened, texts


def test_a_matrix_of_ones_own_is_made_seen_and_reopened_in_chinese(own):
    """Two axes and a title: one batch, shown at once; a new session opens it from its link with its own title."""
    path = own("resellers")
    session = opened(path, "matrix")
    session.button(key="own_new").click().run()
    session.text_input(key="own_title_zh_new").set_value("信任与终身价值")
    session.selectbox(key="own_y_new").set_value("clv")
    session.button(key="own_new").click()
    session.button(key="own_save_new").click().run()
    st.cache_resource.clear()
    with kam.Workbook(path) as book:
        (row,) = book.table(TABLE).to_dict("records")
        placed = kam.matrix(book, row["matrix_id"])["quadrant"].value_counts()
        lines, data = book.journal().iloc[0], typed(book)
    again = opened(path, "matrix", m=row["matrix_id"], lang="zh")

    assert (row["x"], row["y"], row["cut_x"]) == ("trust", "clv", 60.0) and lines["kind"] == "edit"
    assert not session.exception and not again.exception and not messages(again)
    assert finding(again) == f"高 / 高：{placed.sum()} 个已定位对象中有 {placed['hh']} 个。"
    assert english_left(texts(again), data) == []


def test_bad_rows_and_a_link_to_nothing(own):
    """An index of a later release says so and offers to edit it; a link to a matrix that is gone says that and shows the first one."""
    path = own("resellers")
    with kam.Workbook(path) as book:
        book.apply([kam.Insert(TABLE, {"matrix_id": "own-9", "x": "karma", "y": "trust", "title_en": "x" * 300})])
    broken = opened(path, "matrix", m="own-9")
    broken.button(key="own_edit").click().run()
    gone = opened(path, "matrix", m="own-0")

    assert not broken.exception and any("karma" in told for told in messages(broken))
    assert broken.selectbox(key="own_y_own-9").value == "trust"
    assert not gone.exception and any("not in this workbook" in told for told in messages(gone))


def test_a_play_is_written_and_made_a_plan(own):
    """Both languages in one batch, shown in the map part in Chinese; the plan says its count before and the table has it after."""
    path = own("resellers")
    session = opened(path, "matrix", m="loyalty", part="plays", play="true")
    for lang, told in (("en", "Call\nVisit"), ("zh", "致电\n拜访")):
        next(field for field in session.text_area if field.key.startswith(f"actions_loyalty.true_{lang}")).set_value(told)
    next(button for button in session.button if button.label == "Save the play").click().run()
    session.button(key="plan_loyalty").click().run()
    said = next(text.value for text in dialog(session).markdown if "one batch" in text.value)
    session.button(key="plan_loyalty").click()
    session.button(key="plan_save_loyalty.true").click().run()
    st.cache_resource.clear()
    with kam.Workbook(path) as book:
        loyal = int((kam.matrix(book, "loyalty")["quadrant"] == "true").sum())
        rows = book.table("actions")
        written = book.table("plays")["lang"].tolist()

    assert not session.exception and sorted(written) == ["en", "zh"]
    assert said.startswith(f"{2 * loyal} actions for {loyal} accounts")
    assert (rows["play"] == "loyalty.true").sum() == 2 * loyal


def test_who_and_how_sure_and_an_axis_turned_round(own):
    """The accounts of the decision matrix that stand surely, the blocked first; strength drawn high on the left shows the same places."""
    path = own("resellers")
    with kam.Workbook(path) as book:
        placed = kam.matrix(book, "decision", subject_type="account").dropna(subset="quadrant")
        strength = kam.matrix(book, "selection").dropna(subset="quadrant")
    sure = placed[placed["probability"] >= 0.8]
    session = opened(path, "matrix", m="decision", of="account", certain="sure")
    groups = next(group for group in session.button_group if group.key == "quadrant_decision")
    turned = opened(path, "matrix", m="selection", reversed="true")
    (spec,) = charts(turned).values()

    assert not session.exception and not turned.exception
    assert groups.options[0] == f"Blocked {(sure['quadrant'] == 'blocked').sum()}"
    assert set(session.dataframe[0].value["account"]) <= {fitted(name, WIDTH) for name in sure["account_name"]}
    assert sorted(np.round(decoded(spec), 3)) == sorted(np.round(100 - strength["x"], 3))


def test_places_that_coincide_are_drawn_apart_and_stay_in_their_quadrant():
    """Nineteen needs on one place next to the cuts: nineteen places, all on their side; what lies beyond the frame stands at its edge."""
    grid = pd.DataFrame({"subject_id": [str(n) for n in range(20)], "x": [60.0] * 19 + [10.0], "y": [59.0] * 19 + [75.0], "quadrant": "q"})
    drawn = seen.apart(grid, (60.0, 60.0))
    edge = seen.within(grid, ((20.0, 50.0), (0.0, 100.0)))

    assert len(drawn[["x_drawn", "y_drawn"]].round(6).drop_duplicates()) == 20
    assert (drawn["x_drawn"].head(19) >= 60).all() and (drawn["y_drawn"].head(19) < 60).all()
    assert drawn.loc[19, ["x_drawn", "y_drawn"]].tolist() == [10.0, 75.0]
    assert (edge["x_drawn"].tolist(), seen.beyond(edge)) == ([50.0] * 19 + [20.0], 20)


def decoded(spec: dict) -> np.ndarray:
    """The x of the bubbles as the browser gets them."""
    told = next(trace for trace in spec["data"] if trace.get("customdata") is not None)["x"]
    values = np.frombuffer(base64.b64decode(told["bdata"]), dtype="<f4") if isinstance(told, dict) else np.array(told)
    return values.astype(float)


def test_a_matrix_by_owner_counts_everybody_once():
    """Groups by size, counts by quadrant; who has no owner or no place is left out."""
    placed = pd.DataFrame({"account_id": list("abcdef"), "quadrant": ["true", "true", "none", "latent", None, "true"]})
    scores = pd.DataFrame({"account_id": list("abcdef"), "owner": ["Li", "Li", "Li", "Bo", "Bo", None]})
    table = crossed.crossed(placed, scores, kam.MATRICES["loyalty"], "owner").set_index("name")

    assert table.loc["Li"].to_dict() == {"placed": 3, "spurious": 0, "true": 2, "latent": 0, "none": 1}
    assert table.index.tolist() == ["Li", "Bo"] and table.loc["Bo", "placed"] == 1
