"""What revenue and profit may be in the next four quarters, for the portfolio, a group or an account, and how the rules did so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.forecast import MEASURES, Forecasts, forecast, frames, sums, words
from kam_core.forecast.judge import TOO_SHORT
from kam_core.schema import TABLES
from kam_core.text import N_
from kam_core.value.spans import Floats
from pages.ui import download, frame, linked, pictures, state
from pages.ui.value import forecast_tables
from pages.ui.view import View
from pages.ui.words import plain

GROUPS = ("owner", "region", "industry")
"""Attributes of accounts by which they are foretold together."""

LEVELS = {"portfolio": N_("Portfolio"), **{name: TABLES["accounts"].column(name).title for name in GROUPS}, "account": N_("Account")}
HEIGHT, CARD = 380, 116


@dataclass(frozen=True)
class Series:
    """Some series of one measure: whose they are, their quarters, what is foretold of them."""

    ids: list[str]
    names: dict[str, str]
    quarters: Floats
    found: Forecasts


def show(view: View) -> None:
    """The finding, the figures, the fan beside the test of the rules, and a row a group or account."""
    t = view.t
    level, measure = _chosen(view)
    series = of(view, level, measure)
    place = _whose(view, level, series)
    found, name = series.found, series.names[series.ids[place]]
    sentence = words.finding(found, place, measure, t, view.symbol)
    frame.finding(t("{account}: {finding}", account=name, finding=sentence) if level != "portfolio" else sentence)
    if found.shown[place] != TOO_SHORT:
        _figures(view, series, place)
    left, right = st.columns([56, 44], gap="medium")
    with left:
        _fan(view, level, series, place, measure)
    with right:
        forecast_tables.rules(view, found, place)
    rows = series if level != "portfolio" else of(view, "account", measure)
    forecast_tables.everyone(view, rows.ids, rows.names, rows.found, rows.quarters, level if level in GROUPS else "account")
    _check(view, level, measure)
    frame.source(view, t("Quarters counted back by day; a month without an order is zero; profit where the cost is known"))


def of(view: View, level: str, measure: str) -> Series:
    """The series of a level among the accounts of the page, judged once."""
    made: Series = view.kept("forecast", lambda: _made(view, level, measure), level, measure, view.book.revisions["interactions"])
    return made


def _made(view: View, level: str, measure: str) -> Series:
    gathered, scores = sums(view.book, view.as_of, view.params), view.scores
    if level == "portfolio":
        quarters = gathered.total(measure, view.accounts)
        return Series([""], {"": view.t("Portfolio")}, quarters, forecast(quarters))
    if level == "account":
        ranked = scores.sort_values("revenue", ascending=False, na_position="last")
        quarters = gathered.accounts(measure)[gathered.ids.get_indexer(pd.Index(ranked["account_id"]))]
        names = dict(zip(ranked["account_id"], ranked["account_name"], strict=True))
        return Series(ranked["account_id"].tolist(), names, quarters, forecast(quarters))
    told = scores[level].fillna("")
    groups = scores.groupby(told)["revenue"].sum().sort_values(ascending=False).index
    own = pd.Series(told.to_numpy(), index=scores["account_id"]).reindex(gathered.ids)
    quarters = gathered.groups(measure, np.asarray(groups.get_indexer(pd.Index(own))), len(groups))
    return Series(groups.tolist(), {name: name or view.t("(none)") for name in groups}, quarters, forecast(quarters))


def _chosen(view: View) -> tuple[str, str]:
    """For whom, and what; groups only where accounts name one."""
    t = view.t
    levels = [name for name in LEVELS if name not in GROUPS or view.scores[name].fillna("").ne("").any()]
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        level = st.segmented_control(
            t("For"),
            levels,
            required=True,
            format_func=lambda name: t(LEVELS[name]),
            label_visibility="collapsed",
            **linked.choice(state.LEVEL, levels, "portfolio", plain_default=True),
        )
        measure = st.segmented_control(
            t("Forecast of"),
            list(MEASURES),
            required=True,
            format_func=lambda name: t(MEASURES[name]),
            label_visibility="collapsed",
            **linked.choice(state.MEASURE, list(MEASURES), "revenue", plain_default=True),
        )
    return str(level), str(measure)


def _whose(view: View, level: str, series: Series) -> int:
    """The place of the group or account that is looked at; the largest until somebody chooses."""
    if level == "portfolio":
        return 0
    key = state.ACCOUNT if level == "account" else state.WHO
    chosen = st.selectbox(
        view.t(LEVELS[level]),
        series.ids,
        format_func=lambda one: series.names[one],
        label_visibility="collapsed",
        **linked.choice(key, series.ids, series.ids[0]),
    )
    return series.ids.index(chosen)


def _figures(view: View, series: Series, place: int) -> None:
    """The year and the quarter to come, against those that were, and what the band held so far."""
    t, symbol = view.t, view.symbol
    row = frames.listed(series.found, series.quarters).iloc[place]
    change = row["next_year"] / row["last_year"] - 1 if row["last_year"] > 0 else np.nan
    told = (
        (t("Next four quarters"), "next_year", _between(view, row, "next_year")),
        (t("Next quarter"), "next_quarter", _between(view, row, "next_quarter")),
        (t("Last four quarters"), "last_year", t("forecast {change}", change=f"{t.change(100 * change)}%") if pd.notna(change) else None),
    )
    cards = [(label, t.money(row[name], symbol), below) for label, name, below in told]
    of_later = t.n("of {n} later quarter", "of {n} later quarters", row["errors"])
    of_later = t("too few earlier errors") if pd.isna(row["coverage_80"]) else of_later
    held = (t("80% band held"), t.percent(row["coverage_80"], 0), of_later)
    for column, (label, value, below) in zip(st.columns(4, gap="small"), [*cards, held], strict=True):
        column.metric(label, value, below, delta_color="off", delta_arrow="off", border=True, height=CARD)


def _between(view: View, row: Any, name: str) -> str:
    t, low, high = view.t, row[f"{name}_low"], row[f"{name}_high"]
    if pd.isna(low):
        return t("interval: too few errors")
    return t("{first} to {last}", first=t.money(low, view.symbol), last=t.money(high, view.symbol))


def _fan(view: View, level: str, series: Series, place: int, measure: str) -> None:
    t = view.t
    past, ahead = frames.past(series.quarters[place], view.as_of), frames.ahead(series.found, place, view.as_of)
    shown = "naive" if ahead.empty or frames.RULES[series.found.shown[place]] != "seasonal" else "seasonal"
    dotted = t("dotted = the last quarter again") if shown == "seasonal" else t("dotted = a plain repeat of last year")
    frame.section(t("Where it may go"), t("By quarter · darker band 50%, lighter band 80% · {dotted}", dotted=dotted))
    if past.empty:
        st.caption(t("No whole quarter is known."))
        return
    title = t("{title}, {unit}", title=t(MEASURES[measure]), unit=view.symbol or t("money"))

    def made() -> Any:
        return charts.fan(past, ahead, t=t, title=title, symbol=view.symbol, theme=view.theme, height=HEIGHT)

    figure = view.kept("fan", made, level, measure, series.ids[place])
    pictures.chart(view, lambda: figure, "fan", height=HEIGHT, size="desk")
    caution = words.caution(series.found, place, t)
    if caution:
        st.caption(plain(caution))
    table = pd.concat([past.rename(columns={"value": measure}), ahead.rename(columns={"middle": measure})], ignore_index=True)
    download.below(view, "forecast", table, lambda: figure)


def _check(view: View, level: str, measure: str) -> None:
    """The forecasts of the accounts need not add up to that of the portfolio: both are said."""
    t = view.t
    if level in GROUPS:
        return
    one, many = of(view, "portfolio", measure), of(view, "account", measure)
    if one.found.shown[0] == TOO_SHORT or not np.isfinite(many.found.year).any():
        return
    told = frames.listed(many.found, many.quarters)
    none = told["next_year"].isna()
    brought = view.scores.set_index("account_id")[f"{measure}_12m"].reindex(pd.Index(many.ids)[none.to_numpy()]).sum()
    sentences = [t.n(
        "Bottom up: the forecast of {n} account comes to {sum}, that of the portfolio is {whole}.",
        "Bottom up: the forecasts of {n} accounts add up to {sum}, that of the portfolio is {whole}.",
        int((~none).sum()), sum=t.money(told["next_year"].sum(), view.symbol), whole=t.money(one.found.year[0], view.symbol),
    )]  # fmt: skip
    if none.any():
        sentences.append(t.n(
            "{n} account with too short a past has none; it brought {brought} in the last four quarters.",
            "{n} accounts with too short a past have none; they brought {brought} in the last four quarters.",
            int(none.sum()), brought=t.money(brought, view.symbol),
        ))  # fmt: skip
    if len(told) > 1:
        sentences.append(t("Each series is foretold by itself, so the two need not agree."))
    st.caption(plain(" ".join(sentences)))
