"""Who answers in a hearing, and who replies: owners alone, and officers not bound up with them."""

from labelling.core.access import Actor, Seat, Verdict, known_if, register
from labelling.core.permissions import Permission
from labelling.decisions.models import Label
from labelling.decisions.subjects import LabelCase
from labelling.decisions.two_persons import first_person


def _answers(actor: Actor, label: Label) -> Verdict:
    """Let owners read and answer; nobody else in the organisation may know the private reason."""
    return known_if(actor.holds(label.organisation_id, Seat.OWNER))


register(Permission.HEARING_ANSWER, Label, _answers)
register(Permission.HEARING_REPLY, LabelCase, first_person)
