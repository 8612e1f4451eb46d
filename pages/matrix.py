"""Where does each account stand on two indices, and what follows from it?"""

import streamlit as st

from kam_core import findings
from pages.ui import download, frame, matrix, pictures, proof

view = frame.page(frame.here().t("Matrices"))
t = view.t
facts = matrix.facts(view, matrix.choose(view))

frame.finding(findings.BY_MATRIX[facts.declared.id](facts.placed, t))
left, right = st.columns([60, 40], gap="medium")
with left:
    frame.section(facts.title, facts.subtitle)
    event = pictures.chart(view, facts.figure, f"matrix_{facts.declared.id}", height=560, select=True, size="desk")
    matrix.follow(facts, event)
with right:
    quadrant = matrix.choose_quadrant(view, facts)
    matrix.playbook(view, facts, quadrant)
    matrix.members(view, facts, quadrant, event)
download.below(view, facts.declared.id, facts.table, facts.figure)
frame.source(view, facts.definition)
proof.open_if_asked(view)
