"""Concentration: on whom the money depends, how that changes, what may be lost, and who needs whom."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam_core import charts
from kam_core.concentration import LEVELS
from kam_core.concentration.holders import GROUPINGS
from kam_core.text import N_
from pages.ui import download, frame, overview, pictures, proof
from pages.ui.segments import depends, exposure, shares
from pages.ui.segments.depends import Seen
from pages.ui.view import View
from pages.ui.words import plain

SHOWN = 10
"""Bars of the staircase."""
HEIGHT = 116
SUBJECTS = {
    "account": N_("{n} equal accounts"),
    "group": N_("{n} equal groups"),
    "owner": N_("{n} equal owners"),
    "region": N_("{n} equal regions"),
    "industry": N_("{n} equal industries"),
    "category": N_("{n} equal categories"),
    "product": N_("{n} equal products"),
}
RESTS = {
    "revenue": N_("The revenue of 12 months is {level}: spread as among {equal}. The largest has {share}."),
    "profit": N_("The profit of 12 months is {level}: spread as among {equal}. The largest has {share}."),
}


def show(view: View) -> None:
    """The whole part."""
    by, asked = depends.choices(view)
    seen: Any = view.kept("concentration", lambda: depends.seen(view, by, asked), by, asked)
    frame.finding(_finding(view, seen))
    depends.said(view, seen)
    if seen.found.measure is None:
        return
    _cards(view, seen)
    left, right = st.columns(2, gap="medium")
    with left:
        _staircase(view, seen)
    with right:
        _course(view, seen)
    shares.table(view, seen.found)
    left, right = st.columns(2, gap="medium")
    with left:
        exposure.losses(view, seen.found)
    with right:
        exposure.mutual(view)
    _source(view)


def _source(view: View) -> None:
    t, limits = view.t, view.params.concentration
    told = t("HHI = sum of squared shares; effective number = 1 ÷ HHI; 12 months, whatever the window")
    bounds = t(
        "limits are conventions of different fields (due diligence {low} and {high}, valuation {one} and {five}); the settings move them",
        low=f"{limits.hhi_moderate:.2f}", high=f"{limits.hhi_concentrated:.2f}", one=t.percent(limits.largest_above),
        five=t.percent(limits.five_largest_above),
    )  # fmt: skip
    frame.source(view, told, bounds, *overview.left_out(view))


def _finding(view: View, seen: Seen) -> str:
    t, found = view.t, seen.found
    if found.measure is None:
        return t("No revenue in the 12 months up to {day}: there is nothing to share out.", day=t.day(view.as_of))
    level = t(LEVELS[found.measure.level(view.params.concentration)])
    equal = t(SUBJECTS[found.by], n=t.number(found.measure.effective))
    if len(found.frame) == 1:
        return t("All of it rests on {name} alone.", name=depends.called(view, found.frame["name"].iloc[0]))
    told = t(RESTS[found.basis], equal=equal, level=level, share=t.percent(found.measure.top1))
    passed = _passed(view, seen)
    return " ".join([told, t("Above its limit: {what}.", what=t.listed(passed))]) if passed else told


def _passed(view: View, seen: Seen) -> list[str]:
    """The shares of customers that stand above their limit: a low HHI alone would reassure too soon."""
    t, limits, shares_ = view.t, view.params.concentration, seen.found.frame["share"]
    if seen.found.by not in depends.CUSTOMERS:
        return []
    asked = ((1, limits.largest_above, t("the largest")), (5, limits.five_largest_above, t("the five largest")))
    return [title for n, limit, title in asked if len(shares_) > n and float(shares_.head(n).sum()) > limit]


def _cards(view: View, seen: Seen) -> None:
    """The measures with their limits; those of accounts and revenue open their proof."""
    t, found, limits = view.t, seen.found.measure, view.params.concentration
    assert found is not None
    held = t("{n} in all", n=t.count(len(seen.found.frame)))
    cards = (
        ("effective", t("Effective number"), t.number(found.effective), held),
        ("hhi", t("HHI x10,000"), t.count(10_000 * found.hhi), t("{hhi} of 1; {level}", hhi=t.number(found.hhi),
                                                                 level=t(LEVELS[found.level(limits)]))),
        ("top1", t("Largest"), t.percent(found.top1), _limit(view, seen, 1, limits.largest_above)),
        ("top5", t("Five largest"), t.percent(found.top5), _limit(view, seen, 5, limits.five_largest_above)),
        ("top10", t("Ten largest"), t.percent(found.top10), t("normalised HHI {hhi}", hhi=t.number(found.normalised))),
    )  # fmt: skip
    proven = seen.found.by == "account" and seen.found.basis == "revenue"
    with st.container(horizontal=True, gap="small"):
        for name, label, value, below in cards:
            with st.container(width="stretch"):
                if proven:
                    proof.metric(view, name, label, value, below, None, "", height=HEIGHT)
                else:
                    st.metric(label, value, below, delta_color="off", delta_arrow="off", border=True, height=HEIGHT)


def _limit(view: View, seen: Seen, n: int, limit: float) -> str:
    """Where the share of the ``n`` largest stands against its limit, which is one of customers and of nothing else."""
    t, held = view.t, len(seen.found.frame)
    if held <= n and held > 1:
        return t("there are {n} in all", n=t.count(held))
    if seen.found.by not in depends.CUSTOMERS:
        return t("of {n}", n=t.count(held))
    above = float(seen.found.frame["share"].head(n).sum()) > limit
    return t("above the limit of {limit}", limit=t.percent(limit)) if above else t("limit {limit}", limit=t.percent(limit))


def _staircase(view: View, seen: Seen) -> None:
    t, found = view.t, seen.found
    key = t(
        "Share, and share so far, of {money} in 12 months · each bar begins where the one before it ends",
        money=t.money(found.total, view.symbol),
    )
    frame.section(t("The largest"), key)
    shown = found.frame.head(SHOWN)
    names = shown.assign(name=[depends.called(view, name) for name in shown["name"]])
    title = t(GROUPINGS[found.by])
    figure: Any = view.kept(
        "staircase", lambda: charts.largest_shares(names, t=t, title=title, theme=view.theme), found.by, found.basis
    )  # fmt: skip
    pictures.chart(view, lambda: figure, "staircase", height=figure.layout.height)
    download.below(view, "concentration", found.frame, lambda: figure)


def _spread(view: View, seen: Seen) -> str:
    """Whether a mix of large customers lowers the risk (source 003): only if the effective number rises."""
    t, known = view.t, seen.course.dropna(subset="effective")
    if len(known) < 2:
        return ""
    first, last = known.iloc[0], known.iloc[-1]
    facts = {"first": t.number(first["effective"]), "last": t.number(last["effective"]), "day": t.day(first["period_end"])}
    if last["effective"] > first["effective"]:
        return t("A mix spreads the risk only if the effective number rises: it rose, {first} → {last} since {day}.", **facts)
    return t("A mix spreads the risk only if the effective number rises: it did not, {first} → {last} since {day}.", **facts)


def _course(view: View, seen: Seen) -> None:
    t, limits = view.t, view.params.concentration
    frame.section(t("How it changes"), t("12 months to each quarter-end, holders as of today · dashed: a limit that lies near"))
    if len(seen.course) < 2:
        st.caption(t("The data are shorter than 15 months: there is no earlier year to compare with."))
        return
    near = {"hhi": limits.hhi_moderate, "hhi_high": limits.hhi_concentrated}
    if seen.found.by in depends.CUSTOMERS:
        near |= {"top1": limits.largest_above, "top5": limits.five_largest_above}
    figure: Any = view.kept(
        "course", lambda: charts.concentration_trend(seen.course, t=t, limits=near, theme=view.theme), seen.found.by, seen.found.basis
    )  # fmt: skip
    pictures.chart(view, lambda: figure, "course", height=figure.layout.height)
    st.caption(plain(_spread(view, seen)))
    download.below(view, "concentration-trend", seen.course, lambda: figure)
