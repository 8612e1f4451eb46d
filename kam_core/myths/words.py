"""The tests in words and figures, in the session's language."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kam_core.myths.claims import CLAIMS, CUT, FIFTH, VERDICTS
from kam_core.myths.evidence import best_count
from kam_core.myths.outcomes import Outcome, Statistic
from kam_core.text import Translator


def finding(found: Mapping[str, Outcome], t: Translator) -> str:
    """How many of the claims hold, do not, and cannot be told."""
    said = [tested.verdict for tested in found.values()]
    facts = {"all": t.count(len(said)), "fails": t.count(said.count("fails")), "untold": t.count(said.count("untold"))}
    if not said.count("holds") + said.count("fails"):
        return t("None of the {all} claims can be told from your data yet.", **facts)
    return t.n(
        "Of {all} claims {n} holds in your data; not holding: {fails}; not to be told yet: {untold}.",
        "Of {all} claims {n} hold in your data; not holding: {fails}; not to be told yet: {untold}.", said.count("holds"), **facts,
    )  # fmt: skip


def figure(value: float, kind: str, t: Translator) -> str:
    """A figure as people read it: 3.4 times, +16%, 67%, a rank correlation of −0.29."""
    if not np.isfinite(value):
        return t.missing
    if kind == "times":
        return t("{n} times", n=f"{value:,.1f}")
    if kind == "gain":
        return f"+{t.percent(value)}" if round(value, 3) > 0 else t.percent(value)
    return t.percent(value) if kind == "share" else f"{value:.2f}".replace("-", "−")


def interval(statistic: Statistic, t: Translator) -> str:
    """Both ends of the interval, or the sign of what is missing."""
    ends = [figure(end, statistic.kind, t) for end in (statistic.estimate.low, statistic.estimate.high)]
    return t("{low} to {high}", low=ends[0], high=ends[1]) if t.missing not in ends else t.missing


def named(statistic: Statistic, t: Translator) -> str:
    """What a figure is; a rank correlation goes by its two sides."""
    return t("{x} and {y}", x=t(statistic.axes[0]), y=t(statistic.axes[1])) if statistic.axes[0] else t(statistic.title)


def told(statistic: Statistic, t: Translator) -> str:
    """The figure in one line: value, interval, n; or why there is none."""
    found = statistic.estimate
    n = t.n("{n} account", "{n} accounts", found.n)
    if np.isnan(found.value):
        return f"{t(statistic.why)} ({n})" if found.n else t(statistic.why)
    line = [figure(found.value, statistic.kind, t)]
    if interval(statistic, t) != t.missing:
        line.append(t("interval {ends}", ends=interval(statistic, t)))
    return " · ".join([*line, n, *([t(statistic.why)] if statistic.why else [])])


def basis(tested: Outcome, t: Translator) -> str:
    """What the verdict rests on: the figure with its interval and n, or how many accounts stand behind several; empty without any."""
    judged = [row for row in tested.statistics if row.judged and not np.isnan(row.estimate.value)]
    if len(judged) == 1:
        return told(judged[0], t)
    counts = [row.estimate.n for row in judged]
    if len(set(counts)) > 1:
        return t("{low} to {high} accounts", low=t.count(min(counts)), high=t.count(max(counts)))
    return t.n("{n} account", "{n} accounts", counts[0]) if counts else ""


def sentence(tested: Outcome, t: Translator, symbol: str) -> str:
    """What the user's own data say of the claim, in one or two sentences."""
    return _SENTENCES[tested.claim](tested, t, symbol)


def rows(found: Mapping[str, Outcome], t: Translator) -> list[dict[str, object]]:
    """Every figure of every claim, a row each, for a table that leaves the app."""
    return [
        {
            "claim": t(CLAIMS[name].title), "verdict": t(VERDICTS[tested.verdict]), "figure": named(row, t),
            "value": row.estimate.value, "low": row.estimate.low, "high": row.estimate.high, "n": row.estimate.n,
            "says": t(VERDICTS[row.verdict]), "why": t(row.why) if row.why else "", "test": t(CLAIMS[name].test),
            "rule": t(CLAIMS[name].rule), "source": t(CLAIMS[name].source), "critique": t(CLAIMS[name].critique),
        }
        for name, tested in found.items()
        for row in tested.statistics
    ]  # fmt: skip


