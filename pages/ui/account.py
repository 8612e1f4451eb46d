"""The head of the account room: which account, who it is, its figures, its money and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import charts, findings
from kam_core.alerts import READ, why
from kam_core.engine import question
from kam_core.history import quarters
from kam_core.index.flip import Flip
from kam_core.matrices import HEADLINE
from kam_core.standing import nearest_moves
from kam_core.workbook import lookup
from pages.ui import download, identity, pictures, proof
from pages.ui.view import View
from pages.ui.words import plain

IN_A_ROW = 2
"""Matrices beside one another."""
MONEY, BESIDE_TWO_ROWS = 260, 480
"""Pixels of the money by quarter, beside one row of matrices and beside two."""


@dataclass(frozen=True)
class Facts:
    """What the head of the page shows of one account."""

    id: str
    row: pd.Series
    register: pd.DataFrame
    """The row of the table of accounts, by row id; empty for an account that only orders name."""
    last: pd.Series
    """Days it was last rated and last met."""
    members: pd.DataFrame
    """Accounts of which this one is the group: account_id, account_name."""
    finding: str
    history: pd.DataFrame
    money: Any
    """The figure of its quarters; ``None`` before the first."""
    standings: Mapping[str, Any]
    """Its figure on each matrix where anybody is placed."""
    moves: Mapping[str, Flip]
    """By matrix the one answer that would move it."""


def facts(view: View, account_id: str) -> Facts:
    """Everything the head of the page shows of one account, computed or remembered as one thing."""
    read = tuple(view.book.revisions[name] for name in dict.fromkeys(("interactions", *READ)))
    found: Facts = view.kept("account_head", lambda: _facts(view, account_id), account_id, *read)
    return found


def _facts(view: View, account_id: str) -> Facts:
    """The standings first: what the days of their trails need in between must not push out what the page keeps."""
    t, book = view.t, view.book
    rated = [name for name in on_accounts() if view.matrix(name)["quadrant"].notna().any()]
    standings = {name: pictures.standing_figure(view, name, account_id) for name in rated}
    scores, own = view.scores, view.alerts[view.alerts["account_id"] == account_id]
    row = scores.set_index("account_id", drop=False).loc[account_id]
    alert = why(own.iloc[0], t, view.symbol) if len(own) else None
    history = quarters(book, view.as_of, view.params, account_id, 12)
    return Facts(
        id=account_id,
        row=row,
        register=lookup.of_account(book, "accounts", account_id),
        last=book.frame(question("account_last"), {"account_id": account_id, "as_of": view.as_of}).iloc[0],
        members=scores.loc[scores["parent_id"] == account_id, ["account_id", "account_name"]],
        finding=t("{account}: {finding}", account=row["account_name"], finding=findings.account(row, alert, t, view.symbol)),
        history=history,
        money=_drawn(view, history, MONEY if len(standings) <= IN_A_ROW else BESIDE_TWO_ROWS) if len(history) else None,
        standings=standings,
        moves=nearest_moves(book, account_id, view.as_of, view.params) if rated else {},
    )


def _drawn(view: View, history: pd.DataFrame, height: int) -> Any:
    return charts.money_by_period(history, t=view.t, symbol=view.symbol, theme=view.theme, height=height)


def on_accounts() -> list[str]:
    """The matrices on which the page shows where an account stands."""
    return list(HEADLINE)


def money_subtitle(view: View, found: Facts) -> str:
    """What a bar stands for."""
    t = view.t
    if found.history.empty:
        return ""
    if found.history["profit"].notna().any():
        return t("Quarters counted back by day")
    return t("Quarters counted back by day; costs are not known")


def badges(view: View, found: Facts) -> None:
    """Who it is, in one line: standing, renewal, quadrants, industry, place, owner, reviews, its group."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        identity.standing(view, found.row, found.register)
        identity.renewal(view, found.row)
        identity.quadrants(view, found.id, found.standings)
        identity.place(view, found.row)
        identity.reviews(view, found.last, found.register)
        identity.group(view, found.row, found.members)


