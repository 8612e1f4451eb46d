"""
Famous claims about customers, each tested on the user's own data (methods 22 and 23).

A claim is declared as data (``CLAIMS``); what the data say of it is an ``Outcome``: figures with n and interval, and a verdict. Nothing
here speaks of causes: a connection between two figures has no direction.

>>> import kam_core as kam
>>> wb = kam.Workbook()
>>> kam.myths.outcomes(kam.myths.gathered(wb))["pareto"].verdict
'untold'
"""

from __future__ import annotations

from kam_core.myths.claims import CLAIMS, VERDICTS, Claim
from kam_core.myths.facts import gathered
from kam_core.myths.outcomes import Outcome, Statistic, outcomes

__all__ = ["CLAIMS", "VERDICTS", "Claim", "Outcome", "Statistic", "gathered", "outcomes"]
