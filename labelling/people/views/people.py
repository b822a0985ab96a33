"""People as the office sees them: the list, one person, an invitation."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Refusal
from labelling.core.i18n import language
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.paging import page_asked
from labelling.people import overviews, queries
from labelling.people.actions import accounts
from labelling.people.authentication import limits
from labelling.people.forms import InviteForm, RoleForm
from labelling.people.roles import GRANTED
from labelling.people.schemes import in_words, scheme_names
from labelling.people.seats import organisation_names
from labelling.people.subjects import Invitation, System
from labelling.people.views.blueprint import asked, bp, notice


def chosen_role(text: str) -> Role | None:
    """Return a role that can be granted by its id, or None."""
    return next((role for role in GRANTED if role.value == text), None)


@bp.get("/people")
def index() -> ResponseReturnValue:
    """List people, with search and filter."""
    actor = identity.current_actor()
    access.require(actor, Permission.PERSON_LIST, System())
    text, role = asked("q"), chosen_role(asked("role"))
    with reading() as session:
        lines, part = overviews.people_page(
            session, actor, text=text, role=role, number=page_asked()
        )
    return pages.page(
        "people/index.html",
        lines=lines,
        part=part,
        text=text,
        role=role,
        roles=GRANTED,
        notice=notice(),
    )


@bp.get("/people/<uuid:person_id>")
def person(person_id: UUID) -> ResponseReturnValue:
    """Show one person: account, roles, involvements."""
    actor = identity.current_actor()
    with reading() as session:
        owner = queries.get_person(session, person_id)
        access.require(actor, Permission.PERSON_VIEW, owner)
        ledger = queries.involvements_of(session, person_id)
        grants = overviews.grants_of(session, person_id)
        held = {line.grant.role for line in grants if line.grant.ended_at is None}
        form = RoleForm()
        form.offer(tuple(role for role in _grantable(actor.role) if role not in held))
        return pages.page(
            "people/person.html",
            owner=owner,
            created_by=queries.names(session, [owner.created_by]).get(owner.created_by)
            if owner.created_by is not None
            else None,
            grants=grants,
            sessions=len(overviews.sessions_of(session, person_id, limits(), identity.now())),
            ledger=ledger,
            organisations=organisation_names(session, (line.organisation_id for line in ledger)),
            role_form=form,
            scheme_names=scheme_names(session),
            scheme_words=in_words,
            is_self=actor.person_id == person_id,
            notice=notice(),
        )


@bp.route("/people/invite", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Invite a person, with a role or without."""
    actor = identity.current_actor()
    access.require(actor, Permission.PERSON_LIST, System())
    access.require(actor, Permission.PERSON_INVITE, Invitation())
    form = InviteForm(data={"language": language()})
    form.offer(_grantable(actor.role))
    if request.method == "POST" and form.validate():
        try:
            with unit_of_work() as session:
                found = accounts.invite_person(
                    session,
                    actor=actor,
                    email=form.email.data or "",
                    name=form.name.data or "",
                    language=form.language.data,
                    role=form.chosen_role,
                    now=identity.now(),
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            done = "invited" if found.created_at == identity.now() else "known"
            return redirect(url_for("people.person", person_id=found.id, done=done), 303)
    status = 422 if request.method == "POST" else 200
    return pages.page("people/invite.html", status, form=form)


@bp.post("/people/<uuid:person_id>/invite")
def invite_again(person_id: UUID) -> ResponseReturnValue:
    """Send a person another invitation in place of the first."""
    with unit_of_work() as session:
        accounts.invite_again(
            session,
            actor=identity.current_actor(),
            person=queries.get_person(session, person_id),
            now=identity.now(),
        )
    return redirect(url_for("people.person", person_id=person_id, done="invited-again"), 303)


def _grantable(role: Role) -> tuple[Role, ...]:
    return GRANTED if role is Role.ADMINISTRATOR else (Role.ASSESSOR,)
