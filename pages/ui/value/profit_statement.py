"""The steps from revenue to profit as a picture, the same by group as a table, and what is not in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.concentration.holders import GROUPINGS, OF_LINES
from kam_core.text import N_
from kam_core.value import statement
from pages.ui import about, clicks, download, frame, linked, pictures, state
from pages.ui.paging import paged
from pages.ui.tables import money_column, number_column, scaled
from pages.ui.view import View
from pages.ui.words import plain
from pages.ui.worries import short

if TYPE_CHECKING:
    from pages.ui.value.profit import Facts

FROM = {"revenue": N_("From revenue"), "gross_profit": N_("From gross profit")}
PAGE = 50
SMALL = 0.05
"""Below this part of the revenue the gross profit, and all that follows, would be a hair in the picture: it starts there."""


def steps(view: View, found: Facts) -> None:
    """The steps of all accounts of the page, from revenue or, where that dwarfs the rest, from gross profit."""
    t, told = view.t, statement.steps(found.accounts)
    frame.section(t("Profit and loss"), t("{window}; every step is counted from the rows", window=about.window(view)))
    told = _start(view, told)
    draw(view, told, "profit_steps")
    for sentence in left_out(view, found.accounts, found.served):
        st.caption(plain(sentence))


def _start(view: View, told: list[statement.Step]) -> list[statement.Step]:
    """From where the steps start; the choice stands there only when there is one."""
    at = next((place for place, step in enumerate(told) if step.id == "gross_profit" and step.kind == "subtotal"), 0)
    if not at:
        return told
    small = abs(told[at].amount) < SMALL * abs(told[0].amount)
    link = linked.choice(state.FROM, list(FROM), "gross_profit" if small else "revenue", plain_default=True)
    chosen = st.segmented_control(
        view.t("Start"), list(FROM), required=True, label_visibility="collapsed", format_func=lambda name: view.t(FROM[name]), **link
    )
    return told[at:] if chosen == "gross_profit" else told


def draw(view: View, told: list[statement.Step], name: str) -> None:
    """The waterfall with its table to take along."""
    height = 20 + 34 * max(len(told), 1)

    def made() -> Any:
        return charts.waterfall(told, t=view.t, symbol=view.symbol, theme=view.theme, height=height)

    pictures.chart(view, made, name, height=height)
    download.below(view, name, lambda: written(view, told), made)


def written(view: View, told: list[statement.Step]) -> pd.DataFrame:
    """The steps as a table, in words."""
    titles = [view.t(step.title) if step.ours else step.title for step in told]
    return pd.DataFrame({"step": titles, "amount": [step.amount for step in told]})


def left_out(view: View, accounts: pd.DataFrame, served: pd.DataFrame) -> list[str]:
    """What the steps do not hold, and what may be in them twice."""
    t, params = view.t, view.params
    found = []
    for column, template in (
        ("open_revenue", N_("{money} of revenue has no known cost and is in no profit.")),
        ("unplaced", N_("{money} of cost to serve belongs to accounts whose profit is unknown; it is in no profit.")),
        ("discount", N_("Discounts of {money} are in the revenue already and are not subtracted again.")),
    ):
        amount = abs(float(accounts[column].sum()))
        if amount > statement.CENT and not (column == "open_revenue" and params.value.assumed_margin is not None):
            found.append(t(template, money=t.money(amount, view.symbol)))
    without = int((accounts["profit"].isna() & accounts["revenue"].notna()).sum())
    if without:
        found.append(
            t.n("{n} account has no known profit and is in no curve.", "{n} accounts have no known profit and are in no curve.", without)
        )
    own = set(served.loc[served["account_id"].isin(accounts["account_id"]), "activity"])
    rated, uploaded = own & statement.RATED_TITLES, own - statement.RATED_TITLES
    if rated and uploaded:
        listed = t.listed(sorted(t(title) for title in rated))
        found.append(
            t("Counted beside uploaded costs: {rates}. If these hold the same work it is counted twice; empty the rate then.", rates=listed)
        )
    if not own:
        found.append(t("No cost to serve is counted: nothing was uploaded, and no rate is set."))
    if params.serving.credit_rate is not None and not accounts["cost_of_credit"].any():
        found.append(t("A rate of credit is set, but no account has the fact receivables or payment_days."))
    return found


def table(view: View, found: Facts) -> None:
    """The statement by group: the most profitable first."""
    t, rows, of_lines = view.t, found.rows, found.by in OF_LINES
    more = t("ends at gross profit: what serves an account is not split over what it buys") if of_lines else t("most profitable first")
    frame.section(t("By {what}", what=t(GROUPINGS[found.by]).lower()), more)
    if of_lines and set(rows["group"]) <= {""}:
        st.caption(t("No order line names one."))
        return
    part, _ = paged(rows, PAGE, f"profit_rows_{found.by}")
    frame_, units = _shown(view, part, of_lines)
    opens = f"open_statement_{found.by}"
    name = st.column_config.ButtonColumn(t("Account"), width=166, type="tertiary", alignment="left", key=opens)
    titles = {"revenue": t("Revenue"), "gross_profit": t("Gross"), "burden": t("Service"), "profit": t("Profit")}
    st.dataframe(
        frame_,
        hide_index=True,
        placeholder=t.missing,
        row_height=34,
        height=min(36 + 34 * len(frame_), 410),
        key=f"profit_table_{found.by}_{t.lang}",
        alt=t("Profit and loss by group"),
        column_config={
            "name": name if found.by == "account" else st.column_config.TextColumn(t(GROUPINGS[found.by]), width=166),
            "margin": number_column(t("Margin, %"), 74, "%.1f"),
            **{
                column: money_column(t, titles[column], view.symbol, unit, 86 if column == "revenue" else 76)
                for column, unit in units.items()
            },
        },
    )
    if found.by == "account":
        clicks.open_row(opens, part["group"].tolist())
    download.below(view, f"profit_by_{found.by}", lambda: told_by_name(rows))


def _shown(view: View, part: pd.DataFrame, of_lines: bool) -> tuple[pd.DataFrame, dict[str, str]]:
    t = view.t
    shown = {"name": [short(name or t("not stated"), 21) for name in part["name"]]}
    units = {}
    amounts = {"revenue": part["revenue"], "gross_profit": part["gross_profit"]}
    if not of_lines:
        amounts |= {"burden": burden(part), "profit": part["profit"]}
    shown["revenue"], units["revenue"] = scaled(amounts.pop("revenue"), t.lang)
    together, unit = scaled(pd.concat(list(amounts.values()), keys=list(amounts)), t.lang)
    for column in amounts:
        shown[column], units[column] = together[column], unit
    margin = np.round(statement.margin(part) * 100, 1)
    return pd.DataFrame({**shown, "margin": margin}), units


def burden(rows: pd.DataFrame) -> pd.Series:
    """Cost to serve and of credit of each row, as it enters the profit; missing where nothing is counted."""
    found = rows[[name for name in rows if str(name).startswith(statement.SERVED)] + ["cost_of_credit"]].sum(axis=1)
    return found.where(found != 0)


def told_by_name(rows: pd.DataFrame) -> pd.DataFrame:
    """The whole statement to take along: an activity is a column by its own name."""
    return rows.rename(columns={name: str(name).removeprefix(statement.SERVED) for name in rows if str(name).startswith(statement.SERVED)})
