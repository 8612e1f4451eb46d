"""Every number opens its proof: value, formula in words, terms, the rows behind it, and how to get it again."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import charts
from kam_core.engine import question
from kam_core.figures import FIGURES, figure_of, terms_of, value_of
from kam_core.index import INDICES
from kam_core.params import changes
from kam_core.schema import CHOICE_TITLES
from kam_core.value.retention import ORIGINS
from pages.ui import behind, state
from pages.ui.frame import View
from pages.ui.tables import text_column
from pages.ui.words import plain

ASKED = "proof"


def metric(
    view: View, name: str, label: str, value: str, delta: str | None, trend: Any, kind: str, *, height: int, account: str | None = None
) -> None:
    """A figure in a card, and under it the way to its proof."""
    series = None if trend is None or len(trend) < 2 else pd.Series(trend).fillna(0).tolist()
    moved = bool(delta) and delta[0] in "+-" and (not account or "%" in delta)
    with st.container(gap=None):
        st.metric(
            label,
            value,
            delta,
            delta_color="normal" if moved else "off",
            delta_arrow="auto" if moved else "off",
            border=True,
            height=height,
            chart_data=series,
            chart_type=kind or "line",
            delta_description=view.t("vs last year") if moved else None,
            help=view.t(FIGURES[name].formula) if name in FIGURES else None,
        )
        if st.button(view.t("Proof"), key=f"proof_{name}_{account or ''}", type="tertiary", icon=":material/function:"):
            ask(name, account)


def ask(what: str, account: str | None = None) -> None:
    """Open this proof at the end of the run (a dialog lies over the finished page)."""
    state.put(ASKED, (what, account))


def open_if_asked(view: View) -> None:
    """Open the proof somebody asked for."""
    asked = state.drop(ASKED)
    if asked:
        what, account = asked
        body = _index_proof if what in INDICES else _figure_proof
        st.dialog(_title(view, what, account), width=860)(body)(view, what, account)


def _title(view: View, what: str, account: str | None) -> str:
    t = view.t
    title = t(INDICES[what].title if what in INDICES else figure_of(what).title)
    return f"{title} · {_name(view, account)}" if account else title


def _name(view: View, account: str | None) -> str:
    return plain(str(view.scores.set_index("account_id")["account_name"].get(account, account)))


def _figure_proof(view: View, what: str, account: str | None) -> None:
    """A figure of money or a count: its terms and the accounts behind it."""
    t, figure = view.t, figure_of(what)
    scores = view.scores[view.scores["account_id"] == account] if account else view.scores
    value = value_of(figure, scores)
    st.metric(t(figure.title), t.amount(value, view.symbol) if figure.money else t.amount(value))
    st.write(t(figure.formula))
    terms = terms_of(figure, scores)
    if len(terms):
        table = pd.DataFrame(
            {"title": [t(title) for title in terms["title"]], "amount": [t.amount(v, view.symbol) for v in terms["amount"]]}
        )
        st.dataframe(
            table,
            hide_index=True,
            row_height=30,
            alt=t("Terms"),
            column_config={"title": text_column(t("Term"), 300), "amount": text_column(t("Amount"), 200, right=True)},
        )
    if what == "clv":
        _assumed(view, scores, account)
    if account:
        behind.lines(view, account, figure.money)
    else:
        behind.ranked(view, figure.by, worst_first=what == "losing")
    _again(view, figure.code, question(figure.question), account)


def _assumed(view: View, scores: pd.DataFrame, account: str | None) -> None:
    t, value = view.t, view.params.value
    facts = [
        t("discount rate {rate}", rate=t.percent(value.discount_rate)),
        t("growth {rate}", rate=t.percent(value.margin_growth)),
        t.n("{n} year", "{n} years", value.horizon),
    ]
    if account and len(scores):
        row = scores.iloc[0]
        facts += [
            t("yearly profit {money}", money=t.amount(row["profit_12m"], view.symbol)),
            t("retention {rate}, {origin}", rate=t.percent(row["retention"], 1), origin=t(ORIGINS.get(row["retention_origin"], ""))),
        ]
        facts.append(t("earned to date {money}", money=t.amount(row["lifetime_profit"], view.symbol)))
    else:
        counts = scores["retention_origin"].value_counts()
        facts.append(
            t("retention: {origins}", origins=t.listed([f"{t(ORIGINS[k])} {t.count(v)}" for k, v in counts.items() if k in ORIGINS]))
        )
    st.caption(plain(" · ".join(facts)))


def _index_proof(view: View, what: str, account: str | None) -> None:
    """An index of an account: its items, who answered when, and the one answer that would change the quadrant."""
    t = view.t
    told = kam.explain(view.book, account, what, as_of=view.as_of, params=view.params)
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    left.metric(t(INDICES[what].title), t.index(told.value))
    with right, st.container(horizontal=True, gap="small"):
        st.badge(t("coverage {share}", share=t.percent(told.coverage, 0)), color="gray")
        st.badge(t("Proposed definition"), color="gray")
        if view.ratings_invented:
            st.badge(t("Illustrative"), color="orange", icon=":material/theater_comedy:")
    st.caption(t("{index} = Σ weight × item ÷ Σ weight, over answered items. Every item is 0 to 100.", index=t(INDICES[what].title)))
    figure = charts.build_up(told, t=t, cut=_cut(view, what), theme=view.theme)
    st.plotly_chart(figure, theme=None, config=charts.config("mini"), alt=charts.alt_of(figure), key=f"build_up_{what}")
    _terms(view, told)
    if told.flip is not None:
        st.info(_flip(view, what, told.flip), icon=":material/lightbulb:")
    _again(view, f'kam.explain(wb, {account!r}, "{what}", {{context}}).terms', None, account)


def _cut(view: View, index: str) -> float | None:
    """The cut of the matrix that uses the index."""
    for matrix in kam.MATRICES.values():
        for axis, cut in zip((matrix.x, matrix.y), matrix.cuts(view.params), strict=True):
            if axis.id == index:
                return cut
    return None


def _terms(view: View, told: Any) -> None:
    t, terms = view.t, told.terms
    table = pd.DataFrame(
        {
            "title": [t(title, **values) for title, values in zip(terms["title"], terms["values"], strict=True)],
            "weight": [t.percent(w, 0) for w in terms["share"]],
            "value": [t.index(v) for v in terms["value"]],
            "source": [
                t("not asked") if missing else t(CHOICE_TITLES.get(s, s))
                for s, missing in zip(terms["source"], terms["missing"], strict=True)
            ],
            "day": [t.day(day) for day in terms["valid_on"]],
            "rater": terms["rater"].fillna(t.missing),
            "status": [t(CHOICE_TITLES.get(s, "")) if isinstance(s, str) and s else t.missing for s in terms["status"]],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=30,
        alt=t("Items of the index"),
        column_config={
            "title": text_column(t("Item"), 190),
            "weight": text_column(t("Weight"), 70, right=True),
            "value": text_column(t("Points"), 70, right=True),
            "source": text_column(t("Source"), 100),
            "day": text_column(t("Date"), 110),
            "rater": text_column(t("By"), 140),
            "status": text_column(t("Standing"), 90),
        },
    )
    behind.take(view, terms.drop(columns=["rows"], errors="ignore"), f"proof-{told.index}")


def _flip(view: View, what: str, flip: Any) -> str:
    t = view.t
    declared = kam.MATRICES[flip.matrix]
    return t(
        "One answer would change the quadrant: {item} from {old} to {new} (scale to {high}) makes {index} {value}: {quadrant}.",
        item=t(flip.title),
        old=f"{flip.from_raw:.3g}",
        new=f"{flip.to_raw:.3g}",
        high=f"{next(item.high for item in INDICES[what].items if item.id == flip.item):g}",
        index=t(INDICES[what].title),
        value=f"{flip.value:.1f}",
        quadrant=t(declared.quadrant(flip.other).title),
    )


def _again(view: View, call: str, sql: str | None, account: str | None) -> None:
    """The same number in a notebook, and the SQL that gathers it. ``call`` has {context}: date and assumptions as arguments."""
    t, path = view.t, view.book.path
    changed = changes(view.params)
    context = f'as_of="{view.as_of}"' + (", params=params" if changed else "")
    lines = ["import kam_core as kam", "", f'wb = kam.Workbook(r"{path}")' if path else "wb = kam.Workbook()"]
    lines += [f"params = kam.Params.of({', '.join(f'{name}={value!r}' for name, value in changed.items())})"] if changed else []
    if "{context}" not in call:
        lines.append(f"scores = kam.score(wb, {context})")
        lines += [f'scores = scores[scores["account_id"] == {account!r}]'] if account else []
    with st.expander(t("Get it again: notebook and SQL"), icon=":material/code:"):
        st.caption(t("A workbook is open in one place at a time: close the app first, or save a copy."))
        st.code("\n".join([*lines, call.replace("{context}", context)]), language="python")
        if sql:
            st.code(sql.replace("$as_of", f"'{view.as_of}'").replace("$since", "NULL"), language="sql")
