"""An error as people read it: its sentence in the session's language, tables and columns by their titles."""

from __future__ import annotations

import re

import kam_core as kam
from kam_core.errors import KamError
from kam_core.ingest.meaning.fields import fields
from kam_core.text import Translator
from pages.ui.words import plain

PLACES = re.compile(r"\w+")


def told(t: Translator, error: KamError) -> str:
    """The sentence of an error, with the titles that stand on the screen instead of the names that stand in the file."""
    facts = dict(error.facts)
    declared = kam.TABLES.get(str(facts.get("table")))
    titles = {name: column.title for name, column in fields(declared.name if declared else "transactions").items()}
    if declared:
        facts["table"] = t(declared.title)
        facts["column"] = t(titles.get(str(facts.get("column")), str(facts.get("column"))))
    if "fields" in facts:
        facts["fields"] = PLACES.sub(lambda name: t(titles[name[0]]) if name[0] in titles else t("or"), str(facts["fields"]))
    facts = {name: f"{fact:g}" if isinstance(fact, float) else fact for name, fact in facts.items()}
    return plain(t.error(type(error).saying(error.template, **facts)) if error.said_by_template else t.error(error))
