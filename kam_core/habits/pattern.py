"""The months of one account: its seasons, its discount, how much its quarters swing, and how it pays (methods 23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import account_state
from kam_core.fiscal import months_before
from kam_core.ledger import ledger
from kam_core.params import Params
from kam_core.text import N_
from kam_core.value.spans import Floats, Months

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

YEARS, QUARTERS = 3, 8
"""Seasons look at up to so many whole years, swings at up to so many whole quarters."""

LEAST_QUARTERS = 4
"""Fewer quarters do not say how much they swing."""

ABOUT: Mapping[str, str] = {
    "season": N_("Index = revenue of the month ÷ mean month of the same whole years x 100; months counted back by day."),
    "volatility": N_("Swing = standard deviation ÷ mean of the whole quarters (up to eight); low is steady."),
    "discount_share": N_("Discount ÷ (revenue + discount) of the lines of twelve months; only where discounts are known."),
    "payment_days": N_("The account fact payment_days; else receivables ÷ revenue of twelve months x 365."),
}
"""Each figure in words (message ids)."""


@dataclass(frozen=True)
class Pattern:
    """What the months of an account tell; ``None`` where too little is known."""

    season: pd.DataFrame
    """month_end (of the last year), index (100 = the mean month), years (how many it rests on); empty below a whole year."""
    volatility: float | None
    quarters: int
    """Whole quarters the swing rests on."""
    discount_share: float | None
    payment_days: float | None
    receivables: float | None


def pattern(wb: Workbook, account_id: str, as_of: date, params: Params | None = None) -> Pattern:
    """The pattern of an account up to a date; one without orders has none."""
    params = params or Params()
    bought, _ = ledger(wb, as_of, params, pd.Index([account_id]))
    state = account_state(wb, as_of, None, params)
    row = state[state["account_id"] == account_id]
    facts = {name: float(row[name].iloc[0]) if name in row and len(row) else np.nan for name in ("fact_payment_days", "fact_receivables")}
    year = bought.total(0, 12)
    revenue, discount = float(year["revenue"][0]), float(year["discount"][0])
    oldest = int(bought.oldest("lines")[0])
    swing, quarters = _swing(bought, oldest)
    return Pattern(_season(bought, oldest, as_of), swing, quarters,
                   discount / (revenue + discount) if revenue + discount > 0 else None,
                   _days(facts, revenue), _known(facts["fact_receivables"]))  # fmt: skip


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _days(facts: Mapping[str, float], revenue: float) -> float | None:
    """Days until the account pays: told, or from what it owes."""
    if not np.isnan(facts["fact_payment_days"]):
        return facts["fact_payment_days"]
    return facts["fact_receivables"] / revenue * 365 if revenue > 0 and not np.isnan(facts["fact_receivables"]) else None


def _sums(bought: Months, months: int, size: int) -> Floats:
    """Revenue of each span of so many months, the newest first; a span without a line is zero."""
    spans = [float(np.nan_to_num(bought.total(start, start + size)["revenue"][0])) for start in range(0, months - size + 1, size)]
    return np.array(spans)


def _season(bought: Months, oldest: int, as_of: date) -> pd.DataFrame:
    years = min(YEARS, (oldest + 1) // 12)
    by_month = _sums(bought, 12 * years, 1).reshape(years, 12).sum(axis=0) if years else np.empty(0)
    if not by_month.sum() > 0:
        return pd.DataFrame({"month_end": pd.Series(dtype="datetime64[us]"), "index": np.empty(0), "years": np.empty(0)})
    ends = pd.to_datetime(pd.Series([months_before(as_of, ago) for ago in range(11, -1, -1)], dtype="datetime64[us]"))
    return pd.DataFrame({"month_end": ends, "index": (100 * by_month / by_month.mean())[::-1], "years": float(years)})


def _swing(bought: Months, oldest: int) -> tuple[float | None, int]:
    """Standard deviation (n - 1) ÷ mean of the whole quarters; none for fewer than four, or where the mean is not above zero."""
    quarters = min(QUARTERS, (oldest + 1) // 3)
    values = _sums(bought, 3 * quarters, 3)
    if quarters < LEAST_QUARTERS or not values.mean() > 0:
        return None, quarters
    return float(values.std(ddof=1) / values.mean()), quarters
