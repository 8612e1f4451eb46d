"""Whom the account room shows: the box that searches, and the accounts before and after it in the ranking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.identity import merged_into
from pages.ui import address, identity, linked, overview, scope, state
from pages.ui.view import View
from pages.ui.words import plain


def room(view: View) -> View:
    """The view of one account: filters choose whom one leafs through, never what is seen of an account; each figure names its span."""
    return replace(view, filters=(), window=None)


def choose(view: View) -> str | None:
    """Which account; it is in the link (``?account=``). ``None`` after an invitation when there is none."""
    t, everyone = view.t, room(view)
    if everyone.scores.empty:
        overview.invitation(view)
        return None
    names = everyone.kept("account_names", lambda: _names(everyone.scores))
    known = set(view.scores["account_id"]) if view.filters else None
    listed = [account for account in names if known is None or account in known]
    wanted = st.query_params.get(state.ACCOUNT)
    stays = merged_into(view.book, wanted) if wanted and wanted not in names else None
    if stays in names:
        st.info(t("{name} was merged into this account.", name=plain(str(wanted))), icon=":material/merge:")
        state.keep_in_link(state.ACCOUNT, stays)
        wanted = stays
    if state.drop(address.GONE):  # on a stage: what the link held is not said
        st.warning(t("The account of the link is not in this workbook."), icon=":material/search_off:")
    elif wanted and wanted not in names:
        st.warning(t("There is no account {name} in this workbook.", name=plain(wanted)), icon=":material/search_off:")
    told = wanted if wanted in names else state.get(state.ACCOUNT)
    outside = told in names and known is not None and told not in known
    options = [str(told), *listed] if outside else listed
    link = linked.choice(state.ACCOUNT, options, options[0])
    chosen = _row(view, options, names, link)
    if view.filters:
        _narrowed(view, len(listed), outside)
    return chosen


def _names(scores: pd.DataFrame) -> dict[str, str]:
    """Names by account, the most revenue first; a name that two accounts share says which."""
    ranked = scores.sort_values("revenue", ascending=False, na_position="last")
    shared = ranked["account_name"].duplicated(keep=False)
    shown = ranked["account_name"].where(~shared, ranked["account_name"] + " · " + ranked["account_id"])
    return dict(zip(ranked["account_id"], shown, strict=True))


def _row(view: View, options: list[str], names: dict[str, str], link: dict[str, Any]) -> str:
    """The box that searches, between the accounts before and after it in the ranking; and the form of the one chosen."""
    t = view.t
    at = options.index(state.get(state.ACCOUNT))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        _leaf(t("Previous account"), "chevron_left", options[at - 1] if at else None)
        chosen = st.selectbox(
            t("Account"), options, format_func=lambda account: names.get(account, account), label_visibility="collapsed", **link
        )
        _leaf(t("Next account"), "chevron_right", options[at + 1] if at + 1 < len(options) else None)
        edit = not view.stage and st.button(t("Edit"), key="edit_account", icon=":material/edit:")
    if edit:
        identity.change(view, str(chosen), names[str(chosen)])
    return str(chosen)


def _leaf(title: str, icon: str, account: str | None) -> None:
    st.button(
        f":material/{icon}:",
        key=f"leaf_{icon}",
        help=title,
        disabled=account is None,
        on_click=state.keep_in_link,
        args=(state.ACCOUNT, account),
    )


def _narrowed(view: View, n: int, outside: bool) -> None:
    """What the filters do here: they say through whom one leafs; a linked account outside of them is shown all the same."""
    t, filters = view.t, scope.words(view)
    if outside:
        words = t("This account lies outside the filters ({filters}); it is shown all the same.", filters=filters)
        st.info(plain(words), icon=":material/filter_alt:")
        return
    st.caption(plain(t.n("Leafing through {n} account: {filters}", "Leafing through {n} accounts: {filters}", n, filters=filters)))
