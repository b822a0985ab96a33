"""An assessor's own file: experience, employers, absences, and the passport."""

from contextlib import AbstractContextManager
from uuid import UUID

from flask import Response, current_app, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.core import access
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.organisations.fields import FIELDS
from labelling.reviews.profiles import actions, queries
from labelling.reviews.profiles.forms import (
    LEVEL,
    AbsenceForm,
    EmployerForm,
    EndForm,
    ExperienceForm,
    experience_form,
)
from labelling.reviews.profiles.models import AssessorEmployer
from labelling.reviews.profiles.passport import as_json, passport_of, spoken
from labelling.reviews.profiles.views.blueprint import bp, notice
from labelling.reviews.queries.candidates import find_profile
from labelling.reviews.subjects import OwnProfile

EMPLOYER, ABSENCE = "employer", "absence"  # forms of one page share the names of their fields


@bp.get("/reviews/profile/more")
def more() -> ResponseReturnValue:
    """Show an assessor's experience, employers and absences, each with its form."""
    return _page(_own())


@bp.post("/reviews/profile/experience")
def experience() -> ResponseReturnValue:
    """Save languages' levels, countries and hours."""
    person_id = _own()
    form = experience_form(_languages(person_id))
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.save_experience(
                    session,
                    actor=asker(),
                    person_id=person_id,
                    levels=form.levels(),
                    worked_in=form.worked_in.codes,
                    lived_in=form.lived_in.codes,
                    hours_a_month=form.hours_a_month.data,
                    now=identity.now(),
                )
            return _done("experience")
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(person_id, experience=form)


@bp.post("/reviews/profile/employers")
def add_employer() -> ResponseReturnValue:
    """Add an employer or client."""
    person_id, form = _own(), EmployerForm(prefix=EMPLOYER)
    if form.answered():
        try:
            with _once("employer") as session:
                actions.add_employer(
                    session,
                    actor=asker(),
                    person_id=person_id,
                    name=form["name"].data,
                    domain=form.domain.data or "",
                    since=form.since.day,
                    until=form.until.data,
                    now=identity.now(),
                )
            return _done("employer")
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(person_id, employer=form)


@bp.post("/reviews/profile/employers/<uuid:employer_id>/end")
def end_employer(employer_id: UUID) -> ResponseReturnValue:
    """Say the last day at an employer."""
    form, person_id = EndForm(prefix=_end(employer_id)), _own()
    if form.answered():
        try:
            with _once("employer-ended") as session:
                actions.end_employer(
                    session,
                    actor=asker(),
                    employer_id=employer_id,
                    until=form.until.day,
                    now=identity.now(),
                )
            return _done("employer-ended")
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(person_id, ending={employer_id: form})


@bp.post("/reviews/profile/absences")
def add_absence() -> ResponseReturnValue:
    """Add days away."""
    person_id, form = _own(), AbsenceForm(prefix=ABSENCE)
    if form.answered():
        try:
            with _once("absence") as session:
                actions.add_absence(
                    session,
                    actor=asker(),
                    person_id=person_id,
                    since=form.since.day,
                    until=form.until.day,
                    now=identity.now(),
                )
            return _done("absence")
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(person_id, absence=form)


@bp.post("/reviews/profile/absences/<uuid:absence_id>/remove")
def remove_absence(absence_id: UUID) -> ResponseReturnValue:
    """Take days away back."""
    with _once("absence-removed") as session:
        actions.remove_absence(session, actor=asker(), absence_id=absence_id, now=identity.now())
    return _done("absence-removed")


@bp.get("/reviews/passport")
def passport() -> ResponseReturnValue:
    """Show an assessor's passport, with what the office agreed with them."""
    person_id = _own()
    day = today(identity.now())
    with reading() as session:
        found = passport_of(session, person_id, day)
        contracts = queries.contracts(session, person_id)
        rates = queries.rates(session, person_id)
    return pages.page(
        "reviews/profiles/passport.html",
        passport=found,
        spoken=spoken,
        field_names=FIELDS,
        contracts=contracts,
        rates=rates,
    )


@bp.get("/reviews/passport.pdf")
def passport_pdf() -> ResponseReturnValue:
    """Give an assessor's passport as an accessible PDF, in the language of the page."""
    from labelling.core.printing import printed_page  # noqa: PLC0415 - takes a second, once

    person_id = _own()
    with reading() as session:
        found = passport_of(session, person_id, today(identity.now()))
    content = printed_page(
        "passport.html",
        passport=found,
        spoken=spoken,
        fields=FIELDS,
        office=pages.settings().office_name,
        demo=bool(current_app.extensions["demo"]),
    )
    return attachment(content, "assessor-passport.pdf", "application/pdf")


@bp.get("/reviews/passport.json")
def passport_json() -> ResponseReturnValue:
    """Give an assessor's passport as a file."""
    person_id = _own()
    with reading() as session:
        found = passport_of(session, person_id, today(identity.now()))
    answer: Response = jsonify(as_json(found, pages.settings().office_name))
    answer.headers["Content-Disposition"] = 'attachment; filename="assessor-passport.json"'
    return answer


def _own() -> UUID:
    """Return whose file this is; raise for everybody but an assessor."""
    actor = asker()
    if actor.person_id is None:
        raise NotFound
    access.require(actor, Permission.PROFILE_EDIT, OwnProfile(actor.person_id))
    return actor.person_id


def _once(what: str) -> AbstractContextManager[Session]:
    """Lend a unit of work for a form that counts once."""
    return once.carrying_out(asker(), identity.now(), leads_to=url_for(".more", done=what))


def _done(what: str) -> ResponseReturnValue:
    return redirect(url_for(".more", done=what), 303)


def _languages(person_id: UUID) -> list[str]:
    with reading() as session:
        profile = find_profile(session, person_id)
    return list(profile.languages) if profile is not None else []


def _end(employer_id: UUID) -> str:
    return f"end-{employer_id}"


def _endings(employers: list[AssessorEmployer]) -> dict[UUID, EndForm]:
    return {one.id: EndForm(prefix=_end(one.id)) for one in employers if one.until is None}


def _page(
    person_id: UUID,
    *,
    experience: ExperienceForm | None = None,
    employer: EmployerForm | None = None,
    ending: dict[UUID, EndForm] | None = None,
    absence: AbsenceForm | None = None,
) -> ResponseReturnValue:
    refused = experience or employer or absence or next(iter((ending or {}).values()), None)
    with reading() as session:
        employers = queries.employers(session, person_id)
        absences = queries.absences(session, person_id)
        known = queries.find_experience(session, person_id)
    if experience is None:
        experience = experience_form(_languages(person_id))
        if refused is None and known is not None:
            experience.worked_in.show(known.worked_in)
            experience.lived_in.show(known.lived_in)
            experience.hours_a_month.data = known.hours_a_month
            for code, level in known.levels.items():
                if LEVEL + code in experience:
                    experience[LEVEL + code].data = level
    return pages.page(
        "reviews/profiles/more.html",
        422 if refused is not None else 200,
        experience=experience,
        levels=[field for field in experience if field.name.startswith(LEVEL)],
        employer=employer or EmployerForm(prefix=EMPLOYER),
        ending=_endings(employers) | (ending or {}),
        ended=set(ending or {}),
        absence=absence or AbsenceForm(prefix=ABSENCE),
        refused=refused or experience,
        employers=employers,
        absences=absences,
        today=today(identity.now()),
        notice=notice(),
    )
