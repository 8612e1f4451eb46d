"""The generator itself: every form often enough, the same bytes for the same seed, truth that does not depend on the form."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random

import pytest

from tests.ingest.office import forms, headers, records, sheets, styles, values
from tests.ingest.office.corpus import SIZE, OfficeFile, corpus


@pytest.fixture(scope="module")
def files() -> list[OfficeFile]:
    """The whole corpus."""
    return list(corpus())


def test_every_form_is_in_two_files(files):
    """At least 300 files; every declared form is in two of them or more."""
    seen = Counter(form for file in files for form in file.forms)
    assert len(files) == SIZE >= 300
    assert [form for form in forms.FORMS if seen[form] < 2] == []
    assert len({file.name for file in files}) == len(files)


def test_same_seed_same_bytes(files):
    """The same seed makes the same bytes and the same truth; another seed others."""
    again = list(corpus(40))
    assert [(f.name, f.data, f.rows) for f in files[:40]] == [(f.name, f.data, f.rows) for f in again]
    assert [f.data for f in corpus(40, seed=1)] != [f.data for f in again]


def test_every_synonym_is_written(files):
    """Every Chinese name of a column that an import starts from stands in some file."""
    written = "".join(label for file in files for label in file.labels)
    names = {name for many in headers.CHINESE.values() for name in many}
    assert sorted(name for name in names if name not in written) == []


@pytest.mark.parametrize(
    "form", [f for g in ("encoding", "delimiter", "ends", "container", "title", "foot", "quoting") for f in forms.GROUPS[g][1:]]
)
def test_the_wrapping_leaves_the_truth(form):
    """The true amounts of a seed are the same whatever the file around them looks like."""
    group = next(
        g
        for g, choices in forms.GROUPS.items()
        if form in choices and g in {"encoding", "delimiter", "ends", "container", "title", "foot", "quoting"}
    )
    plain = [r.values["revenue"] for r in records.draw(forms.quiet(), Random(7))]
    other = [r.values["revenue"] for r in records.draw({**forms.quiet(), group: form}, Random(7))]
    assert plain == other
    assert sum(plain) > 0


@pytest.mark.parametrize("form", ["grouped", "yen_wide", "yen", "yuan_after", "rmb", "cny", "plus", "text_mark", "grouped_blank"])
def test_the_form_of_amounts_leaves_the_truth(form):
    """Amounts are drawn before they are written: forms that can state cents share one truth, and so does the sheet made of it."""
    plain, other = (sheets.sheet({**forms.quiet(), "amount": amount}, Random(3)) for amount in ("plain", form))
    assert [r.values["revenue"] for row in other.rows for r in row.records] == [
        r.values["revenue"] for row in plain.rows for r in row.records
    ]
    assert [row.cells[-1].text for row in other.rows] != [row.cells[-1].text for row in plain.rows]


@pytest.mark.parametrize(
    ("form", "value", "written"),
    [
        ("wan", "125000", "12.5万"), ("yi", "300000000", "3亿"), ("qianwan", "12000000", "1.2千万"), ("parens", "-1234", "(1,234.00)"),
        ("minus_after", "-1234", "1,234.00-"), ("digits_wide", "1234.5", "１，２３４．５０"), ("decimal_comma", "1234.5", "1.234,50"),
        ("capitals", "10500", "壹万零伍佰元整"), ("exponent", "120000", "1.200000E+5"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(form, value, written):
    """Spot checks by hand of what the forms look like."""
    assert styles.AMOUNTS[form](Decimal(value)) == written


def test_days_as_people_write_them():
    """The fifth of March 2024 in its forms; Excel counts it 45356."""
    day = values.month(2024, 3).first.replace(day=5)
    wanted = {
        "chinese": "2024年3月5日",
        "compact": "20240305",
        "month_name": "5-Mar-24",
        "serial": "45356",
        "chinese_short": "24年3月5日",
        "dot": "2024.3.5",
    }
    assert {form: styles.DATES[form](day) for form in wanted} == wanted


def test_every_unreadable_cell_is_marked(files):
    """Files made about cells nobody can read hold rows that say so, and other files hold none of them."""
    spoilt = ("bad_amount:", "bad_date:", "id:science")
    for file in files:
        marked = any(r.unreadable for r in file.rows)
        assert marked == any(f.startswith(spoilt) and not f.endswith(":none") for f in file.forms), file.name
