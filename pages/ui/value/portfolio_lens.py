"""What the lenses on a portfolio share: a chart of classes, what each class means, its accounts, and the classes within groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.charts.bubbles import CROWD
from kam_core.portfolio.grouped import GROUPS, counted, possible
from kam_core.text import N_
from pages.ui import clicks, download, frame, linked, pictures, state
from pages.ui.paging import paged
from pages.ui.tables import number_column, text_column
from pages.ui.value.portfolio_table import TAIL, amounts, listed
from pages.ui.view import View
from pages.ui.words import plain

ALL, NONE = "all", "none"
INNER = ("parent_id", "before", "rule", "share")
"""Columns that no file shows: ids of ours, told in words by others."""
PAGE, SHORT = 50, 6
"""Accounts on a page of the list; a playbook of so many lines is open."""
ROW = 34
TURN = "lens"
"""Counts how often a selection in a chart was cleared."""


@dataclass(frozen=True)
class Class:
    """A class of accounts in the session's language."""

    id: str
    title: str
    rule: str
    action: str


@dataclass(frozen=True)
class Lens:
    """One way to look at the portfolio; ``accounts`` are those shown, with ``by`` naming the column of their class."""

    id: str
    finding: str
    title: str
    subtitle: str
    accounts: pd.DataFrame
    by: str
    classes: Sequence[Class]
    columns: Sequence[str]
    """Columns of the list, after the name and the class."""
    figure: Callable[[], Any] | None
    height: int
    definition: str
    picked: Callable[[Any], list[str]] | None = None
    """The ids of accounts that a selection in the chart means; none where nothing can be selected."""
    note: str = ""
    """What limits it: few accounts, or something unknown."""
    cards: Sequence[tuple[str, str, str | None, str]] = ()
    """Figures above the chart: label, value, what it is of, and what it means."""
    order: str = "revenue"
    called: str = N_("Class")
    """The amount by which accounts are listed, the largest first; what a class is called (a message id)."""
    door: tuple[str, str, str] | None = None
    """Where what is missing can be given: page, label and icon."""
    tail: Sequence[str] = TAIL
    """The last columns of the list."""
    of_classes: str = N_("Classes compare all accounts; filters choose whom you see")
    """What is to be known of the table of classes (a message id)."""


def shown(view: View, lens: Lens) -> None:
    """Everything under the choice of the lens."""
    if lens.note:
        st.caption(plain(lens.note))
    _cards(lens)
    if lens.door and not view.stage:
        page, label, icon = lens.door
        st.page_link(page, label=label, icon=icon)
    if lens.figure is None:
        if lens.accounts[lens.by].notna().any():
            summary(view, lens)
        _members(view, lens, None)
    else:
        left, right = st.columns([56, 44], gap="medium")
        with left:
            frame.section(lens.title, lens.subtitle)
            event = pictures.chart(
                view, lens.figure, f"lens_{lens.id}", height=lens.height, select=lens.picked is not None, size="desk", turn=state.turn(TURN)
            )
        with right:
            summary(view, lens)
        _members(view, lens, event)
    by_group(view, lens)


def _cards(lens: Lens) -> None:
    if not lens.cards:
        return
    with st.container(horizontal=True, gap="small"):
        for label, value, beside, about in lens.cards:
            st.metric(label, value, beside, delta_color="off", delta_arrow="off", border=True, height=116, help=about)


def summary(view: View, lens: Lens) -> None:
    """A line a class: how many, what they bring and earn, what to do."""
    t, table = view.t, _summed(view, lens)
    frame.section(t("What each brings"), t(lens.of_classes))
    revenue, of_revenue = amounts(view, t("Revenue"), table["revenue"], 96)
    profit, of_profit = amounts(view, t("Profit"), table["profit"], 92)
    shown = pd.DataFrame({"class": table["class"], "accounts": table["accounts"], "revenue": revenue, "profit": profit})
    config = {"class": text_column(t(lens.called), 166), "accounts": number_column(t("Accounts"), 76),
              "revenue": of_revenue, "profit": of_profit}  # fmt: skip
    kept = [name for name in shown if name != "profit" or table["profit"].notna().any()]
    st.dataframe(
        shown[kept],
        hide_index=True,
        row_height=ROW,
        height=38 + ROW * len(shown),
        key=f"classes_{lens.id}_{t.lang}",
        alt=t("What each brings"),
        column_config={name: config[name] for name in kept},
    )
    download.below(view, f"classes-{lens.id}", table)
    with st.expander(t("Playbook"), icon=":material/checklist:", expanded=len(lens.classes) <= SHORT):
        st.markdown("\n".join(f"- {plain(t('{title}: {value}', title=one.title, value=one.action))}" for one in lens.classes))


def _summed(view: View, lens: Lens) -> pd.DataFrame:
    """Every class, empty ones too, and those without any, so that the lines add up to everybody shown."""
    t, rest = view.t, int(lens.accounts[lens.by].isna().sum())
    none = [Class(NONE, t("No class"), t("Never bought, or too little is known."), "")] if rest else []
    every = [*lens.classes, *none]
    groups = lens.accounts.groupby(lens.accounts[lens.by].fillna(NONE))
    table = pd.DataFrame({"accounts": groups.size(), **groups[["revenue", "profit"]].sum(min_count=1)}).reindex([one.id for one in every])
    words = {"class": [one.title for one in every], "rule": [one.rule for one in every], "next_step": [one.action for one in every]}
    table = table.assign(accounts=table["accounts"].fillna(0).astype(int), **words)
    known = [name for name in ("revenue", "profit") if table[name].notna().any()]
    table[known] = table[known].where(table[known].notna() | (table["accounts"] > 0).to_numpy()[:, None], 0.0)
    return table.reset_index(drop=True)[["class", "accounts", "revenue", "profit", "rule", "next_step"]]


