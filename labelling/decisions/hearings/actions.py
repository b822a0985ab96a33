"""The holder answers, and the office replies."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from certificates.standing import Status, status_on
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions import proofs
from labelling.decisions.hearings import letters
from labelling.decisions.hearings.models import HearingAnswer, HearingPiece, HearingReply
from labelling.decisions.hearings.queries import Heard, get_heard
from labelling.decisions.letters import tell_change_waits
from labelling.decisions.models import LabelEventKind
from labelling.decisions.queries import history, label_case_for
from labelling.decisions.subjects import person_of

ANSWER_LIMIT = 5000


def answer_hearing(
    session: Session,
    *,
    actor: Actor,
    hearing_id: UUID,
    text: str,
    evidence_ids: Collection[UUID] = (),
    asks_lifting: bool = False,
    now: datetime,
) -> HearingAnswer:
    """Give the holder's answer, once; with it a hearing before a change is over.

    Raises NotNow where it was given or the change was decided, Invalid for what cannot be taken.
    """
    heard = get_heard(session, hearing_id)
    access.require(actor, Permission.HEARING_ANSWER, heard.label)
    _refuse_closed(heard, now)
    _refuse_text(text)
    if asks_lifting:
        _refuse_lifting(session, heard, now)
    chosen = proofs.chosen(session, heard.label.organisation_id, evidence_ids)
    answer = HearingAnswer(
        hearing_id=hearing_id,
        text=text,
        asks_lifting=asks_lifting,
        answered_at=now,
        answered_by=person_of(actor),
    )
    session.add(answer)
    session.flush()
    session.add_all(
        HearingPiece(answer_id=answer.id, evidence_id=evidence_id, version=version)
        for evidence_id, version in chosen
    )
    audit.record(
        session,
        actor,
        "hearing.answered",
        answer,
        now,
        hearing=str(hearing_id),
        asks_lifting=asks_lifting,
        pieces=len(chosen),
    )
    if heard.hearing.afterwards:
        letters.tell_answered(session, heard, now)
    else:
        tell_change_waits(session, heard.change, heard.label, now)
    return answer


def reply_to_holder(
    session: Session, *, actor: Actor, hearing_id: UUID, text: str, now: datetime
) -> HearingReply:
    """Reply to what the holder said after an urgent change, once; nothing changes by it."""
    heard = get_heard(session, hearing_id)
    case = label_case_for(session, heard.label, actor.person_id, now)
    access.require(actor, Permission.HEARING_REPLY, case)
    if not heard.hearing.afterwards or heard.answer is None:
        raise NotNow(lazy("There is no answer here that the office replies to."))
    if heard.reply is not None:
        raise NotNow(lazy("The office has replied already."))
    _refuse_text(text)
    reply = HearingReply(
        hearing_id=hearing_id, text=text, replied_at=now, replied_by=person_of(actor)
    )
    session.add(reply)
    session.flush()
    audit.record(session, actor, "hearing.replied", reply, now, hearing=str(hearing_id))
    letters.tell_replied(session, heard, now)
    return reply


def _refuse_closed(heard: Heard, now: datetime) -> None:
    if heard.answer is not None:
        raise NotNow(lazy("This was answered already. One answer is taken, from any owner."))
    if not heard.is_open(today(now)):
        raise NotNow(lazy("This hearing is over, so no answer is taken any more."))


def _refuse_text(text: str) -> None:
    if not text.strip() or len(text) > ANSWER_LIMIT:
        raise Invalid(lazy("Write up to %(most)s characters."), field="text", most=ANSWER_LIMIT)


def _refuse_lifting(session: Session, heard: Heard, now: datetime) -> None:
    standing = status_on(history(session, heard.label.id), today(now))
    possible = (
        heard.hearing.afterwards
        and heard.change.kind is LabelEventKind.SUSPENDED
        and standing.status is Status.SUSPENDED
    )
    if not possible:
        raise Invalid(lazy("There is no suspension here to be lifted."), field="asks_lifting")
