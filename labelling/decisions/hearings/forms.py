"""Forms of hearings: what the holder answers, and what the office replies."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import BooleanField, SelectMultipleField

from labelling.core.web.forms import Form, lazy
from labelling.decisions.hearings.actions import ANSWER_LIMIT
from labelling.decisions.proofs import Piece
from labelling.reviews.forms.fields import as_uuid, choices, text_area


class EvidenceForm(Form):
    """Pieces of the holder's own library, as check boxes."""

    evidence = SelectMultipleField(lazy("Evidence from your library"))

    def offer(self, pieces: Sequence[Piece]) -> None:
        """Offer these pieces."""
        self.evidence.choices = choices((str(piece.evidence_id), piece.title) for piece in pieces)

    @property
    def chosen(self) -> list[UUID]:
        """Return the pieces that were chosen."""
        return [key for key in map(as_uuid, self.evidence.data or ()) if key is not None]


class AnswerForm(EvidenceForm):
    """What the holder says."""

    text = text_area(
        lazy("Your answer"),
        most=ANSWER_LIMIT,
        needed=True,
        hint=lazy("What is right, what is not, what you have put right. The deciders read it."),
    )
    asks_lifting = BooleanField(lazy("We ask that the suspension is lifted"))


class ReplyForm(Form):
    """What the office replies."""

    text = text_area(
        lazy("Reply to the holder"),
        most=ANSWER_LIMIT,
        needed=True,
        hint=lazy("The owners read it. Say why things stay as they are, or what comes next."),
    )
