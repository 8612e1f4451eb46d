"""Maximum likelihood for the models of purchases: parameters above zero, exact gradient, and a report of how far to trust the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kam_core.text import N_
from kam_core.value.customers import Floats

PROBLEMS = {
    "not_converged": N_("The fit did not converge: the parameters are those of its last step."),
    "boundary": N_("A parameter runs to its bound: the data do not tell it, only its effect on predictions counts."),
    "few_customers": N_("Fewer than {fewest} customers: the parameters are little more than a guess."),
    "all_zero": N_("Nobody came back: nothing tells how customers stay."),
}
"""What a fit can warn of (message ids)."""

FEWEST = 50
"""With fewer customers than this a fit warns."""

FLAT = 1e-5
"""Largest gradient of the mean log-likelihood, by the log of a parameter, that counts as a maximum."""

FAR = 4.0
"""Standard error of the log of a parameter beyond which the data do not tell it."""

LARGEST = 1e4
"""A parameter that has no unit and grows beyond this runs away."""

Objective = Callable[[Floats], tuple[float, Floats]]
"""From log parameters: the log-likelihood and its gradient by the log parameters."""


@dataclass(frozen=True)
class Fit:
    """What a fit found: parameters, how sure they are, and what is wrong with it."""

    params: dict[str, float]
    log_likelihood: float
    n: int
    """Customers it rests on."""
    gradient: float
    """Largest derivative of the mean log-likelihood by the log of a parameter: zero at a maximum."""
    standard_errors: dict[str, float]
    """Missing (NaN) where the data do not tell the parameter."""
    problems: tuple[str, ...] = ()
    """Ids of ``PROBLEMS``."""

    def rescaled(self, units: Mapping[str, float], constant: float, *more: str) -> Fit:
        """The same in other units: parameters times their unit, the log-likelihood plus a constant; ``more`` problems."""
        params, errors = ({name: value * units.get(name, 1.0) for name, value in values.items()}
                          for values in (self.params, self.standard_errors))  # fmt: skip
        return replace(
            self, params=params, standard_errors=errors, log_likelihood=self.log_likelihood + constant, problems=(*self.problems, *more)
        )

    @property
    def converged(self) -> bool:
        """Whether it ended at a maximum."""
        return "not_converged" not in self.problems

    def interval(self, name: str, z: float = 1.959963984540054) -> tuple[float, float]:
        """A 95 % interval of a parameter, symmetric in its logarithm."""
        value = self.params[name]
        spread = np.exp(z * self.standard_errors[name] / value)
        return float(value / spread), float(value * spread)


def maximise(objective: Objective, names: Sequence[str], n: float, start: Floats | None = None) -> Fit:
    """
    The parameters (all above zero) under which the data are most likely.

    BFGS on the logarithms from ``start`` (all ones); standard errors from the curvature (differences of the exact gradient).
    """
    from scipy.optimize import minimize

    count = max(n, 1.0)

    def mean_loss(theta: Floats) -> tuple[float, Floats]:
        value, slope = objective(theta)
        return (-value / count, -slope / count) if np.isfinite(value) else (np.inf, np.zeros_like(theta))

    first = np.zeros(len(names)) if start is None else start
    found = minimize(mean_loss, first, jac=True, method="BFGS", options={"gtol": 1e-9, "maxiter": 500})
    theta = np.asarray(found.x, dtype="float64")
    value, slope = objective(theta)
    gradient = float(np.abs(slope / count).max())
    errors = _standard_errors(objective, theta)
    params = dict(zip(names, np.exp(theta).tolist(), strict=True))
    problems = tuple(
        name
        for name, wrong in {
            "not_converged": not gradient <= FLAT,
            "boundary": bool((~(errors <= FAR)).any() or (np.abs(theta) > np.log(LARGEST)).any()),
            "few_customers": n < FEWEST,
        }.items()
        if wrong
    )
    return Fit(params, float(value), round(n), gradient, dict(zip(names, (errors * np.exp(theta)).tolist(), strict=True)), problems)


def _standard_errors(objective: Objective, theta: Floats, step: float = 1e-4) -> Floats:
    """Of the log parameters; missing where the curvature has no inverse or tells a negative variance."""
    rows = []
    for place in range(len(theta)):
        shift = np.zeros_like(theta)
        shift[place] = step
        rows.append((objective(theta + shift)[1] - objective(theta - shift)[1]) / (2 * step))
    curvature = -np.asarray(rows)
    try:
        variance = np.diag(np.linalg.inv((curvature + curvature.T) / 2))
    except np.linalg.LinAlgError:
        return np.full(len(theta), np.nan)
    return np.sqrt(np.where(variance > 0, variance, np.nan))
