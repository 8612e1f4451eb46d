"""What matters about one account: its money, where it stands, its people and what comes next."""

import streamlit as st

from pages.ui import account, details, download, frame, proof

view = frame.page(frame.here().t("Account room"))
t = view.t
chosen = account.choose(view)
if chosen is None:
    st.stop()

facts = account.facts(view, chosen)
frame.finding(facts.finding)
account.badges(view, facts)
account.figures(view, facts)
left, right = st.columns([54, 46], gap="medium")
with left:
    frame.section(t("Money by quarter"), facts.money_subtitle)
    account.money(view, facts)
with right:
    frame.section(t("Where it stands"), t("Trail of four quarters among the rated accounts"))
    account.standing(view, facts)
details.people_and_plans(view, chosen)
download.below(view, f"account-{chosen}", facts.history)
frame.source(view)
proof.open_if_asked(view)
