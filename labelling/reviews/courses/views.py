"""Pages of courses: one's own, those of the office, and the check of a certificate for anybody."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access, files, i18n
from labelling.core.access import Actor, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import Text, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.reviews.courses import actions, queries
from labelling.reviews.courses.actions import NotRight
from labelling.reviews.courses.forms import (
    NumberForm,
    TrainingForm,
    chosen,
    module_form,
    question_field,
)
from labelling.reviews.courses.library import (
    Course,
    get_course,
    get_module,
    installed,
    spoken,
)
from labelling.reviews.courses.policy import AUDIENCES
from labelling.reviews.courses.subjects import OwnCourse, Trainings
from labelling.reviews.forms.fields import choices

bp = Blueprint("courses", __name__)
office = Blueprint("trainings", __name__)

DONE: dict[str, Text] = {
    "module": lazy("All right. This module is done."),
    "finished": lazy("You have finished the course. Your certificate is being printed."),
    "trained": lazy("Recorded. The trainer is barred from assessing this organisation."),
}


@bp.get("/courses")
def index() -> ResponseReturnValue:
    """Show the courses for one's role, and how far one is."""
    actor = asker()
    own = [course for course in installed() if AUDIENCES.get(actor.role) is course.audience]
    if actor.person_id is None or not own:
        raise NotFound
    for course in own:
        _require(actor, course)
    with reading() as session:
        enrolments = queries.enrolments_of(session, actor.person_id)
        done = {key: queries.passed(session, row.id) for key, row in enrolments.items()}
    return pages.page(
        "reviews/courses/index.html",
        courses=own,
        enrolments=enrolments,
        done=done,
        spoken=spoken,
    )


@bp.get("/courses/<course_id>")
def show(course_id: str) -> ResponseReturnValue:
    """Show the modules of a course, which are done, and the certificate once all are."""
    actor, course = asker(), get_course(course_id)
    person_id = _require(actor, course)
    with reading() as session:
        row = queries.find_enrolment(session, person_id, course_id)
        done = queries.passed(session, row.id) if row is not None else {}
    return pages.page(
        "reviews/courses/show.html",
        course=course,
        row=row,
        done=done,
        spoken=spoken,
        notice=DONE.get(request.args.get("done", "")),
    )


@bp.route("/courses/<course_id>/<module_id>", methods=["GET", "POST"])
def module(course_id: str, module_id: str) -> ResponseReturnValue:
    """Show a module, and take the answers to its questions."""
    actor, course = asker(), get_course(course_id)
    person_id = _require(actor, course)
    found = get_module(course, module_id)
    form = module_form(found)
    wrong: tuple[int, ...] = ()
    if form.answered():
        try:
            with unit_of_work() as session:
                row = actions.answer_module(
                    session,
                    actor=actor,
                    course_id=course_id,
                    module_id=module_id,
                    chosen=chosen(form, found),
                    language=i18n.language(),
                    now=identity.now(),
                )
                finished = row.finished_at is not None
            done = "finished" if finished else "module"
            return redirect(url_for(".show", course_id=course_id, done=done), 303)
        except NotRight as refusal:
            form.refuse(refusal)
            wrong = refusal.wrong
            for place in wrong:
                field = form[question_field(place)]
                field.errors = [*field.errors, gettext("Choose the answer that fits the text.")]
    with reading() as session:
        enrolment = queries.find_enrolment(session, person_id, course_id)
        passed = enrolment is not None and module_id in queries.passed(session, enrolment.id)
    return pages.page(
        "reviews/courses/module.html",
        422 if form.errors else 200,
        course=course,
        module=found,
        form=form,
        passed=passed,
        question_field=question_field,
        spoken=spoken,
    )


@bp.get("/courses/<course_id>/certificate.pdf")
def certificate(course_id: str) -> ResponseReturnValue:
    """Return one's own certificate of attendance, once it is printed."""
    actor, course = asker(), get_course(course_id)
    person_id = _require(actor, course)
    with reading() as session:
        row = queries.find_enrolment(session, person_id, course_id)
    if row is None or row.pdf_sha256 is None:
        raise NotFound
    content = files.store().get(row.pdf_sha256)
    return attachment(content, f"{row.number}.pdf", "application/pdf")


@bp.get("/course-certificates")
def check() -> ResponseReturnValue:
    """Tell anybody who has a certificate of attendance whether it is genuine."""
    asked = request.args.get("number", "")
    form = NumberForm(data={"number": asked})
    with reading() as session:
        row = queries.find_certificate(session, asked) if asked else None
    return pages.page(
        "reviews/courses/check.html",
        form=form,
        asked=asked,
        row=row,
        course=get_course(row.course_id) if row is not None else None,
        spoken=spoken,
    )


@office.route("/office/courses", methods=["GET", "POST"], endpoint="index")
def trainings() -> ResponseReturnValue:
    """Show who takes part and who trained whom; record a training."""
    actor = asker()
    access.require(actor, Permission.TRAINING_VIEW, Trainings())
    form = TrainingForm()
    with reading() as session:
        takings = queries.everybody(session)
        given = queries.trainings(session)
        places = queries.organisations(session)
    form.organisation.choices = choices((str(key), name) for key, name in places)
    form.course.choices = choices((one.id, spoken(one.title)) for one in installed())
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.record_training(
                    session,
                    actor=actor,
                    course_id=form.course.data,
                    email=form.email.data or "",
                    organisation_id=UUID(str(form.organisation.data)),
                    held_on=form.held_on.data or today(identity.now()),
                    now=identity.now(),
                )
            return redirect(url_for(".index", done="trained"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page(
        "reviews/courses/office.html",
        422 if form.errors else 200,
        form=form,
        takings=takings,
        given=given,
        records=may(actor, Permission.TRAINING_RECORD, Trainings()),
        titles={one.id: spoken(one.title) for one in installed()},
        modules={one.id: len(one.modules) for one in installed()},
        notice=DONE.get(request.args.get("done", "")),
    )


def _require(actor: Actor, course: Course) -> UUID:
    if actor.person_id is None:
        raise NotFound
    access.require(actor, Permission.COURSE_TAKE, OwnCourse(actor.person_id, course.audience))
    return actor.person_id
