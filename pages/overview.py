"""Monday: what changed, what is at risk, whom to see first, and who makes the money."""

import streamlit as st

from pages.ui import changes, download, frame, loaded, overview, pictures, proof, risk, worries

view = frame.page(frame.here().t("Overview"))
t, facts = view.t, overview.facts(view)

loaded.line(view)
if facts.empty:
    overview.invitation(view)
    st.stop()
if overview.before_the_data(view):
    st.stop()

frame.finding(facts.finding)
changes.block(view)
overview.figures(view, facts)
worries.listed(view)

left, right = st.columns(2, gap="medium")
with left:
    frame.section(facts.whale_title, facts.whale_subtitle)
    pictures.chart(view, facts.whale, "whale", height=overview.HEIGHT)
    proof.curve_button(view, "profit" if facts.by_profit else "revenue")
with right:
    frame.section(facts.matrix_title, facts.matrix_subtitle)
    overview.relationship(view, facts)
download.below(view, "accounts", facts.table, facts.whale)
frame.source(view, facts.definition, *overview.left_out(view))

worries.open_if_asked(view)
risk.open_if_asked(view)
proof.open_if_asked(view)
