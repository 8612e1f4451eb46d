"""The parts of the upload page: file, what was understood, mapping, questions, problems, load."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.errors import AlreadyLoaded, AmbiguousMapping, KamError, MissingField
from kam_core.export import csv_bytes
from kam_core.ingest.fields import fields
from kam_core.ingest.inspect import inspect
from kam_core.ingest.words import REASONS, REPAIRS, SHAPES
from kam_core.workbook import home
from pages.ui import cache, frame, state
from pages.ui.frame import View
from pages.ui.tables import chips, text_column

TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "parquet"]
UNLOCKS = ("transactions", "costs", "ratings", "contacts", "contracts")
TARGET, TURN = "upload_target", "upload"
PREVIEW = 60


@dataclass(frozen=True)
class File:
    """An uploaded file on disk, the workbook it goes to and the table it is for."""

    path: Path
    name: str
    table: str
    book: kam.Workbook
    private: bool


@dataclass(frozen=True)
class Seen:
    """What was understood of a file before anything is read in full."""

    file: File
    told: Any


def choose(view: View) -> File | None:
    """The file, what it holds, and where it goes."""
    t = view.t
    left, middle, right = st.columns([46, 27, 27], gap="medium")
    with left:
        given = st.file_uploader(t("CSV, TSV, Excel or Parquet; Chinese or English headers"), TYPES, key=f"file_{state.turn(TURN)}")
    with middle:
        table = st.selectbox(
            t("What is in it?"), list(kam.TABLES), format_func=lambda name: t(kam.TABLES[name].title), key="upload_table",
            index=list(kam.TABLES).index("transactions"), help=t("Orders, an account list, or a table with a column per month all go to Transactions."),
        )  # fmt: skip
    with right:
        current = view.book.path.stem if view.book.path else ""
        where = st.radio(
            t("Where to?"), ["new", "here"], format_func={"new": t("A private workbook of my own"), "here": t("Add to {name}", name=current)}.get,
            index=0 if view.is_sample else 1, key=f"{TARGET}_{view.book.id}",
        )  # fmt: skip
    if given is None:
        _forget()
        return None
    book = _private(given.file_id) if where == "new" else view.book
    return File(_on_disk(given), given.name, str(table), book, where == "new")


def inspected(view: View, file: File) -> Seen:
    """Encoding, shape and proposed columns; a file that is no table ends the page with a plain sentence."""
    try:
        told = cache.kept(file.book, ("inspect", str(file.path), file.table), lambda: inspect(file.path, file.table), tables=())
        return Seen(file, told)
    except KamError as error:
        st.error(view.t.error(error), icon=":material/error:")
        st.caption(view.t("Nothing was stored. Choose another file."))
        st.stop()


def mapping(view: View, seen: Seen) -> dict[str, str | None]:
    """Which column becomes what: proposed, remembered, or chosen here."""
    t, guesses, choices = view.t, seen.told.guesses, fields(seen.file.table)
    known = view.book.known_mapping(seen.file.table, seen.told.header_key) or {}
    frame.section(t("Columns"), t("Click a field to change it. Empty = left out."))
    if known:
        st.badge(t("Same header as before: mapping reused"), color="blue", icon=":material/history:")
    table = pd.DataFrame({
        "column": [guess.column for guess in guesses],
        "example": [guess.example[:60] for guess in guesses],
        "field": [known.get(guess.column, guess.field) if known else guess.field for guess in guesses],
        "sure": [round(guess.confidence * 100) for guess in guesses],
    })  # fmt: skip
    edited = st.data_editor(
        table, hide_index=True, row_height=32, height=min(36 + 32 * len(table), 330), key=f"map_{seen.told.header_key}_{seen.file.table}_{t.lang}",
        disabled=["column", "example", "sure"], alt=t("Columns of the file and the fields they become"),
        column_config={
            "column": text_column(t("In the file"), 170), "example": text_column(t("Example"), 170),
            "field": st.column_config.SelectboxColumn(t("Becomes"), options=list(choices), format_func=lambda name: t(choices[name].title), width=170),
            "sure": st.column_config.ProgressColumn(t("Sure"), min_value=0, max_value=100, format="%d%%", width=90, color="blue"),
        },
    )  # fmt: skip
    return {row.column: row.field if isinstance(row.field, str) else None for row in edited.itertuples()}


def questions(view: View, seen: Seen) -> kam.LoadOptions:
    """The few things a file cannot tell by itself."""
    t, options = view.t, kam.LoadOptions()
    frame.section(t("Open questions"), t("Everything else was decided from the file and is listed below."))
    order = st.segmented_control(
        t("03/04/2025: which is it?"), ["auto", "day", "month"], default="auto", required=True, key="upload_day_first",
        format_func={"auto": t("As the file tells"), "day": t("3 April"), "month": t("4 March")}.get,
    )  # fmt: skip
    if order != "auto":
        options = replace(options, day_first=order == "day")
    day = st.date_input(t("Figures without a date held on"), value=None, key="upload_valid_on", format="YYYY-MM-DD")
    if day:
        options = replace(options, valid_on=day)
    if st.toggle(t("Load total rows (合计) as data"), key="upload_totals"):
        options = replace(options, keep_totals=True)
    return options


def staged(view: View, seen: Seen, chosen: dict[str, str | None], options: kam.LoadOptions) -> Any | None:
    """The file read, mapped and checked, outside the write lock; read again only when something was changed."""
    t, file = view.t, seen.file
    key = (str(file.path), file.table, tuple(chosen.items()), options, file.book.id)
    kept = state.get(state.STAGED)
    if kept and kept[0] == key:
        return kept[1]
    _discard()
    place = st.empty()
    bar = place.progress(0.0, t("Reading {name}", name=frame.plain(file.name)))
    try:
        made = file.book.stage(
            file.table, file.path, chosen, options=options,
            progress=lambda rows, done, total: bar.progress(min(done / max(total, 1), 1.0), t("{rows} rows read", rows=t.count(rows))),
        )  # fmt: skip
    except (MissingField, AmbiguousMapping) as error:
        st.warning(t.error(error), icon=":material/help:")
        st.caption(t("Choose the field in the table of columns."))
        return None
    except KamError as error:
        st.error(t.error(error), icon=":material/error:")
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
        return t.n("{ready} of {all} rows are ready. {n} needs you.", "{ready} of {all} rows are ready. {n} need you.", made.rows_rejected, **facts)
    return t("{ready} of {all} rows are ready.", **facts)


def badges(view: View, seen: Seen, made: Any) -> None:
    """What was detected."""
    t, told = view.t, seen.told
    with st.container(horizontal=True, gap="small"):
        st.badge(frame.plain(seen.file.name), icon=":material/draft:", color="gray")
        for text in told.detected(t):
            st.badge(frame.plain(text), color="gray")
        st.badge(t(SHAPES[made.shape]), color="blue")


def load(view: View, seen: Seen, made: Any) -> None:
    """Load, download what was rejected, or leave it."""
    t = view.t
    with st.container(horizontal=True, vertical_alignment="center"):
        label = t.n("Load {n} row", "Load {n} rows", made.rows_ready)
        pressed = st.button(label, type="primary", icon=":material/check:", disabled=made.rows_ready == 0)
        again = st.button(t("Load again all the same"), key="again") if state.get("already") else False
        if made.rows_rejected:
            st.download_button(
                t.n("Download {n} rejected row", "Download {n} rejected rows", made.rows_rejected), partial(_rejected, made),
                f"rejected-{Path(seen.file.name).stem}.csv", "text/csv", icon=":material/download:", on_click="ignore",
            )  # fmt: skip
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
    st.dataframe(pd.DataFrame(lines, columns=["what", "rows"]), hide_index=True, row_height=32, alt=t("Repairs"), column_config={
        "what": text_column(t("What"), 560), "rows": text_column(t("Rows"), 100, right=True)})  # fmt: skip


def rows(view: View, made: Any) -> None:
    """The first rows, problems beside them; the rows that need a look first."""
    t = view.t
    options = ["problems", "all"] if made.rows_rejected else ["all"]
    names = {"problems": t("Problems {n}", n=t.count(made.rows_rejected)), "all": t("All {n}", n=t.count(made.rows_read))}
    chosen = st.segmented_control(t("Rows"), options, default=options[0], required=True, format_func=names.get, key=f"rows_{len(options)}",
                                  label_visibility="collapsed")  # fmt: skip
    if chosen == "problems":
        problems = made.rejects.head(PREVIEW)
        words = [[t(REASONS.get(reason, reason))] for reason in problems["reason"]]
        table = pd.DataFrame({"row": problems["row"], "problem": words, "column": problems["column"], "value": problems["value"].str.slice(0, 80)})
        st.dataframe(table, hide_index=True, row_height=34, alt=t("Rows that need a look"), column_config={
            "row": st.column_config.NumberColumn(t("Row"), width=70), "problem": chips(t("Problem"), {w[0]: "orange" for w in words}, 220),
            "column": text_column(t("Column"), 180), "value": text_column(t("In the file"), 360)})  # fmt: skip
        return
    table = made.preview(PREVIEW)
    if "problem" in table:
        table["problem"] = [t(REASONS.get(p, p)) if isinstance(p, str) and p else "" for p in table["problem"]]
    st.dataframe(table, hide_index=True, row_height=34, height=min(36 + 34 * max(len(table), 1), 420), alt=t("The first rows of the file"))


def unlocks(view: View) -> None:
    """What each file unlocks, with a template."""
    t = view.t
    frame.section(t("What each file unlocks"))
    told = {
        "transactions": (t("account, date, amount"), t("Profit, whale curve, lifetime value, repeat patronage")),
        "costs": (t("account, date, activity, amount"), t("True customer profit: who costs more than they bring")),
        "ratings": (t("account, item, value"), t("Loyalty quadrants and relationship matrix")),
        "contacts": (t("account, name, role, influence, support"), t("Decision chain, trust by person")),
        "contracts": (t("account, end date"), t("Renewals, retention by contract")),
    }  # fmt: skip
    for name in UNLOCKS:
        needs, gives = told[name]
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(f"**{t(kam.TABLES[name].title)}**", width=140)
            st.markdown(needs, width=290)
            st.markdown(gives, width="stretch")
            st.download_button(t("Template"), partial(_template, name), f"{name}.csv", "text/csv", key=f"template_{name}", type="tertiary",
                               icon=":material/download:", on_click="ignore")  # fmt: skip


def _template(name: str) -> bytes:
    return csv_bytes(pd.DataFrame(columns=list(kam.TABLES[name].names)))


def _rejected(made: Any) -> bytes:
    return csv_bytes(made.rejected_file())


def _accept(view: View, seen: Seen, made: Any, *, again: bool) -> None:
    t, file = view.t, seen.file
    try:
        report = file.book.accept(made, again=again, author=t("You"))
    except AlreadyLoaded as error:
        state.put("already", True)
        st.warning(t.error(error), icon=":material/content_copy:")
        return
    except KamError as error:
        st.error(t.error(error), icon=":material/error:")
        return
    state.put(state.NOTICE, t.n("{n} row loaded as batch {batch}.", "{n} rows loaded as batch {batch}.", report.rows_loaded, batch=report.batch))
    if file.private and file.book.path:
        file.book.set_meta("name", Path(file.name).stem)
        state.look_at(file.book.path)
    _start_over(seen)
    st.switch_page("pages/overview.py")


def _private(file_id: str) -> kam.Workbook:
    """The private workbook of this upload: a random file that only this session knows."""
    kept = state.get(TARGET)
    if not kept or kept[0] != file_id:
        kept = (file_id, str(home.private_path()))
        state.put(TARGET, kept)
    return cache.book(Path(kept[1]))


def _on_disk(given: Any) -> Path:
    """Stream the upload to a file of its own (its name is ours, its ending is the user's)."""
    path = home.home("temp", "uploads") / f"{given.file_id}{Path(given.name).suffix[:8].lower()}"
    if not path.exists():
        with open(path, "wb") as target:
            given.seek(0)
            shutil.copyfileobj(given, target)
    return path


def _discard() -> None:
    kept = state.drop(state.STAGED)
    if kept:
        kept[1].discard()


def _forget() -> None:
    _discard()
    state.drop("already")


def _start_over(seen: Seen) -> None:
    _forget()
    seen.file.path.unlink(missing_ok=True)
    state.bump(TURN)

