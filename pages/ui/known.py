"""What of a file the workbook has already: by what it finds its accounts, and which rows take the place of stored ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

import kam_core as kam
from kam_core.ingest.meaning.fields import ACCOUNT_TABLES
from pages.ui import state
from pages.ui.upload import Seen
from pages.ui.view import View

ID, NAME = "account_id", "account_name"
TELLING = ("id", "text", "date", "choice")
"""Kinds of columns that tell rows apart."""


def options(view: View, seen: Seen, chosen: Mapping[str, str | None], base: kam.LoadOptions) -> kam.LoadOptions:
    """Asked only where there is something to find: accounts by name, rows by fields; otherwise everything stays as it is."""
    t, table, mapped = view.t, kam.TABLES[seen.file.table], {field for field in chosen.values() if field}
    named = NAME in mapped if table.name in ACCOUNT_TABLES else bool({ID, "subject_id"} & mapped)
    keys = [] if table.key else [c.name for c in table.columns if c.editable and c.kind in TELLING and c.name in mapped]
    if not (named or keys) or not seen.file.book.count("accounts"):
        return base
    place = f"{seen.file.path.parent.name}_{table.name}_{base.match}_{base.update_by}"
    match, by = base.match or ID, tuple(name for name in base.update_by if name in keys)
    asked = state.get(f"known_match_{place}", match) != ID or bool(state.get(f"known_by_{place}", by))
    with st.expander(t("What is here already"), icon=":material/join_inner:", expanded=asked):
        if named:
            match = st.segmented_control(
                t("Find accounts by"), [ID, NAME], default=match if match in (ID, NAME) else ID, required=True, key=f"known_match_{place}",
                format_func={ID: t("Account id"), NAME: t("Name")}.get,
                help=t("By name: capitals, width and the legal form do not matter; a name of two accounts is rejected and listed."),
            )  # fmt: skip
        if keys:
            told = st.multiselect(
                t("Replace rows that have the same"), keys, default=list(by), key=f"known_by_{place}",
                format_func=lambda name: t(table.column(name).title), placeholder=t("Nothing: every row is added"),
            )  # fmt: skip
            by = tuple(told)
    return replace(base, match=None if match == ID else str(match), update_by=by)


def effect(view: View, made: Any) -> None:
    """How many rows are new, updated and as they were, where rows are not just added."""
    t, told = view.t, made.known.effect
    if told and (told["updated"] or told["unchanged"]):
        counts = {name: t.count(rows) for name, rows in told.items()}
        st.caption(t("Rows: {new} new, {updated} updated, {unchanged} as they were.", **counts))
