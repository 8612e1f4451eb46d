"""What is in this workbook, cell by cell: look, edit, undo."""

import streamlit as st

from pages.ui import download, frame, grid

view = frame.page(frame.here().t("Tables"), controls=False)
t = view.t
declared = grid.choose(view)
shown = grid.page_of(view, declared)

frame.finding(grid.finding(view, declared, shown))
told = grid.editor(view, declared, shown)
grid.save(view, declared, shown, told)
download.below(view, declared.name, grid.whole(view, declared))
frame.section(t("Journal"), t("Every change is one batch. Undo is a batch too, so nothing is lost."))
grid.journal(view)
