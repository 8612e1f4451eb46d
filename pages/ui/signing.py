"""Who signs the answers typed, what stands in their way, and the one Save that stores them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.accounts import as_of_or_last
from kam_core.errors import KamError, OutOfBounds, StaleEdit
from kam_core.index import INDICES
from kam_core.index.answers import SOURCES, Answer, Signature, judged_item, rating_edits, ratings_of
from kam_core.schema import CHOICE_TITLES
from kam_core.workbook import Edit
from pages.ui import answering, choices, effect, refusal, state
from pages.ui.answering import Cell, Drafted
from pages.ui.editor import rebased, undisputed
from pages.ui.ratings import Asked
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

CONFLICTS, SAVED = "rating_conflicts", "rating_batch"


def sign(view: View, asked: Asked) -> Signature:
    """Standing, source, rater, date and note: they hold for every answer that is saved together."""
    t = view.t
    standing, source, rater, day, note = st.columns([1.25, 1, 1.1, 1, 1.5], gap="small")
    status = standing.segmented_control(
        t("Standing"), ["assumed", "confirmed"], default="assumed", required=True, key="sign_standing", persist_state="session",
        format_func=lambda name: t(CHOICE_TITLES[name]),
    )  # fmt: skip
    where = source.selectbox(
        t("Source"), SOURCES, key="sign_source", persist_state="session", format_func=lambda name: t(CHOICE_TITLES[name])
    )
    ours = asked.side == "ours"
    who = rater.text_input(
        t("Rater") if ours else t("Who of the customer"), state.author() if ours else "", max_chars=200,
        key=f"sign_rater_{asked.side}", persist_state="session",
    )  # fmt: skip
    last = _last_day(view)
    on = day.date_input(
        t("Valid on"), view.as_of, min_value=choices.FIRST_DAY, max_value=last, key=f"sign_day_{view.as_of}_{last}", format="YYYY-MM-DD",
        help=t("Not after {day}: an answer counts from its date on, and figures here stop at that day.", day=t.day(last)),
    )  # fmt: skip
    why = note.text_input(t("Note"), key="sign_note", max_chars=1000, persist_state="session")
    return Signature(str(who).strip(), on or view.as_of, asked.side, str(where), status or "assumed", str(why).strip())


def _last_day(view: View) -> date:
    """The date of the page; where no orders say how far the figures reach, today."""
    moving = view.as_of == as_of_or_last(view.book, None) and not view.book.count("transactions")
    return max(view.as_of, date.today()) if moving else view.as_of


def save(view: View, asked: Asked, typed: dict[Cell, Drafted], signed: Signature) -> None:
    """Save, discard or undo, what stands in the way, and the effect of what was typed."""
    problems = [(drafted, drafted.problem) for drafted in typed.values() if drafted.problem]
    good = [drafted for drafted in typed.values() if not drafted.problem]
    edits = rating_edits([drafted.answer for drafted in good], signed, datetime.now(UTC).date())
    found = kam.draft(view.book, edits, max(view.as_of, signed.valid_on), view.window, view.params) if edits else None
    refused = [_refusal(view, drafted, error) for drafted, error in problems]
    told = refused[0] if refused else effect.in_a_line(view, found) if found else view.t("Nothing to save yet.")
    pressed = _bar(view, len(good), told, blocked=not edits or bool(problems)) if typed else _idle(view, asked)
    for sentence in refused:
        st.error(plain(sentence), icon=":material/error:")
    _remarks(view, good, signed, bool(edits))
    if state.get(CONFLICTS):
        _settle(view, edits, typed)
    elif pressed:
        _store(view, edits, len(good))
    if found is not None and len(found.indices):
        effect.show(view, found)


def _bar(view: View, answers: int, told: str, *, blocked: bool) -> bool:
    """At the foot of the screen, wherever one types: what the answers would do, Save and Discard."""
    t = view.t
    with st.bottom, st.container(horizontal=True, vertical_alignment="center"):
        label = t.n("Save {n} answer", "Save {n} answers", answers) if not blocked else t("Save")
        pressed = st.button(label, type="primary", icon=":material/check:", disabled=blocked, shortcut="Ctrl+S")
        if st.button(t("Discard"), type="tertiary"):
            answering.forget()
            st.rerun()
        st.markdown(plain(told))
    return pressed


def _idle(view: View, asked: Asked) -> bool:
    """How to begin; and where Save stood, the way back from what was saved last."""
    if asked.way == "grid":
        st.caption(view.t("Type a value, then Enter or Tab; arrows move, Ctrl+S saves. The effect shows before you save."))
    if state.get(SAVED):
        with st.bottom, st.container(horizontal=True, vertical_alignment="center"):
            _undo(view)
    return False


def _refusal(view: View, drafted: Drafted, error: OutOfBounds) -> str:
    low, high = (f"{error.facts[end]:g}" for end in ("low", "high"))
    return view.t(
        "{who}: {item} goes from {low} to {high}; {value} is refused. Correct it, then save; nothing you typed is lost.",
        who=drafted.who, item=_title(view, drafted.answer.item), low=low, high=high, value=str(drafted.answer.value),
    )  # fmt: skip


def _remarks(view: View, good: list[Drafted], signed: Signature, any_edit: bool) -> None:
    """What is left as it is, what counts less than one may think, and who else answered meanwhile."""
    t = view.t
    cleared = [drafted for drafted in good if drafted.answer.value is None]
    if cleared and not any_edit:
        st.caption(t("A cleared cell takes back only your own answer of today. Other answers stay: a new answer follows them."))
    if good and not signed.rater and signed.rater_side == "ours":
        st.caption(t("Without a rater nobody can ask you why. Name one."))
    later = [drafted for drafted in good if _later(drafted.answer, signed)]
    if later:
        st.caption(plain(t("There is a later answer by {rater} on {item}; the one you type counts only for dates before it.",
                           rater=signed.rater or t("nobody named"), item=_title(view, later[0].answer.item))))  # fmt: skip
    for row, drafted in _meanwhile(view, good):
        st.info(plain(t("Meanwhile {who} answered {value} on {item} of {account}. Both answers stand; the latest of each rater counts.",
                        who=row["rater"] or row["author"] or t("somebody"), value=f"{row['value']:g}", item=_title(view, row["item"]),
                        account=drafted.who)), icon=":material/group:")  # fmt: skip


def _later(answer: Answer, signed: Signature) -> bool:
    return any((row["rater"] or "") == signed.rater and row["valid_on"] and row["valid_on"].date() > signed.valid_on for row in answer.seen)


def _meanwhile(view: View, good: list[Drafted]) -> list[tuple[dict[str, Any], Drafted]]:
    """Answers on the same cells recorded since the page was read."""
    first = min((drafted.revision for drafted in good), default=0)
    if not good or view.book.revisions["ratings"] <= first:
        return []
    cells = {(d.answer.subject_type, d.answer.subject_id, d.answer.item): d for d in good}
    rows = ratings_of(view.book, [d.answer.subject_id for d in good], [d.answer.item for d in good])
    found = []
    for row in rows[rows["batch"] > first].astype(object).where(lambda cells: cells.notna(), None).to_dict("records"):
        drafted = cells.get((row["subject_type"], row["subject_id"], row["item"]))
        if drafted is not None and row["batch"] > drafted.revision:
            found.append(({str(name): value for name, value in row.items()}, drafted))
    return found


def _title(view: View, item: str) -> str:
    return view.t("Whole index") if item in INDICES else view.t(judged_item(item).title)


def _store(view: View, edits: list[Edit], answers: int) -> None:
    t = view.t
    try:
        batch = view.book.apply(edits, author=state.author())
    except StaleEdit as error:
        state.put(CONFLICTS, error.facts["conflicts"])
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    else:
        state.put(SAVED, batch)
        state.put(state.NOTICE, t.n("{n} answer saved. Undo takes back batch {batch}.", "{n} answers saved. Undo takes back batch {batch}.",
                                    answers, batch=batch))  # fmt: skip
        answering.forget()
        if view.as_of < as_of_or_last(view.book, None):
            state.forget_date()
    st.rerun()


def _undo(view: View) -> None:
    """The last batch saved here can be taken back here."""
    t, batch = view.t, state.get(SAVED)
    if batch and st.button(t("Undo batch {batch}", batch=batch), type="tertiary", icon=":material/undo:"):
        state.drop(SAVED)
        try:
            view.book.undo(batch, author=state.author())
        except KamError as error:
            st.error(refusal.told(t, error), icon=":material/error:")
            return
        state.put(state.NOTICE, t("Batch {batch} is undone.", batch=batch))
        answering.forget()
        st.rerun()


def _settle(view: View, edits: list[Edit], typed: dict[Cell, Drafted]) -> None:
    """A row was corrected by somebody else in the meantime: both values, and whose shall stand."""
    t, conflicts = view.t, state.get(CONFLICTS)
    names = {row["row_id"]: f"{d.who} · {_title(view, d.answer.item)}" for d in typed.values() for row in d.answer.seen}
    st.error(t(StaleEdit.template, count=t.count(len(conflicts))), icon=":material/sync_problem:")
    told = pd.DataFrame(
        {
            "row": [names.get(conflict["row_id"], str(conflict["row_id"])) for conflict in conflicts],
            "yours": [f"{conflict['yours']}" for conflict in conflicts],
            "theirs": [t("deleted") if conflict["gone"] else f"{conflict['theirs']}" for conflict in conflicts],
            "by": [conflict["by"] or t("somebody") for conflict in conflicts],
        }
    )
    titles = {"row": text_column(t("Row"), 320), "yours": text_column(t("Yours"), 120), "theirs": text_column(t("Theirs"), 120),
              "by": text_column(t("By"), 160)}  # fmt: skip
    st.dataframe(told, hide_index=True, alt=t("Cells changed by somebody else"), column_config=titles)
    with st.container(horizontal=True):
        theirs = st.button(t("Keep theirs"))
        mine = st.button(t("Use mine"), type="primary", disabled=any(conflict["gone"] for conflict in conflicts))
    if mine or theirs:
        state.drop(CONFLICTS)
        left = rebased(edits, conflicts) if mine else undisputed(edits, conflicts)
        if left:
            _store(view, left, len(typed))
        answering.forget()
        st.rerun()
