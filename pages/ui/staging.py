"""From a chosen file to stored rows: read and check it, show what was found, load it or leave it."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.errors import AlreadyLoaded, AmbiguousMapping, KamError, MissingField
from kam_core.export import csv_bytes
from kam_core.ingest.inspect import fitting
from kam_core.ingest.words import REASONS, REPAIRS, SHAPES
from pages.ui import frame, refusal, state
from pages.ui.tables import chips, text_column
from pages.ui.upload import ALREADY, CURRENCY, KIND, TARGET, TURN, Seen, discard, forget
from pages.ui.view import View
from pages.ui.words import plain

PREVIEW = 60


def staged(view: View, seen: Seen, chosen: dict[str, str | None], options: kam.LoadOptions) -> Any | None:
    """The file read, mapped and checked, outside the write lock; read again only when something was changed."""
    t, file = view.t, seen.file
    key = (str(file.path), file.table, tuple(chosen.items()), options, file.book.id)
    kept = state.get(state.STAGED)
    if kept and kept[0] == key:
        return kept[1]
    discard()
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, t("Reading {name}", name=plain(file.name)))
        st.button(t("Stop"), on_click=_start_over, args=(seen,), icon=":material/stop:")
    try:
        made = file.book.stage(
            file.table,
            file.path,
            chosen,
            options=options,
            progress=lambda rows, done, total: bar.progress(min(done / max(total, 1), 1.0), t("{rows} rows read", rows=t.count(rows))),
        )
    except (MissingField, AmbiguousMapping) as error:
        st.warning(refusal.told(t, error), icon=":material/help:")
        st.caption(t("Choose the field in the table of columns."))
        for name in [name for name in fitting(file.path) if name != file.table][:1]:
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
        st.badge(plain(seen.file.name), icon=":material/draft:", color="gray")
        for text in told.detected(t):
            st.badge(plain(text), color="gray")
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
                f"rejected-{Path(seen.file.name).stem}.csv",
                "text/csv",
                icon=":material/download:",
                on_click="ignore",
            )
        if st.button(t("Cancel"), type="tertiary"):
            _start_over(seen)
            st.rerun()
        st.caption(t("One batch. You can undo it in the journal."))
    if pressed or again:
        _accept(view, seen, made, again=again)


def repairs(view: View, made: Any) -> None:
    """Everything that was put right or made from other columns."""
    t = view.t
    counts: dict[str, int] = {}
    for repair in made.repairs:
        counts[repair.kind] = counts.get(repair.kind, 0) + repair.count
    lines = [(t(REPAIRS.get(kind, kind)), t.count(count)) for kind, count in counts.items()] + [(t(said), "") for said in made.derived]
    if not lines:
        return
    frame.section(t("Repairs and derivations"))
    st.dataframe(
        pd.DataFrame(lines, columns=["what", "rows"]),
        hide_index=True,
        row_height=32,
        alt=t("Repairs"),
        column_config={"what": text_column(t("What"), 560), "rows": text_column(t("Rows"), 100, right=True)},
    )


def rows(view: View, made: Any) -> None:
    """The first rows, problems beside them; the rows that need a look first."""
    t = view.t
    options = ["problems", "all"] if made.rows_rejected else ["all"]
    names = {"problems": t("Problems {n}", n=t.count(made.rows_rejected)), "all": t("All {n}", n=t.count(made.rows_read))}
    chosen = st.segmented_control(
        t("Rows"),
        options,
        default=options[0],
        required=True,
        format_func=names.get,
        key=f"rows_{len(options)}",
        label_visibility="collapsed",
    )
    if chosen == "problems":
        _problems(view, made)
        return
    table = made.preview(PREVIEW)
    problems = {row: ", ".join(t(REASONS.get(r, r)) for r in part) for row, part in made.rejects.groupby("row")["reason"]}
    table["problem"] = [problems.get(row, "") for row in table["row"]]
    st.dataframe(
        table[["row", "problem", *(name for name in table if name not in ("row", "problem"))]],
        hide_index=True,
        row_height=34,
        height=min(36 + 34 * max(len(table), 1), 420),
        alt=t("The first rows of the file"),
        column_config={"row": st.column_config.NumberColumn(t("Row"), width=60), "problem": text_column(t("Problem"), 150)},
    )


def _problems(view: View, made: Any) -> None:
    t = view.t
    problems = made.rejects.head(PREVIEW)
    words = [[t(REASONS.get(reason, reason))] for reason in problems["reason"]]
    table = pd.DataFrame(
        {"row": problems["row"], "problem": words, "column": problems["column"], "value": problems["value"].str.slice(0, 80)}
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        alt=t("Rows that need a look"),
        column_config={
            "row": st.column_config.NumberColumn(t("Row"), width=70),
            "problem": chips(t("Problem"), {w[0]: "orange" for w in words}, 220),
            "column": text_column(t("Column"), 180),
            "value": text_column(t("In the file"), 360),
        },
    )


def _rejected(made: Any) -> bytes:
    return csv_bytes(made.rejected_file())


def _accept(view: View, seen: Seen, made: Any, *, again: bool) -> None:
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
