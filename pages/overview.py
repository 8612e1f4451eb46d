"""Who makes the money, who eats it, who is loyal, and whom to see first?"""

import streamlit as st

from pages.ui import download, frame, overview, pictures, proof, worries

view = frame.page(frame.here().t("Overview"))
t, facts = view.t, overview.facts(view)

if facts.empty:
    overview.invitation(view)
    st.stop()
if overview.before_the_data(view):
    st.stop()

frame.finding(facts.finding)
overview.figures(view, facts)
left, right = st.columns(2, gap="medium")
with left:
    frame.section(facts.whale_title, facts.whale_subtitle)
    pictures.chart(view, facts.whale, "whale", height=overview.HEIGHT)
with right:
    frame.section(facts.matrix_title, facts.matrix_subtitle)
    overview.relationship(view, facts)

worries.listed(view, facts.alerts)
download.below(view, "accounts", facts.table, facts.whale)
frame.source(view, facts.definition, *overview.left_out(view))
proof.open_if_asked(view)
