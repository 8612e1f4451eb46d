"""How one value is written: amounts, dates, ids and quantities, a function per form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from random import Random

from tests.ingest.office.values import Span

WIDE_DIGITS = str.maketrans("0123456789.,-%()", "０１２３４５６７８９．，－％（）")
HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
CENT = Decimal("0.01")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")

QUANTA: Mapping[str, Decimal] = {
    "wan": Decimal(100),
    "wan_yuan": Decimal(1000),
    "yi": Decimal(1_000_000),
    "qianwan": Decimal(100_000),
    "baiwan": Decimal(10_000),
    "exponent": Decimal(1000),
    "capitals": Decimal(1),
    "mixed": Decimal(100),
}
"""The smallest step of a value that the form can state exactly."""

NEGATIVE = frozenset(
    {"parens", "parens_wide", "minus", "minus_grouped", "minus_after", "minus_sign", "minus_money", "digits_wide", "decimal_comma"}
)


def bare(value: Decimal) -> str:
    """Without an exponent and without zeros at the end."""
    return f"{value.normalize():f}"


def scaled(value: Decimal, unit: int) -> str:
    """The value in units of 1,000, 10,000 or more."""
    return bare(value / unit)


def _signed(write: Callable[[Decimal], str], frame: str) -> Callable[[Decimal], str]:
    return lambda v: frame.format(write(-v)) if v < 0 else write(v)


def _grouped(value: Decimal) -> str:
    return f"{value:,.2f}"


def _comma_decimal(value: Decimal) -> str:
    return _grouped(value).translate(str.maketrans(",.", ".,"))


def capitals(value: Decimal) -> str:
    """Whole yuan the way invoices write them: 壹万贰仟叁佰元整."""
    if value < 0:
        return "负" + capitals(-value)
    digits, places = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")
    parts, rest, blocks = [], int(value), ("", "万", "亿")
    for block in blocks:
        four = f"{rest % 10_000:04d}"
        spoken = "".join(digits[int(d)] + (places[3 - i] if d != "0" else "") for i, d in enumerate(four))
        while "零零" in spoken:
            spoken = spoken.replace("零零", "零")
        spoken = spoken.rstrip("零")
        if spoken:
            parts.append(spoken + block)
        rest //= 10_000
    return "".join(reversed(parts)).strip("零") + "元整"


AMOUNTS: Mapping[str, Callable[[Decimal], str]] = {
    "plain": lambda v: f"{v:.2f}",
    "grouped": _grouped,
    "yen_wide": lambda v: f"￥{v:,.2f}",
    "yen": lambda v: f"¥{v:,.2f}",
    "yuan_after": lambda v: f"{v:.2f}元",
    "wan": lambda v: f"{scaled(v, 10_000)}万" if abs(v) >= 1000 else bare(v),
    "wan_yuan": lambda v: f"{scaled(v, 10_000)}万元",
    "yi": lambda v: f"{scaled(v, 10**8)}亿" if abs(v) >= 10**7 else f"{scaled(v, 10_000)}万",
    "qianwan": lambda v: f"{scaled(v, 10**7)}千万",
    "baiwan": lambda v: f"{scaled(v, 10**6)}百万",
    "rmb": lambda v: f"RMB {v:,.2f}",
    "cny": lambda v: f"CNY{v:.2f}",
    "parens": _signed(_grouped, "({})"),
    "parens_wide": _signed(_grouped, "（{}）"),
    "minus": lambda v: f"{v:.2f}",
    "minus_grouped": _grouped,
    "minus_after": _signed(_grouped, "{}-"),
    "minus_sign": _signed(_grouped, "−{}"),
    "minus_money": _signed(lambda v: f"￥{v:,.2f}", "-{}"),
    "digits_wide": lambda v: f"{v:,.2f}".translate(WIDE_DIGITS),
    "exponent": lambda v: f"{v:.6E}" if v >= 100_000 else f"{int(v) // 1000}e3",
    "decimal_comma": _comma_decimal,
    "grouped_blank": lambda v: f"{v:,.2f}".replace(",", " "),
    "plus": lambda v: f"{v:+,.2f}",
    "text_mark": lambda v: f"'{v:.2f}",
    "capitals": capitals,
    "mixed": lambda v: AMOUNTS[("plain", "grouped", "yen_wide", "wan", "yuan_after", "wan_yuan")[int(v) // 100 % 6]](v),
}

QUANTITIES: Mapping[str, Callable[[Decimal], str]] = {
    "plain": bare,
    "grouped": lambda v: f"{v:,}",
    "pieces": lambda v: f"{bare(v)}件",
    "digits_wide": lambda v: bare(v).translate(WIDE_DIGITS),
    "decimal": lambda v: f"{v:.2f}",
    "pieces_header": bare,
}

SHARES: Mapping[str, Callable[[Decimal], str]] = {
    "percent": lambda v: f"{bare(v * 100)}%",
    "decimal": lambda v: f"{v:.2f}",
    "percent_wide": lambda v: f"{bare(v * 100)}%".translate(WIDE_DIGITS),
    "header_percent": lambda v: bare(v * 100),
    "percent_point": lambda v: f"{v * 100:.2f}%",
}

IDS: Mapping[str, Callable[[str], str]] = {
    "float": lambda t: f"{t}.0",
    "equals_quote": lambda t: f'="{t}"',
    "tab_after": lambda t: f"{t}\t",
    "backtick": lambda t: f"`{t}",
    "apostrophe": lambda t: f"'{t}",
    "wide": lambda t: "".join(chr(ord(c) + 0xFEE0) for c in t),
}

MISSING = {"empty": "", "dash": "-", "slash": "/", "wu": "无", "na": "N/A", "long_dash": "——", "double_dash": "--", "null": "NULL"}

BAD_AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "about": ("约500", "500左右", "近千元"),
    "error_ref": ("#REF!",),
    "error_value": ("#VALUE!", "#DIV/0!", "#N/A", "#NAME?"),
    "pending": ("待定", "见附件", "?"),
    "percent": ("5%", "12.5%"),
    "words": ("五百多", "壹佰元左右", "abc"),
    "two_points": ("1.2.3", "12..5", "1,2,3,4.5.6"),
    "revenue_blank": ("", "-", "/", "无"),
}
BAD_DATES: Mapping[str, tuple[str, ...]] = {
    "no_year": ("3月5日", "12月31日", "5月1日"),
    "impossible": ("2024-02-30", "2024/13/01", "2023年2月29日"),
    "pending": ("待定", "月底", "尽快"),
    "zeros": ("0000-00-00", "0"),
}


def serial(day: date) -> str:
    """Excel's number of the day (1900 system)."""
    return str((day - date(1899, 12, 30)).days)


