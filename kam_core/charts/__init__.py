"""
Frame -> plotly figure; pure: the same arguments give the same figure, and nothing is registered, cached or changed.

Every word comes from the ``Translator`` given, every colour from the theme named. A figure's finding is in ``layout.meta``
(``alt_of``); ``config`` gives the plotly settings that belong to it. Plotly itself is imported when the first figure is built.
"""

from __future__ import annotations

from kam_core.charts.account import standing
from kam_core.charts.habits import gaps, mix
from kam_core.charts.lanes import lanes
from kam_core.charts.losses import losses_by_group
from kam_core.charts.matrix import matrix
from kam_core.charts.moves import moves
from kam_core.charts.pareto import pareto
from kam_core.charts.periods import money_by_period
from kam_core.charts.plane import axis_range
from kam_core.charts.proof import build_up
from kam_core.charts.quality import completeness
from kam_core.charts.ranking import ranking
from kam_core.charts.register import key_accounts_by_owner
from kam_core.charts.theme import alt_of, config, palette
from kam_core.charts.whale import whale

__all__ = [
    "alt_of",
    "axis_range",
    "build_up",
    "completeness",
    "config",
    "gaps",
    "key_accounts_by_owner",
    "lanes",
    "losses_by_group",
    "matrix",
    "mix",
    "money_by_period",
    "moves",
    "palette",
    "pareto",
    "ranking",
    "standing",
    "whale",
]
