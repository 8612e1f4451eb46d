"""What became of the accounts that followed a play, beside those that stood in the same place and did not."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from kam_core import own
from kam_core.matrices import Matrix
from kam_core.plans import FEW, Outcome, outcome
from pages.ui import cache, download, frame
from pages.ui.tables import text_column
from pages.ui.view import View


def show(view: View, declared: Matrix, quadrant: str) -> None:
    """The section: counts, changes where there are enough accounts, a line an account to download."""
    t = view.t
    frame.section(t("What became of it"), t("Beside accounts that stood in the same quadrant on the same day without the play"))
    found = _outcome(view, declared, quadrant)
    if not len(found.group(True)):
        st.write(
            _waiting(view, found) or t("No account of this quadrant followed the play yet. Make it a plan to see later what became of it.")
        )
        return
    st.write(_said(view, found))
    if found.few:
        st.caption(t("Too few to compare changes: it takes {n} accounts on each side.", n=t.count(FEW)))
    _now(view, declared, found)
    st.caption(t("Who gets a plan is chosen, not drawn by lot: a difference is no proof that the play caused it."))
    download.below(view, f"plan-{declared.id}-{quadrant}", lambda: _table(view, declared, found))


def _outcome(view: View, declared: Matrix, quadrant: str) -> Outcome:
    tables = (*cache.read_by_matrix(view.book, declared.id, view.params), "actions")
    more = (declared.id, quadrant, tuple(view.book.revisions[name] for name in tables))
    made: Outcome = view.kept(
        "plan_outcome", lambda: outcome(view.book, declared.id, quadrant, view.as_of, view.params, view.accounts), *more
    )  # type: ignore[assignment]
    return made


def _said(view: View, found: Outcome) -> str:
    """How many followed, how many did not, what is done; the changes where there are enough."""
    t = view.t
    n, others = len(found.group(True)), len(found.group(False))
    told = [
        t.n("{n} account followed it, {others} did not.", "{n} accounts followed it, {others} did not.", n, others=t.count(others)),
        t("Of the actions due {share} are done.", share=t.percent(found.done_share)),
    ]
    if found.waiting:
        told.append(_waiting(view, found))
    if found.elsewhere:
        told.append(t.n("{n} more had the plan but stood elsewhere.", "{n} more had the plan but stood elsewhere.", found.elsewhere))
    if found.earlier:
        told.append(t.n("{n} more began too long ago to compare.", "{n} more began too long ago to compare.", found.earlier))
    return "".join(told) if t.lang == "zh" else " ".join(told)


def _waiting(view: View, found: Outcome) -> str:
    """How many have a plan that has not begun; nothing where nobody has."""
    n = found.waiting
    return (
        view.t.n("{n} account has a plan of which nothing is due yet.", "{n} accounts have a plan of which nothing is due yet.", n)
        if n
        else ""
    )


def _now(view: View, declared: Matrix, found: Outcome) -> None:
    """Where both groups stand now, and the median changes: one table of two columns."""
    t, titles = view.t, {q.id: view.t(q.title) for q in declared.standings}
    rows = [
        (titles.get(name, t("Not placed now")), _of(view, followed, len(found.group(True))), _of(view, others, len(found.group(False))))
        for name, followed, others in found.now().itertuples(index=False)
    ]
    medians = found.medians()
    writes = (
        (t("Change of {axis}, median", axis=t(declared.x.label)), "x_change", _change(view, declared.x.id)),
        (t("Change of {axis}, median", axis=t(declared.y.label)), "y_change", _change(view, declared.y.id)),
        (t("Change of profit of 12 months, median"), "profit_change", lambda value: t.money(value, view.symbol)),
    )
    if not found.few:
        rows += [(title, *(write(value) for value in medians[column])) for title, column, write in writes]
    heads = (t("Followed it ({n})", n=t.count(len(found.group(True)))), t("Did not ({n})", n=t.count(len(found.group(False)))))
    st.dataframe(
        pd.DataFrame(rows, columns=["what", "followed", "others"]), hide_index=True, row_height=32, alt=t("What became of it"),
        placeholder=t.missing,
        column_config={"what": text_column(t("Now"), 300), "followed": text_column(heads[0], 140, right=True),
                       "others": text_column(heads[1], 140, right=True)},
    )  # fmt: skip


def _of(view: View, n: int, whole: int) -> str:
    return view.t("{n} of {all}", n=view.t.count(n), all=view.t.count(whole))


def _change(view: View, axis: str) -> Callable[[float], str]:
    write = own.format_of(axis, view.t, view.symbol)
    return write or (lambda value: view.t.change(value).removesuffix("%") if pd.notna(value) else view.t.missing)


def _table(view: View, declared: Matrix, found: Outcome) -> pd.DataFrame:
    titles = {q.id: view.t(q.title) for q in declared.standings}
    return found.accounts.assign(quadrant_now=found.accounts["quadrant_now"].map(titles))
