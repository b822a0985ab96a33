"""Who is written to about decisions and labels, and what about. No scores, no private reasons."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labelling.applications.models import Application, Step
from labelling.applications.queries import due
from labelling.applications.recipients import tell, tell_owners
from labelling.applications.schemes import edition_of, level_in
from labelling.core import i18n, mail
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.decisions import queries
from labelling.decisions.bodies import is_for_sitting
from labelling.decisions.correspondence.writing import write_award, write_change, write_refusal
from labelling.decisions.models import (
    Decision,
    Label,
    LabelChange,
    LabelEvent,
    LabelTerm,
)
from labelling.organisations import queries as organisations
from labelling.people import queries as people

APPEAL = timedelta(days=30)


def tell_deciders(
    session: Session, application: Application, decision: Decision, now: datetime
) -> None:
    """Write to all who can decide that a case waits for one of them.

    Where a sitting decides, the members hear of it with its agenda, from the office.
    """
    if is_for_sitting(application):
        return
    by = due(session, application.id, Step.DECISION)
    tell(
        session,
        queries.deciders(session, application, decision, now),
        application,
        "decision_prepared",
        now,
        decision=str(decision.id),
        by=by.isoformat() if by is not None else None,
    )


def tell_preparer(
    session: Session, application: Application, decision: Decision, now: datetime
) -> None:
    """Write to the officer whose preparation was sent back."""
    preparer = people.get_person(session, decision.prepared_by)
    tell(session, [preparer], application, "decision_sent_back", now)


def tell_awarded(
    session: Session, application: Application, label: Label, term: LabelTerm, now: datetime
) -> None:
    """Write to the organisation that it holds the label, each owner in their own language."""
    letter = write_award(
        session,
        application,
        queries.get_decision(session, term.decision_id),
        label,
        term,
        appeal_by=today(now) + APPEAL,
        now=now,
    )
    for owner in organisations.owners(session, application.organisation_id):
        with i18n.speaking(owner.language):
            level = level_in(edition_of(application), term.level_id)
        tell(
            session,
            [owner],
            application,
            "label_awarded",
            now,
            number=label.number,
            level=level.name,
            lower=term.level_id != application.level_id,
            valid_until=term.valid_until.isoformat(),
            page=label.public_id,
            appeal_by=_appeal_by(now),
            letter=str(letter.id),
        )


def tell_not_awarded(session: Session, application: Application, now: datetime) -> None:
    """Write to the organisation that the label was not awarded, and how to appeal."""
    decision = queries.standing_decision(session, application.id)
    if decision is None:
        raise NotFound
    letter = write_refusal(session, application, decision, appeal_by=today(now) + APPEAL, now=now)
    tell_owners(
        session,
        application,
        "label_not_awarded",
        now,
        appeal_by=_appeal_by(now),
        letter=str(letter.id),
    )


def tell_change_waits(session: Session, change: LabelChange, label: Label, now: datetime) -> None:
    """Write to all who can decide on a change that it waits for one of them."""
    for person in queries.change_deciders(session, change, label, now):
        mail.send(
            session,
            person,
            "change_prepared",
            now,
            about=label,
            number=label.number,
            change=str(change.id),
            effective_on=change.effective_on.isoformat(),
        )


def tell_change_sent_back(
    session: Session, change: LabelChange, label: Label, now: datetime
) -> None:
    """Write to the officer whose change was sent back."""
    preparer = people.get_person(session, change.prepared_by)
    mail.send(
        session,
        preparer,
        "change_sent_back",
        now,
        about=label,
        number=label.number,
        label=str(label.id),
    )


def tell_changed(session: Session, event: LabelEvent, label: Label, now: datetime) -> None:
    """Write to the holder what happened to its label, with the public reason."""
    holder = organisations.get_organisation(session, label.organisation_id)
    letter = write_change(session, label, event, appeal_by=today(now) + APPEAL, now=now)
    for owner in organisations.owners(session, holder.id):
        mail.send(
            session,
            owner,
            "label_changed",
            now,
            about=label,
            holder=holder.name,
            number=label.number,
            kind=event.kind.value,
            effective_on=event.effective_on.isoformat(),
            reason=event.public_reason,
            page=label.public_id,
            appeal_by=_appeal_by(now),
            letter=str(letter.id),
        )


def _appeal_by(now: datetime) -> str:
    return (today(now) + APPEAL).isoformat()
