"""Who stands in a quadrant: the list beside a matrix, its way to the account and to the proof, by mouse and by keyboard."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core import own
from kam_core.index import INDICES
from kam_core.matrices import Axis, Matrix, Quadrant
from kam_core.schema import CHOICE_TITLES
from pages.ui import clicks, proof, state
from pages.ui.paging import paged
from pages.ui.tables import COLOURS, chips, fitted, money_column, number_column, scaled, text_column
from pages.ui.view import View

PAGE = 50
"""Lines of the list beside the chart at a time."""
SEEN = 10
"""Lines in sight without scrolling."""
WIDTH, WIDTHS = 160, {"need": 168, "contact": 120}
"""Pixels of the names: usually, and of those that need more or less."""
OF = (124, 84)
"""Pixels of the account of a contact, and of a need."""


def in_order(declared: Matrix) -> list[Quadrant]:
    """The quadrants, the one that needs a decision first."""
    return sorted(declared.quadrants, key=lambda q: declared.order.index(q.place))


def every_standing(declared: Matrix) -> list[Quadrant]:
    """The same, and before all what is blocked where somebody can block."""
    return [*([declared.blocked] if declared.blocked else []), *in_order(declared)]


def listed(view: View, declared: Matrix, rows: pd.DataFrame, key: str, *, mixed: bool) -> None:
    """The subjects, a page of them, the largest first; ``mixed`` when they stand in several quadrants."""
    if rows.empty:
        st.caption(view.t("Nobody stands here."))
        return
    bought = view.scores.set_index("account_id")["revenue_12m"]
    rows = rows.assign(revenue_12m=rows["account_id"].map(bought), who=_names(rows))
    if (rows["subject_type"] == "owner").all():
        rows["revenue_12m"] = rows["subject_id"].map(view.scores.groupby("owner")["revenue_12m"].sum(min_count=1))
    rows = rows.sort_values("revenue_12m", ascending=False, na_position="last", kind="stable")
    part, _ = paged(rows, PAGE, f"members_page_{declared.id}_{key}_{len(rows) if mixed else 0}")
    _table(view, declared, part, key, mixed=mixed)
    _one(view, declared, part)


def _names(rows: pd.DataFrame) -> pd.Series:
    """What a subject is called: its own name, else that of its account."""
    if "subject_name" not in rows:
        return rows["account_name"]
    return rows["subject_name"].where(rows["subject_name"].notna(), rows["account_name"])


def _table(view: View, declared: Matrix, rows: pd.DataFrame, key: str, *, mixed: bool) -> None:
    """The rows as a table; a press on a name opens the account, one on the sign beside it the proof of the point."""
    t, who = view.t, str(rows["subject_type"].iloc[0])
    apart = who in ("contact", "need")
    opens, proves = f"open_{declared.id}", f"prove_{declared.id}"
    columns = [
        "who",
        *(["account"] if apart else []),
        *(["quadrant", "sure"] if mixed else ["x", "y"]),
        *([] if apart else ["revenue"]),
        "proof",
    ]
    table, unit = _cells(view, declared, rows)
    st.dataframe(
        table[columns].rename(columns={"who": "account", "account": "of"}),
        hide_index=True,
        row_height=34,
        height=36 + 34 * min(len(table), SEEN),
        key=f"members_{declared.id}_{key}_{t.lang}",
        alt=t("Accounts in the quadrant"),
        placeholder=t.missing,
        column_config=_config(view, declared, who, unit),
    )
    if len(table) > SEEN:
        st.caption(t("{n} in the list, the largest first; it scrolls.", n=t.count(len(table))))
    if who != "owner":
        clicks.open_row(opens, rows["account_id"].tolist())
    pressed = clicks.pressed(proves, rows["subject_id"].tolist())
    if pressed:
        proof.ask(declared.id, pressed)


def _cells(view: View, declared: Matrix, rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Every column the list may show, and the unit of its money."""
    t, who = view.t, str(rows["subject_type"].iloc[0])
    revenue, unit = scaled(rows["revenue_12m"], t.lang)
    titles = {q.id: t(q.title) for q in declared.standings}
    cells = {
        "who": [fitted(name, WIDTHS.get(who, WIDTH)) for name in rows["who"]],
        "account": [fitted(name, OF[who == "need"]) for name in rows["account_name"].fillna(t.missing)],
        "quadrant": [[titles[q]] if q in titles else [] for q in rows["quadrant"]],
        **{axis: _values(view, declared, rows, axis) for axis in "xy"},
        "sure": rows["probability"] * 100,
        "revenue": revenue,
        "proof": t("Proof"),
    }
    return pd.DataFrame(cells), unit


def _config(view: View, declared: Matrix, who: str, unit: str) -> dict[str, object]:
    """How each column looks; names of needs are long, those of owners lead nowhere."""
    t = view.t
    return {
        "account": _who_column(view, who, f"open_{declared.id}", WIDTHS.get(who, WIDTH)),
        "of": text_column(t("Account"), OF[who == "need"]),
        "quadrant": chips(t("Quadrant"), {t(q.title): tone(declared, q) for q in declared.standings}, 92),
        "sure": number_column(t("Sure, %"), 54),
        "x": _column(view, declared.x, 84 if who == "contact" else 74),
        "y": _column(view, declared.y, 74 if who == "need" else 60),
        "revenue": money_column(t, t("Rev. 12m"), view.symbol, unit, 88),
        "proof": st.column_config.ButtonColumn("", width=58, type="tertiary", key=f"prove_{declared.id}"),
    }


def tone(declared: Matrix, quadrant: Quadrant) -> str:
    """The colour of a quadrant's chip; what is blocked is red."""
    return "red" if quadrant is declared.blocked else COLOURS[declared.tones.get(quadrant.place, quadrant.place)]


def _who_column(view: View, who: str, opens: str, width: int) -> object:
    title = view.t(CHOICE_TITLES[who])
    if who == "owner":
        return text_column(title, width)
    return st.column_config.ButtonColumn(title, width=width, type="tertiary", alignment="left", key=opens)


def _values(view: View, declared: Matrix, rows: pd.DataFrame, axis: str) -> pd.Series:
    """The values of an axis: numbers of an index, a measure as it is written."""
    write = own.format_of(getattr(declared, axis).id, view.t, view.symbol)
    return rows[axis] if write is None else rows[axis].map(write, na_action="ignore")


def _column(view: View, axis: Axis, width: int) -> object:
    title = view.t(short(axis))
    written = own.format_of(axis.id, view.t) is not None
    return text_column(title, width + 16, right=True) if written else number_column(title, width)


def _one(view: View, declared: Matrix, rows: pd.DataFrame) -> None:
    """The same for the keyboard: choose a point of the list, then its proof or its account."""
    t, names = view.t, dict(zip(rows["subject_id"], rows["who"], strict=True))
    accounts = dict(zip(rows["subject_id"], rows["account_id"], strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        key = f"one_{declared.id}"
        chosen = st.selectbox(t("One of the list"), list(names), format_func=lambda id: names.get(id, id), key=key, width=210)
        if st.button(t("Proof"), key=f"prove_one_{declared.id}", icon=":material/function:"):
            proof.ask(declared.id, chosen)
        to_open = rows["account_id"].notna().any()
        if to_open and st.button(t("Open"), key=f"open_one_{declared.id}", icon=":material/apartment:"):
            st.switch_page("pages/account.py", query_params={state.ACCOUNT: accounts[chosen]})


def short(axis: Axis) -> str:
    """The short title of an axis, for narrow columns."""
    return (INDICES[axis.id].short if axis.id in INDICES else "") or axis.label
