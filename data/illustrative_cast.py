"""Which sixty accounts get illustrative facts, and the course of each: wallet share, attitude, trust and importance at every review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from illustrative_words import BARE, FOLLOWING, LEADING, REVIEWS, SEED, STALE, THIN, TURNS, Turn

ACTIVE_SINCE = date(2012, 11, 29)
QUIET_SINCE = date(2012, 6, 30)
SHAPE = (0.0, 0.1, 0.3, 0.6, 0.85, 1.0)
"""How much of a turn has happened by each review."""


@dataclass(frozen=True)
class History:
    """What an account really bought."""

    account_id: str
    owner: str
    lines: tuple[tuple[date, Decimal, Decimal], ...]
    """Date, revenue and gross profit of each order line."""

    @property
    def revenue(self) -> Decimal:
        """Of all years."""
        return sum((revenue for _, revenue, _ in self.lines), Decimal(0))

    @property
    def profit(self) -> Decimal:
        """Gross profit of all years."""
        return sum((profit for _, _, profit in self.lines), Decimal(0))

    @property
    def first_day(self) -> date:
        """Of the first order."""
        return min(day for day, _, _ in self.lines)

    @property
    def last_day(self) -> date:
        """Of the last order."""
        return max(day for day, _, _ in self.lines)

    def revenue_12m(self, day: date) -> float:
        """Revenue of the twelve months up to a day."""
        since = day.replace(year=day.year - 1)
        return float(sum((revenue for on, revenue, _ in self.lines if since < on <= day), Decimal(0)))


@dataclass(frozen=True)
class Case:
    """One account of the cast; the four courses have one value (0-100, the share 0-1) for each review."""

    rank: int
    history: History
    loyalty: str
    relationship: str
    turn: Turn
    share: tuple[float, ...]
    attitude: tuple[float, ...]
    trust: tuple[float, ...]
    importance: tuple[float, ...]

    @property
    def account_id(self) -> str:
        """Id of the account."""
        return self.history.account_id

    @property
    def owner(self) -> str:
        """Our owner of the account."""
        return self.history.owner

    @property
    def evidence(self) -> str:
        """How much is known: full, thin or bare."""
        return "bare" if self.rank in BARE else "thin" if self.rank in THIN else "full"

    @property
    def reviews(self) -> tuple[int, ...]:
        """Places of the reviews that took place: after the first order, and not after March 2013 for the neglected ones."""
        last = 2 if self.rank in STALE else len(REVIEWS) - 1
        return tuple(i for i, day in enumerate(REVIEWS) if i <= last and day - timedelta(days=18) > self.history.first_day)

    def rng(self, topic: int) -> np.random.Generator:
        """Random numbers of this account and topic alone, so that a change elsewhere leaves them as they are."""
        return np.random.default_rng([SEED, self.rank, topic])

    def reviewed_on(self, review: int) -> date:
        """The day of a review: up to 18 days before the quarter ends."""
        return REVIEWS[review] - timedelta(days=int(self.rng(120 + review).integers(0, 19)))


def histories(folder: Path) -> list[History]:
    """Every account of the sample with its order lines, largest revenue first."""
    owners = {row["account_id"]: row["owner"] for row in pq.read_table(folder / "accounts.parquet").to_pylist()}
    lines: dict[str, list[tuple[date, Decimal, Decimal]]] = {account: [] for account in owners}
    for row in pq.read_table(folder / "transactions.parquet").to_pylist():
        lines[row["account_id"]].append((row["date"], row["revenue"], row["revenue"] - row["cost"]))
    found = [History(account, owners[account], tuple(rows)) for account, rows in lines.items()]
    return sorted(found, key=lambda h: (-h.revenue, h.account_id))


def chosen(every: Sequence[History]) -> list[History]:
    """The 22 largest, then the 14 that lose and the 10 that earn most of the rest, then 14 spread over the middle, by revenue."""
    picked = list(every[:22])
    rest = [h for h in every[22:] if h.last_day > QUIET_SINCE]
    picked += sorted(rest, key=lambda h: (h.profit, h.account_id))[:14]
    picked += sorted(rest, key=lambda h: (-h.profit, h.account_id))[:10]
    middle = [h for h in rest[40:300] if h.last_day > ACTIVE_SINCE and h not in picked]
    picked += [middle[int(place)] for place in np.linspace(0, len(middle) - 1, 14)]
    return picked[:22] + sorted(picked[22:], key=lambda h: (-h.revenue, h.account_id))


def cast(folder: Path) -> list[Case]:
    """The sixty accounts with the course of each."""
    parts = LEADING + tuple(FOLLOWING[i % len(FOLLOWING)] for i in range(60 - len(LEADING)))
    pairs = zip(chosen(histories(folder)), parts, strict=True)
    return [_case(rank, history, *part) for rank, (history, part) in enumerate(pairs, start=1)]


def _case(rank: int, history: History, loyalty: str, relationship: str, told: str) -> Case:
    turn, rng = TURNS[told], np.random.default_rng([SEED, rank, 0])
    attitude, trust, importance = _level(rng, loyalty[1]), _level(rng, relationship[0]), _level(rng, relationship[1])
    share = rng.uniform(0.62, 0.88) if loyalty[0] == "h" else rng.uniform(0.08, 0.26)
    return Case(
        rank, history, loyalty, relationship, turn,
        share=_course(rng, share, turn.trust / 300, 0.01, (0.05, 0.92)),
        attitude=_course(rng, attitude, turn.trust * 0.5, 1.5, (4, 97)),
        trust=_course(rng, trust, turn.trust + rng.uniform(-3, 3), 1.5, (4, 97)),
        importance=_course(rng, importance, rng.uniform(-6, 8), 1.0, (6, 96)),
    )  # fmt: skip


def _level(rng: np.random.Generator, side: str) -> float:
    return float(rng.uniform(65, 84) if side == "h" else rng.uniform(26, 53))


def _course(rng: np.random.Generator, end: float, change: float, noise: float, bounds: tuple[float, float]) -> tuple[float, ...]:
    """The way to ``end``: ``change`` is spread over the reviews, a little noise on all but the last."""
    wobble = rng.normal(0, noise, len(SHAPE)) * np.array([1, 1, 1, 1, 1, 0])
    course = np.clip(end - change * (1 - np.array(SHAPE)) + wobble, *bounds)
    return tuple(round(float(value), 4) for value in course)


def wallet(case: Case, review: int) -> float:
    """Yearly spend of the account on goods like ours, so that our share of it is the share of the case."""
    bought = case.history.revenue_12m(REVIEWS[review]) or float(case.history.revenue) / 3
    return _three_digits(bought / case.share[review])


def addressable(case: Case, review: int) -> float:
    """What the account could spend with anybody in the next 24 months: more where importance is high."""
    return _three_digits(2 * wallet(case, review) * (0.7 + 0.006 * case.importance[review]))


def _three_digits(value: float) -> float:
    return float(f"{value:.3g}")


def potential_scale(cases: Sequence[Case]) -> Mapping[str, float]:
    """Today's addressable spend of each account on the logarithmic 0-100 scale of the importance index."""
    logs = np.log([addressable(case, len(REVIEWS) - 1) for case in cases])
    low, high = np.percentile(logs, [5, 95])
    return {case.account_id: float(np.clip((v - low) / (high - low), 0, 1) * 100) for case, v in zip(cases, logs, strict=True)}
