"""In the account room: trust in three displays from one set of answers, ours beside theirs, and what the promises say."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.index.declared.trust import TRUST
from kam_core.people import Promises, promises
from kam_core.trust import SIDES, Profile, profiles
from pages.ui import download, frame, pictures, plans
from pages.ui.matrix import figures
from pages.ui.tables import text_column, whole
from pages.ui.view import View
from pages.ui.words import plain

HEIGHT = 240


def show(view: View, account_id: str) -> None:
    """The three displays, the profile of both sides, the promises beside reliability."""
    t, found = view.t, facts(view, account_id)
    frame.section(t("Trust"), t("One set of four answers, 1–10 each, shown three ways"))
    if not found["all"].raters:
        st.write(t("Nobody answered the four questions of trust yet."))
        st.page_link("pages/ratings.py", label=t("Enter ratings"), icon=":material/edit:")
        return
    kept = promises(plans.stored(view, "interactions", account_id), view.as_of)
    _figures(view, found, kept)
    left, right = st.columns([54, 46], gap="medium")
    with left:
        _profile(view, account_id, found)
    with right:
        _table(view, found, kept)
    st.caption(
        plain(
            t(
                "Classic: (credibility + reliability + openness) ÷ self-orientation, 0.3–30. Linear: the mean of the four, the last one "
                "reversed, 0–100; the matrices use it, because the classic one jumps where self-orientation is small."
            )
        )
    )


def facts(view: View, account_id: str) -> dict[str, Profile]:
    """What everybody, we and they answered; kept until an answer or a contact changes."""
    made = view.kept("trust_profiles", lambda: profiles(view.book, account_id, view.as_of, view.params), account_id)
    return cast("dict[str, Profile]", made)


def _figures(view: View, found: dict[str, Profile], kept: Promises) -> None:
    t, every = view.t, found["all"]
    settled = kept.kept + kept.broken
    told = [
        (t("Linear, 0–100"), t.index(every.linear), t(every.band) if every.band else "", t("Below 40 transactional, 40–59 recognised, "
           "60–79 trusted, from 80 partner.")),
        (t("Classic, 0.3–30"), _classic(view, every), _sides(view, found), t("Needs all four answers.")),
        (t("Promises kept"), t.percent(kept.reliability, 0), t("{n} of {all} settled", n=t.count(kept.kept), all=t.count(settled)),
         t("From visits and calls: what reliability says should show here.")),
    ]  # fmt: skip
    figures.row(told)


def _sides(view: View, found: dict[str, Profile]) -> str:
    """The classic figure of each side that answered all four."""
    t = view.t
    sides = [(t(SIDES[side]), found[side]) for side in ("customer", "ours")]
    return " · ".join(f"{title} {_classic(view, one)}" for title, one in sides if pd.notna(one.classic))


def _classic(view: View, found: Profile) -> str:
    return view.t.missing if pd.isna(found.classic) else f"{found.classic:.1f}"


def _profile(view: View, account_id: str, found: dict[str, Profile]) -> None:
    t = view.t

    def figure() -> Any:
        parts = {side: found[side].parts for side in ("customer", "ours")}
        return view.kept("trust_figure", lambda: charts.trust_profile(parts, t=t, theme=view.theme, height=HEIGHT), account_id)

    pictures.chart(view, figure, "trust_profile", height=HEIGHT)
    sides = {f"trust_{side}": [found[side].parts[item.id] for item in TRUST.items] for side in SIDES}
    rows = pd.DataFrame({"trust_question": [t(item.title) for item in TRUST.items], **sides})
    download.below(view, f"trust-{account_id}", rows, figure)


def _table(view: View, found: dict[str, Profile], kept: Promises) -> None:
    """Both answers to every question as they were given, and the figure that the data set beside it."""
    t = view.t
    proxy = {"trust.reliability": t("{share} of promises kept", share=t.percent(kept.reliability, 0))} if kept.kept + kept.broken else {}
    table = pd.DataFrame(
        {
            "item": [t(item.title) for item in TRUST.items],
            "customer": [t.answer(found["customer"].parts[item.id]) for item in TRUST.items],
            "ours": [t.answer(found["ours"].parts[item.id]) for item in TRUST.items],
            "data": [proxy.get(item.id, "") for item in TRUST.items],
        }
    )
    columns = {
        "item": text_column(t("Item"), 130),
        "customer": text_column(t("They say"), 76, right=True),
        "ours": text_column(t("We think"), 76, right=True),
        "data": text_column(t("Data say"), 160),
    }
    whole(table, t("Trust by side"), columns)
    linear = [(t(SIDES[side]), found[side]) for side in ("customer", "ours") if found[side].raters]
    said = [t("{side}: {n} ({band})", side=title, n=t.answer(one.linear), band=t(one.band or "")) for title, one in linear]
    st.caption(plain(t("Linear by side: {said}.", said=t.listed(said))))