def _members(view: View, lens: Lens, event: Any) -> None:
    """The accounts of one class, or exactly those that were picked in the chart."""
    t, accounts = view.t, lens.accounts
    picked = lens.picked(event) if event and lens.picked else []
    if event and lens.picked and not picked:
        clicks.open_account(event)
    titles = {one.id: one.title for one in lens.classes}
    counts = accounts[lens.by].value_counts()
    options = [ALL, *(name for name in titles if counts.get(name, 0))]
    link = linked.choice(state.CLASS, options, ALL, plain_default=True)
    label = {ALL: t("All accounts"), **{name: f"{titles[name]} · {t.count(counts.get(name, 0))}" for name in titles}}
    chosen = str(st.selectbox(t("Listed"), options, format_func=lambda name: label[name], width=320, **link))
    rows = accounts[accounts["account_id"].isin(picked)] if picked else accounts if chosen == ALL else accounts[accounts[lens.by] == chosen]
    one = next((one for one in lens.classes if one.id == chosen), None)
    if picked:
        _selected(view, rows)
    elif one:
        st.write(plain(one.action))
        if one.rule:
            st.caption(plain(one.rule))
    rows = rows.sort_values([lens.order, "account_id"], ascending=[False, True], na_position="last")
    part, _ = paged(rows, PAGE, f"lens_page_{lens.id}_{chosen}_{len(rows)}")
    listed(view, lens.id, part.assign(**{"class": part[lens.by].map(titles)}), ["class", *lens.columns, *lens.tail], lens.called)
    named = rows.assign(**{lens.by: rows[lens.by].map(titles)})
    download.below(view, f"portfolio-{lens.id}", named.drop(columns=list(INNER), errors="ignore"), lens.figure)


def _selected(view: View, rows: pd.DataFrame) -> None:
    t = view.t
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        told = t("{n} selected, {revenue} revenue", n=t.count(len(rows)), revenue=t.money(rows["revenue"].sum(), view.symbol))
        st.badge(told, color="blue")
        st.button(t("Clear"), type="tertiary", icon=":material/close:", on_click=state.bump, args=(TURN,))


def by_group(view: View, lens: Lens) -> None:
    """The classes within owners, regions or industries."""
    t, every = view.t, view.every_score
    options = possible(lens.accounts)
    if not options or lens.accounts[lens.by].isna().all():
        return
    frame.section(t("Within groups"), t("How many accounts of each class; largest revenue first"))
    link = linked.choice(state.BY, options, options[0], plain_default=True)
    group = str(st.segmented_control(t("Grouped by"), options, required=True, format_func=lambda name: t(GROUPS[name]), wrap=True,
                                     label_visibility="collapsed", **link))  # fmt: skip
    table = view.kept(
        "lens_groups", lambda: counted(lens.accounts, group, lens.by, [one.id for one in lens.classes], every), lens.id, group
    )
    revenue, of_revenue = amounts(view, t("Revenue"), table["revenue"], 104)
    shown = table.drop(columns="profit").assign(revenue=revenue, group=table["group"].replace("", t.missing))
    config = {"group": text_column(t(GROUPS[group]), 170), "accounts": number_column(t("Accounts"), 84),
              "revenue": of_revenue}  # fmt: skip
    config |= {one.id: number_column(one.title, 110) for one in lens.classes}
    st.dataframe(
        shown.head(PAGE),
        hide_index=True,
        row_height=ROW,
        height=min(38 + ROW * len(shown), 380),
        key=f"groups_{lens.id}_{group}_{t.lang}",
        alt=t("Classes within groups"),
        column_config=config,
    )
    download.below(view, f"groups-{lens.id}-{group}", table.rename(columns={one.id: one.title for one in lens.classes}))


def of_points(event: Any) -> list[str]:
    """The accounts inside a box or lasso; a click on one point opens it instead."""
    chosen = event["selection"]
    if chosen.get("box") or chosen.get("lasso"):
        return [account for account in map(clicks.account_of, chosen.get("points", [])) if account]
    return []


def place_of_cell(event: Any) -> tuple[int, int] | None:
    """Column and row of the cell that was clicked."""
    points = event["selection"].get("points", [])
    return (round(points[0]["x"]), round(points[0]["y"])) if points else None


def key(view: View, points: int) -> str:
    """What the marks of a spread mean; of a crowd the cells."""
    t = view.t
    return t("darker = more accounts, a click on a cell lists them") if points > CROWD else t("◆ = loss, a click opens the account")


def in_cell(figure: Any, event: Any, ids: pd.Series, x: Any, y: Any) -> list[str]:
    """The accounts in the cell of a crowd that was clicked; ``x`` and ``y`` are their places on the axes."""
    cell, points = figure.layout.meta.get("cell"), event["selection"].get("points", [])
    if not cell or not points or points[0].get("customdata"):
        return []
    near = (abs(x - points[0]["x"]) <= cell[0] / 2) & (abs(y - points[0]["y"]) <= cell[1] / 2)
    return list(ids[near])


def alike(values: pd.Series) -> bool:
    """Whether all have the same value, the unknown too."""
    return len(values) > 1 and bool((values == values.iloc[0]).all())


def narrowed(view: View, every: pd.DataFrame) -> pd.DataFrame:
    """The accounts the page is narrowed to; their classes stay those among all."""
    return every if view.accounts is None else every[every["account_id"].isin(view.accounts)].reset_index(drop=True)
