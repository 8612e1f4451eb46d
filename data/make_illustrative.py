"""
Write the illustrative facts of sixty resellers: people, judgements, visits, contracts and plans, all invented.

    python data/make_illustrative.py

Reads ``data/resellers``; the same input gives the same rows (seed 20131129). What the figures of the sample mean, and
which of them are real, is in ``data/README.md``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import illustrative_opinions as opinions
import illustrative_people as people
import illustrative_plans as plans
import illustrative_surveys as surveys
import illustrative_values as values
from illustrative_cast import cast
from parquet_files import table_of, write

RESELLERS = Path(__file__).parent / "resellers"


def main() -> None:
    """Read the arguments and write one file a table."""
    parser = argparse.ArgumentParser(description="Write the illustrative facts of sixty resellers.")
    parser.add_argument("--out", type=Path, default=RESELLERS / "illustrative", help="folder to write to")
    out = parser.parse_args().out
    cases = cast(RESELLERS)
    visits = people.interactions(cases, people.contacts(cases))
    persons = people.contacts(cases, visits)
    judged = opinions.ratings(cases, persons)
    team = people.team(cases, visits)
    invited = surveys.invitations(cases, persons, judged)
    files = {
        "accounts": plans.register(cases),
        "account_facts": opinions.account_facts(cases),
        "contacts": persons,
        "links": people.links(cases, persons),
        "ratings": judged,
        "interactions": visits,
        "costs": people.costs(cases, visits),
        "contracts": plans.contracts(cases),
        "needs": plans.needs(cases),
        "targets": [*plans.targets(cases), *plans.planned_hours(cases, team)],
        "competitors": opinions.competitors(cases),
        "goals": plans.goals(cases),
        "feedback": plans.feedback(cases),
        "actions": plans.actions(cases),
        "values_delivered": values.values_delivered(cases),
        "ideas": values.ideas(cases),
        "team": team,
        "surveys": surveys.surveys(invited),
        "invitations": invited,
        "notes": surveys.interviews(cases, persons),
    }
    for name, rows in files.items():
        write(table_of(rows), out / f"{name}.parquet")
        print(f"{name}: {len(rows):,} rows")


if __name__ == "__main__":
    main()
