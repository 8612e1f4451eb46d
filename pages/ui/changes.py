"""What changed since the last visit: one line, and the details behind it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

import kam_core as kam
from kam_core import assumptions, visits
from kam_core.accounts import as_of_or_last
from kam_core.alerts import RULES
from kam_core.figures import AT_RISK, FIGURES
from kam_core.matrices import HEADLINE
from kam_core.visits import Changes, Look
from pages.ui import cache, risk, state
from pages.ui.view import View
from pages.ui.words import plain

SINCE = "seen_before"
NAMED = 6
"""Accounts that are named in each part of the details."""


def block(view: View) -> None:
    """The line; nothing on a stage, for what is not saved, and for a workbook without data."""
    if view.stage or not visits.remembers(view.book) or view.every_score.empty:
        return
    t, now = view.t, _look(view)
    since = _compared_with(view, now)
    found = _narrowed(view, visits.changes(since, now, view.book.journal(), view.params.evidence.change_band))
    day = _told(view, since.at)
    if found.nothing:
        first = datetime.now(UTC) - datetime.fromisoformat(since.at) < timedelta(hours=visits.HOURS)
        told = t("First visit on this computer: from the next one on, this line says what changed.")
        st.caption(told if first else t("Nothing changed since {day}.", day=day))
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/update: **{plain(t('Since {day}', day=day))}**", width="content")
        st.markdown(plain(" · ".join(_summary(view, found))), width="stretch")
        with st.popover(t("Details"), type="tertiary"):
            _details(view, found)
            st.page_link("pages/settings.py", label=t("Journal"), icon=":material/history:")


def _look(view: View) -> Look:
    """The workbook as it is today, under the assumptions it keeps, whatever this page is narrowed or moved to."""
    book, day, params = view.book, as_of_or_last(view.book, None), assumptions.saved(view.book)

    def make() -> Look:
        scores, reasons = cache.scores(book, day, params), cache.alerts(book, day, params)
        placed = {name: cache.matrix(book, name, day, params) for name in HEADLINE}
        more = {name: risk.total(scores, reasons, name) for name in AT_RISK}
        return visits.look(book, day, assumptions.written(params), scores, reasons, placed, more)

    found: Look = cache.kept(book, ("look", book.revision, day, params), make)
    return found


def _compared_with(view: View, now: Look) -> Look:
    """The look to compare with; the disk is asked once for each state of the workbook, and every few minutes."""
    clock, key = datetime.now(UTC), (view.book.id, view.book.revision)
    kept = state.get(SINCE)
    if kept and kept[0] == key and (clock - kept[1]).total_seconds() < 60 * visits.REPEAT_MINUTES:
        found: Look = kept[2]
        return found
    since = visits.visit(view.book.id, now, clock)
    state.put(SINCE, (key, clock, since))
    return since


def _narrowed(view: View, found: Changes) -> Changes:
    """Only the accounts the page shows; sums of all accounts are left out then."""
    return found if view.accounts is None else visits.only(found, set(view.accounts))


def _summary(view: View, found: Changes) -> list[str]:
    """What there is to say, each part in a few words."""
    t = view.t
    parts = [
        (found.batches, t.n("{n} change", "{n} changes", len(found.batches))),
        (found.new, t.n("{n} new alert", "{n} new alerts", len(found.new))),
        (found.resolved, t.n("{n} resolved", "{n} resolved", len(found.resolved))),
        (found.moves, t.n("{n} changed quadrant", "{n} changed quadrants", len(found.moves))),
    ]
    money = [(name, title, found.money.get(name)) for name, title in (("revenue_12m", t("Revenue")), ("profit_12m", t("Profit")))]
    moved = [t("{title} {change}", title=title, change=_signed(view, pair[1] - pair[0])) for _, title, pair in money if pair]
    return [text for some, text in parts if some] + moved


def _signed(view: View, change: float) -> str:
    return ("+" if change > 0 else "") + view.t.money(change, view.symbol)


def _money(view: View, found: Changes) -> list[str]:
    """Every total that moved, with its full title."""
    t = view.t
    titles = {name: t((AT_RISK.get(name) or FIGURES[name]).title) for name in found.money}
    return [t("{title} {change}", title=titles[n], change=_signed(view, now - then)) for n, (then, now) in found.money.items()]


def _details(view: View, found: Changes) -> None:
    """Who changed what, which alerts came and went, who moved, and the money."""
    t = view.t
    names = view.every_score.set_index("account_id")["account_name"]
    if found.batches:
        touched = sorted(((rows, name) for name, rows in found.tables.items() if name in kam.TABLES), reverse=True)
        rest = [t("{n} more", n=t.count(len(touched) - NAMED))] if len(touched) > NAMED else []
        tables = t.listed([*(f"{t(kam.TABLES[name].title)} {t.count(rows)}" for rows, name in touched[:NAMED]), *rest])
        by = t.listed(list(found.authors)) if found.authors else t("nobody named")
        st.markdown(
            plain(t.n("{n} change by {who}: {tables}", "{n} changes by {who}: {tables}", len(found.batches), who=by, tables=tables))
        )
    for title, pairs in ((t("New"), found.new), (t("Resolved"), found.resolved)):
        told = [f"{names.get(account, account)} ({t(RULES[kind].title) if kind in RULES else kind})" for account, kind in pairs[:NAMED]]
        _line(view, title, told, len(pairs))
    moves = []
    for matrix, account, old, new in found.moves[:NAMED]:
        declared = kam.MATRICES[matrix]
        moves.append(f"{names.get(account, account)} ({t(declared.quadrant(old).title)} → {t(declared.quadrant(new).title)})")
    _line(view, t("Moved"), moves, len(found.moves))
    _line(view, t("Money"), _money(view, found), len(found.money))
    if found.assumed_otherwise:
        st.caption(t("The assumptions changed: figures are not like for like."))


def _line(view: View, title: str, told: list[str], every: int) -> None:
    if told:
        rest = [view.t("{n} more", n=view.t.count(every - len(told)))] if every > len(told) else []
        st.markdown(f"**{plain(title)}**  \n{plain(view.t.listed([*told, *rest]))}")


def _told(view: View, at: str) -> str:
    """Day and time on this computer."""
    when = datetime.fromisoformat(at).astimezone()
    return f"{view.t.day(when.date())} {when:%H:%M}"
