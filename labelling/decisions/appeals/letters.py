"""Who is written to about an appeal, and what about. No reasons, no names of the panel's votes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.core import mail
from labelling.decisions.appeals import acting
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.appeals.words import Outcome
from labelling.decisions.bodies import scheme_of
from labelling.decisions.clocks.dates import due_dates
from labelling.decisions.clocks.spans import Clock
from labelling.decisions.correspondence.models import LetterKind
from labelling.decisions.correspondence.writing import write_appeal_outcome
from labelling.decisions.models import Label
from labelling.organisations import queries as organisations
from labelling.people.models import Person

_OUTCOMES: Mapping[Outcome, LetterKind] = {
    Outcome.UPHELD: LetterKind.APPEAL_UPHELD,
    Outcome.IN_PART: LetterKind.APPEAL_IN_PART,
    Outcome.DISMISSED: LetterKind.APPEAL_DISMISSED,
}


def tell_owners(session: Session, appeal: Appeal, step: str, now: datetime) -> None:
    """Write to the organisation what has happened to its appeal; its outcome by letter, too."""
    if step == "decided":
        _write_outcome(session, appeal, now)
    due = due_dates(session, [appeal.id])[appeal.id, Clock.OUTCOME]
    _tell(
        session,
        organisations.owners(session, appeal.organisation_id),
        "appeal_step",
        appeal,
        now,
        step=step,
        due=due,
    )


def _write_outcome(session: Session, appeal: Appeal, now: datetime) -> None:
    label = session.get(Label, appeal.label_id) if appeal.label_id is not None else None
    application = (
        session.get(Application, appeal.application_id)
        if appeal.application_id is not None
        else None
    )
    scheme = scheme_of(application) if application is not None else label.scheme if label else ""
    write_appeal_outcome(
        session,
        kind=_OUTCOMES[appeal.outcome or Outcome.DISMISSED],
        scheme=scheme,
        organisation_id=appeal.organisation_id,
        reference=appeal.receipt,
        reason=appeal.reasons,
        application_id=appeal.application_id,
        label_id=appeal.label_id,
        now=now,
    )


def tell_office(session: Session, appeal: Appeal, step: str, clock: Clock, now: datetime) -> None:
    """Write to the officers who can act on an appeal that one of them is asked to."""
    due = due_dates(session, [appeal.id])[appeal.id, clock]
    _tell(
        session,
        acting.handlers(session, appeal, now),
        "appeal_office",
        appeal,
        now,
        step=step,
        due=due,
    )


def tell_judges(session: Session, appeal: Appeal, now: datetime) -> None:
    """Write to those who can be the second person on admissibility."""
    due = due_dates(session, [appeal.id])[appeal.id, Clock.ADMISSIBILITY]
    _tell(
        session,
        acting.judges(session, appeal, now),
        "appeal_office",
        appeal,
        now,
        step="judge",
        due=due,
    )


def tell_members(
    session: Session, appeal: Appeal, step: str, members: Iterable[Person], now: datetime
) -> None:
    """Write to members of the panel what they are asked to do."""
    clock = Clock.PANEL if step == "named" else Clock.OUTCOME
    due = due_dates(session, [appeal.id])[appeal.id, clock]
    _tell(session, members, "appeal_panel", appeal, now, step=step, due=due)


def remind(
    session: Session, appeal: Appeal, whom: Iterable[Person], now: datetime, *, due: date, when: str
) -> None:
    """Remind those who act next of a date, once for each date."""
    for person in whom:
        _tell(
            session,
            [person],
            "appeal_reminder",
            appeal,
            now,
            step=when,
            due=due,
            key=f"appeal:{appeal.id}:{appeal.state}:{due}:{when}:{person.id}",
        )


def panel_people(session: Session, appeal: Appeal) -> list[Person]:
    """Return the people of the members who stand."""
    return acting.panels(session, [appeal.id])[appeal.id]


def _tell(
    session: Session,
    whom: Iterable[Person],
    template: str,
    appeal: Appeal,
    now: datetime,
    *,
    step: str,
    due: date,
    key: str | None = None,
) -> None:
    for person in whom:
        mail.send(
            session,
            person,
            template,
            now,
            about=appeal,
            key=key,
            step=step,
            receipt=appeal.receipt,
            appeal=str(appeal.id),
            due=due.isoformat(),
        )
