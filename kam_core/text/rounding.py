"""Decimal figures: what a cell holds, rounded half-up, shortened to the unit it is shown in."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation


def exact(value: object) -> Decimal | None:
    """
    The number as it is written, or None where there is none.

    >>> exact(0.1), exact(float("nan")), exact(None)
    (Decimal('0.1'), None, None)
    """
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def round_to(number: Decimal, digits: int) -> Decimal:
    """
    Round half-up, away from zero, to that many decimals.

    >>> round_to(Decimal("62.5"), 0)
    Decimal('63')
    """
    # Floats reach 1e308: the default 28 digits would refuse to write them out.
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, Context(prec=400))


def shortened(number: Decimal, units: tuple[tuple[int, str], ...]) -> tuple[int, Decimal]:
    """The unit's place and the number in it; 999,600 becomes 1.00 of the next unit, not 1000 of this one."""
    step = max((i for i, (power, _) in enumerate(units) if number >= Decimal(1).scaleb(power)), default=0)
    short = _significant(number.scaleb(-units[step][0]))
    if step + 1 < len(units) and short.scaleb(units[step][0]) >= Decimal(1).scaleb(units[step + 1][0]):
        return step + 1, round_to(Decimal(1), 2)
    return step, short


def _significant(number: Decimal) -> Decimal:
    """Three significant digits, but whole units are never rounded away (3,624万); a carry (9.996) loses its extra digit."""
    for _ in range(2):
        number = round_to(number, max(0, 2 - max(0, number.adjusted())))
    return number
