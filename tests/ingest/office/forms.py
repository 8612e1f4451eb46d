"""
The forms an office export takes, in one declared list: groups, each with its choices; the first choice is the quiet one.

Written from the traps people reported (units in titles, 合计 rows, ￥, 万, 年月日, ids as numbers, GBK), never from the parser.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

GROUPS: Mapping[str, tuple[str, ...]] = {
    "table": ("transactions", "wide", "wide_pairs", "accounts", "contracts", "costs"),
    "encoding": ("utf-8", "utf-8-sig", "gbk", "gb18030_rare", "utf-16-le", "utf-16-be", "big5"),
    "delimiter": ("comma", "semicolon", "tab", "pipe", "comma_wide", "comma_blank", "sep_line"),
    "ends": ("crlf", "lf", "cr", "mixed", "no_last"),
    "quoting": ("minimal", "all"),
    "container": ("csv", "txt", "xlsx", "xls_html", "xls_tsv", "zip_csv"),
    "sheet": ("plain", "real_dates", "dates_1904", "hidden", "second", "cover", "formulas", "numbers_as_text", "merged_customer"),
    "title": ("none", "title", "unit", "signed", "blank_below", "query", "long"),
    "foot": ("none", "signed", "remark", "printed", "count"),
    "header": ("zh", "en", "mixed", "none", "two_rows", "two_rows_down", "spaced", "broken", "numbered", "starred", "repeated", "wide"),
    "account": ("both", "id", "name"),
    "totals": ("none", "last", "spaced", "wide_spaced", "grand", "english", "page", "second_column", "per_customer", "colon", "counted"),
    "unit": (
        "none",
        "wan_header",
        "wan_header_ascii",
        "wan_header_slash",
        "qian_header",
        "yi_header",
        "yuan_header",
        "wan_title",
        "qian_title",
        "yuan_title",
        "wan_title_yuan_header",
    ),
    "amount": (
        "plain",
        "grouped",
        "yen_wide",
        "yen",
        "yuan_after",
        "wan",
        "wan_yuan",
        "yi",
        "qianwan",
        "baiwan",
        "rmb",
        "cny",
        "parens",
        "parens_wide",
        "minus",
        "minus_grouped",
        "minus_after",
        "minus_sign",
        "minus_money",
        "digits_wide",
        "exponent",
        "decimal_comma",
        "grouped_blank",
        "plus",
        "text_mark",
        "capitals",
        "mixed",
    ),
    "quantity": ("plain", "grouped", "pieces", "digits_wide", "decimal", "pieces_header"),
    "missing": ("none", "empty", "dash", "slash", "wu", "na", "long_dash", "double_dash", "null"),
    "bad_amount": ("none", "about", "error_ref", "error_value", "pending", "percent", "words", "two_points", "revenue_blank"),
    "share": ("percent", "decimal", "percent_wide", "header_percent", "percent_point"),
    "date": (
        "iso",
        "slash",
        "slash_padded",
        "dot",
        "compact",
        "chinese",
        "chinese_padded",
        "chinese_short",
        "chinese_blank",
        "month_name",
        "month_name_long",
        "serial",
        "stamp",
        "stamp_slash",
        "stamp_t",
        "weekday",
        "digits_wide",
        "han",
        "short_slash",
        "dmy_proof",
        "mdy_proof",
        "no_proof",
        "both_proofs",
        "month_chinese",
        "month_iso",
        "month_compact",
        "quarter",
        "quarter_chinese",
        "mixed",
    ),
    "bad_date": ("none", "no_year", "impossible", "pending", "zeros"),
    "id": ("plain", "long", "zeros", "science", "float", "equals_quote", "tab_after", "backtick", "apostrophe", "wide", "hyphens"),
    "name": ("plain", "comma", "quote", "newline", "company_forms", "wide", "formula", "like_total", "padded"),
    "noise": ("none", "blank_rows", "duplicates", "short_rows", "long_rows", "cell_blanks", "empty_column"),
    "tax": ("none", "taxed", "net", "both"),
    "cost": ("none", "cost", "gross_profit", "discount", "unit_price"),
}
"""Every group has one form per file."""

FORMS: tuple[str, ...] = tuple(f"{group}:{form}" for group, forms in GROUPS.items() for form in forms)

PERIODS = frozenset({"month_chinese", "month_iso", "month_compact", "quarter", "quarter_chinese"})
SLASHED = frozenset({"dmy_proof", "mdy_proof", "no_proof", "both_proofs"})
WIDE = frozenset({"wide", "wide_pairs"})
BOOKS = frozenset({"xlsx"})
PLAIN_AMOUNTS = frozenset({"plain", "grouped", "minus", "minus_grouped", "parens", "digits_wide"})
TITLE_UNITS = frozenset({"wan_title", "qian_title", "yuan_title", "wan_title_yuan_header"})

NEEDS: Mapping[str, Mapping[str, str]] = {
    **{f"sheet:{form}": {"container": "xlsx"} for form in GROUPS["sheet"][1:]},
    **{f"unit:{form}": {"title": "unit"} for form in TITLE_UNITS},
    "unit:wan_title_yuan_header": {"title": "unit", "cost": "discount"},
    **{f"share:{form}": {"table": "contracts"} for form in GROUPS["share"]},
    **{f"missing:{form}": {"cost": "cost"} for form in GROUPS["missing"][1:]},
    "encoding:gb18030_rare": {"account": "name"},
    "title:unit": {"unit": "wan_title"},
    "totals:per_customer": {"account": "both"},
}
"""What a form cannot do without."""


def quiet() -> dict[str, str]:
    """The file in which nothing is special."""
    return {group: forms[0] for group, forms in GROUPS.items()}


def clashes(plan: Mapping[str, str]) -> bool:
    """Whether the forms of a plan contradict one another (an Excel file has no delimiter; a title's unit needs a title)."""
    return any(rule(plan) for rule in (_bytes_clash, _container_clash, _table_clash, _header_clash, _value_clash, _row_clash))


def _loud(plan: Mapping[str, str], *groups: str) -> bool:
    return any(plan[group] != GROUPS[group][0] for group in groups)


def _bytes_clash(plan: Mapping[str, str]) -> bool:
    text = plan["container"] in {"csv", "txt", "zip_csv"}
    if not text and _loud(plan, "delimiter", "ends"):
        return True
    if plan["container"] in {"xlsx", "xls_html"} and _loud(plan, "quoting"):
        return True
    if plan["container"] == "xlsx" and _loud(plan, "encoding"):
        return True
    return plan["container"] == "xls_html" and plan["encoding"].startswith("utf-16")


def _container_clash(plan: Mapping[str, str]) -> bool:
    if plan["container"] != "xlsx":
        return _loud(plan, "sheet")
    if plan["sheet"] in {"real_dates", "dates_1904"}:
        return plan["date"] != "iso" or plan["table"] in WIDE | {"accounts"} or _loud(plan, "bad_date")
    if plan["sheet"] == "formulas":
        return plan["table"] != "transactions" or plan["amount"] not in {"plain", "grouped"} or _loud(plan, "bad_amount", "unit", "tax")
    if plan["sheet"] == "merged_customer":
        return plan["table"] != "transactions" or _loud(plan, "totals", "noise", "header", "name", "bad_amount", "bad_date")
    return plan["sheet"] == "numbers_as_text" and plan["amount"] != "plain"


def _table_clash(plan: Mapping[str, str]) -> bool:
    table = plan["table"]
    lines = ("date", "bad_date", "tax", "cost", "quantity", "missing")
    if table in WIDE:
        one_row_zh = {"zh", "spaced", "numbered", "starred", "repeated", "wide"}
        return _loud(plan, *lines, "bad_amount", "share") or plan["header"] not in one_row_zh or plan["id"] == "science"
    if table == "accounts":
        return _loud(plan, *lines, "amount", "bad_amount", "unit", "totals", "share") or plan["account"] != "both"
    if table == "contracts":
        return (
            _loud(plan, *lines[1:], "bad_amount", "totals")
            or plan["date"] in PERIODS | SLASHED | {"digits_wide"}
            or plan["account"] == "name"
        )
    if table == "costs":
        return _loud(plan, "tax", "cost", "quantity", "missing", "share") or plan["account"] == "name"
    return _loud(plan, "share")


def _header_clash(plan: Mapping[str, str]) -> bool:
    in_header = plan["unit"].endswith(("header", "header_ascii", "header_slash"))
    if plan["header"] == "none" and (in_header or _loud(plan, "tax", "unit", "title") or plan["share"] == "header_percent"):
        return True
    if plan["header"] in {"en", "mixed"} and (in_header or _loud(plan, "tax") or plan["share"] == "header_percent"):
        return True
    if in_header and plan["header"] == "broken":
        return True
    titled = plan["unit"] in TITLE_UNITS
    return titled != (plan["title"] == "unit") or (plan["unit"] == "wan_title_yuan_header" and plan["cost"] != "discount")


def _value_clash(plan: Mapping[str, str]) -> bool:
    if plan["unit"] not in {"none", "yuan_header", "yuan_title"} and plan["amount"] not in PLAIN_AMOUNTS:
        return True
    if plan["bad_date"] != "none" and plan["date"] in PERIODS | SLASHED | {"serial"}:
        return True
    if plan["missing"] != "none" and plan["cost"] == "none":
        return True
    if plan["delimiter"] == "comma_blank" and plan["amount"] in {"grouped_blank"}:
        return True
    if plan["amount"] == "decimal_comma" and _loud(plan, "cost", "quantity", "bad_amount", "tax"):
        return True
    if plan["account"] == "name" and _loud(plan, "id"):
        return True
    return plan["account"] == "id" and _loud(plan, "name")


def _row_clash(plan: Mapping[str, str]) -> bool:
    if plan["totals"] == "per_customer" and (plan["account"] != "both" or _loud(plan, "noise")):
        return True
    if plan["noise"] == "short_rows" and plan["table"] != "transactions":
        return True
    if plan["noise"] == "long_rows" and plan["container"] in {"xlsx", "xls_html"}:
        return True
    return plan["noise"] == "duplicates" and plan["table"] in {"accounts", "contracts"}


def plan(form: str, rng: Random, company: int) -> dict[str, str] | None:
    """A file that shows that form ("group:choice") with up to so many others beside it; None when it cannot be."""
    group, choice = form.split(":")
    made = {**quiet(), group: choice, **NEEDS.get(form, {})}
    fixed = {group, *NEEDS.get(form, {})}
    if clashes(made):
        return None
    others = rng.sample(sorted(set(GROUPS) - fixed), company)
    if "table" not in fixed and company and rng.random() < 0.5:
        others.insert(0, "table")
    for other in others:
        tried = {**made, other: rng.choice(GROUPS[other] + (("accounts",) * 6 if other == "table" else ()))}
        needed = NEEDS.get(f"{other}:{tried[other]}", {})
        if not set(needed) & fixed:
            tried |= needed
        if not clashes(tried):
            made = tried
    return made
