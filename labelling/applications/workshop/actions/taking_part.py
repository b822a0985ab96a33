"""Taking part in a workshop without an account: joining by its code, choosing a line."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.schemes import edition_of
from labelling.applications.workshop.models import Place, Vote
from labelling.applications.workshop.queries import find_by_code, find_vote, get_place, is_open
from labelling.applications.workshop.subjects import Room
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.secrets import new_token, token_hash

MOST = 100


def join_workshop(session: Session, *, actor: Actor, code: str, name: str, now: datetime) -> str:
    """Take a place in the workshop of a code; return the secret that is its address.

    Raises Invalid for a code that opens none, the same for one that never was and one that is
    over, and for a name that is taken.
    """
    workshop = find_by_code(session, code)
    if workshop is None or not is_open(workshop, now):
        raise Invalid(lazy("No workshop is open under this code. Compare it."), field="code")
    access.require(actor, Permission.WORKSHOP_JOIN, Room(is_open=True), now=now)
    names = session.scalars(select(Place.name).where(Place.workshop_id == workshop.id)).all()
    if name.casefold() in {one.casefold() for one in names}:
        raise Invalid(lazy("Somebody here has this name already. Choose another."), field="name")
    if len(names) >= MOST:
        raise NotNow(lazy("This workshop is full."))
    token = new_token()
    session.add(
        Place(workshop_id=workshop.id, name=name, token_sha256=token_hash(token), joined_at=now)
    )
    return token


def choose_line(
    session: Session, *, actor: Actor, token: str, part_id: str, band: int, now: datetime
) -> None:
    """Choose a line for the part that is scored now, or another one until all is shown."""
    place, workshop = get_place(session, token)
    access.require(actor, Permission.WORKSHOP_JOIN, Room(is_open(workshop, now)), now=now)
    if workshop.part_id != part_id or workshop.revealed:
        raise NotNow(lazy("The group has gone on, so your choice was not taken."))
    application = queries.get_application(session, workshop.application_id)
    edition = edition_of(application)
    bands = edition.rubrics[edition.parts[part_id].kind].bands
    if band not in {one.value for one in bands}:
        raise Invalid(lazy("Choose one of the lines."), field="band")
    vote = find_vote(session, place.id, part_id)
    if vote is None:
        vote = Vote(place_id=place.id, part_id=part_id)
        session.add(vote)
    vote.band, vote.at = band, now
