"""The router: page config, language, navigation. ``streamlit run app.py`` works alone."""

import streamlit as st

from pages.ui import rail, state
from pages.ui.server import ICON

st.set_page_config(page_title="KAM Workbench 关键客户工作台", page_icon=ICON, layout="wide", initial_sidebar_state=232)
t = state.translator()
map_of_the_app = {
    t("Portfolio"): [
        st.Page("pages/overview.py", title=t("Overview"), icon=":material/dashboard:", default=True),
        st.Page("pages/value.py", title=t("Customer value"), icon=":material/waterfall_chart:", url_path="value"),
        st.Page("pages/segments.py", title=t("Risk and segments"), icon=":material/donut_small:", url_path="segments"),
        st.Page("pages/matrix.py", title=t("Matrices"), icon=":material/grid_view:", url_path="matrix"),
        st.Page("pages/whatif.py", title=t("What if"), icon=":material/alt_route:", url_path="whatif"),
    ],
    t("Accounts"): [
        st.Page("pages/register.py", title=t("Register"), icon=":material/stars:", url_path="register"),
        st.Page("pages/account.py", title=t("Account room"), icon=":material/apartment:", url_path="account"),
        st.Page("pages/ratings.py", title=t("Ratings"), icon=":material/checklist:", url_path="ratings"),
    ],
    t("Workshop"): [
        st.Page("pages/present.py", title=t("Present"), icon=":material/present_to_all:", url_path="present"),
        st.Page("pages/answer.py", title=t("Questionnaire"), icon=":material/rate_review:", url_path="answer", visibility="hidden"),
    ],
    t("Data"): [
        st.Page("pages/upload.py", title=t("Upload"), icon=":material/upload:", url_path="upload"),
        st.Page("pages/tables.py", title=t("Tables and quality"), icon=":material/table:", url_path="tables"),
        st.Page("pages/settings.py", title=t("Journal and settings"), icon=":material/settings:", url_path="settings"),
    ],
}
page = st.navigation(map_of_the_app, position="hidden")
if page.url_path == "present":
    rail.settle()
elif page.url_path != "answer":  # a customer who answers sees nothing of the workbench
    st.navigation(map_of_the_app)
    rail.logo()
    rail.foot(t)
page.run()
