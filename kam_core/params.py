"""
Every assumption once: default, bounds, step, unit, title, and a one-line sentence that says what it is.

A parameter set is a frozen dataclass, so it is hashable and serves as a cache key as it is. ``fields_of`` lists the
declarations for a form; ``replace`` (of ``dataclasses``) makes a changed copy; ``validate`` refuses what is out of bounds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from kam_core.errors import OutOfBounds, UnknownName
from kam_core.text import N_

HEAVIEST = 1000.0
"""Weights count against one another; a larger one is a slip of the pen."""


def _p(
    default: Any,
    low: float | None = None,
    high: float | None = None,
    step: float | None = None,
    unit: str = "",
    title: str = "",
    about: str = "",
) -> Any:
    """A parameter; a unit that begins with % is kept as a share and shown as per cent. Texts are message ids."""
    return field(default=default, metadata={"low": low, "high": high, "step": step, "unit": unit, "title": title, "about": about})


GROUPS = {
    "value": N_("Profit and lifetime value"),
    "serving": N_("Cost to serve and credit"),
    "evidence": N_("Ratings and evidence"),
    "calendar": N_("Calendar"),
    "register": N_("Register of key accounts"),
    "alerts": N_("Alerts"),
    "concentration": N_("Concentration"),
    "quality": N_("Data quality"),
    "soft": N_("Value beyond purchases"),
    "portfolio": N_("Classes and stages of accounts"),
    "myths": N_("Myth or your data"),
    "effort": N_("Effort and results"),
}
"""What people call the groups."""


@dataclass(frozen=True)
class ValueParams:
    """Profit and lifetime value (methods 2 and 3)."""

    discount_rate: float = _p(
        0.10, 0.0, 0.5, 0.01, N_("% a year"), N_("Discount rate"), N_("What money a year from now is worth less today.")
    )
    margin_growth: float = _p(
        0.0, -0.5, 0.5, 0.01, N_("% a year"), N_("Growth of profit"), N_("How the yearly profit of an account grows.")
    )
    horizon: int = _p(5, 3, 10, 1, N_("years"), N_("Horizon"), N_("How many coming years the lifetime value counts."))
    retention: float | None = _p(
        None, 0.0, 1.0, 0.01, N_("% a year"), N_("Retention"),
        N_("One retention for all accounts. Empty: each account's own (entered, contract, portfolio and rhythm)."),
    )  # fmt: skip
    quiet_gap_ratio: float = _p(
        2.0, 1.0, 10.0, 0.5, N_("own gaps"), N_("Quiet from"),
        N_("Silence, in multiples of the account's own median gap, from which the rhythm lowers retention."),
    )  # fmt: skip
    assumed_margin: float | None = _p(
        None, 0.0, 1.0, 0.01, N_("% of revenue"), N_("Assumed margin"),
        N_("Gross margin of lines without a cost. Empty: their profit stays unknown."),
    )  # fmt: skip
    freight_is_cost_to_serve: bool = _p(
        False, title=N_("Count freight as cost to serve"), about=N_("Cost lines of the activity 'freight' lower the profit.")
    )
    count_illustrative: bool = _p(
        False, title=N_("Count illustrative costs"), about=N_("Cost lines marked illustrative (invented, sample data) lower the profit.")
    )


@dataclass(frozen=True)
class EvidenceParams:
    """How several ratings of one item become one value, and how sure it is (methods, common conventions)."""

    half_life_days: float = _p(
        180.0,
        30.0,
        1080.0,
        30.0,
        N_("days"),
        N_("Half-life of a rating"),
        N_("Age at which a rating weighs half among those of other raters."),
    )
    weight_customer: float = _p(1.0, 0.0, 2.0, 0.1, "", N_("Weight of the customer"), N_("How much a customer's own answer counts."))
    weight_ours: float = _p(0.5, 0.0, 2.0, 0.1, "", N_("Weight of our people"), N_("How much a judgement by our own people counts."))
    weight_vote: float = _p(1.0, 0.0, 2.0, 0.1, "", N_("Weight of a vote"), N_("How much an accepted vote counts."))
    sd_confirmed: float = _p(
        12.5, 0.0, 50.0, 0.5, N_("points"), N_("Spread of a confirmed answer"),
        N_("Standard deviation in points of 100; 12.5 is half a step on a scale of 1 to 5."),
    )  # fmt: skip
    sd_assumed: float = _p(
        25.0, 0.0, 50.0, 0.5, N_("points"), N_("Spread of an assumed answer"),
        N_("Standard deviation in points of 100; 25 is one step on a scale of 1 to 5."),
    )  # fmt: skip
    doubling_days: float = _p(
        360.0,
        90.0,
        1080.0,
        30.0,
        N_("days"),
        N_("Spread doubles after"),
        N_("Age at which the standard deviation of an answer has doubled."),
    )
    widening_cap: float = _p(
        3.0, 1.0, 5.0, 0.5, N_("times"), N_("Widest spread"), N_("Age widens the standard deviation by at most this factor.")
    )
    hollow_below: float = _p(
        0.60, 0.0, 1.0, 0.05, N_("% coverage"), N_("Hollow below"), N_("Below this coverage a point is drawn hollow: thin evidence.")
    )
    placed_from: float = _p(
        0.30, 0.0, 1.0, 0.05, N_("% coverage"), N_("Placed from"), N_("Below this coverage an account is not placed on a matrix.")
    )
    change_band: float = _p(
        5.0, 0.0, 20.0, 1.0, N_("points"), N_("Band of a move"),
        N_("A change of quadrant counts as a move only beyond this distance from the cut, or after two quarter-ends."),
    )  # fmt: skip
    sure_from: float = _p(
        0.80, 0.50, 0.99, 0.05, N_("% probability"), N_("Sure from"),
        N_("From this probability of its quadrant on a place on a matrix is called sure."),
    )  # fmt: skip


@dataclass(frozen=True)
class CalendarParams:
    """How this company divides the year."""

    fiscal_year_start: int = _p(
        1, 1, 12, 1, N_("month"), N_("Fiscal year starts in"), N_("The window 'Fiscal year' counts from the first day of this month.")
    )


@dataclass(frozen=True)
class RegisterParams:
    """Which accounts may be key, and what makes the data propose one (methods 23)."""

    most_key_accounts: int = _p(35, 1, 500, 1, N_("accounts"), N_("Most key accounts"), N_("More key accounts than this are a warning."))
    most_per_owner: int = _p(
        5, 1, 50, 1, N_("accounts"), N_("Most per owner"), N_("More key accounts with one owner than this are a warning.")
    )
    key_importance: float = _p(
        60.0, 0.0, 100.0, 1.0, N_("points"), N_("Propose from importance"), N_("Importance from which the data propose an account as key.")
    )
    release_importance: float = _p(
        40.0, 0.0, 100.0, 1.0, N_("points"), N_("Review below importance"),
        N_("Importance below which the data propose a key account for a review."),
    )  # fmt: skip
    key_growth: float = _p(
        0.10, 0.0, 5.0, 0.05, N_("% a year"), N_("Propose from growth"),
        N_("Growth of revenue from which an account among the most profitable is proposed as key."),
    )  # fmt: skip
    review_after_days: int = _p(
        365, 30, 1095, 5, N_("days"), N_("Next review after"),
        N_("Days from a decision to the next review, unless somebody says otherwise."),
    )  # fmt: skip


@dataclass(frozen=True)
class AlertParams:
    """From where on an account should worry somebody (methods 5, 16, 17)."""

    renewal_days: int = _p(183, 7, 730, 1, N_("days"), N_("Renews soon"), N_("A renewal at most this many days away is called soon."))
    heavy_loss: float = _p(
        0.05, 0.0, 1.0, 0.01, N_("% of the account's revenue"), N_("Heavy loss from"), N_("A smaller loss of an account is a medium risk.")
    )
    material_loss: float = _p(
        0.0005, 0.0, 0.1, 0.0005, N_("% of all revenue"), N_("Material loss from"),
        N_("A smaller loss is a medium risk, however heavy it is for the account."),
    )  # fmt: skip
    quiet_days: int = _p(
        30, 1, 365, 1, N_("days"), N_("Quiet for more than"), N_("A shorter silence worries nobody, however often the account buys.")
    )
    concentration_from: float = _p(
        0.15, 0.01, 1.0, 0.01, N_("% of all revenue"), N_("Concentrated above"), N_("One account that brings more than this is an alert.")
    )
    concentration_high: float = _p(
        0.25, 0.01, 1.0, 0.01, N_("% of all revenue"), N_("Concentration is high from"), N_("From this share on it is a high risk.")
    )
    thread_from: float = _p(
        0.60, 0.3, 1.0, 0.05, N_("% of our ties"), N_("Single thread above"),
        N_("More than this with one contact is an alert."),
    )  # fmt: skip
    thread_ties: int = _p(
        3, 1, 50, 1, N_("ties"), N_("Single thread from"), N_("With weaker ties (levels of our links, or days met) nothing is said.")
    )
    stale_days: int = _p(
        365, 30, 1095, 5, N_("days"), N_("Stale after"), N_("A rated or key account about which nothing newer is known is an alert.")
    )


@dataclass(frozen=True)
class QualityParams:
    """From when on the data themselves should worry somebody (methods 23)."""

    untouched_days: int = _p(
        180, 30, 1095, 5, N_("days"), N_("Contact untouched after"),
        N_("Days without a visit or a call from which a contact counts as untouched."),
    )  # fmt: skip
    alike_from: float = _p(
        0.90, 0.80, 1.0, 0.01, N_("% of the letters"), N_("Names alike from"),
        N_("Names of accounts that agree in this share of their letters are shown as near-duplicates."),
    )  # fmt: skip


@dataclass(frozen=True)
class SoftParams:
    """What an account brings beyond its purchases (methods 4)."""

    attribution: float = _p(
        0.3, 0.0, 1.0, 0.05, N_("% of the value"), N_("Share due to the account"),
        N_("How much of a value beyond purchases is due to the account, where its line of evidence does not say."),
    )  # fmt: skip
    attribution_cap: float = _p(
        0.5, 0.0, 1.0, 0.05, N_("% of the value"), N_("Largest share due"),
        N_("No line counts with a larger share, and an account brought to us is shared out at most this far."),
    )  # fmt: skip
    close_probability: float = _p(
        0.25, 0.0, 1.0, 0.05, N_("% of referrals"), N_("Referrals that become customers"),
        N_("Chance that a referral becomes a customer, where its line does not say."),
    )  # fmt: skip
    soft_years: float = _p(
        3.0, 0.0, 10.0, 0.5, N_("years"), N_("Years an idea or a partnership lasts"),
        N_("From the day of the line on, where it does not say; only the years still to come count."),
    )  # fmt: skip
    new_customer_value: float | None = _p(
        None, 0.0, 1e9, 100.0, N_("money"), N_("Value of a new customer"),
        N_("Lifetime value expected of a referral. Empty: the mean of the accounts whose lifetime value is above zero."),
    )  # fmt: skip


@dataclass(frozen=True)
class ServingParams:
    """What serving an account costs where nobody measured it, and what waiting for its money costs (methods 2)."""

    cost_per_order: float | None = _p(
        None, 0.0, 1e6, 1.0, N_("money an order"), N_("Cost per order"),
        N_("Taking and delivering one order. Empty: not counted. Leave it empty where uploaded costs hold it already."),
    )  # fmt: skip
    cost_per_line: float | None = _p(
        None, 0.0, 1e6, 0.1, N_("money a line"), N_("Cost per order line"),
        N_("Picking and booking one order line. Empty: not counted. Leave it empty where uploaded costs hold it already."),
    )  # fmt: skip
    cost_per_return: float | None = _p(
        None, 0.0, 1e6, 1.0, N_("money a return line"), N_("Cost per return line"),
        N_("Taking back one line (revenue below zero). Empty: not counted. Leave it empty where uploaded costs hold it already."),
    )  # fmt: skip
    cost_per_visit_hour: float | None = _p(
        None, 0.0, 1e6, 1.0, N_("money an hour"), N_("Cost per visit hour"),
        N_("An hour with the customer, from the visits and calls kept here. Empty: not counted. "
           "Leave it empty where uploaded costs hold it already."),
    )  # fmt: skip
    credit_rate: float | None = _p(
        None, 0.0, 0.5, 0.01, N_("% a year"), N_("Rate of credit"),
        N_("What the money an account owes us costs a year; the discount rate is a candidate. Empty: not counted. "
           "Needs the account fact receivables (average balance) or payment_days."),
    )  # fmt: skip
    fixed_cost_share: float = _p(
        0.5, 0.0, 1.0, 0.05, N_("% of the cost to serve"), N_("Fixed share of the cost to serve"),
        N_("What stays for a while when an account goes: people, vans, desks. The rest goes with it."),
    )  # fmt: skip

    @property
    def rates(self) -> tuple[float | None, ...]:
        """What enters a profit."""
        return self.cost_per_order, self.cost_per_line, self.cost_per_return, self.cost_per_visit_hour, self.credit_rate


@dataclass(frozen=True)
class MythParams:
    """What the claims are tested with (methods 22): spends nobody can read from orders, and from when on a connection counts."""

    acquisition_spend: float | None = _p(
        None, 0.0, 1e12, 1000.0, N_("money a year"), N_("Spent on winning customers"),
        N_("Money spent in the last 12 months on winning new customers. Empty: not known."),
    )  # fmt: skip
    retention_spend: float | None = _p(
        None, 0.0, 1e12, 1000.0, N_("money a year"), N_("Spent on keeping customers"),
        N_("Money spent in the last 12 months on keeping the customers there were. Empty: not known."),
    )  # fmt: skip
    fewest_pairs: int = _p(
        30, 4, 1000, 1, N_("pairs"), N_("Fewest pairs"), N_("With fewer accounts a rank correlation is called too little data.")
    )
    weakest_link: float = _p(
        0.2, 0.01, 0.9, 0.05, "", N_("Weakest connection that counts"),
        N_("A rank correlation whose interval stays below this is called no connection."),
    )  # fmt: skip


@dataclass(frozen=True)
class ConcentrationParams:
    """What is called concentrated (methods 16): conventions of merger control, valuation and accounting, so they can be set."""

    hhi_moderate: float = _p(
        0.10, 0.0, 1.0, 0.01, N_("of 1"), N_("HHI: moderate from"),
        N_("Below it a portfolio is called diversified. A convention of due diligence; others take 0.15."),
    )  # fmt: skip
    hhi_concentrated: float = _p(
        0.25, 0.0, 1.0, 0.01, N_("of 1"), N_("HHI: concentrated above"),
        N_("A convention of due diligence; the US merger guidelines of 2023 take 0.18."),
    )  # fmt: skip
    largest_above: float = _p(
        0.15, 0.0, 1.0, 0.01, N_("% of the total"), N_("Largest: too much above"),
        N_("Share of the largest from which buyers of companies ask for a discount. A convention of valuation."),
    )  # fmt: skip
    five_largest_above: float = _p(
        0.40, 0.0, 1.0, 0.01, N_("% of the total"), N_("Five largest: too much above"),
        N_("Share of the five largest from which buyers of companies ask for a discount. A convention of valuation."),
    )  # fmt: skip
    disclosed_from: float = _p(
        0.10, 0.0, 1.0, 0.01, N_("% of revenue"), N_("A major customer from"),
        N_("US accounting rules (ASC 280) disclose customers from this share on. From here on we depend on an account."),
    )  # fmt: skip
    they_depend_from: float = _p(
        0.50, 0.0, 1.0, 0.05, N_("% of their purchases"), N_("They depend from"),
        N_("Our share of their purchases of our kind from which an account depends on us. Proposed."),
    )  # fmt: skip


@dataclass(frozen=True)
class PortfolioParams:
    """Where the classes and stages of accounts begin and end (methods 1, 18, 19)."""

    abc_a: float = _p(
        0.80, 0.10, 0.99, 0.01, N_("% of the total"), N_("Class A until"),
        N_("Class A while the larger accounts hold less than this share."),
    )  # fmt: skip
    abc_b: float = _p(
        0.95, 0.10, 1.0, 0.01, N_("% of the total"), N_("Class B until"),
        N_("Class B while the larger accounts hold less than this share; the rest is C."),
    )  # fmt: skip
    potential_from: float = _p(
        60.0, 0.0, 100.0, 1.0, N_("points"), N_("Potential is high from"),
        N_("Points of the potential (part of the importance) from which an account that is not class A counts as potential."),
    )  # fmt: skip
    growth_band: float = _p(
        0.15, 0.01, 1.0, 0.01, N_("% a year"), N_("Growth or decline beyond"),
        N_("Growth of revenue above this is forming, below its negative declining; between them the account is stable."),
    )  # fmt: skip
    stable_share: float = _p(
        0.40, 0.0, 1.0, 0.05, N_("% of their purchases"), N_("Stable from a share of"),
        N_("A stable account gives us at least this share of its purchases; where the share is unknown only its growth is told."),
    )  # fmt: skip
    share_rise: float = _p(
        0.05, 0.01, 1.0, 0.01, N_("% of their purchases"), N_("Share rises by"),
        N_("A larger gain of our share of their purchases in a year is forming."),
    )  # fmt: skip
    young_years: float = _p(
        1.0, 0.0, 5.0, 0.5, N_("years"), N_("Exploring for"), N_("An account that first bought less than this ago is still exploring.")
    )
    young_orders: int = _p(
        3, 1, 20, 1, N_("orders"), N_("Exploring below"),
        N_("An account with fewer orders is still exploring, and has no rhythm of its own yet."),
    )  # fmt: skip
    declining_gap: float = _p(
        2.0, 1.0, 10.0, 0.5, N_("own gaps"), N_("Declining beyond"),
        N_("Silence, in multiples of the account's own median gap, beyond which it is declining."),
    )  # fmt: skip
    churned_gap: float = _p(
        4.0, 1.0, 20.0, 0.5, N_("own gaps"), N_("Churned beyond"),
        N_("Silence, in multiples of the account's own median gap, beyond which it counts as lost."),
    )  # fmt: skip


@dataclass(frozen=True)
class EffortParams:
    """What counts as effort, over which span, and how hours may be moved (methods 10)."""

    effort_months: int = _p(
        12, 3, 36, 1, N_("months"), N_("Effort and results of"), N_("The span of the follow-up matrix, counted back from the date.")
    )
    hour_rate: float = _p(
        100.0, 0.01, 1e6, 5.0, N_("money an hour"), N_("Effort: an hour costs"),
        N_("What an hour with the customer counts as effort. Hours against planned hours do not depend on it."),
    )  # fmt: skip
    effort_travel: bool = _p(
        True, title=N_("Travel and entertainment are effort"),
        about=N_("Cost lines whose activity names travel, trips, entertainment or gifts."),
    )  # fmt: skip
    effort_support: bool = _p(
        True, title=N_("Technical support is effort"), about=N_("Cost lines whose activity names support, training, samples or trials.")
    )
    effort_other: bool = _p(
        False, title=N_("Other costs are effort"),
        about=N_("Every other cost line, but freight. Those of visits count only where no hours are recorded for the account."),
    )  # fmt: skip
    list_discount: float | None = _p(
        None, 0.0, 1.0, 0.01, N_("% of the list price"), N_("Discount the list allows"),
        N_("Discounts beyond it are effort, line by line. Empty: no discount is."),
    )  # fmt: skip
    fewest_quarters: int = _p(
        3, 3, 20, 1, N_("quarters"), N_("Fewest quarters for a hint"), N_("With fewer quarters nobody is told to move hours.")
    )
    least_hours_key: float = _p(
        0.8, 0.0, 1.0, 0.05, N_("% of its hours"), N_("Key accounts keep at least"),
        N_("Minimum service: fewer hours are never proposed."),
    )  # fmt: skip
    least_hours: float = _p(
        0.5, 0.0, 1.0, 0.05, N_("% of its hours"), N_("Other accounts keep at least"),
        N_("Minimum service: fewer hours are never proposed."),
    )  # fmt: skip
    weight_margin: float = _p(
        0.4, 0.0, 1.0, 0.05, "", N_("Weight of margin targets"),
        N_("In the result, among the targets a subject has: gross profit, else profit. Only the proportions matter."),
    )  # fmt: skip
    weight_revenue: float = _p(
        0.3, 0.0, 1.0, 0.05, "", N_("Weight of revenue targets"), N_("In the result, among the targets a subject has.")
    )
    weight_milestones: float = _p(
        0.3, 0.0, 1.0, 0.05, "", N_("Weight of milestones"), N_("In the result; without a target for them the actions due, done in time.")
    )
    weight_others: float = _p(0.3, 0.0, 1.0, 0.05, "", N_("Weight of other targets"), N_("In the result: orders and quantity, each."))
    hours_step: float = _p(
        0.2, 0.05, 1.0, 0.05, N_("% of its hours"), N_("Try at most so much more"), N_("What an account gains in hours by one proposal.")
    )


@dataclass(frozen=True)
class Params:
    """All assumptions of a workbook. Weights and cuts that differ from the declared ones are kept as sorted pairs."""

    value: ValueParams = field(default_factory=ValueParams)
    evidence: EvidenceParams = field(default_factory=EvidenceParams)
    calendar: CalendarParams = field(default_factory=CalendarParams)
    weights: tuple[tuple[str, float], ...] = ()
    """Overridden item weights: ('trust.reliability', 0.4), ..."""
    cuts: tuple[tuple[str, float], ...] = ()
    """Overridden cuts: ('loyalty.x', 55.0), ..."""
    register: RegisterParams = field(default_factory=RegisterParams)
    alerts: AlertParams = field(default_factory=AlertParams)
    quality: QualityParams = field(default_factory=QualityParams)
    soft: SoftParams = field(default_factory=SoftParams)
    serving: ServingParams = field(default_factory=ServingParams)
    concentration: ConcentrationParams = field(default_factory=ConcentrationParams)
    portfolio: PortfolioParams = field(default_factory=PortfolioParams)
    myths: MythParams = field(default_factory=MythParams)
    effort: EffortParams = field(default_factory=EffortParams)

    @classmethod
    def of(cls, *, weights: Mapping[str, float] | None = None, cuts: Mapping[str, float] | None = None, **changed: Any) -> Params:
        """
        The defaults with some parameters changed, by their names; weights by item, cuts by matrix and axis.

        >>> Params.of(horizon=3, half_life_days=90.0, cuts={"loyalty.x": 55.0}).cut("loyalty.x", 60.0)
        55.0
        """
        groups = {item.name: item.group for item in fields_of(cls)}
        base = cls(weights=tuple(sorted((weights or {}).items())), cuts=tuple(sorted((cuts or {}).items())))
        for name, value in changed.items():
            if name not in groups:
                raise UnknownName.of("parameter", name, list(groups))
            group = getattr(base, groups[name])
            base = replace(base, **{groups[name]: replace(group, **{name: value})})
        return validate(base)

    def weight(self, key: str, default: float) -> float:
        """The weight of an item, overridden or as declared."""
        return dict(self.weights).get(key, default)

    def cut(self, key: str, default: float) -> float:
        """The cut of an axis, overridden or as declared."""
        return dict(self.cuts).get(key, default)


@dataclass(frozen=True)
class Declared:
    """One parameter as a form needs it."""

    group: str
    name: str
    default: Any
    low: float | None
    high: float | None
    step: float | None
    unit: str
    title: str
    """Message id, as are ``about`` and ``unit``."""
    about: str

    @property
    def percent(self) -> bool:
        """Whether people read and write it as per cent."""
        return self.unit.startswith("%")

    @property
    def whole(self) -> bool:
        """Whether it is a whole number."""
        return isinstance(self.default, int) and not isinstance(self.default, bool)


def fields_of(params: type | object = Params) -> Iterator[Declared]:
    """Every scalar parameter with its bounds, group by group."""
    for group in fields(params):  # type: ignore[arg-type]
        default = group.default_factory() if callable(group.default_factory) else None
        if not is_dataclass(default):
            continue
        for item in fields(default):
            yield Declared(group.name, item.name, item.default, **item.metadata)


def changes(params: Params) -> dict[str, Any]:
    """
    The scalar parameters that differ from their defaults, by name.

    >>> changes(Params.of(horizon=3))
    {'horizon': 3}
    """
    present = {item.name: getattr(getattr(params, item.group), item.name) for item in fields_of(params)}
    return {item.name: present[item.name] for item in fields_of(params) if present[item.name] != item.default}


def validate(params: Params) -> Params:
    """
    Return the parameters unchanged, or raise with the name, the bounds and what was given.

    >>> validate(Params()).value.horizon
    5
    """
    for item in fields_of(params):
        value = getattr(getattr(params, item.group), item.name)
        if value is None or isinstance(value, bool):
            continue
        low, high = item.low or 0.0, item.high if item.high is not None else float("inf")
        if not isinstance(value, (int, float)) or not low <= value <= high or (item.whole and value != int(value)):
            raise OutOfBounds(name=item.name, low=item.low, high=item.high, value=value)
    for key, weight in params.weights:
        if not isinstance(weight, (int, float)) or not 0 <= weight <= HEAVIEST:
            raise OutOfBounds(name=key, low=0, high=HEAVIEST, value=weight)
    for key, cut in params.cuts:
        if not isinstance(cut, (int, float)) or not math.isfinite(cut):
            raise OutOfBounds(name=key, low=0, high=100, value=cut)
    return params
