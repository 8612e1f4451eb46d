"""The Chinese catalogue against the sources: nothing missing, nothing left over, nothing half translated."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from string import Formatter
from typing import BinaryIO

from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import escape, read_po

from kam_core import errors
from kam_core.text.catalogue import CATALOGUE

ROOT = Path(__file__).parents[2]
KEYWORDS = {"t": (1,), "N_": (1,), "n": (1, 2), "render": (1,), "Message": (1,)}
SAME_IN_BOTH = {"CSV", "Excel", "KPI", "NPS", "SWOT", "SQL", "ID", "English", "KAM", "{y} against {x}", "{y} against {x}, {day}",
                "BG/NBD", "MBG/NBD", "Pareto/NBD", "Gamma-Gamma", "RMSE"}  # fmt: skip
"""Ids whose Chinese needs no Chinese character."""

HAN = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff}][,;:!?] *[\u4e00-\u9fff{]")


def literal_calls(file: BinaryIO, keywords: Iterable[str], _tags: object, options: object) -> Iterator[tuple]:
    """
    Babel's extraction by syntax tree: also inside f-strings, and both branches of ``t("a" if x else "b")``.

    Of ``n`` only the method counts (``t.n``), since it is also a usual name of a number.
    """
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in keywords and (name != "n" or isinstance(node.func, ast.Attribute)):
            for texts in product(*map(alternatives, node.args[:2])):
                yield node.lineno, name, texts, []


def alternatives(node: ast.expr) -> list[str | None]:
    """The texts that an argument can be, [None] for anything that is not written out."""
    if isinstance(node, ast.IfExp):
        return alternatives(node.body) + alternatives(node.orelse)
    return [node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None]


def sources() -> list[Path]:
    """Every file with texts of the product."""
    return [*sorted(ROOT.glob("kam_core/**/*.py")), *sorted(ROOT.glob("pages/**/*.py")), *ROOT.glob("app.py")]


def ids_of(path: Path) -> Iterator[tuple[str, str]]:
    """Singular and plural ('' without) of every message in a file."""
    with path.open("rb") as file:
        for _, message, _, _ in extract(literal_calls, file, keywords=KEYWORDS):
            yield (message, "") if isinstance(message, str) else (message[0], message[1])


def templates(base: type[errors.KamError] = errors.KamError) -> Iterator[str]:
    """The sentences of the errors: every class attribute called ``template...``."""
    yield from (text for name, text in vars(base).items() if name.startswith("template") and isinstance(text, str))
    for error in base.__subclasses__():
        yield from templates(error)


def extracted() -> dict[str, str]:
    """Every message id of the product with its plural; where it is used both ways, the plural wins."""
    found = sorted({pair for path in sources() for pair in ids_of(path)} | {(text, "") for text in templates()})
    return dict(found)


def translated() -> dict[str, Message]:
    """The entries of the catalogue by their singular."""
    with CATALOGUE.open("rb") as file:
        return {forms(m.id)[0]: m for m in read_po(file, locale="zh") if m.id}


def forms(text: str | list[str] | tuple[str, ...]) -> list[str]:
    """One or several forms as a list."""
    return [text] if isinstance(text, str) else list(text)


def entry(one: str, many: str = "", zh: str = "") -> str:
    """One message as it stands in the PO file."""
    if many:
        return f"msgid {escape(one)}\nmsgid_plural {escape(many)}\nmsgstr[0] {escape(zh)}\n"
    return f"msgid {escape(one)}\nmsgstr {escape(zh)}\n"


def placeholders(*texts: str) -> set[str]:
    """The named gaps of some texts."""
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def pairs() -> Iterator[tuple[str, str]]:
    """Every translated text: English singular and Chinese."""
    return ((one, zh) for one, message in translated().items() for zh in forms(message.string))


def test_texts_are_found_wherever_they_are_written(tmp_path):
    """Nested calls, f-strings, both branches of a condition and plurals are found; names, keys and other functions are not."""
    source = tmp_path / "page.py"
    source.write_text(
        """f"{t('a')}"; t("b" if x else "c", y=t("d")); t.n("e", "es", n(1)); N_("f" "g"); t(name); t(names["h"]); n("i", "j"); at("k")"""
    )

    assert sorted(ids_of(source)) == [("a", ""), ("b", ""), ("c", ""), ("d", ""), ("e", "es"), ("fg", "")]


def test_every_text_of_the_product_has_a_chinese_translation():
    """A new text fails here with the snippet to translate and paste."""
    known = {one for one, zh in pairs() if zh}
    missing = [entry(one, many) for one, many in extracted().items() if one not in known]

    assert not missing, f"{len(missing)} texts are not in {CATALOGUE.name}; add:\n\n" + "\n".join(missing)


def test_every_translation_is_used():
    """A text that left the code leaves the catalogue."""
    unused = sorted(set(translated()) - set(extracted()))

    assert not unused, f"remove from {CATALOGUE.name}:\n\n" + "\n".join(map(entry, unused))


def test_a_plural_in_the_code_is_a_plural_in_the_catalogue():
    """``t.n`` of the code and ``msgid_plural`` of the catalogue are the same pair."""
    known = translated()
    wrong = [entry(one, many) for one, many in extracted().items() if one in known and ([*forms(known[one].id), ""][1]) != many]

    assert not wrong, "the plurals differ; the code has:\n\n" + "\n".join(wrong)


def test_a_translation_fills_the_same_gaps():
    """The named placeholders of a translation are those of its message."""
    wrong = [entry(one, zh=zh) for m in translated().values() for one in forms(m.id)[:1] for zh in forms(m.string)
             if placeholders(*forms(m.id)) != placeholders(zh)]  # fmt: skip

    assert not wrong, "other placeholders:\n\n" + "\n".join(wrong)


def is_chinese(one: str, zh: str) -> bool:
    """Whether a translation holds Chinese characters, or needs none: a name that is the same in both, or nothing but gaps and signs."""
    return bool(HAN.search(zh)) or one in SAME_IN_BOTH or not re.search("[A-Za-z]", re.sub(r"{[^}]*}", "", one))


def test_a_translation_is_chinese():
    """No translation is English left standing, except the names that are the same in both."""
    wrong = [entry(one, zh=zh) for one, zh in pairs() if not is_chinese(one, zh)]

    assert not wrong, "without a Chinese character:\n\n" + "\n".join(wrong)


def test_chinese_is_punctuated_in_full_width():
    """Between Chinese characters stand ，；：！？ and a sentence ends with 。 where the English one ends with a full stop."""
    wrong = [entry(one, zh=zh) for one, zh in pairs() if HALF_WIDTH.search(zh) or zh.endswith(".")]

    assert not wrong, "half-width punctuation:\n\n" + "\n".join(wrong)


def test_fixed_terms_keep_their_word():
    """A term of the glossary that is a text of the product has exactly the glossary's translation."""
    with (Path(__file__).parent / "glossary.csv").open(encoding="utf-8", newline="") as file:
        glossary = {row["en"].casefold(): row["zh"] for row in csv.DictReader(file)}
    wrong = [entry(one, zh=glossary[one.casefold()]) for one, zh in pairs() if glossary.get(one.casefold(), zh) != zh]

    assert not wrong, "the glossary says:\n\n" + "\n".join(wrong)


def test_the_catalogue_is_sorted_and_holds_each_text_once():
    """Two people adding texts meet in different lines."""
    ids = [ast.literal_eval(line[6:]) for line in CATALOGUE.read_text(encoding="utf-8").splitlines() if line.startswith("msgid ")]

    assert ids == sorted(set(ids))
