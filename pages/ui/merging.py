"""The dialog that makes one account out of several: which one stays, whose values, what moves; one batch that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.errors import KamError
from kam_core.identity import Attribute, Preview, preview
from kam_core.schema import TABLES
from pages.ui import forms, refusal, titles
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

Names = Mapping[str, Any]
"""Account ids and what they are called."""


def ask(view: View, names: Names) -> None:
    """Open the dialog for accounts that may be one; nothing is asked on a stage."""
    if not view.stage:
        st.dialog(view.t("Merge accounts"), width="large")(_body)(view, names)


def called(name: object, account: str) -> str:
    """An account by its name, with its id where that says more."""
    return f"{name} ({account})" if isinstance(name, str) and name and name != account else account


def _body(view: View, names: Names) -> None:
    t = view.t
    try:
        keep, gone = _chosen(view, names)
        if not gone:
            st.caption(t("Choose at least one account that goes into it."))
            return
        seen = preview(view.book, keep, gone)
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    take = _values(view, names, seen)
    _said(view, names, seen)
    if st.button(
        t.n("Merge: {n} row moves", "Merge: {n} rows move", seen.rows), key="merge_now", type="primary", icon=":material/merge:"
    ):  # fmt: skip
        said = t("Merged into {account}.", account=called(names[keep], keep))
        forms.act(view, lambda author: view.book.merge(keep, gone, take=take, author=author), said)


def _chosen(view: View, names: Names) -> tuple[str, list[str]]:
    """The account that stays, the one with most rows unless told; and those that go into it."""
    t, accounts = view.t, list(names)

    def rows_of() -> dict[str, int]:
        return {account: preview(view.book, next(a for a in accounts if a != account), [account]).rows for account in accounts}

    rows: Any = view.kept("merge_rows", rows_of, *accounts, *view.book.revisions.values())
    keep = st.radio(
        t("Which one stays?"),
        accounts,
        index=accounts.index(max(accounts, key=lambda account: rows[account])),
        format_func=lambda account: plain(f"{called(names[account], account)} · {t.n('{n} row', '{n} rows', rows[account])}"),
        key=f"stays_{'_'.join(accounts)}",
    )
    others = [account for account in accounts if account != keep]
    if len(others) > 1:
        told = st.pills(
            t("What goes into it?"),
            others,
            default=others,
            selection_mode="multi",
            format_func=lambda account: plain(called(names[account], account)),
            key=f"goes_{keep}_{'_'.join(accounts)}",
        )
        others = [account for account in others if account in told]
    return str(keep), others


def _values(view: View, names: Names, seen: Preview) -> dict[str, str]:
    """Side by side what the accounts have; where they differ, whose value stays is a choice."""
    t, accounts = view.t, [seen.keep, *seen.gone]
    rows = {account: [_told(view, one, account) for one in seen.attributes] for account in accounts}
    shown = pd.DataFrame({"what": [t(TABLES["accounts"].column(one.column).title) for one in seen.attributes], **rows})
    if len(shown):
        st.dataframe(
            shown,
            hide_index=True,
            row_height=30,
            height=min(36 + 30 * len(shown), 36 + 30 * 7),
            alt=t("The accounts side by side"),
            column_config={
                "what": text_column(t("Attribute"), 140),
                **{account: text_column(called(names[account], account), 230) for account in accounts},
            },
        )
    differ = [one for one in seen.attributes if one.state == "differs"]
    if differ:
        st.caption(t("They differ here. What stays:"))
    take: dict[str, str] = {}
    for place in range(0, len(differ), 2):
        for box, one in zip(st.columns(2), differ[place : place + 2], strict=False):
            with box:
                take[one.column] = _choice(view, one, seen)
    return take


def _choice(view: View, one: Attribute, seen: Preview) -> str:
    """Whose value of one attribute stays; a value that several have stands once."""
    t = view.t
    told = {account: _told(view, one, account) for account in one.values}
    options = list({text: account for account, text in reversed(told.items())}.values())[::-1]
    return str(
        st.selectbox(
            t(TABLES["accounts"].column(one.column).title), options, format_func=told.get, key=f"take_{one.column}_{seen.keep}_{seen.gone}"
        )
    )


def _told(view: View, one: Attribute, account: str) -> str:
    return titles.of_value(view.t, TABLES["accounts"].column(one.column), one.values.get(account))


def _said(view: View, names: Names, seen: Preview) -> None:
    """What moves, what is filled in, and what later files may call the account."""
    t, keep = view.t, called(names[seen.keep], seen.keep)
    moves = [f"{t(TABLES[name].title)} {t.count(rows)}" for name, rows in seen.moves.items()]
    filled = [t(TABLES["accounts"].column(one.column).title) for one in seen.attributes if one.state == "filled"]
    told = [
        t("Moves to {account}: {things}.", account=keep, things=t.listed(moves)) if moves else t("No row moves."),
        t("Filled in: {things}.", things=t.listed(filled)) if filled else "",
        t("Files that say {names} mean this account from now on.", names=t.listed(list(seen.aliases))),
        t("It is one batch; the undo brings everything back."),
    ]
    st.markdown(plain(titles.sentences(t, told)))
