"""The segments one by one: in words, in money, how stable, and what is done with each; naming, keeping and deleting them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import streamlit as st

from kam_core.disguise import HIDDEN
from kam_core.errors import KamError
from kam_core.playbook.written import SEGMENT, play_of
from kam_core.segments.describing import STEPS, sentences, step, words
from kam_core.segments.kept import deleting, renaming, saving
from kam_core.segments.stability import WORDS
from pages.ui import forms, frame, refusal, state
from pages.ui.plays import grouped
from pages.ui.segments.clusters_choice import SEGMENTATION, Shown, label
from pages.ui.view import View
from pages.ui.words import plain

MOST_TITLE, MOST_PLAYBOOK = 60, 1_000
"""Characters of a name and of a playbook."""


def listed(view: View, shown: Shown) -> None:
    """A card each, two beside each other; the way to name and keep them."""
    t, model = view.t, shown.model
    assert model is not None
    frame.section(t("The segments"), t("Medians of the segment beside those of all other accounts; money of 12 months"))
    for at in range(0, len(model.segments), 2):
        for column, segment in zip(st.columns(2), model.segments[at : at + 2], strict=False):
            with column, st.container(border=True, height="stretch"):
                _card(view, shown, segment)
    if not view.stage:
        _actions(view, shown)
    if shown.kept is not None and not view.stage:
        plays = {_play(shown, segment): shown.name(segment) for segment in model.segments}
        group = shown.members.set_index("account_id")["segment"].map(lambda segment: _play(shown, str(segment)))
        grouped.below(view, plays, group, f"segments_{shown.kept.segmentation_id}")


def _card(view: View, shown: Shown, segment: str) -> None:
    t, row = view.t, shown.money.set_index("segment").loc[segment]
    st.markdown(f"**{plain(t('{n} · {name}', n=segment, name=_title(view, shown, segment)))}**")
    facts = [
        t.n("{n} account", "{n} accounts", row["accounts"]),
        t("revenue {money} ({share})", money=t.money(row["revenue"], view.symbol), share=t.percent(row["revenue_share"])),
        t("profit {money}", money=t.money(row["profit"], view.symbol)),
    ]
    st.markdown(plain(" · ".join(facts)))
    evidence = sentences(t, shown.profile, segment, view.symbol)
    st.caption(plain(" · ".join(evidence)) if evidence else t("Nothing sets it apart."))
    if shown.stability is not None:
        value = shown.stability.jaccard[int(segment) - 1]
        told = t("Comes back to {share}: {word}.", share=t.percent(value), word=t(WORDS[shown.stability.word(int(segment) - 1)]))
        st.caption(plain(told))
    playbook = _told(view, shown, segment)
    st.markdown(f":material/menu_book: {plain(playbook or t('Proposed: {step}', step=t(STEPS[step(shown.profile, segment)])))}")


def _title(view: View, shown: Shown, segment: str) -> str:
    """Its own name with what it is; without one its three traits."""
    told = words(view.t, shown.profile, segment)
    own = shown.kept.words.get(segment, ("", ""))[0] if shown.kept else ""
    return view.t("{name} ({words})", name=own, words=told) if own not in ("", HIDDEN) else told


def _told(view: View, shown: Shown, segment: str) -> str:
    """The play of a kept segment, in the session's language where it was written so."""
    if shown.kept is None or view.stage:
        return _playbook(shown, segment)
    told = play_of(view.book, _play(shown, segment), view.t)
    return " · ".join(filter(None, [told.strategy, *told.actions]))


def _play(shown: Shown, segment: str) -> str:
    return f"{SEGMENT}{shown.kept.segmentation_id if shown.kept else ''}.{segment}"


def _playbook(shown: Shown, segment: str) -> str:
    own = shown.kept.words.get(segment, ("", ""))[1] if shown.kept else ""
    return "" if own == HIDDEN else own


def _actions(view: View, shown: Shown) -> None:
    t = view.t
    with st.container(horizontal=True, gap="small"):
        if shown.kept is None:
            if st.button(t("Name and keep these segments"), icon=":material/bookmark_add:"):
                _ask_words(view, shown)
            return
        if st.button(t("Change names and playbook"), icon=":material/edit:"):
            _ask_words(view, shown)
        _delete_button(view, shown)


def _delete_button(view: View, shown: Shown) -> None:
    if not view.stage and st.button(view.t("Delete"), key="delete_segmentation", type="tertiary", icon=":material/delete:"):
        _ask_delete(view, shown)


def broken(view: View, shown: Shown) -> None:
    """A kept segmentation whose model is none: what is left of it, and the way out."""
    st.write(view.t("Its model was changed by hand or written by a later release. Names and playbooks are still in the tables."))
    _delete_button(view, shown)


def _ask_words(view: View, shown: Shown) -> None:
    """Name the segmentation and its segments, and write what is done with each: one batch."""
    t, model = view.t, shown.model
    assert model is not None

    @st.dialog(t("Names and playbook"), width="large")
    def ask() -> None:
        with st.form("segment_words", border=False):
            usual = shown.kept.title if shown.kept else t("Segments of {day}", day=t.day(view.as_of))
            title = st.text_input(t("Title of the segmentation"), usual, max_chars=MOST_TITLE, key="segmentation_title")
            told = {segment: _asked(view, shown, segment) for segment in model.segments}
            sent = st.form_submit_button(t("Keep"), type="primary", icon=":material/check:")
        if sent:
            _keep(view, shown, title, told)

    ask()


def _asked(view: View, shown: Shown, segment: str) -> tuple[str, str]:
    t = view.t
    name = "" if shown.kept is None else shown.kept.words.get(segment, ("", ""))[0]
    told, proposed = words(t, shown.profile, segment), t(STEPS[step(shown.profile, segment)])
    left, right = st.columns([2, 3])
    title = left.text_input(t("Segment {n}", n=segment), name, placeholder=told, max_chars=MOST_TITLE, key=f"segment_title_{segment}")
    playbook = right.text_area(
        t("Playbook"), _playbook(shown, segment), placeholder=proposed, max_chars=MOST_PLAYBOOK, height=80,
        key=f"segment_playbook_{segment}",
    )  # fmt: skip
    return title, playbook


def _keep(view: View, shown: Shown, title: str, told: dict[str, tuple[str, str]]) -> None:
    t, model = view.t, shown.model
    assert model is not None
    try:
        if shown.kept is None:
            own = f"S-{uuid4().hex[:10]}"
            edits = saving(own, title, model, told, state.author())
        else:
            own, edits = shown.kept.segmentation_id, renaming(view.book, shown.kept.segmentation_id, title, told)
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    state.keep_in_link(SEGMENTATION, own)
    forms.save(view, edits, t("Segments kept."))


def _ask_delete(view: View, shown: Shown) -> None:
    t, one = view.t, shown.kept
    assert one is not None
    rows: list[Any] = list(deleting(view.book, one.segmentation_id))

    @st.dialog(t("Delete"))
    def ask() -> None:
        st.write(plain(t.n("{name}: {n} row.", "{name}: {n} rows.", len(rows), name=label(view, one))))
        st.caption(t("One batch. You can undo it in the journal."))
        if st.button(t("Delete the segmentation"), type="primary"):
            state.keep_in_link(SEGMENTATION, None)
            forms.save(view, rows, t("Segmentation deleted."))

    ask()
