"""
What revenue and profit of the next four quarters may be, with an interval, and how the rule behind it did in the past (methods 23).

``sums`` gathers quarters that end a month apart, ``forecast`` judges five rules on them and keeps a plain one when that wins.
"""

from kam_core.forecast.judge import Forecasts, forecast
from kam_core.forecast.methods import METHODS, NAIVE
from kam_core.forecast.sums import MEASURES, QuarterSums, sums

__all__ = ["MEASURES", "METHODS", "NAIVE", "Forecasts", "QuarterSums", "forecast", "sums"]
