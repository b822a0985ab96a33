"""Taking a course module by module, and recording who trained which office."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core import access, audit, outbox
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotAllowed, NotFound
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation
from labelling.people.actions.ledger import record_involvement
from labelling.people.models import InvolvementKind
from labelling.people.queries import find_person_by_email, get_person
from labelling.reviews.courses import queries
from labelling.reviews.courses.library import get_course, get_module
from labelling.reviews.courses.models import CourseEnrolment, CoursePass, CourseTraining
from labelling.reviews.courses.subjects import OwnCourse, Trainings

_SEATED = lazy("You have a seat in this organisation, so another officer does this.")
PRINT = "course.certificate"
SOURCE = "course"
# Letters and digits that nobody takes for another, on paper or on the telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _LENGTH = 4, 4


class NotRight(Invalid):
    """Some answers are not right; ``wrong`` has the places of their questions."""

    def __init__(self, wrong: Sequence[int]) -> None:
        super().__init__(lazy("Not all answers are right yet. Read on and choose again."))
        self.wrong = tuple(wrong)


def answer_module(
    session: Session,
    *,
    actor: Actor,
    course_id: str,
    module_id: str,
    chosen: Sequence[int | None],
    language: str,
    now: datetime,
) -> CourseEnrolment:
    """Note that a module is done; the last one finishes the course and orders its certificate.

    Raises NotRight, with which, unless all questions are answered as they should be. What is done
    stays done.
    """
    course = get_course(course_id)
    person_id = _self(actor)
    access.require(actor, Permission.COURSE_TAKE, OwnCourse(person_id, course.audience), now=now)
    module = get_module(course, module_id)
    wrong = [
        place
        for place, question in enumerate(module.questions)
        if place >= len(chosen) or chosen[place] != question.right
    ]
    if wrong:
        raise NotRight(wrong)
    row = queries.find_enrolment(session, person_id, course_id)
    if row is None:
        row = CourseEnrolment(person_id=person_id, course_id=course_id, begun_at=now)
        session.add(row)
        session.flush()
        audit.record(session, actor, "course.started", row, now, course=course_id)
    done = queries.passed(session, row.id)
    if module_id not in done:
        session.add(CoursePass(enrolment_id=row.id, module_id=module_id, passed_at=now))
        audit.record(session, actor, "course.answered", row, now, module=module_id)
    missing = {one.id for one in course.modules} - {*done, module_id}
    if row.finished_at is None and not missing:
        row.finished_at, row.number = now, new_number()
        row.name, row.language = get_person(session, person_id).name, language
        audit.record(session, actor, "course.issued", row, now, course=course_id)
        outbox.put_job(session, PRINT, {"enrolment": str(row.id)}, now)
    session.flush()
    return row


def record_training(
    session: Session,
    *,
    actor: Actor,
    course_id: str,
    email: str,
    organisation_id: UUID,
    held_on: date,
    now: datetime,
) -> CourseTraining:
    """Record that somebody trained the office of an organisation, and bar them from assessing it.

    Raises NotAllowed for who sits there, Invalid for an address without an account, a day to
    come, or what is recorded already.
    """
    access.require(actor, Permission.TRAINING_RECORD, Trainings(), now=now)
    if organisation_id in actor.seats:
        raise NotAllowed(_SEATED)
    course = get_course(course_id)
    trainer = find_person_by_email(session, email)
    if trainer is None:
        raise Invalid(
            lazy("Nobody here has this address. Invite the trainer first."), field="email"
        )
    if session.get(Organisation, organisation_id) is None:
        raise Invalid(lazy("Choose an organisation from the list."), field="organisation")
    if held_on > today(now):
        raise Invalid(lazy("Choose a day that is not in the future."), field="held_on")
    if _is_recorded(session, trainer.id, organisation_id, course.id, held_on):
        raise Invalid(lazy("This training is recorded already."), field="email")
    row = CourseTraining(
        course_id=course.id,
        trainer_id=trainer.id,
        organisation_id=organisation_id,
        held_on=held_on,
        recorded_at=now,
        recorded_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "office-training.recorded", row, now, course=course.id)
    record_involvement(
        session,
        actor=actor,
        person_id=trainer.id,
        organisation_id=organisation_id,
        kind=InvolvementKind.TRAINED,
        source=SOURCE,
        since=held_on,
        now=now,
    )
    return row


def new_number() -> str:
    """Return a number such as T-7KQ2-9FXD-4T3M-RHPA (78 bits): nobody finds one by trying."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    return "-".join(("T", *groups))


def _is_recorded(
    session: Session, trainer_id: UUID, organisation_id: UUID, course_id: str, held_on: date
) -> bool:
    found = session.scalar(
        select(CourseTraining.id).where(
            CourseTraining.trainer_id == trainer_id,
            CourseTraining.organisation_id == organisation_id,
            CourseTraining.course_id == course_id,
            CourseTraining.held_on == held_on,
        )
    )
    return found is not None


def _self(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotFound
    return actor.person_id
