"""Questions of the office to a member about its figures, answered on record."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.life import TAKES_CORRECTIONS, TAKES_FIGURES
from labelling.club.models import Query, QueryAnswer
from labelling.club.telling import contacts_of, tell, tell_office
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

LONGEST = 1000


def ask_member(
    session: Session,
    *,
    actor: Actor,
    part_id: UUID,
    subject: str,
    question: str,
    due_on: date,
    now: datetime,
) -> Query:
    """Ask a member about a figure that it sent ('' for the sheet as a whole)."""
    part = queries.part_for(session, actor, part_id, now)
    access.require(actor, Permission.CLUB_RUN, part.place.club)
    access.require(actor, Permission.FIGURES_VIEW, part)
    if part.row.submitted_at is None:
        raise NotNow(lazy("This member has not sent its figures yet."))
    if part.round.state not in TAKES_FIGURES | TAKES_CORRECTIONS:
        raise NotNow(lazy("This round takes no figures now."))
    set_ = queries.round_set(session, part.round)
    if subject and subject not in set_.quantities and subject not in set_.indicators:
        raise Invalid(lazy("Choose a figure of this round."), field="subject")
    _refuse_text(question, "question")
    if due_on < today(now):
        raise Invalid(lazy("Choose a day from today on."), field="due_on")
    assert actor.person_id is not None  # noqa: S101 (an officer is a person)
    row = Query(
        round_member_id=part_id,
        subject=subject,
        question=question,
        due_on=due_on,
        asked_at=now,
        asked_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "query.asked", row, now, part=str(part_id), about=subject)
    for persons in contacts_of(session, [part.place.membership]).values():
        for person in persons:
            tell(
                session,
                person,
                (part.place.club, part.round, part.row.membership_id),
                "club_query",
                now,
                due=due_on.isoformat(),
            )
    return row


def answer_query(
    session: Session,
    *,
    actor: Actor,
    query_id: UUID,
    confirms: bool,
    text: str,
    now: datetime,
) -> QueryAnswer:
    """Answer: the figure is right (``confirms``), or it was corrected and sent again."""
    query = queries.get_query(session, query_id)
    part = queries.part_for(session, actor, query.round_member_id, now)
    access.require(actor, Permission.FIGURES_EDIT, part)
    if query.settled_at is not None:
        raise NotNow(lazy("The office has settled this question already."))
    _refuse_text(text, "text")
    if not confirms and not _was_corrected(session, query):
        raise NotNow(
            lazy("The figure is still as it was. Correct it and send the sheet, then answer."),
            kept=lazy("Nothing was saved of this answer."),
        )
    assert actor.person_id is not None  # noqa: S101 (who writes for a member is a person)
    row = QueryAnswer(
        query_id=query_id,
        confirms=confirms,
        text=text,
        answered_at=now,
        answered_by=actor.person_id,
    )
    session.add(row)
    audit.record(session, actor, "query.answered", query, now, confirms=confirms)
    tell_office(session, part.place.club, part.round, "club_query_answered", now)
    return row


def _was_corrected(session: Session, query: Query) -> bool:
    """Say whether anything that was sent has changed since the question was asked."""
    rows = queries.sent_rows(session, [query.round_member_id]).get(query.round_member_id, {})
    return any(row.saved_at > query.asked_at for row in rows.values())


def settle_query(session: Session, *, actor: Actor, query_id: UUID, now: datetime) -> None:
    """Close a question: it was answered, or turned out to be none."""
    query = queries.get_query(session, query_id)
    part = queries.part_for(session, actor, query.round_member_id, now)
    access.require(actor, Permission.CLUB_RUN, part.place.club)
    access.require(actor, Permission.FIGURES_VIEW, part)
    if query.settled_at is not None:
        return
    query.settled_at, query.settled_by = now, actor.person_id
    audit.record(session, actor, "query.settled", query, now)


def _refuse_text(text: str, field: str) -> None:
    if not text.strip() or len(text) > LONGEST:
        raise Invalid(lazy("Write up to %(most)s characters."), field=field, most=LONGEST)
