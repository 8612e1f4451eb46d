"""Who changed what and when; what every figure assumes; the currency; the workbook itself."""

from pages.ui import currency, files, frame, journal, parameters, settings

tab = settings.tab()
view = frame.page(frame.here().t("Journal and settings"), controls=tab == "parameters", slide="settings")
frame.locked(view)
settings.choose(view)

if tab == "journal":
    journal.listed(view)
elif tab == "parameters":
    parameters.shown(view)
elif tab == "currency":
    currency.shown(view)
else:
    files.shown(view)
