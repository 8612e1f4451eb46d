"""The links of the people of an account: who reports to whom, who sways whom, and who of us holds whom, now and as wanted."""

from __future__ import annotations

from typing import cast

import pandas as pd
import streamlit as st

from kam_core.engine import question
from kam_core.schema import CHOICE_TITLES
from pages.ui import clicks, download, forms, frame
from pages.ui.tables import bar_column, text_column
from pages.ui.view import View

ASKED = ("kind", "from_id", "to_id", "level", "wanted")
HEIGHT = 360
COLUMNS = ["kind", "from_id", "from_name", "to_id", "to_name", "level", "wanted"]


def show(view: View, account_id: str, contacts: pd.DataFrame) -> None:
    """The list of links with its form; ``contacts`` are the people of the account."""
    t, rows = view.t, _rows(view, account_id)
    frame.section(t("Links"), t("Level 1–4, as it is and as it shall be; a link of ours begins with one of us"))
    if not view.stage and st.button(t("Add a link"), key="add_link", icon=":material/add_link:"):
        usual = {"kind": "our_link", "from_id": view.scores.set_index("account_id")["owner"].get(account_id), "level": 1}
        forms.ask(view, _form(view, contacts, t("Add a link"), t("Link added.")), {}, usual=usual)
    if rows.empty:
        st.write(t("No link known yet. Who of us knows whom, and who listens to whom?"))
        return
    _table(view, rows)
    row = None if view.stage else clicks.pressed_row("edit_link", rows)
    if row is not None:
        forms.ask(view, _form(view, contacts, t("Edit a link"), t("Link changed.")), {}, row)
    download.below(view, f"links-{account_id}", rows[COLUMNS])


def _table(view: View, rows: pd.DataFrame) -> None:
    t = view.t
    table = pd.DataFrame(
        {
            "kind": [t(CHOICE_TITLES.get(kind, kind)) if isinstance(kind, str) else t.missing for kind in rows["kind"]],
            "from": rows["from_name"].fillna(rows["from_id"]),
            "to": rows["to_name"].fillna(rows["to_id"]),
            "level": rows["level"],
            "wanted": rows["wanted"],
        }
    )
    config = {
        "kind": text_column(t("Kind"), 130),
        "from": text_column(t("From"), 170),
        "to": text_column(t("To"), 170),
        "level": bar_column(t("Level now"), 110, "blue", 4),
        "wanted": bar_column(t("Level wanted"), 120, "gray", 4),
    }
    if not view.stage:
        table["edit"] = t("Edit")
        config["edit"] = st.column_config.ButtonColumn("", width=70, type="tertiary", key="edit_link")
    height = min(38 + 34 * len(table), HEIGHT)
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=height,
        key="links",
        alt=t("Links of the people"),
        placeholder=t.missing,
        column_config=config,
    )


def _rows(view: View, account_id: str) -> pd.DataFrame:
    def read() -> pd.DataFrame:
        return view.book.frame(question("account_links"), {"account_id": account_id}).set_index("row_id")

    return cast("pd.DataFrame", view.kept("account_links", read, account_id, view.book.revisions["links"]))


def _form(view: View, contacts: pd.DataFrame, title: str, said: str) -> forms.Form:
    """A link runs from one of them or of us to one of them."""
    them = dict(zip(contacts["contact_id"], contacts["contact_name"], strict=True))
    ours = {name: name for name in view.book.frame(question("our_people"))["name"]}
    about = view.t("Our link begins with one of us and ends with one of them; the others join two of them.")
    return forms.Form("links", ASKED, title, said, {"from_id": {**ours, **them}, "to_id": them}, about=about)
