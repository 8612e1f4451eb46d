"""How sure each place is: the probability of every quadrant, what would change it, what to ask first, and the way to rate it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import certainty, charts
from kam_core.charts.theme import SAME
from kam_core.index.shapes import SubjectType
from kam_core.matrices import Matrix
from kam_core.moves import told
from kam_core.schema import CHOICE_TITLES
from pages.ui import clicks, download, frame, linked, pictures, state
from pages.ui.matrix import empty, figures, seen
from pages.ui.matrix.members import in_order
from pages.ui.paging import paged
from pages.ui.tables import fitted, number_column, text_column
from pages.ui.view import View

PAGE, NAME = 14, 140
"""Bars, and lines of the list beside them; pixels of its names."""
EXPLAINED = 200
"""Lines of the file that say what to ask."""
RATE = "rate_doubtful"


@dataclass(frozen=True)
class Facts:
    """A matrix and how sure every place on it is, the least sure first."""

    name: str
    declared: Matrix
    who: SubjectType
    placed: pd.DataFrame
    known: pd.DataFrame
    stamp: tuple[object, ...]

    @property
    def titles(self) -> Mapping[str, str]:
        """Message ids of the quadrants by id."""
        return {q.id: q.title for q in self.declared.quadrants}


def show(view: View, name: str) -> None:
    """The finding, the figures, the least sure as bars beside what to ask them, the files."""
    t, head = view.t, st.container()
    found, certain, sure_from = _chosen(view, name)
    known = found.known
    first = told.called(known.iloc[0]) if len(known) else ""
    with head:
        frame.finding(certainty.finding(known, sure_from, found.declared, t, first))
    if known.empty:
        empty.invite(view, found.declared)
        return
    figures.row(_figures(view, found, sure_from))
    shown = known if certain == "all" else known[(known["probability"] >= sure_from) == (certain == "sure")]
    if shown.empty:
        st.caption(t("Nobody is left with this choice."))
        return
    left, right = st.columns([42, 58], gap="medium")
    with right:
        frame.section(t("What would change it, and what to ask first"), t("least sure first; a name opens the questions"))
        part = _list(view, found, shown)
    figure = view.kept("chances", lambda: _bars(view, found, part), found.name, found.who, found.stamp, tuple(part["subject_id"]))
    with left:
        frame.section(t("How likely each quadrant is"), t("the full part is where they stand"))
        pictures.chart(view, lambda: figure, "chances", height=figure.layout.height)
    download.below(view, f"certainty-{name}", lambda: _file(view, found, shown), lambda: figure)
    frame.source(view, t("Proposed definition: answers are normal about their mean, missing ones equally likely over their range."))


def _chosen(view: View, name: str) -> tuple[Facts, str, float]:
    """Whose places, sure or unsure ones, and from when on a place is sure; all three are in the link."""
    t, declared = view.t, view.declared(name)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        who = seen.whose(view, declared, labelled=True)
        sorts = {one: t(title) for one, title in seen.CERTAIN.items()}
        link = linked.choice(state.CERTAIN, list(sorts), "all", plain_default=True)
        certain = st.segmented_control(t("Which places"), list(sorts), required=True, format_func=sorts.get, **link)
        link = linked.number(state.SURE_FROM, 50, 99, round(100 * view.params.evidence.sure_from))
        percent = st.number_input(t("Sure from, %"), min_value=50.0, max_value=99.0, step=1.0, format="%.0f", width=130, **link)
    placed = view.matrix(name, subject_type=who)
    stamp = view.read_by(name)
    known = view.kept("doubtful", lambda: certainty.doubtful_first(placed, declared), name, who, stamp)
    sure_from = view.params.evidence.sure_from if percent is None else percent / 100
    return Facts(name, declared, who, placed, known, stamp), str(certain or "all"), sure_from


def _figures(view: View, found: Facts, sure_from: float) -> list[figures.Told]:
    t, known, n, evidence = view.t, found.known, len(found.known), view.params.evidence
    sure, of, mean = int((known["probability"] >= sure_from).sum()), t("of {n} placed", n=t.count(n)), t("mean of the placed")
    out = found.placed["quadrant"].isna()
    least, half = t.percent(evidence.placed_from, 0), t.count(evidence.half_life_days)
    return [
        (t("Sure places"), t.count(sure), of, t("Places whose quadrant has this probability or more.")),
        (t("Unsure places"), t.count(n - sure), of, t("Places that another answer could easily change.")),
        (
            t("Not placed"),
            t.count(int(out.sum())),
            t.n("{n} with some answers", "{n} with some answers", int((out & (found.placed["coverage"] > 0)).sum())),
            t("Too few answers: less than {share} of the weight of an axis.", share=least),
        ),
        (t("Coverage"), t.percent(known["coverage"].mean(), 0), mean, t("Answered weight in the whole weight, the thinner axis.")),
        (t("Evidence"), t.percent(known["evidence"].mean(), 0), mean, t("Freshness of the answers; half after {n} days.", n=half)),
    ]


def _bars(view: View, found: Facts, rows: pd.DataFrame) -> Any:
    t = view.t
    return charts.chances(
        rows.assign(
            name=[told.called(row) for row in rows.to_dict("records")],
            corner=rows["quadrant"].map({q.id: q.place for q in found.declared.quadrants}),
        ),
        {q.place: t(q.title) for q in found.declared.quadrants},
        [q.place for q in in_order(found.declared)],
        t=t,
        theme=view.theme,
        tones={**SAME, **found.declared.tones},
    )


def _questions(view: View, found: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    make = lambda: certainty.questions(view.book, found.declared, rows, view.as_of, view.params, view.window)  # noqa: E731
    return view.kept("questions", make, found.name, found.who, found.stamp, tuple(rows["subject_id"]))


def _table(view: View, found: Facts, part: pd.DataFrame, asked: list[dict[Any, Any]]) -> pd.DataFrame:
    """The places as they are listed, with what would change each and what to ask first."""
    return pd.DataFrame(
        {
            "who": [fitted(told.called(row), NAME) for row in part.to_dict("records")],
            "sure": part["probability"] * 100,
            "flip": [_flip(view, found, row["flip"]) for row in asked],
            "ask": [_ask(view, row) for row in asked],
            "coverage": part["coverage"] * 100,
            "evidence": part["evidence"] * 100,
        }
    )


def _list(view: View, found: Facts, shown: pd.DataFrame) -> pd.DataFrame:
    """A page of places, the least sure first; a press on a name leads to its questions. Returns the page."""
    t = view.t
    part, _ = paged(shown, PAGE, f"certainty_page_{found.name}_{found.who}", anew=True)
    asked = _questions(view, found, part).to_dict("records")
    table = _table(view, found, part, asked)
    rated = found.who in ("account", "contact") and not view.stage
    who = text_column(t(CHOICE_TITLES[found.who]), NAME)
    if rated:
        who = st.column_config.ButtonColumn(t(CHOICE_TITLES[found.who]), width=NAME, type="tertiary", alignment="left", key=RATE)
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=38 + 34 * len(table),
        key=f"certainty_{found.name}_{found.who}_{t.lang}",
        alt=t("How sure each place is, and what to ask first"),
        placeholder=t.missing,
        column_config={
            "who": who,
            "sure": number_column(t("Sure, %"), 60),
            "flip": text_column(t("One answer would change it"), 226),
            "ask": text_column(t("Ask first"), 176),
            "coverage": number_column(t("Coverage, %"), 84),
            "evidence": number_column(t("Evidence, %"), 84),
        },
    )
    place = clicks.pressed(RATE, list(range(len(part)))) if rated else None
    if place is not None:
        _rate(found, part.iloc[place], asked[place])
    if rated:
        _by_key(view, found, part, asked)
    return part


def _by_key(view: View, found: Facts, part: pd.DataFrame, asked: list[dict[Any, Any]]) -> None:
    """The same for the keyboard: choose one of the list, then its questions."""
    t, names = view.t, [told.called(row) for row in part.to_dict("records")]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        key = f"one_certainty_{found.name}_{found.who}"
        chosen = st.selectbox(t("One of the list"), range(len(names)), format_func=lambda place: names[place], key=key, width=240)
        if st.button(t("Give ratings"), key="rate_one", icon=":material/edit:") and chosen is not None:
            _rate(found, part.iloc[chosen], asked[chosen])


def _rate(found: Facts, row: pd.Series, asked: Mapping[Any, Any]) -> None:
    """The questions of the index that is doubted most, narrowed to this one; where data are missing, the account."""
    if asked["asked"] == "data" and found.who == "account":
        st.switch_page("pages/account.py", query_params={state.ACCOUNT: row["account_id"]})
    index = asked["ask_index"] or (asked["flip"].item.split(".")[0] if asked["flip"] else found.declared.x.id)
    state.put("find_ratings", told.called(row))
    link = {state.INDEX: index} | ({state.SUBJECT: found.who} if found.who != "account" else {})
    st.switch_page("pages/ratings.py", query_params=link)


def _flip(view: View, found: Facts, flip: Any) -> str:
    """The nearest single answer that leads into another quadrant, and which."""
    t = view.t
    if flip is None:
        return t("no single answer")
    facts = {"item": t(flip.title), "before": t.answer(flip.from_raw), "after": t.answer(flip.to_raw)}
    return t("{item} {before} → {after}: {quadrant}", quadrant=t(found.titles[flip.other]), **facts)


def _ask(view: View, row: Mapping[Any, Any]) -> str:
    return view.t(certainty.ASKED[row["asked"]], item=view.t(row["ask_title"])) if row["asked"] else view.t.missing


def _file(view: View, found: Facts, shown: pd.DataFrame) -> pd.DataFrame:
    """Every place with its four probabilities, as a file."""
    t, rows = view.t, shown.to_dict("records")
    asked = _questions(view, found, shown.head(EXPLAINED)).to_dict("records")
    rest = [""] * (len(shown) - len(asked))
    chances = {t("Probability: {quadrant}", quadrant=t(q.title)): shown[f"p_{q.place}"] for q in in_order(found.declared)}
    return pd.DataFrame(
        {
            t("Id"): shown["subject_id"],
            t("Who"): [told.called(row) for row in rows],
            t("Quadrant"): [t(found.titles[name]) for name in shown["quadrant"]],
            t("Probability"): shown["probability"],
            t("Next likely quadrant"): [t(found.titles[name]) for name in shown["second"]],
            **chances,
            t("Coverage"): shown["coverage"],
            t("Evidence"): shown["evidence"],
            t("One answer would change it"): [*(_flip(view, found, row["flip"]) for row in asked), *rest],
            t("Ask first"): [*(_ask(view, row) for row in asked), *rest],
        }
    )
