"""
Questionnaires, declared as data: which items are asked, in words that address the customer.

An item is a declared item of an index, so an answer is an ordinary rating: recommendation 0-10 carries the NPS, satisfaction 1-5 the
CSAT, ease 1-7 the CES, and the rest goes into relative attitude and trust. To add one, add a declaration (and its Chinese).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kam_core.errors import BadArgument
from kam_core.index.answers import judged_item
from kam_core.index.shapes import Item
from kam_core.text import N_

RECOMMEND, OVERALL, EASE = "attitude.recommend", "satisfaction.overall", "satisfaction.effort"
MAIN = (RECOMMEND, OVERALL, EASE)
"""What has to be answered where it is asked; the rest may be left out."""


@dataclass(frozen=True)
class Question:
    """One item as a customer reads it: the sentence, and what both ends of its scale mean."""

    item: str
    text: str
    low: str
    high: str

    @property
    def scale(self) -> Item:
        """The item it is an answer to."""
        return judged_item(self.item)

    @property
    def steps(self) -> tuple[int, ...]:
        """The answers one can choose."""
        return tuple(range(int(self.scale.low), int(self.scale.high) + 1))


@dataclass(frozen=True)
class Questionnaire:
    """Questions in the order they are asked."""

    id: str
    title: str
    items: tuple[str, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked."""
        return tuple(QUESTIONS[item] for item in self.items)

    @property
    def required(self) -> frozenset[str]:
        """The items that have to be answered: the main ones, else the first."""
        return frozenset(self.items) & frozenset(MAIN) or frozenset(self.items[:1])


_NOT, _FULLY = N_("Do not agree at all"), N_("Agree completely")

QUESTIONS: Mapping[str, Question] = {
    question.item: question
    for question in (
        Question(RECOMMEND, N_("How likely are you to recommend us to a colleague or a partner?"),
                 N_("Not at all likely"), N_("Extremely likely")),
        Question(OVERALL, N_("All in all, how satisfied are you with us?"), N_("Very dissatisfied"), N_("Very satisfied")),
        Question(EASE, N_("It is easy for you to work with us."), _NOT, _FULLY),
        Question("attitude.preference", N_("You prefer us to your best alternative."), _NOT, _FULLY),
        Question("attitude.difference", N_("You see a clear difference between us and your best alternative."), _NOT, _FULLY),
        Question("attitude.again", N_("If you decided today, you would choose us again."), _NOT, _FULLY),
        Question("attitude.comfort", N_("You feel at ease when you work with us."), _NOT, _FULLY),
        Question("attitude.resistance", N_("You would stay with us if a competitor were 5% cheaper."), _NOT, _FULLY),
        Question("trust.credibility", N_("You take our advice on your problems."), _NOT, _FULLY),
        Question("trust.reliability", N_("We keep our promises to you, on time."), _NOT, _FULLY),
        Question("trust.intimacy", N_("You can tell us bad news early and share your plans with us."), _NOT, _FULLY),
        Question("trust.self_orientation", N_("You feel that we push our own targets."), _NOT, _FULLY),
    )
}  # fmt: skip
"""Everything a customer can be asked, by item."""

_ATTITUDE = ("attitude.preference", "attitude.difference", RECOMMEND, "attitude.again", "attitude.comfort", "attitude.resistance")
_TRUST = ("trust.credibility", "trust.reliability", "trust.intimacy", "trust.self_orientation")

QUESTIONNAIRES: Mapping[str, Questionnaire] = {
    asked.id: asked
    for asked in (
        Questionnaire("short", N_("Short: recommendation, satisfaction, ease, and what matters most"),
                      (*MAIN, "attitude.preference", "attitude.again", "trust.reliability")),
        Questionnaire("nps", N_("Recommendation (NPS)"), (RECOMMEND,)),
        Questionnaire("csat", N_("Satisfaction (CSAT)"), (OVERALL,)),
        Questionnaire("ces", N_("Ease (CES)"), (EASE,)),
        Questionnaire("attitude", N_("Relative attitude"), _ATTITUDE),
        Questionnaire("trust", N_("Trust"), _TRUST),
        Questionnaire("combined", N_("Everything: recommendation, satisfaction, ease, attitude, trust"),
                      tuple(dict.fromkeys((*MAIN, *_ATTITUDE, *_TRUST)))),
    )
}  # fmt: skip
OWN = Questionnaire("own", N_("Your own choice of questions"), MAIN)
"""Offered beside them: the user chooses the items."""


def questionnaire(told: str | None) -> Questionnaire:
    """
    What the text of a survey stands for: the id of a questionnaire, or its items with commas between.

    Items nobody declared are left out; a text without any raises ``BadArgument``.

    >>> questionnaire("nps").items, questionnaire("trust.intimacy, nonsense").items
    (('attitude.recommend',), ('trust.intimacy',))
    """
    text = (told or "short").strip()
    if text in QUESTIONNAIRES:
        return QUESTIONNAIRES[text]
    items = tuple(dict.fromkeys(item for item in (part.strip() for part in text.split(",")) if item in QUESTIONS))
    if not items:
        raise BadArgument.saying(BadArgument.template_questionnaire, value=text)
    return Questionnaire(OWN.id, OWN.title, items)


def told(name: str, items: Sequence[str] = ()) -> str:
    """The text a survey keeps of its questionnaire: the id, or the items of one's own choice."""
    return ",".join(items) if name == OWN.id else name


def titled(told: str | None) -> str:
    """What people call the questionnaire of a survey (message id)."""
    text = (told or "short").strip()
    return QUESTIONNAIRES[text].title if text in QUESTIONNAIRES else OWN.title
