"""Founding a club, its kinds of member, its code of conduct, and who accepted that."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarking.indicators import indicator_set
from benchmarking.indicators.model import IndicatorSet
from labelling.club import queries
from labelling.club.models import (
    Club,
    CodeAcceptance,
    CodeOfConduct,
    IndicatorSetVersion,
    KindOfMember,
    MadeOf,
)
from labelling.club.subjects import Clubs
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

STANDARD_SET = "club-2026"
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,38}")

Dimensions = Sequence[Mapping[str, Any]]


def found_club(
    session: Session,
    *,
    actor: Actor,
    code: str,
    name: str,
    about: str = "",
    language: str = "en",
    dimensions: Dimensions = (),
    kinds: Mapping[str, MadeOf] | None = None,
    now: datetime,
) -> Club:
    """Found a club with its kinds of member and the standard set of indicators."""
    access.require(actor, Permission.CLUB_FOUND, Clubs())
    if not _CODE.fullmatch(code):
        raise Invalid(lazy("Use small letters, digits and hyphens, two at least."), field="code")
    if session.scalar(select(Club.id).where(Club.code == code)) is not None:
        raise Invalid(lazy("Another club has this short name."), field="code")
    club = Club(
        code=code,
        name=name,
        about=about,
        language=language,
        dimensions=[dict(one) for one in dimensions],
        founded_at=now,
        founded_by=actor.person_id,
    )
    session.add(club)
    session.flush()
    chosen = kinds or {str(lazy("Cluster organisations")): MadeOf.ORGANISATION}
    session.add_all(
        KindOfMember(club_id=club.id, name=kind, made_of=made_of)
        for kind, made_of in chosen.items()
    )
    standard = indicator_set(STANDARD_SET)
    session.add(_version(club, standard, 1, actor, now))
    audit.record(session, actor, "club.founded", club, now, code=code, name=name)
    return club


def _version(
    club: Club, set_: IndicatorSet, number: int, actor: Actor, now: datetime
) -> IndicatorSetVersion:
    return IndicatorSetVersion(
        club_id=club.id,
        number=number,
        first_round=str(set_.first_round),
        sha256=set_.identity,
        content=set_.canonical.decode(),
        added_at=now,
        added_by=actor.person_id,
    )


def add_set(
    session: Session,
    *,
    actor: Actor,
    club_id: UUID,
    tables: Mapping[str, Any],
    set_: IndicatorSet,
    first_round: str,
    why: str,
    now: datetime,
) -> IndicatorSetVersion:
    """Add a checked set as a club's next version; it counts from the rounds announced after it.

    ``set_`` is what the loader made of ``tables``.
    """
    club = queries.get_club(session, club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    if rfc8785.dumps(dict(tables)) != set_.canonical:
        raise Conflict(lazy("These tables are not those that were checked."))
    newest = queries.newest_set(session, club_id)
    if newest.sha256 == set_.identity:
        raise NotNow(lazy("This is the set that the club uses already."))
    row = _version(club, set_, newest.number + 1, actor, now)
    row.first_round, row.why = first_round, why
    session.add(row)
    session.flush()
    audit.record(session, actor, "club.set", club, now, number=row.number, sha256=row.sha256)
    return row


def add_kind(
    session: Session, *, actor: Actor, club_id: UUID, name: str, made_of: MadeOf, now: datetime
) -> KindOfMember:
    """Let a club take another kind of member."""
    club = queries.get_club(session, club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    if not name.strip():
        raise Invalid(lazy("Write what these members are."), field="kind")
    if any(one.name == name for one in queries.kinds_of(session, club_id)):
        raise Invalid(lazy("This kind is there already."), field="kind")
    row = KindOfMember(club_id=club_id, name=name, made_of=made_of)
    session.add(row)
    audit.record(session, actor, "club.kind", club, now, name=name, made_of=made_of.value)
    return row


def write_code(
    session: Session,
    *,
    actor: Actor,
    club_id: UUID,
    text: str,
    in_force_on: date,
    now: datetime,
) -> CodeOfConduct:
    """Set down the next version of the code of conduct; once in force, all accept it anew."""
    club = queries.get_club(session, club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    if not text.strip():
        raise Invalid(lazy("Write the code of conduct."), field="text")
    if in_force_on < today(now):
        raise Invalid(lazy("It comes into force today at the earliest."), field="in_force_on")
    last = session.scalar(
        select(func.max(CodeOfConduct.number)).where(CodeOfConduct.club_id == club_id)
    )
    row = CodeOfConduct(
        club_id=club_id,
        number=(last or 0) + 1,
        text=text,
        in_force_on=in_force_on,
        written_at=now,
        written_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "club.code", row, now, number=row.number)
    return row


def accept_code(
    session: Session, *, actor: Actor, membership_id: UUID, code_id: UUID, now: datetime
) -> CodeAcceptance | None:
    """Accept the code in force, as a person, for a member; None where that was done already.

    Raises NotNow where another version has come into force meanwhile.
    """
    place = queries.place_for(session, actor, membership_id, now)
    access.require(actor, Permission.CODE_ACCEPT, place)
    code = queries.code_in_force(session, place.club.id, now)
    if code is None or code.id != code_id:
        raise NotNow(lazy("Another version of the code of conduct is in force. Read that one."))
    if place.accepted or actor.person_id is None:
        return None
    row = CodeAcceptance(
        code_id=code.id,
        membership_id=membership_id,
        person_id=actor.person_id,
        accepted_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "club.code-accepted", row, now, number=code.number)
    return row
