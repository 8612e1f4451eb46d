"""
The corpus: seeded files in every form with their exact truth, made before the truth is written.

>>> files = list(corpus(3, seed=1))
>>> files[0].forms[0]
'table:transactions'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from tests.ingest.office import forms, sheets, writers
from tests.ingest.office.draft import Draft
from tests.ingest.office.forms import FORMS
from tests.ingest.office.values import Record

SIZE = 2 * len(FORMS)
"""So many files hold every form twice as the one the file is about."""

TRUE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "transactions": ("account_id", "date", "order_id", "product", "category", "quantity", "revenue", "cost", "discount"),
    "accounts": ("account_id", "account_name", "parent_id", "industry", "region", "owner", "note"),
    "contracts": ("contract_id", "account_id", "value", "start_on", "end_on", "renewal_probability"),
    "costs": ("account_id", "date", "activity", "amount"),
}
"""The fields of a table that a file can fill; the rest of a record is decoration."""

MARKED = frozenset({"container", "sheet", "delimiter", "ends", "quoting", "encoding"})


@dataclass(frozen=True)
class OfficeFile:
    """One file and what a workbook has to hold after it: rows, total rows to leave out, and what has to be said."""

    name: str
    data: bytes
    table: str
    forms: tuple[str, ...]
    fields: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[Record, ...]
    """Every true row; a field in `unreadable` has to be listed as a problem (the row rejected or flagged)."""
    totals: int
    """Rows that add up others."""
    must_say: frozenset[str]
    """taxed: amounts include tax; dates: day and month cannot be told apart; ids: an id lost its digits."""
    swapped: bool
    """Day and month may be read either way, for the whole column, if it is said."""
    loose: bool
    """The column of dates contradicts itself: what reads both ways may be either, or left out, if it is said."""

    @property
    def about(self) -> str:
        """The form the file was made for."""
        return self.forms[0]


def corpus(n: int = SIZE, seed: int = 20240305) -> Iterator[OfficeFile]:
    """So many files, the same for the same seed; each form in turn, with some others beside it."""
    for number in range(n):
        yield one(number, FORMS[number % len(FORMS)], Random(f"{seed}/{number}"))


def one(number: int, form: str, rng: Random) -> OfficeFile:
    """A file about that form; company that cannot be written with it (a sign its encoding lacks) is sent away."""
    for company in (rng.randint(2, 7), 4, 3, 2, 2, 1, 1, 0):
        plan = forms.plan(form, rng, company)
        if plan is None:
            break
        made = sheets.sheet(plan, rng)
        try:
            return _file(number, form, plan, made, writers.write(made, plan, rng))
        except UnicodeEncodeError:
            continue
    raise ValueError(f"{form} cannot be written")


def shown(plan: Mapping[str, str]) -> list[str]:
    """The forms that can be seen in a file of that plan (an Excel file shows no delimiter)."""
    hidden: set[str] = set()
    if plan["container"] in {"xlsx", "xls_html"}:
        hidden |= {"delimiter", "ends", "quoting"}
    if plan["container"] == "xlsx":
        hidden |= {"encoding"}
    else:
        hidden |= {"sheet"}
    if plan["table"] not in {"contracts"}:
        hidden |= {"share"}
    if plan["table"] == "accounts":
        hidden |= {"date", "amount"}
    return [f"{group}:{form}" for group, form in plan.items() if group not in hidden]


def _file(number: int, form: str, plan: Mapping[str, str], made: Draft, data: bytes) -> OfficeFile:
    table = "transactions" if plan["table"] in forms.WIDE else plan["table"]
    present = {c.field for c in made.columns} | ({"date"} if plan["table"] in forms.WIDE else set())
    if "account_name" in present:
        present |= {"account_id"} if plan["account"] == "name" else set()
    if "gross_profit" in present:
        present |= {"cost"}
    say = {
        word
        for word, said in (
            ("taxed", plan["tax"] == "taxed"),
            ("dates", plan["date"] in {"no_proof", "both_proofs"}),
            ("ids", plan["id"] == "science"),
        )
        if said
    }
    slug = form.replace(":", "-")
    return OfficeFile(
        name=f"{number:03d}_{slug}{writers.SUFFIXES[plan['container']]}",
        data=data,
        table=table,
        forms=(form, *(f for f in shown(plan) if f != form)),
        fields=tuple(f for f in TRUE_FIELDS[table] if f in present),
        labels=tuple(label for row in made.header for label in row),
        rows=tuple(record for row in made.rows for record in row.records),
        totals=sum(row.kind == "total" for row in made.rows),
        must_say=frozenset(say),
        swapped=plan["date"] == "no_proof",
        loose=plan["date"] == "both_proofs",
    )
