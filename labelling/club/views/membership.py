"""A member's own place: contact, openness, bands, leaving, the code of conduct it accepts."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.actions.clubs import accept_code
from labelling.club.actions.members import (
    end_membership,
    name_contact,
    place_in_bands,
    set_openness,
)
from labelling.club.forms import (
    AcceptForm,
    BandsForm,
    ContactForm,
    LeaveForm,
    OpennessForm,
    as_uuid,
    day_of,
)
from labelling.club.subjects import Place
from labelling.club.views.blueprint import bp, is_office, notice
from labelling.club.words import OPENNESS_NAMES
from labelling.core.access import Actor, may, require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, NotFound, Refusal
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker
from labelling.organisations import queries as organisations
from labelling.people.paths import own_path
from labelling.people.queries import names


@bp.get("/members/<uuid:membership_id>")
def membership(membership_id: UUID) -> ResponseReturnValue:
    """Show a member's place: contact, who may know of it, who accepted the code."""
    return _place_page(membership_id, None)


def _place_page(
    membership_id: UUID, refused: Form | None, status: int = 200
) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        place = queries.place_for(session, actor, membership_id, now)
        require(actor, Permission.MEMBERSHIP_VIEW, place)
        name = queries.member_names(session, [membership_id])[membership_id]
        accepted = queries.acceptances(session, membership_id)
        people = _people(session, place)
        who = names(
            session, [place.membership.contact_id, *(row.person_id for row, _number in accepted)]
        )
        code = queries.code_in_force(session, place.club.id, now)
    keeps = may(actor, Permission.MEMBERSHIP_KEEP, place) and place.membership.left_on is None
    forms = _forms(place, people, refused)
    return pages.page(
        "club/membership.html",
        status,
        place=place,
        name=name,
        accepted=accepted,
        code=code,
        who=who,
        form=refused,
        contact_form=forms[0],
        openness_form=forms[1],
        bands_form=forms[2],
        leave_form=forms[3],
        keeps=keeps,
        office=is_office(actor),
        openness=OPENNESS_NAMES,
        acts=place.acted_for_by(actor),
        notice=notice(),
    )


def _forms(
    place: Place, people: list[tuple[UUID, str]], refused: Form | None
) -> tuple[ContactForm, OpennessForm, BandsForm, LeaveForm]:
    contact = refused if isinstance(refused, ContactForm) else ContactForm()
    contact.offer(people)
    openness = refused if isinstance(refused, OpennessForm) else OpennessForm()
    bands = refused if isinstance(refused, BandsForm) else None
    leave = refused if isinstance(refused, LeaveForm) else LeaveForm()
    if request.method == "GET":
        contact.contact.data = str(place.membership.contact_id or "")
        openness.openness.data = place.membership.openness.value
    if bands is None:
        bands = BandsForm.for_dimensions(place.club.dimensions)()
        bands.holding.data = place.membership.holding
        for dimension, band in place.membership.bands.items():
            if f"band-{dimension}" in bands:
                bands[f"band-{dimension}"].data = band
    return contact, openness, bands, leave


def _people(session: Session, place: Place) -> list[tuple[UUID, str]]:
    """Return who can be the contact: everybody with a seat, and who is it now."""
    found: dict[UUID, str] = {}
    if place.membership.organisation_id is not None:
        holders = organisations.seat_holders(session, place.membership.organisation_id)
        found |= {person.id: person.name for person, _seat in holders}
    if place.membership.contact_id is not None:
        found |= names(session, [place.membership.contact_id])
    return sorted(found.items(), key=lambda one: (one[1].casefold(), str(one[0])))


def _place_to_keep(session: Session, actor: Actor, membership_id: UUID) -> Place:
    """Return a place that the asker keeps, for the member or as the office."""
    place = queries.place_for(session, actor, membership_id, identity.now())
    if not may(actor, Permission.CLUB_RUN, place.club):
        require(actor, Permission.MEMBERSHIP_KEEP, place)
    return place