def _acquisition(tested: Outcome, t: Translator, symbol: str) -> str:
    (row,), facts = tested.statistics, tested.facts
    if not facts["told"]:
        return t(row.why)
    counted = {"new": t.count(facts["new"]), "old": t.count(facts["old"])}
    if np.isnan(row.estimate.value):
        return t("Of all accounts {new} are new, {old} were kept.", **counted) + _space(t) + t(row.why)
    each = {"first": t.money(facts["per_new"], symbol), "second": t.money(facts["per_old"], symbol)}
    times = figure(row.estimate.value, "times", t)
    return t("Winning one of {new} accounts cost {first}, keeping one of {old} {second}: {times}.", times=times, **counted, **each)


def _defections(tested: Outcome, t: Translator, symbol: str) -> str:
    own, endless = tested.statistics
    if np.isnan(own.estimate.value):
        return t(own.why)
    facts = {"own": figure(own.estimate.value, "gain", t), "endless": figure(endless.estimate.value, "gain", t)}
    said = t("At your retention of {rate}: {own} over your horizon, {endless} without an end.",
             rate=t.percent(tested.facts["retention"]), **facts)  # fmt: skip
    room = 1 - tested.facts["retention"]
    if room < CUT:
        said += _space(t) + t("There is room for only {room} more, not for 5 points.", room=t.percent(room))
    yearly = tested.facts["yearly"]
    if yearly < 0:
        lost = t.money(-yearly, symbol)
        said += _space(t) + t("But an account loses {money} a year on average: kept longer, it loses more.", money=lost)
    return said


def _pareto(tested: Outcome, t: Translator, symbol: str) -> str:  # noqa: ARG001 - one signature for all
    revenue, profit = tested.statistics
    if np.isnan(revenue.estimate.value):
        return t(revenue.why)
    best = t.n("{n} account", "{n} accounts", best_count(revenue.estimate.n, FIFTH))
    said = t("The largest fifth ({best}) brings {share} of the revenue.", best=best, share=t.percent(revenue.estimate.value))
    if not np.isnan(profit.estimate.value):
        said += _space(t) + t("The most profitable fifth earns {share} of the profit.", share=t.percent(profit.estimate.value))
        if tested.facts["losers"]:
            said += _space(t) + t("Of what the winners earn, before losses, it is {share}.", share=t.percent(tested.facts["of_gains"]))
        return said
    return said + _space(t) + t("Of the profit:") + _space(t) + t(profit.why)


def _loyal(tested: Outcome, t: Translator, symbol: str) -> str:  # noqa: ARG001 - one signature for all
    said = [row for row in tested.statistics if row.verdict != "untold"]
    if not said:
        return t(tested.statistics[0].why)
    yes = sum(row.verdict == "holds" for row in said)
    return t.n("{n} of {all} pairs that can be told holds.", "{n} of {all} pairs that can be told hold.", yes, all=t.count(len(said)))


def _big(tested: Outcome, t: Translator, symbol: str) -> str:  # noqa: ARG001 - one signature for all
    (row,) = tested.statistics
    if np.isnan(row.estimate.value):
        return t(row.why)
    said = t("Revenue and margin: rank correlation {value}.", value=figure(row.estimate.value, "rank", t))
    losing = t.n("Of the {largest} largest, {n} loses money.", "Of the {largest} largest, {n} lose money.", tested.facts["losing"],
                 largest=t.count(tested.facts["largest"]))  # fmt: skip
    return said + _space(t) + losing


def _chain(tested: Outcome, t: Translator, symbol: str) -> str:  # noqa: ARG001 - one signature for all
    words = {"holds": t("holds"), "fails": t("does not hold"), "untold": t("cannot be told")}
    links = [f"{t(row.axes[0])} → {t(row.axes[1])}" for row in tested.statistics]
    said = [t("{link}: {verdict}", link=link, verdict=words[row.verdict]) for link, row in zip(links, tested.statistics, strict=True)]
    reasons = dict.fromkeys(t(row.why) for row in tested.statistics if row.why)
    return "\n\n".join(part for part in (" · ".join(said), _space(t).join(reasons)) if part)


def _space(t: Translator) -> str:
    return "" if t.lang == "zh" else " "


_SENTENCES = {
    "acquisition": _acquisition, "defections": _defections, "pareto": _pareto, "loyal": _loyal, "big": _big, "chain": _chain,
}  # fmt: skip
