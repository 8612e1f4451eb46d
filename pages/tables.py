"""What is in this workbook, cell by cell: look, edit, undo."""

import streamlit as st

from pages.ui import download, frame, grid, journal

view = frame.page(frame.here().t("Tables"), controls=False)
t = view.t
left, right = st.columns(2, gap="small")
with left:
    declared = grid.choose(view)
with right:
    text = grid.search(view, declared)
shown = grid.page_of(view, declared, text)

frame.finding(grid.finding(view, declared, shown))
told = grid.editor(view, declared, shown)
grid.save(view, declared, shown, told)
download.below(view, declared.name, lambda: view.book.table(declared.name))
frame.section(t("Journal"), t("Every change is one batch. Undo is a batch too, so nothing is lost."))
journal.journal(view)
