"""The rows behind a number: order and cost lines, the accounts at both ends, the answers of an index; each to take along."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from kam_core.columns import described
from kam_core.engine import question
from kam_core.explain import Explanation
from kam_core.figures import Figure
from kam_core.index.declared import INDICES
from kam_core.ledger import service_rows
from kam_core.recipe import Seen
from kam_core.schema import CHOICE_TITLES
from kam_core.text import Translator
from pages.ui import about, download
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import file_stem

RANKED = 10
LATEST = 5
EVERY = 10**7
MANY = 1000
"""From here on a value is written without decimals."""


def of_figure(view: View, figure: Figure, seen: Seen) -> None:
    """What stands behind a figure: the accounts at both ends of a portfolio, then the lines the money comes from."""
    if not seen.account:
        ranked(view, figure, worst_first=figure.id == "losing")
    _lines(view, figure, seen)
    if figure.costs:
        _costs(view, figure, seen)


def _asked(view: View, figure: Figure, seen: Seen, most: int) -> dict[str, object]:
    accounts = [seen.account] if seen.account else list(view.accounts) if view.accounts is not None else None
    since = seen.since(figure.span or seen.window) if figure.id != "days_since_last" else None
    return {"as_of": seen.as_of, "since": since, "accounts": accounts, "no_account": seen.values["no_account"], "most": most}


def _lines(view: View, figure: Figure, seen: Seen) -> None:
    """The order lines: the latest ones, and all of them to take along."""
    t = view.t

    def read(most: int) -> pd.DataFrame:
        return view.book.frame(question("lines_behind"), _asked(view, figure, seen, most))

    rows = read(LATEST)
    if rows.empty:
        st.caption(t("No order line stands behind it."))
        return
    names = view.every_score.set_index("account_id")["account_name"]
    table = pd.DataFrame(
        {
            "date": [t.day(day) for day in rows["date"]],
            "account": rows["account_id"].map(names).fillna(rows["account_id"]).str.slice(0, 40),
            "order": rows["order_id"].fillna(t.missing),
            "product": rows["product"].fillna(t.missing).str.slice(0, 40),
            "revenue": [t.amount(v, view.symbol) for v in rows["revenue"]],
            "cost": [t.amount(v, view.symbol) for v in rows["cost"]],
        }
    )
    every = int(rows["every"].iloc[0])
    st.caption(t.n("{n} order line stands behind it; the latest:", "{n} order lines stand behind it; the latest:", every))
    _shown(
        table.drop(columns="account") if seen.account else table,
        t("Order lines"),
        {
            "date": text_column(t("Date"), 110),
            "account": text_column(t("Account"), 180),
            "order": text_column(t("Order"), 100),
            "product": text_column(t("Product"), 190),
            "revenue": text_column(t("Revenue"), 120, right=True),
            "cost": text_column(t("Cost"), 120, right=True),
        },
    )
    take(view, lambda: read(EVERY).drop(columns="every"), f"lines-{figure.id}-{seen.account or 'all'}", t("Download the order lines"))


def _costs(view: View, figure: Figure, seen: Seen) -> None:
    """The cost lines that count as cost to serve, if any do."""
    t, value = view.t, view.params.value

    def read(most: int) -> pd.DataFrame:
        flags = {"freight": value.freight_is_cost_to_serve, "illustrative": value.count_illustrative}
        return view.book.frame(question("costs_behind"), {**_asked(view, figure, seen, most), **flags})

    def rated() -> pd.DataFrame:
        asked = _asked(view, figure, seen, 1)
        return service_rows(view.book, seen.as_of, seen.params, asked["accounts"] or list(view.every_score["account_id"]), asked["since"])

    def every() -> pd.DataFrame:
        return pd.concat([part for part in (read(EVERY).drop(columns="every"), rated()) if len(part)], ignore_index=True)

    rows, at_rates = read(1), len(rated())
    if len(rows) or at_rates:
        label = t.n("Download {n} cost line", "Download {n} cost lines", (int(rows["every"].iloc[0]) if len(rows) else 0) + at_rates)
        take(view, every, f"costs-{figure.id}-{seen.account or 'all'}", label)


def ranked(view: View, figure: Figure, *, worst_first: bool = False) -> None:
    """The accounts that count most, at both ends."""
    t, by = view.t, figure.by
    listed = view.scores[["account_id", "account_name", by]].dropna().sort_values(by, ascending=worst_first)
    if listed.empty:
        return
    ends = pd.concat([listed.head(RANKED // 2), listed.tail(RANKED // 2)]) if len(listed) > RANKED else listed
    table = pd.DataFrame({"name": ends["account_name"].str.slice(0, 60), "value": [t.amount(v, view.symbol) for v in ends[by]]})
    every = t.count(len(listed))
    st.caption(
        t("The five smallest and the five largest of {all} accounts", all=every)
        if worst_first
        else t("The five largest and the five smallest of {all} accounts", all=every)
    )
    columns = {"name": text_column(t("Account"), 400), "value": text_column(t("Value"), 260, right=True)}
    _shown(table, t("Accounts behind the figure"), columns)
    take(view, lambda: listed, f"accounts-{by}", t.n("Download {n} account", "Download {n} accounts", len(listed)))


def listed(view: View, ranked: pd.DataFrame, by: str) -> None:
    """The accounts that make a sum, the largest first, with the sum as it grows."""
    t, last = view.t, ranked.tail(RANKED)
    running = ranked[by].cumsum().tail(RANKED)
    table = pd.DataFrame(
        {
            "rank": [t.count(n) for n in range(len(ranked) - len(last) + 1, len(ranked) + 1)],
            "name": last["account_name"].str.slice(0, 60),
            "value": [t.amount(v, view.symbol) for v in last[by]],
            "sum": [t.amount(v, view.symbol) for v in running],
        }
    )
    st.caption(t.n("{n} account makes it", "{n} accounts make it; the last of them:", len(ranked)))
    columns = {
        "rank": text_column(t("Rank"), 70, right=True),
        "name": text_column(t("Account"), 330),
        "value": text_column(t("Value"), 180, right=True),
        "sum": text_column(t("Sum up to here"), 200, right=True),
    }
    _shown(table, t("Accounts that make the sum"), columns)
    take(view, lambda: ranked, f"curve-{by}", t.n("Download {n} account", "Download {n} accounts", len(ranked)))


def answers(view: View, told: Explanation) -> None:
    """The answers and facts behind an index, the latest first, with what each weighs in its item."""
    t = view.t
    named = {row["item"]: t(row["title"], **row["values"]) for row in told.terms.to_dict("records")}
    found = [told.rows(item).assign(item=item, name=_called(t, told, item, name)) for item, name in named.items()]
    rows = pd.concat([part for part in found if len(part)], ignore_index=True) if any(map(len, found)) else pd.DataFrame()
    if rows.empty:
        st.caption(t("No answer and no fact stands behind it."))
        return
    rows = rows.sort_values("valid_on", ascending=False, kind="stable")
    latest = rows.head(LATEST)
    table = pd.DataFrame(
        {
            "item": [_source(t, row["name"], row.get("fact")) for row in latest.to_dict("records")],
            "value": [t.count(value) if abs(value) >= MANY else f"{value:.4g}" for value in latest["value"]],
            "weight": [t.percent(weight, 0) for weight in latest["weight"]],
            "day": [t.day(day) for day in latest["valid_on"]],
            "rater": latest["rater"].fillna("").replace("", t.missing),
            "source": [t(CHOICE_TITLES.get(s, str(s))) if isinstance(s, str) else t.missing for s in latest["source"]],
        }
    )
    st.caption(t.n("{n} row stands behind it; the latest:", "{n} rows stand behind it; the latest:", len(rows)))
    _shown(
        table,
        t("Rows behind the index"),
        {
            "item": text_column(t("Item"), 240),
            "value": text_column(t("Value"), 90, right=True),
            "weight": text_column(t("Weight in the item"), 126, right=True),
            "day": text_column(t("Date"), 120),
            "rater": text_column(t("By"), 130),
            "source": text_column(t("Source"), 110),
        },
    )
    take(view, lambda: rows.drop(columns=["version", "name"], errors="ignore"), f"rows-{told.index}-{told.subject}", t("Download the rows"))


def _called(t: Translator, told: Explanation, item: str, name: str) -> list[str]:
    """What each row of a term is called: the item, or where the term is a person what the person was asked."""
    titles = {one.id: one.title for one in INDICES[told.index].items}
    rows = told.rows(item)
    asked = rows["item"].tolist() if "item" in rows else [item] * len(rows)
    return [t("{title}: {value}", title=name, value=t(titles[one])) if one != item and one in titles else name for one in asked]


def _source(t: Translator, title: str, fact: object) -> str:
    """The item, and which of its facts the row is where it is measured by several."""
    if not isinstance(fact, str):
        return title
    told = next((found for found in (described(f"fact_{fact}"), described(fact)) if found.title != found.name), None)
    span = t("{title}, {unit}", title=t(told.title), unit=t(told.unit)) if told and told.unit else t(told.title) if told else fact
    return t("{title}: {value}", title=title, value=span) if span != title else span


def _shown(table: pd.DataFrame, alt: str, columns: dict[str, object]) -> None:
    st.dataframe(table, hide_index=True, row_height=30, alt=alt, column_config={name: columns[name] for name in table.columns})


def take(view: View, table: Callable[[], pd.DataFrame], name: str, label: str) -> None:
    """The rows as a file, read when it is asked for."""
    st.download_button(
        label,
        partial(download.written, table, view.t, view.symbol, name, about.notes(view), "csv"),
        f"{file_stem(name)}-{view.as_of.isoformat()}.csv",
        "text/csv",
        key=f"take_{name}",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )
