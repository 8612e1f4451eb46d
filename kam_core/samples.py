"""
The portfolios that are shipped with the workbench, and how one is put into a workbook.

Real facts and illustrative ones go in as two batches, so that what is invented stays marked as such and can be undone alone.
``data/README.md`` says where each sample comes from, under which licence, and what every column means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kam_core.errors import BadArgument, KamError, UnknownName
from kam_core.schema import NO_ACCOUNT
from kam_core.text import N_

if TYPE_CHECKING:
    import pyarrow as pa

    from kam_core.workbook import Shelf, Workbook

DATA = Path(__file__).parents[1] / "data"

EDITION = "2"
"""Rises when a sample gains facts: a workbook of an earlier edition that nobody changed is made anew."""


@dataclass(frozen=True)
class Sample:
    """One shipped portfolio: its folder, its tables, its currency sign and what its batches are called."""

    folder: str
    source: str
    currency: str
    tables: tuple[str, ...]
    about: str
    """Where it comes from, under which licence, and what is invented (message id)."""
    illustrative: tuple[str, ...] = ()
    """Tables of invented facts, in the folder ``illustrative``."""


SAMPLES: Mapping[str, Sample] = {
    "resellers": Sample(
        "resellers", "AdventureWorks resellers", "$", ("accounts", "transactions", "costs", "targets"),
        N_("Sample: AdventureWorks resellers (Microsoft, MIT), USD. Names of people, ratings, contracts and visits are illustrative."),
        ("accounts", "account_facts", "contacts", "links", "ratings", "interactions", "costs", "contracts", "needs", "targets",
         "competitors", "goals", "feedback", "actions", "values_delivered", "ideas", "team", "surveys", "invitations", "notes"),
    ),
    "online_retail": Sample("online_retail", "Online Retail II", "£", ("accounts", "transactions"),
                            N_("Sample: Online Retail II (UCI, Daqing Chen, CC BY 4.0), GBP. Costs and ratings are not known.")),
}  # fmt: skip


def sample(name: str) -> Sample:
    """The sample of that name; an unknown name raises with the closest ones."""
    try:
        return SAMPLES[name]
    except KeyError:
        raise UnknownName.of("sample", name, list(SAMPLES)) from None


def fill(wb: Workbook, name: str) -> None:
    """
    Record a sample in an empty workbook: the facts as one batch, the illustrative ones as a second, marked batch.

    A missing data folder and a workbook that holds transactions already raise ``KamError``; nothing is recorded then.
    """
    chosen = sample(name)
    if wb.count("transactions"):
        raise KamError(N_("This workbook holds transactions already. Open a new workbook for a sample."))
    facts = {table: _read(chosen, table) for table in chosen.tables}
    invented = {table: _read(chosen, f"illustrative/{table}") for table in chosen.illustrative}
    if name == "online_retail":
        facts["transactions"] = _readable(facts["transactions"], _read(chosen, "products"))
    wb.record("sample", facts, source=chosen.source, author="sample")
    if invented:
        wb.record("sample", invented, source=f"{chosen.source}, illustrative", author="sample", illustrative=True)
    wb.set_meta("sample", name)
    wb.set_meta("sample_edition", EDITION)
    wb.set_meta("currency", chosen.currency)


def ready(shelf: Shelf, path: Path, name: str) -> Path:
    """The file of a sample workbook, filled the first time it is asked for, and anew for a later edition while nobody changed it."""
    return shelf.prepared(path, lambda wb: wb.meta.get("sample") == name and _current(wb), lambda wb: fill(wb, name))


def _current(wb: Workbook) -> bool:
    return wb.meta.get("sample_edition") == EDITION or bool((wb.journal()["kind"] != "sample").any())


def _read(chosen: Sample, table: str) -> pa.Table:
    from pyarrow import parquet

    path = DATA / chosen.folder / f"{table}.parquet"
    if not path.is_file():
        raise BadArgument.saying(BadArgument.template_sample, name=chosen.folder, path=path)
    return parquet.read_table(path)


def _readable(lines: pa.Table, products: pa.Table) -> pa.Table:
    """The lines with the stock code followed by its description, and lines without an account under their common id."""
    import pyarrow as pa

    described = {row["product"]: f"{row['product']} {row['description']}" for row in products.to_pylist()}
    codes = lines["product"].combine_chunks().dictionary_encode()
    titles = pa.array([described.get(code, code) for code in codes.dictionary.to_pylist()])
    titled = pa.DictionaryArray.from_arrays(codes.indices, titles).cast(pa.string())
    accounts = lines["account_id"].fill_null(NO_ACCOUNT)
    return lines.drop_columns(["account_id", "product"]).append_column("account_id", accounts).append_column("product", titled)
