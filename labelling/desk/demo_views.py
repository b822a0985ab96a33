"""Pages that exist in the demonstration only: continue as anybody, and every mail."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

import pyotp
from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.core import audit, mail
from labelling.core.access import ROLE_NAMES, Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, NotFound
from labelling.core.i18n import lazy
from labelling.core.outbox import Kind, Outgoing
from labelling.core.web import identity, pages
from labelling.core.web.paging import page_asked
from labelling.desk.demo_data import cast
from labelling.desk.demo_data.cast import FACTOR, PASSWORD, Character
from labelling.desk.demo_guide import GUIDE, find_character
from labelling.people.actions import signing_in
from labelling.people.models import Person
from labelling.people.sessions import begin_session
from labelling.people.views.blueprint import first_page, longest, with_token

HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
PER_PAGE = 20

bp = Blueprint("demo", __name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail as its reader gets it."""

    at: datetime
    name: str
    letter: mail.Letter


@bp.before_app_request
def refuse_other_hosts() -> None:
    """Raise BadRequest for a name that is not this machine's own, whatever it resolves to."""
    if urlsplit(f"//{request.host}").hostname not in HOSTS:
        raise BadRequest(lazy("The demonstration answers on this machine only."))


@bp.get("/demo")
def show() -> ResponseReturnValue:
    """Show whom one can be, and how to sign in by hand."""
    return pages.page(
        "desk/demo.html",
        guide=[(ROLE_NAMES[role], parts) for role, parts in GUIDE.items()],
        password=PASSWORD,
        code=pyotp.TOTP(FACTOR).at(identity.now()),
    )


@bp.post("/demo/as/<who>")
def continue_as(who: str) -> ResponseReturnValue:
    """Begin a session of somebody, by key or by role, and lead to their first page."""
    character = find_character(who)
    if character is None:
        raise NotFound
    with unit_of_work() as session:
        signing_in.sign_out(session, actor=identity.current_actor(), now=identity.now())
        token = _enter(session, character, identity.now())
    return with_token(redirect(first_page(character.role), 303), token)


@bp.get("/demo/mail")
def letters() -> ResponseReturnValue:
    """Show every mail, the newest first, written anew as its reader got it."""
    page = page_asked()
    chosen = request.args.get("to", None, UUID)
    with reading() as session:
        total, shown = _letters(session, chosen, page)
        people = session.execute(select(Person.id, Person.name).order_by(Person.name, Person.id))
        readers = [(str(person_id), name) for person_id, name in people]
    return pages.page(
        "desk/mail.html",
        letters=shown,
        total=total,
        first=(page - 1) * PER_PAGE + 1,
        page=page,
        readers=readers,
        chosen=str(chosen or ""),
    )


def _enter(session: Session, character: Character, now: datetime) -> str:
    """Begin a session of a character, with the second factor confirmed just now."""
    person = cast.person(session, character.key)
    row, token = begin_session(session, person, character.role, now, longest=longest())
    if person.totp_confirmed_at is not None:
        row.confirmed_at = now
    actor = Actor(role=row.role, person_id=person.id, session_id=row.id)
    audit.record(session, actor, "person.signed_in", row, now)
    return token


def _letters(session: Session, reader: UUID | None, page: int) -> tuple[int, list[Shown]]:
    conditions = [Outgoing.kind == Kind.MAIL]
    if reader is not None:
        conditions.append(Outgoing.person_id == reader)
    total = session.scalar(select(func.count()).select_from(Outgoing).where(*conditions)) or 0
    rows = session.scalars(
        select(Outgoing)
        .where(*conditions)
        .order_by(Outgoing.created_at.desc(), Outgoing.id)
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE)
    )
    return total, [_shown(row) for row in rows]


def _shown(row: Outgoing) -> Shown:
    letter = mail.compose(row.name, row.payload, row.address or "", pages.settings())
    return Shown(row.created_at, row.payload["name"], letter)
