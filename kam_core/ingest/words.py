"""What people read for every repair, reason and shape; data hold the ids."""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.text import N_

REASONS: Mapping[str, str] = {
    "not_a_number": N_("Not a number"),
    "not_an_integer": N_("Not a whole number"),
    "not_a_date": N_("Not a date"),
    "date_out_of_range": N_("Date out of range"),
    "required_missing": N_("A value is needed"),
    "text_too_long": N_("Text too long"),
    "not_a_choice": N_("Not one of the choices"),
    "out_of_bounds": N_("Out of bounds"),
    "duplicate_key": N_("Duplicate key"),
    "no_rate": N_("No exchange rate for that day"),
    "too_many_cells": N_("More cells than columns"),
}

REPAIRS: Mapping[str, str] = {
    "open_quote": N_("A quote that is never closed was taken as text"),
    "converted": N_("Amounts converted at the exchange rate of their day"),
    "blank_row": N_("Empty rows skipped"),
    "decimal_removed": N_("Ids such as 17.0 read as 17"),
    "exact_duplicates": N_("Duplicate rows kept: each one counts"),
    "header_renamed": N_("Columns with an empty or repeated name were renamed"),
    "header_unit": N_("Unit in the header applied to the amounts"),
    "long_row": N_("Rows with more cells than the header"),
    "missing_id": N_("Ids such as 'none' were read as missing"),
    "no_header": N_("No header found: columns are numbered"),
    "percent": N_("Percentages read as shares"),
    "preamble": N_("Title rows above the header skipped"),
    "precision_lost": N_("Long numbers whose last digits the file has lost"),
    "scale_guessed": N_("Scale guessed from the values"),
    "sheet_not_read": N_("Other sheets not read"),
    "short_row": N_("Rows with fewer cells than the header, filled up"),
    "tax_included": N_("The header says taxes are included; amounts were taken as they are"),
    "unreadable_characters": N_("Characters that could not be read"),
    "zero_characters": N_("Null characters removed"),
    "ambiguous_dates": N_("Dates such as 03/04/2025 read as day first"),
    "ambiguous_decimals": N_("Amounts such as 1.234: the point read as decimal mark"),
    "mixed_dates": N_("Day-first and month-first dates in one column"),
    "mixed_decimals": N_("Both comma and point used as decimal mark in one column"),
    "derived": N_("Values made from other columns"),
    "no_account": N_("Lines without an account, kept under (no account)"),
    "row_left_out": N_("Rows left out"),
    "unknown_item": N_("Ratings of questions that no index reads, kept"),
    "total_row": N_("Total rows left out"),
}

SHAPES: Mapping[str, str] = {
    "transactions": N_("One row per order line"),
    "accounts": N_("One row per account"),
    "wide": N_("A column per period"),
    "plain": N_("A plain table"),
}
