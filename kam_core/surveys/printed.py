"""A questionnaire on paper: one self-contained page of HTML, both languages, an A4 sheet a person, or a blank one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from kam_core.surveys.questionnaires import Question, Questionnaire
from kam_core.text import LANGUAGES, N_, translator

STYLE = """
@page { size: A4; margin: 14mm 16mm }
* { box-sizing: border-box }
body { margin: 0; font: 14px/1.4 Inter, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1c2430 }
section { max-width: 180mm; margin: 0 auto; padding: 8mm 0; page-break-after: always; break-after: page }
section:last-child { page-break-after: auto; break-after: auto }
h1 { font-size: 20px; margin: 0 0 2mm }
p { margin: 0 0 2mm }
.who { display: flex; flex-wrap: wrap; gap: 2mm 10mm; border-bottom: 1px solid #8a94a3; padding-bottom: 2mm; margin-bottom: 4mm }
.who span { min-width: 60mm }
fieldset { border: 0; padding: 0; margin: 0 0 5mm; break-inside: avoid }
legend { padding: 0; font-weight: 600 }
.zh { font-weight: 400; color: #3c4654 }
.scale { display: flex; gap: 2mm; margin-top: 2mm }
.scale i { flex: 1; max-width: 14mm; border: 1px solid #1c2430; border-radius: 1.5mm; padding: 1.5mm 0 }
.scale i { text-align: center; font-style: normal }
.ends { display: flex; justify-content: space-between; gap: 4mm; width: min(100%, max(120mm, calc(var(--steps) * 16mm))) }
.ends { font-size: 11px; color: #5a6573 }
.lines { height: 26mm; border: 1px solid #8a94a3; border-radius: 1.5mm }
footer { font-size: 11px; color: #5a6573; margin-top: 3mm }
"""


@dataclass(frozen=True)
class Person:
    """For whom a sheet is; empty = blank, to be filled in by hand."""

    name: str = ""
    account: str = ""
    id: str = ""


def form(asked: Questionnaire, survey_id: str, title: str, intro: str, people: Sequence[Person]) -> str:
    """The page: a sheet for each of ``people`` (one blank sheet without any); what people typed is text, never markup."""
    sheets = "".join(_sheet(asked, survey_id, title, intro, person) for person in people or [Person()])
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return f'<!doctype html>\n<html lang="en"><head>{head}<style>{STYLE}</style></head>\n<body>{sheets}</body></html>\n'


def _sheet(asked: Questionnaire, survey_id: str, title: str, intro: str, person: Person) -> str:
    facts = ((N_("Full name"), person.name), (N_("Company"), person.account), (N_("Date"), ""))
    who = "".join(f"<span>{_both(label)}: {escape(value) or '_' * 18}</span>" for label, value in facts)
    told = f"<p>{escape(intro)}</p>" if intro else ""
    body = "".join(_asked(question, question.item in asked.required) for question in asked.questions)
    comment = f'<fieldset><legend>{_both(N_("Anything else you want to tell us"))}</legend><div class="lines"></div></fieldset>'
    code = " · ".join(filter(None, (survey_id, person.id)))
    mark = _both(N_("Please mark one box a question. Questions without a star may be left out."))
    return (
        f'<section><h1>{escape(title)}</h1>{told}<div class="who">{who}</div><p>{mark}</p>{body}{comment}'
        f"<footer>{_both(N_('Thank you.'))} {escape(code)}</footer></section>"
    )


def _asked(question: Question, required: bool) -> str:
    ours, theirs = _texts(question.text)
    star = " *" if required else ""
    steps = question.steps
    boxes = "".join(f"<i>{step}</i>" for step in steps)
    ends = f"<span>{steps[0]} = {_both(question.low)}</span><span>{steps[-1]} = {_both(question.high)}</span>"
    return (
        f'<fieldset><legend>{escape(ours)}{star}<br><span class="zh" lang="zh">{escape(theirs)}</span></legend>'
        f'<div class="scale">{boxes}</div><div class="ends" style="--steps:{len(steps)}">{ends}</div></fieldset>'
    )


def _both(message: str) -> str:
    ours, theirs = _texts(message)
    return f'{escape(ours)} <span lang="zh">{escape(theirs)}</span>' if theirs != ours else escape(ours)


def _texts(message: str) -> tuple[str, str]:
    first, second = (translator(lang)(message) for lang in LANGUAGES)
    return first, second
