"""Who sees that a lower level is offered, and who accepts or declines it."""

from labelling.core.access import HIDDEN, Actor, Seat, Verdict, allowed_if, known_if, register
from labelling.core.permissions import Permission
from labelling.decisions.offers.subjects import OfferToHolder
from labelling.organisations.policy import OWNERS_ONLY


def _sees(actor: Actor, subject: OfferToHolder) -> Verdict:
    return known_if(actor.holds(subject.application.organisation_id))


def _answers(actor: Actor, subject: OfferToHolder) -> Verdict:
    organisation_id = subject.application.organisation_id
    if not actor.holds(organisation_id):
        return HIDDEN
    return allowed_if(actor.holds(organisation_id, Seat.OWNER), OWNERS_ONLY)


register(Permission.OFFER_VIEW, OfferToHolder, _sees)
register(Permission.OFFER_ANSWER, OfferToHolder, _answers)
