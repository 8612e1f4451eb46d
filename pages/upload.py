"""Drop a file, see what was understood, load it; nothing is stored before you say so."""

import streamlit as st

from pages.ui import frame, staging, upload

view = frame.page(frame.here().t("Upload"), controls=False, slide="upload")
t = view.t
frame.locked(view)

file = upload.choose(view)
if file is None:
    frame.finding(t("One file of orders is enough. Ratings can follow."))
    upload.unlocks(view)
    st.stop()

seen = upload.inspected(view, file)
left, right = st.columns([58, 42], gap="medium")
with left:
    mapping = upload.mapping(view, seen)
with right:
    options = upload.questions(view, seen)
staged = staging.staged(view, seen, mapping, options)
if staged is None:
    st.stop()
frame.finding(staging.finding(view, staged))
staging.badges(view, seen, staged)
staging.load(view, seen, staged)
staging.repairs(view, staged)
staging.rows(view, staged)
