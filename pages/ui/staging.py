"""From a file that was read to stored rows: check it, show what was found, load it or leave it."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

import kam_core as kam
from kam_core.errors import AlreadyLoaded, AmbiguousMapping, KamError, MissingField
from kam_core.export import csv_bytes
from kam_core.ingest.inspect import fitting
from kam_core.ingest.words import SHAPES
from pages.ui import loaded, recipes, refusal, state
from pages.ui.upload import ALREADY, CURRENCY, KIND, TARGET, TURN, Seen, discard, forget
from pages.ui.view import View
from pages.ui.words import file_stem, on_badge, plain


def staged(view: View, seen: Seen, chosen: dict[str, str | None], options: kam.LoadOptions) -> Any | None:
    """The file mapped and checked, outside the write lock; done again only when something was changed."""
    t, file = view.t, seen.file
    key = (str(file.path), file.table, tuple(chosen.items()), options, file.book.id)
    kept = state.get(state.STAGED)
    if kept and kept[0] == key:
        return kept[1]
    discard()
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, t("Checking {name}", name=plain(file.name)))
        st.button(t("Stop"), on_click=_start_over, args=(seen,), key="stop_checking", icon=":material/stop:")
    try:
        made = file.book.stage(
            file.table,
            seen.source,
            chosen,
            options=options,
            progress=lambda rows, done, total: bar.progress(min(done / max(total, 1), 1.0), t("{rows} rows checked", rows=t.count(rows))),
        )
    except (MissingField, AmbiguousMapping) as error:
        st.warning(refusal.told(t, error), icon=":material/help:")
        st.caption(t("Choose the field in the table of columns."))
        profile = seen.told.profile.table if seen.told.profile else ""  # it is offered above
        placed = sum(guess.field is not None for guess in seen.told.guesses)
        for name in [name for name in fitting(seen.source, more_than=placed) if name not in (file.table, profile)][:1]:
            st.button(
                t("It looks like {table}: read it so", table=t(kam.TABLES[name].title)),
                type="primary",
                on_click=state.put,
                args=(KIND, name),
            )
        return None
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return None
    finally:
        place.empty()
    state.put(state.STAGED, (key, made))
    return made


def finding(view: View, made: Any) -> str:
    """How many rows are ready, how many need a look."""
    t, facts = view.t, {"ready": view.t.count(made.rows_ready), "all": view.t.count(made.rows_read)}
    if made.rows_read == 0:
        return t("The file has a header and no rows.")
    if made.rows_rejected:
        return t.n(
            "{ready} of {all} rows are ready. {n} needs you.", "{ready} of {all} rows are ready. {n} need you.", made.rows_rejected, **facts
        )
    if made.totals:
        return t.n(
            "{ready} of {all} rows are ready; {n} total row is left out.",
            "{ready} of {all} rows are ready; {n} total rows are left out.",
            made.totals,
            **facts,
        )
    return t("{ready} of {all} rows are ready.", **facts)


def badges(view: View, seen: Seen, made: Any) -> None:
    """What was detected."""
    t, told = view.t, seen.told
    with st.container(horizontal=True, gap="small"):
        st.badge(on_badge(seen.file.name), icon=":material/draft:", color="gray")
        for text in told.detected(t):
            st.badge(on_badge(text), color="gray")
        st.badge(t(SHAPES[made.shape]), color="blue")


def load(view: View, seen: Seen, made: Any) -> None:
    """Load, download what was rejected, or leave it."""
    t, already = view.t, state.get(ALREADY)
    if already:
        st.warning(already, icon=":material/content_copy:")
    with st.container(horizontal=True, vertical_alignment="center"):
        label = t.n("Load {n} row", "Load {n} rows", made.rows_ready)
        pressed = st.button(label, type="primary", icon=":material/check:", disabled=made.rows_ready == 0)
        again = st.button(t("Load it anyway"), key="again") if already else False
        if made.rows_rejected:
            st.download_button(
                t.n("Download {n} rejected row", "Download {n} rejected rows", made.rows_rejected),
                partial(_rejected, made),
                f"rejected-{file_stem(Path(seen.file.name).stem)}.csv",
                "text/csv",
                icon=":material/download:",
                on_click="ignore",
            )
        recipes.keep(view, seen, made)
        if st.button(t("Cancel"), type="tertiary"):
            _start_over(seen)
            st.rerun()
        st.caption(t("One batch. You can undo it in the journal."))
    if pressed or again:
        accept(view, seen, made, again=again)


def _rejected(made: Any) -> bytes:
    return csv_bytes(made.rejected_file())


def accept(view: View, seen: Seen, made: Any, *, again: bool = False) -> None:
    """Store what was staged as one batch and show what became of the portfolio."""
    t, file = view.t, seen.file
    try:
        report = file.book.accept(made, again=again, author=state.author())
    except AlreadyLoaded as error:
        state.put(ALREADY, refusal.told(t, error))
        st.rerun()
    except KamError as error:
        discard()
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    state.put(
        state.NOTICE, t.n("{n} row loaded as batch {batch}.", "{n} rows loaded as batch {batch}.", report.rows_loaded, batch=report.batch)
    )
    loaded.remember(file.book, report.batch)
    state.forget_date()
    if state.get(CURRENCY):
        file.book.set_meta("currency", str(state.get(CURRENCY)))
    if file.private and file.book.path:
        file.book.set_meta("name", Path(file.name).stem)
        state.look_at(file.book.path)
        state.drop(TARGET)
    _start_over(seen)
    st.switch_page("pages/overview.py")


def _start_over(seen: Seen) -> None:
    forget()
    shutil.rmtree(seen.file.path.parent, ignore_errors=True)
    state.bump(TURN)
