"""Appeals and complaints with which nobody can deal, because all who could had a part.

Officers with a part must not learn more than the receipt, so administrators are told: they appoint
somebody who had none. They learn no more than the receipt either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from labelling.core import mail
from labelling.core.access import ROLE_NAMES, Actor, Role
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext
from labelling.core.outbox import every_minute
from labelling.decisions.appeals import queries as appeal_queries
from labelling.decisions.appeals.acting import who_acts
from labelling.decisions.appeals.actions.following import waiting_for_office
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.complaints import queries as complaint_queries
from labelling.decisions.complaints.models import Concern
from labelling.people import queries as people


@dataclass(frozen=True, slots=True)
class Stranded:
    """A case that waits for a step that nobody can take; which role takes it, and by when."""

    receipt: str
    state: str
    role: Role
    due: date | None


def stranded(session: Session, now: datetime) -> list[Stranded]:
    """Return the appeals and complaints that nobody can deal with, the nearest date first."""
    found = [*_appeals(session, now), *_complaints(session, now)]
    return sorted(found, key=lambda one: (one.due or date.max, one.receipt))


def _appeals(session: Session, now: datetime) -> Iterator[Stranded]:
    upheld = appeal_queries.to_follow(session)
    to_do = waiting_for_office(session, [row.appeal for row in upheld])
    rows = [
        *appeal_queries.running_appeals(session),
        *(row for row in upheld if row.appeal.id in to_do),
    ]
    able = who_acts(session, [row.appeal for row in rows], now)
    for row in rows:
        appeal = row.appeal
        if appeal.state is AppealState.SITTING:  # the panel acts, and its members had no part
            continue
        if not able[appeal.id]:
            yield Stranded(appeal.receipt, appeal.state.value, Role.OFFICER, row.due)


def _complaints(session: Session, now: datetime) -> Iterator[Stranded]:
    free = [row for row in complaint_queries.running(session) if row.complaint.handled_by is None]
    able = complaint_queries.handlers_of_each(session, [row.complaint for row in free], now)
    for row in free:
        complaint = row.complaint
        if able[complaint.id]:
            continue
        role = Role.APPEALS if complaint.concern is Concern.OFFICE else Role.OFFICER
        yield Stranded(complaint.receipt, complaint.state.value, role, row.due)


@offers_tasks
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield to administrators the cases for which they must appoint somebody."""
    if actor.role is not Role.ADMINISTRATOR:
        return
    for one in stranded(session, now):
        yield Task(
            title=gettext(
                "Appoint somebody: nobody can deal with %(receipt)s", receipt=one.receipt
            ),
            about=gettext(
                "Needed is a person without a part in the case, in the role “%(role)s”.",
                role=str(ROLE_NAMES[one.role]),
            ),
            button=gettext("Open the people"),
            address="/people",
            due=one.due,
        )


@every_minute
def tell_administrators(session: Session, now: datetime) -> None:
    """Queue a mail to each administrator, once for each step at which a case is stranded."""
    for one in stranded(session, now):
        for person in people.people_with_role(session, Role.ADMINISTRATOR):
            mail.send(
                session,
                person,
                "case_stranded",
                now,
                key=f"stranded:{one.receipt}:{one.state}:{person.id}",
                receipt=one.receipt,
                role=one.role.value,
                due=one.due.isoformat() if one.due is not None else None,
            )
