"""What accounts brought beyond their purchases, and ideas of theirs that we took up: declared line by line, nothing is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from illustrative_cast import Case

Row = dict[str, Any]

REFERRALS: tuple[tuple[int, date, str, int | None, float | None, int | None, float | None, str | None], ...] = (
    (1, date(2012, 1, 16), "Recommended us to a shop in their county", 23, None, None, None, "Their mail of introduction"),
    (5, date(2012, 2, 10), "Took us along to a friend's shop", 25, None, None, None, "Minutes of the joint visit"),
    (14, date(2012, 2, 20), "Spoke for us at the dealer evening", 25, None, None, None, "Guest list, and the buyer's remark"),
    (8, date(2012, 2, 13), "Named us to a shop that lost its supplier", 31, None, None, None, "First order mentions them"),
    (11, date(2012, 2, 6), "Showed our range to a buying circle", 33, None, None, 0.4, "Protocol of the buying circle"),
    (20, date(2012, 12, 3), "Brought a shop of their group", 38, None, None, None, "Framework letter of the group"),
    (3, date(2013, 6, 12), "Says to speak of us at every fair", None, None, None, None, None),
    (13, date(2013, 10, 8), "Introduced us to a chain of eleven shops", None, 0.4, 18_000, None, "Meeting held, offer asked for"),
    (15, date(2013, 11, 5), "Reference call with a buyer abroad", None, None, None, None, "Call note of 5 November"),
    (29, date(2013, 9, 17), "Let a prospect see their workshop", None, 0.15, None, None, "Visit report of 17 September"),
)
"""Rank, day, text, rank of the account brought (empty: not yet a customer), chance, value of the customer $, share due, evidence."""

PARTNERS: tuple[tuple[int, date, str, str, int | None, float | None, str | None], ...] = (
    (7, date(2013, 4, 20), "partnership", "Demo weekends together with a tyre maker", 9_500, 3.0, "Settlement of the July weekend"),
    (15, date(2013, 3, 1), "transaction", "Sells our ends of line on commission", 14_000, 2.0, "Commission statements, 3 quarters"),
    (20, date(2013, 9, 2), "transaction", "Opens their club card to our service plans", 7_400, 3.0, "Contract of September"),
    (28, date(2013, 5, 6), "partnership", "One lorry for both on the coast route", 5_200, 2.0, "Freight bills before and after"),
    (18, date(2013, 8, 14), "partnership", "Joint leaflet with their insurer", 6_200, 2.0, None),
    (41, date(2013, 10, 21), "partnership", "Test track shared with a clothing brand", None, 2.0, "Letter of intent"),
    (10, date(2012, 3, 5), "transaction", "Rented us half of their stand", 3_000, 1.5, "Invoice of the fair"),
    (1, date(2013, 7, 9), "outcome", "Returns down by a third", 21_000, None, "Return report, agreed with their buyer"),
    (5, date(2013, 9, 25), "outcome", "Two days less stock of helmets", 8_500, None, "Stock list before and after"),
    (2, date(2013, 6, 18), "outcome", "Workshop needs one mechanic less", 26_000, None, None),
)
"""Rank, day, kind, text, margin a year $ (an outcome: theirs, once), years, evidence."""

IDEAS: tuple[tuple[int, date, str, str, int | None, float | None, float | None, str | None], ...] = (
    (1, date(2013, 2, 18), "adopted", "Frame colours chosen by shop staff", 12_000, 3.0, None, "Sales of the new colours"),
    (3, date(2013, 5, 14), "adopted", "Smaller first orders, weekly restock", 16_500, 3.0, None, "Stock turn report, 2 quarters"),
    (5, date(2013, 4, 8), "adopted", "Return report by model, now for everybody", 21_000, 4.0, 0.4, "Return costs, Q2 and Q3"),
    (17, date(2013, 3, 22), "adopted", "Pallet layout that fits the dock", 11_000, 5.0, None, "Warehouse cost sheet, Q2"),
    (11, date(2013, 6, 3), "adopted", "Wheel boxes that are used twice", 4_200, None, None, "Packaging bills"),
    (33, date(2013, 8, 26), "adopted", "Fitting guide drawn by their mechanics", 3_800, 3.0, 0.8, "Fewer calls to the help line"),
    (55, date(2013, 10, 2), "adopted", "Order form by season", 2_400, 2.0, None, "Order desk hours"),
    (13, date(2013, 7, 30), "adopted", "Spare parts list by QR label", 6_000, 3.0, None, None),
    (8, date(2013, 9, 10), "pilot", "Repair training for their customers", 9_000, 2.0, None, "Two evenings held"),
    (9, date(2013, 11, 11), "idea", "Rental bikes after the season", None, None, None, None),
    (42, date(2013, 8, 8), "dropped", "Own brand of gloves", 5_000, 2.0, None, "Sample refused"),
)
"""Rank, day, stage, text, gain a year $, years, share due, evidence."""


def values_delivered(cases: Sequence[Case]) -> list[Row]:
    """Referrals, partnerships and outcomes; some lack evidence or an amount, some are over, one brought an account that loses money."""
    ids = {case.rank: case.account_id for case in cases}
    told = [
        _value(ids[rank], day, "word_of_mouth", text, amount, evidence) | {
            "probability": chance, "attribution": share, "other_id": None if other is None else ids[other],
        }
        for rank, day, text, other, chance, amount, share, evidence in REFERRALS
    ]  # fmt: skip
    told += [
        _value(ids[rank], day, kind, text, amount, evidence) | {"years": years}
        for rank, day, kind, text, amount, years, evidence in PARTNERS
    ]  # fmt: skip
    return sorted(told, key=lambda row: (row["date"], row["account_id"]))


def _value(account_id: str, day: date, kind: str, text: str, amount: int | None, evidence: str | None) -> Row:
    money = None if amount is None else Decimal(amount)
    return {"account_id": account_id, "date": day, "kind": kind, "text": text, "amount": money, "probability": None, "years": None,
            "attribution": None, "other_id": None, "evidence": evidence}  # fmt: skip


def ideas(cases: Sequence[Case]) -> list[Row]:
    """Ideas of customers in every stage; the adopted ones gain money, one of them without evidence."""
    ids = {case.rank: case.account_id for case in cases}
    return [
        {"idea_id": f"I-{ids[rank][-4:]}-1", "account_id": ids[rank], "text": text, "stage": stage,
         "value": None if gain is None else Decimal(gain), "date": day, "years": years, "attribution": share, "evidence": evidence}
        for rank, day, stage, text, gain, years, share, evidence in sorted(IDEAS, key=lambda line: (line[1], line[0]))
    ]  # fmt: skip
