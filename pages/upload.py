"""Drop a file, see what was understood, load it; nothing is stored before you say so."""

from functools import partial

import streamlit as st

from pages.ui import checked, frame, known, mapping, reading, recipes, reconcile, staging, upload

view = frame.page(frame.here().t("Upload"), controls=False, slide="upload")
t = view.t
frame.locked(view)

file = upload.choose(view)
if file is None:
    frame.finding(t("One file of orders is enough. Ratings can follow."))
    upload.unlocks(view)
    st.stop()

with st.container():  # what comes and goes while a file is read must not move what is below: moved, an open popover closes
    seen = reading.seen(view, file)
head = st.container()
with st.container():
    recipe = recipes.offer(view, seen, partial(staging.accept, view, seen))
left, right = st.columns([58, 42], gap="medium")
with left:
    chosen = mapping.columns(view, seen, recipe)
    below = st.container()
with right:
    options = known.options(view, seen, chosen, mapping.options(view, seen, recipe))
with st.container():
    made = staging.staged(view, seen, chosen, options)
if made is None:
    st.stop()
with head:
    frame.finding(staging.finding(view, made))
    staging.badges(view, seen, made)
with right:
    mapping.doubts(view, seen, made, recipe)
    known.effect(view, made)
    checked.repairs(view, made)
with below:
    checked.rows(view, made)
staging.load(view, seen, made)
reconcile.show(view, made.reconciliation, mapping.symbol(seen))
