"""Who or what stops a decision whatever the mean says: a decider against us, or one risk beyond bearing (methods 11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kam_core.index.declared.decision import CATEGORIES, RISK, likely
from kam_core.index.shapes import DIGITS, Floats
from kam_core.people import opposes

if TYPE_CHECKING:
    from kam_core.index.engine import IndexInputs

GRAVE = 20.0
"""Probability times consequence (1-5 each) from which on a risk blocks."""

LARGEST = 25.0
"""The product of two answers of 5; the index counts in per cent of it."""

Bools = npt.NDArray[np.bool_]


def unbearable(products: Sequence[Floats]) -> Bools:
    """
    Whether any category reaches 20 of 25, person by person; ``products`` are P·C (1-25, NaN = unknown), one array a category.

    >>> unbearable([np.array([20.0, 6.0]), np.array([np.nan, np.nan])]).tolist()
    [True, False]
    """
    reached: Bools = np.any([product >= GRAVE for product in products], axis=0)
    return reached


def vetoes(people: IndexInputs) -> Bools:
    """Who blocks, contact by contact, from the inputs of the index of risk and the roles and supports in the state."""
    products = {item.id: item for item in RISK.items if item.times}
    told = [np.round(people.item(products[likely(name)])[0] * LARGEST / 100.0, DIGITS) for name in CATEGORIES]
    state = people.state
    return unbearable(told) | opposes(state["role"], state["support"])


def blocked(data: IndexInputs) -> Bools:
    """Who stands under a veto: a contact by their own, an account by that of any of its contacts."""
    if data.subject_type == "contact":
        return vetoes(data)
    found = np.zeros(len(data.state), dtype=bool)
    if data.people is not None and data.contacts is not None:
        found[data.contacts.account[vetoes(data.people)]] = True
    return found
