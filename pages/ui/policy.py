"""The service policy: what each tier, status or industry is promised, whom that covers, and the accounts that agreed on something else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import policies as promised
from kam_core.portfolio.potential import CLASSES
from kam_core.schema import CHOICE_TITLES
from kam_core.workbook import Edit
from kam_core.workbook.lookup import Sought
from pages.ui import clicks, frame, grid, saving, state, unsaved
from pages.ui.decisions import apply, ask, dialog
from pages.ui.editor import edits, overlaid
from pages.ui.tables import number_column, text_column
from pages.ui.view import View
from pages.ui.words import plain

if TYPE_CHECKING:
    from pages.ui.register import Facts

OWN = "own"
"""What a dialog asks."""

VALUES = 200
"""Values offered for a policy; an industry list of an import may be endless."""


def shared(view: View, found: Facts) -> None:
    """The policies of tiers, statuses and industries, editable, and how far each reaches."""
    t = view.t
    frame.section(
        t("Service policy"), t("An own agreement comes before the tier, the tier before the status, the status before the industry")
    )
    rows = written(view)
    rows = rows[rows["applies_to"].isin(promised.SHARED)]
    if rows.empty and not view.stage:
        _start(view, found)
    stem = f"policies_{view.book.id[:8]}"
    unsaved.settle(view, f"{stem}_{state.turn('grid')}")
    key = f"{stem}_{state.turn('grid')}"
    data = overlaid(rows, "policies", unsaved.of(view).carried)
    shown = grid.Shown(key, rows, data, len(rows), len(rows), Sought())
    _editor(view, found, shown)
    if not view.stage:
        live = edits("policies", rows, state.get(key) or {})
        touched = [edit.row_id for edit in live if not isinstance(edit, kam.Insert)]
        unsaved.note(view, key, live, {("policies", row): str(rows.loc[row, "value"]) for row in touched})
        saving.save(view, kam.TABLES["policies"], shown)
    _reach(view, found, after(rows, [] if view.stage else unsaved.of(view).pending))


def written(view: View) -> pd.DataFrame:
    """Every policy the workbook keeps, a row each."""
    return view.kept("policies", lambda: view.book.table("policies"), view.book.revisions["policies"])


def _start(view: View, found: Facts) -> None:
    t, usual = view.t, promised.usual_edits(found.every, view.t)
    if usual and st.button(t("Start with a proposed policy"), type="primary", icon=":material/auto_awesome:"):
        apply(view, usual, t.n("{n} policy added.", "{n} policies added.", len(usual)))


def _editor(view: View, found: Facts, shown: grid.Shown) -> None:
    t, config = view.t, st.column_config
    text = ("applies_to", "value", "service_level", "entitlements")
    title = {column.name: t(column.title) for column in kam.TABLES["policies"].columns}
    st.data_editor(
        shown.data.assign(**{name: shown.data[name].astype(object).where(shown.data[name].notna(), "") for name in text}).reset_index(
            drop=True
        ),
        key=shown.key,
        hide_index=True,
        num_rows="fixed" if view.stage else "dynamic",
        disabled=view.stage,
        row_height=34,
        alt=t("Service policies"),
        column_config={
            "applies_to": config.SelectboxColumn(
                title["applies_to"], width=110, required=True, options=promised.SHARED, format_func=lambda level: t(promised.LEVELS[level])
            ),
            "value": config.SelectboxColumn(
                title["value"],
                width=130,
                required=True,
                options=_values(found, shown.rows),
                format_func=lambda c: t(CHOICE_TITLES.get(c, c)),
            ),
            "service_level": config.TextColumn(title["service_level"], width=190, max_chars=200),
            "cadence_days": config.NumberColumn(t("Contact every, days"), width=166, min_value=1, step=1),
            "entitlements": config.TextColumn(title["entitlements"], width=430, max_chars=4000),
        },
    )


def _values(found: Facts, rows: pd.DataFrame) -> list[str]:
    """What a policy can apply to: tiers in use (A, B and C anyway), classes of value, statuses, industries, and what is written already."""
    tiers = sorted({"A", "B", "C", *_texts(found.every["tier"])})
    statuses = [choice for choice in kam.TABLES["accounts"].column("status").choices if choice]
    return list(dict.fromkeys([*tiers, *CLASSES, *statuses, *_texts(rows["value"]), *_texts(found.every["industry"])[:VALUES]]))


def _texts(values: pd.Series) -> list[str]:
    return sorted({str(value) for value in values.dropna() if str(value)})


def after(rows: pd.DataFrame, pending: Sequence[Edit]) -> pd.DataFrame:
    """The shared policies as they would be after a save."""
    mine = [edit for edit in pending if edit.table == "policies"]
    kept = overlaid(rows, "policies", mine).drop(index=[edit.row_id for edit in mine if isinstance(edit, kam.Delete)], errors="ignore")
    added = [dict(edit.values) for edit in mine if isinstance(edit, kam.Insert) and edit.values.get("applies_to") in promised.SHARED]
    return pd.concat([kept.astype(object), pd.DataFrame(added, columns=kept.columns, dtype=object)], ignore_index=True) if added else kept


def _reach(view: View, found: Facts, after: pd.DataFrame) -> None:
    """Whom each policy covers, saved or not."""
    t = view.t
    if after.empty:
        return
    reach = promised.covered(found.every, after)
    table = pd.DataFrame(
        {
            "policy": [
                f"{t(promised.LEVELS[level])} · {t(CHOICE_TITLES.get(v, v))}"
                for level, v in zip(reach["applies_to"], reach["value"], strict=True)
            ],
            "covers": reach["covers"],
            "overruled": reach["overruled"],
            "overdue": reach["contact_overdue"],
        }
    )
    frame.section(t("Whom it covers"), t("With what you typed above, saved or not; filters aside"))
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        alt=t("Accounts that each service policy covers"),
        column_config={
            "policy": text_column(t("Policy"), 260),
            "covers": number_column(t("Accounts covered"), 150),
            "overruled": number_column(t("Of these under a nearer one"), 210),
            "overdue": number_column(t("Contact overdue"), 150),
        },
    )


def own(view: View, found: Facts) -> None:
    """The accounts that agreed on something else, and the way to agree."""
    t, rows = view.t, written(view)
    rows = rows[rows["applies_to"] == promised.OWN]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        frame.section(t("Own agreements"), t("One account deviates, with a reason; what is left empty stays inherited"))
        if not view.stage and st.button(t("Agree something else"), icon=":material/edit_note:"):
            ask(OWN)
    if len(rows):
        _agreements(view, found, rows)


def _agreements(view: View, found: Facts, rows: pd.DataFrame) -> None:
    t, names = view.t, found.every.set_index("account_id")["account_name"]
    table = pd.DataFrame(
        {
            "account": rows["value"].map(names).fillna(rows["value"]),
            "service_level": rows["service_level"].fillna(t.missing),
            "cadence_days": [t.count(days) for days in rows["cadence_days"]],
            "entitlements": rows["entitlements"].fillna(t.missing),
        }
    )
    buttons = {} if view.stage else {"back": t("Inherit again")}
    title = {column.name: t(column.title) for column in kam.TABLES["policies"].columns}
    st.dataframe(
        table.assign(**buttons),
        hide_index=True,
        row_height=34,
        alt=t("Own agreements"),
        column_config={
            "account": text_column(t("Account"), 200),
            "service_level": text_column(title["service_level"], 190),
            "cadence_days": text_column(t("Contact every, days"), 140, right=True),
            "entitlements": text_column(title["entitlements"], 380),
            "back": st.column_config.ButtonColumn("", width=116, type="tertiary", key="inherit_again"),
        },
    )
    account = clicks.pressed("inherit_again", rows["value"].tolist())
    if account is not None and not view.stage:
        apply(
            view,
            promised.inherit_edits(written(view), account),
            t("{account} inherits its policy again.", account=names.get(account, account)),
        )


def open_if_asked(view: View, found: Facts) -> None:
    """The dialog of an own agreement, if somebody asked for it."""
    if state.get(state.DECIDING, ("",))[0] == OWN:
        _agree(view, found)


def _agree(view: View, found: Facts) -> None:
    t, names = view.t, found.every.set_index("account_id")["account_name"]
    title = {column.name: t(column.title) for column in kam.TABLES["policies"].columns}

    def body() -> None:
        account = st.selectbox(t("Account"), names.index.tolist(), index=None, format_func=names.get, placeholder=t("Choose an account"))
        if account is None:
            return
        st.caption(plain(holds(view, found.every[found.every["account_id"] == account].iloc[0])))
        with st.form("own_policy", border=False):
            agreed = {
                "service_level": st.text_input(title["service_level"], max_chars=200),
                "cadence_days": st.number_input(t("Contact every, days"), min_value=1, value=None, step=1),
                "entitlements": st.text_input(title["entitlements"], max_chars=4000),
            }
            reason = st.text_input(t("Why"), placeholder=t("In one sentence"), max_chars=4000)
            pressed = st.form_submit_button(t("Agree"), type="primary", icon=":material/check:")
        if pressed:
            how = {"author": state.author(), "day": view.as_of}
            make = partial(promised.own_edits, written(view), account, agreed, reason, t, **how)
            apply(view, make, t("{account} has its own agreement now.", account=names[account]))

    dialog(t("Agree something else"), "medium", body)


def holds(view: View, row: pd.Series) -> str:
    """What holds for an account now, and from where."""
    t = view.t
    if not isinstance(row["policy_from"], str):
        return t("No service policy covers it yet.")
    parts = [str(row[name]) for name in ("service_level", "entitlements") if isinstance(row[name], str)]
    if pd.notna(row["cadence_days"]):
        parts.insert(1, t.n("contact every day", "contact every {n} days", row["cadence_days"]))
    return t("Now: {promise} ({origin})", promise=t.listed(parts), origin=t(promised.LEVELS[row["policy_from"]]))
