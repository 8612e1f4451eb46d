"""A customer answers: the questionnaire an invitation opens, and nothing of the workbench."""

from pages.ui import frame
from pages.ui.surveys import answering

frame.through_the_router()
answering.show()
