"""Assessors as the office sees them: the list, and one file with what the office records."""

from collections.abc import Callable
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.core import access
from labelling.core.access import Role
from labelling.core.clock import today
from labelling.core.database import reading
from labelling.core.errors import Invalid, NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker
from labelling.organisations.fields import FIELDS
from labelling.organisations.models import Organisation
from labelling.people.queries import get_person, involvements_of, roles_of
from labelling.reviews.forms.teams import language_names
from labelling.reviews.independence import KIND_NAMES
from labelling.reviews.profiles import actions, queries
from labelling.reviews.profiles.directory import assessor_lines
from labelling.reviews.profiles.forms import ContractForm, RateForm, TieForm, TrainingForm
from labelling.reviews.profiles.passport import passport_of, spoken
from labelling.reviews.profiles.subjects import AssessorFile, Assessors
from labelling.reviews.profiles.views.blueprint import bp, notice

TRAINING, CONTRACT, RATE, TIE = "training", "contract", "rate", "tie"


@bp.get("/assessors")
def index() -> ResponseReturnValue:
    """List assessors, with search by name and language."""
    access.require(asker(), Permission.ASSESSOR_LIST, Assessors())
    text, language = (request.args.get(key, "")[:100].strip() for key in ("q", "language"))
    with reading() as session:
        lines = assessor_lines(session, today(identity.now()), text=text, language=language)
    return pages.page(
        "reviews/profiles/index.html",
        lines=lines,
        text=text,
        language_chosen=language,
        spoken_languages=language_names(),
        field_names=FIELDS,
        notice=notice(),
    )


@bp.get("/assessors/<uuid:person_id>")
def show(person_id: UUID) -> ResponseReturnValue:
    """Show one assessor's file."""
    return _page(person_id)


@bp.post("/assessors/<uuid:person_id>/trainings")
def add_training(person_id: UUID) -> ResponseReturnValue:
    """Record a training."""
    form = TrainingForm(prefix=TRAINING)
    return _record(
        person_id,
        form,
        lambda session: actions.record_training(
            session,
            actor=asker(),
            person_id=person_id,
            title=form.title.data or "",
            passed_on=form.passed_on.day,
            expires_on=form.expires_on.data,
            now=identity.now(),
        ),
        TRAINING,
    )


@bp.post("/assessors/<uuid:person_id>/contracts")
def add_contract(person_id: UUID) -> ResponseReturnValue:
    """Record a contract."""
    form = ContractForm(prefix=CONTRACT)
    return _record(
        person_id,
        form,
        lambda session: actions.record_contract(
            session,
            actor=asker(),
            person_id=person_id,
            since=form.since.day,
            until=form.until.data,
            signed_on=form.signed_on.data,
            now=identity.now(),
        ),
        CONTRACT,
    )


@bp.post("/assessors/<uuid:person_id>/rates")
def add_rate(person_id: UUID) -> ResponseReturnValue:
    """Record what an assessor gets from a day on."""
    form = RateForm(prefix=RATE)

    def record(session: Session) -> object:
        if form.fee_a_day.amount is None:
            raise NotFound
        return actions.record_rate(
            session,
            actor=asker(),
            person_id=person_id,
            since=form.since.day,
            fee_a_day=form.fee_a_day.amount,
            expenses=form.expenses.data or "",
            now=identity.now(),
        )

    return _record(person_id, form, record, RATE)


@bp.post("/assessors/<uuid:person_id>/ties")
def add_tie(person_id: UUID) -> ResponseReturnValue:
    """Write into the ledger what binds an assessor to an organisation."""
    form = TieForm(prefix=TIE)
    with reading() as session:
        form.offer(_organisations(session))
    return _record(
        person_id,
        form,
        lambda session: actions.note_involvement(
            session,
            actor=asker(),
            person_id=person_id,
            organisation_id=UUID(form.organisation.data),
            kind=form.chosen_kind(),
            since=form.since.data,
            until=form.until.data,
            note=form.note.data or "",
            now=identity.now(),
        ),
        TIE,
    )


def _record(
    person_id: UUID, form: Form, record: Callable[[Session], object], done: str
) -> ResponseReturnValue:
    access.require(asker(), Permission.ASSESSOR_KEEP, AssessorFile(person_id))
    if form.answered():
        try:
            there = url_for(".show", person_id=person_id, done=done)
            with once.carrying_out(asker(), identity.now(), leads_to=there) as session:
                _get_assessor(session, person_id)
                record(session)
            return redirect(there, 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(person_id, form)


def _get_assessor(session: Session, person_id: UUID) -> None:
    """Raise NotFound for somebody who is no assessor."""
    if Role.ASSESSOR not in roles_of(session, person_id):
        raise NotFound


def _organisations(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(
        select(Organisation.id, Organisation.name, Organisation.country).order_by(
            func.lower(Organisation.name), Organisation.id
        )
    )
    return [(str(row.id), f"{row.name} ({row.country})") for row in rows]


def _page(person_id: UUID, sent: Form | None = None) -> ResponseReturnValue:
    actor = asker()
    access.require(actor, Permission.ASSESSOR_LIST, Assessors())
    access.require(actor, Permission.ASSESSOR_VIEW, AssessorFile(person_id))
    day = today(identity.now())
    tie = sent if isinstance(sent, TieForm) else TieForm(prefix=TIE)
    with reading() as session:
        _get_assessor(session, person_id)
        organisations = _organisations(session)
        tie.offer(organisations)
        shown = {
            "person": get_person(session, person_id),
            "passport": passport_of(session, person_id, day),
            "experience": queries.find_experience(session, person_id),
            "employers": queries.employers(session, person_id),
            "absences": queries.absences(session, person_id),
            "contracts": queries.contracts(session, person_id),
            "rates": queries.rates(session, person_id),
            "ties": involvements_of(session, person_id),
        }
    return pages.page(
        "reviews/profiles/show.html",
        200 if sent is None else 422,
        **shown,
        keeps=access.may(actor, Permission.ASSESSOR_KEEP, AssessorFile(person_id)),
        training=sent if isinstance(sent, TrainingForm) else TrainingForm(prefix=TRAINING),
        contract=sent if isinstance(sent, ContractForm) else ContractForm(prefix=CONTRACT),
        rate=sent if isinstance(sent, RateForm) else RateForm(prefix=RATE),
        tie=tie,
        refused=sent,
        organisation_names=dict(organisations),
        kind_names=KIND_NAMES,
        field_names=FIELDS,
        spoken=spoken,
        today=day,
        notice=notice(),
    )
