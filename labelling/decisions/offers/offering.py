"""Offering a lower level, as what follows from a decision."""

from datetime import datetime

from sqlalchemy.orm import Session

from labelling.applications.actions import set_due
from labelling.applications.models import Application, Step
from labelling.core import audit
from labelling.core.access import Actor
from labelling.decisions.models import Decision
from labelling.decisions.offers.letters import tell_offered
from labelling.decisions.offers.models import LevelOffer


def offer_lower_level(
    session: Session,
    *,
    actor: Actor,
    application: Application,
    decision: Decision,
    level_id: str,
    now: datetime,
) -> LevelOffer:
    """Offer a lower level to the organisation, which has 14 days to accept or decline it.

    It has no permission of its own: the action that calls it has required its own.
    """
    offer = LevelOffer(
        decision_id=decision.id, application_id=application.id, level_id=level_id, offered_at=now
    )
    session.add(offer)
    session.flush()
    audit.record(
        session,
        actor,
        "offer.made",
        offer,
        now,
        application=str(application.id),
        level=level_id,
    )
    deadline = set_due(session, actor=actor, application=application, step=Step.CONSENT, now=now)
    tell_offered(session, application, level_id, deadline.due_on, now)
    return offer
