"""A scenario and its figures in words."""

from __future__ import annotations

import math
from collections.abc import Mapping

import kam_core as kam
from kam_core.scenario import FIGURES
from kam_core.text import Translator
from pages.ui.view import View

NAMED = 2
"""So many lost accounts are named."""


def told(view: View, scenario: kam.Scenario, names: Mapping[str, str]) -> str:
    """What a scenario changes, in one line."""
    t, parts = view.t, []
    if scenario.lost:
        listed = [names.get(one, one) for one in scenario.lost]
        who = t.listed(listed) if len(listed) <= NAMED else t.n("{n} account", "{n} accounts", len(listed))
        parts.append(t("without {who}", who=who))
    whose = _whose(t, scenario, names)
    if scenario.price:
        parts.append(t("prices {change}", change=signed(t, scenario.price)) + whose)
    if scenario.cost_to_serve:
        parts.append(t("cost to serve {change}", change=signed(t, scenario.cost_to_serve)) + whose)
    if scenario.stranded and scenario.lost:
        parts.append(t("{share} of the lost cost stays", share=t.percent(scenario.stranded)))
    if scenario.retention_set is not None:
        parts.append(t("retention {rate} for all", rate=t.percent(scenario.retention_set)))
    if scenario.retention:
        parts.append(t("retention {change} points", change=t.change(100 * scenario.retention)))
    if scenario.discount_rate is not None:
        parts.append(t("discount rate {rate}", rate=t.percent(scenario.discount_rate)))
    return t.listed(parts) or t("nothing changes")


def figure(view: View, name: str, value: float) -> str:
    """A figure as it is read."""
    t, kind = view.t, FIGURES[name][1]
    if math.isnan(value):
        return t.missing
    if kind == "money":
        return t.money(value, view.symbol)
    if kind == "share":
        return t.percent(value, 1)
    return f"{value:.4f}" if kind == "hhi" else f"{value:,.1f}" if kind == "number" else t.count(value)


def difference(view: View, name: str, before: float, after: float) -> str:
    """What changes between two figures, signed; nothing where they are the same."""
    t, change, kind = view.t, after - before, FIGURES[name][1]
    if math.isnan(change) or abs(change) < 1e-9:
        return ""
    if kind == "share":
        return t("{n} pt", n=f"{100 * change:+.1f}".replace("-", "−"))
    text = figure(view, name, change).replace("-", "−")
    return text if text.startswith("−") else f"+{text}"


def signed(t: Translator, share: float) -> str:
    """A relative change in per cent, with its sign."""
    return f"{'+' if share > 0 else ''}{t.percent(share)}"


def _whose(t: Translator, scenario: kam.Scenario, names: Mapping[str, str]) -> str:
    who = [*(names.get(one, one) for one in scenario.accounts), *scenario.owners, *scenario.regions]
    if not who:
        return ""
    return t(" (only {who})", who=t.listed(who) if len(who) <= NAMED else t.n("{n} chosen", "{n} chosen", len(who)))
