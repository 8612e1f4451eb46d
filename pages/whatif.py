"""What if an account left, prices rose, customers stayed longer: the portfolio before and after, side by side."""

from pages.ui import frame, parts
from pages.ui.whatif import scenarios

view = frame.page(frame.here().t("What if"))
parts.invited(view)
scenarios.show(view)
