"""Refusals that a member can cure, each with the page on which that is done."""

from labelling.club.subjects import Place
from labelling.core.access import ALLOWED, Actor, Verdict, allowed_if, denied
from labelling.core.errors import Way
from labelling.core.i18n import lazy

CODE_FIRST = lazy("Accept the code of conduct first.")
WRITERS_ONLY = lazy("The contact, owners and contributors do this; you are a reader.")
ANSWERABLE_ONLY = lazy("The contact or an owner of the organisation does this.")
LEFT = lazy("This member has left the club.")

READ_THE_CODE = lazy("Read and accept the code of conduct")
_WHO = lazy("See who your contact is")


def accepted(place: Place) -> Verdict:
    """Ask that the actor accepted the code of conduct for its member."""
    way = Way(READ_THE_CODE, "club.accept", {"membership_id": place.membership.id}, returns=True)
    return allowed_if(place.accepted, CODE_FIRST, way)


def stands(place: Place) -> Verdict:
    """Ask that the member has not left, and that the code of conduct was accepted for it."""
    if place.membership.left_on is not None:
        return denied(LEFT)
    return accepted(place)


def written(actor: Actor, place: Place) -> Verdict:
    """Ask that the actor writes for its member."""
    return allowed_if(place.written_by(actor), WRITERS_ONLY, _who(actor, place))


def answered(actor: Actor, place: Place) -> Verdict:
    """Ask that the actor answers for its member: as its contact, or as an owner."""
    return allowed_if(place.answered_for_by(actor), ANSWERABLE_ONLY, _who(actor, place))


def first_refusal(*verdicts: Verdict) -> Verdict:
    """Return the first verdict that refuses, ALLOWED where none does."""
    return next((one for one in verdicts if not one.allowed), ALLOWED)


def _who(actor: Actor, place: Place) -> Way | None:
    if not place.acted_for_by(actor):
        return None
    return Way(_WHO, "club.membership", {"membership_id": place.membership.id})
