"""Everybody on stage: who they are, how they join as people do, how they act."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core import mail
from labelling.core.access import Actor, Role
from labelling.core.errors import NotFound
from labelling.core.outbox import Kind, Outgoing
from labelling.core.secrets import token_hash
from labelling.people import queries, seats
from labelling.people.actions import links, set_second_factor, signing_in
from labelling.people.models import Person, SignedInSession
from labelling.people.roles import NEEDS_SECOND_FACTOR, held
from labelling.settings import in_use

DOMAIN = "demo.example"
PASSWORD = "bronze silver gold"  # noqa: S105 (printed at the start; the demonstration is local)
FACTOR = "TOUCHSTONEDEMONSTRATIONTOUCHSTON"
_LINK = re.compile(r"/ticket/([\w-]+)")
_SITTING = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Character:
    """A fictitious person: a short key, a name, and the role that the office grants."""

    key: str
    name: str
    role: Role = Role.MANAGER
    language: str = "en"

    @property
    def email(self) -> str:
        """Return the address, in a domain that does not exist."""
        return f"{self.key}@{DOMAIN}"


ADMINISTRATORS = (
    Character("adele", "Adele Novotná", Role.ADMINISTRATOR),
    Character("bruno", "Bruno Lacroix", Role.ADMINISTRATOR),
)
OFFICERS = (
    Character("olga", "Olga Lundqvist", Role.OFFICER),
    Character("tomas", "Tomás Ferreira", Role.OFFICER),
    Character("marta", "Marta Kowalczyk", Role.OFFICER),
)
COMMITTEE = (
    Character("henrik", "Henrik Dahl", Role.COMMITTEE),
    Character("ioana", "Ioana Petrescu", Role.COMMITTEE),
    Character("jaap", "Jaap de Wit", Role.COMMITTEE),
    Character("katri", "Katri Mäkelä", Role.COMMITTEE),
)
APPEALS_PANEL = (
    Character("sofia", "Sofia Andersson", Role.APPEALS),
    Character("mateusz", "Mateusz Nowak", Role.APPEALS),
    Character("greta", "Greta Hofmann", Role.APPEALS),
)
ADVISERS = (Character("leon", "Leon Marchetti", Role.ADVISORY),)
QUALITY_OFFICERS = (Character("marta", "Marta Kowalczyk", Role.QUALITY),)  # a second role
APPOINTED = (*OFFICERS, *COMMITTEE, *APPEALS_PANEL, *ADVISERS)
ASSESSORS = (
    Character("anna", "Anna Leitner", Role.ASSESSOR),
    Character("benoit", "Benoît Marchal", Role.ASSESSOR),
    Character("carla", "Carla Rinaldi", Role.ASSESSOR),
    Character("dieter", "Dieter Vogt", Role.ASSESSOR),
    Character("eeva", "Eeva Rantanen", Role.ASSESSOR),
    Character("filip", "Filip Zieliński", Role.ASSESSOR),
)
OFFICE = (*ADMINISTRATORS, *APPOINTED, *ASSESSORS)


def person(session: Session, key: str) -> Person:
    """Return the person of a character; raise NotFound before they joined."""
    found = queries.find_person_by_email(session, f"{key}@{DOMAIN}")
    if found is None:
        raise NotFound
    return found


def acting(session: Session, key: str, role: Role, now: datetime) -> Actor:
    """Return a character acting in one of their roles, with a fresh second factor if they have one.

    Raises NotFound for a role that they do not hold.
    """
    row = person(session, key)
    seated = seats.seats_of(session, row.id)
    roles = held(queries.roles_of(session, row.id), has_seat=bool(seated))
    if role not in roles:
        raise NotFound
    return Actor(
        role=role,
        person_id=row.id,
        name=row.name,
        roles=frozenset(roles),
        seats=MappingProxyType(dict(seated)),
        confirmed_at=now if row.totp_confirmed_at is not None else None,
        has_second_factor=row.totp_confirmed_at is not None,
    )


def accept_invitation(session: Session, key: str, password_hash: str, now: datetime) -> None:
    """Follow the link in the invitation and choose the password that all share here."""
    row = person(session, key)
    links.choose_password(
        session, token=_token_sent_to(session, row), password_hash=password_hash, now=now
    )


def set_up_factor(session: Session, key: str, now: datetime) -> None:
    """Sign in, set up the authenticator app, sign out."""
    row = person(session, key)
    begun = signing_in.start_session(
        session,
        checked=signing_in.Candidate(row.id, row.password_hash),
        browser="Firefox, Linux",
        longest=_SITTING,
        now=now,
    )
    sitting = session.scalars(
        select(SignedInSession).where(SignedInSession.token_sha256 == token_hash(begun.token))
    ).one()
    actor = Actor(role=sitting.role, person_id=row.id, name=row.name, session_id=sitting.id)
    code = pyotp.TOTP(FACTOR).at(now)
    set_second_factor(session, actor=actor, secret=FACTOR, code=code, now=now)
    signing_in.sign_out(session, actor=actor, now=now)


def needs_factor(character: Character) -> bool:
    """Say whether a character's role begins with a second factor."""
    return character.role in NEEDS_SECOND_FACTOR


def _token_sent_to(session: Session, row: Person) -> str:
    """Return the token of the newest invitation, read in the mail as its reader would."""
    sent = session.scalars(
        select(Outgoing)
        .where(
            Outgoing.kind == Kind.MAIL,
            Outgoing.name == "invitation",
            Outgoing.person_id == row.id,
        )
        .order_by(Outgoing.created_at.desc())
        .limit(1)
    ).one()
    found = _LINK.search(mail.compose(sent.name, sent.payload, row.email, in_use()).body)
    if found is None:
        raise NotFound
    return found.group(1)
