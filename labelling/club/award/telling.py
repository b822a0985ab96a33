"""Mail about awards. No figure, score or name of another member stands in any."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.award.models import Appraiser, Award
from labelling.club.award.subjects import RoundAward
from labelling.club.models import Club, ClubRound
from labelling.club.telling import contacts_of, tell_members
from labelling.core import mail
from labelling.people.models import Person


def tell_chair(
    session: Session, owner: Club, round_: ClubRound, template: str, now: datetime
) -> None:
    """Write to the chair that something waits for the second person."""
    if owner.chair_id is not None:
        _tell(session, [owner.chair_id], template, _about(owner, round_), now)


def tell_rule_fixed(session: Session, owner: Club, round_: ClubRound, now: datetime) -> None:
    """Write to every member that the rule is fixed, and that it may say whether to be named."""
    tell_members(session, owner, round_, "award_rule_fixed", now)


def tell_appraisers(
    session: Session, owner: Club, round_: ClubRound, rows: Iterable[Appraiser], now: datetime
) -> None:
    """Write to appraisers that candidates wait for them."""
    for row in rows:
        about = {**_about(owner, round_), "appraiser": str(row.id)}
        _tell(session, [row.person_id], "award_appraise", about, now)


def tell_winner(
    session: Session, award: RoundAward, row: Award, template: str, now: datetime
) -> None:
    """Write to the contact of the member that has the award."""
    membership = club.get_membership(session, row.membership_id)
    about = {
        **_about(award.club, award.round),
        "public_id": row.public_id,
        "number": row.number,
    }
    for persons in contacts_of(session, [membership]).values():
        _tell(session, [one.id for one in persons], template, about, now)


def _about(owner: Club, round_: ClubRound) -> dict[str, str]:
    return {"club": owner.name, "half": round_.half_year, "round": str(round_.id)}


def _tell(
    session: Session,
    person_ids: Iterable[UUID],
    template: str,
    about: Mapping[str, Any],
    now: datetime,
) -> None:
    query = select(Person).where(Person.id.in_(list(person_ids))).order_by(Person.id)
    for person in session.scalars(query):
        mail.send(session, person, template, now, **about)
