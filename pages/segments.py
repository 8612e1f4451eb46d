"""How much rests on few accounts, where each stands in its life, who stays, and which groups buy alike."""

from pages.ui import frame, parts
from pages.ui.segments import basket, clusters, cohorts, concentration, lifecycle

view = frame.page(frame.here().t("Risk and segments"))
t = view.t

parts.shown(
    view,
    {
        "concentration": (t("Concentration"), concentration.show),
        "lifecycle": (t("Lifecycle"), lifecycle.show),
        "cohorts": (t("Cohorts"), cohorts.show),
        "segments": (t("Segments"), clusters.show),
        "basket": (t("Bought together"), basket.show),
    },
)
