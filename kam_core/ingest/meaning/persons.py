"""The name of a contact, put together where a file has it in two columns."""

from __future__ import annotations

from collections.abc import Collection

from kam_core.ingest.meaning.fields import NAME_PARTS

FIRST, LAST = (part.name for part in NAME_PARTS)
FULL = "contact_name"


def named(fields: Collection[str]) -> set[str]:
    """
    The fields that are there once names are joined and driver quantities stand at their rates.

    >>> sorted(named({"first_name", "last_name"})), named({"job"})
    (['contact_name', 'first_name', 'last_name'], {'job'})
    """
    made = {FULL} if {FIRST, LAST} & set(fields) else set()
    return {*fields, *made, *({"amount"} if {"driver_quantity", "rate"} <= set(fields) else ())}


def joined(fields: Collection[str]) -> dict[str, str]:
    """
    The full name as an SQL expression over typed rows, family name first where both are Chinese; empty when there is nothing to join.

    >>> joined({"contact_name", "first_name"}), joined({"last_name"})
    ({}, {'contact_name': 'last_name'})
    """
    parts = [part for part in (FIRST, LAST) if part in fields]
    if FULL in fields or not parts:
        return {}
    if len(parts) == 1:
        return {FULL: parts[0]}
    chinese = f"regexp_matches(concat({FIRST}, {LAST}), '^[一-龥]+$')"
    return {FULL: f"nullif(CASE WHEN {chinese} THEN concat({LAST}, {FIRST}) ELSE concat_ws(' ', {FIRST}, {LAST}) END, '')"}
