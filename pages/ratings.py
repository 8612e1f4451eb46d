"""What do we, and what do they, say about each account? Answers, their anchors, and their effect before they are saved."""

import streamlit as st

from pages.ui import answering, download, frame, ratings, signing

view = frame.page(frame.here().t("Ratings"), slide="ratings")
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
signing.save(view, typed, signed)
frame.source(view, view.t("A cell shows the latest answer of its side; the index weighs the latest of every rater."))
