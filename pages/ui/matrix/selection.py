"""The selection matrix as a proposal to the register: who should become key, be reviewed or released, and taking it over."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core import matrix_findings
from kam_core import proposals as rules
from kam_core import register as book_of
from kam_core.schema import CHOICE_TITLES
from kam_core.selection import becoming, limits, proposed, selected
from pages.ui import clicks, download, frame, pictures, saving, state
from pages.ui.decisions import COLOURS, OUTCOMES
from pages.ui.matrix import figures, take_over
from pages.ui.paging import paged
from pages.ui.register import OWNERS, READ, owners_figure
from pages.ui.tables import chips, money_column, scaled, text_column
from pages.ui.view import View
from pages.ui.words import plain

PAGE = 50


def show(view: View, name: str) -> None:  # noqa: ARG001 - every part has one signature
    """The finding, the figures, what is wrong already, the proposals with their reasons, and the way into the register."""
    t, placed = view.t, view.matrix("selection")
    rated = int(placed["quadrant"].notna().sum())
    everybody, found = facts(view)
    frame.finding(matrix_findings.proposal(found, rated, t))
    if not rated:
        pictures.ask_for_ratings(view)
        return
    figures.row(_figures(view, everybody, found, rated))
    for warning in book_of.too_many(everybody, view.params, t):
        st.warning(plain(warning), icon=":material/warning:")
    frame.section(t("What the selection matrix proposes"), t("A person decides. What is decided comes back at its next review."))
    if found.empty:
        st.caption(t("Nothing is proposed: attractive accounts are key or decided on already, and no key account is to be streamlined."))
    else:
        _table(view, found)
        take_over.choose(view, everybody, found)
        _load(view, everybody, found)
    if not view.stage:
        saving.last_batch(view)
    st.caption(t("The register proposes more: it also looks at importance, size, growth and losses."))
    st.page_link("pages/register.py", label=t("Open the register"), icon=":material/list_alt:", query_params={state.LIST: "proposals"})
    download.below(view, "selection_proposal", lambda: told(view, found))
    frame.source(
        view,
        t("Strategic and star accounts are proposed as key; key accounts to streamline for review, at a loss for release."),
    )


def facts(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The whole register with the place of each account, and what is proposed for those the page is narrowed to."""
    return view.kept("selection_proposal", lambda: _facts(view), tuple(view.book.revisions[name] for name in READ))


def _facts(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    every = selected(book_of.register(view.book, view.every_score, view.as_of, view.params), view.matrix("selection"))
    table = every if view.accounts is None else every[every["account_id"].isin(view.accounts)]
    return every, proposed(table, view.params)


def told(view: View, found: pd.DataFrame) -> pd.DataFrame:
    """The proposals as a file holds them, the reason in words."""
    columns = [
        "account_id", "account_name", "owner", "status", "attractiveness", "strength", "quadrant", "sure", "revenue_12m", "profit_12m",
    ]  # fmt: skip
    why = [rules.why(row, view.t, view.symbol) for row in found.to_dict("records")]
    suggestion = [view.t(rules.SUGGESTIONS[name]) for name in found["suggestion"]]
    return found[columns].assign(suggestion=suggestion, decided_why=why).rename(columns={"sure": "probability"})


def _figures(view: View, every: pd.DataFrame, found: pd.DataFrame, rated: int) -> list[figures.Told]:
    t, limit = view.t, view.params.register
    key, load = int((every["status"] == book_of.KEY).sum()), book_of.owners(every)
    new, most = int((found["suggestion"] == book_of.KEY).sum()), t.count(limit.most_key_accounts)
    return [
        (
            t("Placed"), t.count(rated), t("on the selection matrix"),
            t("Accounts whose attractiveness and strength are answered well enough."),
        ),
        (
            t("Key accounts"), t.count(key), t("{n} with all proposed, at most {limit}", n=t.count(key + new), limit=most),
            t("At most {n} accounts can be looked after as key accounts.", n=most),
        ),
        (
            t("Most with one owner"), t.count(load.iloc[0]) if len(load) else t.missing,
            t("{owner}, at most {limit}", owner=load.index[0], limit=t.count(limit.most_per_owner)) if len(load) else "",
            t("An owner can look after so many key accounts, not more."),
        ),
    ]  # fmt: skip


def _load(view: View, every: pd.DataFrame, found: pd.DataFrame) -> None:
    """Who would look after how many key accounts if all were taken over, and what would then be too many."""
    t, limit = view.t, view.params.register
    left, right = st.columns([56, 44], gap="medium")
    with left:
        key = tuple(view.book.revisions[name] for name in READ)
        drawn = view.kept("selection_load", lambda: owners_figure(view, every, found), key)
        words = t("Pale = proposed · red = above the limit of {n} · at most {shown} owners", n=t.count(limit.most_per_owner), shown=OWNERS)
        frame.section(t("Key accounts by owner"), words)
        pictures.chart(view, lambda: drawn, "selection_load", height=int(drawn.layout.height))
    with right:
        frame.section(t("If all of them were taken over"))
        usual = {name: outcomes[0] for name, outcomes in OUTCOMES.items()}
        told = limits(every, becoming(found, usual), view.params, t)
        for warning in told:
            st.markdown(f":material/warning: {plain(warning)}")
        if not told:
            st.caption(t("Within the limits: at most {n} key accounts in all, {each} with one owner.", n=t.count(limit.most_key_accounts),
                         each=t.count(limit.most_per_owner)))  # fmt: skip


def _table(view: View, found: pd.DataFrame) -> None:
    t = view.t
    shown, _ = paged(found, PAGE, "page_selection")
    words = {name: t(title) for name, title in rules.SUGGESTIONS.items()}
    profit, unit = scaled(shown["profit_12m"], t.lang)
    table = pd.DataFrame(
        {
            "suggestion": [[words[name]] for name in shown["suggestion"]],
            "account": shown["account_name"].str.slice(0, 40),
            "status": [t(CHOICE_TITLES[status]) if isinstance(status, str) else t.missing for status in shown["status"]],
            "owner": shown["owner"].fillna(t.missing),
            "why": [rules.why(row, t, view.symbol) for row in shown.to_dict("records")],
            "profit": profit,
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=min(38 + 34 * len(table), 446),
        key=f"selection_{t.lang}",
        alt=t("Accounts the selection matrix proposes, with the reason"),
        placeholder=t.missing,
        column_config={
            "suggestion": chips(t("Suggestion"), {words[name]: colour for name, colour in COLOURS.items()}, 92),
            "account": st.column_config.ButtonColumn(t("Account"), width=190, type="tertiary", alignment="left", key="open_selected"),
            "status": text_column(t("Status"), 84),
            "owner": text_column(t("Owner"), 96),
            "why": text_column(t("Why"), 490),
            "profit": money_column(t, t("Profit 12m"), view.symbol, unit, 96),
        },
    )
    clicks.open_row("open_selected", shown["account_id"].tolist())
