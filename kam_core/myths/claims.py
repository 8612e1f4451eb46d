"""The claims, declared as data: what is said, where it comes from, what is wrong with it, and how it is tested. Texts are message ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kam_core.text import N_

Verdict = Literal["holds", "fails", "untold"]

VERDICTS: Mapping[Verdict, str] = {
    "holds": N_("Holds here"),
    "fails": N_("Does not hold here"),
    "untold": N_("Too little data"),
}

NINE = 9.0
"""Times as much as an old customer, it is said, costs a new one."""
CUT = 0.05
"""Points by which defections are cut."""
PROMISED = (0.25, 0.85)
"""The gain that is promised for it."""
FIFTH, FOUR_FIFTHS = 0.20, 0.80
WIDEST = 0.20
"""A share whose interval is wider than this tells nothing."""
LARGEST = 10
"""So many of the largest accounts are looked at one by one."""


@dataclass(frozen=True)
class Claim:
    """One claim as people hear it."""

    id: str
    title: str
    source: str
    critique: str
    test: str
    """What is computed from the user's data, and what the interval is."""
    rule: str
    """When it is said to hold."""


_RANKS = N_("Holds when the whole interval lies above 0 and reaches the weakest connection that counts; fails when it stays below that.")

CLAIMS: Mapping[str, Claim] = {
    claim.id: claim
    for claim in (
        Claim(
            "acquisition",
            N_("A new customer costs nine times as much as an old one"),
            N_("Told as a result of marketing theory without naming a study; the same slogan goes round with 4 to 5, 5 to 25 and "
               "11 times."),
            N_("It varies with the industry and the length of the sale, and what it costs to keep a customer is seldom known."),
            N_("Spent on winning ÷ new customers, over spent on keeping ÷ retained customers, of all accounts whatever the filters. New: "
               "first purchase in the last 12 months; retained: bought in them and in the 12 before. The interval comes from the two "
               "counts; the spends are taken as exact."),
            N_("Holds when the whole interval lies at 9 times or above, fails when it lies below."),
        ),
        Claim(
            "defections",
            N_("5% fewer defections bring 25% to 85% more profit"),
            N_("Reichheld and Sasser, Zero Defections, Harvard Business Review 1990. Often retold as churn below 5%, or as the "
               "yearly profit of the firm. It is a cut by 5 points, and the gain is the present value of the profit per customer."),
            N_("A thought experiment, says Sharp: defection of 5% instead of 10% makes 20 years of 10; no profit of a firm was "
               "tested. The upper figures need a long horizon, or margins that grow with the years."),
            N_("The lifetime value of one customer at your retention and discount rate, over your horizon, against the same with 5"
               " points more retention. The interval is that of the retention (Wilson, 95%)."),
            N_("Holds when the whole interval lies at 25% or above, fails when it lies below."),
        ),
        Claim(
            "pareto",
            N_("20% of the customers bring 80%"),
            N_("Pareto and Juran, on unequal shares of any kind. It is sometimes said to rest on the theory of loyalty; it does not."),
            N_("An illustration, not a law: the share moves with the number of small accounts that are counted. Where some lose "
               "money, the best fifth can earn more than the whole profit."),
            N_("Share of the 20% largest accounts in revenue, and of the 20% most profitable in profit. Interval: bootstrap over "
               "the accounts, 95%, with a fixed seed."),
            N_("Judged on revenue: holds when the interval reaches 80%, fails when it stays below; one wider than 20 points tells "
               "nothing."),
        ),
        Claim(
            "loyal",
            N_("Loyal customers are more profitable"),
            N_("Told together with the four types of loyalty, without data."),
            N_("Who has been there for long may know their own weight and press price and service; buying out of habit is not "
               "loyalty. Reinartz and Kumar (Harvard Business Review 2002, cited, not read here) found the connection weak to "
               "moderate."),
            N_("Rank correlation (Spearman) of repeat patronage, tenure and repeat rate with profit and profit margin of 12 "
               "months. Interval: Fisher z with the variance of Bonett and Wright, widened for six comparisons (Bonferroni)."),
            N_("A pair holds when its whole interval lies above 0 and reaches the weakest connection that counts, and fails when it stays "
               "below that. The claim holds when most pairs that can be told hold."),
        ),
        Claim(
            "big",
            N_("The biggest customers are the best"),
            N_("Told of large accounts: they buy much and often, so they earn us most."),
            N_("Discounts, special service and free deliveries go to the large; in activity-based studies (Kaplan) some of the "
               "largest lose most."),
            N_("Rank correlation (Spearman) of revenue with profit margin, 12 months; and how many of the ten largest lose money. "
               "Interval: Fisher z with the variance of Bonett and Wright, 95%."),
            _RANKS,
        ),
        Claim(
            "chain",
            N_("Satisfaction brings trust, trust loyalty, loyalty profit"),
            N_("Told as a virtuous circle, without data."),
            N_("Satisfied customers leave too: 15% to 40% a year in a survey of American industries of 1996 (second-hand). Every "
               "link can break by itself, and it can run backwards: who earns us much is served better."),
            N_("Rank correlation (Spearman) between neighbours, the first half a year before the second; profit is that of the "
               "half year between. Loyalty: mean of relative attitude and repeat patronage (proposed definition). Interval: Fisher"
               " z with the variance of Bonett and Wright, widened for three comparisons (Bonferroni)."),
            N_("A link holds when its whole interval lies above 0 and reaches the weakest connection that counts, and fails when it stays "
               "below that. The chain holds when every link does, and fails when one does."),
        ),
    )
}  # fmt: skip
