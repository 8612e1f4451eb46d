"""The parts of the account room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import alerts, charts, findings
from kam_core.history import quarters
from kam_core.schema import CHOICE_TITLES as CHOICES
from kam_core.workbook import lookup
from pages.ui import frame, overview, pictures, proof, state
from pages.ui.frame import View
from pages.ui.tables import bar_column, chips, text_column

TONE = {"hh": "blue", "lh": "violet", "hl": "orange", "ll": "gray"}
SUPPORT = {-2: "red", -1: "orange", 0: "gray", 1: "blue", 2: "blue"}


@dataclass(frozen=True)
class Facts:
    """One account: its scores and its past."""

    id: str
    row: pd.Series
    finding: str
    history: pd.DataFrame
    money_subtitle: str


def choose(view: View) -> str | None:
    """Which account; it is in the link (``?account=``). ``None`` after an invitation when there is none."""
    t, scores = view.t, view.scores
    if scores.empty:
        overview.invitation(view)
        return None
    ranked = scores.sort_values("revenue", ascending=False, na_position="last")
    names = dict(zip(ranked["account_id"], ranked["account_name"], strict=True))
    wanted = st.query_params.get(state.ACCOUNT)
    if wanted and wanted not in names:
        st.warning(t("There is no account {name} in this workbook.", name=frame.plain(wanted)), icon=":material/search_off:")
    link = state.linked(state.ACCOUNT, list(names), next(iter(names)))
    chosen = st.selectbox(t("Account"), list(names), format_func=lambda account: names.get(account, account), label_visibility="collapsed", **link)
    return str(chosen)


def facts(view: View, account_id: str) -> Facts:
    """Everything the page shows of one account."""
    t, scores = view.t, view.scores
    row = scores.set_index("account_id", drop=False).loc[account_id]
    listed = view.kept("alerts", lambda: alerts.alerts(scores, view.matrix("loyalty")))
    own = listed[listed["account_id"] == account_id]
    alert = alerts.why(own.iloc[0], t, view.symbol) if len(own) else None
    history = view.kept("quarters", lambda: quarters(view.book, view.as_of, view.params, account_id, 12), account_id)
    known = history["profit"].notna().any() if len(history) else False
    return Facts(
        account_id, row, f"{row['account_name']}: {findings.account(row, alert, t, view.symbol)}", history,
        t("Line = revenue, bars = profit; quarters counted back by day") if known else t("Line = revenue; costs are not known"),
    )  # fmt: skip


def badges(view: View, found: Facts) -> None:
    """Renewal, quadrants with their probability, what and where it is, who owns it."""
    t, row = view.t, found.row
    with st.container(horizontal=True, gap="small"):
        if pd.notna(row["renews_in_days"]):
            day = pd.Timestamp(view.as_of) + pd.Timedelta(days=float(row["renews_in_days"]))
            soon = row["renews_in_days"] <= findings.RENEWAL_DAYS
            st.badge(t("Renews {day}", day=t.day(day)), icon=":material/event_repeat:", color="red" if soon else "gray")
        for name, declared in kam.MATRICES.items():
            placed = view.matrix(name)
            own = placed[placed["account_id"] == found.id]
            if len(own) and isinstance(own["quadrant"].iloc[0], str):
                quadrant = declared.quadrant(own["quadrant"].iloc[0])
                st.badge(f"{t(quadrant.title)} {t.percent(own['probability'].iloc[0])}", color=TONE[quadrant.place])
        for column, icon in (("industry", "category"), ("city", "location_on"), ("country", "public"), ("owner", "person")):
            if isinstance(row[column], str) and row[column]:
                st.badge(frame.plain(row[column]), icon=f":material/{icon}:", color="gray")


def figures(view: View, found: Facts) -> None:
    """Six figures, each with its proof."""
    t, row, symbol = view.t, found.row, view.symbol
    before = row["revenue_prior_12m"]
    growth = f"{(row['revenue_12m'] / before - 1) * 100:+.0f}%" if before > 0 and pd.notna(row["revenue_12m"]) else None
    rank = int((view.scores["profit"] > row["profit"]).sum()) + 1
    cards = (
        ("revenue_12m", t("Revenue, 12 months"), t.money(row["revenue_12m"], symbol), growth),
        ("profit", t("Profit, all years"), t.money(row["profit"], symbol), t("rank {n}", n=t.count(rank)) if pd.notna(row["profit"]) else None),
        ("clv", t("Lifetime value"), t.money(row["clv"], symbol), t("keeps {share} a year", share=t.percent(row["retention"], 0))
            if pd.notna(row["clv"]) else None),
        ("trust", t("Trust"), t.index(row["trust"]), _covered(t, row["trust_coverage"])),
        ("attitude", t("Relative attitude"), t.index(row["attitude"]), _covered(t, row["attitude_coverage"])),
        ("days_since_last", t("Days since last order"), t.count(row["days_since_last"]),
            t("own rhythm {n}", n=t.count(row["median_gap_days"])) if pd.notna(row["median_gap_days"]) else None),
    )  # fmt: skip
    for column, (name, label, value, delta) in zip(st.columns(6, gap="small"), cards, strict=True):
        with column:
            proof.metric(view, name, label, value, delta, None, "", height=116, account=found.id)


def money(view: View, found: Facts) -> None:
    """Revenue and profit by quarter."""
    if found.history.empty:
        st.caption(view.t("No purchase yet."))
        return
    figure = view.kept(
        "money_figure", lambda: charts.money_by_period(found.history, t=view.t, symbol=view.symbol, theme=view.theme), found.id
    )
    st.plotly_chart(figure, key=f"money_{view.t.lang}_{view.theme}", theme=None, height=300, alt=charts.alt_of(figure), config=charts.config("desk"))


def standing(view: View, found: Facts) -> None:
    """The account on every matrix, among the others, with its trail."""
    for column, name in zip(st.columns(len(kam.MATRICES)), kam.MATRICES, strict=True):
        figure = view.kept(f"standing_{name}", lambda name=name: pictures.standing_figure(view, name, found.id), found.id)
        with column:
            st.plotly_chart(
                figure, key=f"standing_{name}_{view.t.lang}_{view.theme}", theme=None, height=300, alt=charts.alt_of(figure),
                config=charts.config("mini"),
            )  # fmt: skip


def people_and_plans(view: View, found: Facts) -> None:
    """Contacts, needs, contracts, actions and visits; one tab each, empty ones left out."""
    t = view.t
    tabs = {
        "contacts": (t("People"), _contacts), "needs": (t("Needs and our fit"), _needs), "actions": (t("Actions"), _actions),
        "contracts": (t("Contracts"), _plain), "interactions": (t("Visits and calls"), _plain), "competitors": (t("Competitors"), _plain),
        "feedback": (t("Feedback"), _plain),
    }  # fmt: skip
    rows = {name: _rows(view, name, found.id) for name in tabs}
    filled = [name for name in tabs if len(rows[name])]
    if not filled:
        st.caption(t("No contacts, needs or actions yet. Add them under Tables, or upload a list."))
        return
    chosen = st.segmented_control(
        t("Details"), filled, default=filled[0], required=True, format_func=lambda name: f"{tabs[name][0]} {t.count(len(rows[name]))}",
        key="account_details", label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    name = chosen if chosen in filled else filled[0]
    tabs[name][1](view, name, rows[name])


def _rows(view: View, name: str, account_id: str) -> pd.DataFrame:
    return view.kept("rows", lambda: lookup.of_account(view.book, name, account_id), name, account_id, view.book.revisions[name])


def _contacts(view: View, name: str, rows: pd.DataFrame) -> None:
    t = view.t
    rows = rows.sort_values("influence", ascending=False)
    signs = {value: f"{value:+d}".replace("-", "−") if value else "0" for value in SUPPORT}
    table = pd.DataFrame({
        "name": rows["contact_name"], "job": rows["job"].fillna(""), "role": [t(CHOICES.get(role, role)) if isinstance(role, str) else "" for role in rows["role"]],
        "influence": rows["influence"], "support": [[signs[int(s)]] if pd.notna(s) else [] for s in rows["support"]],
        "touched": [t.day(day) for day in rows["last_touch"]],
    })  # fmt: skip
    st.dataframe(table, hide_index=True, row_height=34, alt=t("People of the account"), column_config={
        "name": text_column(t("Name"), 170), "job": text_column(t("Job"), 200), "role": text_column(t("Role"), 130),
        "influence": bar_column(t("Influence"), 120, "gray", 5), "support": chips(t("Support"), {signs[s]: c for s, c in SUPPORT.items()}),
        "touched": text_column(t("Last touched"), 130),
    })  # fmt: skip


def _needs(view: View, name: str, rows: pd.DataFrame) -> None:
    t = view.t
    gap = rows["importance"] * (5 - rows["fit"])
    table = pd.DataFrame({"need": rows["need"], "importance": rows["importance"], "fit": rows["fit"], "rival": rows["rival_fit"], "gap": gap})
    st.caption(t("Gap = importance × (5 − our fit)"))
    st.dataframe(table.sort_values("gap", ascending=False), hide_index=True, row_height=34, alt=t("Needs and our fit"), column_config={
        "need": text_column(t("Need"), 300), "importance": bar_column(t("Importance"), 120, "gray", 5), "fit": bar_column(t("Our fit"), 120, "blue", 5),
        "rival": bar_column(t("Rival's fit"), 120, "gray", 5), "gap": bar_column(t("Gap"), 120, "orange", 20),
    })  # fmt: skip


def _actions(view: View, name: str, rows: pd.DataFrame) -> None:
    t, today = view.t, pd.Timestamp(view.as_of)
    states = {"planned": (t("Planned"), "gray"), "doing": (t("Doing"), "blue"), "done": (t("Done"), "gray"), "dropped": (t("Dropped"), "gray")}
    late = (pd.to_datetime(rows["due_on"]) < today) & ~rows["state"].isin(["done", "dropped"])
    labels = [[t("Overdue")] if is_late else [states[s][0]] if s in states else [] for s, is_late in zip(rows["state"], late, strict=True)]
    table = pd.DataFrame({
        "objective": rows["objective"], "action": rows["action"], "owner": rows["owner"], "due": [t.day(day) for day in rows["due_on"]],
        "state": labels, "measure": rows["measure"],
    })  # fmt: skip
    colours = {t("Overdue"): "red", **dict(states.values())}
    st.dataframe(table, hide_index=True, row_height=34, alt=t("Actions"), column_config={
        "objective": text_column(t("Objective"), 170), "action": text_column(t("Action"), 300), "owner": text_column(t("Owner"), 110),
        "due": text_column(t("Due on"), 110), "state": chips(t("State"), colours, 100), "measure": text_column(t("Measure"), 170),
    })  # fmt: skip


def _plain(view: View, name: str, rows: pd.DataFrame) -> None:
    """Any other table: its filled columns with their declared titles."""
    t, declared = view.t, kam.TABLES[name]
    shown = [c for c in declared.columns if c.name != "account_id" and rows[c.name].notna().any() and c.kind != "id"]
    table = pd.DataFrame({c.name: [t.day(v) for v in rows[c.name]] if c.kind == "date" else rows[c.name] for c in shown})
    st.dataframe(table, hide_index=True, row_height=34, alt=t(declared.title),
                 column_config={c.name: st.column_config.Column(t(c.title)) for c in shown})  # fmt: skip


def _covered(t: Any, share: float) -> str | None:
    return t("coverage {share}", share=t.percent(share, 0)) if share > 0 else t("no answers yet")

