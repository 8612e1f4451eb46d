"""Which accounts are key, who decided it and why, when to look again, and what they are promised?"""

import streamlit as st

from pages.ui import decisions, download, frame, overview, policy, register, register_grid, saving

view = frame.page(frame.here().t("Register"), slide="register")
t = view.t
if view.scores.empty:
    overview.invitation(view)
    st.stop()

facts = register.facts(view)
frame.finding(facts.finding)
register.figures(view, facts)
chosen = register.choose(view, facts)

if chosen == "policy":
    policy.shared(view, facts)
    policy.own(view, facts)
elif chosen == "proposals":
    decisions.listed(view, facts)
else:
    if chosen == "key":
        register.standing(view, facts)
    if chosen == "prospects":
        decisions.add_prospect(view)
    register_grid.decided(view, facts, chosen)

download.below(view, chosen, register_grid.whole(view, facts, chosen), facts.figure if chosen == "key" else None)
if not view.stage:
    saving.last_batch(view)
frame.source(view, t("Proposed by rules, decided by people"))
if not view.stage:
    decisions.open_if_asked(view, facts)
    policy.open_if_asked(view, facts)
