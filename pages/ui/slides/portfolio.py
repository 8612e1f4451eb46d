"""Slides of the whole portfolio: who makes the money, whom to see first, who is a key account."""

from __future__ import annotations

from typing import Any

import pandas as pd

import kam_core as kam
from kam_core import charts, findings
from kam_core.alerts import step as next_step
from kam_core.alerts import why as reason
from pages.ui import about
from pages.ui.slides.shown import CALLED, Draw, Room, Slide, ranking, spotted
from pages.ui.view import View


def overview(view: View, room: Room, spot: int) -> Slide:
    """The whale curve and who loses most; the share of the largest in the revenue while no cost is known."""
    t, scores = view.t, view.scores
    by_profit = bool(scores["profit"].notna().any())
    column = "profit" if by_profit else "revenue"
    curve = kam.whale_curve(scores["profit"])
    losing = by_profit and curve.losers > 0
    ranked = _ranked(view, column, ascending=losing)
    light = spotted(ranked, spot)
    subtitle = " · ".join([t("Profit") if by_profit else t("Revenue"), about.window(view)])
    return Slide(
        finding=findings.profit(curve, t, view.symbol) if by_profit else findings.revenue(scores["revenue"], t),
        ranked=ranked,
        main=_curve(view, room, column, light),
        side=(ranking(view, room, "most", ranked, light, head=t("Who loses most") if losing else t("Who brings most"), subtitle=subtitle),),
        called=_told(view, light),
    )


def worries(view: View, room: Room, spot: int) -> Slide:
    """Whom to see first and why, in words."""
    t, found = view.t, view.alerts
    first = found.head(CALLED)
    ranked = pd.DataFrame(
        {
            "id": first["account_id"],
            "name": first["account_name"],
            "value": first["at_stake"],
            "text": [t.money(value, view.symbol) for value in first["at_stake"]],
            "note": [reason(row, t, view.symbol) for _, row in first.iterrows()],
            "tone": ["loss" if risk == "high" else "blue" for risk in first["risk"]],
        }
    )
    light = spotted(ranked, spot)
    own = first[first["account_id"].isin(light)]
    words = {"head": t("Whom to see first"), "subtitle": t("At stake a year · red = high risk"), "width": room.whole}
    return Slide(
        finding=findings.worries(found, t, view.symbol),
        ranked=ranked,
        main=ranking(view, room, "worries", ranked, light, **words) if len(ranked) else None,
        called=_first_step(view, own.iloc[0]) if len(own) else "",
    )


def register(view: View, room: Room, spot: int) -> Slide:
    """Key accounts by importance, and who looks after them."""
    t = view.t
    scores = view.scores[view.scores["status"] == "key"]
    ordered = scores.sort_values(["importance", "revenue_12m"], ascending=False, na_position="last").head(CALLED)
    ranked = pd.DataFrame(
        {
            "id": ordered["account_id"],
            "name": ordered["account_name"],
            "value": ordered["importance"],
            "text": [t.index(value) for value in ordered["importance"]],
            "note": [t("trust {value}", value=t.index(value)) for value in ordered["trust"]],
        }
    )
    light = spotted(ranked, spot)
    words = {"head": t("Key accounts by importance"), "subtitle": t("Index, 0 to 100"), "width": 0.6 * room.whole}
    return Slide(
        finding=findings.key_accounts(view.scores, t),
        ranked=ranked,
        main=ranking(view, room, "key", ranked, light, **words) if len(ranked) else None,
        side=(_owners(view, room, scores),) if len(ranked) else (),
        called=_told(view, light),
        invitation=t("Decide in the register which accounts are key accounts."),
    )


def _ranked(view: View, column: str, *, ascending: bool) -> pd.DataFrame:
    """The accounts at one end of a column of money, in the shape of a ranking."""
    known = view.scores[view.scores[column].notna()].sort_values(column, ascending=ascending, kind="stable").head(CALLED)
    return pd.DataFrame(
        {
            "id": known["account_id"],
            "name": known["account_name"],
            "value": known[column],
            "text": [view.t.money(value, view.symbol) for value in known[column]],
            "tone": ["loss" if value < 0 else "blue" for value in known[column]],
        }
    ).reset_index(drop=True)


def _curve(view: View, room: Room, column: str, light: list[str]) -> Draw:
    """The curve, with the place of who is called out."""
    scores, look = view.scores, {"t": view.t, "symbol": view.symbol, "theme": view.theme, "size": room.size, "height": room.height}
    ordered = scores[scores[column] > 0] if column == "revenue" else scores[scores[column].notna()]
    ordered = ordered.sort_values(column, ascending=False, kind="stable").reset_index(drop=True)
    at = ordered.index[ordered["account_id"].isin(light)]
    spot = ((int(at[0]) + 1) / len(ordered), str(ordered["account_name"].iloc[at[0]])) if len(at) else None

    def draw() -> Any:
        if column == "revenue":
            return charts.pareto(scores["revenue"], spot=spot, **look)
        return charts.whale(kam.whale_curve(scores["profit"]), spot=spot, **look)

    return lambda: view.kept("wall_curve", draw, room, tuple(light))


def _owners(view: View, room: Room, scores: pd.DataFrame) -> Draw:
    """Who looks after the key accounts: how many, and what they buy."""
    t = view.t
    owned = scores.groupby(scores["owner"].fillna(t("nobody yet")))["revenue_12m"].agg(["sum", "size"])
    owned = owned.sort_values("sum", ascending=False).head(CALLED).reset_index(names="owner")
    frame = pd.DataFrame(
        {
            "id": owned["owner"],
            "name": owned["owner"],
            "value": owned["sum"],
            "text": [t.money(value, view.symbol) for value in owned["sum"]],
            "note": [t.n("{n} account", "{n} accounts", count) for count in owned["size"]],
        }
    )
    return ranking(view, room, "owners", frame, [], head=t("By owner"), subtitle=t("Revenue, 12 months"), numbered=False)


def _told(view: View, light: list[str]) -> str:
    """Name and money of who is called out."""
    if not light:
        return ""
    t, row = view.t, view.scores.set_index("account_id").loc[light[0]]
    facts = {"account": row["account_name"], "revenue": t.money(row["revenue"], view.symbol)}
    if pd.isna(row["profit"]):
        return t("{account}: {revenue} revenue.", **facts)
    return t("{account}: profit {profit} on {revenue} revenue.", profit=t.money(row["profit"], view.symbol), **facts)


def _first_step(view: View, alert: pd.Series) -> str:
    t = view.t
    step, why = next_step(alert, t), reason(alert, t, view.symbol)
    return t("{account}: {why}. Next: {step}.", account=alert["account_name"], why=why, step=step)
