"""How to get a number again: the cell for a notebook and the SQL, to copy."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kam_core import assumptions
from kam_core.recipe import Seen, notebook
from pages.ui.view import View


def seen(view: View, account: str | None = None, subject_type: str = "account") -> Seen:
    """Where and how this page sees its numbers; the file of a disguised workbook is not told."""
    return Seen(
        as_of=view.as_of,
        params=view.params,
        path=None if view.stage or view.book.path is None else str(view.book.path),
        disguised=view.stage,
        kept=view.params == assumptions.saved(view.book),
        window=view.window,
        filters={} if account else {name: list(wanted) for name, wanted in view.filters},
        account=account,
        subject_type=subject_type,
    )


def blocks(view: View, call: str, where: Seen, sql: Sequence[tuple[str, str]]) -> None:
    """The cell, and each SQL text under what it gives; ``call`` as in ``kam_core.recipe.notebook``."""
    t = view.t
    with st.expander(t("Get it again: notebook and SQL"), icon=":material/code:"):
        if view.stage:
            st.caption(t("These figures are disguised: the file itself holds other names and other amounts."))
        st.caption(t("A workbook is open in one place at a time: close the app first, or save a copy."))
        st.code(notebook(call, where), language="python")
        for title, text in sql:
            st.caption(title)
            st.code(text, language="sql")
