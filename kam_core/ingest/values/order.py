"""One order of day, month and year for a whole column of dates: as told, else as its members prove; what stays open is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kam_core.ingest.values.amounts import Problem
from kam_core.ingest.values.dates import day_order, is_ambiguous, is_short, parse_date

Said = tuple[str, str, Sequence[str]]
"""Kind of the repair, what was decided, the cells it concerns."""


@dataclass(frozen=True)
class Order:
    """How the numbers of a date follow each other in one column; a cell with only one reading is read that way unless told."""

    day_first: bool
    year_first: bool
    told: bool
    said: Sequence[Said] = ()
    date_1904: bool = False
    """Excel's day numbers count from 1904."""

    def day(self, text: str) -> date | Problem | None:
        """The day in a cell of that column."""
        own = None if self.told or self.year_first else day_order(text)
        return parse_date(text, self.day_first if own is None else own, year_first=self.year_first, date_1904=self.date_1904)


def order_of(texts: Sequence[str], told: bool | None, known: Sequence[date] = ()) -> Order:
    """
    The order that the cells of a column prove together; without proof the day comes first, and that is said.

    ``known`` are days that stand in the column beyond doubt: three short numbers are read as a day close to them.

    >>> order_of(["25/03/2024", "03/04/2024"], None).day("03/04/2024")
    datetime.date(2024, 4, 3)
    >>> order_of(["03/04/2024"], None).said
    [('ambiguous_dates', 'read as day first', ['03/04/2024'])]
    """
    if told is not None:
        return Order(told, False, True)
    short = [text for text in texts if is_short(text)]
    if short and (proof := _year_first(short, known)) is not None:
        said: list[Said] = [] if proof else [("ambiguous_dates", "read as year first", short)]
        return Order(True, True, False, said)
    proofs = {text: order for text in texts if (order := day_order(text)) is not None}
    days = sum(proofs.values())
    months = len(proofs) - days
    day_first = days >= months
    words = "read as day first" if day_first else "read as month first"
    open_ones = [text for text in texts if is_ambiguous(text)]
    if days and months:
        against = [text for text, order in proofs.items() if order != day_first]
        return Order(day_first, False, False, [("mixed_dates", "the only way to read it", against), ("mixed_dates", words, open_ones)])
    return Order(day_first, False, False, [] if proofs else [("ambiguous_dates", words, open_ones)])


def _year_first(texts: Sequence[str], known: Sequence[date]) -> bool | None:
    """None: the year comes last. True: it must come first. False: both are possible, and years first lie closer together."""
    readings: tuple[Callable[[str], object], ...] = (
        lambda text: parse_date(text, True, year_first=True),
        lambda text: parse_date(text, True),
        lambda text: parse_date(text, False),
    )
    read = [[day for text in texts if isinstance(day := reading(text), date)] for reading in readings]
    if not read[0] or len(read[0]) < max(map(len, read)):
        return None
    if len(read[0]) > max(len(read[1]), len(read[2])):
        return True
    spread, *others = (max([*days, *known]) - min([*days, *known]) if days else None for days in read)
    closest = min((other for other in others if other is not None), default=None)
    return False if spread is not None and closest is not None and spread < closest else None
