"""What follows from a decision that was taken: a term, conditions, an offer, or a letter alone."""

from datetime import datetime

from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.decisions import letters
from labelling.decisions.actions.granting import grant_term
from labelling.decisions.conditions.letters import tell_set
from labelling.decisions.conditions.queries import conditions_of
from labelling.decisions.models import Decision
from labelling.decisions.offers.offering import offer_lower_level
from labelling.reviews.models import Outcome


def state_after(outcome: Outcome) -> State:
    """Return where an application stands after a decision: a lower level waits for consent."""
    return State.OFFERED if outcome is Outcome.LOWER_LEVEL else State.DECIDED


def refuse_without_conditions(session: Session, decision: Decision, outcome: Outcome) -> None:
    """Raise Invalid for an award with conditions where none were prepared."""
    if outcome is Outcome.WITH_CONDITIONS and not conditions_of(session, decision.id):
        raise Invalid(
            lazy("No conditions were prepared. Send the case back, or award without them."),
            field="outcome",
        )


def carry_out(
    session: Session,
    *,
    actor: Actor,
    application: Application,
    decision: Decision,
    now: datetime,
) -> None:
    """Let follow what a taken decision says, and write to the organisation.

    The conditions are those that stand with the decision since it was prepared. It has no
    permission of its own: the action that calls it has required its own.
    """
    if decision.outcome is None or decision.level_id is None:
        letters.tell_not_awarded(session, application, now)
        return
    if decision.outcome is Outcome.LOWER_LEVEL:
        offer_lower_level(
            session,
            actor=actor,
            application=application,
            decision=decision,
            level_id=decision.level_id,
            now=now,
        )
        return
    label, term = grant_term(
        session,
        actor=actor,
        application=application,
        decision=decision,
        level_id=decision.level_id,
        now=now,
    )
    letters.tell_awarded(session, application, label, term, now)
    if decision.outcome is Outcome.WITH_CONDITIONS:
        tell_set(session, application, conditions_of(session, decision.id), now)
