"""What every model of purchases can do: be fitted to customers, foretell them, be kept as a text."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from kam_core.errors import BadModel, NotFitted, UnknownName
from kam_core.value.customers import Customers, Floats, customers, distinct, kinds
from kam_core.value.likelihood import Fit, maximise

MONTH: Mapping[str, float] = {"day": 30.0, "week": 4.345, "month": 1.0, "year": 1 / 12}
"""A month in each unit of time, as lifetimes and pymc-marketing count it."""


def in_unit(unit: str) -> float:
    """A month in that unit; an unknown one raises with the known."""
    if unit not in MONTH:
        raise UnknownName.of("unit of time", unit, list(MONTH))
    return MONTH[unit]


class Fitted(ABC):
    """A model with named parameters above zero, fitted or given."""

    names: ClassVar[tuple[str, ...]]

    def __init__(self, params: Mapping[str, float] | None = None) -> None:
        """Not fitted yet, or with parameters that are known."""
        self._params: dict[str, float] | None = None
        self.report: Fit | None = None
        """What the fit found and how far to trust it; ``None`` when the parameters were given."""
        if params is not None:
            self._params = {name: float(params[name]) for name in self.names}

    @property
    def params(self) -> dict[str, float]:
        """The parameters by their names in the papers."""
        if self._params is None:
            raise NotFitted(model=type(self).__name__)
        return dict(self._params)

    @property
    def log_likelihood(self) -> float:
        """Of the data it was fitted to, at the parameters."""
        if self.report is None:
            raise NotFitted(model=type(self).__name__)
        return self.report.log_likelihood

    def _keep(self, report: Fit) -> Self:
        self.report, self._params = report, dict(report.params)
        return self

    def to_json(self) -> str:
        """The model as a text: its name and parameters."""
        return json.dumps({"model": type(self).__name__, "params": self.params})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The model of a text; one of another model, or of none, raises ``BadModel``."""
        try:
            told = json.loads(text)
            if told["model"] != cls.__name__:
                raise BadModel(model=cls.__name__, found=told["model"])
            params = {name: float(told["params"][name]) for name in cls.names}
        except (ValueError, KeyError, TypeError) as error:
            raise error if isinstance(error, BadModel) else BadModel(model=cls.__name__, found=str(error)) from error
        if not all(np.isfinite(value) and value > 0 for value in params.values()):
            raise BadModel(model=cls.__name__, found=str(params))
        return cls(params)

    def save(self, path: str | Path) -> None:
        """Write the model to a file."""
        Path(path).write_text(self.to_json(), encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """The model of a file."""
        return cls.from_json(Path(path).read_text(encoding="utf-8"))


class PurchaseModel(Fitted):
    """A model of how often customers buy and when they leave unseen; frames have ``frequency``, ``recency``, ``T``."""

    timed: ClassVar[tuple[str, ...]]
    """Parameters that are times: they scale with the unit."""

    def fit(self, frame: pd.DataFrame) -> Self:
        """The parameters under which the customers of a frame are most likely; see ``report``. The frame is left as it is."""
        data = kinds(frame)
        unit = float(data.T.max(initial=0.0)) / 10 or 1.0
        scaled = data.scaled(unit)
        found = maximise(lambda theta: self._likelihood(np.exp(theta), scaled), self.names, data.n)
        nobody = () if data.x.any() else ("all_zero",)
        return self._keep(found.rescaled(dict.fromkeys(self.timed, unit), -data.weighted(data.x) * np.log(unit), *nobody))

    def expected_purchases(self, frame: pd.DataFrame, t: float) -> pd.Series:
        """Purchases each customer is expected to make in the ``t`` units of time to come."""
        return self.expected_purchases_by(frame, [t])[0]

    def expected_purchases_by(self, frame: pd.DataFrame, times: list[float] | Floats) -> list[pd.Series]:
        """The same for several spans, each from now: whoever is alive depends on the span only, so it is asked once."""
        data = customers(frame)
        alive = self._alive(data)
        first, which, _ = distinct(data.x, data.T)
        kind = Customers(data.x[first], data.recency[first], data.T[first], np.ones(len(first)))
        return [pd.Series(alive * self._while_alive(kind, float(t))[which], index=frame.index, name="expected_purchases") for t in times]

    def expected_probability_alive(self, frame: pd.DataFrame) -> pd.Series:
        """Probability that each customer is still one at the end of the observation."""
        return pd.Series(self._alive(customers(frame)), index=frame.index, name="probability_alive")

    @abstractmethod
    def expected_purchases_new_customer(self, t: float) -> float:
        """Repeat purchases of somebody just won in ``t`` units of time."""

    @abstractmethod
    def _likelihood(self, params: Floats, data: Customers) -> tuple[float, Floats]:
        """Log-likelihood, and its gradient by the logarithms of the parameters."""

    @abstractmethod
    def _alive(self, data: Customers) -> Floats:
        """Probability of being alive at T."""

    @abstractmethod
    def _while_alive(self, data: Customers, t: float) -> Floats:
        """Purchases in (T, T + t] of somebody who is alive at T: knows x and T only."""