def figures(view: View, found: Facts) -> None:
    """Six figures, each with its proof; on a phone the cards stand side by side in rows."""
    t, row, symbol = view.t, found.row, view.symbol
    before = row["revenue_prior_12m"]
    growth = f"{(row['revenue_12m'] / before - 1) * 100:+.0f}%" if before > 0 and pd.notna(row["revenue_12m"]) else None
    rank = int((view.scores["profit_12m"] > row["profit_12m"]).sum()) + 1
    ranked = t("rank {n}", n=t.count(rank)) if pd.notna(row["profit_12m"]) else None
    keeps = t("keeps {share} a year", share=t.percent(row["retention"], 0)) if pd.notna(row["clv"]) else None
    rhythm = t("own rhythm {n}", n=t.count(row["median_gap_days"])) if pd.notna(row["median_gap_days"]) else None
    cards = (
        ("revenue_12m", t("Revenue, 12 months"), t.money(row["revenue_12m"], symbol), growth),
        ("profit_12m", t("Profit, 12 months"), t.money(row["profit_12m"], symbol), ranked),
        ("clv", t("Lifetime value"), t.money(row["clv"], symbol), keeps),
        ("trust", t("Trust"), t.index(row["trust"]), _covered(t, row["trust_coverage"])),
        ("attitude", t("Relative attitude"), t.index(row["attitude"]), _covered(t, row["attitude_coverage"])),
        ("days_since_last", t("Days since last order"), t.count(row["days_since_last"]), rhythm),
    )
    with st.container(horizontal=True, gap="small"):
        for name, label, value, delta in cards:
            with st.container(width="stretch"):
                proof.metric(view, name, label, value, delta, None, "", height=116, account=found.id)


def money(view: View, found: Facts) -> None:
    """Revenue and profit by quarter, and their download."""
    t = view.t
    if found.money is not None:
        pictures.chart(view, lambda: found.money, "money", height=found.money.layout.height, size="desk")
        download.below(view, f"account-{found.id}", found.history, lambda: found.money)
        return
    st.write(t("No purchase yet. Profit, rhythm and lifetime value show with the first order."))
    if not view.stage:
        st.page_link("pages/upload.py", label=t("Upload orders"), icon=":material/upload:")


def standing(view: View, found: Facts) -> None:
    """The account on every matrix, among the others, with its trail; and the one answer that would move it."""
    if not found.standings:
        pictures.ask_for_ratings(view)
        return
    names = list(found.standings)
    for first in range(0, len(names), IN_A_ROW):
        for column, name in zip(st.columns(IN_A_ROW), names[first : first + IN_A_ROW], strict=False):
            with column:
                pictures.chart(view, lambda name=name: found.standings[name], f"standing_{name}", height=250)
    st.caption(plain(" ".join(_moved(view, found.moves[name]) for name in names if name in found.moves) or _still(view, found)))


def _moved(view: View, flip: Flip) -> str:
    """The nearest change of one answer, in words."""
    t, matrix = view.t, kam.MATRICES[flip.matrix]
    return t(
        "{matrix}: {item} from {old} to {new} would make it {quadrant}.",
        matrix=t(matrix.short or matrix.title),
        item=t(flip.title),
        old=f"{flip.from_raw:.3g}",
        new=f"{flip.to_raw:.3g}",
        quadrant=t(matrix.quadrant(flip.other).title),
    )


def _still(view: View, found: Facts) -> str:
    """Why no answer is named."""
    t = view.t
    placed = any(figure.layout.meta["quadrant"] for figure in found.standings.values())
    return t("No single answer would move it into another quadrant.") if placed else t("Not rated enough to be placed yet.")


def definition(view: View) -> tuple[str, ...]:
    """What the source line adds: whose definition the matrices follow."""
    return (view.t("Matrices: proposed definition, cuts as set."),)


def _covered(t: Any, share: float) -> str | None:
    return t("coverage {share}", share=t.percent(share, 0)) if share > 0 else t("no answers yet")
