"""Every case of the catalogue has a test, and every test that is named is there."""

from __future__ import annotations

from tests.catalogue.registry import ROOT, cases, functions

WANTED = [f"{letter}{number:02}" for letter, last in (("A", 34), ("B", 11), ("C", 15)) for number in range(1, last + 1)]


def test_every_case_has_a_test() -> None:
    """A01 to A34, B01 to B11, C01 to C15, once each and in this order."""
    assert [case.id for case in cases()] == WANTED
    assert [case.id for case in cases() if not case.tests] == []


def test_every_test_that_is_named_is_there() -> None:
    """A test that was renamed or taken away takes its case along."""
    named = {(case.id, test) for case in cases() for test in case.tests}

    assert [(id, test) for id, test in sorted(named) if not there(test)] == []


def there(test: str) -> bool:
    file, _, name = test.partition("::")
    return (ROOT / file).is_file() and name in functions(ROOT / file)
