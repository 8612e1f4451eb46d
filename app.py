"""The router: page config, language, navigation. ``streamlit run app.py`` works alone."""

import streamlit as st

from pages.ui import rail, state
from pages.ui.server import ICON

st.set_page_config(page_title="KAM Workbench 关键客户工作台", page_icon=ICON, layout="wide", initial_sidebar_state=232)
t = state.translator()
rail.logo()
page = st.navigation(
    {
        t("Portfolio"): [
            st.Page("pages/overview.py", title=t("Overview"), icon=":material/dashboard:", default=True),
            st.Page("pages/matrix.py", title=t("Matrices"), icon=":material/grid_view:", url_path="matrix"),
        ],
        t("Accounts"): [st.Page("pages/account.py", title=t("Account room"), icon=":material/apartment:", url_path="account")],
        t("Data"): [
            st.Page("pages/upload.py", title=t("Upload"), icon=":material/upload:", url_path="upload"),
            st.Page("pages/tables.py", title=t("Tables"), icon=":material/table:", url_path="tables"),
        ],
    }
)
rail.foot(t)
page.run()
