"""What a file looks like, from its first rows: encoding, separator, header, and which column is probably which field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kam_core.ingest.files.dialect import Dialect
from kam_core.ingest.layout.names import header_key
from kam_core.ingest.meaning.fields import ACCOUNT_TABLES
from kam_core.ingest.meaning.mapping import Guess, propose
from kam_core.ingest.meaning.persons import named
from kam_core.ingest.meaning.profiles import Profile, recognised
from kam_core.ingest.meaning.shapes import beside_periods, notes, period_columns, stated_year
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.source import Source, open_source
from kam_core.schema import TABLES
from kam_core.text import Translator

SEPARATORS: Mapping[str, str] = {"\t": "TAB", " ": "␠"}


@dataclass(frozen=True)
class Inspection:
    """A first look; nothing was read in full."""

    dialect: Dialect
    guesses: Sequence[Guess]
    header_key: str
    has_header: bool
    profile: Profile | None = None
    """The system it was exported from, if it is one that is known."""

    def detected(self, t: Translator) -> list[str]:
        """What was found out, in words: encoding, separator, header row."""
        dialect, words = self.dialect, list[str]()
        if self.profile:
            words.append(t("Looks like {what} from {system}", what=t(self.profile.what), system=self.profile.system))
        if dialect.encoding:
            words.append(dialect.encoding.upper())
        if dialect.delimiter:
            words.append(t("Separator {sign}", sign=SEPARATORS.get(dialect.delimiter, dialect.delimiter)))
        if dialect.sheet:
            words.append(t("Sheet {name}", name=dialect.sheet))
        words.append(t("Header in row {row}", row=dialect.header_row) if self.has_header and dialect.header_row else t("No header"))
        return words


def fitting(path: str | Path | Source, options: ReadOptions | None = None, more_than: int = 0) -> list[str]:
    """
    The tables whose needed fields the columns of a file would fill: that of its profile, then the one that takes most columns first.

    Only those that take more columns than ``more_than``: what fills two fields of a small table is rarely a file for it.
    """
    source = open_source(path, options)
    profile = recognised(source.names)
    fits: dict[str, int] = {}
    for name, declared in TABLES.items():
        taken = named({guess.field for guess in propose(source.names, source.sample, name) if guess.field})
        if {
            column.name for column in declared.columns if column.required and column.editable and column.name != declared.dated_by
        } <= taken and len(taken) > more_than:
            fits[name] = len(taken)
    return sorted(fits, key=lambda name: (profile is None or name != profile.table, -fits[name]))


def inspect(path: str | Path | Source, table: str, options: ReadOptions | None = None) -> Inspection:
    """Look at a file that shall go into a table; raises UnreadableFile or TooLarge."""
    source = open_source(path, options)
    guesses = propose(source.names, source.sample, table)
    if table in ACCOUNT_TABLES:
        year = stated_year(notes(source.repairs.all()))
        periods = period_columns(source.names, year)
        beside = beside_periods(source.names, year) if periods else {}
        guesses = [guess for guess in guesses if guess.column not in periods and guess.column not in beside]
    return Inspection(source.dialect, guesses, header_key(source.names), source.has_header, recognised(source.names))
