"""From a play to dated, owned actions, and what became of the accounts that followed it."""

from kam_core.plans.making import OPEN, Plan, due_days, plan
from kam_core.plans.outcome import FEW, Outcome, outcome

__all__ = ["FEW", "OPEN", "Outcome", "Plan", "due_days", "outcome", "plan"]
