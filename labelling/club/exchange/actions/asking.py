"""Questions to those who are good at something: asked, answered, introduced, closed.

Who is good follows from the frozen round, which is read outside any unit of work, once.

Nothing that the asker sees depends on who was asked, how many, or who said no.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.exchange import queries
from labelling.club.exchange.good import round_to_ask_in, those_who_are_good
from labelling.club.exchange.models import Answer, AskedMember, Question
from labelling.club.exchange.telling import tell_asked, tell_asker, tell_introduced
from labelling.club.results import queries as results
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Conflict, Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

OPEN_FOR = timedelta(days=30)
MOST_OPEN = 3
"""Open questions of one member."""

MOST_A_HALF_YEAR = 6
_HALF_YEAR = timedelta(days=183)
TEXT_LIMIT, MESSAGE_LIMIT = 1000, 500


def is_open(question: Question, now: datetime) -> bool:
    """Say whether a question still takes answers."""
    return question.closed_at is None and question.expires_on >= today(now)


@dataclass(frozen=True, slots=True)
class WhoToAsk:
    """Whom a question of a member goes to, by a frozen round; nobody is told who they are."""

    membership_id: UUID
    code: str
    round_id: UUID
    half_year: str
    frozen_id: UUID | None
    good: tuple[UUID, ...]


def find_who_to_ask(
    session: Session, *, actor: Actor, membership_id: UUID, code: str, now: datetime
) -> WhoToAsk:
    """Return whom a question would go to: in a session that reads.

    Raises NotFound for an indicator that the member did not report, or whose quartiles are not
    published.
    """
    own = results.own_results(session, actor, membership_id, now)
    access.require(actor, Permission.QUESTION_ASK, own)
    membership = own.place.membership
    round_ = round_to_ask_in(session, membership, code)
    if round_ is None:
        raise NotFound
    good = those_who_are_good(session, membership, round_, code)
    return WhoToAsk(
        membership_id=membership_id,
        code=code,
        round_id=round_.id,
        half_year=round_.half_year,
        frozen_id=queries.newest_frozen_id(session, round_.id),
        good=tuple(one.id for one in good),
    )


def ask_question(
    session: Session,
    *,
    actor: Actor,
    who: WhoToAsk,
    text: str,
    named: bool,
    now: datetime,
) -> Question:
    """Ask those who are good at an indicator, whoever they are.

    One open question per indicator, three in all, six in half a year. Raises Conflict where figures
    were frozen or results released since it was found whom to ask.
    """
    membership_id, code = who.membership_id, who.code
    own = results.own_results(session, actor, membership_id, now)
    access.require(actor, Permission.QUESTION_ASK, own)
    owner = own.place.club
    newest = next(iter(results.rounds_with_results(session, owner.id)), None)
    frozen_id = queries.newest_frozen_id(session, who.round_id)
    if newest is None or (newest.id, frozen_id) != (who.round_id, who.frozen_id):
        raise Conflict(lazy("New results came out meanwhile. Send your question once more."))
    if not text.strip() or len(text) > TEXT_LIMIT:
        raise Invalid(
            lazy("Write your question in up to %(most)s characters."),
            field="text",
            most=TEXT_LIMIT,
        )
    _refuse_too_many(session, membership_id, code, now)
    row = Question(
        membership_id=membership_id,
        club_id=owner.id,
        indicator=code,
        half_year=who.half_year,
        text=text,
        named=named,
        asked_at=now,
        asked_by=actor.person_id,
        expires_on=today(now) + OPEN_FOR,
    )
    session.add(row)
    session.flush()
    standing = {one.id for one, _name in club.memberships_of(session, owner.id)}
    asked = [
        AskedMember(question_id=row.id, membership_id=one) for one in who.good if one in standing
    ]
    session.add_all(asked)
    session.flush()
    audit.record(session, actor, "question.asked", row, now, indicator=code, named=named)
    tell_asked(session, owner, row, asked, now)
    return row


def _refuse_too_many(session: Session, membership_id: UUID, code: str, now: datetime) -> None:
    rows = queries.questions_of(session, membership_id)
    waiting = [one for one in rows if is_open(one, now)]
    if any(one.indicator == code for one in waiting):
        raise NotNow(lazy("Your question about this indicator is still open."))
    if len(waiting) >= MOST_OPEN:
        raise NotNow(lazy("Three questions of yours are open. Close one first."))
    if sum(one.asked_at > now - _HALF_YEAR for one in rows) >= MOST_A_HALF_YEAR:
        raise NotNow(lazy("You have asked six questions in half a year. Ask again later."))


def answer_question(
    session: Session,
    *,
    actor: Actor,
    asked_id: UUID,
    accepts: bool,
    message: str = "",
    now: datetime,
) -> AskedMember:
    """Agree to be introduced, or decline: the asker never learns of that.

    Where the asker has said who asks, it has agreed already, and both are introduced at once.
    Raises NotNow for a question that is closed or was answered.
    """
    own = queries.own_asked(session, actor, asked_id, now)
    access.require(actor, Permission.QUESTION_ANSWER, own)
    row, question = own.row, queries.get_question(session, own.row.question_id)
    if row.answer is not None or not is_open(question, now):
        raise NotNow(lazy("This question is closed, or you have answered it."))
    if len(message) > MESSAGE_LIMIT:
        raise Invalid(lazy("This text is too long."), field="message")
    row.answer = Answer.ACCEPTED if accepts else Answer.DECLINED
    row.message = message if accepts else ""
    row.answered_at, row.answered_by = now, actor.person_id
    session.flush()
    audit.record(session, actor, "question.answered", row, now, answer=row.answer.value)
    owner = club.get_club(session, question.club_id)
    if not accepts:
        return row
    if question.named:
        row.introduced_at, row.introduced_by = now, question.asked_by
        session.flush()
        tell_introduced(session, owner, question, row, now)
    else:
        tell_asker(session, owner, question, now)
    return row


def introduce(session: Session, *, actor: Actor, asked_id: UUID, now: datetime) -> AskedMember:
    """Agree, as the asker, to be introduced to somebody who has agreed: both learn names now.

    Raises NotFound for what is no acceptance of a question of one's own.
    """
    row = session.get(AskedMember, asked_id)
    if row is None or row.answer is not Answer.ACCEPTED:
        raise NotFound
    own = queries.own_question(session, actor, row.question_id, now)
    results_ = results.own_results(session, actor, own.row.membership_id, now)
    access.require(actor, Permission.QUESTION_ASK, results_)
    if row.introduced_at is not None:
        raise NotNow(lazy("You were introduced to each other already."))
    row.introduced_at, row.introduced_by = now, actor.person_id
    session.flush()
    audit.record(session, actor, "question.introduced", row, now)
    owner = club.get_club(session, own.row.club_id)
    tell_introduced(session, owner, own.row, row, now)
    return row


def close_question(session: Session, *, actor: Actor, question_id: UUID, now: datetime) -> Question:
    """Close a question, as its asker or as the office; who agreed stays to be introduced."""
    own = queries.own_question(session, actor, question_id, now)
    access.require(actor, Permission.QUESTION_CLOSE, own)
    if not is_open(own.row, now):
        raise NotNow(lazy("This question is closed."))
    own.row.closed_at = now
    session.flush()
    audit.record(session, actor, "question.closed", own.row, now)
    return own.row
