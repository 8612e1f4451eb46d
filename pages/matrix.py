"""Where does each account stand on two indices, and what follows from it?"""

import streamlit as st

from pages.ui import download, frame, matrix, proof

view = frame.page(frame.here().t("Matrices"), slide="matrix")
facts = matrix.facts(view, matrix.choose(view))

frame.finding(facts.finding)
left, right = st.columns([56, 44], gap="medium")
with left:
    frame.section(facts.title, facts.subtitle)
    event = matrix.chart(view, facts)
with right:
    quadrant = matrix.choose_quadrant(view, facts)
    matrix.playbook(view, facts, quadrant)
    matrix.members(view, facts, quadrant, event)
download.below(view, facts.declared.id, facts.table, facts.figure)
frame.source(view, facts.definition)
proof.open_if_asked(view)
