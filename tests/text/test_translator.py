"""Texts at the edge: filling, falling back, errors, sharing."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from datetime import date
from string import Formatter

import pytest

from kam_core import errors
from kam_core.text import N_, Translator, render, translator

EN, ZH = translator("en"), translator("zh")


def test_a_marked_text_is_translated_where_it_is_shown():
    """The declaration stays English; the language comes with the reader."""
    assert [render(N_("Share of wallet"), lang=lang) for lang in ("en", "zh")] == ["Share of wallet", "钱包份额"]


def test_a_text_without_translation_stays_english():
    """A forgotten text is readable, not a crash."""
    message = "Nobody translated {what}"

    assert ZH(message, what="this") == "Nobody translated this"


def test_a_text_without_values_keeps_its_braces():
    """What a user wrote may pass through."""
    assert EN("a {strange} name") == "a {strange} name"


def test_values_are_written_in_the_language():
    """Dates, lists, mappings and missing values need no formatting by the caller."""
    message = "{day} {names} {fields} {nothing} {n:.1f}"
    values = {"day": date(2024, 12, 31), "names": ["a", "b"], "fields": {"x": ("p", "q")}, "nothing": None, "n": 1}

    assert [render(message, values, lang) for lang in ("en", "zh")] == [
        "31 Dec 2024 a, b x: p, q – 1.0",
        "2024年12月31日 a、b x：p、q – 1.0",
    ]


def test_a_count_chooses_the_plural_and_is_written_out():
    """English has two forms, Chinese one."""
    assert [EN.n("{n} point", "{n} points", n) for n in (0, 1, 2, 1271)] == ["0 points", "1 point", "2 points", "1,271 points"]
    assert [ZH.n("{n} point", "{n} points", n) for n in (1, 1271)] == ["1 点", "1,271 点"]


def test_an_error_is_told_in_the_language_of_the_reader():
    """The template is translated and filled with the facts of the case."""
    error = errors.WorkbookMissing(name="acme")

    assert [EN.error(error), ZH.error(error)] == ["There is no workbook named acme.", "没有名为 acme 的工作簿。"]


def test_the_facts_of_an_error_are_written_in_the_language():
    """Lists and dates among the facts read as sentences do."""
    error = errors.MissingField(fields=["account_id", "revenue"], columns=["A", "B"])

    assert ZH.error(error) == "account_id、revenue 没有对应的列。文件中的列：A、B"


def test_an_error_with_its_own_message_keeps_it():
    """What the caller said is not replaced by the general sentence, with or without a template."""
    assert [ZH.error(e) for e in (errors.WorkbookLocked("own words"), ValueError("plain"))] == ["own words", "plain"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_error_can_be_told(lang):
    """No template of the tree breaks, whatever its facts are."""
    told = [translator(lang).error(error) for error in every_error()]

    assert [text for text in told if not text or "{" in text] == []


def every_error():
    """One error of each class, each gap of its sentence filled with the gap's own name."""
    waiting = [errors.KamError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        yield kind(**{name: name for _, name, _, _ in Formatter().parse(kind.template) if name})


def test_translators_are_values():
    """Equal by language, hashable and unchangeable, so that caches and threads may share them."""
    assert {Translator("zh"), translator("zh")} == {ZH}
    with pytest.raises(FrozenInstanceError):
        ZH.lang = "en"  # type: ignore[misc]


def test_an_unknown_language_is_refused():
    """A slip in a link is told with the languages there are."""
    with pytest.raises(ValueError, match="'fr'; known: en, zh"):
        translator("fr")


def test_many_threads_read_the_same_catalogue():
    """Sessions of both languages run side by side."""
    with ThreadPoolExecutor(8) as pool:
        texts = set(pool.map(lambda i: render("Revenue", lang=("en", "zh")[i % 2]), range(200)))

    assert texts == {"Revenue", "收入"}


def test_english_needs_no_catalogue():
    """Babel is imported when the first Chinese text is asked for, not before."""
    code = "import sys; from kam_core.text import render\nfor lang in ('en', 'zh'): render('a', lang=lang); print('babel' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == ["False", "True"]