DATES: Mapping[str, Callable[[date], str]] = {
    "iso": lambda d: d.isoformat(),
    "slash": lambda d: f"{d.year}/{d.month}/{d.day}",
    "slash_padded": lambda d: f"{d:%Y/%m/%d}",
    "dot": lambda d: f"{d.year}.{d.month}.{d.day}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "chinese_padded": lambda d: f"{d:%Y}年{d:%m}月{d:%d}日",
    "chinese_short": lambda d: f"{d:%y}年{d.month}月{d.day}日",
    "chinese_blank": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    "month_name": lambda d: f"{d.day}-{MONTHS[d.month - 1]}-{d:%y}",
    "month_name_long": lambda d: f"{LONG_MONTHS[d.month - 1]} {d.day}, {d.year}",
    "serial": serial,
    "stamp": lambda d: f"{datetime(d.year, d.month, d.day, 14, 30):%Y-%m-%d %H:%M:%S}",
    "stamp_slash": lambda d: f"{d.year}/{d.month}/{d.day} 9:05",
    "stamp_t": lambda d: f"{d.isoformat()}T08:00:00",
    "weekday": lambda d: f"{d.year}年{d.month}月{d.day}日 星期{'一二三四五六日'[d.weekday()]}",
    "digits_wide": lambda d: f"{d.year}年{d.month}月{d.day}日".translate(WIDE_DIGITS),
    "han": lambda d: f"{str(d.year).translate(HAN_DIGITS)}年{_han(d.month)}月{_han(d.day)}日",
    "short_slash": lambda d: f"{d:%y}/{d.month}/{d.day}",
    "dmy_proof": lambda d: f"{d:%d/%m/%Y}",
    "mdy_proof": lambda d: f"{d:%m/%d/%Y}",
    "no_proof": lambda d: f"{d:%d/%m/%Y}",
    "mixed": lambda d: DATES[("iso", "slash", "chinese", "dot", "compact", "month_name")[d.day % 6]](d),
}

SPANS: Mapping[str, Callable[[Span], str]] = {
    "month_chinese": lambda s: f"{s.first.year}年{s.first.month}月",
    "month_iso": lambda s: f"{s.first:%Y-%m}",
    "month_compact": lambda s: f"{s.first:%Y%m}",
    "quarter": lambda s: f"{s.first.year}Q{s.last.month // 3}",
    "quarter_chinese": lambda s: f"{s.first.year}年第{'一二三四'[s.last.month // 3 - 1]}季度",
}


def _han(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")


def either(day: date, rng: Random) -> str:
    """A day written once day first, once month first: a column that contradicts itself."""
    return f"{day:%d/%m/%Y}" if rng.random() < 0.5 else f"{day:%m/%d/%Y}"
