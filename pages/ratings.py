"""Being built."""

from pages.ui import frame

view = frame.page(frame.here().t("Ratings"))
frame.source(view)
