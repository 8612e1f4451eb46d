"""
What is wrong with the data of a workbook: computed once a state, in SQL where rows are looked at and in Python where names are.

``report`` gives everything; ``quality`` its findings alone, for a notebook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd

from kam_core.accounts import as_of_or_last
from kam_core.engine import question
from kam_core.identity.twins import accounts_of, twins_of
from kam_core.params import Params
from kam_core.quality.checks import CHECKS, WEIGHTS, Check, fields_of
from kam_core.quality.rows import facts_of, sql_of
from kam_core.schema import NO_ACCOUNT, TABLES
from kam_core.workbook import lookup, suspects

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

COLUMNS = ("table", "account_id", "account_name", "check", "kind", "severity", "n", "what", "weakens", "fix")
LAST = ("rated", "described", "touched", "sold")
"""What an account can be fresh in: its ratings, its facts, its contacts, its sales."""


@dataclass(frozen=True)
class Report:
    """The findings (a line a check and account), every check that found something, every filled table, every account."""

    findings: pd.DataFrame
    checks: pd.DataFrame
    """check, table, n, accounts, of (rows of the table), share, weight; the worst first."""
    tables: pd.DataFrame
    """
    table, rows, completeness (share of filled cells, missing where no column matters), covered (share of accounts with a row, missing
    where rows are not about accounts), last, age_days, problems (rows found, a row once a check).
    """
    accounts: pd.DataFrame
    """account_id, account_name, completeness (mean over its tables), problems (checks), last day of each of ``LAST``; worst first."""
    twins: pd.DataFrame
    """Rows that may be one thing: check, group, row_id, account_id, name, ratio (0-100)."""


def quality(wb: Workbook, as_of: date | str | None = None, params: Params | None = None) -> pd.DataFrame:
    """
    What is wrong with the data, a line a check and account: ``COLUMNS``; the worst first.

    ``what`` and ``weakens`` are message ids (``kam_core.quality.words`` says them), ``fix`` is the link of the app that shows the rows.
    """
    return report(wb, as_of, params).findings


def report(wb: Workbook, as_of: date | str | None = None, params: Params | None = None) -> Report:
    """Everything about the quality of a workbook on a date."""
    params, day = params or Params(), as_of_or_last(wb, as_of)
    rows = lookup.filled(wb)
    accounts, twins = accounts_of(wb), twins_of(wb, params)
    found, needed = _empty_cells(wb, rows)
    found += [_counted(wb, check, day, params) for check in _asked(rows)]
    found += [twins[twins["check"] == name].groupby("account_id").size().rename("n").reset_index().assign(check=name)
              for name in ("alike", "same_person")]  # fmt: skip
    findings = _findings([part for part in found if len(part)], accounts, twins)
    checks = _by_check(findings, rows)
    return Report(
        findings, checks, _by_table(wb, rows, needed, checks, len(accounts), day), _by_account(wb, accounts, needed, findings, day), twins
    )


def _asked(rows: dict[str, int]) -> list[Check]:
    """The checks to be asked one by one: of tables that hold something; empty cells are counted together, names in Python."""
    return [c for c in CHECKS.values() if c.table in rows and c.kind != "duplicate" and (c.question or not c.column or c.target[0])]


def _counted(wb: Workbook, check: Check, day: date, params: Params) -> pd.DataFrame:
    return suspects.counted(wb, sql_of(check), facts_of(day, params)).assign(check=check.id)


def _empty_cells(wb: Workbook, rows: dict[str, int]) -> tuple[list[pd.DataFrame], pd.DataFrame]:
    """What the columns that matter lack by account; and by table and account how many such cells there are and how many are empty."""
    found, needed = [], []
    for name in rows:
        columns = fields_of(name)
        if not columns:
            continue
        counted = suspects.gaps(wb, name, columns)
        if name == "accounts":
            counted = counted[counted["account_id"] != NO_ACCOUNT]
        for column in columns:
            part = counted.loc[counted[column] > 0, ["account_id", column]]
            found.append(part.rename(columns={column: "n"}).assign(check=f"{name}.{column}"))
        cells = {"table": name, "account_id": counted["account_id"], "cells": counted["rows"] * len(columns)}
        needed.append(pd.DataFrame({**cells, "empty": counted[list(columns)].sum(axis=1)}))
    none = pd.DataFrame({"table": [], "account_id": [], "cells": [], "empty": []})
    return found, pd.concat(needed, ignore_index=True) if needed else none


def _findings(found: Sequence[pd.DataFrame], accounts: pd.DataFrame, twins: pd.DataFrame) -> pd.DataFrame:
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    frame = pd.concat([part[["account_id", "n", "check"]] for part in found], ignore_index=True)
    for name in ("table", "kind", "severity"):
        frame[name] = frame["check"].map({check.id: getattr(check, name) for check in CHECKS.values()})
    frame["what"] = frame["check"].map({check.id: check.many for check in CHECKS.values()})
    frame["weakens"] = frame["check"].map({check.id: ", ".join(check.weakens) for check in CHECKS.values()})
    frame["account_name"] = frame["account_id"].map(dict(zip(accounts["account_id"], accounts["account_name"], strict=True)))
    frame["fix"] = _links(frame, _together(twins))
    frame["weight"] = frame["severity"].map(dict(WEIGHTS)) * frame["n"]
    frame = frame.sort_values(["weight", "check", "account_id"], ascending=[False, True, True], kind="stable")
    return frame[list(COLUMNS)].reset_index(drop=True)


def _links(frame: pd.DataFrame, together: Mapping[tuple[str, str], str]) -> list[str]:
    """Where each line is mended; an account is quoted once, because there may be a hundred thousand lines."""
    quoted = {account: quote(account, safe="") for account in frame["account_id"].unique() if isinstance(account, str)}
    before = {check: link(check, "&").removesuffix(quote("&", safe="")) for check in frame["check"].unique()}
    return [
        together.get((check, account)) or (before[check] + quoted[account] if account in quoted else link(check))
        for check, account in zip(frame["check"].tolist(), frame["account_id"].tolist(), strict=True)
    ]


def _together(twins: pd.DataFrame) -> dict[tuple[str, str], str]:
    """The link that shows side by side what may be one thing, by check and account."""
    found: dict[tuple[str, str], list[str]] = {}
    for (check, _), group in twins.groupby(["check", "group"]):
        for account in dict.fromkeys(group["account_id"]):
            found.setdefault((str(check), str(account)), []).extend(map(str, group["row_id"]))
    return {(check, account): f"tables?table={CHECKS[check].table}&rows={','.join(ids)}" for (check, account), ids in found.items()}


def link(check: str, account_id: object = None) -> str:
    """Where a finding is mended: the table with exactly those rows, the table to add to, or the ratings."""
    declared = CHECKS[check]
    account = f"account={quote(str(account_id), safe='')}" if isinstance(account_id, str) and account_id else ""
    if declared.page == "ratings" and account:
        return f"ratings?{account}"
    if declared.adds and account:
        return f"tables?table={declared.adds}&{account}"
    return f"tables?table={declared.table}&problem={quote(check, safe='')}" + (f"&{account}" if account else "")


def _by_check(findings: pd.DataFrame, rows: dict[str, int]) -> pd.DataFrame:
    grouped = findings.groupby("check", sort=False).agg(n=("n", "sum"), accounts=("account_id", "nunique")).reset_index()
    grouped["n"] = grouped["n"].astype("int64")
    grouped["table"] = grouped["check"].map({check.id: check.table for check in CHECKS.values()})
    grouped["of"] = grouped["table"].map(rows).astype("float64")
    grouped["share"] = (grouped["n"] / grouped["of"]).clip(upper=1.0)
    severity = grouped["check"].map({check.id: WEIGHTS[check.severity] for check in CHECKS.values()}).astype("float64")
    grouped["weight"] = severity * grouped["share"]
    return grouped.sort_values(["weight", "n", "check"], ascending=[False, False, True]).reset_index(drop=True)


def _by_table(
    wb: Workbook, rows: dict[str, int], needed: pd.DataFrame, checks: pd.DataFrame, accounts: int, day: date
) -> pd.DataFrame:  # fmt: skip
    cells = needed.groupby("table")[["cells", "empty"]].sum()
    share = 1.0 - cells["empty"] / cells["cells"]
    frame = pd.DataFrame({"table": list(rows), "rows": list(rows.values())})
    frame["completeness"] = frame["table"].map(share.to_dict()).astype("float64")
    known = {
        name: suspects.covered(wb, name) / accounts for name in rows if accounts and name != "accounts" and suspects.about_accounts(name)
    }
    frame["covered"] = frame["table"].map(known).astype("float64")
    frame["last"] = pd.to_datetime(frame["table"].map({name: _last(wb, name, day) for name in rows}))
    frame["age_days"] = (pd.Timestamp(day) - frame["last"]).dt.days.astype("float64")
    frame["problems"] = frame["table"].map(checks.groupby("table")["n"].sum().to_dict()).fillna(0).astype("int64")
    return frame


def _last(wb: Workbook, name: str, day: date) -> Any:
    dated = TABLES[name].dated_by or {"contacts": "last_touch", "competitors": "valid_on", "contracts": "start_on"}.get(name)
    return lookup.last_day(wb, name, dated, day) if dated else None


def _by_account(wb: Workbook, accounts: pd.DataFrame, needed: pd.DataFrame, findings: pd.DataFrame, day: date) -> pd.DataFrame:
    share = (1.0 - needed["empty"] / needed["cells"]).groupby(needed["account_id"]).mean()
    frame = accounts[["account_id", "account_name"]].copy()
    frame["completeness"] = frame["account_id"].map(share.to_dict()).astype("float64")
    frame["problems"] = frame["account_id"].map(findings.groupby("account_id").size().to_dict()).fillna(0).astype("int64")
    days = wb.frame(question("quality_last_days"), {"as_of": day})
    frame = frame.merge(days, on="account_id", how="left")
    return frame.sort_values(["problems", "completeness", "account_id"], ascending=[False, True, True]).reset_index(drop=True)
