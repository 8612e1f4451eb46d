"""What do we, and what do they, say about each account? Answers, questionnaires, what they say, and where both sides differ."""

from pages.ui import frame, interviews, mirror, parts, rating
from pages.ui.surveys import asking, results

view = frame.page(frame.here().t("Ratings"), slide="ratings")
t = view.t
parts.switched(
    view,
    {
        "grid": (t("Answers"), rating.show),
        "surveys": (t("Questionnaires"), asking.show),
        "satisfaction": (t("Satisfaction"), results.show),
        "mirror": (t("Mirror"), mirror.show),
        "interviews": (t("Interviews"), interviews.show),
    },
)
