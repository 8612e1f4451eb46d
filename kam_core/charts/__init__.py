"""
Frame -> plotly figure; pure: the same arguments give the same figure, and nothing is registered, cached or changed.

Every word comes from the ``Translator`` given, every colour from the theme named. A figure's finding is in ``layout.meta``
(``alt_of``); ``config`` gives the plotly settings that belong to it. Plotly itself is imported when the first figure is built.
"""

from __future__ import annotations

from kam_core.charts.account import standing
from kam_core.charts.alive import alive_map, alive_path
from kam_core.charts.breakeven import profit_by_cost
from kam_core.charts.calibration import calibration
from kam_core.charts.carriers import carriers
from kam_core.charts.cause import cause
from kam_core.charts.cells import cells
from kam_core.charts.chances import chances
from kam_core.charts.cohorts import cohort_curves, cohort_map
from kam_core.charts.cooperation import cooperation
from kam_core.charts.curves import curves
from kam_core.charts.delivered import delivered, delivered_height
from kam_core.charts.drivers import drivers
from kam_core.charts.effort import confidence_path, effort_return
from kam_core.charts.fan import fan
from kam_core.charts.fears import fears
from kam_core.charts.fits import fits
from kam_core.charts.habits import gaps, mix
from kam_core.charts.lanes import lanes
from kam_core.charts.losses import losses_by_group
from kam_core.charts.matrix import matrix
from kam_core.charts.mirror import mirror
from kam_core.charts.moves import moves
from kam_core.charts.myths import gains, intervals, ranks
from kam_core.charts.openings import openings
from kam_core.charts.pareto import pareto
from kam_core.charts.periods import money_by_period
from kam_core.charts.plane import axis_range
from kam_core.charts.proof import build_up
from kam_core.charts.quality import completeness
from kam_core.charts.ranking import ranking
from kam_core.charts.register import key_accounts_by_owner
from kam_core.charts.satisfaction import answer_steps, satisfaction_trend
from kam_core.charts.scenarios import scenario_bars
from kam_core.charts.seasons import mix_over_time, season
from kam_core.charts.segments import criterion, profile_heat, segment_map
from kam_core.charts.shares import concentration_trend, dependence_map, largest_shares, loss_draws
from kam_core.charts.spread import spread
from kam_core.charts.stacked import stacked
from kam_core.charts.theme import alt_of, config, palette
from kam_core.charts.tornado import tornado
from kam_core.charts.trust import trust_profile
from kam_core.charts.waterfall import waterfall
from kam_core.charts.whale import whale
from kam_core.charts.years import coming_years

__all__ = [
    "alive_map",
    "alive_path",
    "alt_of",
    "answer_steps",
    "axis_range",
    "build_up",
    "calibration",
    "carriers",
    "cause",
    "cells",
    "chances",
    "cohort_curves",
    "cohort_map",
    "coming_years",
    "completeness",
    "concentration_trend",
    "confidence_path",
    "config",
    "cooperation",
    "criterion",
    "curves",
    "delivered",
    "delivered_height",
    "dependence_map",
    "drivers",
    "effort_return",
    "fan",
    "fears",
    "fits",
    "gains",
    "gaps",
    "intervals",
    "key_accounts_by_owner",
    "lanes",
    "largest_shares",
    "loss_draws",
    "losses_by_group",
    "matrix",
    "mirror",
    "mix",
    "mix_over_time",
    "money_by_period",
    "moves",
    "openings",
    "palette",
    "pareto",
    "profile_heat",
    "profit_by_cost",
    "ranking",
    "ranks",
    "satisfaction_trend",
    "scenario_bars",
    "season",
    "segment_map",
    "spread",
    "stacked",
    "standing",
    "tornado",
    "trust_profile",
    "waterfall",
    "whale",
]
