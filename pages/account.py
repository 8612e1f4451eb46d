"""What matters about one account: its money, where it stands, its people and what comes next."""

import streamlit as st

from pages.ui import account, chooser, details, forms, frame, proof

view = frame.page(frame.here().t("Account room"), slide="account")
t = view.t
chosen = chooser.choose(view)
if chosen is None:
    st.stop()

room = chooser.room(view)
facts = account.facts(room, chosen)
frame.finding(facts.finding)
account.badges(room, facts)
account.figures(room, facts)
left, right = st.columns([54, 46], gap="medium")
with left:
    frame.section(t("Money by quarter"), account.money_subtitle(room, facts))
    account.money(room, facts)
with right:
    frame.section(t("Where it stands"), t("Trail of four quarters among the rated accounts"))
    account.standing(room, facts)

forms.saved(room)
details.part(room, chosen)
frame.source(room, *account.definition(room))
proof.open_if_asked(room)
