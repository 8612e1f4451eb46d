"""What is said about the buyers to come: the finding, why this model, what speaks against it."""

from __future__ import annotations

import pandas as pd

from kam_core.text import N_
from kam_core.value.foretelling import advice, backtest
from kam_core.value.foretelling.backtest import METHODS, VERDICTS
from kam_core.value.foretelling.doubts import DOUBTS, Doubt
from kam_core.value.likelihood import FEWEST, PROBLEMS
from pages.ui.value.buyers_found import Buyers
from pages.ui.view import View

SBG, SPENDS = N_("Shifted beta-geometric"), N_("Gamma-Gamma")


def finding(view: View, found: Buyers, rows: pd.DataFrame) -> str:
    """What is expected in the year to come, by which method, how surely, and whether it is to be believed."""
    t, symbol = view.t, view.symbol
    value, low, high = found.future.total(rows["account_id"].tolist())
    facts = {
        "purchases": t.count(rows["purchases"].sum()), "value": t.money(value, symbol), "low": t.money(low, symbol),
        "high": t.money(high, symbol), "method": t(METHODS[found.future.method]),
    }  # fmt: skip
    said = (
        t("Expected in 12 months: {purchases} purchases, profit {value} (80%: {low} to {high}; {method}).", **facts)
        if found.future.on_margin
        else t("Expected in 12 months: {purchases} purchases, revenue {value} (80%: {low} to {high}; {method}).", **facts)
    )
    return _joined(view, said, verdict(view, found))


def verdict(view: View, found: Buyers) -> str:
    """The plain words of the back-test."""
    return view.t(VERDICTS[found.future.test.verdict], fewest=backtest.FEWEST, weeks=backtest.WEEKS)


def too_few(view: View, found: Buyers) -> str:
    """The finding where no model of purchases can be fitted."""
    t, told = view.t, found.advice
    if not told.repeats:
        return t.n("{n} customer with one purchase, who has not come back: nothing tells whether it will.",
                   "{n} customers with one purchase each, nobody has come back yet: nothing tells who will.", told.customers)  # fmt: skip
    return t(
        "{customers} customers with orders, {repeats} of them came back: too few to fit a model.",
        customers=t.count(told.customers),
        repeats=t.count(told.repeats),
    )


def reason(view: View, found: Buyers) -> str:
    """Which way to a lifetime value suits, and why."""
    t, told = view.t, found.advice
    why = t(
        advice.REASONS[told.way],
        customers=t.count(told.customers), repeats=t.count(told.repeats), due=t.count(told.due), share=t.percent(told.share),
    )  # fmt: skip
    return t("{way}. {why}", way=t(advice.WAYS[told.way]), why=why)


def doubtful(view: View, found: Buyers) -> list[str]:
    """What speaks against the models: doubts about the data, then problems of the fits."""
    t, future = view.t, found.future
    reports = [(t(METHODS[future.model_id]), future.model.report.problems if future.model.report else ())]
    if future.spend is not None and future.spend.report is not None:
        reports.append((t(SPENDS), future.spend.report.problems))
    reports.append((t(SBG), found.renewal.problems))
    fits = [
        t("{model}: {problem}", model=model, problem=t(PROBLEMS[problem], fewest=FEWEST))
        for model, problems in reports
        for problem in problems
    ]
    return [*(_doubt(view, doubt) for doubt in found.doubts), *fits]


def _doubt(view: View, doubt: Doubt) -> str:
    t = view.t
    write = {"r": signed, "share": t.percent, "times": lambda value: f"{value:.1f}", "gap": lambda value: f"{value:.1f}"}
    return t(DOUBTS[doubt.id], **{name: write.get(name, t.count)(value) for name, value in doubt.facts.items()})


def renewal(view: View, found: Buyers) -> str:
    """What the contracts say of the next renewal."""
    t, told = view.t, found.renewal
    if told.chance is None:
        return t(
            "{model}: {due} renewals were due so far, too few to fit ({enough}).",
            model=t(SBG), due=t.count(told.due), enough=t.count(advice.ENOUGH_RENEWALS),
        )  # fmt: skip
    return t(
        "{model}: {share} of the {n} accounts under contract are expected to make the next renewal; {due} renewals were due so far.",
        model=t(SBG), share=t.percent(told.chance), n=t.count(told.running), due=t.count(told.due),
    )  # fmt: skip


def present_value(view: View) -> str:
    """What the finite horizon says."""
    t, worth = view.t, view.scores["clv"]
    if not worth.notna().any():
        return t("Net present value: not known, because no profit of the last 12 months is.")
    years = t.n("{n} year", "{n} years", view.params.value.horizon)
    n = t.n("{n} account", "{n} accounts", int(worth.notna().sum()))
    return t("Net present value over {years}: {money} ({n}).", years=years, money=t.money(worth.sum(), view.symbol), n=n)


def signed(value: float) -> str:
    """
    A difference with its sign.

    >>> signed(0.716), signed(-0.002), signed(-1.5)
    ('+0.72', '0.00', '−1.50')
    """
    text = f"{abs(value):.2f}"
    return text if float(text) == 0 else f"+{text}" if value > 0 else f"\N{MINUS SIGN}{text}"


def _joined(view: View, *sentences: str) -> str:
    return ("" if view.t.lang == "zh" else " ").join(sentences)
