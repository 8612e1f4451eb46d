"""Where does each account stand on two indices, and what follows from it?"""

import streamlit as st

from kam_core.matrices import MEASURED
from pages.ui import download, frame, matrix, proof
from pages.ui.value import profit_grid

view = frame.page(frame.here().t("Matrices"), slide="matrix")
name = matrix.choose(view)
if name in MEASURED:
    profit_grid.alone(view)
    st.stop()
facts = matrix.facts(view, name)

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
