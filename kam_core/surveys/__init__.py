"""Satisfaction surveys 满意度调查 (methods 15): questionnaires, invitations, answers as ratings of the customer, and what they say."""

from kam_core.surveys.answering import Invitation, answer, invitation
from kam_core.surveys.inviting import Asking, Invitee, closing, invitations, key_of, link, survey_edits, surveys
from kam_core.surveys.opening import found
from kam_core.surveys.printed import Person, form
from kam_core.surveys.questionnaires import OWN, QUESTIONNAIRES, QUESTIONS, Question, Questionnaire, questionnaire, titled, told
from kam_core.surveys.results import SATISFACTION, Estimate, Figure, answers, by_account, ces, coverage, csat, estimate, latest, nps, trend
from kam_core.surveys.sheet import Filled, Refused, filled, template

__all__ = [
    "OWN",
    "QUESTIONNAIRES",
    "QUESTIONS",
    "SATISFACTION",
    "Asking",
    "Estimate",
    "Figure",
    "Filled",
    "Invitation",
    "Invitee",
    "Person",
    "Question",
    "Questionnaire",
    "Refused",
    "answer",
    "answers",
    "by_account",
    "ces",
    "closing",
    "coverage",
    "csat",
    "estimate",
    "filled",
    "form",
    "found",
    "invitation",
    "invitations",
    "key_of",
    "latest",
    "link",
    "nps",
    "questionnaire",
    "survey_edits",
    "surveys",
    "template",
    "titled",
    "told",
    "trend",
]