@bp.post("/members/<uuid:membership_id>/contact")
def change_contact(membership_id: UUID) -> ResponseReturnValue:
    """Name another contact."""
    actor, form = asker(), ContactForm()
    with reading() as session:
        place = _place_to_keep(session, actor, membership_id)
        form.offer(_people(session, place))
    person_id = as_uuid(form.contact.data)
    if person_id is None:
        raise BadRequest
    try:
        with unit_of_work() as session:
            name_contact(
                session,
                actor=actor,
                membership_id=membership_id,
                person_id=person_id,
                now=identity.now(),
            )
    except Refusal as refusal:
        if refusal.field is None:
            raise
        form.refuse(refusal)
        return _place_page(membership_id, form, refusal.status)
    return redirect(url_for(".membership", membership_id=membership_id, done="contact"), 303)


@bp.post("/members/<uuid:membership_id>/openness")
def change_openness(membership_id: UUID) -> ResponseReturnValue:
    """Say who may know of the membership."""
    actor, form = asker(), OpennessForm()
    with reading() as session:
        place = queries.place_for(session, actor, membership_id, identity.now())
        require(actor, Permission.MEMBERSHIP_KEEP, place)
    if not form.validate():
        return _place_page(membership_id, form, 422)
    with unit_of_work() as session:
        set_openness(
            session,
            actor=actor,
            membership_id=membership_id,
            openness=form.chosen,
            now=identity.now(),
        )
    return redirect(url_for(".membership", membership_id=membership_id, done="openness"), 303)


@bp.post("/members/<uuid:membership_id>/bands")
def change_bands(membership_id: UUID) -> ResponseReturnValue:
    """Set what the member belongs to, and its bands."""
    actor = asker()
    with reading() as session:
        place = queries.place_for(session, actor, membership_id, identity.now())
        require(actor, Permission.MEMBERSHIP_VIEW, place)
        require(actor, Permission.CLUB_RUN, place.club)
    form = BandsForm.for_dimensions(place.club.dimensions)()
    if not form.validate():
        return _place_page(membership_id, form, 422)
    with unit_of_work() as session:
        place_in_bands(
            session,
            actor=actor,
            membership_id=membership_id,
            holding=form.holding.data or "",
            bands=form.bands,
            now=identity.now(),
        )
    return redirect(url_for(".membership", membership_id=membership_id, done="bands"), 303)


@bp.post("/members/<uuid:membership_id>/leave")
def leave(membership_id: UUID) -> ResponseReturnValue:
    """Let the member leave the club."""
    actor, form = asker(), LeaveForm()
    with reading() as session:
        place = _place_to_keep(session, actor, membership_id)
    if not form.validate():
        return _place_page(membership_id, form, 422)
    try:
        with unit_of_work() as session:
            end_membership(
                session,
                actor=actor,
                membership_id=membership_id,
                left_on=day_of(form.left_on),
                now=identity.now(),
            )
    except Refusal as refusal:
        if refusal.field is None:
            raise
        form.refuse(refusal)
        return _place_page(membership_id, form, refusal.status)
    if is_office(actor):
        return redirect(url_for(".members", club_id=place.club.id, done="left"), 303)
    return redirect(url_for(".index"), 303)


@bp.route("/members/<uuid:membership_id>/code", methods=["GET", "POST"])
def accept(membership_id: UUID) -> ResponseReturnValue:
    """Read the code of conduct in force, and accept it."""
    actor, now, form = asker(), identity.now(), AcceptForm()
    with reading() as session:
        place = queries.place_for(session, actor, membership_id, now)
        require(actor, Permission.MEMBERSHIP_VIEW, place)
        code = queries.code_in_force(session, place.club.id, now)
    if code is None:
        raise NotFound
    if request.method == "POST":
        require(actor, Permission.CODE_ACCEPT, place)
    if form.answered():
        with unit_of_work() as session:
            accept_code(
                session,
                actor=actor,
                membership_id=membership_id,
                code_id=as_uuid(form.code.data) or UUID(int=0),
                now=now,
            )
        shown = url_for(".show", club_id=place.club.id, done="accepted")
        return redirect(own_path(request.args.get("next")) or shown, 303)
    form.code.data = str(code.id)
    return pages.page(
        "club/code.html",
        422 if form.errors else 200,
        place=place,
        code=code,
        form=form,
        may_accept=may(actor, Permission.CODE_ACCEPT, place),
    )
