"""What administrators do to accounts: roles, suspension, second factor, erasure."""

from collections.abc import Callable
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.people import actions, overviews, queries
from labelling.people.forms import EraseForm, OfficerForm
from labelling.people.roles import BY_TWO_PERSONS
from labelling.people.schemes import scheme_names
from labelling.people.subjects import RoleFor
from labelling.people.views.blueprint import bp
from labelling.people.views.people import chosen_role


@bp.post("/people/<uuid:person_id>/roles")
def propose_role(person_id: UUID) -> ResponseReturnValue:
    """Propose a role for a person."""
    role = chosen_role(request.form.get("role", ""))
    if role is None:
        raise BadRequest
    with unit_of_work() as session:
        actions.propose_role(
            session,
            actor=identity.current_actor(),
            person_id=person_id,
            role=role,
            now=identity.now(),
        )
    return _to_person(person_id, "role-proposed" if role in BY_TWO_PERSONS else "role-confirmed")


@bp.route("/people/<uuid:person_id>/officer", methods=["GET", "POST"])
def name_officer(person_id: UUID) -> ResponseReturnValue:
    """Propose a person as officer, for all schemes or for certain ones."""
    actor, form = identity.current_actor(), OfficerForm()
    with reading() as session:
        owner = queries.get_person(session, person_id)
        access.require(actor, Permission.ROLE_PROPOSE, RoleFor(owner, Role.OFFICER))
        names = scheme_names(session)
        standing = overviews.standing_grant(session, person_id, Role.OFFICER)
    form.offer(names)
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.propose_role(
                    session,
                    actor=actor,
                    person_id=person_id,
                    role=Role.OFFICER,
                    schemes=form.chosen,
                    now=identity.now(),
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return _to_person(person_id, "role-proposed")
    elif request.method == "GET":
        form.show(standing.schemes if standing is not None else [])
    status = 422 if request.method == "POST" else 200
    return pages.page(
        "people/officer.html", status, form=form, owner=owner, standing=standing, names=names
    )


@bp.post("/people/roles/<uuid:grant_id>/confirm")
def confirm_role(grant_id: UUID) -> ResponseReturnValue:
    """Confirm a role as the second person."""
    with unit_of_work() as session:
        grant = actions.confirm_role(
            session, actor=identity.current_actor(), grant_id=grant_id, now=identity.now()
        )
    return _to_person(grant.person_id, "role-confirmed")


@bp.post("/people/roles/<uuid:grant_id>/withdraw")
def withdraw_role(grant_id: UUID) -> ResponseReturnValue:
    """Withdraw a role or a proposal."""
    with unit_of_work() as session:
        grant = actions.withdraw_role(
            session, actor=identity.current_actor(), grant_id=grant_id, now=identity.now()
        )
    return _to_person(grant.person_id, "role-withdrawn")


@bp.post("/people/<uuid:person_id>/suspend")
def suspend(person_id: UUID) -> ResponseReturnValue:
    """Suspend an account."""
    return _step(person_id, actions.suspend_person, "suspended")


@bp.post("/people/<uuid:person_id>/reinstate")
def reinstate(person_id: UUID) -> ResponseReturnValue:
    """Reinstate an account."""
    return _step(person_id, actions.reinstate_person, "reinstated")


@bp.post("/people/<uuid:person_id>/reset-factor")
def reset_factor(person_id: UUID) -> ResponseReturnValue:
    """Take a person's second factor away."""
    return _step(person_id, actions.reset_second_factor, "reset")


@bp.route("/people/<uuid:person_id>/erase", methods=["GET", "POST"])
def erase(person_id: UUID) -> ResponseReturnValue:
    """Say what erasing means, and erase once the address was typed."""
    actor, form = identity.current_actor(), EraseForm()
    with reading() as session:
        owner = queries.get_person(session, person_id)
    access.require(actor, Permission.PERSON_ERASE, owner, now=identity.now())
    if request.method == "POST" and form.validate():
        try:
            with unit_of_work() as session:
                actions.erase_person(
                    session,
                    actor=actor,
                    person_id=person_id,
                    typed_email=form.email.data or "",
                    now=identity.now(),
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("people.index", done="erased"), 303)
    status = 422 if request.method == "POST" else 200
    return pages.page("people/erase.html", status, form=form, owner=owner)


def _step(person_id: UUID, action: Callable[..., object], done: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        action(session, actor=identity.current_actor(), person_id=person_id, now=identity.now())
    return _to_person(person_id, done)


def _to_person(person_id: UUID, done: str) -> ResponseReturnValue:
    return redirect(url_for("people.person", person_id=person_id, done=done), 303)
