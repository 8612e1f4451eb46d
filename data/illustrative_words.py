"""The words and the cast of the illustrative facts: declarations only, nothing is drawn here. All of it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

AS_OF = date(2013, 11, 29)
SEED = 20131129

REVIEWS = (date(2012, 9, 30), date(2012, 12, 31), date(2013, 3, 31), date(2013, 6, 30), date(2013, 9, 30), AS_OF)
"""Judgements are collected shortly before each of these days."""

SURVEYS: Mapping[int, str] = {3: "S-2013-06", 5: "S-2013-11"}
"""The surveys that customers were asked in, by the place of their review."""

Corner = Literal["hh", "lh", "hl", "ll"]
"""x first, then y: loyalty is patronage x attitude, relationship is trust x importance."""


@dataclass(frozen=True)
class Turn:
    """What happened between us and an account: how far trust moved in a year, on which item, and what people say about it."""

    trust: float
    item: str
    note: str
    theme: str
    feedback: str
    promises_kept: float


TURNS: Mapping[str, Turn] = {
    "kept promises": Turn(
        19, "reliability", "Kept three promises in a row", "service", "The return report came when you said it would.", 0.95
    ),
    "shared plan": Turn(
        18, "intimacy", "Shared their 2014 plan with us", "partnership", "We would like you at our planning day again.", 0.9
    ),
    "senior visit": Turn(22, "credibility", "Senior visit in May", "partnership", "Good that somebody with authority came.", 0.9),
    "line audit": Turn(17, "credibility", "Line audit found dead stock", "range", "The audit showed us what to drop.", 0.9),
    "steady": Turn(2, "reliability", "No change worth noting", "service", "All fine, please keep the Tuesday calls.", 0.75),
    "late deliveries": Turn(-21, "reliability", "Late deliveries since June", "delivery", "Three late deliveries in the season.", 0.35),
    "price push": Turn(-14, "self_orientation", "Price push in June", "price", "It felt like your quarter-end, not our need.", 0.55),
    "new buyer": Turn(-13, "intimacy", "New buyer, unknown to us", "people", "Who is our contact now?", 0.6),
}

LEADING: tuple[tuple[Corner, Corner, str], ...] = (
    ("hh", "hh", "kept promises"),
    ("hl", "lh", "price push"),
    ("hh", "hh", "steady"),
    ("hl", "lh", "late deliveries"),
    ("hh", "hh", "shared plan"),
    ("hl", "lh", "senior visit"),
    ("lh", "hh", "steady"),
    ("lh", "lh", "line audit"),
    ("hl", "lh", "new buyer"),
    ("ll", "lh", "late deliveries"),
    ("hh", "hh", "steady"),
    ("hl", "hl", "steady"),
    ("hh", "hh", "kept promises"),
    ("ll", "lh", "price push"),
    ("hh", "hh", "shared plan"),
    ("hl", "lh", "steady"),
    ("hl", "lh", "late deliveries"),
    ("lh", "hh", "new buyer"),
    ("ll", "ll", "steady"),
    ("hh", "hh", "line audit"),
    ("hl", "hl", "steady"),
    ("lh", "hl", "steady"),
)
"""Loyalty corner, relationship corner and turn of the largest accounts, in order of revenue."""

FOLLOWING: tuple[tuple[Corner, Corner, str], ...] = (
    ("hh", "hl", "kept promises"),
    ("ll", "ll", "steady"),
    ("lh", "hl", "line audit"),
    ("hl", "ll", "late deliveries"),
    ("ll", "ll", "new buyer"),
    ("lh", "lh", "senior visit"),
    ("hh", "hh", "steady"),
    ("hl", "hl", "steady"),
    ("ll", "lh", "steady"),
    ("hh", "hl", "price push"),
    ("lh", "hh", "shared plan"),
    ("hl", "ll", "price push"),
    ("ll", "ll", "kept promises"),
)
"""The same for all others, taken in turn."""

THIN = frozenset({25, 31, 37, 44, 50, 56})
"""Ranks with coverage below 60 % in every judged index."""
BARE = frozenset({46, 58})
"""Ranks with coverage below 30 %: not placed."""
STALE = frozenset({22, 33, 41, 53})
"""Ranks that were last judged in March 2013."""

ATTITUDE = ("preference", "difference", "again", "comfort", "resistance", "recommend")
IMPORTANCE = ("growth", "margin", "fit", "reference", "voice", "pull", "learning")
TRUST = ("credibility", "reliability", "intimacy", "self_orientation")
KEPT_WHEN_THIN: Mapping[str, tuple[str, ...]] = {
    "attitude": ("preference", "recommend", "comfort"),
    "importance": ("growth", "margin", "reference"),
    "trust": ("credibility", "reliability"),
}
KEPT_WHEN_BARE: Mapping[str, tuple[str, ...]] = {"attitude": ("preference",), "importance": ("growth",), "trust": ("reliability",)}

GIVEN = (
    "Dana", "Rui", "Joel", "Amy", "Ben", "Lin", "Mona", "Kai", "Nina", "Leo", "Mei", "Anna", "Ray", "Lena", "Tao", "Eva", "Jun", "Sara",
    "Han", "Mara", "Lou", "Yan", "Ida", "Wen", "Max", "An", "Lisa", "Bo", "Vera", "Lee", "Nora", "Shan", "Dan", "Ling", "Tim", "Jia",
)  # fmt: skip
FAMILY = (
    "Lane", "Tan", "Pike", "Moreno", "Cho", "Wei", "Hale", "Lin", "Bauer", "Chen", "Marsh", "Yang", "Lowe", "Fang", "Reyes", "Gao",
    "Holm", "Shen", "Dean", "Luo", "Ryan", "He", "Vance", "Tang", "Boone", "Lu", "Kerr", "Song", "Ames", "Xu", "Nolan", "Fan",
)  # fmt: skip
"""Names that read well in both languages; no real person is meant."""

JOBS: Mapping[str, str] = {
    "decider": "Owner",
    "buyer": "Head of purchasing",
    "user": "Workshop manager",
    "influencer": "Category manager",
    "approver": "Finance director",
    "gatekeeper": "Office manager",
}
DEPARTMENTS: Mapping[str, str] = {
    "decider": "Management",
    "buyer": "Purchasing",
    "user": "Workshop",
    "influencer": "Range planning",
    "approver": "Finance",
    "gatekeeper": "Office",
}
SENIORITY: Mapping[str, int] = {"decider": 4, "buyer": 3, "user": 2, "influencer": 2, "approver": 3, "gatekeeper": 1}
CLOSE = frozenset({1, 3, 5, 11, 13, 15})
"""Ranks where several of us know several of them."""
INFLUENCE: Mapping[str, int] = {"decider": 5, "buyer": 4, "approver": 4, "influencer": 3, "user": 2, "gatekeeper": 2}

RIVALS = ("Veloria Trade", "Kestrane Cycles", "Qinglu Wholesale", "Ridgemark Supply", "Ottavio Sport")
"""Invented; any likeness to a firm is chance."""
STRONGHOLDS = ("Accessories", "Touring range", "Workshop parts", "Price lists", "Credit terms")
COUNTERS = ("Two-day restock", "Return rate report", "Exclusive frame colours", "Mechanic training", "Volume bonus paid quarterly")

NEEDS: tuple[tuple[str, str, str], ...] = (
    ("Return rate report", "service", "Report of September"),
    ("Two-day restock in season", "delivery", "Warehouse log"),
    ("Touring range with own colours", "product", "Sample shown"),
    ("Mechanic training", "service", "Two workshops held"),
    ("Longer credit in winter", "price", ""),
    ("Fewer pallets a drop", "delivery", ""),
    ("Clear price steps by volume", "price", "Price list 2013"),
    ("Spare parts for old models", "product", "Stock list"),
    ("Recycled packaging", "sustainability", ""),
    ("One order system for all shops", "service", "Pilot planned"),
    ("Helmets in small sizes", "product", ""),
    ("Less dead stock after the season", "delivery", "Line audit"),
    ("Displays for the shop floor", "other", ""),
    ("Repair instead of replacement", "sustainability", "Refurbishing trial"),
)

PROMISES = (
    "Send the return rate report",
    "Confirm the delivery week",
    "Price for the touring range",
    "Spare parts within a week",
    "Credit note",
)

GOALS = (
    "Open two shops in 2014",
    "Cut stock days from 90 to 60",
    "Win the school bicycle contract",
    "Move a third of sales online",
    "Raise workshop revenue by a fifth",
    "Halve returns of entry models",
)

ACTIONS: tuple[tuple[int, str, str, int, str, str], ...] = (
    (1, "Renew on list price", "Value review with the owner, figures agreed first", 7, "doing", "Support of the owner at least 0"),
    (1, "Renew on list price", "Send the return rate report promised in September", -14, "doing", "Report accepted"),
    (1, "Win the owner", "Dinner of the owner with our managing director", 13, "planned", "Dinner held"),
    (1, "Win the owner", "Visit to a reference shop", -9, "done", "Visit held"),
    (2, "Keep the contract", "90-day trust plan with the buyer", -3, "planned", "Trust at least 50"),
    (2, "Keep the contract", "Ask the owner what the rival offers", 10, "planned", "Offer known"),
    (4, "Deliver on time", "Second carrier for the spring season", 21, "doing", "On time at least 96 %"),
    (6, "Build on the visit in May", "Joint plan for 2014", 17, "planned", "Plan signed"),
    (7, "Raise share of wallet", "Get onto the approved list for accessories", 45, "planned", "Listed"),
    (9, "Know the new buyer", "Introduction by the workshop manager", -21, "planned", "Meeting held"),
    (11, "Use the reference", "Written reference and two introductions", 30, "planned", "Two introductions"),
    (17, "Stop the loss", "Minimum order and service menu", 24, "doing", "Gross margin above 0"),
    (19, "Stop the loss", "Move to standard terms", 60, "planned", "Terms signed"),
)
"""Rank of the account, objective, action, days from the as-of day, state, measure."""

RENEWALS: Mapping[int, tuple[date, float]] = {
    1: (date(2014, 1, 29), 0.7),
    2: (date(2014, 3, 31), 0.45),
    4: (date(2014, 2, 28), 0.5),
    26: (date(2014, 4, 30), 0.55),
    28: (date(2014, 5, 15), 0.6),
    36: (date(2013, 12, 31), 0.8),
    43: (date(2014, 1, 15), 0.35),
}
"""Ranks whose contract renews within six months of the as-of day, and how likely."""
