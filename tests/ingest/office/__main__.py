"""`python -m tests.ingest.office [-v]`: the corpus through the reader, and what became of it, by form."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from tests.ingest.office.corpus import corpus
from tests.ingest.office.forms import FORMS
from tests.ingest.office.verdict import Verdict, judge


def table(verdicts: list[Verdict]) -> str:
    """Forms x files x right, problem, wrong (a file counts for each form in it), the rows that are right in brackets."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        for form in verdict.file.forms:
            counts[form][verdict.kind] += 1
            counts[form]["about"] += verdict.kind != "right" and form == verdict.file.about
    lines = [f"{'form':32}{'files':>6}{'right':>7}{'problem':>9}{'wrong':>7}  not right where it is the form in question"]
    for form in FORMS:
        c = counts[form]
        lines.append(f"{form:32}{c.total() - c['about']:6}{c['right']:7}{c['problem']:9}{c['wrong']:7}  {c['about'] or ''}")
    total = Counter(verdict.kind for verdict in verdicts)
    rows, right = sum(len(v.file.rows) for v in verdicts), sum(v.right for v in verdicts)
    lines.append(f"{'all files':32}{len(verdicts):6}{total['right']:7}{total['problem']:9}{total['wrong']:7}")
    listed, rejected = sum(v.listed for v in verdicts), sum(v.unread for v in verdicts)
    lines.append(f"rows {rows}: right {right}, unreadable and listed {listed}, rejected though readable {rejected}")
    return "\n".join(lines)


def story(verdict: Verdict) -> str:
    """One line about a file that is not right."""
    why = verdict.wrong or [verdict.refused] if verdict.refused or verdict.wrong else []
    why += [f"not taken: {', '.join(verdict.untaken)}"] if verdict.untaken else []
    why += [f"{verdict.unread} readable rows rejected"] if verdict.unread else []
    return f"{verdict.kind:8}{verdict.file.name}: {' | '.join(why)[:300]}"


if __name__ == "__main__":
    found = [judge(file) for file in corpus()]
    if "-v" in sys.argv:
        print("\n".join(story(v) for v in found if v.kind != "right"))
    print(table(found))
