"""What the people of the decision units fear, who or what blocks an account, and which fear weighs most (methods 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.decision.veto import unbearable
from kam_core.index.declared import INDICES
from kam_core.index.declared.decision import CATEGORIES, RISK, WILLINGNESS, grave, likely
from kam_core.index.engine import IndexInputs, index_values, inputs
from kam_core.index.evidence import INFLUENCE_UNKNOWN
from kam_core.index.shapes import DIGITS, Floats
from kam_core.index.subjects import subjects_of
from kam_core.params import Params
from kam_core.people import opposes

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

AGAINST_US = "against"
"""What blocks where it is a person and no category of risk."""


@dataclass(frozen=True)
class Fears:
    """The risks of all decision units on a date."""

    people: pd.DataFrame
    """
    One row a contact: contact_id, contact_name, account_id, account_name, role, influence, support, willingness, risk (0-100),
    blocks.
    """
    risks: pd.DataFrame
    """One row a contact and category with both answers, the largest product first; the columns of ``people`` and category,
    probability, consequence (1-5), product (1-25)."""
    blocks: pd.DataFrame
    """One row a reason why an account is blocked: the columns of ``people`` and ``why`` (AGAINST_US or a category) and product."""

    @cached_property
    def accounts(self) -> pd.DataFrame:
        """
        One row an account where a risk is known: account_id, account_name, people, blocked, and category and product of its largest risk.

        The blocked come first, then those with the largest product. Willingness and risk of the account are on the matrix.
        """
        known = self.people.groupby("account_id").agg(account_name=("account_name", "first"), people=("contact_id", "size"))
        worst = self.risks.drop_duplicates("account_id").set_index("account_id")[["category", "product"]]
        found = known.join(worst, how="inner")
        found["blocked"] = found.index.isin(self.blocks["account_id"])
        order = ["blocked", "product", "account_name"]
        return found.reset_index().sort_values(order, ascending=[False, False, True], kind="stable").reset_index(drop=True)

    @cached_property
    def categories(self) -> pd.DataFrame:
        """One row a category of which anybody spoke, the heaviest first: category, weight (mean P·C by influence), people, worst
        (largest P·C), unbearable (people at 20 or more).
        """
        rows = self.risks.assign(unbearable=unbearable([self.risks["product"].to_numpy("float64")]))
        weight = rows["influence"].fillna(INFLUENCE_UNKNOWN)
        found = rows.groupby("category").agg(people=("contact_id", "size"), worst=("product", "max"), unbearable=("unbearable", "sum"))
        found["weight"] = _weighted(rows["product"], weight, rows["category"])
        return found.reset_index().sort_values(["weight", "category"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _weighted(values: pd.Series, weight: pd.Series, group: pd.Series) -> pd.Series:
    """Sum w·v / sum w over the known values of each group; missing where nothing is known."""
    known = values.notna()
    total = (values * weight)[known].groupby(group[known]).sum()
    return total / weight[known].groupby(group[known]).sum()


def fears(wb: Workbook, accounts: pd.DataFrame, as_of: date, params: Params) -> Fears:
    """The fears in the decision units of some accounts (one row each, as ``kam.score`` has them) on a date."""
    asked = {index.id: INDICES[index.id] for index in (WILLINGNESS, RISK)}
    who = subjects_of(wb, "contact", accounts)
    data = inputs(wb, who, as_of, params, "contact", asked)
    chances, graves = ([_answers(data, of(name)) for name in CATEGORIES] for of in (likely, grave))
    products = [np.round(p * c, DIGITS) for p, c in zip(chances, graves, strict=True)]
    people = who[["subject_id", "subject_name", "account_id", "account_name", "role", "influence", "support"]].rename(
        columns={"subject_id": "contact_id", "subject_name": "contact_name"}
    )
    people = people.assign(**{index.id: index_values(data, index, params).value for index in asked.values()})
    against = opposes(people["role"], people["support"])
    people["blocks"] = against | unbearable(products)
    here = people["account_id"].isin(accounts["account_id"]).to_numpy()
    risks = _long(people, here, chances, graves, products)
    grave_ones = risks[unbearable([risks["product"].to_numpy("float64")])]
    blocks = pd.concat([people[against & here].assign(why=AGAINST_US), grave_ones.assign(why=grave_ones["category"])], ignore_index=True)
    columns = [*people.columns, "why", "product"]
    return Fears(people[here].reset_index(drop=True), risks, blocks.reindex(columns=columns))


def _answers(data: IndexInputs, item: str) -> Floats:
    """The mean answers to an item on its own scale of 1-5; NaN where nobody answered."""
    declared = next(one for one in RISK.items if one.id == item)
    values = data.cells.row(item)[0] / 100.0
    raw: Floats = np.round(declared.low + values * (declared.high - declared.low), DIGITS)
    return raw


def _long(
    people: pd.DataFrame, here: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], chances: list[Floats], graves: list[Floats],
    products: list[Floats],
) -> pd.DataFrame:  # fmt: skip
    parts = []
    for category, chance, weight, product in zip(CATEGORIES, chances, graves, products, strict=True):
        told = here & ~np.isnan(product)
        parts.append(people[told].assign(category=category, probability=chance[told], consequence=weight[told], product=product[told]))
    found = pd.concat(parts, ignore_index=True)
    order = ["product", "influence", "account_name", "contact_name"]
    return found.sort_values(order, ascending=[False, False, True, True], kind="stable").reset_index(drop=True)
