"""Who is written to about an offer: the organisation when it is made, both sides when it ends."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.recipients import tell, tell_owners
from labelling.applications.schemes import edition_of, level_in
from labelling.core import i18n
from labelling.core.clock import today
from labelling.decisions.correspondence.writing import write_refusal
from labelling.decisions.letters import APPEAL
from labelling.decisions.offers.models import OfferAnswer
from labelling.decisions.queries import case_officers, standing_decision
from labelling.organisations import queries as organisations


def tell_offered(
    session: Session, application: Application, level_id: str, by: date, now: datetime
) -> None:
    """Write to the organisation what is offered and until when, each owner in their language."""
    for owner in organisations.owners(session, application.organisation_id):
        with i18n.speaking(owner.language):
            edition = edition_of(application)
            offered, asked = level_in(edition, level_id), level_in(edition, application.level_id)
        tell(
            session,
            [owner],
            application,
            "lower_level_offered",
            now,
            level=offered.name,
            asked=asked.name,
            due=by.isoformat(),
        )


def tell_answered(
    session: Session, application: Application, answer: OfferAnswer, now: datetime
) -> None:
    """Write to the office what was answered, and to the organisation where nothing is awarded.

    Then it gets the letter of a refusal as well.
    """
    contacts = case_officers(session, application, now)
    tell(session, contacts, application, "offer_answered", now, answer=answer.value)
    if answer is OfferAnswer.ACCEPTED:
        return
    appeal_by = today(now) + APPEAL
    decision = standing_decision(session, application.id)
    if decision is not None:
        write_refusal(session, application, decision, appeal_by=appeal_by, now=now)
    tell_owners(
        session,
        application,
        "offer_ended",
        now,
        answer=answer.value,
        appeal_by=appeal_by.isoformat(),
    )
