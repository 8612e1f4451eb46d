"""Who makes the money and who eats it, what accounts are worth beyond it and for how long, and what is to be expected."""

from pages.ui import frame, parts
from pages.ui.value import beyond, buyers, forecast, lifetime, myths, portfolio, profit

view = frame.page(frame.here().t("Customer value"))
t = view.t

parts.shown(
    view,
    {
        "profit": (t("Profit"), profit.show),
        "beyond": (t("Beyond purchases"), beyond.show),
        "lifetime": (t("Lifetime value"), lifetime.show),
        "buyers": (t("Who will buy"), buyers.show),
        "ranking": (t("Ranking"), portfolio.show),
        "forecast": (t("Forecast"), forecast.show),
        "myths": (t("Myth or your data"), myths.show),
    },
)
