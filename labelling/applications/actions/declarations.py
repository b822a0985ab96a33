"""What an organisation declares of eligibility rules."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions.answers import refuse_frozen
from labelling.applications.models import Declaration
from labelling.applications.schemes import edition_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission


def declare(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    rule_id: str,
    holds: bool,
    explanation: str = "",
    now: datetime,
) -> Declaration:
    """Declare whether an eligibility rule holds; a later declaration takes the place of this one.

    Raises Invalid where it does not hold and nothing is explained.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    refuse_frozen(application)
    if all(rule.id != rule_id for rule in edition_of(application).eligibility):
        raise NotFound
    if not holds and not explanation:
        raise Invalid(
            lazy("Say in a sentence why this does not hold."), field=f"explanation-{rule_id}"
        )
    found = session.scalar(
        select(Declaration).where(
            Declaration.application_id == application_id, Declaration.rule_id == rule_id
        )
    )
    if found is None:
        found = Declaration(application_id=application_id, rule_id=rule_id)
        session.add(found)
    elif (found.holds, found.explanation) == (holds, explanation):
        return found
    found.holds, found.explanation = holds, explanation
    found.declared_at, found.declared_by = now, actor.person_id
    session.flush()
    audit.record(
        session,
        actor,
        "application.declared",
        application,
        now,
        rule=rule_id,
        holds=holds,
        explanation=explanation,
    )
    return found
