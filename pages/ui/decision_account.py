"""In the account room: who in the decision unit wants to, what each fears, who blocks, and what takes the largest fear away."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.decision.risks import Fears
from kam_core.index.declared.decision import CATEGORIES
from kam_core.schema import CHOICE_TITLES
from pages.ui import download, frame
from pages.ui.matrix import decision, decision_lists, figures
from pages.ui.tables import chips, text_column
from pages.ui.view import View
from pages.ui.words import plain

NAME = "decision"


def show(view: View, account_id: str) -> None:
    """Where the account stands, who blocks, and a line a person with every product of probability and consequence."""
    t, found = view.t, decision.facts(view)
    people = found.people[found.people["account_id"] == account_id]
    frame.section(t("Decision tendency"), t("Probability × consequence of every fear, 1–25; 20 or more blocks"))
    if people.empty:
        st.write(t("Nobody is known here yet. Two or three names show who decides and who is for us."))
        return
    _figures(view, account_id, found)
    table = _products(people, found)
    _people(view, table)
    told = decision_lists.written(view, found.risks[found.risks["account_id"] == account_id])
    listed = ["contact_id", "contact_name", "role", "influence", "support", "willingness", "risk", *decision_lists.ANSWERS]
    download.below(view, f"decision-{account_id}", told[listed])
    st.caption(plain(t("Blocked: a decider or approver against us, or any risk of 20 or more.")))


def _figures(view: View, account_id: str, found: Fears) -> None:
    """Both axes by influence, the quadrant, and who or what blocks."""
    t, declared = view.t, kam.MATRICES[NAME]
    row = view.matrix(NAME, subject_type="account").set_index("account_id").loc[account_id]
    blocks = found.blocks[found.blocks["account_id"] == account_id]
    who = t.listed(list(dict.fromkeys(blocks["contact_name"])))
    quadrant = t(declared.quadrant(row["quadrant"]).title) if isinstance(row["quadrant"], str) else t.missing
    standing = t("Blocked") if len(blocks) else quadrant
    figures.row([
        (t("Quadrant"), standing, who, t("A veto counts more than any mean.")),
        (t("Willingness"), t.index(row["x"]), "", t("Of the people, weighted by influence.")),
        (t("Perceived risk"), t.index(row["y"]), "", t("Of the people, weighted by influence.")),
    ])  # fmt: skip


def _products(people: pd.DataFrame, found: Fears) -> pd.DataFrame:
    """One row a person, the most influential first; a column a category with its product (missing = not asked)."""
    wide = found.risks.pivot_table("product", "contact_id", "category").reindex(columns=list(CATEGORIES))
    order = people.sort_values(["influence", "contact_name"], ascending=[False, True], na_position="last", kind="stable")
    return order.join(wide, on="contact_id")


def _people(view: View, rows: pd.DataFrame) -> None:
    t = view.t
    largest = rows[list(CATEGORIES)].fillna(0.0)
    worst = largest.idxmax(axis=1).where(largest.max(axis=1) > 0)
    table = pd.DataFrame(
        {
            "who": rows["contact_name"],
            "role": [t(CHOICE_TITLES[role]) if isinstance(role, str) else t.missing for role in rows["role"]],
            "veto": [[t("blocks")] if blocks else [] for blocks in rows["blocks"]],
            "willingness": [t.index(value) for value in rows["willingness"]],
            "risk": [t.index(value) for value in rows["risk"]],
            **{name: [t.answer(product) for product in rows[name]] for name in CATEGORIES},
            "helps": [decision_lists.helps(t, name) if isinstance(name, str) else "" for name in worst],
        }
    )
    config: dict[str, Any] = {
        "who": text_column(t("Contact"), 110),
        "role": text_column(t("Role"), 80),
        "veto": chips(t("Veto"), {t("blocks"): "red"}, 70),
        "willingness": text_column(t("Willingness"), 84, right=True),
        "risk": text_column(t("Risk"), 52, right=True),
        **{name: text_column(t(category.short), 86, right=True) for name, category in CATEGORIES.items()},
        "helps": text_column(t("What helps"), 150),
    }
    height = min(38 + 34 * len(table), decision_lists.HEIGHT)
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=height,
        key="fears_of_people",
        alt=t("What each person fears"),
        placeholder=t.missing,
        column_config=config,
    )
