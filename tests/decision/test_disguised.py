"""On a stage the decision unit is the same under aliases: shares, functions, targets and vetoes stay, names do not."""

from __future__ import annotations

from datetime import date

import kam_core as kam
from kam_core.decision.units import units
from kam_core.disguise import aliases, disguised
from kam_core.stage import TARGET, stage
from kam_core.workbook import Insert, Workbook

DAY = date(2024, 6, 30)


def test_the_decision_unit_on_a_stage() -> None:
    """Our person has one alias in team and links, functions are read out, the target stage is no money."""
    wb = Workbook()
    wb.apply([
        Insert("accounts", {"account_id": "A", "account_name": "Alpha"}), Insert("team", {"member": "Li Na", "department": "Sales"}),
        Insert("contacts", {"contact_id": "1", "account_id": "A", "contact_name": "Ann Ames", "role": "decider", "influence": 5,
                            "support": -1, "department": "Buying", "seniority": 3}),
        Insert("contacts", {"contact_id": "2", "account_id": "A", "contact_name": "Bo Boone"}),
        Insert("links", {"from_id": "Li Na", "to_id": "1", "kind": "our_link", "level": 3}),
        Insert("links", {"from_id": "2", "to_id": "1", "kind": "reports_to"}),
        Insert("account_facts", {"account_id": "A", "fact": TARGET, "value": 4, "valid_on": "2024-06-01"}),
    ])  # fmt: skip
    staged, id = disguised(wb), aliases(wb)["A"]
    found = stage(staged, id, DAY, kam.Params())
    row = units(staged, kam.score(staged, as_of=DAY), DAY).iloc[0]
    contacts, links = staged.table("contacts"), staged.table("links")

    assert found.structure.pairs[["our_function", "their_function"]].to_numpy().tolist() == [["Sales", "Buying"]]
    assert (found.target, row["our_share"], len(row["vetoes"])) == (4, 1.0, 1)
    assert set(links.loc[links["kind"] == "reports_to", "from_id"]) < set(contacts["contact_id"])
    text = "\n".join(frame.to_csv() for frame in (contacts, links, staged.table("team")))
    assert not any(name in text for name in ("Li Na", "Ann", "Bo Boone"))
