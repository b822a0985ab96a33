"""The page of a lower level that is offered: the organisation accepts it or declines."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.models import Step
from labelling.applications.queries import due, get_application
from labelling.applications.schemes import edition_of, level_in, sign_of
from labelling.core import access
from labelling.core.access import may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.i18n import format_weekday, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions.actions.granting import label_to_show, spans_of
from labelling.decisions.offers import actions, queries
from labelling.decisions.offers.subjects import OfferToHolder
from labelling.decisions.queries import get_decision
from labelling.decisions.views.blueprint import bp, notice


@bp.get("/applications/<uuid:application_id>/offer")
def offer(application_id: UUID) -> ResponseReturnValue:
    """Show the lower level that is offered, why, and what follows from an answer."""
    actor, now = asker(), identity.now()
    with reading() as session:
        application = get_application(session, application_id)
        found = queries.get_offer(session, application_id)
        subject = OfferToHolder(found, application)
        access.require(actor, Permission.OFFER_VIEW, subject)
        decision = get_decision(session, found.decision_id)
        by = due(session, application_id, Step.CONSENT)
        edition = edition_of(application)
        level = level_in(edition, found.level_id)
        spans = spans_of(session, application, [level], now) if found.answer is None else {}
        held = label_to_show(session, application, now)
    waits = found.answer is None and (by is None or today(now) <= by)
    answers = waits and may(actor, Permission.OFFER_ANSWER, subject)
    return pages.page(
        "decisions/offers/offer.html",
        application=application,
        offer=found,
        decision=decision,
        level=level,
        sign=sign_of(edition, level.id),
        asked=level_in(edition, application.level_id),
        span=spans.get(level.id),
        held=held,
        by=by,
        waits=waits,
        answers=answers,
        turn=_turn(answers, format_weekday(by)) if waits else None,
        notice=notice(),
    )


@bp.post("/applications/<uuid:application_id>/offer/accept")
def accept_offer(application_id: UUID) -> ResponseReturnValue:
    """Accept the lower level."""
    with unit_of_work() as session:
        actions.accept_offer(
            session, actor=asker(), application_id=application_id, now=identity.now()
        )
    return redirect(url_for(".offer", application_id=application_id, done="accepted"), 303)


@bp.post("/applications/<uuid:application_id>/offer/decline")
def decline_offer(application_id: UUID) -> ResponseReturnValue:
    """Decline the lower level."""
    with unit_of_work() as session:
        actions.decline_offer(
            session, actor=asker(), application_id=application_id, now=identity.now()
        )
    return redirect(url_for(".offer", application_id=application_id, done="declined"), 303)


def _turn(answers: bool, by: str) -> Turn:
    return Turn(gettext("You act next") if answers else gettext("The organisation acts next"), by)
