"""Which model of lifetime value suits these accounts, chosen by what is known and said with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kam_core.text import N_

ENOUGH_RENEWALS, ENOUGH_CUSTOMERS, ENOUGH_REPEATS = 30, 200, 100
"""Renewals that were due, customers with orders and repeat buyers from which a model can be fitted."""

WAYS: Mapping[str, str] = {
    "renewals": N_("Contracts: shifted beta-geometric"),
    "purchases": N_("Orders without contracts: a model of purchases"),
    "npv": N_("Few accounts: net present value over a finite horizon"),
}
"""The ways to a lifetime value (message ids)."""

REASONS: Mapping[str, str] = {
    "renewals": N_("{share} of the revenue of the last 12 months is under contract and {due} renewals were due."),
    "purchases": N_("{customers} customers with orders, {repeats} of them came back; {share} of the revenue is under contract."),
    "npv": N_("Only {customers} customers with orders ({repeats} came back) and {due} renewals that were due: too few to fit a model."),
}
"""Why (message ids)."""


@dataclass(frozen=True)
class Advice:
    """The way that suits, and the figures that decide it."""

    way: str
    """Id of ``WAYS``."""
    customers: int
    repeats: int
    due: int
    share: float
    """Part of the last 12 months' revenue that is of accounts with a live contract."""


def advised(customers: int, repeats: int, due: int, share: float) -> Advice:
    """
    Contracts for most of the revenue with enough renewals; else orders of enough customers; else the plain net present value.

    >>> advised(900, 500, 4, 0.1).way, advised(900, 500, 80, 0.7).way, advised(40, 40, 12, 0.9).way
    ('purchases', 'renewals', 'npv')
    """
    if share >= 0.5 and due >= ENOUGH_RENEWALS:
        way = "renewals"
    elif customers >= ENOUGH_CUSTOMERS and repeats >= ENOUGH_REPEATS:
        way = "purchases"
    else:
        way = "npv"
    return Advice(way, customers, repeats, due, share)
