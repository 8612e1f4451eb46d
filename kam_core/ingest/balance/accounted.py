"""From a staged file to its reconciliation: every part with its rows, its money and the way to the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal

import duckdb
import pandas as pd

from kam_core.ingest.balance.behind import Kept, fate, kept, read_again
from kam_core.ingest.balance.physical import aside
from kam_core.ingest.balance.reconcile import ASIDE, Behind, Part, Reconciliation
from kam_core.ingest.balance.stated import left_out, stated
from kam_core.ingest.balance.tally import Group, Tally
from kam_core.ingest.balance.views import Derived
from kam_core.ingest.meaning.fields import ACCOUNT_TABLES
from kam_core.ingest.raw import Raw
from kam_core.ingest.values.cells import Cell


def reconciled(raw: Raw, table: str, cells: Mapping[str, Cell], derived: Derived, rejects: pd.DataFrame) -> Reconciliation:
    """The reconciliation of what is staged; nothing is stored yet."""
    tally = derived.tally
    totals, told = left_out(raw, tally.amounts, cells)
    data = [*([totals] if raw.totals else []), *_rejected(tally), *_excluded(tally)]
    loaded, whole = _loaded(tally), tally.part("read", lambda _: True, sum(tally.unread.values()))
    *lines, read = aside(raw)
    sums = {name: whole.file[name] + totals.file.get(name, 0) for name in whole.file}
    without = {name: count for name in sums if (count := whole.without.get(name, 0) + totals.without.get(name, 0))}
    rest = read.rows - sum(part.rows for part in (*data, loaded))
    if rest:
        lines = _with_rest(lines, rest)
    of_which = [
        _of_which(tally, "duplicates", again=True),
        _of_which(tally, "no_account", unnamed=True),
        Part("kept_totals", raw.kept_totals),
    ]
    parts = [
        *lines,
        Part("read", read.rows, sums, {}, without),
        *data,
        loaded,
        *(part for part in of_which if part.rows),
        *_rounding(tally, loaded, raw.currency),
    ]
    # Of the rows that stand twice only those that are loaded are shown.
    raw.cursor.execute(f"DELETE FROM {raw.repeated} WHERE line IN (SELECT line FROM {raw.rejects})")
    first = kept(raw, derived.ledger, sum(part.rows for part in of_which if part.id == "no_account"))
    source = raw.source
    return Reconciliation(
        table, source.path.name, raw.currency, tuple(tally.amounts), tuple(parts), tuple(stated(raw, derived.ledger, tally.amounts, told)),
        *_records(table, tally), behind=_behind(raw, first, rejects),
    )  # fmt: skip


def _records(table: str, tally: Tally) -> tuple[str, int]:
    """The table that takes the rows, and how many they make in it; a row of an account list may have no revenue."""
    good = [group for group in tally.groups if not group.reason]
    if table not in ACCOUNT_TABLES:
        return table, sum(group.rows for group in good)
    if any(amount.name == "revenue" for amount in tally.amounts):
        return "transactions", sum(group.rows for group in good if not group.bare)
    return "accounts", sum(group.rows for group in good)


def _rejected(tally: Tally) -> list[Part]:
    """One part for every reason; a row counts once, under the first of its reasons."""
    reasons = sorted({group.reason for group in tally.groups if group.reason} | set(tally.unread))
    made = [_of_reason(tally, reason) for reason in reasons]
    return sorted(made, key=lambda part: (part.kind == "excluded", -part.rows))


def _of_reason(tally: Tally, reason: str) -> Part:
    return tally.part(fate(reason), lambda group: group.reason == reason, tally.unread.get(reason, 0))


def _stored(group: Group, name: str) -> bool:
    """Whether an amount of a good row is stored: not beside an empty revenue, and no cost to serve of nobody."""
    return not (group.bare if name != "cost_to_serve" else group.unnamed)


def _excluded(tally: Tally) -> list[Part]:
    """Amounts of rows that are loaded without them."""
    found = []
    for why, flag in (("no_revenue", "bare"), ("no_account", "unnamed")):
        good = [group for group in tally.groups if not group.reason and getattr(group, flag)]
        file = {a.name: sum((g.file[a.name] for g in good if not _stored(g, a.name)), Decimal(0)) for a in tally.amounts}
        if any(file.values()):
            found.append(Part(f"excluded:{why}", 0, {name: value for name, value in file.items() if value}))
    return found


def _loaded(tally: Tally) -> Part:
    good = [group for group in tally.groups if not group.reason]
    rows = tally.part("loaded", lambda group: not group.reason)
    file = {a.name: sum((g.file[a.name] for g in good if _stored(g, a.name)), Decimal(0)) for a in tally.amounts}
    ours = {a.name: sum((g.stored[a.name] for g in good if _stored(g, a.name)), Decimal(0)) for a in tally.amounts}
    return Part("loaded", rows.rows, file, ours, rows.without)


def _of_which(tally: Tally, part: str, **flags: bool) -> Part:
    return tally.part(part, lambda group: not group.reason and all(getattr(group, flag) == value for flag, value in flags.items()))


def _rounding(tally: Tally, loaded: Part, currency: str) -> list[Part]:
    """What rounding to four decimals made of the sums; where a currency was converted nobody can tell it from the rates."""
    if currency:
        return []
    found = {a.name: loaded.stored[a.name] - loaded.file[a.name] * a.factor for a in tally.amounts}
    return [Part("rounding", 0, {}, found)] if any(found.values()) else []


def _with_rest(lines: list[Part], rest: int) -> list[Part]:
    """Rows of data that no part has: they are not accounted for either."""
    known = next((part.rows for part in lines if part.id == "unaccounted"), 0)
    return [*(part for part in lines if part.id != "unaccounted"), Part("unaccounted", known + rest)]


def _behind(raw: Raw, first: Kept, rejects: pd.DataFrame) -> Behind:
    """The way to the rows behind a part, as long as the file stands where it was."""
    reasons = rejects.drop_duplicates("row").set_index("row")["reason"].map(fate)

    def behind(part: str, every: bool) -> pd.DataFrame:
        rows = first.get(part, pd.DataFrame({"row": pd.Series(dtype="int64")}))
        if not every or part in ("header", "no_account"):
            return rows
        tables = {"totals": raw.left, "duplicates": raw.repeated}
        with suppress(duckdb.Error, OSError):
            if part in tables:
                lines = [row[0] for row in raw.cursor.execute(f"SELECT line FROM {tables[part]}").fetchall()]
            else:
                lines = reasons.index[reasons == part].tolist()
            return read_again(raw.source, part, lines) if lines or part in ASIDE else rows
        return rows

    return behind
