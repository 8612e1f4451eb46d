"""The open scenario: what is lost and changed, in controls that stand in the link."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.scenario import largest
from kam_core.scenario.change import BOUNDS
from pages.ui import linked, state
from pages.ui.view import View

LISTS = {linked.LOST: "lost", linked.MEANT: "accounts", linked.MEANT_OWNERS: "owners", linked.MEANT_REGIONS: "regions"}
"""Keys in the link, and the field of a scenario."""

NUMBERS = {"price": "price", "serve": "cost_to_serve", "stranded": "stranded", "stay": "retention", "stay_all": "retention_set",
           "discounted": "discount_rate"}  # fmt: skip
"""The same for numbers, in per cent or points."""

EMPTY_IS_NONE = ("stay_all", "discounted")

MANY = 1_000
"""So many accounts can be chosen from the list, the largest; any other by a link."""


def scenario(view: View) -> kam.Scenario:
    """The controls, and the scenario they come to."""
    t = view.t
    names = view.kept("scenario_names", lambda: account_names(view.scores))
    left, right = st.columns([5, 2], vertical_alignment="bottom", gap="small")
    with left:
        lost = _accounts(view, t("Accounts lost"), linked.LOST, names, t("nobody"))
    with right:
        top = largest(view.scores)
        st.button(
            t("Lose the largest account"), icon=":material/person_remove:", width="stretch", disabled=top is None or lost == [top],
            on_click=_lose, args=(top,),
        )  # fmt: skip
    changed = _numbers(view)
    narrowed = any(state.get(key, state.link(key)) for key in (linked.MEANT, linked.MEANT_OWNERS, linked.MEANT_REGIONS))
    with st.expander(t("Prices and cost to serve only of some accounts"), expanded=narrowed):
        st.caption(t("Who is in one of these; everybody while all are empty."))
        first, second, third = st.columns(3, gap="small")
        with first:
            meant = _accounts(view, t("Accounts"), linked.MEANT, names, t("all"))
        owners, regions = (_values(view, place, key) for place, key in ((second, linked.MEANT_OWNERS), (third, linked.MEANT_REGIONS)))
    return kam.Scenario(lost=tuple(lost), accounts=tuple(meant), owners=tuple(owners), regions=tuple(regions), **changed)


def open_up(found: kam.Scenario) -> None:
    """Show a scenario in the controls, and put it in the link."""
    for key, field in LISTS.items():
        _set(key, list(getattr(found, field)))
    for key, field in NUMBERS.items():
        value = getattr(found, field)
        number = None if value is None else round(100 * value, 6)
        state.put(key, number)
        told = number is not None and (number != 0 or key in EMPTY_IS_NONE)
        state.keep_in_link(key, f"{number:g}" if told else None)


def clear() -> None:
    """Nothing is changed any more."""
    open_up(kam.Scenario())


def account_names(scores: pd.DataFrame) -> dict[str, str]:
    """Names by account, the most revenue of 12 months first; a name that two accounts share says which."""
    ranked = scores.sort_values(["revenue_12m", "account_id"], ascending=[False, True], na_position="last")
    shared = ranked["account_name"].duplicated(keep=False)
    shown = ranked["account_name"].where(~shared, ranked["account_name"] + " · " + ranked["account_id"])
    return dict(zip(ranked["account_id"], shown, strict=True))


def _set(key: str, values: list[str]) -> None:
    state.put(key, values)
    state.keep_in_link(key, values)


def _lose(account: str) -> None:
    _set(linked.LOST, [account])


def _accounts(view: View, title: str, key: str, names: dict[str, str], nobody: str) -> list[str]:
    told = st.query_params.get_all(key)
    options = list(dict.fromkeys([*list(names)[:MANY], *(one for one in told if one in names)]))
    about = view.t("The {n} largest accounts; any other by a link.", n=view.t.count(MANY)) if len(names) > MANY else None
    return list(
        st.multiselect(
            title, options, format_func=lambda one: names.get(one, one), placeholder=nobody, help=about, **linked.several(key, options)
        )
    )


def _values(view: View, place: Any, key: str) -> list[str]:
    """Owners or regions by name."""
    t, column = view.t, key.removeprefix("for_")
    options = sorted(str(one) for one in view.scores[column].dropna().unique() if one)
    title = t("Owners") if key == linked.MEANT_OWNERS else t("Regions")
    return list(place.multiselect(title, options, placeholder=t("all"), disabled=not options, **linked.several(key, options)))


def _numbers(view: View) -> dict[str, float | None]:
    """The six numbers; empty means as it is."""
    t, value = view.t, view.params.value
    own = t("each its own") if value.retention is None else t.percent(value.retention)
    titles = {
        "price": (t("Prices, %"), None, t("At unchanged volume and cost.")),
        "serve": (t("Cost to serve, %"), None, t("Change of the cost to serve.")),
        "stranded": (
            t("Stranded cost, %"),
            None,
            t("Share of the cost to serve of a lost account that stays with us. The others carry it, by what they cost to serve."),
        ),
        "stay": (t("Retention, points"), None, t("Added to the retention of every account, which stays between 0 and 100%.")),
        "stay_all": (t("One retention, %"), own, t("For all accounts, in place of their own.")),
        "discounted": (t("Discount rate, %"), t.percent(value.discount_rate), t("In place of the one of the workbook.")),
    }
    found: dict[str, float | None] = {}
    with st.container(horizontal=True, gap="small"):
        for key, (title, empty, about) in titles.items():
            low, high = (100 * end for end in BOUNDS[NUMBERS[key]])
            plain = None if key in EMPTY_IS_NONE else 0.0
            told = st.number_input(
                title, low, high, step=1.0, format="%.1f", placeholder=empty, help=about, width=162,
                **linked.number(key, low, high, plain),
            )  # fmt: skip
            found[NUMBERS[key]] = plain if told is None else round(told / 100, 8)
    return found
