"""
How one account buys (methods 19 and 23): its orders and the next of them, its mix, its seasons, its swings, how it pays.

``orders`` reads single orders, ``mixes`` what was bought, ``pattern`` the months; every figure says how many values it rests on.
"""

from kam_core.habits.mixes import MOST, OTHERS, has_categories, mix, mix_by_quarter
from kam_core.habits.orders import FORMULAS, LAST_ORDERS, MIN_GAPS, Habits, NextOrder, Span, gaps_of, habits, next_order, span_of
from kam_core.habits.pattern import Pattern, pattern

__all__ = [
    "FORMULAS",
    "LAST_ORDERS",
    "MIN_GAPS",
    "MOST",
    "OTHERS",
    "Habits",
    "NextOrder",
    "Pattern",
    "Span",
    "gaps_of",
    "habits",
    "has_categories",
    "mix",
    "mix_by_quarter",
    "next_order",
    "pattern",
    "span_of",
]
