"""What if: the open scenario, before and after it, and the named ones compared."""

from __future__ import annotations

import math

import streamlit as st

import kam_core as kam
from kam_core.scenario import Outcome, largest, outcome
from pages.ui import frame
from pages.ui.view import View
from pages.ui.whatif import beside, controls, kept, words


def show(view: View) -> None:
    """The finding, the controls, before and after, the saved ones."""
    t = view.t
    top = st.container()
    opened = controls.scenario(view)
    before, after = outcome_of(view, kam.Scenario()), outcome_of(view, opened)
    with top:
        frame.finding(_finding(view, opened, before, after))
    if opened.changes:
        st.button(t("Change nothing"), type="tertiary", icon=":material/undo:", on_click=controls.clear)
    beside.cards(view, before, after)
    left, right = st.columns([46, 54], gap="medium")
    with left:
        beside.steps(view, before, after)
    with right:
        named = [(t("Today"), before), *([(t("Scenario"), after)] if opened.changes else [])]
        beside.curves(view, named, "what_if_curves", t("Whale curve, before and after"))
    known = kept.shown(view, opened)
    names = kept.chosen(view, known)
    if names:
        kept.compare(view, before, {name: outcome_of(view, known[name]) for name in names})
    frame.source(view, *_said(view, opened))


def outcome_of(view: View, scenario: kam.Scenario) -> Outcome:
    """The accounts of the page under a scenario, remembered."""
    made: Outcome = view.kept("outcome", lambda: outcome(view.book, scenario, view.as_of, view.params, view.accounts), scenario)
    return made


def _finding(view: View, opened: kam.Scenario, before: Outcome, after: Outcome) -> str:
    """What the scenario comes to; without one, where to begin."""
    t, names = view.t, controls.account_names(view.scores)
    if not opened.changes:
        top = largest(view.scores)
        if top is None:
            return t("Nothing is changed yet. Change a price or lose an account to see before and after.")
        return t("Nothing is changed yet. Lose {name}, the largest account, or change a price to see before and after.", name=names[top])
    effects = []
    for name, title in (("profit", t("profit of 12 months")), ("clv", t("lifetime value")), ("effective", t("effective accounts"))):
        old, new = before.figures[name], after.figures[name]
        if not math.isnan(old) and (math.isnan(new) or abs(new - old) > 1e-9):
            effects.append(
                t("{what} {before} → {after}", what=title, before=words.figure(view, name, old), after=words.figure(view, name, new))
            )
    what, effect = words.told(view, opened, names), t.listed(effects) or t("no figure changes")
    return t("{what}: {effect}.", what=what[:1].upper() + what[1:], effect=effect)


def _said(view: View, opened: kam.Scenario) -> list[str]:
    """What a scenario holds still."""
    t = view.t
    lines = [
        t("Nothing is written: a scenario is only a calculation"),
        t("volume, cost of goods and the habits of everybody else stay as they are; retentions are those of the real portfolio"),
    ]
    if opened.lost and not opened.stranded:
        lines.append(t("the whole cost to serve of a lost account goes with it"))
    if opened.lost and opened.stranded:
        lines.append(t("stranded cost stays for the whole horizon of the lifetime value"))
    return lines
