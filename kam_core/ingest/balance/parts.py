"""What people read of a reconciliation: the names of its parts, what came out, and what the total rows of the file say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kam_core.ingest.words import REASONS
from kam_core.text import N_, Translator
from kam_core.text.formats import MINUS

if TYPE_CHECKING:
    from kam_core.ingest.balance.reconcile import Amount, Part, Reconciliation, Stated

PARTS: Mapping[str, str] = {
    "file": N_("Lines of the file"),
    "preamble": N_("Title lines"),
    "header": N_("Header"),
    "repeated_header": N_("Header on further pages"),
    "continued": N_("Line breaks inside cells"),
    "blank_row": N_("Empty rows"),
    "footnote": N_("Notes below"),
    "second_table": N_("Second table"),
    "unaccounted": N_("Not accounted for"),
    "read": N_("Rows of data"),
    "totals": N_("Total rows left out"),
    "rejected": N_("Rejected"),
    "excluded": N_("Excluded"),
    "loaded": N_("Loaded"),
    "duplicates": N_("of which exact duplicates"),
    "no_account": N_("of which no account"),
    "kept_totals": N_("of which total rows"),
    "rounding": N_("Rounded"),
    "stored": N_("Stored"),
    "difference": N_("Difference"),
    "changed": N_("Changed since"),
    "shown": N_("Shown in the app"),
}
"""What people read for every part; rejected and excluded ones carry their reason behind a colon."""

EXCLUSIONS: Mapping[str, str] = {
    "no_rate": REASONS["no_rate"],
    "no_revenue": N_("Amounts beside an empty revenue"),
    "no_account": N_("Cost to serve without an account"),
}
"""Why something is excluded that is no mistake in its row."""


TIMES = "\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}"
"""Stands between the columns of a product."""


def part_title(t: Translator, part: str, *, stored: bool = True) -> str:
    """What people read for a part: "Rejected: Not a date"; before anything is stored nothing is loaded yet."""
    kind, _, reason = part.partition(":")
    if kind == "loaded" and not stored:
        return t("Ready to load")
    if not reason:
        return t(PARTS[kind])
    why = REASONS.get(reason) or EXCLUSIONS.get(reason) or reason
    return t.listed({t(PARTS[kind]): t(why)})


def cents(value: Decimal) -> Decimal:
    """
    An exact amount with two decimals, or as many more as it needs.

    >>> cents(Decimal("1234.5000")), cents(Decimal("0.12345000"))
    (Decimal('1234.50'), Decimal('0.12345'))
    """
    plain = value.normalize()
    short = plain.as_tuple().exponent >= -2  # type: ignore[operator]
    return plain.quantize(Decimal("0.01")) if short else plain


def exactly(t: Translator, value: Decimal | None, symbol: str = "") -> str:
    """
    An amount with every decimal it has, and two at least.

    >>> from kam_core.text import translator
    >>> exactly(translator("en"), Decimal("-1234.5"), "$"), exactly(translator("en"), None)
    ('−$1,234.50', '–')
    """
    if value is None:
        return t.missing
    gap = "\N{NO-BREAK SPACE}" if symbol[-1:].isascii() and symbol[-1:].isalpha() else ""
    return f"{MINUS if value < 0 else ''}{symbol}{gap}{abs(cents(value)):,f}"


def amount_title(t: Translator, amount: Amount) -> str:
    """The field, and of which columns of the file it was made where there are several: "Revenue (Quantity × Price)"."""
    title = t(amount.title)
    return t("{title} ({label})", title=title, label=amount.label) if TIMES in amount.label else title


def finding(t: Translator, found: Reconciliation, symbol: str = "") -> str:
    """Whether every row and every cent is accounted for, and what is not loaded."""
    if not found.balanced:
        return _unbalanced(t, found, symbol)
    lost = [part for part in found.out if part.kind != "totals"]
    rows, totals = sum(part.rows for part in lost), found["totals"].rows
    facts = {"n": t.count(rows), "all": t.count(found["read"].rows), "lines": t.count(found["file"].rows)}
    told = [t("Every row is accounted for: {lines} lines, {all} of them rows of data.", **facts)]
    if rows or any(any(part.file.values()) for part in lost):
        told.append(_lost(t, found, lost, symbol, facts))
    if totals:
        told.append(t.n("{n} total row is left out.", "{n} total rows are left out.", totals))
    below = found["second_table"].rows
    if below:
        told.append(t.n("{n} row of another table below is not read.", "{n} rows of another table below are not read.", below))
    if len(told) == 1:
        whole = t("All of them are loaded.") if found.batch else t("All of them are ready to load.")
        told.append(whole if found["read"].rows else t("There is nothing to load."))
        nobody = found["no_account"].rows
        told += [t.n("{n} of them has no account.", "{n} of them have no account.", nobody)] if nobody else []
    return _in_one(t, told)


def _lost(t: Translator, found: Reconciliation, lost: Sequence[Part], symbol: str, facts: Mapping[str, str]) -> str:
    """Rows that are not loaded, with their money as far as it is readable."""
    if not found.amounts:
        return t("Not loaded: {n} of {all} rows.", **facts)
    first = found.amounts[0]
    value = sum((part.file.get(first.name, Decimal(0)) for part in lost), Decimal(0))
    without = sum(part.without.get(first.name, 0) for part in lost)
    if value or without < sum(part.rows for part in lost):
        told = [t("Not loaded: {n} of {all} rows, with {money}.", **facts, money=exactly(t, value, "" if first in found.units else symbol))]
    else:
        told = [t("Not loaded: {n} of {all} rows.", **facts)]
    return _in_one(t, [*told, *([_unreadable(t, without)] if without else [])])


def _unreadable(t: Translator, rows: int) -> str:
    return t.n("{n} of them has no readable amount.", "{n} of them have no readable amount.", rows)


def _in_one(t: Translator, told: Sequence[str]) -> str:
    return ("" if t.lang == "zh" else " ").join(told)


def _unbalanced(t: Translator, found: Reconciliation, symbol: str) -> str:
    lines, apart = found["unaccounted"], found["difference"]
    if lines.rows:
        return t.n("{n} line of the file is not accounted for.", "{n} lines of the file are not accounted for.", abs(lines.rows))
    money = [exactly(t, value, symbol) for value in apart.stored.values() if value]
    return t(
        "What is stored is not what was loaded: {rows} rows and {money} apart.", rows=t.count(apart.rows), money=t.listed(money) or "0"
    )


def stated_words(t: Translator, found: Reconciliation, stated: Stated) -> str:
    """What a total row says beside what its rows give."""
    title = next(t(amount.title) for amount in found.amounts if amount.name == stated.name)
    told = {
        "line": t.count(stated.line), "word": stated.word, "title": title,
        "said": exactly(t, stated.said), "given": exactly(t, stated.given), "difference": exactly(t, stated.difference),
    }  # fmt: skip
    if not stated.difference:
        return t("Line {line}, {word}: {title} {said}, as its rows give.", **told)
    sentence = t("Line {line}, {word}: the file says {title} {said}, its rows give {given}: difference {difference}.", **told)
    if not stated.without:
        return sentence
    return _in_one(t, [sentence, _unreadable(t, stated.without)])


def unit_words(t: Translator, found: Reconciliation) -> str:
    """By what the amounts of the file were multiplied; empty when they were taken as they are."""
    factors = {amount.label or t(amount.title): amount.factor for amount in found.units if amount.factor != 1}
    told = [f"{label}{TIMES}{t.count(factor)}" for label, factor in factors.items()]
    if found.currency:
        told.append(t("{currency} × the exchange rate of the day", currency=found.currency))
    return t("From the unit of the file to that of the workbook: {factors}.", factors=t.listed(told)) if told else ""
