"""What the part about buyers shows, computed once for a workbook, a date and a set of assumptions."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kam_core.value.foretelling.advice import Advice, advised
from kam_core.value.foretelling.doubts import Doubt, doubts
from kam_core.value.foretelling.future import Future, future
from kam_core.value.foretelling.months import purchase_months
from kam_core.value.foretelling.others import alive_map, said_by_all
from kam_core.value.foretelling.renewals import NextRenewal, next_renewal, renewals
from pages.ui import cache
from pages.ui.view import View


@dataclass(frozen=True)
class Buyers:
    """Everything that does not depend on whom the page is narrowed to: models are fitted to all accounts."""

    future: Future
    said: pd.DataFrame
    """Purchases of the year to come by every method, a row an account."""
    advice: Advice
    doubts: list[Doubt]
    renewal: NextRenewal
    grid: pd.DataFrame
    """Chance alive by silence and purchases, as ``alive_map`` gives it."""


def of(view: View) -> Buyers | None:
    """The buyers of the workbook; ``None`` while nobody has bought. Filters, language and theme do not fit anything anew."""
    key = ("buyers", view.as_of, view.params)
    found: tuple[Buyers | None] = cache.kept(view.book, key, lambda: (_made(view),), cache.read_by_score(view.params))
    return found[0]


def _made(view: View) -> Buyers | None:
    found = future(view.book, view.as_of, view.params)
    if found is None:
        return None
    frame, contracts = found.customers, next_renewal(renewals(view.book, view.as_of))
    repeats = int((frame["frequency"] > 0).sum())
    return Buyers(
        found,
        said_by_all(view.book, found, view.as_of),
        advised(len(frame), repeats, contracts.due, _under_contract(view.every_score)),
        doubts(frame, purchase_months(view.book, view.as_of)),
        contracts,
        alive_map(found.model, frame),
    )


def _under_contract(scores: pd.DataFrame) -> float:
    """Part of the last 12 months' revenue that is of accounts with a running contract."""
    revenue = scores["revenue_12m"].fillna(0.0)
    whole = float(revenue.sum())
    return float(revenue[scores["contract_live"] == 1].sum()) / whole if whole > 0 else 0.0


def rows(view: View, found: Buyers) -> pd.DataFrame:
    """The accounts of the page that have bought, the most value to come first; silent = weeks since the last purchase."""

    def made() -> pd.DataFrame:
        names = view.scores[["account_id", "account_name"]]
        joined = names.merge(found.future.customers, left_on="account_id", right_index=True)
        joined["silent"] = joined["T"] - joined["recency"]
        return joined.sort_values(["value", "purchases"], ascending=False, kind="stable").reset_index(drop=True)

    ranked: pd.DataFrame = view.kept("buyers_rows", made)
    return ranked
