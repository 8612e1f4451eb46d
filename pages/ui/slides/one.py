"""The slide of one account: its sentence, its money by quarter, where it stands."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from kam_core import charts, findings
from kam_core.alerts import why as reason
from kam_core.history import quarters
from kam_core.matrices import HEADLINE
from pages.ui import pictures, state
from pages.ui.slides.shown import Draw, Room, Slide
from pages.ui.view import View

PERIODS = 12


def account(view: View, room: Room, _: int) -> Slide:
    """The account of the link, else the one with the largest revenue."""
    t, row = view.t, _chosen(view)
    own = view.alerts[view.alerts["account_id"] == row["account_id"]]
    why = reason(own.iloc[0], t, view.symbol) if len(own) else None
    said = t("{account}: {finding}", account=row["account_name"], finding=findings.account(row, why, t, view.symbol))
    id = str(row["account_id"])
    history = view.kept("wall_quarters", lambda: quarters(view.book, view.as_of, view.params, id, PERIODS), id)
    if history.empty:
        return Slide(said, invitation=t("No purchase yet."))
    look = {"t": t, "symbol": view.symbol, "theme": view.theme, "size": room.size, "height": room.height}
    standings = tuple(_standing(view, room, id, name) for name in _placing(view, id))
    return Slide(said, main=lambda: view.kept("wall_money", lambda: charts.money_by_period(history, **look), id, room), side=standings)


def _chosen(view: View) -> Any:
    scores = view.scores.set_index("account_id", drop=False)
    wanted = state.get(state.ACCOUNT) or st.query_params.get(state.ACCOUNT)
    return scores.loc[wanted if wanted in scores.index else scores["revenue"].fillna(-1).idxmax()]


def _placing(view: View, id: str) -> list[str]:
    """The first two matrices the account stands on; on none there is nothing to draw."""
    return [name for name in HEADLINE if view.matrix(name).set_index("account_id")["quadrant"].notna().get(id, False)][:2]


def _standing(view: View, room: Room, id: str, name: str) -> Draw:
    height = room.height // 2
    make = partial(pictures.standing_figure, view, name, id, title="", size=room.size, height=height)
    return lambda: view.kept(f"wall_standing_{name}", make, id, room, view.read_by(name))
