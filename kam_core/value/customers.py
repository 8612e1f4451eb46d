"""
The table every model of purchases is fitted to: one row a customer, checked, and the equal rows counted.

``frequency`` = repeat purchases (periods with a purchase after the first), ``recency`` = time from the first to the last purchase,
``T`` = time from the first purchase to the end of the observation, in one unit of time; ``monetary_value`` = mean of the repeat purchases.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.errors import BadCustomers

Floats = npt.NDArray[np.float64]

PURCHASES = ("frequency", "recency", "T")
"""Columns of the models of purchases."""


@dataclass(frozen=True)
class Customers:
    """Repeat purchases x, time of the last one t_x and time observed T, an element a customer (or a kind, ``weight`` of them)."""

    x: Floats
    recency: Floats
    T: Floats
    weight: Floats

    @property
    def n(self) -> float:
        """How many customers."""
        return float(self.weight.sum())

    @cached_property
    def levels(self) -> tuple[Floats, npt.NDArray[np.intp]]:
        """The different counts of purchases, and for every row which it is: gamma functions are asked once for each count."""
        return np.unique(self.x, return_inverse=True)

    def weighted(self, values: Floats) -> float:
        """Sum over all customers; not by BLAS, whose threads would burn CPU waiting for each other."""
        return float(np.einsum("i,i->", self.weight, values))

    def scaled(self, by: float) -> Customers:
        """The same in a unit of time ``by`` times as long."""
        return Customers(self.x, self.recency / by, self.T / by, self.weight)


def customers(frame: pd.DataFrame) -> Customers:
    """The rows of a frame as they stand, each of weight 1; rows that cannot be raise ``BadCustomers`` with the first of them."""
    x, recency, T = (column(frame, name) for name in PURCHASES)
    refuse(frame, (x < 0) | (x != np.floor(x)), "frequency", BadCustomers.template_whole)
    refuse(frame, T < 0, "T", BadCustomers.template_negative)
    refuse(frame, (recency < 0) | (recency > T), "recency", BadCustomers.template_recency)
    refuse(frame, (x == 0) & (recency != 0), "recency", BadCustomers.template_no_repeat)
    return Customers(x, recency, T, np.ones(len(frame)))


def kinds(frame: pd.DataFrame) -> Customers:
    """The distinct rows and how many customers each stands for: a likelihood costs as much as there are kinds."""
    every = customers(frame)
    first, _, count = distinct(every.x, every.recency, every.T)
    return Customers(every.x[first], every.recency[first], every.T[first], count.astype("float64"))


def distinct(*columns: Floats) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """Of rows given by their columns: a place of each distinct one, for every row which it is, and how often each occurs."""
    code = np.zeros(len(columns[0]), dtype=np.int64)
    for values in columns:
        codes, found = pd.factorize(values)
        code = pd.factorize(code * max(len(found), 1) + codes)[0].astype(np.int64)
    count = np.bincount(code)
    first = np.empty(len(count), dtype=np.intp)
    first[code[::-1]] = np.arange(len(code))[::-1]
    return first, code, count


def column(frame: pd.DataFrame, name: str) -> Floats:
    """A column as floats; one that is not there, or holds anything but finite numbers, raises."""
    if name not in frame:
        raise BadCustomers.saying(BadCustomers.template_column, column=name)
    values = np.asarray(pd.to_numeric(frame[name], errors="coerce"), dtype="float64")
    refuse(frame, ~np.isfinite(values), name, BadCustomers.template_number)
    return values


def refuse(frame: pd.DataFrame, wrong: npt.NDArray[np.bool_], name: str, template: str) -> None:
    """Raise with how many rows are wrong and the first of them, if any is."""
    if wrong.any():
        first = int(np.argmax(wrong))
        row, value = frame.index[first], frame[name].iloc[first]
        raise BadCustomers.saying(template, n=int(wrong.sum()), row=row, column=name, value=value)
