"""What is in this workbook, cell by cell: look, edit, undo; and how good it is."""

from pages.ui import account_quality, download, frame, grid, groups, narrow, quality, saving, twins

view = frame.page(frame.here().t("Tables and quality"), controls=False, slide="tables")
frame.locked(view)
if quality.tab(view) == quality.QUALITY:
    found = quality.found(view)
    frame.finding(quality.finding(view, found))
    quality.invite(view, found)
    quality.figures(view, found)
    quality.first(view, found)
    twins.table(view, found)
    groups.table(view, found.accounts)
    quality.tables(view, found)
    account_quality.table(view, found)
    frame.source(view, quality.definition(view))
else:
    declared, sought = narrow.rows(view)
    shown = grid.page_of(view, declared, sought)
    frame.finding(grid.finding(view, declared, shown))
    grid.editor(view, declared, shown)
    saving.save(view, declared, shown)
    download.below(view, declared.name, lambda: view.book.table(declared.name))
    saving.last_batch(view)
