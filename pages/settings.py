"""Being built."""

from pages.ui import frame

view = frame.page(frame.here().t("Journal and settings"))
frame.source(view)
