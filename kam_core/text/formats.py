"""
Numbers, money and dates as a reader of either language expects them.

Every format takes what a frame holds (int, float, Decimal, numpy and pandas scalars, dates, ISO texts) and shows what is
missing, not a number or infinite as an en dash. Rounding is half-up on the decimal digits, away from zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kam_core.text.rounding import exact, round_to, shortened

LANGUAGES = ("en", "zh")

MINUS = "\N{MINUS SIGN}"
MISSING = "\N{EN DASH}"

UNITS: Mapping[str, tuple[tuple[int, str], ...]] = {
    "en": ((0, ""), (3, "k"), (6, "m"), (9, "bn"), (12, "tn")),
    "zh": ((0, ""), (4, "万"), (8, "亿"), (12, "万亿")),
}
"""Powers of ten at which money changes its unit."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Formats:
    """
    The formats of one language.

    >>> Formats("en").money(36_240_000), Formats("zh").money(36_240_000, "¥")
    ('$36.2m', '¥3,624万')
    """

    lang: str = "en"

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ValueError(f"Unknown language {self.lang!r}; known: {', '.join(LANGUAGES)}.")

    @property
    def missing(self) -> str:
        """What stands where there is no value."""
        return MISSING

    def money(self, value: object, symbol: str = "$") -> str:
        """
        Three significant digits and a unit, the sign before the symbol; Chinese breaks at 万 and 亿.

        >>> [Formats("en").money(x) for x in (999_600, 674_000, 9_500, 812, -1_400_000)]
        ['$1.00m', '$674k', '$9.5k', '$812', '−$1.40m']
        """
        return self._money(value, symbol, axis=False)

    def axis_money(self, value: object, symbol: str = "$") -> str:
        """
        Money for the ticks of an axis: as ``money``, without trailing zeros.

        >>> Formats("en").axis_money(5_000_000), Formats("zh").axis_money(10_000_000)
        ('$5m', '$1,000万')
        """
        return self._money(value, symbol, axis=True)

    def amount(self, value: object, symbol: str = "") -> str:
        """
        The full amount with separators; two decimals unless it is whole.

        >>> Formats().amount(1234567.5), Formats().amount(-1200, "$")
        ('1,234,567.50', '−$1,200')
        """
        number = exact(value)
        if number is None:
            return MISSING
        rounded = round_to(number, 2)
        whole = rounded == rounded.to_integral_value()
        return _sign(rounded) + _before(symbol) + f"{abs(round_to(rounded, 0) if whole else rounded):,f}"

    def count(self, number: object) -> str:
        """
        A whole number with separators.

        >>> Formats().count(1271)
        '1,271'
        """
        return self._plain(number, 0)

    def number(self, value: object) -> str:
        """
        A plain figure to three digits, none beyond the fourth decimal; whole from 100 on, and where nothing but zeros would follow.

        >>> Formats().number(185.3), Formats().number(3.3149), Formats().number(0.00542), Formats().number(11.99999)
        ('185', '3.31', '0.0054', '12')
        """
        found = exact(value)
        if found is None:
            return MISSING
        size = abs(found)
        digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3 if size >= Decimal("0.1") else 4
        return self._plain(value, 0 if round(found, digits) == round(found) else digits)

    def answer(self, value: object) -> str:
        """
        An answer on its own scale, or a mean of some: one decimal unless it is whole.

        >>> [Formats().answer(x) for x in (6, 6.12, -0.25)]
        ['6', '6.1', '−0.3']
        """
        number = exact(value)
        return MISSING if number is None else self._plain(value, int(round_to(number, 1) != round_to(number, 0)))

    def percent(self, share: object, digits: int | None = None) -> str:
        """
        A share (0.53 = 53%); one decimal below 20% unless it is whole, or as many as ``digits`` says.

        >>> [Formats().percent(x) for x in (0.53, 0.137, 0.05, 5.62)]
        ['53%', '13.7%', '5%', '562%']
        """
        number = exact(share)
        if number is None:
            return MISSING
        percent = number.scaleb(2)
        if digits is None:
            tenths = round_to(percent, 1)
            digits = int(abs(percent) < 20 and tenths != tenths.to_integral_value())
        return self._plain(percent, digits) + "%"

    def index(self, value: object) -> str:
        """
        An index of 0-100 as a whole number.

        >>> Formats().index(62.5)
        '63'
        """
        return self._plain(value, 0)

    def change(self, value: object) -> str:
        """
        A change in whole points, always signed.

        >>> [Formats().change(x) for x in (19, -21.4, 0.2)]
        ['+19', '−21', '0']
        """
        text = self._plain(value, 0)
        return text if text in ("0", MISSING) or text.startswith(MINUS) else f"+{text}"

    def arrow(self, value: object) -> str:
        """
        A change with its direction.

        >>> [Formats().arrow(x) for x in (25, -21, 0)]
        ['▲ +25', '▼ −21', '0']
        """
        text = self.change(value)
        return {"+": "▲ ", MINUS: "▼ "}.get(text[0], "") + text

    def day(self, value: object) -> str:
        """
        A date in full.

        >>> Formats("en").day("2013-11-29"), Formats("zh").day("2013-11-29")
        ('29 Nov 2013', '2013年11月29日')
        """
        day = day_of(value)
        if day is None:
            return MISSING
        return f"{day.year}年{day.month}月{day.day}日" if self.lang == "zh" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def day_short(self, value: object) -> str:
        """
        A date without its year.

        >>> Formats("en").day_short("2013-12-06"), Formats("zh").day_short("2013-12-06")
        ('6 Dec', '12月6日')
        """
        day = day_of(value)
        if day is None:
            return MISSING
        return f"{day.month}月{day.day}日" if self.lang == "zh" else f"{day.day} {MONTHS[day.month - 1]}"

    def month(self, value: object) -> str:
        """
        The month a date lies in.

        >>> Formats("en").month("2013-11-29"), Formats("zh").month("2013-11-29")
        ('Nov 2013', '2013年11月')
        """
        day = day_of(value)
        if day is None:
            return MISSING
        return f"{day.year}年{day.month}月" if self.lang == "zh" else f"{MONTHS[day.month - 1]} {day.year}"

    def quarter(self, value: object) -> str:
        """
        The quarter a date lies in.

        >>> Formats("en").quarter("2013-09-30"), Formats("zh").quarter("2013-09-30")
        ('Q3 2013', '2013年三季度')
        """
        day = day_of(value)
        if day is None:
            return MISSING
        quarter = (day.month - 1) // 3
        return f"{day.year}年{'一二三四'[quarter]}季度" if self.lang == "zh" else f"Q{quarter + 1} {day.year}"

    def _plain(self, value: object, digits: int) -> str:
        number = exact(value)
        if number is None:
            return MISSING
        rounded = round_to(number, digits)
        return _sign(rounded) + f"{abs(rounded):,f}"

    def _money(self, value: object, symbol: str, axis: bool) -> str:
        number = exact(value)
        if number is None:
            return MISSING
        step, short = shortened(abs(number), UNITS[self.lang])
        digits = f"{short:,f}"
        # 9.5k and 6.7万 read better than 9.50k and 6.70万; above, the third digit says how exact the figure is.
        if "." in digits and (axis or step == 1 or (step == 0 and short == short.to_integral_value())):
            digits = digits.rstrip("0").rstrip(".")
        return (MINUS if number < 0 and short else "") + _before(symbol) + digits + UNITS[self.lang][step][1]


def day_of(value: object) -> date | None:
    """
    The day of a date, a time stamp or an ISO text, or None where there is none.

    >>> day_of("2013-11-29 08:30"), day_of(None)
    (datetime.date(2013, 11, 29), None)
    """
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _sign(rounded: Decimal) -> str:
    return MINUS if rounded < 0 else ""


def _before(symbol: str) -> str:
    """A symbol of letters ('CHF') keeps a no-break space to its number."""
    return f"{symbol}\N{NO-BREAK SPACE}" if symbol[-1:].isascii() and symbol[-1:].isalpha() else symbol
