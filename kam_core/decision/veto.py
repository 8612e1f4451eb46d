"""Who or what stops a decision whatever the mean says: a decider against us, or one risk beyond bearing (methods 11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.index.declared.decision import CATEGORIES, RISK, likely
from kam_core.index.shapes import DIGITS, Floats
from kam_core.people import DECIDING

if TYPE_CHECKING:
    from kam_core.index.engine import IndexInputs

AGAINST = -1.0
"""Support from which on a decider or approver blocks."""

GRAVE = 20.0
"""Probability times consequence (1-5 each) from which on a risk blocks."""

LARGEST = 25.0
"""The product of two answers of 5; the index counts in per cent of it."""

Bools = npt.NDArray[np.bool_]


def opposes(role: pd.Series, support: pd.Series) -> Bools:
    """
    Whether a person who decides or approves is against us, person by person; an unknown support blocks nothing.

    >>> opposes(pd.Series(["decider", "approver", "user"]), pd.Series([-1.0, None, -2.0])).tolist()
    [True, False, False]
    """
    deciding = np.any([role.eq(name).to_numpy(bool) for name in DECIDING], axis=0)  # ten times as fast as isin
    against: Bools = deciding & (support.to_numpy("float64", na_value=np.nan) <= AGAINST)
    return against


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
