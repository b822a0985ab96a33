"""Members of a club: the list, and a new one."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.actions.members import (
    add_member,
    find_contact,
)
from labelling.club.forms import (
    MemberForm,
    as_uuid,
    day_of,
)
from labelling.club.models import Club, Openness
from labelling.club.views.blueprint import bp, is_office, notice
from labelling.club.words import OPENNESS_NAMES
from labelling.core.access import require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Refusal
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations.models import Organisation
from labelling.people.queries import names


@bp.get("/<uuid:club_id>/members")
def members(club_id: UUID) -> ResponseReturnValue:
    """List the members: all to the office, those that opted in to the others."""
    actor = asker()
    with reading() as session:
        club = queries.get_club(session, club_id)
        require(actor, Permission.CLUB_VIEW, club)
        rows = queries.memberships_of(session, club_id, standing=not is_office(actor))
        kinds = {one.id: one.name for one in queries.kinds_of(session, club_id)}
        contacts = names(session, [row.contact_id for row, _name in rows])
    if not is_office(actor):
        rows = [one for one in rows if one[0].openness is not Openness.HIDDEN]
    return pages.page(
        "club/members.html",
        club=club,
        rows=rows,
        kinds=kinds,
        contacts=contacts if is_office(actor) else {},
        openness=OPENNESS_NAMES,
        office=is_office(actor),
        notice=notice(),
    )


@bp.route("/<uuid:club_id>/members/new", methods=["GET", "POST"])
def new_member(club_id: UUID) -> ResponseReturnValue:
    """Take a member into the club."""
    actor, now = asker(), identity.now()
    with reading() as session:
        club = queries.get_club(session, club_id)
        require(actor, Permission.CLUB_RUN, club)
        form = MemberForm.for_dimensions(club.dimensions)()
        assert isinstance(form, MemberForm)  # noqa: S101 (made from it one line above)
        form.offer(queries.kinds_of(session, club_id), _organisations(session, club))
    if form.answered():
        try:
            with unit_of_work() as session:
                contact = find_contact(session, form.contact.data).id if form.contact.data else None
                row = add_member(
                    session,
                    actor=actor,
                    club_id=club_id,
                    kind_id=as_uuid(form.kind.data) or UUID(int=0),
                    organisation_id=as_uuid(form.organisation.data),
                    firm=form.firm.data or "",
                    contact_id=contact,
                    holding=form.holding.data or "",
                    bands=form.bands,
                    joined_on=day_of(form.joined_on),
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".membership", membership_id=row.id, done="added"), 303)
    elif not form.errors:
        form.joined_on.data = today(now)
    return pages.page("club/new_member.html", 422 if form.errors else 200, club=club, form=form)


def _organisations(session: Session, club: Club) -> list[tuple[UUID, str]]:
    """Return the organisations that are not members yet, by name."""
    taken = {row.organisation_id for row, _name in queries.memberships_of(session, club.id)}
    rows = session.execute(
        select(Organisation.id, Organisation.name).order_by(Organisation.name, Organisation.id)
    )
    return [(key, name) for key, name in rows if key not in taken]
