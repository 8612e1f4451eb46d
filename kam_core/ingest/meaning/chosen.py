"""A mapping that a person chose or a recipe kept, held against the columns of the file it is used for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kam_core.errors import AmbiguousMapping, BadEdit
from kam_core.ingest.layout.names import comparable
from kam_core.ingest.meaning.fields import fields
from kam_core.text import N_


def checked(mapping: Mapping[str, str | None], names: Sequence[str], table: str) -> dict[str, str]:
    """
    A mapping made by a person or kept in a recipe, by the names this file has; empty fields are dropped.

    Case, width and units in a name make no difference. Columns that are not there, unknown fields and double uses raise BadEdit or
    AmbiguousMapping, all of them at once.
    """
    known = fields(table)
    chosen = {column: field for column, field in mapping.items() if field}
    own = {column: next((n for n in names if n == column), None) or _alike(column, names) for column in chosen}
    missing = [column for column, name in own.items() if name is None]
    if missing:
        raise BadEdit.saying(
            BadEdit.template_no_column, table=table, column=", ".join(missing), near=_near(missing, names), columns=", ".join(names[:30])
        )
    for field in chosen.values():
        if field not in known:
            raise BadEdit(table=table, column=field, detail=N_("there is no such field"))
    twice = {field for field in chosen.values() if list(chosen.values()).count(field) > 1}
    if twice or len(set(own.values())) < len(own):
        raise AmbiguousMapping(candidates={column: [field] for column, field in chosen.items() if field in twice or not twice})
    return {str(own[column]): field for column, field in chosen.items()}


def _alike(column: str, names: Sequence[str]) -> str | None:
    """The one name that is the same but for case, width, punctuation and units."""
    same = [name for name in names if comparable(name) == comparable(column)]
    return same[0] if len(same) == 1 else None


def _near(missing: Sequence[str], names: Sequence[str]) -> str:
    """The names that come closest to those that are missing."""
    from rapidfuzz import fuzz, process

    found = [process.extract(column, names, scorer=fuzz.ratio, processor=comparable, limit=2, score_cutoff=50) for column in missing]
    return ", ".join(dict.fromkeys(str(name) for matches in found for name, *_ in matches)) or "-"
