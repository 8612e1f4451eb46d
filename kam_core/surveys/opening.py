"""From a link to the workbook that holds its invitation: by the beginning of the workbook's id, never by trying every file."""

from __future__ import annotations

from datetime import date

from kam_core.errors import InvitationRefused, KamError
from kam_core.surveys.answering import Invitation, invitation
from kam_core.surveys.inviting import BOOK_DIGITS
from kam_core.workbook import Shelf, Workbook


def found(shelf: Shelf, key: str, day: date) -> tuple[Workbook, str, Invitation]:
    """
    The workbook, the token and the invitation that a link (``key_of``) stands for.

    Raises ``InvitationRefused``: why it cannot be answered, or that its workbook is not here or cannot be opened now.
    """
    start, _, token = key.partition(".")
    refusal = InvitationRefused()
    if len(start) != BOOK_DIGITS or not token:
        raise refusal
    for path in shelf.holding(start):
        try:
            book = shelf.get(path)
            return book, token, invitation(book, token, day)
        except InvitationRefused as error:  # a copy of the file put beside it may hold other invitations
            refusal = refusal if error.template == InvitationRefused.template else error
        except KamError:
            refusal = InvitationRefused.saying(InvitationRefused.template_away)
    raise refusal
