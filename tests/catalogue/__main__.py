"""``python -m tests.catalogue``: the catalogue as a table, id -> case -> tests."""

from tests.catalogue.registry import cases

for case in cases():
    print(f"{case.id}  {case.case}: {case.safe}")
    print(*(f"     {test}" for test in case.tests), sep="\n")
