"""Every number opens its proof: value, formula in words, terms, the rows behind it, and how to get it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import assumed, own
from kam_core.figures import FIGURES, Figure, figure_of, terms_of, value_of
from kam_core.index import INDICES
from kam_core.recipe import sql
from kam_core.value.retention import ORIGINS
from pages.ui import about, again, behind, evidence, point, scope, state
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import on_badge, plain

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
            delta_description=view.t("vs last year") if moved and not account else None,
            help=view.t(FIGURES[name].formula) if name in FIGURES else None,
        )
        if st.button(view.t("Proof"), key=f"proof_{name}_{account or ''}", type="tertiary", icon=":material/function:"):
            ask(name, account)


def ask(what: str, account: str | None = None) -> None:
    """Open this proof at the end of the run (a dialog lies over the finished page): a figure, an index, or a point of a matrix."""
    state.put(ASKED, (what, account))


def open_if_asked(view: View) -> None:
    """Open the proof somebody asked for."""
    asked = state.drop(ASKED)
    if asked:
        what, account = asked
        st.dialog(_title(view, what, account), width=860)(_body(what))(view, what, account)


def curve_button(view: View, by: str) -> None:
    """The way to the proof of a point on the whale curve of a column of the scores."""
    if st.button(view.t("Proof"), key=f"point_{point.CURVE}_{by}", type="tertiary", icon=":material/function:"):
        ask(f"{point.CURVE}:{by}")


def _body(what: str) -> Callable[[View, str, str | None], None]:
    if what.startswith(point.CURVE):
        return lambda view, what, account: point.on_curve(view, what.partition(":")[2], account)
    return evidence.card if what in INDICES else point.on_matrix if _is_matrix(what) else _figure_proof


def _title(view: View, what: str, account: str | None) -> str:
    t = view.t
    if what.startswith(point.CURVE):
        return t("Whale curve")
    if _is_matrix(what):
        named = point.place_of(view, what, account)
        told = named.get("subject_name")
        return f"{t(view.declared(what).title)} · {plain(str(told if isinstance(told, str) else named['account_name']))}"
    title = t(INDICES[what].title if what in INDICES else figure_of(what).title)
    return f"{title} · {_name(view, account)}" if account else title


def _is_matrix(what: str) -> bool:
    return what in kam.MATRICES or what.startswith(own.PREFIX)


def _name(view: View, account: str | None) -> str:
    return plain(str(view.every_score.set_index("account_id")["account_name"].get(account, account)))


def _figure_proof(view: View, what: str, account: str | None) -> None:
    """A figure of money or a count: its terms, the assumptions that enter and the accounts and lines behind it."""
    t, figure, where = view.t, figure_of(what), again.seen(view, account)
    scores = view.every_score[view.every_score["account_id"] == account] if account else view.scores
    value = value_of(figure, scores)
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    exact = t.percent(value, 2) if figure.kind == "share" else t.amount(value, view.symbol if figure.money else "")
    left.metric(t(figure.title), exact)
    with right, st.container(horizontal=True, gap="small"):
        _coverage(view, figure, scores)
    st.caption(t(figure.formula))
    _terms(view, _years(view, account) if what == "clv" and account else terms_of(figure, scores))
    _assumed(view, figure, scores, account)
    behind.of_figure(view, figure, where)
    title = t("The number") if figure.sql else t("The rows it starts from; what carries an assumption is judged in Python")
    again.blocks(view, figure.code, where, [(title, sql(figure, where))])


def _coverage(view: View, figure: Figure, scores: pd.DataFrame) -> None:
    """For how many accounts it is known, for how much revenue the cost, and what the page is narrowed to."""
    t, suffix = view.t, "_12m" if figure.span else ""
    if len(scores) > 1:
        known = int(scores[figure.by].notna().sum())
        st.badge(t("known for {n} of {all} accounts", n=t.count(known), all=t.count(len(scores))), color="gray")
    revenue, covered = scores[f"revenue{suffix}"].sum(), scores[f"revenue_with_cost{suffix}"].sum()
    if figure.costs and revenue > 0:
        st.badge(t("cost known for {share} of revenue", share=t.percent(covered / revenue)), color="gray")
    if view.window and not figure.span and figure.id != "days_since_last":
        st.badge(t("Money covers: {window}", window=about.window(view)), color="blue")
    if view.filters and len(scores) != 1:
        st.badge(on_badge(t("only {filters}", filters=scope.words(view))), color="blue")


def _years(view: View, account: str) -> pd.DataFrame:
    """What each coming year adds to the lifetime value of an account."""
    terms = kam.explain(view.book, account, "clv", as_of=view.as_of, params=view.params).terms
    titles = [view.t(title, **values) for title, values in zip(terms["title"], terms["values"], strict=True)]
    return pd.DataFrame({"title": titles, "amount": terms["value"]}).dropna()


def _terms(view: View, terms: pd.DataFrame) -> None:
    """The terms that add up to the figure."""
    t = view.t
    if terms.empty:
        return
    table = pd.DataFrame({"title": [t(title) for title in terms["title"]], "amount": [t.amount(v, view.symbol) for v in terms["amount"]]})
    st.dataframe(
        table,
        hide_index=True,
        row_height=30,
        alt=t("Terms"),
        placeholder=t.missing,
        column_config={"title": text_column(t("Term"), 400), "amount": text_column(t("Amount"), 260, right=True)},
    )


def _assumed(view: View, figure: Figure, scores: pd.DataFrame, account: str | None) -> None:
    """The assumptions that enter; those nobody set and those of other workbooks are left out."""
    t, value, serving = view.t, view.params.value, view.params.serving
    told = {name: getattr(value, name, getattr(serving, name, 0)) for name in figure.assumes}
    names = [name for name in figure.assumes if told[name] is not None and (view.is_sample or name != "count_illustrative")]
    facts = assumed.said(view.params, names, t) + (_lifetime(view, scores, account) if figure.id == "clv" else [])
    if facts:
        st.caption(plain(t("Assumptions: {list}", list=t.listed(facts))))


def _lifetime(view: View, scores: pd.DataFrame, account: str | None) -> list[str]:
    """What a lifetime value starts from: yearly profit and retention, with where it comes from."""
    t = view.t
    if account and len(scores):
        row = scores.iloc[0]
        return [
            t("yearly profit {money}", money=t.amount(row["profit_12m"], view.symbol)),
            t("retention {rate}, {origin}", rate=t.percent(row["retention"], 1), origin=t(ORIGINS.get(row["retention_origin"], ""))),
            t("earned to date {money}", money=t.amount(row["lifetime_profit"], view.symbol)),
        ]
    counts = scores["retention_origin"].value_counts()
    return [t("retention: {origins}", origins=t.listed([f"{t(ORIGINS[k])} {t.count(v)}" for k, v in counts.items() if k in ORIGINS]))]
