"""The mirror: the same items answered by us and by the customer; where both differ, and with whom we deceive ourselves most."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.index import INDICES
from kam_core.mirror import COMPARABLE, mirror, mirror_items
from kam_core.text import Translator
from pages.ui import clicks, download, frame, linked, pictures, state
from pages.ui.tables import number_column, text_column
from pages.ui.view import View

PAGE = "mirror"


def show(view: View) -> None:
    """The finding, the arrows beside the ranking, and the items of one account."""
    t, both = view.t, _answered(view)
    if not both:
        _invite(view)
        return
    link = linked.choice(state.INDEX, list(both), next(iter(both)), plain_default=True)
    index = str(st.selectbox(t("Index"), list(both), format_func=lambda name: t(INDICES[name].title), width=320, **link))
    found = both[index]
    frame.finding(finding(found, t(INDICES[index].title), t))
    left, right = st.columns([54, 46], gap="medium")
    title = t(INDICES[index].title)

    def drawn() -> object:
        firm = found[found["coverage"] >= view.params.evidence.hollow_below]
        return charts.mirror(firm if len(firm) else found, index_title=title, t=t, theme=view.theme)

    with left:
        frame.section(t("From our view to theirs"), t("○ we · ● the customer · red = we rate ourselves higher"))
        figure = view.kept("mirror_figure", drawn, index)
        clicks.open_account(pictures.chart(view, lambda: figure, "mirror", height=figure.layout.height, select=True, size="desk"))
    with right:
        frame.section(
            t("Where we see ourselves too well"), t("Largest gap first, thin evidence last; only items that both sides answered count")
        )
        _ranking(view, found)
        _items(view, found, index)
    download.below(view, f"mirror-{index}", found, lambda: figure)
    frame.source(
        view,
        t("Gap = our view less the customer's, in points of 100. Certain = beyond 1.645 standard deviations of both answers."),
    )


def _answered(view: View) -> dict[str, pd.DataFrame]:
    """The indices that both sides have answered, with the accounts shown."""

    def made() -> dict[str, pd.DataFrame]:
        every = {name: mirror(view.book, name, view.as_of, view.params) for name in COMPARABLE}
        shown = {name: found[found["account_id"].isin(view.scores["account_id"])].reset_index(drop=True) for name, found in every.items()}
        return {name: found for name, found in sorted(shown.items(), key=lambda pair: -len(pair[1])) if len(found)}

    return dict(view.kept("mirror", made))  # type: ignore[call-overload]


def finding(found: pd.DataFrame, index: str, t: Translator) -> str:
    """With how many we think too well of ourselves, and where the gap is largest."""
    better, worst = int((found["gap"] > 0).sum()), found.iloc[0]
    facts = {"index": index, "n": t.count(better), "all": t.count(len(found))}
    if not better:
        return t("{index}: with none of {all} accounts do we think better of ourselves than the customer.", **facts)
    name = worst["account_name"] if isinstance(worst["account_name"], str) else worst["account_id"]
    return t(
        "{index}: with {n} of {all} accounts we think better of ourselves than the customer; most with {account}, by {points} points.",
        account=name, points=t.index(worst["gap"]), **facts,
    )  # fmt: skip


def _ranking(view: View, found: pd.DataFrame) -> None:
    t = view.t
    table = pd.DataFrame(
        {
            "account": found["account_name"].fillna(found["account_id"]),
            "ours": found["ours"],
            "customer": found["customer"],
            "gap": [t.change(gap) for gap in found["gap"]],
            "sure": found["sure"].map({True: t("certain"), False: t("in doubt")}),
            "items": found["items"],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=min(36 + 34 * len(table), 376),
        key=f"mirror_{t.lang}",
        alt=t("Our view and the customer's by account"),
        placeholder=t.missing,
        column_config={
            "account": st.column_config.ButtonColumn(t("Account"), width=150, type="tertiary", alignment="left", key="open_mirror"),
            "ours": number_column(t("We"), 52),
            "customer": number_column(t("Customer"), 76),
            "gap": text_column(t("Gap"), 60, right=True),
            "sure": text_column(t("How sure"), 78),
            "items": number_column(t("Items"), 58),
        },
    )
    clicks.open_row("open_mirror", found["account_id"].tolist())


def _items(view: View, found: pd.DataFrame, index: str) -> None:
    """Item by item with one account."""
    t, names = view.t, dict(zip(found["account_id"], found["account_name"].fillna(found["account_id"]), strict=True))
    chosen = st.selectbox(t("Item by item with"), list(names), format_func=lambda id: names.get(id, id), key="mirror_account")
    every: pd.DataFrame = view.kept(
        "mirror_items", lambda: mirror_items(view.book, index, str(chosen), view.as_of, view.params), index, str(chosen)
    )  # type: ignore[assignment]
    items = every.dropna(subset="gap")
    st.dataframe(
        pd.DataFrame(
            {
                "item": [t(title) for title in items["title"]],
                "ours": items["ours"],
                "customer": items["customer"],
                "scale": [f"{low:g}–{high:g}" for low, high in zip(items["low"], items["high"], strict=True)],
                "gap": [t.change(gap) for gap in items["gap"]],
            }
        ),
        hide_index=True,
        row_height=34,
        height=36 + 34 * len(items),
        alt=t("Items answered by both sides"),
        placeholder=t.missing,
        column_config={
            "item": text_column(t("Item"), 190),
            "ours": number_column(t("We"), 52, "%.1f"),
            "customer": number_column(t("Customer"), 76, "%.1f"),
            "scale": text_column(t("Scale"), 60),
            "gap": text_column(t("Gap, points"), 90, right=True),
        },
    )


def _invite(view: View) -> None:
    """No item with answers of both sides: what would fill the mirror."""
    t = view.t
    frame.finding(t("Do they see us as we see ourselves?"))
    st.write(t("No item has an answer of both sides yet. Answer the same questions from the customer's view, or ask them."))
    with st.container(horizontal=True):
        st.page_link("pages/ratings.py", label=t("Enter answers"), icon=":material/edit:", query_params={state.SIDE: "customer"})
        st.page_link("pages/ratings.py", label=t("Ask customers"), icon=":material/send:", query_params={state.PART: "surveys"})
