"""What a file that leaves the app says of itself: workbook, date, window, filters, assumptions, version and time."""

from __future__ import annotations

from datetime import datetime

import kam_core as kam
from kam_core import assumed
from pages.ui import scope, workbooks
from pages.ui.view import View


def workbook(view: View) -> str:
    """What people call the workbook; nothing of a real one while it is disguised."""
    t, path = view.t, view.book.path
    if view.stage:
        return t("Disguised: aliases and scaled amounts")
    return view.book.meta.get("name") or (workbooks.name_of(path, t) if path else "")


def line(view: View) -> str:
    """Workbook, date, window and filters in one line, as it stands under a picture."""
    t = view.t
    parts = [workbook(view), t("Figures up to {day}", day=t.day(view.as_of))]
    if view.window:
        parts.append(t("Money covers: {window}", window=window(view)))
    if view.filters:
        parts.append(t("only {filters}", filters=scope.words(view)))
    return " · ".join(part for part in parts if part)


def window(view: View) -> str:
    """What money covers, in words."""
    return view.t(scope.WINDOWS.get(view.window or "all", "{window}"), window=view.window or "")


def notes(view: View) -> dict[str, str]:
    """The same as a list for tables, with every assumption that differs from its default."""
    t = view.t
    changed = assumed.told(view.params, t)
    return {
        t("Workbook"): workbook(view),
        t("As of"): view.as_of.isoformat(),
        t("Money covers"): window(view),
        t("Filters"): scope.words(view) if view.filters else t("none: every account"),
        t("Assumptions"): t.listed(changed) if changed else t("all as proposed"),
        t("Made with"): f"KAM Workbench {kam.__version__}",
        t("Made at"): datetime.now().astimezone().isoformat(" ", "minutes"),
    }
