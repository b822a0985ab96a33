"""What an organisation answers to a lower level that was offered, and the end without answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.actions import move
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due, get_application
from labelling.applications.schemes import edition_of, level_in
from labelling.core import access, audit, i18n
from labelling.core.access import SYSTEM, Actor
from labelling.core.clock import today
from labelling.core.errors import Conflict, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions import letters
from labelling.decisions.actions.granting import grant_term
from labelling.decisions.fingerprint import fingerprint
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.offers import queries
from labelling.decisions.offers.letters import tell_answered
from labelling.decisions.offers.models import LevelOffer, OfferAnswer
from labelling.decisions.offers.subjects import OfferToHolder
from labelling.decisions.queries import get_decision
from labelling.organisations.queries import get_organisation
from labelling.reviews.models import Outcome


def accept_offer(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> tuple[Label, LabelTerm]:
    """Accept the lower level for the organisation; from here on its term runs.

    Raises NotNow where nothing waits for an answer, Conflict where the organisation's profile has
    changed since the committee saw it: nobody gets a certificate in a name that was not decided on.
    """
    offer, application = _waiting(session, actor, application_id, now)
    decision = get_decision(session, offer.decision_id)
    if fingerprint(session, application) != decision.fingerprint:
        raise Conflict(
            lazy("Your profile has changed since the committee decided, so nothing was accepted."),
            advice=lazy("Set name, town and country as they were, or ask the office."),
        )
    _answer(session, actor, offer, OfferAnswer.ACCEPTED, now)
    message = _in_their_language(
        session, application, offer, lazy("The organisation accepted the level %(level)s.")
    )
    move(
        session, actor=actor, application=application, state=State.DECIDED, now=now, message=message
    )
    label, term = grant_term(
        session,
        actor=actor,
        application=application,
        decision=decision,
        level_id=offer.level_id,
        now=now,
    )
    letters.tell_awarded(session, application, label, term, now)
    tell_answered(session, application, OfferAnswer.ACCEPTED, now)
    return label, term


def decline_offer(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> LevelOffer:
    """Decline the lower level for the organisation: the label is not awarded.

    A term that runs already is left as it is. Raises NotNow where nothing waits for an answer.
    """
    offer, _ = _waiting(session, actor, application_id, now)
    _end(session, actor, offer, OfferAnswer.DECLINED, now)
    return offer


def lapse_offers(session: Session, now: datetime) -> None:
    """End the offers that nobody has answered by their last day: the label is not awarded."""
    for offer in queries.unanswered_on(session, today(now)):
        _end(session, SYSTEM, offer, OfferAnswer.LAPSED, now)


def _waiting(
    session: Session, actor: Actor, application_id: UUID, now: datetime
) -> tuple[LevelOffer, Application]:
    offer = queries.get_offer(session, application_id)
    application = get_application(session, application_id)
    access.require(actor, Permission.OFFER_ANSWER, OfferToHolder(offer, application), now=now)
    last = due(session, application_id, Step.CONSENT)
    if offer.answer is not None or (last is not None and today(now) > last):
        raise NotNow(lazy("This offer no longer waits for an answer."))
    return offer, application


def _answer(
    session: Session, actor: Actor, offer: LevelOffer, answer: OfferAnswer, now: datetime
) -> None:
    offer.answer, offer.answered_at = answer, now
    offer.answered_by = None if answer is OfferAnswer.LAPSED else actor.person_id
    session.flush()
    audit.record(
        session,
        actor,
        f"offer.{answer.value}",
        offer,
        now,
        application=str(offer.application_id),
        level=offer.level_id,
    )


def _end(
    session: Session,
    actor: Actor,
    offer: LevelOffer,
    answer: OfferAnswer,
    now: datetime,
) -> None:
    """Let a decision end as not awarded: what was decided is the level's offer alone."""
    application = get_application(session, offer.application_id)
    _answer(session, actor, offer, answer, now)
    decision = get_decision(session, offer.decision_id)
    decision.outcome, decision.level_id = Outcome.NOT_AWARDED, None
    said = (
        lazy("The organisation declined the level %(level)s, so the label is not awarded.")
        if answer is OfferAnswer.DECLINED
        else lazy("The level %(level)s was not accepted in time, so the label is not awarded.")
    )
    message = _in_their_language(session, application, offer, said)
    move(
        session, actor=actor, application=application, state=State.DECIDED, now=now, message=message
    )
    tell_answered(session, application, answer, now)


def _in_their_language(
    session: Session, application: Application, offer: LevelOffer, sentence: i18n.Text
) -> str:
    """Return what the record of the application says, in the organisation's language."""
    organisation = get_organisation(session, application.organisation_id)
    with i18n.speaking(organisation.language):
        level = level_in(edition_of(application), offer.level_id)
        return str(sentence) % {"level": level.name}
