"""Saving an answer: every change as it is made, and no text of anybody lost."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assessments.editions.model import Edition, Part
from labelling.applications import queries
from labelling.applications.life import ENDED, OPEN_FOR_WRITING
from labelling.applications.models import Answer, AnswerRevision, Application
from labelling.applications.queries.drafts import NO_LIMIT, answers_of, find_answer
from labelling.applications.schemes import (
    LAST_THAT_APPLIES,
    edition_of,
    leaves_nothing,
    level_in,
    refuse_unknown_part,
)
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import BadRequest, Conflict, Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.saves import id_of_other_words

_REASON_LIMIT = 500

# Asked with every save, so it is put together once.
_REVISION = select(AnswerRevision).where(
    AnswerRevision.answer_id == bindparam("answer"), AnswerRevision.save_id == bindparam("save")
)


@dataclass(frozen=True, slots=True)
class Content:
    """What an answer says. ``not_applicable`` is a reason, '' while it is not written yet."""

    band: int | None
    text: str
    not_applicable: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: the version that it made, and the one that stands now."""

    version: int
    current: int
    at: datetime


_NOTHING = Content(None, "")


class AnswerChanged(Conflict):
    """Somebody saved the same answer meanwhile; ``theirs`` is what stands now."""

    def __init__(self, theirs: Answer) -> None:
        super().__init__(lazy("Somebody saved this part while you were writing."))
        self.version = theirs.version
        self.content = content_of(theirs)
        self.by = theirs.updated_by
        self.at = theirs.updated_at


def content_of(answer: Answer) -> Content:
    """Return what an answer says."""
    return Content(answer.band, answer.text, answer.not_applicable)


def save_answer(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    content: Content,
    version: int,
    save_id: UUID,
    follows: Collection[UUID] = (),
    origins: Sequence[dict[str, str]] = (),
    now: datetime,
) -> Saved:
    """Save an answer that was started from a version (0: nothing was saved before).

    The same ``save_id`` again answers as it did the first time; with other words, as from a page
    that was sent twice and written on in between, it is a save that follows the first. What changes
    nothing makes no new version. ``follows`` names earlier saves of the same writer whose answer
    has not reached them: building on these is no conflict. ``origins`` says where the answer was
    carried over from.
    Raises AnswerChanged where somebody else has saved since; NotNow where answers are frozen.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    refuse_frozen(application)
    part = asked_part(application, part_id)
    refuse_unfit(part, edition_of(application), content)
    if content.not_applicable:
        _refuse_nothing_left(session, application, part)
    answer = find_answer(session, application_id, part_id)
    if answer is None:
        if content == _NOTHING:
            return Saved(0, 0, now)
        answer = _new_answer(session, actor, application, part_id, now)
    else:
        earlier = _revision(session, answer, save_id)
        if earlier is not None and _said(earlier) != content:
            follows, save_id = (*follows, save_id), id_of_other_words(save_id, content)
            earlier = _revision(session, answer, save_id)
        if earlier is not None:
            return Saved(earlier.version, answer.version, earlier.at)
    if answer.version and content_of(answer) == content:
        return Saved(answer.version, answer.version, answer.updated_at)
    if answer.version != version and not _is_own_chain(session, actor, answer, follows):
        if version > answer.version:
            raise BadRequest(lazy("This page started from a version that does not exist."))
        raise AnswerChanged(answer)
    answer.band, answer.text = content.band, content.text
    answer.not_applicable = content.not_applicable
    answer.version += 1
    answer.updated_at, answer.updated_by = now, actor.person_id
    session.add(_as_revision(answer, save_id, origins))
    audit.record(session, actor, "answer.saved", answer, now, part=part_id, version=answer.version)
    return Saved(answer.version, answer.version, now)


def refuse_frozen(application: Application) -> None:
    """Raise NotNow where the organisation may not change its answers."""
    if application.state not in OPEN_FOR_WRITING:
        raise NotNow(
            lazy("The application was submitted, so its answers stay as they are."),
            kept=lazy("What you wrote is still on this page; copy it if you need it."),
        )


def refuse_ended(application: Application) -> None:
    """Raise NotNow where nothing is written any more, not beside the answers either.

    What ended is cleared when its time is over; nothing may come after that.
    """
    if application.state in ENDED:
        raise NotNow(lazy("This application has ended."))


def asked_part(application: Application, part_id: str) -> Part:
    """Return a part that the level asks for; raise NotFound for none, NotNow for another."""
    edition = edition_of(application)
    refuse_unknown_part(edition, part_id)
    if part_id not in edition.scope(level_in(edition, application.level_id)):
        raise NotNow(lazy("This part is not asked at the level that you apply for."))
    return edition.parts[part_id]


def refuse_unfit(part: Part, edition: Edition, content: Content) -> None:
    """Raise Invalid where an answer does not fit its part: line, length, reason."""
    bands = {band.value for band in edition.rubrics[part.kind].bands}
    if content.band is not None and content.band not in bands:
        raise Invalid(lazy("Choose one of the lines."), field="band")
    if len(content.text) > NO_LIMIT:
        raise Invalid(
            lazy("Your answer has %(count)s characters; at most %(most)s can be saved at all."),
            field="text",
            count=len(content.text),
            most=NO_LIMIT,
        )
    if content.not_applicable is not None:
        if not part.may_not_apply:
            raise Invalid(lazy("This part applies to everyone."), field="not_applicable")
        if len(content.not_applicable) > _REASON_LIMIT:
            raise Invalid(
                lazy("The reason may have %(most)s characters."), field="reason", most=_REASON_LIMIT
            )


def _refuse_nothing_left(session: Session, application: Application, part: Part) -> None:
    """Raise Invalid for the last part of its criterion, or of a level, that applies."""
    answers = answers_of(session, application.id).values()
    others = [answer.part_id for answer in answers if answer.not_applicable]
    if leaves_nothing(edition_of(application), part.id, others):
        raise Invalid(LAST_THAT_APPLIES, field="not_applicable")


def _new_answer(
    session: Session, actor: Actor, application: Application, part_id: str, now: datetime
) -> Answer:
    answer = Answer(
        application_id=application.id,
        part_id=part_id,
        text="",
        version=0,
        updated_at=now,
        updated_by=actor.person_id,
    )
    session.add(answer)
    session.flush()
    return answer


def _revision(session: Session, answer: Answer, save_id: UUID) -> AnswerRevision | None:
    return session.scalar(_REVISION, {"answer": answer.id, "save": save_id})


def _said(revision: AnswerRevision) -> Content:
    return Content(revision.band, revision.text, revision.not_applicable)


def _is_own_chain(
    session: Session, actor: Actor, answer: Answer, follows: Collection[UUID]
) -> bool:
    """Say whether the version that stands came from one of the writer's own earlier saves."""
    if not follows:
        return False
    standing = session.scalar(
        select(AnswerRevision.save_id).where(
            AnswerRevision.answer_id == answer.id,
            AnswerRevision.version == answer.version,
            AnswerRevision.by == actor.person_id,
        )
    )
    return standing in follows


def _as_revision(
    answer: Answer, save_id: UUID, origins: Sequence[dict[str, str]]
) -> AnswerRevision:
    return AnswerRevision(
        answer_id=answer.id,
        version=answer.version,
        save_id=save_id,
        band=answer.band,
        text=answer.text,
        not_applicable=answer.not_applicable,
        origins=list(origins),
        at=answer.updated_at,
        by=answer.updated_by,
    )
