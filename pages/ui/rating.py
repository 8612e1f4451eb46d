"""The grid of answers: whom to rate on which index, the anchors in words, the answers, who signs them, and their effect."""

from __future__ import annotations

import streamlit as st

from pages.ui import answering, download, frame, ratings, signing
from pages.ui.view import View


def show(view: View) -> None:
    """Everything from the choice of an index to the button that saves."""
    frame.locked(view)
    heading = st.container()
    asked = ratings.choose(view)
    with heading:
        frame.finding(ratings.finding(view, asked))
        ratings.figures(view, asked)
    ratings.anchors(view, asked)
    page, name = ratings.narrowed(view, asked)
    typed = answering.enter(view, asked, page, name)
    download.below(view, asked.index.id, lambda: answering.all_answers(view, asked))
    signed = signing.sign(view, asked)
    signing.save(view, asked, typed, signed)
    frame.source(view, view.t("A cell shows the latest answer of its side; the index weighs the latest of every rater."))
